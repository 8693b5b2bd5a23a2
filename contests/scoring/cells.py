"""What the formats share when they look at one cell's attempts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contests.scoring.values import Attempt, ProblemRule, Rules
from judging.verdicts import Verdict

COMPILE_VERDICTS = frozenset({Verdict.COMPILE_ERROR, Verdict.COMPILE_TIME_LIMIT})
SCORE_DIGITS = 6
"""Sums of shares such as 1/3 are cut here, so that equal scores are equal."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Attempts in the order of submission, told apart by whether their result is known."""

    known: tuple[Attempt, ...]
    pending: tuple[Attempt, ...]

    @property
    def last_ms(self) -> int | None:
        times = [one.submitted_at_ms for one in (*self.known[-1:], *self.pending[-1:])]
        return max(times, default=None)

    @property
    def first_pending_ms(self) -> int | None:
        return self.pending[0].submitted_at_ms if self.pending else None


def sort_attempts(attempts: Iterable[Attempt], rules: Rules) -> Sorted:
    """Sort one cell's attempts, leaving out those that are no tries."""
    known, pending = [], []
    for attempt in sorted(attempts, key=lambda one: (one.submitted_at_ms, one.id)):
        if attempt.verdict is None:
            pending.append(attempt)
        elif is_try(attempt.verdict, rules):
            known.append(attempt)
    return Sorted(tuple(known), tuple(pending))


def is_try(verdict: Verdict, rules: Rules) -> bool:
    """Whether an attempt with this verdict counts for or against anybody."""
    if verdict in COMPILE_VERDICTS:
        return rules.counts_compile_errors
    return verdict.is_final


def attempt_points(attempt: Attempt, problem: ProblemRule) -> float:
    """What an attempt is worth in the set's points."""
    if problem.max_score is None or attempt.score is None:
        return problem.points if attempt.verdict is Verdict.ACCEPTED else 0.0
    return to_points(attempt.score, problem)


def to_points(score: float, problem: ProblemRule) -> float:
    """A score in the package's units, in the set's points. A score is never below nothing."""
    if not problem.max_score:
        return 0.0
    return round(max(score, 0.0) / problem.max_score * problem.points, SCORE_DIGITS)


def is_full(points: float, problem: ProblemRule, attempts: Sequence[Attempt]) -> bool:
    """Whether a problem with so many points is solved."""
    if problem.max_score is None:
        return any(one.verdict is Verdict.ACCEPTED for one in attempts)
    return points >= round(problem.points, SCORE_DIGITS) > 0
