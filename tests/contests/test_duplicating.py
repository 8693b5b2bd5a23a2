"""A course's assignments in the next semester."""

from datetime import date, timedelta

from contests.models import AssignmentRules, Extension, ProblemSet, SetKind
from courses.models import Course, Role
from courses.services import Semester, course_duplicate
from problems.models import Visibility
from tests.contest_factories import DAY, make_assignment, make_contest
from tests.factories import NOON, make_problem
from tests.people import Cast, join


def copy(cast: Cast, slug: str = "fall") -> Course:
    Course.objects.filter(pk=cast.algorithms.pk).update(starts_on=date(2026, 3, 2))
    return course_duplicate(
        actor=cast.professor,
        course_id=cast.algorithms.pk,
        slug=slug,
        title="Algorithms",
        semester=Semester(starts_on=date(2026, 9, 1)),
        now=NOON,
    )


def test_assignments_come_along_hidden_and_later(cast: Cast) -> None:
    kept = make_problem("kept", course=cast.algorithms, visibility=Visibility.HIDDEN)
    homework = make_assignment(
        course=cast.algorithms,
        problems=[kept],
        closes_at=NOON + 9 * DAY,
        late_penalty_percent=20,
        scores_released_at=NOON,
    )
    Extension.objects.create(problem_set=homework, user=cast.minsu, ends_at=NOON + 8 * DAY)
    make_contest(course=cast.algorithms)

    course = copy(cast)

    shift = timedelta(days=183)
    (made,) = ProblemSet.objects.filter(course=course)
    assert (made.slug, made.kind, made.visibility) == (
        "fall-homework",
        SetKind.ASSIGNMENT,
        "hidden",
    )
    assert (made.starts_at, made.ends_at) == (NOON + shift, NOON + 7 * DAY + shift)
    rules = AssignmentRules.objects.get(problem_set=made)
    assert (rules.closes_at, rules.late_penalty_percent) == (NOON + 9 * DAY + shift, 20)
    assert rules.scores_released_at is None
    assert [place.problem for place in made.problems.all()] == [kept]
    assert Extension.objects.count() == 1
    join(cast.sora, course, Role.STUDENT)
    assert cast.api("sora").get("/problems/kept").status_code == 404


def test_a_taken_address_gets_a_number(cast: Cast) -> None:
    make_assignment(course=cast.algorithms)
    make_assignment("fall-homework", course=cast.networks)

    course = copy(cast)

    assert ProblemSet.objects.get(course=course).slug == "fall-homework-2"


def test_long_addresses_are_cut(cast: Cast) -> None:
    for number in range(2):
        make_assignment("x" * 59 + str(number), course=cast.algorithms)

    course = copy(cast, "y" * 40)

    slugs = sorted(ProblemSet.objects.filter(course=course).values_list("slug", flat=True))
    assert [len(slug) for slug in slugs] == [60, 60]
    assert len(set(slugs)) == 2
