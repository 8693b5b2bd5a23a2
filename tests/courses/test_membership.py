"""Who may put people into a course, change what they are, and take them out."""

from collections.abc import Callable

import pytest

from accounts.models import User
from common.errors import ConflictError, DomainError, InvalidInputError, NotAllowedError
from courses.models import Course, Membership, Role
from courses.services import course_leave, member_add, member_remove, member_role_change
from tests.factories import NOON
from tests.people import Cast

Act = Callable[[Cast, User], object]
OUTSIDE = ("minsu", "jiwoo", "sora", "ta_yuri")


def membership(cast: Cast, user: User) -> Membership:
    return Membership.objects.get(course=cast.algorithms, user=user)


def add(role: Role) -> Act:
    return lambda cast, actor: member_add(
        actor=actor, course_id=cast.algorithms.pk, username="sora", role=role
    )


def promote(cast: Cast, actor: User) -> object:
    return member_role_change(
        actor=actor,
        course_id=cast.algorithms.pk,
        membership_id=membership(cast, cast.minsu).pk,
        role=Role.TA,
    )


def remove(cast: Cast, actor: User) -> None:
    member_remove(
        actor=actor,
        course_id=cast.algorithms.pk,
        membership_id=membership(cast, cast.minsu).pk,
    )


REFUSED: list[tuple[str, Act]] = [
    *((name, add(Role.STUDENT)) for name in OUTSIDE),
    *((name, add(Role.TA)) for name in (*OUTSIDE, "ta_hana")),
    *((name, promote) for name in (*OUTSIDE, "ta_hana")),
    *((name, remove) for name in (*OUTSIDE, "ta_hana")),
]


@pytest.mark.parametrize(("name", "act"), REFUSED)
def test_what_is_not_ones_to_do_changes_nothing(cast: Cast, name: str, act: Act) -> None:
    before = list(Membership.objects.order_by("pk").values())
    actor = cast.named(name)
    assert actor is not None

    with pytest.raises(NotAllowedError):
        act(cast, actor)

    assert list(Membership.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("name", ["professor", "operator"])
def test_instructors_and_operators_decide(cast: Cast, name: str) -> None:
    actor = cast.named(name)
    assert actor is not None

    add(Role.INSTRUCTOR)(cast, actor)
    promote(cast, actor)
    assert membership(cast, cast.sora).role == Role.INSTRUCTOR
    assert membership(cast, cast.minsu).role == Role.TA
    remove(cast, actor)
    assert not Membership.objects.filter(course=cast.algorithms, user=cast.minsu).exists()


def test_a_ta_adds_students(cast: Cast) -> None:
    add(Role.STUDENT)(cast, cast.ta_hana)

    assert membership(cast, cast.sora).role == Role.STUDENT


def test_a_member_of_another_course_is_no_member_here(cast: Cast) -> None:
    elsewhere = Membership.objects.get(course=cast.networks, user=cast.ta_yuri)

    with pytest.raises(DomainError):
        member_role_change(
            actor=cast.professor,
            course_id=cast.algorithms.pk,
            membership_id=elsewhere.pk,
            role=Role.INSTRUCTOR,
        )
    elsewhere.refresh_from_db()
    assert elsewhere.role == Role.TA


def test_adding_says_what_is_wrong(cast: Cast) -> None:
    for username, error in {"nobody": InvalidInputError, "minsu": ConflictError}.items():
        with pytest.raises(error):
            member_add(
                actor=cast.professor,
                course_id=cast.algorithms.pk,
                username=username,
                role=Role.STUDENT,
            )


def test_a_course_keeps_an_instructor(cast: Cast) -> None:
    own = membership(cast, cast.professor)
    course = cast.algorithms
    acts: list[Callable[[], object]] = [
        lambda: course_leave(user=cast.professor, course=course),
        lambda: member_remove(actor=cast.operator, course_id=course.pk, membership_id=own.pk),
        lambda: member_role_change(
            actor=cast.professor, course_id=course.pk, membership_id=own.pk, role=Role.TA
        ),
    ]

    for act in acts:
        with pytest.raises(ConflictError) as refusal:
            act()
        assert refusal.value.code == "last_instructor"
    own.refresh_from_db()
    assert own.role == Role.INSTRUCTOR

    add(Role.INSTRUCTOR)(cast, cast.professor)
    course_leave(user=cast.professor, course=course)
    assert not Membership.objects.filter(pk=own.pk).exists()


def test_an_archived_courses_members_stay_as_they_are(cast: Cast) -> None:
    Course.objects.filter(pk=cast.algorithms.pk).update(archived_at=NOON)
    acts: list[Act] = [
        add(Role.STUDENT),
        promote,
        remove,
        lambda cast, _: course_leave(user=cast.minsu, course=cast.algorithms),
    ]

    for act in acts:
        with pytest.raises(ConflictError) as refusal:
            act(cast, cast.professor)
        assert refusal.value.code == "course_archived"
    assert membership(cast, cast.minsu).role == Role.STUDENT
