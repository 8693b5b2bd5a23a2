"""Comparing the sources of a set: from the mutation through the worker to the marks."""

from typing import Any

import pytest
from strawberry.relay import to_base64

from contests.models import ProblemSet
from courses.models import Role
from judging.verdicts import Verdict
from problems.models import CodeTemplate, Problem, Visibility
from submissions.models import PlagiarismCheck, PlagiarismPair, Submission
from tests.conftest import Broker
from tests.contest_factories import make_assignment
from tests.factories import make_problem, make_submission
from tests.people import EVERYBODY, Cast, join, make_user
from tests.submissions.plagiarism.sources import GIVEN, disguised, program

pytestmark = pytest.mark.usefixtures("transactional_db")

START = """
mutation ($set: ID!, $threshold: Float) {
  startPlagiarismCheck(problemSetId: $set, threshold: $threshold) { id number state }
}
"""
READ = """
query ($id: ID!) {
  plagiarismCheck(id: $id) {
    state message sourceCount pairCount clusterCount leftOut { submissionNumber reason }
    clusters { ordinal sourceCount similarity problem { slug } }
    pairs(ordering: [{similarity: DESC}]) {
      id similarity leftShare rightShare mark
      left { number source user { username } } right { number user { username } }
      leftRegions { startLine startColumn endLine endColumn }
      rightRegions { startLine startColumn endLine endColumn }
    }
  }
}
"""
MARK = """
mutation ($id: ID!, $mark: PlagiarismMark!, $note: String!) {
  markPlagiarismPair(pairId: $id, mark: $mark, note: $note) { mark note markedBy { username } }
}
"""


def hand_in(user: Any, problem: Problem, problem_set: ProblemSet, source: str) -> Submission:
    submission = make_submission(user, problem, verdict=Verdict.ACCEPTED)
    submission.source, submission.problem_set = source, problem_set
    submission.save()
    return submission


@pytest.fixture
def homework(cast: Cast) -> ProblemSet:
    """Minsu and Jiwoo handed in the same in disguise; Dohyun his own. All got a template."""
    problem = make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)
    CodeTemplate.objects.create(problem=problem, language="cpp17", source=GIVEN)
    homework = make_assignment(course=cast.algorithms, problems=[problem])
    dohyun = join(make_user("dohyun"), cast.algorithms, Role.STUDENT)
    hand_in(cast.minsu, problem, homework, "int main() {}")
    hand_in(cast.minsu, problem, homework, GIVEN + program(1, 40))
    hand_in(cast.jiwoo, problem, homework, GIVEN + disguised(program(1, 40)))
    hand_in(dohyun, problem, homework, GIVEN + program(2, 40))
    return homework


def set_id(homework: ProblemSet) -> str:
    return to_base64("ProblemSet", homework.pk)


def test_a_check_finds_the_copy_and_staff_mark_it(
    cast: Cast, broker: Broker, homework: ProblemSet
) -> None:
    api = cast.api("ta_hana")

    started = api.graphql(START, set=set_id(homework), threshold=0.4).json()["data"]
    assert started["startPlagiarismCheck"]["state"] == "queued"
    assert broker.works_do() == 1
    check = api.graphql(READ, id=started["startPlagiarismCheck"]["id"]).json()["data"]

    found = check["plagiarismCheck"]
    assert (found["state"], found["sourceCount"], found["pairCount"]) == ("done", 3, 1)
    assert found["message"].startswith("3 sources compared: 1 pairs in 1 clusters")
    assert found["clusters"][0]["problem"]["slug"] == "dp"
    (pair,) = found["pairs"]
    assert {pair[side]["user"]["username"] for side in ("left", "right")} == {"minsu", "jiwoo"}
    assert pair["similarity"] > 0.9
    given_lines = GIVEN.count("\n")
    assert all(region["startLine"] >= given_lines - 2 for region in pair["leftRegions"])

    marked = api.graphql(MARK, id=pair["id"], mark="CONFIRMED", note="Same bug in line 9.").json()
    assert marked["data"]["markPlagiarismPair"] == {
        "mark": "confirmed",
        "note": "Same bug in line 9.",
        "markedBy": {"username": "ta_hana"},
    }


def test_one_comparison_at_a_time(cast: Cast, broker: Broker, homework: ProblemSet) -> None:
    api = cast.api("professor")
    api.graphql(START, set=set_id(homework))

    answer = api.graphql(START, set=set_id(homework)).json()

    assert answer["errors"][0]["extensions"]["code"] == "already_comparing"
    assert (PlagiarismCheck.objects.count(), len(broker.works())) == (1, 1)


@pytest.mark.parametrize(
    "name", [one for one in EVERYBODY if one not in {"ta_hana", "professor", "operator"}]
)
def test_others_start_see_and_mark_nothing(
    cast: Cast, broker: Broker, homework: ProblemSet, name: str
) -> None:
    cast.api("ta_hana").graphql(START, set=set_id(homework), threshold=0.4)
    broker.works_do()
    pair = PlagiarismPair.objects.get()
    api = cast.api(name)

    answers = [
        api.graphql(START, set=set_id(homework)),
        api.graphql(MARK, id=to_base64("PlagiarismPair", pair.pk), mark="CONFIRMED", note=""),
    ]
    seen = api.graphql("{ plagiarismPairs { totalCount } plagiarismChecks { totalCount } }").json()

    for answer in answers:
        body = answer.json()
        code = body["errors"][0]["extensions"]["code"] if "errors" in body else body["code"]
        assert code == ("not_signed_in" if name == "visitor" else "not_allowed")
    assert PlagiarismCheck.objects.count() == 1
    assert broker.works() == []
    pair.refresh_from_db()
    assert pair.mark == "open"
    if name == "ta_yuri":
        assert seen["data"] == {
            "plagiarismPairs": {"totalCount": 0},
            "plagiarismChecks": {"totalCount": 0},
        }
