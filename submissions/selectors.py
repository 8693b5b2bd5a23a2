"""Reads on submissions."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from common.ports import ProblemStanding
from problems.selectors import problems_managed_by
from submissions.models import ProblemResult, Submission


def submissions_of(user: User) -> QuerySet[Submission]:
    """The user's own."""
    return Submission.objects.filter(user=user)


def submissions_managed_by(user: User | AnonymousUser) -> QuerySet[Submission]:
    """Those to problems that the user may act on as staff."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return Submission.objects.all()
    return Submission.objects.filter(problem__in=problems_managed_by(user))


def submissions_visible_to(user: User | AnonymousUser) -> QuerySet[Submission]:
    """The user's own, and those that the user manages."""
    if not user.is_authenticated:
        return Submission.objects.none()
    if user.is_staff:
        return Submission.objects.all()
    return Submission.objects.filter(Q(user=user) | Q(problem__in=problems_managed_by(user)))


def problem_standings_of(user_id: int, problem_ids: Sequence[int]) -> Mapping[int, ProblemStanding]:
    """Those of the problems that the user solved or tried; one query."""
    results = ProblemResult.objects.filter(
        user_id=user_id, problem_id__in=problem_ids, attempts__gt=0
    ).values_list("problem_id", "first_accepted_id")
    return {problem_id: "ac" if accepted else "tried" for problem_id, accepted in results}
