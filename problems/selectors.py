"""Reads on problems."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common.errors import NotFoundError
from common.ports import ProblemLink, problem_standings, set_problem_ids
from common.prepared import PreparedIds
from common.prepared_queries import PreparedQuery
from courses.selectors import courses_of, courses_taught_by, linked_problem_ids
from problems.models import (
    Editorial,
    Favourite,
    Hint,
    HintReveal,
    Problem,
    TestPackage,
    Visibility,
)
from problems.templates import locked_regions_check


def problems_visible_to(
    user: User | AnonymousUser, *, now: datetime | None = None
) -> QuerySet[Problem]:
    """Problems that the user may open: those to practise, and those of sets being taken part in."""
    if user.is_authenticated and user.is_staff:
        return Problem.objects.all()
    now = now or timezone.now()
    in_sets = set_problem_ids(user, now).in_sets
    return Problem.objects.filter(_is_practisable_by(user, now) | Q(pk__in=in_sets))


visible_problem_ids = PreparedIds(
    lambda user, now: problems_visible_to(user, now=now).order_by().values("pk")
)
"""(user, now): the ids of problems_visible_to, for use inside another query."""


def problems_practisable_by(
    user: User | AnonymousUser, *, now: datetime | None = None
) -> QuerySet[Problem]:
    """Problems that the user may solve for practice: public ones, those of own courses that no
    contest keeps shut, those of sets that are over, and as staff hidden ones.

    Another course's problem is one's own course's too where its plan links to it: so the next
    semester has the problems of this one.
    """
    if user.is_authenticated and user.is_staff:
        return Problem.objects.all()
    return Problem.objects.filter(_is_practisable_by(user, now or timezone.now()))


def _is_practisable_by(user: User | AnonymousUser, now: datetime) -> Q:
    of_sets = set_problem_ids(user, now)
    is_in_use = Q(archived_at__isnull=True)
    is_open = (Q(visibility=Visibility.PUBLIC) & is_in_use) | Q(pk__in=of_sets.for_practice)
    if not user.is_authenticated:
        return is_open
    of_course = Q(visibility=Visibility.COURSE) & (
        Q(course__in=courses_of(user)) | Q(pk__in=linked_problem_ids(user, now))
    )
    return is_open | (of_course & is_in_use & ~Q(pk__in=of_sets.withheld)) | _is_managed_by(user)


def problems_managed_by(user: User | AnonymousUser) -> QuerySet[Problem]:
    """Problems that the user may act on as staff: of the courses taught, and own ones of no
    course; all for an operator.

    Whoever made a problem of a course loses it with the place among the course's staff.
    """
    if user.is_authenticated and user.is_active and user.is_staff:
        return Problem.objects.all()
    return Problem.objects.filter(_is_managed_by(user))


def problem_managed(user: User | AnonymousUser, problem_id: int) -> Problem:
    """A problem that the user acts for as staff. Raises NotFoundError."""
    problem = problems_managed_by(user).filter(pk=problem_id).first()
    if problem is None:
        raise NotFoundError(
            "There is no such problem, or you don't act for it.", code="problem_not_found"
        )
    return problem


def _is_managed_by(user: User | AnonymousUser) -> Q:
    is_of_course = Q(course__in=courses_taught_by(user))
    if not user.is_authenticated or not user.is_active:
        return is_of_course
    return is_of_course | Q(course__isnull=True, owner=user)


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


def problem_practised(*, user: User | AnonymousUser, slug: str) -> Problem:
    """A problem for practice, with its test package. Raises NotFoundError.

    What helps with a problem asks here: hints and editorials stay shut to those for whom
    the problem is open in a contest only.
    """
    problem = problems_ready(problems_practisable_by(user)).filter(slug=slug).first()
    if problem is None:
        raise problem_not_found(slug)
    return problem


def problem_not_found(slug: str) -> NotFoundError:
    """The one answer for a problem that is not there and for one that the user may not open."""
    return NotFoundError(
        f"There is no problem {slug!r}, or you may not open it.", code="problem_not_found"
    )


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


_public_problem: PreparedQuery[Problem] = PreparedQuery(
    lambda slug, now: problems_ready(
        problems_visible_to(AnonymousUser(), now=now).filter(slug=slug)
    )
)


def problem_open_to(who: Callable[[], User | AnonymousUser], slug: str) -> tuple[Problem, bool]:
    """A problem as ``problem_get`` finds it, and whether everybody may open it.

    A public one costs one query and never asks who it is.
    """
    public = _public_problem(slug, timezone.now())
    if public:
        return public[0], True
    return problem_get(user=who(), slug=slug), False


def template_check_source(problem: Problem, language: str, source: str) -> None:
    """Raise InvalidInputError, which names the line, where ``source`` changes what the
    problem's template in this language has locked."""
    template = problem.code_templates.filter(language=language).first()
    if template is not None:
        locked_regions_check(source, template.source)


def included_names(package: TestPackage) -> dict[str, list[str]]:
    """The files that the problem adds to each solution, by the package format's code of its
    language. Of the manifest, which may be megabytes, only they are read."""
    row = TestPackage.objects.filter(pk=package.pk).values_list("manifest__included_files")
    return row.get()[0] or {}


def favourites_among(user: User, problem_ids: Collection[int]) -> set[int]:
    """Those of the problems that the user has marked."""
    marked = Favourite.objects.filter(user=user, problem_id__in=problem_ids)
    return set(marked.values_list("problem_id", flat=True))


def hints_for(user: User, problem: Problem) -> list[tuple[Hint, bool]]:
    """The problem's hints in order, each with whether the user has revealed it."""
    reveals = HintReveal.objects.filter(user=user, hint=OuterRef("pk"))
    hints = problem.hints.annotate(is_revealed=Exists(reveals)).order_by("ordinal")
    return [(hint, hint.is_revealed) for hint in hints]


def editorials_for(user: User | AnonymousUser, problem: Problem, now: datetime) -> list[Editorial]:
    """The problem's editorials that the user may read.

    Released ones; all of them for its staff, for those who have solved it, and where a
    contest or assignment that is over released its solutions.
    """
    editorials = list(problem.editorials.order_by("language"))
    released = [one for one in editorials if one.released_at and one.released_at <= now]
    if len(released) == len(editorials):
        return released
    with_solutions = set_problem_ids(user, now).with_solutions
    if Problem.objects.filter(pk=problem.pk).filter(pk__in=with_solutions).exists():
        return editorials
    if not isinstance(user, User):
        return released
    if problem_standings(user.pk, [problem.pk]).get(problem.pk) == "ac":
        return editorials
    is_staff = problems_managed_by(user).filter(pk=problem.pk).exists()
    return editorials if is_staff else released
