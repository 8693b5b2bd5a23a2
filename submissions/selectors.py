"""Reads on submissions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Case, ExpressionWrapper, Min, Q, QuerySet, When
from django.utils import timezone

from accounts.models import User
from common.pagination import DEFAULT_LIMIT
from common.ports import ProblemStanding
from common.prepared import PreparedIds
from common.prepared_queries import PreparedQuery
from contests.models import ProblemSet, VerdictPolicy
from contests.selectors.entries import entries_of
from contests.selectors.sets import sets_managed_by
from judging.languages import language_table
from judging.verdicts import JudgementState, Verdict
from problems.models import Problem
from problems.selectors import included_names, problems_managed_by
from submissions.models import SOLVES, Judgement, ProblemResult, Submission
from submissions.sight import LIST_FIELDS, SIGHT_COLUMNS, verdicts_open
from submissions.sources import Source, files_check


def submissions_of(user: User) -> QuerySet[Submission]:
    """The user's own."""
    return Submission.objects.filter(user=user)


latest_of: PreparedQuery[Submission] = PreparedQuery(
    lambda user_id: (
        Submission.objects.filter(user=user_id)
        .select_related("problem", *SIGHT_COLUMNS)
        .only(*LIST_FIELDS)
        .order_by("-id")[: DEFAULT_LIMIT + 1]
    )
)
"""(user id): the list of one's own submissions as it opens, and the one after it."""


def oldest_queued_at() -> datetime | None:
    """Answers the port oldest_job."""
    waiting = Judgement.objects.filter(state=JudgementState.QUEUED)
    oldest: datetime | None = waiting.aggregate(at=Min("created_at"))["at"]
    return oldest


def files_of_problem_check(problem: Problem, source: Source, *, language: str) -> None:
    """Raise InvalidInputError where the problem does not take the source's files."""
    if source.layout:
        is_one = len(source.layout) == 1
        files_check(
            source,
            max_files=problem.max_source_files,
            language=language_table().get(language),
            included={} if is_one else included_names(problem.ready_package),
        )


def submissions_in_set_of(user: User, problem_set: ProblemSet) -> QuerySet[Submission]:
    """What the user and the user's team handed in to the set."""
    own = Q(user=user) | Q(entry__in=entries_of(user).values("pk"))
    return Submission.objects.filter(own, problem_set=problem_set)


def submissions_managed_by(user: User | AnonymousUser) -> QuerySet[Submission]:
    """Those that the user may act on as staff: practice at problems of the courses taught, and
    what was handed in to their sets, of whatever problem."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return Submission.objects.all()
    return Submission.objects.filter(_is_managed_by(user))


def submissions_visible_to(user: User | AnonymousUser) -> QuerySet[Submission]:
    """The user's own, those of the user's teams, and those that the user manages."""
    if not user.is_authenticated:
        return Submission.objects.none()
    if user.is_staff:
        return Submission.objects.all()
    own = Q(user=user) | Q(entry__in=entries_of(user).values("pk"))
    return Submission.objects.filter(own | _is_managed_by(user))


def _is_managed_by(user: User | AnonymousUser) -> Q:
    return Q(problem_set__isnull=True, problem__in=problems_managed_by(user)) | Q(
        problem_set__in=sets_managed_by(user)
    )


def veiled_submissions_of(user: User, now: datetime) -> QuerySet[Submission]:
    """The user's own whose verdicts are hidden from the user by now."""
    veiling = ProblemSet.objects.exclude(verdict_policy=VerdictPolicy.ALL)
    in_sets = Submission.objects.filter(user=user, problem_set__in=veiling.values("pk"))
    return in_sets.exclude(verdicts_open(now))


_veiled_problem_ids = PreparedIds(
    lambda user, now: veiled_submissions_of(user, now).order_by().values("problem_id")
)


def problem_standings_of(user_id: int, problem_ids: Sequence[int]) -> Mapping[int, ProblemStanding]:
    """Those of the problems that the user, who asks, solved or tried; one query.

    One more where verdicts of a set are veiled: they count for nothing yet.
    """
    now = timezone.now()
    is_open = verdicts_open(now)
    is_veiled = Q(problem_id__in=_veiled_problem_ids(User(pk=user_id), now))
    results = ProblemResult.objects.filter(
        user_id=user_id, problem_id__in=problem_ids, attempts__gt=0
    ).values_list("problem_id", "first_accepted_id", ExpressionWrapper(is_veiled, BooleanField()))
    standings: dict[int, ProblemStanding] = {}
    to_count = []
    for problem_id, accepted, is_veiled in results:
        if is_veiled:
            to_count.append(problem_id)
        else:
            standings[problem_id] = "ac" if accepted else "tried"
    if to_count:
        known = Submission.objects.filter(is_open, user_id=user_id, problem_id__in=to_count)
        judged = (
            known.filter(verdict__isnull=False)
            .exclude(verdict=Verdict.JUDGING_ERROR)
            .annotate(solves=Case(When(SOLVES, then=True), default=False))
        )
        for problem_id, solves in judged.values_list("problem_id", "solves"):
            if standings.get(problem_id) != "ac":
                standings[problem_id] = "ac" if solves else "tried"
    return standings
