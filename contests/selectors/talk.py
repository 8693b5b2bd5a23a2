"""Who reads what is said during a set."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q, QuerySet, Sum

from accounts.models import User
from contests.models import Announcement, Balloon, Clarification, ProblemSet
from contests.rules import Access
from contests.selectors.entries import access_of, entries_of, entry_get
from contests.selectors.sets import manages, sets_managed_by


def clarifications_of(user: User, problem_set: ProblemSet) -> QuerySet[Clarification]:
    """The user's own and those of the user's team."""
    own = Q(asked_by=user) | Q(entry__in=entries_of(user).values("pk"))
    return Clarification.objects.filter(own, problem_set=problem_set)


def clarifications_managed_by(user: User) -> QuerySet[Clarification]:
    """Those of the sets that the user acts for as staff."""
    return Clarification.objects.filter(problem_set__in=sets_managed_by(user))


def clarifications_sequence(clarifications: QuerySet[Clarification]) -> int:
    """Grows with each change of those clarifications; none is ever removed."""
    total: int | None = clarifications.aggregate(total=Sum("revision"))["total"]
    return total or 0


def listens(user: User | AnonymousUser, problem_set: ProblemSet, now: datetime) -> bool:
    """Whether announcements are meant for the user, who may know of the set.

    For whoever takes part, for staff, and for whoever may see its problems.
    """
    if access_of(user, problem_set, now) is not Access.NONE:
        return True
    takes_part = problem_set.is_contest and entry_get(user, problem_set, now) is not None
    return takes_part or manages(user, problem_set)


def announcements_of(problem_set: ProblemSet) -> QuerySet[Announcement]:
    """With the problem and the question that they speak of."""
    return announcements_with_context().filter(problem_set=problem_set)


def announcements_with_context() -> QuerySet[Announcement]:
    """With the set, and with the problem and the question that they speak of."""
    return Announcement.objects.select_related("problem_set", "set_problem", "clarification")


def announcements_count(problem_set: ProblemSet) -> int:
    """The number of the last announcement; none is ever removed."""
    last: int | None = problem_set.announcements.aggregate(last=Max("sequence"))["last"]
    return last or 0


def announcements_sequence(problem_set: ProblemSet) -> int:
    """Grows with each announcement and with each change of one."""
    total: int | None = problem_set.announcements.aggregate(total=Sum("revision"))["total"]
    return total or 0


def balloons_of(problem_set: ProblemSet) -> QuerySet[Balloon]:
    """With their problems and entries."""
    return problem_set.balloons.select_related("set_problem", "entry", "delivered_by")
