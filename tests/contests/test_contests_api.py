"""REST: lists of contests, their pages, and their problems."""

from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Invitation, ProblemSet, SetVisibility
from problems.models import Visibility
from tests.contest_factories import HOUR, make_assignment, make_contest, make_entry
from tests.factories import make_problem
from tests.people import EVERYBODY, Cast

STAFF = {"ta_hana", "professor", "operator"}
STARTS = {"upcoming": HOUR, "running": -HOUR, "over": -6 * HOUR}


def contest_at(when: str, slug: str = "round", **fields: Any) -> ProblemSet:
    return make_contest(slug, starts_at=timezone.now() + STARTS[when], **fields)


@pytest.fixture
def calendar(cast: Cast) -> None:
    """One contest of each visibility, all of the algorithms course but the public one."""
    contest_at("running", "open")
    contest_at("running", "ours", course=cast.algorithms, visibility=SetVisibility.COURSE)
    contest_at("running", "draft", course=cast.algorithms, visibility=SetVisibility.HIDDEN)
    listed = contest_at("running", "club", visibility=SetVisibility.INVITED)
    Invitation.objects.create(problem_set=listed, user=cast.sora)
    make_entry(listed, cast.jiwoo)
    make_assignment(course=cast.algorithms, visibility=SetVisibility.PUBLIC)


SEEN = {
    "visitor": {"open"},
    "minsu": {"open", "ours"},
    "jiwoo": {"open", "ours", "club"},
    "sora": {"open", "club"},
    "ta_hana": {"open", "ours", "draft"},
    "professor": {"open", "ours", "draft"},
    "ta_yuri": {"open"},
    "operator": {"open", "ours", "draft", "club"},
}


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_sees_what_is_theirs(cast: Cast, name: str) -> None:
    api = cast.api(name)

    listed = [item["slug"] for item in api.get("/contests").json()["items"]]

    assert sorted(listed) == sorted(SEEN[name])
    nowhere = api.get("/contests/nowhere").json()["message"]
    for slug in ("open", "ours", "draft", "club"):
        for path in (f"/contests/{slug}", f"/contests/{slug}/entries", f"/sets/{slug}/problems"):
            response = api.get(path)
            if slug not in SEEN[name]:
                assert response.status_code == 404
                assert response.json()["message"] == nowhere.replace("nowhere", slug)
            else:
                assert response.status_code != 404
    assert api.get("/contests/homework").status_code == 404


def test_filters_and_orders(cast: Cast) -> None:
    for slug, when in (("past", "over"), ("now", "running"), ("later", "upcoming")):
        contest_at(when, slug)
    frozen = contest_at("running", "icy", course=cast.algorithms)
    frozen.contest_rules.freeze_at = timezone.now() - timedelta(minutes=1)
    frozen.contest_rules.save()
    make_entry(frozen, cast.minsu)

    def slugs(name: str = "visitor", **query: Any) -> list[str]:
        response = cast.api(name).get("/contests", **query)
        return [item["slug"] for item in response.json()["items"]]

    assert slugs() == ["later", "icy", "now", "past"]
    assert slugs(order="starts_at") == ["past", "now", "icy", "later"]
    assert slugs(phase="upcoming") == ["later"]
    assert slugs(phase="running") == ["icy", "now"]
    assert slugs(phase="frozen") == ["icy"]
    assert slugs(phase="ended") == ["past"]
    assert slugs(phase="finalized") == []
    assert slugs(course="algorithms") == ["icy"]
    assert slugs("minsu", mine=True) == ["icy"]
    assert slugs(search="late") == ["later"]
    assert cast.api("visitor").get("/contests", mine=True).status_code == 401
    assert cast.api("visitor").get("/contests", order="title").status_code == 422
    assert cast.api("visitor").get("/contests", phase="soon").status_code == 422


def test_pages_follow_each_other(cast: Cast) -> None:
    for number in range(5):
        contest_at("running", f"c{number}")
    api = cast.api("minsu")

    first = api.get("/contests", limit=3).json()
    second = api.get("/contests", limit=3, cursor=first["next_cursor"]).json()

    found = [item["slug"] for item in first["items"] + second["items"]]
    assert found == ["c4", "c3", "c2", "c1", "c0"]
    assert second["next_cursor"] is None


def test_a_contests_page(cast: Cast) -> None:
    contest = contest_at("running", problems=[make_problem("a")], penalty_minutes=10)
    make_entry(contest, cast.minsu)

    body = cast.api("minsu").get("/contests/round").json()

    assert (body["phase"], body["format"], body["penalty_minutes"]) == ("running", "icpc", 10)
    assert body["registration"]["is_open"]
    assert (body["my_entry"]["name"], body["my_entry"]["phase"]) == ("minsu", "running")
    assert body["my_team"]["members"] == [{"name": "minsu"}]
    assert (body["entry_count"], body["is_staff"]) == (1, False)
    assert body["id"] == contest.pk
    other = cast.api("jiwoo").get("/contests/round").json()
    assert (other["my_entry"], other["my_team"]) == (None, None)


@pytest.mark.parametrize(
    ("when", "entered", "status", "code"),
    [
        ("upcoming", True, 409, "set_not_started"),
        ("upcoming", False, 409, "set_not_started"),
        ("running", True, 200, None),
        ("running", False, 403, "not_entered"),
        ("over", False, 200, None),
    ],
)
def test_the_problems_are_shown_when_they_may_be(
    cast: Cast, when: str, entered: bool, status: int, code: str | None
) -> None:
    secret = make_problem("secret", visibility=Visibility.HIDDEN)
    contest = contest_at(when, problems=[secret])
    if entered:
        make_entry(contest, cast.minsu)

    response = cast.api("minsu").get("/sets/round/problems")

    assert (response.status_code, response.json().get("code")) == (status, code)
    if status == 200:
        (item,) = response.json()["items"]
        assert (item["label"], item["slug"], item["points"]) == ("A", "secret", 100)
    else:
        assert "secret" not in response.content.decode()


@pytest.mark.parametrize("name", EVERYBODY)
def test_after_the_end_without_upsolving_the_problems_are_the_staffs(cast: Cast, name: str) -> None:
    contest = contest_at(
        "over",
        problems=[make_problem("secret")],
        course=cast.algorithms,
        set_fields={"allows_upsolving": False},
    )
    make_entry(contest, cast.minsu)

    response = cast.api(name).get("/sets/round/problems")

    assert response.status_code == (200 if name in STAFF else 403)


@pytest.mark.parametrize("name", EVERYBODY)
def test_an_assignments_problems_are_for_the_course(cast: Cast, name: str) -> None:
    make_assignment(
        course=cast.algorithms,
        problems=[make_problem("secret", visibility=Visibility.HIDDEN)],
        starts_at=timezone.now() - HOUR,
        visibility=SetVisibility.PUBLIC,
    )

    response = cast.api(name).get("/sets/homework/problems")

    assert response.status_code == (200 if name in {"minsu", "jiwoo", *STAFF} else 403)


@pytest.mark.parametrize("count", [1, 20])
def test_reading_costs_the_same_however_much_there_is(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        contest = contest_at(
            "running",
            f"c{number}",
            problems=[make_problem(f"p{number}-{n}") for n in range(3)],
            course=cast.algorithms,
        )
        make_entry(contest, cast.minsu)
        make_entry(contest, cast.jiwoo)
    api = cast.api("minsu")

    with queries:
        assert len(api.get("/contests").json()["items"]) == count
    assert len(queries) == 4  # session, user, page, own entries

    with queries:
        api.get("/contests/c0")
    assert len(queries) == 7  # session, user, contest, entry, members, count, staff

    with queries:
        api.get("/contests/c0/entries")
    assert len(queries) == 4  # session, user, contest, page

    with queries:
        api.get("/sets/c0/problems")
    assert len(queries) == 6  # session, user, set, staff, entry, problems
