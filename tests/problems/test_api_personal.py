"""REST: filters and orders of problem lists, favourites, hints and editorials."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from judging.verdicts import Verdict
from problems.authoring.services import ProblemChange, problem_change
from problems.models import Favourite, Hint, HintReveal, Problem, Tag, Visibility
from problems.practice import (
    MAX_FAVOURITES,
    editorial_set,
    editorials_show,
    hints_set,
)
from tests.factories import make_problem, make_submission
from tests.people import EVERYBODY, Api, Cast

AC, WA = Verdict.ACCEPTED, Verdict.WRONG_ANSWER


def describe(actor: User, problem: Problem, **values: Any) -> None:
    problem_change(actor=actor, problem_id=problem.pk, change=ProblemChange(**values))


@pytest.fixture
def shelf(cast: Cast) -> dict[str, Problem]:
    Tag.objects.create(slug="graphs", name_ko="그래프", name_en="Graphs")
    Tag.objects.create(slug="dp", name_ko="동적 계획법", name_en="Dynamic programming")
    problems = {slug: make_problem(slug) for slug in ("a", "b", "c")}
    describe(cast.operator, problems["a"], difficulty=3, tags=["graphs"])
    describe(cast.operator, problems["b"], difficulty=1, tags=["dp"])
    describe(cast.operator, problems["c"], tags=["graphs", "dp"])
    for slug, verdicts in {"a": [WA, AC], "b": [AC], "c": [WA]}.items():
        for verdict in verdicts:
            make_submission(cast.minsu, problems[slug], verdict=verdict)
    return problems


def slugs(response: Any) -> list[str]:
    assert response.status_code == 200, response.json()
    return [item["slug"] for item in response.json()["items"]]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"order": "id"}, ["a", "b", "c"]),
        ({"order": "recent"}, ["c", "b", "a"]),
        ({"order": "difficulty"}, ["c", "b", "a"]),
        ({"order": "-difficulty"}, ["a", "b", "c"]),
        ({"order": "acceptance"}, ["c", "a", "b"]),
        ({"order": "-acceptance"}, ["b", "a", "c"]),
        ({"tag": "graphs"}, ["a", "c"]),
        ({"tag": ["graphs", "dp"]}, ["c"]),
        ({"tag": "nothing"}, []),
        ({"difficulty_min": 1}, ["a", "b"]),
        ({"difficulty_min": 1, "difficulty_max": 2}, ["b"]),
        ({"search": "동적"}, ["b", "c"]),
    ],
)
def test_filters_and_orders(query: dict[str, Any], expected: list[str]) -> None:
    whole = slugs(Api().get("/problems", **query))
    pages: list[str] = []
    cursor: str | None = None
    for _ in expected:
        page = Api().get("/problems", limit=1, cursor=cursor or "", **query)
        pages += slugs(page)
        cursor = page.json()["next_cursor"]

    assert sorted(whole) == sorted(expected)
    if "order" in query:
        assert whole == expected
    assert (pages, cursor or None) == (whole, None)


@pytest.mark.usefixtures("shelf")
def test_a_problem_says_how_people_fare_with_it() -> None:
    first, second, third = Api().get("/problems").json()["items"]

    assert first["acceptance_rate"] == 0.5
    assert (first["attempt_count"], first["accepted_count"], first["solver_count"]) == (2, 1, 1)
    assert (first["difficulty"], first["tags"]) == (3, ["graphs"])
    assert first["titles"] == {"ko": "a 문제", "en": "The a"}
    assert (second["acceptance_rate"], third["acceptance_rate"]) == (1, 0)
    assert third["difficulty"] is None


def test_tags_have_names_in_both_languages(cast: Cast, shelf: dict[str, Problem]) -> None:
    assert Api().get("/tags").json()["items"][0] == {
        "slug": "dp",
        "names": {"ko": "동적 계획법", "en": "Dynamic programming"},
    }
    with pytest.raises(DomainError):
        describe(cast.ta_hana, shelf["a"], difficulty=9, tags=["dp"])
    with pytest.raises(DomainError):
        describe(cast.operator, shelf["a"], tags=["unknown"])
    shelf["a"].refresh_from_db()
    assert shelf["a"].difficulty == 3


@pytest.mark.usefixtures("shelf")
def test_marks_are_ones_own(cast: Cast) -> None:
    make_problem("d")
    cast.api("minsu").put("/problems/d/favourite", {})

    def marks(name: str) -> list[tuple[str, str | None, bool]]:
        body = cast.api(name).get("/me/problem-marks", slug=["d", "a", "c", "nope", "a"]).json()
        return [(row["slug"], row["solved"], row["is_favourite"]) for row in body["items"]]

    assert marks("minsu") == [("d", None, True), ("a", "ac", False), ("c", "tried", False)]
    assert marks("jiwoo") == [("d", None, False), ("a", None, False), ("c", None, False)]
    assert Api().get("/me/problem-marks", slug="a").status_code == 401
    minsu = cast.api("minsu")
    assert slugs(minsu.get("/me/problems", solved="ac")) == ["a", "b"]
    assert slugs(minsu.get("/me/problems", solved="tried")) == ["c"]
    assert slugs(minsu.get("/me/problems", solved="none")) == ["d"]
    assert slugs(minsu.get("/me/problems", favourite="true")) == ["d"]
    assert slugs(cast.api("jiwoo").get("/me/problems", favourite="true")) == []


def test_nobody_learns_of_a_hidden_problem_by_marks(cast: Cast) -> None:
    make_problem("draft", course=cast.algorithms, visibility=Visibility.HIDDEN)

    for name in EVERYBODY[1:]:
        api = cast.api(name)
        found = api.get("/me/problem-marks", slug="draft").json()["items"]
        marked = api.put("/problems/draft/favourite", {}).status_code
        hints = api.get("/problems/draft/hints").status_code
        is_staff = name in {"ta_hana", "professor", "operator"}
        assert (len(found), marked, hints) == ((1, 204, 200) if is_staff else (0, 404, 404))
    assert Favourite.objects.count() == 3


def test_favourites_come_and_go_and_have_a_bound(cast: Cast, problem: Problem) -> None:
    minsu = cast.api("minsu")
    for _ in range(2):
        assert minsu.put("/problems/sum/favourite", {}).status_code == 204
    assert Favourite.objects.count() == 1
    for _ in range(2):
        assert minsu.delete("/problems/sum/favourite").status_code == 204
    assert Favourite.objects.count() == 0

    many = Problem.objects.bulk_create(
        Problem(slug=f"m{n}", title="m") for n in range(MAX_FAVOURITES)
    )
    Favourite.objects.bulk_create(Favourite(user=cast.minsu, problem=one) for one in many)
    assert minsu.put("/problems/sum/favourite", {}).status_code == 409
    assert Favourite.objects.count() == MAX_FAVOURITES


def test_hints_are_revealed_in_order_and_noted(cast: Cast, problem: Problem) -> None:
    hints_set(actor=cast.operator, problem=problem, texts=["Add *them*.", "a + b"])
    minsu = cast.api("minsu")

    assert minsu.get("/problems/sum/hints").json()["items"] == [
        {"ordinal": 1, "is_revealed": False, "html": None},
        {"ordinal": 2, "is_revealed": False, "html": None},
    ]
    early = minsu.post("/problems/sum/hints/2/reveal", {})
    assert (early.status_code, early.json()["code"]) == (409, "earlier_hint_hidden")
    assert not HintReveal.objects.exists()
    for _ in range(2):
        shown = minsu.post("/problems/sum/hints/1/reveal", {})
        assert shown.json()["html"] == "<p>Add <em>them</em>.</p>\n"
    assert HintReveal.objects.get().user == cast.minsu
    assert minsu.post("/problems/sum/hints/2/reveal", {}).status_code == 200
    assert minsu.post("/problems/sum/hints/3/reveal", {}).status_code == 404
    assert cast.api("jiwoo").get("/problems/sum/hints").json()["items"][0]["html"] is None
    assert Api().get("/problems/sum/hints").status_code == 401
    assert Api().get("/problems/sum").json()["hint_count"] == 2


def test_changed_hints_keep_who_has_seen_them(cast: Cast, problem: Problem) -> None:
    hints_set(actor=cast.operator, problem=problem, texts=["one", "two"])
    cast.api("minsu").post("/problems/sum/hints/1/reveal", {})

    hints_set(actor=cast.operator, problem=problem, texts=["better"])

    (hint,) = cast.api("minsu").get("/problems/sum/hints").json()["items"]
    assert hint["html"] == "<p>better</p>\n"
    with pytest.raises(DomainError):
        hints_set(actor=cast.ta_hana, problem=problem, texts=[])
    assert Hint.objects.count() == 1


@pytest.mark.parametrize("name", EVERYBODY)
def test_an_editorial_opens_by_solving_or_by_release(cast: Cast, name: str) -> None:
    problem = make_problem("sum", course=cast.algorithms)
    editorial_set(actor=cast.professor, problem=problem, language="ko", text="더하면 된다.")
    editorial_set(actor=cast.professor, problem=problem, language="en", text="Add.")
    make_submission(cast.minsu, problem, verdict=AC)
    make_submission(cast.jiwoo, problem, verdict=WA)
    api = cast.api(name)

    before = api.get("/problems/sum/editorial", language="en")
    editorials_show(actor=cast.professor, problem=problem, now=timezone.now())
    after = api.get("/problems/sum/editorial", language="en")

    opened = name in {"minsu", "ta_hana", "professor", "operator"}
    assert before.status_code == (200 if opened else 404)
    if not opened:
        assert before.json()["code"] == "editorial_not_found"
    assert after.status_code == 200
    assert after.json()["html"] == "<p>Add.</p>\n"
    assert after.json()["available_languages"] == ["en", "ko"]


def test_a_release_in_the_future_waits(cast: Cast, problem: Problem) -> None:
    editorial_set(actor=cast.operator, problem=problem, language="ko", text="…")
    later = timezone.now() + timedelta(hours=1)
    editorials_show(actor=cast.operator, problem=problem, now=later)

    assert Api().get("/problems/sum/editorial").status_code == 404


def test_an_operator_writes_hints_and_tags_in_the_admin(cast: Cast, problem: Problem) -> None:
    tag = Tag.objects.create(slug="maths", name_ko="수학", name_en="Maths")
    client = cast.api("operator").client
    address = f"/admin/problems/problem/{problem.pk}/change/"
    forms = client.get(address).context["inline_admin_formsets"]
    data: dict[str, Any] = {
        f"{one.formset.prefix}-{name}": value
        for one in forms
        for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}.items()
    }
    data |= {
        "slug": "sum",
        "visibility": "public",
        "allowed_languages": "[]",
        "difficulty": "2",
        "max_source_files": "1",
        "tags": [tag.pk],
        "hints-TOTAL_FORMS": 1,
        "hints-0-ordinal": 1,
        "hints-0-source": "Think.",
        "code_templates-TOTAL_FORMS": 1,
        "code_templates-0-language": "python3",
        "code_templates-0-source": "# @unlocked\n",
    }

    refused = client.post(address, data)
    assert "ends a locked region" in refused.content.decode()
    data["code_templates-0-source"] = "# @locked\nx\n# @unlocked\n"
    saved = client.post(address, data)

    assert saved.status_code == 302
    assert Hint.objects.get().html == "<p>Think.</p>\n"
    assert slugs(Api().get("/problems", search="수학")) == ["sum"]
