"""What statistics are made of: bounded reads, kept for a moment."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from common.errors import NotAllowedError
from contests.selectors.sets import sets_managed_by
from courses.selectors import courses_taught_by
from judging.verdicts import Verdict
from problems.models import Problem
from problems.selectors import problems_managed_by
from submissions.models import TOLERANCE, Run, Submission
from submissions.selectors import submissions_managed_by
from submissions.statistics.figures import Fact

MAX_SUBMISSIONS = 20_000
"""The newest so many are counted."""
MAX_FAILED = 2_000
"""Of the newest so many failed submissions the test cases are counted."""
MAX_TESTS = 500
KEPT_S = 30


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The submissions of a problem, a set or a course that somebody acts for."""

    facts: list[Fact]
    failures: list[tuple[int, str, str, int]]
    """Problem's id, test case, verdict, how many; most first."""
    slugs: dict[int, str]
    """Of the problems, by id."""
    since: datetime | None
    """The start of the set; None: there is none."""
    is_cut: bool


def problem_counted(user: User, slug: str) -> Counted:
    """Raises NotAllowedError where the user does not manage the problem, or there is none."""
    problem = problems_managed_by(user).filter(slug=slug).first()
    if problem is None:
        raise NotAllowedError("Only the problem's staff may read its statistics.")
    found = submissions_managed_by(user).filter(problem=problem)
    return _kept(f"problem:{problem.pk}:{user.pk}", found, None)


def set_counted(user: User, slug: str) -> Counted:
    """Raises NotAllowedError where the user is no staff of the set, or there is none."""
    problem_set = sets_managed_by(user).filter(slug=slug).first()
    if problem_set is None:
        raise NotAllowedError("Only the set's staff may read its statistics.")
    found = Submission.objects.filter(problem_set=problem_set)
    live = Q(entry__isnull=True) | Q(entry__virtual_starts_at__isnull=True)
    return _kept(f"set:{problem_set.pk}", found.filter(live), problem_set.starts_at)


def course_counted(user: User, slug: str) -> Counted:
    """Of the course's sets, and of practice at its own problems. Raises NotAllowedError."""
    course = courses_taught_by(user).filter(slug=slug).first()
    if course is None:
        raise NotAllowedError("Only the course's staff may read its statistics.")
    practice = Q(problem_set__isnull=True, problem__course=course)
    found = Submission.objects.filter(practice | Q(problem_set__course=course))
    return _kept(f"course:{course.pk}", found, None)


def _kept(name: str, found: QuerySet[Submission], since: datetime | None) -> Counted:
    """Whoever asks was checked before; staff of one thing are told the same."""
    key = f"statistics:{name}"
    kept: Counted | None = cache.get(key)
    if kept is None:
        kept = _count(found, since)
        cache.set(key, kept, KEPT_S)
    return kept


def _count(found: QuerySet[Submission], since: datetime | None) -> Counted:
    judged = found.filter(verdict__isnull=False).exclude(verdict=Verdict.JUDGING_ERROR)
    columns = (
        "user_id",
        "problem_id",
        "language",
        "verdict",
        "score",
        "max_score",
        "cpu_time_ms",
        "created_at",
        "current_judgement_id",
    )
    rows = list(judged.order_by("-id").values_list(*columns)[: MAX_SUBMISSIONS + 1])
    facts = [_fact(*row[:-1]) for row in rows[:MAX_SUBMISSIONS]]
    failed = [row[-1] for row in rows if row[3] != Verdict.ACCEPTED and row[-1]][:MAX_FAILED]
    failures = (
        Run.objects.filter(judgement__in=failed)
        .exclude(verdict=Verdict.ACCEPTED)
        .order_by()
        .values_list("judgement__submission__problem_id", "test_case", "verdict")
        .annotate(count=Count("id"))
        .order_by("-count", "test_case", "verdict")
    )
    problems = Problem.objects.filter(pk__in={one.problem_id for one in facts})
    return Counted(
        facts=facts,
        failures=list(failures[:MAX_TESTS]) if failed else [],
        slugs=dict(problems.values_list("pk", "slug")),
        since=since,
        is_cut=len(rows) > MAX_SUBMISSIONS,
    )


def _fact(
    user_id: int,
    problem_id: int,
    language: str,
    verdict: str,
    score: float | None,
    max_score: float | None,
    cpu_time_ms: int | None,
    created_at: datetime,
) -> Fact:
    is_accepted = verdict == Verdict.ACCEPTED
    share = min(max((score or 0.0) / max_score, 0.0), 1.0) if max_score else float(is_accepted)
    return Fact(
        user_id=user_id,
        problem_id=problem_id,
        language=language,
        verdict=verdict,
        is_solved=is_accepted and share >= 1 - TOLERANCE,
        share=share,
        cpu_time_ms=cpu_time_ms,
        created_at=created_at,
    )
