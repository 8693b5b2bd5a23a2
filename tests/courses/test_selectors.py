"""Who acts for which course."""

import pytest

from courses.models import Course, Membership, Role
from courses.selectors import courses_of, courses_taught_by, teaches
from courses.services import membership_set
from tests.people import EVERYBODY, Cast


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "visitor"])
def test_courses_are_taught_by_their_staff_and_operators(cast: Cast, name: str) -> None:
    user = cast.named(name)
    assert user is not None

    taught = {course.slug for course in courses_taught_by(user)}

    expected = {
        "ta_hana": {"algorithms"},
        "professor": {"algorithms"},
        "ta_yuri": {"networks"},
        "operator": {"algorithms", "networks"},
    }.get(name, set())
    assert taught == expected
    assert teaches(user) is bool(expected)


def test_courses_of_a_member(cast: Cast) -> None:
    assert [course.slug for course in courses_of(cast.minsu)] == ["algorithms"]
    assert not courses_of(cast.sora).exists()


def test_a_switched_off_ta_acts_for_nobody(cast: Cast) -> None:
    cast.ta_hana.is_active = False

    assert not courses_taught_by(cast.ta_hana).exists()
    assert not teaches(cast.ta_hana)


def test_a_person_has_one_role_in_a_course(cast: Cast) -> None:
    course = Course.objects.get(slug="algorithms")

    membership_set(course=course, user=cast.minsu, role=Role.TA)

    assert Membership.objects.get(course=course, user=cast.minsu).role == Role.TA
