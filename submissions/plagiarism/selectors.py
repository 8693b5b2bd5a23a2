"""Reads of plagiarism checks."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from contests.selectors.sets import sets_managed_by
from problems.selectors import problems_managed_by
from submissions.models import Submission
from submissions.plagiarism.models import PlagiarismCheck


def plagiarism_checks_managed_by(user: User | AnonymousUser) -> QuerySet[PlagiarismCheck]:
    """Those of sets, and of problems by themselves, that the user acts for; an operator's: all."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return PlagiarismCheck.objects.all()
    of_sets = Q(problem_set__in=sets_managed_by(user))
    of_problems = Q(problem_set__isnull=True, problem__in=problems_managed_by(user))
    return PlagiarismCheck.objects.filter(of_sets | of_problems)


def submissions_to_compare(check: PlagiarismCheck) -> QuerySet[Submission]:
    """All that the check is about, whoever asked for it: only what all staff of its set, or of
    its problem's course, may read."""
    found = Submission.objects.order_by("id")
    if check.language:
        found = found.filter(language=check.language)
    if check.problem is not None:
        found = found.filter(problem=check.problem)
    if check.problem_set is not None:
        return found.filter(problem_set=check.problem_set)
    is_ours = Q(problem_set__isnull=True)
    if check.problem is not None and check.problem.course_id is not None:
        is_ours |= Q(problem_set__course=check.problem.course_id)
    return found.filter(is_ours)
