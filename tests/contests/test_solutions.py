"""Editorials are released by contests and assignments that are over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.errors import ConflictError
from contests.models import Extension, SetVisibility
from contests.services.assignments import solutions_release
from courses.models import Role
from problems.models import Editorial, Problem
from problems.selectors import editorials_for
from tests.contest_factories import DAY, HOUR, make_assignment, make_contest, make_entry
from tests.factories import make_problem
from tests.people import EVERYBODY, Cast, join


@pytest.fixture
def problem(cast: Cast) -> Problem:
    """Public, of the course algorithms, with an editorial that is not released by itself."""
    made = make_problem("sum", course=cast.algorithms)
    Editorial.objects.create(problem=made, language="ko", source="더한다", html="<p>더한다</p>")
    return made


def reads(cast: Cast, name: str, problem: Problem) -> bool:
    response = cast.api(name).get(f"/problems/{problem.slug}/editorial")
    return "더한다" in response.content.decode()


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_contest_releases_them_to_those_who_may_know_of_it(
    cast: Cast, problem: Problem, name: str
) -> None:
    make_contest(
        problems=[problem],
        starts_at=timezone.now() - 6 * HOUR,
        course=cast.algorithms,
        visibility=SetVisibility.COURSE,
    )
    before = reads(cast, name, problem)

    solutions_release(user=cast.ta_hana, slug="round", now=timezone.now())

    members = {"minsu", "jiwoo", "ta_hana", "professor", "operator"}
    assert before is (name in {"ta_hana", "professor", "operator"})
    assert reads(cast, name, problem) is (name in members)


def test_nothing_is_released_before_the_end(cast: Cast, problem: Problem) -> None:
    make_contest(problems=[problem], starts_at=timezone.now() - HOUR, course=cast.algorithms)

    with pytest.raises(ConflictError):
        solutions_release(user=cast.ta_hana, slug="round", now=timezone.now())


@pytest.mark.parametrize("kind", ["extension", "virtual"])
def test_whoever_may_still_hand_in_waits(cast: Cast, problem: Problem, kind: str) -> None:
    now = timezone.now()
    if kind == "extension":
        made = make_assignment(course=cast.algorithms, problems=[problem], starts_at=now - 8 * DAY)
        Extension.objects.create(problem_set=made, user=cast.minsu, ends_at=now + DAY)
    else:
        made = make_contest(problems=[problem], starts_at=now - 6 * HOUR, course=cast.algorithms)
        make_entry(made, cast.minsu, virtual_starts_at=now - HOUR)
    solutions_release(user=cast.ta_hana, slug=made.slug, now=now)

    later = now + timedelta(seconds=1)
    assert editorials_for(cast.minsu, problem, later) == []
    assert len(editorials_for(cast.jiwoo, problem, later)) == 1


@pytest.mark.parametrize(("shared", "opened"), [(False, False), (True, True)])
def test_a_course_releases_nothing_of_another_courses_problem(
    cast: Cast, problem: Problem, shared: bool, opened: bool
) -> None:
    """Unless somebody is of both staffs, as when a course is held again."""
    make_contest(
        problems=[problem],
        starts_at=timezone.now() - 6 * HOUR,
        course=cast.networks,
        visibility=SetVisibility.PUBLIC,
    )
    if shared:
        join(cast.professor, cast.networks, Role.INSTRUCTOR)

    solutions_release(user=cast.ta_yuri, slug="round", now=timezone.now())

    assert [reads(cast, name, problem) for name in ("visitor", "ta_yuri")] == [opened, opened]
