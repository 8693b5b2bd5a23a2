"""IOI: a problem's score is the sum over its subtasks of the best that any attempt got there.

Source: IOI competition rules (since 2017), "the score for a task is the sum of the maximum
scores of its subtasks over all submissions". Entries with equal totals share a rank: the IOI
knows no tie-break by time. A problem without subtasks is one subtask.
"""

from collections.abc import Iterable

from contests.scoring import best
from contests.scoring.cells import (
    SCORE_DIGITS,
    attempt_points,
    is_full,
    sort_attempts,
    to_points,
)
from contests.scoring.values import Attempt, Cell, ProblemRule, Rules, Totals

WHOLE = ""
"""Names the only subtask of a problem that has none."""

totals = best.totals


def cell(attempts: Iterable[Attempt], problem: ProblemRule, rules: Rules) -> Cell:
    tries = sort_attempts(attempts, rules)
    subtasks: dict[str, float] = {}
    reached_ms = None
    for attempt in tries.known:
        for name, points in _subtasks(attempt, problem).items():
            if points > subtasks.get(name, 0.0):
                reached_ms = attempt.submitted_at_ms
            subtasks[name] = max(points, subtasks.get(name, 0.0))
    named = {name: subtasks[name] for name in sorted(subtasks)}
    # Added in one order, because sums of floats depend on it.
    score = round(sum(named.values()), SCORE_DIGITS)
    return Cell(
        attempts=len(tries.known),
        pending=len(tries.pending),
        is_solved=is_full(score, problem, tries.known),
        score=score,
        time_ms=reached_ms,
        last_ms=tries.last_ms,
        first_pending_ms=tries.first_pending_ms,
        groups={name: points for name, points in named.items() if name != WHOLE},
    )


def key(totals: Totals) -> tuple[float, ...]:
    return (-totals.score,)


def _subtasks(attempt: Attempt, problem: ProblemRule) -> dict[str, float]:
    if attempt.groups and problem.max_score:
        return {name: to_points(score, problem) for name, score in attempt.groups.items()}
    return {WHOLE: attempt_points(attempt, problem)}
