"""What the standings need to know of a contest: its rules as scoring takes them."""

import hashlib
import json
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from contests.models import ContestRules, ProblemSet, SetProblem, VerdictPolicy
from contests.scoring.values import ProblemRule, Rules

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One contest's rules at one moment."""

    problem_set: ProblemSet
    contest: ContestRules
    problems: tuple[SetProblem, ...]
    """Sorted by ordinal, each with its problem."""
    rules: Rules
    """As the public sees the contest now; staff's differ by hiding nothing."""

    @property
    def mark(self) -> str:
        """Changes with all that a cell depends on beside attempts."""
        facts = [
            astuple(self.rules),
            self.problem_set.starts_at.timestamp(),
            [(one.ordinal, one.problem_id) for one in self.problems],
        ]
        return digest(facts)

    @property
    def is_veiled(self) -> bool:
        """Whether those who take part learn their results only when their own time is over."""
        return self.problem_set.verdict_policy != VerdictPolicy.ALL

    @property
    def is_frozen(self) -> bool:
        """Whether anything handed in may be hidden from the public."""
        return self.rules.hidden_from_ms is not None


def digest(facts: object) -> str:
    """A short name of plain values."""
    text = json.dumps(facts, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def sheet_of(problem_set: ProblemSet, *, now: datetime) -> Sheet:
    """A contest's sheet; one query where ``problem_set.contest_rules`` is there already."""
    contest = problem_set.contest_rules
    problems = tuple(
        problem_set.problems.select_related("problem__test_package")
        .only(
            "problem_set_id",
            "ordinal",
            "label",
            "points",
            "colour",
            "problem__slug",
            "problem__title",
            "problem__allowed_languages",
            "problem__test_package__max_score",
            "problem__test_package__test_case_count",
            "problem__test_package__time_limit_ms",
            "problem__test_package__memory_limit_kib",
            "problem__test_package__source_limit_bytes",
        )
        .order_by("ordinal")
    )
    rules = Rules(
        format=contest.format,
        problems=tuple(
            ProblemRule(
                ordinal=one.ordinal,
                points=float(one.points),
                max_score=one.problem.test_package.max_score if one.problem.test_package else None,
            )
            for one in problems
        ),
        penalty_minutes=contest.penalty_minutes,
        counts_compile_errors=contest.counts_compile_errors,
        hidden_from_ms=hidden_from_ms(
            now=now,
            starts_at=problem_set.starts_at,
            ends_at=problem_set.ends_at,
            freeze_at=contest.freeze_at,
            unfrozen_at=contest.unfrozen_at,
            is_veiled=problem_set.verdict_policy != VerdictPolicy.ALL,
        ),
    )
    return Sheet(problem_set=problem_set, contest=contest, problems=problems, rules=rules)


def hidden_from_ms(
    *,
    now: datetime,
    starts_at: datetime,
    ends_at: datetime,
    freeze_at: datetime | None,
    unfrozen_at: datetime | None,
    is_veiled: bool,
) -> int | None:
    """From which moment after the start results are hidden from the public; None: none are.

    Where a contest tells verdicts only after its end, its board tells none before either.
    A freeze lasts until staff reveal the results, however long the contest is over.
    """
    if is_veiled and now < ends_at:
        return 0
    if freeze_at is None or unfrozen_at is not None:
        return None
    return max(0, (freeze_at - starts_at) // MILLISECOND)
