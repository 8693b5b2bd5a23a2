"""AtCoder's style: total points, then the time of the last gain plus five minutes a mistake.

Source: AtCoder's contest rules ("Ranking"). The time of an entry is that of the attempt that
brought its last points, plus the penalty (5 minutes there, ``penalty_minutes`` here) for each
rejected attempt before the one that counts, at problems that brought points; mistakes at
problems without points cost nothing. Equal entries share a rank.
"""

from collections.abc import Iterable

from contests.scoring import best
from contests.scoring.cells import attempt_points, is_full, sort_attempts
from contests.scoring.values import MS_PER_MINUTE, Attempt, Cell, ProblemRule, Rules, Totals
from judging.verdicts import Verdict


def cell(attempts: Iterable[Attempt], problem: ProblemRule, rules: Rules) -> Cell:
    tries = sort_attempts(attempts, rules)
    points_best, reached_ms, rejected, mistakes = 0.0, None, 0, 0
    for attempt in tries.known:
        points = attempt_points(attempt, problem)
        if points > points_best:
            points_best, reached_ms, mistakes = points, attempt.submitted_at_ms, rejected
        rejected += attempt.verdict is not Verdict.ACCEPTED
    return Cell(
        attempts=len(tries.known),
        pending=len(tries.pending),
        is_solved=is_full(points_best, problem, tries.known),
        score=points_best,
        time_ms=reached_ms,
        penalty_ms=mistakes * rules.penalty_minutes * MS_PER_MINUTE,
        last_ms=tries.last_ms,
        first_pending_ms=tries.first_pending_ms,
    )


def totals(cells: Iterable[Cell], rules: Rules) -> Totals:
    cells = list(cells)
    sums = best.totals(cells, rules)
    return Totals(
        solved=sums.solved,
        score=sums.score,
        penalty_ms=(sums.last_ms or 0) + sum(one.penalty_ms for one in cells),
        last_ms=sums.last_ms,
    )


def key(totals: Totals) -> tuple[float, ...]:
    return (-totals.score, totals.penalty_ms)
