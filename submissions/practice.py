"""Reads of practising: one's own standing, statistics, and the leaderboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from problems.models import Problem
from problems.selectors import visible_problem_ids
from submissions.models import SOLVES, ProblemResult, Submission, UserStatistics
from submissions.selectors import veiled_submissions_of
from submissions.services.results import JUDGED
from submissions.sight import verdicts_open

MAX_DAYS = 371
"""53 whole weeks, as a heat map shows them."""

Mark = Literal["ac", "tried", "none"]


def problems_marked(problems: QuerySet[Problem], user: User, mark: Mark) -> QuerySet[Problem]:
    """Those of the problems that the user has solved, only tried, or not touched."""
    known = _known_of(user)
    if mark == "ac":
        return problems.filter(pk__in=known.solved)
    if mark == "tried":
        return problems.filter(pk__in=known.judged).exclude(pk__in=known.solved)
    return problems.exclude(pk__in=known.judged)


@dataclass(frozen=True)
class _Known:
    """What somebody may know of their own verdicts."""

    solved: QuerySet[Any, Any]
    """Ids of problems."""
    judged: QuerySet[Any, Any]
    """Ids of problems, with those above."""
    accepted: Q
    """Accepted submissions among the user's own."""


def _known_of(user: User) -> _Known:
    """From the stored results where no set veils anything; one query to know that."""
    now = timezone.now()
    if veiled_submissions_of(user, now).exists():
        is_open = verdicts_open(now)
        judged = Submission.objects.filter(is_open, JUDGED, user=user)
        return _Known(
            judged.filter(SOLVES).values("problem_id"),
            judged.values("problem_id"),
            SOLVES & is_open,
        )
    results = ProblemResult.objects.filter(user=user, attempts__gt=0)
    solved = results.filter(first_accepted__isnull=False)
    return _Known(solved.values("problem_id"), results.values("problem_id"), SOLVES)


def problems_favoured(problems: QuerySet[Problem], user: User) -> QuerySet[Problem]:
    return problems.filter(favourites__user=user)


@dataclass(frozen=True, kw_only=True)
class Day:
    """What somebody did on one day of their own zone."""

    day: date
    submission_count: int
    accepted_count: int


def activity_of(user: User, *, first: date, last: date) -> list[Day]:
    """The user's days with submissions from ``first`` to ``last``, both included."""
    zone = ZoneInfo(user.time_zone)
    rows = (
        Submission.objects.filter(
            user=user,
            created_at__gte=datetime.combine(first, time.min, zone),
            created_at__lt=datetime.combine(last + timedelta(days=1), time.min, zone),
        )
        .annotate(day=TruncDate("created_at", tzinfo=zone))
        .values("day")
        .annotate(
            submissions=Count("user"),
            accepted=Count("user", filter=_known_of(user).accepted),
        )
        .order_by("day")
    )
    return [
        Day(day=row["day"], submission_count=row["submissions"], accepted_count=row["accepted"])
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """How somebody fares; counts by key."""

    solved_count: int
    tried_count: int
    submission_count: int
    accepted_count: int
    solved_by_tag: Mapping[str, int]
    solved_by_difficulty: Mapping[int, int]
    submissions_by_language: Mapping[str, int]


def statistics_of(user: User) -> Statistics:
    """The user's own figures over the problems that they may open now; four queries."""
    known, visible = _known_of(user), visible_problem_ids(user, timezone.now())
    is_solved = Q(pk__in=known.solved)
    touched = (
        Problem.objects.filter(pk__in=visible)
        .filter(pk__in=known.judged)
        .values_list("difficulty", ExpressionWrapper(is_solved, BooleanField()))
        .annotate(count=Count("pk"))
        .order_by()
    )
    by_difficulty, tried_count = {}, 0
    for difficulty, is_one_solved, count in touched:
        if is_one_solved:
            by_difficulty[difficulty] = count
        else:
            tried_count += count
    by_tag = (
        Problem.tags.through.objects.filter(problem_id__in=visible)
        .filter(problem_id__in=known.solved)
        .values_list("tag__slug")
        .annotate(count=Count("pk"))
        .order_by("tag__slug")
    )
    by_language = (
        Submission.objects.filter(user=user)
        .values_list("language")
        .annotate(count=Count("user"), accepted=Count("user", filter=known.accepted))
        .order_by("-count", "language")
    )
    languages = list(by_language)
    return Statistics(
        solved_count=sum(by_difficulty.values()),
        tried_count=tried_count,
        submission_count=sum(count for _, count, _ in languages),
        accepted_count=sum(accepted for _, _, accepted in languages),
        solved_by_tag=dict(sorted(by_tag, key=lambda row: -row[1])),
        solved_by_difficulty=by_difficulty,
        submissions_by_language={language: count for language, count, _ in languages},
    )


def leaderboard() -> QuerySet[UserStatistics]:
    """Those who have solved something and want to be seen, to be sorted by solved_count."""
    return UserStatistics.objects.filter(
        Q(solved_count__gt=0, user__is_active=True, user__is_listed=True)
    ).select_related("user")


def leaderboard_ranks(rows: Sequence[UserStatistics]) -> dict[int, int]:
    """The rank by solved_count of neighbouring ``rows``: how many have solved more, and one.

    Two queries: a page may begin amidst equals, and from its second count on it knows
    all that lie between.
    """
    counts = [row.solved_count for row in rows]
    ranks: dict[int, int] = {}
    before = 0
    for count in dict.fromkeys(counts):
        if len(ranks) < 2:
            ranks[count] = leaderboard().filter(solved_count__gt=count).count() + 1
        else:
            ranks[count] = ranks[before] + counts.count(before)
        before = count
    return ranks
