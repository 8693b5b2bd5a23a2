"""Reads on problems."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common.errors import NotFoundError
from common.ports import ProblemLink, set_problem_ids
from courses.selectors import courses_of, courses_taught_by, problem_ids_linked_for
from problems.models import Problem, Visibility


def problems_visible_to(user: User | AnonymousUser) -> QuerySet[Problem]:
    """Problems that the user may open: those to practise, and those of sets being taken part in."""
    if user.is_authenticated and user.is_staff:
        return Problem.objects.all()
    in_sets = set_problem_ids(user, timezone.now()).in_sets
    return Problem.objects.filter(_is_practisable_by(user) | Q(pk__in=in_sets))


def problems_practisable_by(user: User | AnonymousUser) -> QuerySet[Problem]:
    """Problems that the user may solve for practice: public ones, those of own courses that no
    contest keeps shut, those of sets that are over, and as staff hidden ones.

    Another course's problem is one's own course's too where its plan links to it: so the next
    semester has the problems of this one.
    """
    if user.is_authenticated and user.is_staff:
        return Problem.objects.all()
    return Problem.objects.filter(_is_practisable_by(user))


def _is_practisable_by(user: User | AnonymousUser) -> Q:
    of_sets = set_problem_ids(user, timezone.now())
    is_open = Q(visibility=Visibility.PUBLIC) | Q(pk__in=of_sets.for_practice)
    if not user.is_authenticated:
        return is_open
    of_course = Q(visibility=Visibility.COURSE) & (
        Q(course__in=courses_of(user)) | Q(pk__in=problem_ids_linked_for(user))
    )
    return (
        is_open | (of_course & ~Q(pk__in=of_sets.withheld)) | Q(course__in=courses_taught_by(user))
    )


def problems_managed_by(user: User | AnonymousUser) -> QuerySet[Problem]:
    """Problems that the user may act on as staff: of the courses taught; all for an operator."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return Problem.objects.all()
    return Problem.objects.filter(course__in=courses_taught_by(user))


def problems_ready(problems: QuerySet[Problem]) -> QuerySet[Problem]:
    """Those that can be judged, each with its test package, whose manifest is left unread."""
    ready = problems.filter(test_package__isnull=False).select_related("test_package")
    return ready.defer("test_package__manifest")


def problem_get(*, user: User | AnonymousUser, slug: str) -> Problem:
    """A problem that can be judged, with its test package. Raises NotFoundError."""
    problem = problems_ready(problems_visible_to(user)).filter(slug=slug).first()
    if problem is None:
        raise problem_not_found(slug)
    return problem


def problem_not_found(slug: str) -> NotFoundError:
    """The one answer for a problem that is not there and for one that the user may not open."""
    return NotFoundError(
        f"There is no problem {slug!r}, or you may not open it.", code="problem_not_found"
    )


def problems_search(problems: QuerySet[Problem], text: str) -> QuerySet[Problem]:
    """Those with every word of ``text`` in their address or in a title of any language."""
    for word in text.split():
        problems = problems.filter(
            Q(slug__icontains=word)
            | Q(title__icontains=word)
            | Q(pk__in=Problem.objects.filter(statements__title__icontains=word).values("pk"))
        )
    return problems


def problem_links_for(user_id: int, problem_ids: Sequence[int]) -> Mapping[int, ProblemLink]:
    """Those of the problems that the user may open; two queries."""
    user = User.objects.get(pk=user_id)
    found = problems_ready(problems_visible_to(user)).filter(pk__in=problem_ids)
    rows = found.values_list("pk", "slug", "title")
    return {pk: ProblemLink(slug=slug, title=title) for pk, slug, title in rows}


def problem_to_link_for(user_id: int, slug: str) -> int | None:
    """The problem's id, where the user may show it to a course; else None."""
    user = User.objects.get(pk=user_id)
    may_show = Q(visibility=Visibility.PUBLIC) | Q(pk__in=problems_managed_by(user))
    return Problem.objects.filter(may_show, slug=slug).values_list("pk", flat=True).first()
