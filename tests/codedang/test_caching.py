"""What is the same for everybody may be kept by caches, and nothing else, on every address."""

import json
import re
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from codedang.rest import openapi_json
from common.caching import PRIVATE
from tests.codedang.operations import PEOPLE, furnish
from tests.people import Api, Cast

pytestmark = pytest.mark.django_db

GETS = {
    path: methods["get"]
    for path, methods in json.loads(openapi_json())["paths"].items()
    if "get" in methods
}
SHARED = {
    "/api/v1/languages",
    "/api/v1/tags",
    "/api/v1/problems",
    "/api/v1/problems/{slug}",
    "/api/v1/problems/{slug}/templates",
    "/api/v1/leaderboard",
}
"""Those that are shared for certain; the others may be, where they hold the line below."""


@pytest.fixture
def known(cast: Cast, settings: Any) -> dict[str, Any]:
    settings.SITE_LEADERBOARD = True
    return furnish(cast)


def address(path: str, known: dict[str, Any]) -> str:
    for place, value in known.items():
        if place in path:
            path = path.replace(place, re.sub(r"\{.*\}", str(value), place))
    path = path.replace("{", "").replace("}", "")
    query = {"/api/v1/me/problem-marks": "?slug=sum"}
    numbered = re.sub(r"/[a-z_]*_id\b", "/1", path)
    return numbered + query.get(path, "")


@pytest.mark.parametrize("path", GETS)
def test_an_address_is_everybodys_or_ones_own(path: str, cast: Cast, known: dict[str, Any]) -> None:
    needs_sign_in = {} not in GETS[path]["security"]
    answers = [cast.api(name).client.get(address(path, known)) for name in PEOPLE]
    shared = [one for one in answers if "public" in one.get("Cache-Control", "")]

    for answer in answers:
        if answer not in shared:
            assert answer["Cache-Control"] == PRIVATE
            assert "ETag" not in answer
    if path in SHARED:
        assert len(shared) == len(PEOPLE)
    if needs_sign_in:
        assert answers[0].status_code == 401
        assert not shared
    if shared:
        # Then for everybody, and the same to the byte.
        assert {one.content for one in answers} == {shared[0].content}
        assert {one.status_code for one in answers} == {200}
        for one in shared:
            assert "s-maxage=" in one["Cache-Control"]
            assert not one.cookies
            assert "cookie" not in one.get("Vary", "").lower()


@pytest.mark.parametrize("path", sorted(SHARED))
def test_who_has_the_newest_is_told_so(path: str, known: dict[str, Any]) -> None:
    first = Api().client.get(address(path, known))

    again = Api().client.get(address(path, known), headers={"If-None-Match": first["ETag"]})
    other = Api().client.get(address(path, known), headers={"If-None-Match": 'W/"old"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    assert other.content == first.content


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("name", PEOPLE)
def test_a_courses_problem_is_never_shared(cast: Cast, name: str) -> None:
    answer = cast.api(name).get("/problems/ours")

    assert answer.status_code == (404 if name == "visitor" else 200)
    assert answer["Cache-Control"] == PRIVATE


@pytest.mark.usefixtures("known")
def test_writes_are_never_shared(cast: Cast) -> None:
    minsu = cast.api("minsu")

    for answer in (
        minsu.put("/problems/sum/favourite", {}),
        minsu.post("/problems/sum/hints/1/reveal", {}),
        minsu.post("/submissions", {}),
        minsu.patch("/me", {}),
    ):
        assert answer["Cache-Control"] == PRIVATE


def test_the_site_repeats_a_shared_answer_and_asks_nothing_behind(
    known: dict[str, Any], settings: Any, queries: CaptureQueriesContext
) -> None:
    settings.SHARED_ANSWERS_KEPT_S = 60
    first = Api().client.get("/api/v1/problems")

    with queries:
        again = Api().client.get("/api/v1/problems")
        newest = Api().client.get("/api/v1/problems", headers={"If-None-Match": first["ETag"]})
        other = Api().client.get("/api/v1/problems?limit=1")

    assert (again.content, dict(again.headers)) == (first.content, dict(first.headers))
    assert (newest.status_code, newest.content) == (304, b"")
    assert len(other.json()["items"]) == 1
    assert all("problem" in query["sql"] for query in queries.captured_queries), "of the last only"


def test_what_is_ones_own_is_never_repeated(
    cast: Cast, known: dict[str, Any], settings: Any
) -> None:
    settings.SHARED_ANSWERS_KEPT_S = 60

    names = {cast.api(name).get("/me").json()["username"] for name in ("minsu", "sora")}

    assert names == {"minsu", "sora"}


def test_a_token_is_asked_for_its_scopes_whatever_was_kept(
    cast: Cast, known: dict[str, Any], settings: Any
) -> None:
    settings.SHARED_ANSWERS_KEPT_S = 60
    Api().client.get("/api/v1/problems")

    answer = Api().client.get("/api/v1/problems", headers={"Authorization": "Bearer cdt_unknown"})

    assert answer.status_code == 401
