"""GraphQL for staff: who may ask what, how errors are said, and what a query costs."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from strawberry.relay import to_base64

from codedang.graphql import schema_text
from common.graphql_limits import statements_bounded
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Visibility
from submissions.models import Judgement, Submission
from submissions.services import judgement_report_record
from tests.conftest import Broker
from tests.contest_factories import make_assignment
from tests.factories import NOON, judgement_of, make_problem, make_submission, report_of
from tests.people import EVERYBODY, Cast

STAFF = {"ta_hana", "professor", "operator", "ta_yuri"}
LIST = """
query ($filters: SubmissionFilter, $first: Int) {
  submissions(filters: $filters, first: $first, ordering: [{id: DESC}]) {
    totalCount
    edges { node {
      number verdict
      user { username }
      problem { slug course { slug } }
      currentJudgement { judgehost runs { ordinal testCase verdict judgeMessage } }
      judgements { ordinal verdict testPackage { version } }
    } }
  }
}
"""
REJUDGE = "mutation ($id: ID!) { rejudge(submissionId: $id) { ordinal state } }"


def judged(cast: Cast, slug: str = "dp") -> Submission:
    """Minsu's, to a problem of the course algorithms."""
    problem = make_problem(slug, course=cast.algorithms, visibility=Visibility.COURSE)
    submission = make_submission(cast.minsu, problem)
    report = report_of(judgement_of(submission), Verdict.ACCEPTED, Verdict.WRONG_ANSWER)
    judgement_report_record(report=report, now=NOON)
    return submission


def numbers(answer: Any) -> list[int]:
    return [edge["node"]["number"] for edge in answer.json()["data"]["submissions"]["edges"]]


def node_id(submission: Submission) -> str:
    return to_base64("Submission", submission.pk)


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_staff_get_in(cast: Cast, name: str) -> None:
    response = cast.api(name).graphql("{ problems { totalCount } }")

    if name in STAFF:
        assert response.json() == {"data": {"problems": {"totalCount": 0}}}
    else:
        expected = (401, "not_signed_in") if name == "visitor" else (403, "not_allowed")
        assert (response.status_code, response.json()["code"]) == expected


@pytest.mark.parametrize("name", sorted(STAFF))
def test_staff_see_their_courses_only(cast: Cast, name: str) -> None:
    submission = judged(cast)
    make_submission(cast.minsu, make_problem("public"), verdict=Verdict.ACCEPTED)
    api = cast.api(name)

    found = numbers(api.graphql(LIST))

    if name == "ta_yuri":
        assert found == []
    elif name == "operator":
        assert len(found) == 2
    else:
        assert found == [submission.pk]
    one = api.graphql("query ($id: ID!) { submission(id: $id) { source } }", id=node_id(submission))
    assert (one.json()["data"]["submission"] is None) is (name == "ta_yuri")


def test_filters(cast: Cast) -> None:
    submission = judged(cast)
    api = cast.api("ta_hana")

    def found(**filters: Any) -> bool:
        return numbers(api.graphql(LIST, filters=filters)) == [submission.pk]

    assert found(verdict={"exact": "WA"})
    assert found(verdict={"inList": ["AC", "WA"]}, problemSlug="dp", username="minsu")
    assert found(numbers=[submission.pk])
    assert found(createdAt={"gte": NOON.isoformat()})
    assert not found(verdict={"exact": "AC"})
    assert not found(username="jiwoo")


@pytest.mark.parametrize("count", [1, 20])
def test_a_nested_list_costs_the_same_however_long(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        judged(cast, f"dp{number}")
    api = cast.api("ta_hana")

    with queries:
        answer = api.graphql(LIST)

    assert len(numbers(answer)) == count
    assert len(queries) <= 12


def test_a_page_is_never_larger_than_allowed(cast: Cast) -> None:
    (error,) = cast.api("ta_hana").graphql(LIST, first=101).json()["errors"]

    assert (error["extensions"]["code"], "100" in error["message"]) == ("invalid_query", True)


def test_a_made_up_cursor_is_refused(cast: Cast) -> None:
    query = '{ submissions(after: "nonsense") { edges { cursor } } }'

    (error,) = cast.api("ta_hana").graphql(query).json()["errors"]

    assert error["extensions"]["code"] == "invalid_query"


@pytest.mark.parametrize("name", ["ta_hana", "professor", "operator"])
def test_rejudging(cast: Cast, broker: Broker, transactional_db: None, name: str) -> None:
    submission = judged(cast)

    answer = cast.api(name).graphql(REJUDGE, id=node_id(submission)).json()

    assert answer == {"data": {"rejudge": {"ordinal": 2, "state": "queued"}}}
    assert [job.submission_id for job in broker.jobs(JudgeQueue.REJUDGE)] == [submission.pk]


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in STAFF] + ["ta_yuri"])
def test_a_refused_rejudge_changes_and_queues_nothing(
    cast: Cast, broker: Broker, transactional_db: None, name: str
) -> None:
    submission = judged(cast)

    answer = cast.api(name).graphql(REJUDGE, id=node_id(submission)).json()

    code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else answer["code"]
    assert code == ("not_signed_in" if name == "visitor" else "not_allowed")
    submission.refresh_from_db()
    assert submission.verdict == "WA"
    assert Judgement.objects.count() == 1
    assert broker.jobs(JudgeQueue.REJUDGE) == []


@pytest.mark.parametrize(
    "identity", ["x", to_base64("Problem", 1), to_base64("Submission", "x"), to_base64("User", 1)]
)
def test_a_wrong_id_is_refused(cast: Cast, identity: str) -> None:
    answer = cast.api("ta_hana").graphql(REJUDGE, id=identity).json()

    assert answer["errors"][0]["extensions"]["code"] in {"invalid", "invalid_query"}


def test_a_write_without_the_csrf_token_is_refused(cast: Cast) -> None:
    submission = judged(cast)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ta_hana, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post(
        "/graphql",
        {"query": REJUDGE, "variables": {"id": node_id(submission)}},
        content_type="application/json",
    )

    assert response.status_code == 403
    assert Judgement.objects.count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "{ " + " ".join(f"a{n}: problems {{ totalCount }}" for n in range(20)) + " }",
        "{ problems { totalCount " + "x " * 2000 + "} }",
        "{ a { b { c { d { e { f { g { h { i { j { k { l { m { n } } } } } } } } } } } } } }",
        # Each page multiplies: a hundred of a hundred of …
        "{ problemSets(first: 100) { edges { node { clarifications { setProblem { problem { "
        "testPackages { version problem { testPackages { version } } } } } } } } } }",
        "query ($n: Int = 100) { submissions(first: $n) { edges { node { judgements { runs { id } "
        "groups { id } testPackage { problem { testPackages { id } } } } } } } }",
        # A fragment that holds two of the next, twenty times over, must not explode either.
        "{ courses { edges { node { ...f0 } } } }"
        + " ".join(f"fragment f{n} on Course {{ ...f{n + 1} ...f{n + 1} }}" for n in range(20))
        + " fragment f20 on Course { weeks { items { id } } nothing }",
        "fragment f on Course { ...f } { courses { edges { node { ...f } } } }",
        "{ problems {",
        "{ nothing }",
    ],
)
def test_abusive_and_broken_queries_are_refused(cast: Cast, query: str) -> None:
    answer = cast.api("operator").graphql(query).json()

    assert answer["errors"][0]["extensions"] == {"code": "invalid_query"}


def test_batches_are_refused(cast: Cast) -> None:
    one = {"query": "{ problems { totalCount } }"}

    response = cast.api("operator").client.post(
        "/graphql", [one, one], content_type="application/json"
    )

    assert response.status_code == 400


def test_a_query_that_takes_too_long_is_ended(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "codedang.graphql.statements_bounded", lambda: statements_bounded(seconds=0)
    )

    answer = cast.api("operator").graphql("{ problems { totalCount } }").json()

    assert answer["errors"][0]["extensions"] == {"code": "too_slow"}


def test_a_fault_of_ours_says_nothing_of_its_inside(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("submissions.schema.mutations.judgement_rejudge", fail)

    answer = cast.api("operator").graphql(REJUDGE, id=to_base64("Submission", 1))

    assert answer.json()["errors"][0]["extensions"] == {"code": "internal_error"}
    assert "hunter2" not in answer.content.decode()


def test_graphiql_is_for_staff_with_a_browser(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "graphiql.html").write_text("<title>GraphiQL</title>")
    browser = {"Accept": "text/html"}

    page = cast.api("ta_hana").client.get("/graphql", headers=browser)

    assert (page.status_code, page.content) == (200, b"<title>GraphiQL</title>")
    assert "csrftoken" in page.cookies
    assert cast.api("minsu").client.get("/graphql", headers=browser).status_code == 403


def test_the_schema_is_the_one_in_the_documents(settings: Settings) -> None:
    kept = Path(settings.BASE_DIR, "docs", "schema.graphql").read_text()

    assert kept == schema_text(), "type: manage.py write_schemas"


def test_a_set_may_hold_another_courses_problem(cast: Cast) -> None:
    theirs = make_problem("theirs", course=cast.networks)
    submission = make_submission(cast.minsu, theirs, verdict=Verdict.ACCEPTED)
    submission.problem_set = make_assignment(course=cast.algorithms, problems=[theirs])
    submission.save()
    query = "{ submissions { edges { node { number problemSlug problem { slug } } } } }"

    answers = {name: cast.api(name).graphql(query).json() for name in ("ta_hana", "ta_yuri")}

    (edge,) = answers["ta_hana"]["data"]["submissions"]["edges"]
    assert edge["node"] == {"number": submission.pk, "problemSlug": "theirs", "problem": None}
    assert answers["ta_yuri"]["data"]["submissions"]["edges"] == []
