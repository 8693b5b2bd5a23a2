"""Lists of sets, and of what stands in one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from common.errors import ConflictError, NotAllowedError
from contests.models import Entry, Extension, ProblemSet, SetKind, SetProblem
from contests.rules import Access, Phase
from contests.selectors.entries import access_of, entries_of
from contests.selectors.sets import sets_in_phase, sets_visible_to

ASSIGNMENTS = (SetKind.ASSIGNMENT, SetKind.EXERCISE)


def contests_for(
    user: User | AnonymousUser,
    *,
    phase: Phase | None,
    course_slug: str,
    only_mine: bool,
    search: str,
    now: datetime,
) -> QuerySet[ProblemSet]:
    """Contests that the user may know of, with rules and course."""
    contests = sets_visible_to(user).filter(kind=SetKind.CONTEST)
    if phase is not None:
        contests = sets_in_phase(contests, phase, now)
    if only_mine:
        contests = contests.filter(pk__in=entries_of(user).values("problem_set_id"))
    return _found(contests, course_slug, search).select_related("course", "contest_rules")


def assignments_for(
    user: User,
    *,
    kind: SetKind | None,
    course_slug: str,
    is_open: bool | None,
    search: str,
    now: datetime,
) -> QuerySet[ProblemSet]:
    """Assignments and exercises that the user may know of, with rules and course."""
    kinds = (kind,) if kind else ASSIGNMENTS
    assignments = sets_visible_to(user).filter(kind__in=kinds)
    if is_open is not None:
        more_time = Extension.objects.filter(
            Q(ends_at__gt=now) | Q(closes_at__gt=now), user=user, problem_set=OuterRef("pk")
        )
        takes_work = Q(starts_at__lte=now) & (
            Q(ends_at__gt=now)
            | Q(assignment_rules__closes_at__isnull=False, assignment_rules__closes_at__gt=now)
            | Q(Exists(more_time))
        )
        assignments = assignments.filter(takes_work if is_open else ~takes_work)
    return _found(assignments, course_slug, search).select_related("course", "assignment_rules")


def _found(sets: QuerySet[ProblemSet], course_slug: str, search: str) -> QuerySet[ProblemSet]:
    if course_slug:
        sets = sets.filter(course__slug=course_slug)
    for word in search.split():
        sets = sets.filter(Q(title__icontains=word) | Q(slug__icontains=word))
    return sets


def problems_of_set(
    user: User | AnonymousUser, problem_set: ProblemSet, now: datetime
) -> list[SetProblem]:
    """The set's problems in order, each with its problem and test package.

    Raises ConflictError before the start, and NotAllowedError for whoever has not entered
    or comes when all is closed; neither says how many there are.
    """
    if access_of(user, problem_set, now) is Access.NONE:
        if now < problem_set.starts_at:
            raise ConflictError(
                "It has not started yet: wait for the start.", code="set_not_started"
            )
        if now < problem_set.ends_at and problem_set.is_contest:
            raise NotAllowedError("Enter the contest first.", code="not_entered")
        raise NotAllowedError("Its problems are closed to you.", code="problems_closed")
    ready = problem_set.problems.filter(problem__test_package__isnull=False)
    places = ready.select_related("problem__test_package").order_by("ordinal")
    return list(places.defer("problem__test_package__manifest"))


def entries_in(problem_set: ProblemSet) -> QuerySet[Entry]:
    """Those who take part live."""
    return problem_set.entries.filter(virtual_starts_at__isnull=True)


def extensions_of(user: User, set_ids: Sequence[int]) -> Mapping[int, Extension]:
    """The user's extensions by the set's id; one query."""
    found = Extension.objects.filter(user=user, problem_set__in=set_ids)
    return {extension.problem_set_id: extension for extension in found}


def problem_counts(set_ids: Sequence[int]) -> Mapping[int, int]:
    """How many problems each set has; one query."""
    places = SetProblem.objects.filter(problem_set__in=set_ids).order_by()
    counts = places.values("problem_set_id").annotate(count=Count("id"))
    return dict(counts.values_list("problem_set_id", "count"))
