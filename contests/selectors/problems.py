"""Which problems sets open to somebody, and which they keep shut.

The conditions are the twins of contests.rules.contest_access and assignment_access.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from common.ports import SetProblemIds
from common.prepared import PreparedIds
from contests.models import EntryMember, Extension, SetKind, SetProblem, SetVisibility
from contests.selectors.sets import sets_managed_by, sets_visible_to
from courses.models import TEACHING_ROLES, Membership
from courses.selectors import courses_of
from problems.models import Visibility

NOT_HIDDEN = ~Q(problem_set__visibility=SetVisibility.HIDDEN)


def problem_ids_of_sets(user: User | AnonymousUser, now: datetime) -> SetProblemIds:
    """What sets change for the user about problems; to be used inside a query."""
    return SetProblemIds(
        in_sets=_in_sets_prepared(user, now),
        for_practice=_for_practice_prepared(user, now),
        withheld=_withheld_prepared(user, now),
        with_solutions=_with_solutions_prepared(user, now),
    )


def set_problems_open_to(user: User | AnonymousUser, now: datetime) -> QuerySet[SetProblem]:
    """Those that the user may read in their set and hand in to it (Access.IN_SET)."""
    if not user.is_authenticated:
        return SetProblem.objects.none()
    places = EntryMember.objects.filter(user=user, problem_set=OuterRef("problem_set"))
    is_live = Q(problem_set__starts_at__lte=now, problem_set__ends_at__gt=now)
    in_own_time = places.filter(
        is_virtual=True, entry__virtual_starts_at__lte=now, entry__virtual_ends_at__gt=now
    )
    contests = Q(problem_set__kind=SetKind.CONTEST) & (
        (is_live & Exists(places.filter(is_virtual=False))) | Exists(in_own_time)
    )
    assignments = (
        ~Q(problem_set__kind=SetKind.CONTEST)
        & Q(problem_set__course__in=courses_of(user), problem_set__starts_at__lte=now)
        & ~_is_closed(user, now)
    )
    return SetProblem.objects.filter(
        (NOT_HIDDEN & (contests | assignments)) | Q(problem_set__in=sets_managed_by(user))
    )


def _for_practice(user: User | AnonymousUser, now: datetime) -> QuerySet[SetProblem]:
    """Those that anybody who may know of the set may practise when it is over."""
    is_over = Q(problem_set__kind=SetKind.CONTEST, problem_set__ends_at__lte=now) | (
        ~Q(problem_set__kind=SetKind.CONTEST) & _is_closed(user, now)
    )
    return SetProblem.objects.filter(
        is_over,
        NOT_HIDDEN,
        problem_set__allows_upsolving=True,
        problem_set__in=sets_visible_to(user),
    )


def _withheld(user: User | AnonymousUser, now: datetime) -> QuerySet[SetProblem]:
    """Those of a course that its own contest keeps shut until its end.

    Public problems are public, and another course's contest can't take a problem away.
    """
    return SetProblem.objects.filter(
        NOT_HIDDEN,
        problem_set__kind=SetKind.CONTEST,
        problem_set__ends_at__gt=now,
        problem_set__course=F("problem__course"),
        problem__visibility=Visibility.COURSE,
    )


def _with_solutions(user: User | AnonymousUser, now: datetime) -> QuerySet[SetProblem]:
    """Those whose set released them, unless the user may still hand them in anywhere.

    A course's set speaks for problems that somebody of its staff manages: others may show a public
    problem in a set of theirs, and its editorial is not theirs to open.
    """
    open_places = set_problems_open_to(user, now).filter(problem=OuterRef("problem"))
    is_over = Q(problem_set__kind=SetKind.CONTEST, problem_set__ends_at__lte=now) | (
        ~Q(problem_set__kind=SetKind.CONTEST) & _is_closed(user, now)
    )
    return SetProblem.objects.filter(
        is_over,
        NOT_HIDDEN,
        ~Q(Exists(open_places.exclude(problem_set__in=sets_managed_by(user)))),
        _is_of_the_sets_staff(),
        problem_set__solutions_released_at__lte=now,
        problem_set__in=sets_visible_to(user),
    )


def _is_of_the_sets_staff() -> Q:
    staff = Membership.objects.filter(
        course=OuterRef("problem_set__course"), role__in=TEACHING_ROLES
    )
    of_its_course = Membership.objects.filter(
        course=OuterRef(OuterRef("problem__course")),
        role__in=TEACHING_ROLES,
        user=OuterRef("user"),
    )
    return (
        Q(problem_set__course__isnull=True)
        | Q(problem_set__course=F("problem__course"))
        | Exists(staff.filter(Exists(of_its_course)))
        | (Q(problem__course__isnull=True) & Exists(staff.filter(user=OuterRef("problem__owner"))))
    )


def _is_closed(user: User | AnonymousUser, now: datetime) -> Q:
    """Whether an assignment takes nothing more from the user."""
    closed = Q(problem_set__ends_at__lte=now) & (
        Q(problem_set__assignment_rules__closes_at__isnull=True)
        | Q(problem_set__assignment_rules__closes_at__lte=now)
    )
    if not user.is_authenticated:
        return closed
    more_time = Extension.objects.filter(
        Q(ends_at__gt=now) | Q(closes_at__gt=now), user=user, problem_set=OuterRef("problem_set")
    )
    return closed & ~Q(Exists(more_time))


def _prepared(
    rule: Callable[[User | AnonymousUser, datetime], QuerySet[SetProblem]],
) -> PreparedIds:
    return PreparedIds(lambda user, now: rule(user, now).order_by().values("problem_id"))


_in_sets_prepared = _prepared(set_problems_open_to)
_for_practice_prepared = _prepared(_for_practice)
_withheld_prepared = _prepared(_withheld)
_with_solutions_prepared = _prepared(_with_solutions)
