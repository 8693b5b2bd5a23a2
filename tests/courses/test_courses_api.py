"""REST /courses: what each person sees, and how one comes in and leaves."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from courses.models import Course, JoinRequest, Membership, Notice, Role
from tests.courses.test_joining import invite, listed, number
from tests.factories import NOON
from tests.people import EVERYBODY, Cast, join, make_user

MEMBERS = {"minsu", "jiwoo", "ta_hana", "professor"}
READERS = MEMBERS | {"operator"}
INSIDE = ("weeks", "members", "notices")


def slugs(api: Any, **query: Any) -> list[str]:
    return [item["slug"] for item in api.get("/courses", **query).json()["items"]]


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("is_listed", [False, True])
def test_who_sees_a_course(cast: Cast, name: str, is_listed: bool) -> None:
    Course.objects.filter(slug="algorithms").update(is_listed=is_listed)
    api = cast.api(name)

    outside = api.get("/courses/algorithms").status_code
    inside = {api.get(f"/courses/algorithms/{path}").status_code for path in INSIDE}

    if name == "visitor":
        assert (outside, inside) == (401, {401})
        return
    assert outside == (200 if is_listed or name in READERS else 404)
    assert inside == ({200} if name in READERS else {404})
    assert ("algorithms" in slugs(api)) is (name in MEMBERS)
    assert ("algorithms" in slugs(api, scope="listed")) is is_listed


def test_a_courses_front_page(cast: Cast) -> None:
    Course.objects.filter(slug="algorithms").update(year=2026, term="spring", summary="All of it.")

    assert cast.api("minsu").get("/courses/algorithms").json() == {
        "slug": "algorithms",
        "title": "Algorithms",
        "semester": {"year": 2026, "term": "spring", "starts_on": None},
        "role": "student",
        "is_archived": False,
        "unread_notice_count": 0,
        "summary": "All of it.",
        "accepts_requests": False,
        "shows_members": False,
        "staff": [
            {"name": "ta_hana", "role": "ta"},
            {"name": "professor", "role": "instructor"},
        ],
        "request": None,
    }


@pytest.mark.parametrize("count", [1, 30])
def test_lists_cost_the_same_however_long(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for index in range(count):
        course = Course.objects.create(slug=f"c{index}", title=f"Course {index}")
        join(cast.minsu, course, Role.STUDENT)
        join(make_user(f"p{index}"), cast.algorithms, Role.STUDENT)
        Notice.objects.create(
            course=course, title="n", body="", body_html="", published_at=NOON, created_at=NOON
        )
    api = cast.api("minsu")

    with queries:
        assert len(api.get("/courses").json()["items"]) == count + 1
    assert len(queries) == 3  # session, user, page

    with queries:
        api.get("/courses/algorithms/members")
    assert len(queries) == 5  # session, user, course, whether staff, page

    with queries:
        api.get("/courses/algorithms")
    assert len(queries) == 6  # session, user, course, standing, staff, request


def test_filters_order_and_pages(cast: Cast) -> None:
    for index in range(4):
        course = Course.objects.create(
            slug=f"c{index}",
            title=f"Course {index}",
            year=2025 + index % 2,
            term="fall",
            archived_at=NOON if index == 0 else None,
        )
        join(cast.sora, course, Role.STUDENT)
    api = cast.api("sora")

    assert slugs(api) == ["c3", "c2", "c1", "c0"]
    assert slugs(api, order="slug", year=2025) == ["c0", "c2"]
    assert slugs(api, is_archived=True) == ["c0"]
    assert slugs(api, search="course 2", term="fall") == ["c2"]
    first = api.get("/courses", limit=3).json()
    assert slugs(api, limit=3, cursor=first["next_cursor"]) == ["c0"]


@pytest.mark.parametrize(
    "query", [{"scope": "all"}, {"year": 1}, {"term": "x"}, {"limit": 0}, {"search": "x" * 101}]
)
def test_queries_are_bounded(cast: Cast, query: dict[str, Any]) -> None:
    assert cast.api("minsu").get("/courses", **query).status_code == 422


def test_students_see_each_other_where_the_course_allows(cast: Cast) -> None:
    def names(name: str, **query: Any) -> set[str]:
        items = cast.api(name).get("/courses/algorithms/members", **query).json()["items"]
        assert all(set(item) == {"name", "role"} for item in items)
        return {item["name"] for item in items}

    assert names("minsu") == {"ta_hana", "professor"}
    assert names("ta_hana") == MEMBERS
    assert names("ta_hana", role="student") == {"minsu", "jiwoo"}
    Course.objects.filter(slug="algorithms").update(shows_members=True)
    assert names("minsu") == MEMBERS


def test_joining_by_code_and_leaving(cast: Cast) -> None:
    made = invite(cast, expires_at=NOON.replace(year=2027), now=NOON.replace(year=2026, month=11))
    api = cast.api("sora")

    joined = api.post("/courses/join", {"code": made.code.lower()})
    assert (joined.status_code, joined.json()["role"]) == (200, "student")
    assert api.delete("/courses/algorithms/membership").status_code == 204
    assert api.get("/courses/algorithms").status_code == 404
    assert api.delete("/courses/algorithms/membership").status_code == 404


def test_joining_by_student_number(cast: Cast) -> None:
    listed(cast, "2020312345")
    api = cast.api("sora")

    refused = api.post("/courses/algorithms/join", None)
    assert (refused.status_code, refused.json()["code"]) == (403, "number_not_listed")
    api.put("/me/student-number", {"student_number": "2020-312345"})
    assert api.post("/courses/algorithms/join", None).json()["role"] == "student"


def test_codes_are_not_found_by_trying(cast: Cast) -> None:
    api = cast.api("sora")

    statuses = [api.post("/courses/join", {"code": "AAAA"}).status_code for _ in range(25)]

    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert statuses.count(404) <= 20  # at most two windows of ten


def test_requests_over_rest(cast: Cast) -> None:
    Course.objects.filter(slug="algorithms").update(is_listed=True, accepts_requests=True)
    api = cast.api("sora")

    asked = api.post("/courses/algorithms/join-requests", {"message": " let  me in "})

    assert (asked.status_code, asked.json()["request"]["state"]) == (201, "pending")
    assert JoinRequest.objects.get().message == "let me in"
    assert api.delete("/courses/algorithms/join-requests/mine").status_code == 204
    assert api.delete("/courses/algorithms/join-requests/mine").status_code == 404
    long = api.post("/courses/algorithms/join-requests", {"message": "x" * 501})
    assert long.status_code == 422


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/courses/join"),
        ("post", "/courses/algorithms/join"),
        ("post", "/courses/algorithms/join-requests"),
        ("delete", "/courses/algorithms/join-requests/mine"),
        ("delete", "/courses/algorithms/membership"),
        ("put", "/me/student-number"),
    ],
)
def test_a_visitor_changes_nothing(cast: Cast, method: str, path: str) -> None:
    before = Membership.objects.count()

    response = getattr(cast.api("visitor"), method)(path, {"code": "x"})

    assert response.status_code == 401
    assert (Membership.objects.count(), JoinRequest.objects.count()) == (before, 0)


def test_a_student_number_is_said_once_and_is_ones_own(cast: Cast) -> None:
    api = cast.api("minsu")

    assert api.get("/me").json()["student_number"] == ""
    bad = api.put("/me/student-number", {"student_number": "12 3"})
    assert bad.status_code == 422
    assert api.put("/me/student-number", {"student_number": "2020-312345"}).status_code == 200
    assert api.put("/me/student-number", {"student_number": "2020312345"}).status_code == 200
    other = api.put("/me/student-number", {"student_number": "2020312346"})
    assert (other.status_code, other.json()["code"]) == (409, "student_number_set")
    assert api.get("/me").json()["student_number"] == "2020312345"

    number(cast.jiwoo, "2021777777")
    Course.objects.filter(slug="algorithms").update(shows_members=True)
    for name in EVERYBODY:
        for path in ("/courses/algorithms", "/courses/algorithms/members", "/notifications"):
            assert "2021777777" not in cast.api(name).get(path).content.decode()
