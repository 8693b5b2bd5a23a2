"""Notices: who reads, who writes, and what is unread."""

from collections.abc import Callable

import pytest
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from courses.models import Course, Notice, NoticeRead
from courses.services import (
    NoticeChange,
    notice_change,
    notice_create,
    notice_publish,
    notice_remove,
)
from notifications.models import Notification
from tests.courses.factories import make_draft, make_notice
from tests.factories import NOON
from tests.people import EVERYBODY, Cast

READERS = {"minsu", "jiwoo", "ta_hana", "professor", "operator"}
OUTSIDE = ("minsu", "sora", "ta_yuri")


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_reads_a_courses_notice(cast: Cast, name: str) -> None:
    notice, hidden = make_notice(cast, cast.algorithms), make_draft(cast, cast.algorithms)
    api = cast.api(name)
    page = f"/courses/algorithms/notices/{notice.pk}"

    expected = 401 if name == "visitor" else 200 if name in READERS else 404
    assert api.get("/courses/algorithms/notices").status_code == expected
    assert api.get(page).status_code == expected
    assert api.get(f"/courses/networks/notices/{notice.pk}").status_code in {401, 404}
    assert api.get(f"/courses/algorithms/notices/{hidden.pk}").status_code in {401, 404}
    assert api.get(f"/notices/{notice.pk}").status_code == 404
    marked = api.post(f"/notices/{notice.pk}/read", None).status_code
    assert marked == (204 if expected == 200 else expected)
    assert NoticeRead.objects.count() == (expected == 200)
    if expected == 200:
        assert api.get(page).json()["body_html"] == "<p><strong>Monday</strong> </p>\n"
        assert api.get(page)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_reads_the_sites_notices_alike(cast: Cast, name: str) -> None:
    notice, hidden = make_notice(cast, None), make_draft(cast, None)
    api = cast.api(name)

    listed, page = api.get("/notices"), api.get(f"/notices/{notice.pk}")

    assert [item["id"] for item in listed.json()["items"]] == [notice.pk]
    assert listed["Cache-Control"] == page["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert listed.content == cast.api("visitor").get("/notices").content
    assert api.get(f"/notices/{hidden.pk}").status_code == 404
    if name != "visitor":
        assert api.get("/notices/unread").json() == {"ids": [notice.pk]}
        api.post(f"/notices/{notice.pk}/read", None)
        assert api.get("/notices/unread").json() == {"ids": []}


def test_unread_counts(cast: Cast) -> None:
    one = make_notice(cast, cast.algorithms)
    make_notice(cast, cast.algorithms, "Second")
    make_draft(cast, cast.algorithms)
    api = cast.api("minsu")

    def unread() -> int:
        (course,) = api.get("/courses").json()["items"]
        count: int = course["unread_notice_count"]
        return count

    def marks() -> dict[str, bool]:
        items = api.get("/courses/algorithms/notices").json()["items"]
        return {item["title"]: item["is_read"] for item in items}

    assert unread() == 2
    for _ in range(2):
        api.post(f"/notices/{one.pk}/read", None)
    assert unread() == 1
    assert marks() == {"Second": False, "Exam": True}
    unread_items = api.get("/courses/algorithms/notices", is_read=False).json()["items"]
    assert [item["title"] for item in unread_items] == ["Second"]
    api.post("/courses/algorithms/notices/read", None)
    assert unread() == 0
    assert NoticeRead.objects.exclude(user=cast.minsu).count() == 0


@pytest.mark.parametrize("count", [1, 30])
def test_lists_cost_the_same_however_long(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        for course in (cast.algorithms, None):
            notice = make_notice(cast, course, f"n{number}")
            NoticeRead.objects.create(notice=notice, user=cast.minsu, read_at=NOON)
    api = cast.api("minsu")

    with queries:
        api.get("/courses/algorithms/notices")
    assert len(queries) == 4  # session, user, course, page
    with queries:
        cast.api("visitor").get("/notices")
    assert len(queries) == 1
    with queries:
        api.get("/notices/unread")
    assert len(queries) == 3


def test_pages_follow_each_other(cast: Cast) -> None:
    for number in range(5):
        make_notice(cast, cast.algorithms, f"n{number}")
    api = cast.api("minsu")

    first = api.get("/courses/algorithms/notices", limit=3).json()
    second = api.get("/courses/algorithms/notices", limit=3, cursor=first["next_cursor"]).json()

    titles = [item["title"] for item in first["items"] + second["items"]]
    assert titles == ["n4", "n3", "n2", "n1", "n0"]


def test_publishing_tells_the_others_once(cast: Cast) -> None:
    notice = make_notice(cast, cast.algorithms)

    with pytest.raises(ConflictError):
        notice_publish(actor=cast.ta_hana, notice_id=notice.pk, now=NOON)

    told = Notification.objects.values_list("user__username", "kind", "link")
    link = f"/courses/algorithms/notices/{notice.pk}"
    assert set(told) == {(name, "notice_posted", link) for name in ("minsu", "jiwoo", "professor")}


def test_whoever_reads_a_notice_has_read_that_it_was_posted(cast: Cast) -> None:
    one, two, three = (make_notice(cast, cast.algorithms, f"n{number}") for number in range(3))
    api = cast.api("minsu")

    def unread() -> list[str]:
        items = api.get("/notifications", is_read=False).json()["items"]
        return [item["link"].rsplit("/", 1)[1] for item in items]

    api.post(f"/notices/{two.pk}/read", None)
    assert unread() == [str(three.pk), str(one.pk)]
    api.post("/courses/algorithms/notices/read", None)
    assert unread() == []
    assert Notification.objects.filter(user=cast.jiwoo, read_at=None).count() == 3


def test_a_published_notice_says_that_it_was_edited(cast: Cast) -> None:
    notice = make_draft(cast, cast.algorithms)
    notice_change(
        actor=cast.ta_hana, notice_id=notice.pk, change=NoticeChange(title="Quiz"), now=NOON
    )
    notice_publish(actor=cast.ta_hana, notice_id=notice.pk, now=NOON)
    notice.refresh_from_db()
    assert (notice.title, notice.edited_at) == ("Quiz", None)

    for change, edited_at in (
        (NoticeChange(is_pinned=True), None),
        (NoticeChange(body="Tuesday"), NOON),
    ):
        notice_change(actor=cast.ta_hana, notice_id=notice.pk, change=change, now=NOON)
        notice.refresh_from_db()
        assert notice.edited_at == edited_at


Act = Callable[[Cast, User, Notice], object]
ACTS: dict[str, Act] = {
    "change": lambda cast, actor, notice: notice_change(
        actor=actor, notice_id=notice.pk, change=NoticeChange(title="x"), now=NOON
    ),
    "publish": lambda cast, actor, notice: notice_publish(
        actor=actor, notice_id=notice.pk, now=NOON
    ),
    "remove": lambda cast, actor, notice: notice_remove(actor=actor, notice_id=notice.pk),
    "create": lambda cast, actor, notice: notice_create(
        actor=actor,
        course_id=notice.course_id,
        values=NoticeChange(title="x", body="x"),
        now=NOON,
    ),
}


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
@pytest.mark.parametrize("is_of_course", [True, False])
def test_others_write_nothing_and_tell_nobody(
    cast: Cast, name: str, act: Act, is_of_course: bool
) -> None:
    notice = make_draft(cast, cast.algorithms if is_of_course else None)
    before = list(Notice.objects.values())
    actor = cast.named(name)
    assert actor is not None

    with pytest.raises(NotAllowedError):
        act(cast, actor, notice)

    assert list(Notice.objects.values()) == before
    assert not Notification.objects.exists()


def test_a_courses_ta_writes_none_for_everybody(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        notice_create(
            actor=cast.professor, course_id=None, values=NoticeChange(title="x"), now=NOON
        )
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "values", [NoticeChange(title="x" * 201), NoticeChange(body="x" * 50_001), NoticeChange()]
)
def test_notices_are_bounded(cast: Cast, values: NoticeChange) -> None:
    with pytest.raises(InvalidInputError):
        notice_create(actor=cast.ta_hana, course_id=cast.algorithms.pk, values=values, now=NOON)


def test_an_archived_courses_notices_stay(cast: Cast) -> None:
    notice = make_draft(cast, cast.algorithms)
    Course.objects.update(archived_at=NOON)

    with pytest.raises(ConflictError):
        notice_publish(actor=cast.ta_hana, notice_id=notice.pk, now=NOON)
    assert not Notification.objects.exists()
