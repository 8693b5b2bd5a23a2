"""REST: drafts, and templates when handing in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from problems.models import Problem, Visibility
from problems.practice import code_template_set
from submissions.drafts.services import MAX_DRAFT_BYTES, MAX_DRAFTS
from submissions.models import CustomRun, Draft, Submission
from tests.contest_factories import HOUR, make_contest
from tests.factories import make_problem
from tests.people import EVERYBODY, Cast

PATH = "/problems/sum/drafts/python3"
Save = Callable[..., Any]


@pytest.fixture
def save(cast: Cast, problem: Problem) -> Save:
    def put(source: str, expected_version: int, name: str = "minsu", path: str = PATH) -> Any:
        body = {"source": source, "expected_version": expected_version}
        return cast.api(name).put(path, body)

    return put


def test_a_draft_is_kept_and_counts_its_versions(cast: Cast, save: Save) -> None:
    assert cast.api("minsu").get(PATH).status_code == 404
    assert save("one", 0).json()["version"] == 1
    assert save("two", 1).json()["version"] == 2

    body = cast.api("minsu").get(PATH).json()
    assert (body["source"], body["version"], body["problem_set"]) == ("two", 2, None)
    assert cast.api("jiwoo").get(PATH).status_code == 404
    assert cast.api("minsu").get(PATH.replace("python3", "c17")).status_code == 404


@pytest.mark.parametrize("expected_version", [0, 1, 3])
def test_a_change_elsewhere_answers_with_both_texts(save: Save, expected_version: int) -> None:
    save("one", 0)
    save("theirs", 1)

    response = save("mine", expected_version)

    body = response.json()
    assert (response.status_code, body["code"], body["yours"]) == (409, "draft_conflict", "mine")
    assert (body["current"]["source"], body["current"]["version"]) == ("theirs", 2)
    assert Draft.objects.get().source == "theirs"
    # Having merged, one saves with the version that was seen.
    assert save("both", 2).json()["version"] == 3


def test_the_same_text_is_no_conflict(save: Save) -> None:
    save("same", 0)

    assert (save("same", 0).status_code, save("same", 9).json()["version"]) == (200, 1)


def test_a_draft_that_was_deleted_elsewhere_is_a_conflict_too(cast: Cast, save: Save) -> None:
    save("one", 0)
    minsu = cast.api("minsu")

    early = minsu.client.delete(f"/api/v1{PATH}?expected_version=7")
    assert (early.status_code, early.json()["current"]["source"]) == (409, "one")
    assert minsu.client.delete(f"/api/v1{PATH}?expected_version=1").status_code == 204
    again = save("two", 1)

    assert (again.status_code, again.json()["current"]) == (409, None)
    assert not Draft.objects.exists()


def test_a_set_has_drafts_of_its_own(cast: Cast, save: Save, problem: Problem) -> None:
    make_contest("cup", problems=[problem], starts_at=timezone.now() - HOUR)
    make_contest("other", starts_at=timezone.now() - HOUR)

    save("practice", 0)
    in_set = save("contest", 0, path=f"{PATH}?problem_set=cup")

    assert (in_set.status_code, in_set.json()["problem_set"]) == (200, "cup")
    assert cast.api("minsu").get(PATH).json()["source"] == "practice"
    assert cast.api("minsu").get(PATH, problem_set="cup").json()["source"] == "contest"
    assert save("x", 0, path=f"{PATH}?problem_set=other").status_code == 404
    assert save("x", 0, path=f"{PATH}?problem_set=nothing").status_code == 404


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_who_may_open_the_problem_keeps_a_draft(cast: Cast, name: str) -> None:
    make_problem("sum", course=cast.algorithms, visibility=Visibility.HIDDEN)

    body = {"source": "x", "expected_version": 0}
    status = cast.api(name).put(PATH, body).status_code

    is_staff = name in {"ta_hana", "professor", "operator"}
    assert status == (401 if name == "visitor" else 200 if is_staff else 404)
    assert Draft.objects.count() == (1 if is_staff else 0)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"source": "가" * (MAX_DRAFT_BYTES // 2), "expected_version": 0}, 413),
        ({"source": "x" * (MAX_DRAFT_BYTES + 1), "expected_version": 0}, 422),
        ({"source": "\x00", "expected_version": 0}, 422),
        ({"source": "\ud800", "expected_version": 0}, 422),
        ({"source": "x"}, 422),
        ({"source": "x", "expected_version": -1}, 422),
    ],
)
def test_a_draft_has_bounds(
    cast: Cast, problem: Problem, body: dict[str, Any], status: int
) -> None:
    assert cast.api("minsu").put(PATH, body).status_code == status
    assert not Draft.objects.exists()


def test_an_unknown_language_has_no_draft(cast: Cast, save: Save) -> None:
    assert save("x", 0, path="/problems/sum/drafts/klingon").status_code == 422


def test_one_has_so_many_drafts_at_most(cast: Cast, save: Save) -> None:
    now = timezone.now()
    many = Problem.objects.bulk_create(Problem(slug=f"m{n}", title="m") for n in range(MAX_DRAFTS))
    Draft.objects.bulk_create(
        Draft(user=cast.minsu, problem=one, language="c17", source="", version=1, updated_at=now)
        for one in many
    )

    assert save("x", 0).json()["code"] == "too_many_drafts"
    assert save("x", 0, name="jiwoo").status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_however_long(
    cast: Cast, save: Save, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        make_problem(f"p{number}")
        save("x", 0, path=f"/problems/p{number}/drafts/c17")
    api = cast.api("minsu")

    with queries:
        items = api.get("/drafts").json()["items"]

    assert len(queries) == 3  # session, user, page
    assert len(items) == count
    assert "source" not in items[0]
    assert cast.api("jiwoo").get("/drafts").json()["items"] == []


def test_the_list_can_be_that_of_one_problem(cast: Cast, save: Save) -> None:
    # given drafts for two problems
    for slug in ("mine", "other"):
        make_problem(slug)
        save("x", 0, path=f"/problems/{slug}/drafts/c17")
    # when those of one are asked for, then no other comes
    items = cast.api("minsu").get("/drafts?problem=mine").json()["items"]
    assert [item["problem"] for item in items] == ["mine"]


TEMPLATE = "# @locked\nimport sys\n# @unlocked\npass\n"


def test_a_locked_region_is_enforced_when_handing_in_and_running(
    cast: Cast, problem: Problem
) -> None:
    code_template_set(actor=cast.operator, problem=problem, language="python3", source=TEMPLATE)
    minsu = cast.api("minsu")
    broken = {"problem": "sum", "language": "python3", "source": "import os\nprint(1)\n"}
    whole = {**broken, "source": TEMPLATE + "print(1)\n"}
    run = {"inputs": [{"input": "1"}]}

    for path, extra in (("/submissions", {}), ("/runs", run)):
        refused = minsu.post(path, {**broken, **extra})
        assert (refused.status_code, refused.json()["code"]) == (422, "locked_region_changed")
        assert "Line 1 " in refused.json()["message"]
        assert not Submission.objects.exists()
        assert not CustomRun.objects.exists()
    for path, extra in (("/submissions", {}), ("/runs", run)):
        assert minsu.post(path, {**whole, **extra}).status_code == 201
    # Another language has no template.
    other = {**broken, "language": "c17"}
    Submission.objects.update(created_at=timezone.now() - HOUR)
    assert minsu.post("/submissions", other).status_code == 201

    (shown,) = minsu.get("/problems/sum/templates").json()["items"]
    assert shown["locked"] == [{"first_line": 1, "last_line": 3}]
