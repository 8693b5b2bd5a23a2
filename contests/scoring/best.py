"""Points with partial scores: the best attempt at each problem counts.

Source: the ICPC Contest API's scoreboards of the type ``score``. Entries are ranked by their
total score, and equal ones by ``time``, the "time of last score improvement used for
tiebreaking purposes": who reached the total first is ahead.
"""

from collections.abc import Iterable

from contests.scoring.cells import SCORE_DIGITS, attempt_points, is_full, sort_attempts
from contests.scoring.values import Attempt, Cell, ProblemRule, Rules, Totals


def cell(attempts: Iterable[Attempt], problem: ProblemRule, rules: Rules) -> Cell:
    """Of equally good attempts the first counts. One worth nothing never does."""
    tries = sort_attempts(attempts, rules)
    best, reached_ms = 0.0, None
    for attempt in tries.known:
        points = attempt_points(attempt, problem)
        if points > best:
            best, reached_ms = points, attempt.submitted_at_ms
    return Cell(
        attempts=len(tries.known),
        pending=len(tries.pending),
        is_solved=is_full(best, problem, tries.known),
        score=best,
        time_ms=reached_ms,
        last_ms=tries.last_ms,
        first_pending_ms=tries.first_pending_ms,
    )


def totals(cells: Iterable[Cell], rules: Rules) -> Totals:
    counted = [one for one in cells if not one.is_empty]
    return Totals(
        solved=sum(one.is_solved for one in counted),
        score=round(sum(one.score for one in counted), SCORE_DIGITS),
        last_ms=max((one.time_ms for one in counted if one.time_ms is not None), default=None),
    )


def key(totals: Totals) -> tuple[float, ...]:
    return (-totals.score, -1 if totals.last_ms is None else totals.last_ms)
