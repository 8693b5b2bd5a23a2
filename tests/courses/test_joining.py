"""The ways into a course: code, student number, request."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from common.errors import ConflictError, DomainError, InvalidInputError, NotAllowedError
from courses.models import (
    AllowedStudent,
    Course,
    Invite,
    JoinRequest,
    Membership,
    RequestState,
    Role,
    WayIn,
)
from courses.services import (
    allowed_students_add,
    allowed_students_remove,
    course_join_by_code,
    course_join_by_number,
    invite_create,
    invite_revoke,
    join_request_create,
    join_request_decide,
    join_request_withdraw,
)
from tests.factories import NOON
from tests.people import Cast, make_user

OUTSIDE = ("minsu", "sora", "ta_yuri")
DAY = timedelta(days=1)


def invite(cast: Cast, actor: User | None = None, **changes: Any) -> Invite:
    values = {
        "course_id": cast.algorithms.pk,
        "role": Role.STUDENT,
        "max_uses": 2,
        "expires_at": NOON + DAY,
        "now": NOON,
    }
    return invite_create(actor=actor or cast.ta_hana, **{**values, **changes})


def role_of(cast: Cast, user: User) -> str | None:
    found = Membership.objects.filter(course=cast.algorithms, user=user)
    return found.values_list("role", flat=True).first()


def test_a_code_lets_in_as_many_as_it_says(cast: Cast) -> None:
    made = invite(cast)
    people = [cast.sora, make_user("hyun"), make_user("late")]
    typed = f" {made.code[:5].lower()}-{made.code[5:]} "

    for person in people[:2]:
        joined = course_join_by_code(user=person, code=typed, now=NOON)
        assert (joined.role, joined.way_in) == (Role.STUDENT, WayIn.INVITE)
    with pytest.raises(ConflictError) as refusal:
        course_join_by_code(user=people[2], code=typed, now=NOON)

    assert refusal.value.code == "invite_ended"
    assert role_of(cast, people[2]) is None
    made.refresh_from_db()
    assert made.used_count == 2


@pytest.mark.parametrize("name", ["minsu", "ta_hana"])
def test_whoever_is_in_uses_nothing_up_and_stays_what_they_are(cast: Cast, name: str) -> None:
    made = invite(cast, cast.professor, role=Role.INSTRUCTOR)
    person = cast.named(name)
    assert person is not None
    before = role_of(cast, person)

    course_join_by_code(user=person, code=made.code, now=NOON)

    made.refresh_from_db()
    assert (made.used_count, role_of(cast, person)) == (0, before)


def test_codes_end(cast: Cast) -> None:
    expired, revoked = invite(cast), invite(cast)
    invite_revoke(actor=cast.ta_hana, invite_id=revoked.pk, now=NOON)

    for made, now in ((expired, NOON + DAY), (revoked, NOON)):
        with pytest.raises(ConflictError):
            course_join_by_code(user=cast.sora, code=made.code, now=now)
    with pytest.raises(DomainError) as unknown:
        course_join_by_code(user=cast.sora, code="2222222222", now=NOON)

    assert unknown.value.code == "invite_not_found"
    assert role_of(cast, cast.sora) is None


@pytest.mark.parametrize(
    ("name", "role"),
    [
        *((name, Role.STUDENT) for name in OUTSIDE),
        ("ta_hana", Role.TA),
        ("ta_hana", Role.INSTRUCTOR),
    ],
)
def test_who_may_not_invite(cast: Cast, name: str, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        invite(cast, cast.named(name), role=role)
    assert not Invite.objects.exists()


def test_an_instructors_code_may_make_tas(cast: Cast) -> None:
    made = invite(cast, cast.professor, role=Role.TA)

    course_join_by_code(user=cast.sora, code=made.code, now=NOON)

    assert role_of(cast, cast.sora) == Role.TA


@pytest.mark.parametrize(
    "changes",
    [
        {"max_uses": 0},
        {"max_uses": 2_001},
        {"expires_at": NOON},
        {"expires_at": NOON + timedelta(days=367)},
    ],
)
def test_codes_are_bounded(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        invite(cast, **changes)


@pytest.mark.parametrize("name", OUTSIDE)
def test_others_withdraw_no_code(cast: Cast, name: str) -> None:
    made = invite(cast)
    actor = cast.named(name)
    assert actor is not None

    for pk in (made.pk, 10**9):
        with pytest.raises(NotAllowedError):
            invite_revoke(actor=actor, invite_id=pk, now=NOON)
    made.refresh_from_db()
    assert made.revoked_at is None


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_taken_once(transactional_db: None) -> None:
    cast = Cast()
    made = invite(cast, max_uses=1)
    people = [make_user(f"person{number}") for number in range(4)]

    def join(person: User) -> bool:
        try:
            course_join_by_code(user=person, code=made.code, now=NOON)
        except ConflictError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        joined = list(pool.map(join, people))

    assert sum(joined) == 1
    assert Membership.objects.filter(user__in=people).count() == 1


def listed(cast: Cast, *numbers: str, actor: User | None = None) -> int:
    return allowed_students_add(
        actor=actor or cast.ta_hana, course_id=cast.algorithms.pk, student_numbers=numbers
    )


def number(user: User, text: str) -> User:
    user.student_number = text
    user.save()
    return user


def test_a_listed_number_joins_once(cast: Cast) -> None:
    assert listed(cast, "2020-312345", "2020 312345", "2021000001") == 2
    assert listed(cast, "2020312345") == 0
    sora, other = number(cast.sora, "2020312345"), number(make_user("other"), "2020312345")

    joined = course_join_by_number(user=sora, slug="algorithms", now=NOON)
    assert (joined.role, joined.way_in) == (Role.STUDENT, WayIn.LIST)
    with pytest.raises(NotAllowedError):
        course_join_by_number(user=other, slug="algorithms", now=NOON)

    assert role_of(cast, other) is None
    assert AllowedStudent.objects.get(student_number="2020312345").claimed_by == sora


@pytest.mark.parametrize(("own", "slug"), [("", "algorithms"), ("2020312345", "nowhere")])
def test_no_number_and_no_course_are_refused_alike(cast: Cast, own: str, slug: str) -> None:
    listed(cast, "2020312345")

    with pytest.raises(NotAllowedError) as refusal:
        course_join_by_number(user=number(cast.sora, own), slug=slug, now=NOON)

    assert refusal.value.code == "number_not_listed"


def test_a_list_with_faults_is_refused_whole(cast: Cast) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        listed(cast, "2020312345", "가나다라", "x" * 30)

    assert len(refusal.value.fields["studentNumbers"]) == 2
    assert not AllowedStudent.objects.exists()


@pytest.mark.parametrize("name", OUTSIDE)
def test_others_touch_no_list(cast: Cast, name: str) -> None:
    listed(cast, "2020312345")
    row = AllowedStudent.objects.get()
    actor = cast.named(name)
    assert actor is not None

    for number in ("2021000001", "no number"):
        with pytest.raises(NotAllowedError):
            listed(cast, number, actor=actor)
    with pytest.raises(NotAllowedError):
        allowed_students_remove(actor=actor, course_id=cast.algorithms.pk, ids=[row.pk])
    assert (
        allowed_students_remove(actor=cast.ta_yuri, course_id=cast.networks.pk, ids=[row.pk]) == 0
    )
    assert AllowedStudent.objects.count() == 1


@pytest.fixture
def open_course(cast: Cast) -> Course:
    cast.algorithms.is_listed = cast.algorithms.accepts_requests = True
    cast.algorithms.save()
    return cast.algorithms


def ask(cast: Cast, course: Course, **changes: Any) -> JoinRequest:
    values = {"user": cast.sora, "course": course, "message": "please", "now": NOON}
    return join_request_create(**{**values, **changes})


def test_a_request_is_approved(cast: Cast, open_course: Course) -> None:
    request = ask(cast, open_course)
    assert ask(cast, open_course) == request

    join_request_decide(actor=cast.ta_hana, request_id=request.pk, is_approved=True, now=NOON)

    assert role_of(cast, cast.sora) == Role.STUDENT
    with pytest.raises(ConflictError):
        join_request_decide(actor=cast.ta_hana, request_id=request.pk, is_approved=False, now=NOON)
    assert role_of(cast, cast.sora) == Role.STUDENT


def test_a_refused_request_may_be_repeated_a_day_later(cast: Cast, open_course: Course) -> None:
    request = ask(cast, open_course)
    join_request_decide(actor=cast.ta_hana, request_id=request.pk, is_approved=False, now=NOON)

    with pytest.raises(ConflictError):
        ask(cast, open_course, now=NOON + timedelta(hours=23))
    again = ask(cast, open_course, now=NOON + DAY)

    assert again.state == RequestState.PENDING
    join_request_withdraw(user=cast.sora, course=open_course, now=NOON + DAY)
    with pytest.raises(ConflictError):
        join_request_decide(actor=cast.ta_hana, request_id=again.pk, is_approved=True, now=NOON)
    assert role_of(cast, cast.sora) is None


@pytest.mark.parametrize("name", OUTSIDE)
def test_others_decide_nothing(cast: Cast, open_course: Course, name: str) -> None:
    request = ask(cast, open_course)
    actor = cast.named(name)
    assert actor is not None

    for pk in (request.pk, 10**9):
        with pytest.raises(NotAllowedError):
            join_request_decide(actor=actor, request_id=pk, is_approved=True, now=NOON)

    request.refresh_from_db()
    assert request.state == RequestState.PENDING
    assert role_of(cast, cast.sora) is None


def test_a_course_that_takes_no_requests(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        ask(cast, cast.algorithms)
    assert not JoinRequest.objects.exists()


def test_nobody_comes_into_an_archived_course(cast: Cast, open_course: Course) -> None:
    made, request = invite(cast), ask(cast, open_course)
    listed(cast, "2020312345")
    number(cast.sora, "2020312345")
    Course.objects.update(archived_at=NOON)
    open_course.refresh_from_db()

    for act in (
        lambda: course_join_by_code(user=cast.sora, code=made.code, now=NOON),
        lambda: course_join_by_number(user=cast.sora, slug="algorithms", now=NOON),
        lambda: join_request_decide(
            actor=cast.ta_hana, request_id=request.pk, is_approved=True, now=NOON
        ),
    ):
        with pytest.raises(ConflictError) as refusal:
            act()
        assert refusal.value.code == "course_archived"
    assert role_of(cast, cast.sora) is None
