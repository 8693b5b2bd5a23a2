"""REST: handing in, and reading submissions."""

from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from judging.verdicts import Verdict
from problems.models import Problem, Visibility
from submissions.models import Submission
from submissions.services import judgement_report_record
from tests.factories import (
    NOON,
    judgement_of,
    make_problem,
    make_submission,
    report_of,
    run_report,
)
from tests.people import EVERYBODY, Cast

AC, WA = Verdict.ACCEPTED, Verdict.WRONG_ANSWER
BODY = {"problem": "sum", "language": "cpp17", "source": "int main() {}"}


@pytest.mark.usefixtures("problem")
def test_handing_in_answers_with_the_queued_submission(cast: Cast) -> None:
    response = cast.api("minsu").post("/submissions", BODY)

    assert response.status_code == 201
    body = response.json()
    created_at = body.pop("created_at")
    assert created_at.endswith("Z")
    assert body == {
        "id": Submission.objects.get().pk,
        "problem": {"slug": "sum", "title": "Sum"},
        "problem_set": None,
        "language": "cpp17",
        "state": "queued",
        "verdict": None,
        "verdict_scope": "all",
        "source_bytes": 13,
        "cpu_time_ms": None,
        "memory_kib": None,
        "test_case_count": None,
        "score": None,
        "max_score": None,
        "sequence": 0,
        "is_set_by_staff": False,
        "is_held": False,
    }


@pytest.mark.usefixtures("problem")
@pytest.mark.parametrize("name", EVERYBODY)
def test_whoever_is_signed_in_may_hand_in_to_a_public_problem(cast: Cast, name: str) -> None:
    response = cast.api(name).post("/submissions", BODY)

    assert response.status_code == (401 if name == "visitor" else 201)
    assert Submission.objects.count() == (0 if name == "visitor" else 1)


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_staff_may_hand_in_to_a_hidden_problem(cast: Cast, name: str) -> None:
    make_problem("sum", course=cast.algorithms, visibility=Visibility.HIDDEN)

    status = cast.api(name).post("/submissions", BODY).status_code

    staff = name in {"ta_hana", "professor", "operator"}
    assert status == (401 if name == "visitor" else 201 if staff else 404)


@pytest.mark.usefixtures("problem")
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**BODY, "problem": "nope"}, 404, "problem_not_found"),
        ({**BODY, "language": "cobol"}, 422, "language_not_allowed"),
        ({**BODY, "source": "x" * 200_000}, 413, "source_too_large"),
        ({**BODY, "source": 7}, 422, "invalid"),
        ({}, 422, "invalid"),
        ("{not json", 422, "invalid_json"),
    ],
)
def test_bad_input_is_refused_in_the_one_shape(
    cast: Cast, body: Any, status: int, code: str
) -> None:
    response = cast.api("minsu").post("/submissions", body)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert set(response.json()) == {"code", "message", "fields"}


def test_fields_at_fault_are_named(cast: Cast) -> None:
    fields = cast.api("minsu").post("/submissions", {"problem": 3, "source": ""}).json()["fields"]

    assert set(fields) == {"problem", "language"}


def test_a_body_beyond_all_measure_is_refused(cast: Cast) -> None:
    response = cast.api("minsu").post("/submissions", {**BODY, "source": "x" * 3_000_000})

    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.usefixtures("problem")
def test_too_fast_is_told_when_to_come_back(cast: Cast) -> None:
    api = cast.api("minsu")
    api.post("/submissions", BODY)

    response = api.post("/submissions", BODY)

    assert response.status_code == 429
    assert response["Retry-After"] in {"1", "2"}


@pytest.mark.usefixtures("problem")
def test_an_idempotency_key_makes_a_repeat_harmless(cast: Cast) -> None:
    api = cast.api("minsu")
    first = api.post("/submissions", BODY, **{"Idempotency-Key": "k"})
    repeat = api.post("/submissions", BODY, **{"Idempotency-Key": "k"})
    other = api.post("/submissions", {**BODY, "source": "x"}, **{"Idempotency-Key": "k"})

    assert repeat.json()["id"] == first.json()["id"]
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


@pytest.mark.usefixtures("problem")
def test_a_write_without_the_csrf_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.minsu, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post("/api/v1/submissions", BODY, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (403, "csrf_failed")
    assert not Submission.objects.exists()


@pytest.fixture
def judged(cast: Cast) -> Submission:
    """Minsu's, to a problem of the course algorithms."""
    problem = make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)
    submission = make_submission(cast.minsu, problem)
    report = report_of(judgement_of(submission), AC, WA)
    judgement_report_record(report=report, now=NOON)
    return submission


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_submission_is_for_its_author_and_the_courses_staff(
    cast: Cast, judged: Submission, name: str
) -> None:
    status = cast.api(name).get(f"/submissions/{judged.pk}").status_code

    if name == "visitor":
        assert status == 401
    else:
        allowed = name in {"minsu", "ta_hana", "professor", "operator"}
        assert status == (200 if allowed else 404)


def test_the_detail_hides_secret_names_and_the_validators_words(
    cast: Cast, judged: Submission
) -> None:
    response = cast.api("minsu").get(f"/submissions/{judged.pk}")

    body = response.json()
    assert [run["name"] for run in body["runs"]] == ["sample/1", "Test 2"]
    assert (body["verdict"], body["compile_message"]) == ("WA", "a warning")
    assert "secret" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_what_a_validator_tells_the_team_is_told_and_nothing_else_of_it(
    cast: Cast, problem: Problem
) -> None:
    judgement = judgement_of(make_submission(cast.minsu, problem))
    run = run_report(1, WA, team_message="nearly, \x00 look at the second line")
    report = report_of(judgement, WA).model_copy(update={"runs": (run,)})

    judgement_report_record(report=report, now=NOON)

    (shown,) = cast.api("minsu").get(f"/submissions/{judgement.submission_id}").json()["runs"]
    assert shown["team_message"] == "nearly, \N{REPLACEMENT CHARACTER} look at the second line"
    assert "secret words" not in str(shown)


@pytest.mark.parametrize("number", ["0", "999", str(2**63), "x"])
def test_a_submission_that_is_not_there(cast: Cast, number: str) -> None:
    assert cast.api("minsu").get(f"/submissions/{number}").status_code in {404, 422}


def test_the_list_holds_ones_own_only_newest_first(cast: Cast, problem: Problem) -> None:
    mine = [make_submission(cast.minsu, problem, verdict=v).pk for v in (WA, AC)]
    make_submission(cast.jiwoo, problem)

    def ids(name: str, **query: Any) -> list[int]:
        return [item["id"] for item in cast.api(name).get("/submissions", **query).json()["items"]]

    assert ids("minsu") == mine[::-1]
    assert ids("minsu", verdict="AC") == mine[1:]
    assert ids("minsu", problem="other") == []
    assert ids("minsu", language="cpp17", problem="sum") == mine[::-1]
    assert ids("operator") == []
    assert cast.api("visitor").get("/submissions").status_code == 401
    assert cast.api("minsu").get("/submissions", verdict="RE").status_code == 422


def test_pages_meet_without_gap_or_repeat(cast: Cast, problem: Problem) -> None:
    made = [make_submission(cast.minsu, problem).pk for _ in range(5)]
    api = cast.api("minsu")

    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get("/submissions", limit=2, cursor=cursor).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        make_submission(cast.minsu, problem)

    assert seen == made[::-1]


@pytest.mark.parametrize("count", [1, 30])
def test_reading_costs_the_same_however_much_there_is(
    cast: Cast, problem: Problem, queries: CaptureQueriesContext, count: int
) -> None:
    for _ in range(count):
        submission = make_submission(cast.minsu, problem, verdict=WA)
    api = cast.api("minsu")

    with queries:
        api.get("/submissions")
    assert len(queries) == 3  # session, user, page

    with queries:
        api.get(f"/submissions/{submission.pk}")
    assert len(queries) == 4  # session, user, submission, runs


def test_handing_in_costs_few_queries(
    cast: Cast, problem: Problem, queries: CaptureQueriesContext
) -> None:
    api = cast.api("minsu")

    with queries:
        assert api.post("/submissions", BODY).status_code == 201

    # Among them: the template's locked lines, the user's turn, and what is switched off.
    assert len(queries) <= 13
