"""GraphQL: a TA rejudges a course's problem from choosing to applying."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from strawberry.relay import to_base64

from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Problem, Visibility
from submissions.models import Rejudging, Submission
from tests.conftest import Broker
from tests.contest_factories import make_contest, make_entry
from tests.factories import make_problem, make_submission
from tests.people import EVERYBODY, Cast
from tests.submissions.rejudging.support import judge_all, make_rejudging, verdicts
from tests.submissions.standings.support import play

AC, WA = Verdict.ACCEPTED, Verdict.WRONG_ANSWER
STAFF = {"ta_hana", "professor", "operator"}

COUNT = """query ($choice: SubmissionChoice!) {
  rejudgingCount(choice: $choice, repeatCount: 2) { submissions judgements leftOut }
}"""
CREATE = """mutation ($choice: SubmissionChoice!, $package: ID) {
  createRejudging(choice: $choice, reason: "tests", testPackageId: $package) {
    id state submissionCount
  }
}"""
LOOK = """query ($id: ID!) { rejudging(id: $id) {
  state choiceJson createdBy { username }
  submissionCount finishedCount changedCount unstableCount
  items(filters: {oldVerdict: {exact: "AC"}, newVerdict: {exact: "WA"}}) {
    totalCount
    edges { node { fate submission { number user { username } } newJudgement { judgehost } } }
  }
} rejudgingPreview(rejudgingId: $id) {
  missedCount
  matrix { oldVerdict newVerdict count changedCount }
  boardEffects { problemSet changedCount rows { name before { rank } after { rank solved } } }
  gradeEffects { problemSet changedCount }
} }"""
APPLY = """mutation ($id: ID!, $part: RejudgingPart) {
  applyRejudging(rejudgingId: $id, part: $part) { state endedBy { username } }
}"""
CANCEL = "mutation ($id: ID!) { cancelRejudging(rejudgingId: $id) { state } }"
CATCH_UP = "mutation ($id: ID!) { catchUpRejudging(rejudgingId: $id) { state } }"
LIST = """{ rejudgings(first: 50) { edges { node {
  number state createdBy { username } problem { slug course { slug } } finishedCount changedCount
  items(first: 5) { edges { node {
    newVerdict submission { number user { username } problem { slug } }
    newJudgement { judgehost runs { verdict } }
  } } }
} } } }"""


@pytest.fixture
def problem(cast: Cast) -> Problem:
    return make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)


@pytest.fixture
def submissions(cast: Cast, problem: Problem) -> list[Submission]:
    contest = make_contest(problems=[problem], course=cast.algorithms)
    minsu, jiwoo = make_entry(contest, cast.minsu), make_entry(contest, cast.jiwoo)
    return [play(minsu, problem, 10, AC), play(jiwoo, problem, 20, AC)]


def node_id(rejudging: Rejudging) -> str:
    return to_base64("Rejudging", rejudging.pk)


def code(answer: Any) -> str:
    body = answer.json()
    found: str = body["errors"][0]["extensions"]["code"] if "errors" in body else body["code"]
    return found


def test_from_choosing_to_applying(
    cast: Cast, submissions: list[Submission], broker: Broker, transactional_db: None
) -> None:
    api = cast.api("ta_hana")
    choice = {"problem": "dp", "verdicts": ["ACCEPTED"], "languages": ["cpp17"]}

    counted = api.graphql(COUNT, choice=choice).json()["data"]["rejudgingCount"]
    made = api.graphql(CREATE, choice=choice).json()["data"]["createRejudging"]

    assert counted == {"submissions": 2, "judgements": 4, "leftOut": 0}
    assert made["state"] == "JUDGING"
    assert len(broker.jobs(JudgeQueue.REJUDGE)) == 2
    judge_all(Rejudging.objects.get(), lambda one: WA if one.submission == submissions[0] else AC)
    data = api.graphql(LOOK, id=made["id"]).json()["data"]
    look, preview = data["rejudging"], data["rejudgingPreview"]
    counts = [look[f"{name}Count"] for name in ("submission", "finished", "changed", "unstable")]
    assert counts == [2, 2, 1, 0]
    assert preview["matrix"][1] == {
        "oldVerdict": "ACCEPTED",
        "newVerdict": "WRONG_ANSWER",
        "count": 1,
        "changedCount": 1,
    }
    assert look["items"]["totalCount"] == 1
    assert look["items"]["edges"][0]["node"]["submission"]["user"] == {"username": "minsu"}
    assert preview["boardEffects"][0]["rows"] == [
        {"name": "jiwoo", "before": {"rank": 2}, "after": {"rank": 1, "solved": 1}},
        {"name": "minsu", "before": {"rank": 1}, "after": {"rank": 2, "solved": 0}},
    ]
    assert verdicts(*submissions) == ["AC", "AC"]

    for _ in range(2):
        applied = api.graphql(APPLY, id=made["id"]).json()["data"]["applyRejudging"]
        assert applied == {"state": "APPLIED", "endedBy": {"username": "ta_hana"}}
    assert verdicts(*submissions) == ["WA", "AC"]
    assert code(api.graphql(CANCEL, id=made["id"])) == "already_applied"


def test_a_cell_alone(cast: Cast, submissions: list[Submission]) -> None:
    rejudging = judge_all(
        make_rejudging(cast.ta_hana, problem="dp"),
        lambda one: WA if one.submission == submissions[0] else AC,
    )
    part = {"cells": [{"oldVerdict": "ACCEPTED", "newVerdict": "ACCEPTED"}]}

    cast.api("professor").graphql(APPLY, id=node_id(rejudging), part=part)

    assert verdicts(*submissions) == ["AC", "AC"]
    assert rejudging.items.filter(fate="applied").count() == 1


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in STAFF])
def test_nobody_else_sees_or_does_anything(
    cast: Cast, submissions: list[Submission], broker: Broker, name: str
) -> None:
    rejudging = judge_all(make_rejudging(cast.ta_hana, problem="dp"), WA)
    item_id = to_base64("RejudgingItem", rejudging.items.first().pk)  # type: ignore[union-attr]
    api = cast.api(name)
    before = list(Submission.objects.values()), list(Rejudging.objects.values())

    refused = {code(api.graphql(one, id=node_id(rejudging))) for one in (APPLY, CANCEL, CATCH_UP)}
    made = api.graphql(CREATE, choice={"problem": "dp"})
    look = api.graphql(LOOK, id=node_id(rejudging)).json()

    assert refused <= {"not_allowed", "not_signed_in"}
    assert code(made) in {"nothing_chosen", "not_allowed", "not_signed_in"}
    assert "data" not in look or look["data"] == {"rejudging": None, "rejudgingPreview": None}
    assert item_id not in str(look)
    if name == "ta_yuri":
        assert api.graphql(LIST).json()["data"]["rejudgings"]["edges"] == []
    assert (list(Submission.objects.values()), list(Rejudging.objects.values())) == before
    assert broker.jobs(JudgeQueue.REJUDGE) == []


@pytest.mark.parametrize("count", [1, 6])
def test_a_list_costs_the_same_however_long(
    cast: Cast, problem: Problem, queries: CaptureQueriesContext, count: int
) -> None:
    for _ in range(2):
        make_submission(cast.minsu, problem, verdict=WA)
    for _ in range(count):
        judge_all(make_rejudging(cast.ta_hana, problem="dp"), AC)
    api = cast.api("ta_hana")

    with queries:
        edges = api.graphql(LIST).json()["data"]["rejudgings"]["edges"]

    assert len(edges) == count
    assert edges[0]["node"]["items"]["edges"][1]["node"]["newJudgement"]["runs"] != []
    assert len(queries) <= 12


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"text": "main"}, "text_too_wide"),
        ({"problem": "nothing"}, "nothing_chosen"),
        ({"numbers": [-1]}, "invalid"),
        ({"problem": "x" * 300}, "invalid"),
    ],
)
def test_choices_that_are_refused(cast: Cast, choice: dict[str, Any], expected: str) -> None:
    assert code(cast.api("ta_hana").graphql(CREATE, choice=choice)) == expected
    assert not Rejudging.objects.exists()


@pytest.mark.parametrize("filters", ["", "filters: {isChanged: true}, "])
@pytest.mark.parametrize("rows", ["", "edges { node { newVerdict } }"])
def test_counting_the_items_of_many_rejudgings_costs_the_same(
    cast: Cast, submissions: list[Submission], filters: str, rows: str
) -> None:
    asked = "{ rejudgings(first: 50) { edges { node { items(%sfirst: 5) { totalCount %s } } } } }"
    api = cast.api("operator")
    spent = []

    for says in (AC, WA, AC):
        made = make_rejudging(cast.ta_hana, problem=submissions[0].problem.slug)
        judge_all(made, says)
        with CaptureQueriesContext(connection) as queries:
            answer = api.graphql(asked % (filters, rows)).json()
        spent.append(len(queries))

    counts = [edge["node"]["items"]["totalCount"] for edge in answer["data"]["rejudgings"]["edges"]]
    assert sorted(counts) == ([0, 0, 2] if filters else [2, 2, 2])
    assert len(set(spent)) == 1, spent
