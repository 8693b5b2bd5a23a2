"""Courses themselves: made, changed, archived, and copied for the next semester."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from common import ports
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from courses.models import Course, JoinRequest, Membership, Notice, Term, Week
from courses.services import (
    CourseChange,
    NoticeChange,
    Semester,
    WeekChange,
    course_archive,
    course_change,
    course_create,
    course_duplicate,
    course_reopen,
    notice_create,
    notice_publish,
    week_create,
    week_link_add,
    week_problem_add,
)
from problems.models import Visibility
from tests.factories import NOON, make_problem
from tests.people import EVERYBODY, Cast

FALL = Semester(year=2026, term=Term.FALL, starts_on=date(2026, 9, 1))
Act = Callable[[Cast, User], object]


def copy(cast: Cast, actor: User, **changes: Any) -> Course:
    values = {
        "course_id": cast.algorithms.pk,
        "slug": "algorithms-fall",
        "title": "Algorithms",
        "semester": FALL,
        "now": NOON,
    }
    return course_duplicate(actor=actor, **{**values, **changes})


ACTS: dict[str, Act] = {
    "change": lambda cast, actor: course_change(
        actor=actor, course_id=cast.algorithms.pk, change=CourseChange(title="x")
    ),
    "archive": lambda cast, actor: course_archive(
        actor=actor, course_id=cast.algorithms.pk, now=NOON
    ),
    "reopen": lambda cast, actor: course_reopen(actor=actor, course_id=cast.algorithms.pk),
    "duplicate": copy,
}


@pytest.mark.parametrize("name", ["minsu", "sora", "ta_hana", "ta_yuri"])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_only_instructors_act_on_the_course(cast: Cast, name: str, act: Act) -> None:
    before = list(Course.objects.values())
    actor = cast.named(name)
    assert actor is not None

    with pytest.raises(NotAllowedError):
        act(cast, actor)

    assert list(Course.objects.values()) == before


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "visitor"])
def test_operators_make_courses(cast: Cast, name: str) -> None:
    actor = cast.named(name)
    assert actor is not None
    if name == "operator":
        made = course_create(actor=actor, slug="compilers", title=" C  ", semester=FALL)
        assert (made.title, made.term) == ("C", "fall")
        return
    with pytest.raises(NotAllowedError):
        course_create(actor=actor, slug="compilers", title="C", semester=FALL)
    assert Course.objects.count() == 2


@pytest.mark.parametrize(
    ("slug", "title", "semester", "error"),
    [
        ("networks", "x", FALL, ConflictError),
        ("join", "x", FALL, ConflictError),
        ("no slug", "x", FALL, InvalidInputError),
        ("x" * 61, "x", FALL, InvalidInputError),
        ("x", "", FALL, InvalidInputError),
        ("x", "x" * 121, FALL, InvalidInputError),
        ("x", "x", Semester(year=1999), InvalidInputError),
    ],
)
def test_what_a_course_may_be(
    cast: Cast, slug: str, title: str, semester: Semester, error: type[Exception]
) -> None:
    with pytest.raises(error):
        course_create(actor=cast.operator, slug=slug, title=title, semester=semester)
    assert Course.objects.count() == 2


def test_an_archived_course_is_read_and_not_changed(cast: Cast) -> None:
    archived = course_archive(actor=cast.professor, course_id=cast.algorithms.pk, now=NOON)
    course_archive(actor=cast.professor, course_id=archived.pk, now=NOON + timedelta(days=1))
    archived.refresh_from_db()
    assert archived.archived_at == NOON

    api = cast.api("minsu")
    assert api.get("/courses/algorithms").json()["is_archived"] is True
    for path in ("weeks", "members", "notices"):
        assert api.get(f"/courses/algorithms/{path}").status_code == 200
    with pytest.raises(ConflictError):
        ACTS["change"](cast, cast.professor)

    course_reopen(actor=cast.professor, course_id=archived.pk)
    ACTS["change"](cast, cast.professor)


@pytest.fixture
def semester(cast: Cast) -> Course:
    """Algorithms after a semester."""
    make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)
    course_change(
        actor=cast.professor,
        course_id=cast.algorithms.pk,
        change=CourseChange(summary="All of it.", starts_on=date(2026, 3, 2), is_listed=True),
    )
    for number in range(2):
        values = WeekChange(
            title=f"Week {number}",
            summary="*read*",
            starts_on=date(2026, 3, 2) + timedelta(weeks=number),
            is_published=True,
        )
        week = week_create(actor=cast.ta_hana, course_id=cast.algorithms.pk, values=values)
        week_problem_add(actor=cast.ta_hana, week_id=week.pk, slug="dp")
        week_link_add(
            actor=cast.ta_hana, week_id=week.pk, title="Slides", url="https://example.com/1"
        )
    notice = notice_create(
        actor=cast.ta_hana,
        course_id=cast.algorithms.pk,
        values=NoticeChange(title="Welcome", body="Hello"),
        now=NOON,
    )
    notice_publish(actor=cast.ta_hana, notice_id=notice.pk, now=NOON)
    JoinRequest.objects.create(course=cast.algorithms, user=cast.sora, created_at=NOON)
    return Course.objects.get(pk=cast.algorithms.pk)


def test_the_next_semesters_course(cast: Cast, semester: Course) -> None:
    heard: list[ports.CourseCopy] = []
    ports.course_duplicated.wire(heard.append)

    made = copy(cast, cast.professor)

    assert (made.summary, made.term, made.is_listed) == ("All of it.", "fall", False)
    assert made.duplicated_from == semester
    people = Membership.objects.filter(course=made).values_list("user__username", "role")
    assert list(people) == [("professor", "instructor")]
    weeks = list(made.weeks.prefetch_related("items"))
    assert [(week.title, week.starts_on, week.is_published) for week in weeks] == [
        ("Week 0", date(2026, 9, 1), False),
        ("Week 1", date(2026, 9, 8), False),
    ]
    assert [[item.kind for item in week.items.all()] for week in weeks] == [
        ["problem", "link"],
        ["problem", "link"],
    ]
    (notice,) = Notice.objects.filter(course=made)
    assert (notice.title, notice.published_at, notice.author) == ("Welcome", None, cast.professor)
    assert not JoinRequest.objects.filter(course=made).exists()
    assert Week.objects.filter(course=semester, is_published=True).count() == 2
    assert heard == [
        ports.CourseCopy(
            source_id=semester.pk,
            copy_id=made.pk,
            week_ids=dict(
                zip(semester.weeks.values_list("pk", flat=True), (w.pk for w in weeks), strict=True)
            ),
            shift=timedelta(days=183),
            actor_id=cast.professor.pk,
        )
    ]


def test_the_next_semesters_students_open_its_problems(cast: Cast, semester: Course) -> None:
    made = copy(cast, cast.professor)
    Membership.objects.create(course=made, user=cast.sora, role="student")
    api = cast.api("sora")

    assert api.get("/problems/dp").status_code == 404
    made.weeks.update(is_published=True)
    assert api.get("/problems/dp").status_code == 200


def test_a_copy_that_fails_above_leaves_nothing(cast: Cast, semester: Course) -> None:
    def fail(made: ports.CourseCopy) -> None:
        raise ConflictError("no")

    ports.course_duplicated.wire(fail)

    with pytest.raises(ConflictError):
        copy(cast, cast.professor)
    assert Course.objects.count() == 2


def test_an_archived_course_may_be_copied(cast: Cast, semester: Course) -> None:
    course_archive(actor=cast.professor, course_id=semester.pk, now=NOON)

    assert not copy(cast, cast.professor).is_archived


@pytest.fixture(autouse=True)
def _ports() -> Any:
    answer = ports.course_duplicated._answer
    yield
    assert answer is not None
    ports.course_duplicated.wire(answer)
