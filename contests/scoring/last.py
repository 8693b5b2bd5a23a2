"""The last submission counts, for better or worse.

Source: our own rule, as in examinations where what lies on the table at the end is marked. The
last try whose result is known counts; one that does not compile is no try unless the contest
counts compile errors. Equal totals share a rank: to hand in late is no fault here.
"""

from collections.abc import Iterable

from contests.scoring import best
from contests.scoring.cells import attempt_points, is_full, sort_attempts
from contests.scoring.values import Attempt, Cell, ProblemRule, Rules, Totals

totals = best.totals


def cell(attempts: Iterable[Attempt], problem: ProblemRule, rules: Rules) -> Cell:
    tries = sort_attempts(attempts, rules)
    counted = tries.known[-1:]
    points = attempt_points(counted[0], problem) if counted else 0.0
    return Cell(
        attempts=len(tries.known),
        pending=len(tries.pending),
        is_solved=is_full(points, problem, counted),
        score=points,
        time_ms=counted[0].submitted_at_ms if counted else None,
        last_ms=tries.last_ms,
        first_pending_ms=tries.first_pending_ms,
    )


def key(totals: Totals) -> tuple[float, ...]:
    return (-totals.score,)
