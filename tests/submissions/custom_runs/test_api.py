"""Custom runs through REST and the websocket, by the whole cast."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from problems.models import Problem
from submissions.consumers import TOPICS, _RefusedError
from submissions.custom_runs.models import CustomRun
from submissions.custom_runs.services import custom_run_report_record
from submissions.sources import Source
from tests.factories import NOON
from tests.people import EVERYBODY, Cast
from tests.submissions.custom_runs.test_services import create, report_of

BODY = {
    "problem": "sum",
    "language": "python3",
    "source": "print(3)",
    "inputs": [{"sample": "1"}, {"input": "20 3\n", "expected": "23\n"}],
}


def test_a_run_is_made_and_read(cast: Cast, problem: Problem) -> None:
    answer = cast.api("minsu").post("/runs", BODY)

    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["sequence"], made["words"]) == ("queued", 0, [])
    assert made["inputs"] == [
        {"sample": "1", "input": None, "expected": None},
        {"sample": None, "input": "20 3\n", "expected": "23\n"},
    ]

    run = CustomRun.objects.get()
    custom_run_report_record(report=report_of(run), now=NOON)
    read = cast.api("minsu").get(f"/runs/{made['id']}")

    assert read["Cache-Control"] == "private, no-store"
    body = read.json()
    assert (body["state"], body["words"], body["source"]) == ("done", ["AC", "WA"], "print(3)")
    assert (body["is_compiled"], body["compile_message"]) == (True, "a warning")
    assert body["results"][0]["stdout"] == "3\n"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"problem": "nothing"}, 404, "problem_not_found"),
        ({"language": "brainfuck"}, 422, "language_not_allowed"),
        ({"source": " "}, 422, "source_empty"),
        ({"inputs": []}, 422, "invalid"),
        ({"inputs": [{}]}, 422, "input_unclear"),
        ({"inputs": [{"sample": "9"}]}, 422, "sample_unknown"),
        ({"inputs": [{"input": "x" * 70_000}] * 2}, 413, "inputs_too_large"),
    ],
)
def test_a_refused_run_says_why_and_keeps_nothing(
    cast: Cast, problem: Problem, change: dict[str, Any], status: int, code: str
) -> None:
    answer = cast.api("minsu").post("/runs", {**BODY, **change})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not CustomRun.objects.exists()


def test_runs_are_nobodys_business_but_their_authors(cast: Cast, problem: Problem) -> None:
    run = create(cast.minsu)

    seen = {name: cast.api(name).get(f"/runs/{run.pk}").status_code for name in EVERYBODY}
    listed = {
        name: len(cast.api(name).get("/runs").json()["items"])
        for name in EVERYBODY
        if name != "visitor"
    }

    assert seen == {
        **dict.fromkeys(EVERYBODY, 404),
        "visitor": 401,
        "minsu": 200,
    }
    assert listed == {**dict.fromkeys(listed, 0), "minsu": 1}
    assert cast.api("visitor").post("/runs", BODY).status_code == 401


def test_the_list_costs_the_same_for_many(
    cast: Cast, problem: Problem, queries: CaptureQueriesContext
) -> None:
    for minute in range(5):
        run = create(cast.minsu, now=NOON.replace(minute=minute))
        custom_run_report_record(report=report_of(run), now=NOON)
    api = cast.api("minsu")

    with queries:
        page = api.get("/runs", problem="sum", limit=3).json()

    assert len(queries) <= 3
    assert not any('"results"' in query["sql"] for query in queries.captured_queries)
    assert page["items"][0]["words"] == ["AC", "WA"]
    assert [item["id"] for item in page["items"]] == sorted(
        CustomRun.objects.values_list("pk", flat=True), reverse=True
    )[:3]
    assert len(api.get("/runs", cursor=page["next_cursor"]).json()["items"]) == 2


def test_only_the_author_may_watch_a_run(cast: Cast, problem: Problem) -> None:
    run = create(cast.minsu)
    topic = TOPICS["run"]

    assert topic.sequence(cast.minsu, str(run.pk)) == 0
    for name in set(EVERYBODY) - {"visitor", "minsu"}:
        stranger = cast.named(name)
        assert stranger is not None
        with pytest.raises(_RefusedError):
            topic.sequence(stranger, str(run.pk))
    with pytest.raises(_RefusedError):
        topic.group(cast.minsu, "1e9")


def test_operators_see_that_a_run_was_made_and_not_what_of(cast: Cast, problem: Problem) -> None:
    run = create(cast.minsu, source=Source("print('my secret idea')"))

    page = cast.api("operator").client.get(f"/admin/submissions/customrun/{run.pk}/change/")

    assert page.status_code == 200
    assert b"python3" in page.content
    assert b"my secret idea" not in page.content
