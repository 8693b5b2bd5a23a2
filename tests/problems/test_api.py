"""REST: problems and languages."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from judging.verdicts import Verdict
from problems.models import Problem, Visibility
from tests.factories import make_problem, make_submission
from tests.people import EVERYBODY, Api, Cast

STAFF = {"ta_hana", "professor", "operator"}
MEMBERS = {"minsu", "jiwoo"} | STAFF


@pytest.fixture
def shelf(cast: Cast) -> None:
    make_problem("open")
    make_problem("ours", course=cast.algorithms, visibility=Visibility.COURSE)
    make_problem("draft", course=cast.algorithms, visibility=Visibility.HIDDEN)
    make_problem("kept", visibility=Visibility.HIDDEN)
    Problem.objects.create(slug="empty", title="No package", visibility=Visibility.PUBLIC)


def slugs(api: Api, path: str = "/problems", **query: Any) -> list[str]:
    return [item["slug"] for item in api.get(path, **query).json()["items"]]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_sees_what_is_theirs(cast: Cast, name: str) -> None:
    expected = ["open"]
    if name in MEMBERS:
        expected.append("ours")
    if name in STAFF:
        expected.append("draft")
    if name == "operator":
        expected.append("kept")

    api = cast.api(name)

    assert slugs(api) == ["open"]
    if name != "visitor":
        assert slugs(api, "/me/problems") == expected
    for slug in ("open", "ours", "draft", "kept", "empty"):
        response = api.get(f"/problems/{slug}")
        assert response.status_code == (200 if slug in expected else 404)


@pytest.mark.usefixtures("cast")
def test_the_page_of_a_problem(problem: Problem) -> None:
    body = Api().get("/problems/sum", language="en").json()

    assert body == {
        "slug": "sum",
        "title": "The sum",
        "difficulty": None,
        "tags": [],
        "statement_html": "<p>The sum</p>",
        "statement_language": "en",
        "available_languages": ["en", "ko"],
        "pdf_languages": [],
        "time_limit_ms": 1000,
        "memory_limit_kib": 524288,
        "samples": [{"name": "1", "input": "1 2\n", "answer": "3\n", "interaction": ""}],
        "languages": ["c17", "cpp17", *body["languages"][2:]],
        "held_languages": [],
        "test_case_count": 3,
        "max_score": None,
        "source_limit_bytes": 131072,
        "max_source_files": 1,
        "hint_count": 0,
        "attachments": [],
    }
    assert Api().get("/problems/sum", language="fr").json()["statement_language"] in {"ko", "en"}


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("search", "found"),
    [("OPE", ["open"]), ("the open", ["open"]), ("문제", ["open"]), ("x", []), ("ours", [])],
)
def test_search_finds_by_address_and_by_title_in_any_language(
    search: str, found: list[str]
) -> None:
    assert slugs(Api(), search=search) == found


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_however_long(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        make_submission(cast.minsu, make_problem(f"p{number}"), verdict=Verdict.ACCEPTED)
    api = cast.api("minsu")

    with queries:
        api.get("/problems", search="p")
    assert len(queries) == 4  # session (for the rate), page, titles, tags

    with queries:
        api.get("/me/problems", search="p")
    # session, user, page, titles, tags, standings, favourites
    assert len(queries) == 7

    with queries:
        api.get("/problems/p0")
    # session, problem, statements, tags, samples, hints, attachments, faults
    assert len(queries) == 8


def test_pages_follow_each_other(cast: Cast) -> None:
    for number in range(5):
        make_problem(f"p{number}")

    first = Api().get("/problems", limit=3).json()
    second = Api().get("/problems", limit=3, cursor=first["next_cursor"]).json()

    assert [item["slug"] for item in second["items"]] == ["p3", "p4"]
    assert second["next_cursor"] is None


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("cursor", ["x", "bm90aGluZw", "WzEsMl0", "W3RydWVd", "WyJ4Il0", "한"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    response = Api().get("/problems", cursor=cursor)

    assert (response.status_code, response.json()["code"]) == (422, "invalid_cursor")


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("limit", ["0", "101", "x"])
def test_a_page_has_a_size_within_bounds(limit: str) -> None:
    response = Api().get("/problems", limit=limit)

    assert (response.status_code, list(response.json()["fields"])) == (422, ["limit"])


def test_a_problem_takes_what_the_site_offers(cast: Cast, settings: Settings) -> None:
    settings.SITE_LANGUAGES = frozenset({"cpp20", "kotlin"})
    make_problem("any")
    make_problem("old", allowed_languages=["c17", "cpp20"])

    offered = {slug: Api().get(f"/problems/{slug}").json()["languages"] for slug in ("any", "old")}

    assert offered == {"any": ["cpp20", "kotlin"], "old": ["cpp20"]}


def test_languages_are_those_of_the_judge() -> None:
    items = Api().get("/languages").json()["items"]

    assert {"cpp17", "java17", "python3"} <= {item["id"] for item in items}
    assert set(items[0]) == {
        "id",
        "name",
        "extension",
        "extensions",
        "source_name",
        "editor_mode",
        "template",
    }
