"""ICPC: most problems solved, then least penalty.

Source: rules of the ICPC World Finals, "Scoring of the Finals", and the Contest Control
System requirements. A solved problem costs the whole minutes from the start to its first
accepted attempt, and the penalty for each rejected attempt before it; unsolved problems
cost nothing. Equal teams are ranked by the earlier time (in whole minutes, as penalties are
counted) of the last accepted attempt that counts; those that are equal still share a rank.
"""

from collections.abc import Iterable

from contests.scoring.cells import sort_attempts
from contests.scoring.values import MS_PER_MINUTE, Attempt, Cell, ProblemRule, Rules, Totals
from judging.verdicts import Verdict


def cell(attempts: Iterable[Attempt], problem: ProblemRule, rules: Rules) -> Cell:
    """Up to the first accepted attempt; what comes after it, pending or not, is no try."""
    tries = sort_attempts(attempts, rules)
    judged = 0
    for attempt in tries.known:
        judged += 1
        if attempt.verdict is Verdict.ACCEPTED:
            at = (attempt.submitted_at_ms, attempt.id)
            before = [one for one in tries.pending if (one.submitted_at_ms, one.id) < at]
            whole_minutes_ms = attempt.submitted_at_ms // MS_PER_MINUTE * MS_PER_MINUTE
            rejected_ms = (judged - 1) * rules.penalty_minutes * MS_PER_MINUTE
            return Cell(
                attempts=judged,
                pending=len(before),
                is_solved=True,
                score=1.0,
                time_ms=attempt.submitted_at_ms,
                penalty_ms=whole_minutes_ms + rejected_ms,
                last_ms=attempt.submitted_at_ms,
                first_pending_ms=before[0].submitted_at_ms if before else None,
            )
    return Cell(
        attempts=judged,
        pending=len(tries.pending),
        last_ms=tries.last_ms,
        first_pending_ms=tries.first_pending_ms,
    )


def totals(cells: Iterable[Cell], rules: Rules) -> Totals:
    solved = [one for one in cells if one.is_solved]
    return Totals(
        solved=len(solved),
        score=float(len(solved)),
        penalty_ms=sum(one.penalty_ms for one in solved),
        last_ms=max((one.time_ms for one in solved if one.time_ms is not None), default=None),
    )


def key(totals: Totals) -> tuple[float, ...]:
    last_minute = -1 if totals.last_ms is None else totals.last_ms // MS_PER_MINUTE
    return (-totals.solved, totals.penalty_ms, last_minute)
