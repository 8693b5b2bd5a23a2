"""Comments on lines: drafts of the staff, until the student gets them."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from strawberry.relay import to_base64

from judging.verdicts import Verdict
from notifications.models import Notification
from problems.models import Problem, Visibility
from submissions.models import LineComment, Submission
from tests.factories import make_problem, make_submission
from tests.people import EVERYBODY, Cast

STAFF = {"ta_hana", "professor", "operator"}
ADD = """mutation ($id: ID!, $line: Int!, $text: String!) {
  addComment(submissionId: $id, line: $line, text: $text) { id line html releasedAt }
}"""
EDIT = "mutation ($id: ID!, $text: String!) { editComment(commentId: $id, text: $text) { text } }"
REMOVE = "mutation ($id: ID!) { removeComment(commentId: $id) { comments { text } } }"
RELEASE = "mutation ($id: ID!) { releaseComments(submissionId: $id) { comments { text } } }"
LIST = """{ submissions(first: 50) { edges { node {
  number user { username } problem { slug course { slug } }
  comments { line text author { username } }
  override { reason madeBy { username } }
  currentJudgement { judgehost runs { verdict } }
} } } }"""


@pytest.fixture
def submission(cast: Cast) -> Submission:
    problem = make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)
    made = make_submission(cast.minsu, problem, verdict=Verdict.WRONG_ANSWER)
    made.source = "int main() {\r\n  return 1;\n}\n"
    made.save()
    return made


def number(submission: Submission) -> str:
    return to_base64("Submission", submission.pk)


def add(cast: Cast, submission: Submission, line: int = 2, name: str = "ta_hana") -> Any:
    api = cast.api(name)
    return api.graphql(ADD, id=number(submission), line=line, text="Return **0**.").json()


def seen(cast: Cast, submission: Submission, name: str = "minsu") -> Any:
    return cast.api(name).get(f"/submissions/{submission.pk}/comments").json()["items"]


def test_a_draft_is_released_once_and_told(cast: Cast, submission: Submission) -> None:
    assert add(cast, submission)["data"]["addComment"]["html"].strip() == (
        "<p>Return <strong>0</strong>.</p>"
    )
    assert seen(cast, submission) == []

    for _ in range(2):
        cast.api("professor").graphql(RELEASE, id=number(submission))

    (comment,) = seen(cast, submission)
    assert (comment["line"], comment["author"]) == (2, "ta_hana")
    told = Notification.objects.get()
    assert (told.user, told.kind, told.link) == (
        cast.minsu,
        "code_reviewed",
        f"/submissions/{submission.pk}",
    )


@pytest.mark.parametrize("line", [0, 4, -1])
def test_a_line_that_is_not_there(cast: Cast, submission: Submission, line: int) -> None:
    (error,) = add(cast, submission, line)["errors"]

    assert error["extensions"]["code"] == "no_such_line"
    assert not LineComment.objects.exists()


def test_editing_and_removing(cast: Cast, submission: Submission) -> None:
    identity = add(cast, submission)["data"]["addComment"]["id"]

    refused = cast.api("professor").graphql(EDIT, id=identity, text="Mine.").json()
    changed = cast.api("ta_hana").graphql(EDIT, id=identity, text="Better.").json()
    removed = cast.api("professor").graphql(REMOVE, id=identity).json()

    assert refused["errors"][0]["extensions"]["code"] == "not_allowed"
    assert changed["data"]["editComment"]["text"] == "Better."
    assert removed["data"]["removeComment"]["comments"] == []


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in STAFF])
def test_nobody_else_writes_or_reads_drafts(cast: Cast, submission: Submission, name: str) -> None:
    identity = add(cast, submission)["data"]["addComment"]["id"]
    api = cast.api(name)

    acts = [
        api.graphql(ADD, id=number(submission), line=1, text="Hm.").json(),
        api.graphql(EDIT, id=identity, text="Hm.").json(),
        api.graphql(REMOVE, id=identity).json(),
        api.graphql(RELEASE, id=number(submission)).json(),
    ]

    assert all("errors" in act or "code" in act for act in acts)
    comment = LineComment.objects.get()
    assert (comment.text, comment.released_at) == ("Return **0**.", None)


@pytest.mark.parametrize("name", ["jiwoo", "sora", "ta_yuri"])
def test_released_ones_are_for_those_who_see_the_submission(
    cast: Cast, submission: Submission, name: str
) -> None:
    add(cast, submission)
    cast.api("ta_hana").graphql(RELEASE, id=number(submission))

    assert cast.api(name).get(f"/submissions/{submission.pk}/comments").status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_a_list_with_all_of_it_costs_the_same(
    cast: Cast, submission: Submission, queries: CaptureQueriesContext, count: int
) -> None:
    for _ in range(count):
        made = make_submission(cast.minsu, submission.problem, verdict=Verdict.ACCEPTED)
        add(cast, made, 1)

    api = cast.api("ta_hana")

    with queries:
        edges = api.graphql(LIST).json()["data"]["submissions"]["edges"]

    assert len(edges) == count + 1
    assert len(queries) <= 12


def test_two_sources_side_by_side(cast: Cast, submission: Submission) -> None:
    other = make_submission(cast.jiwoo, submission.problem)
    query = """query ($old: ID!, $new: ID!) { submissionDiff(oldId: $old, newId: $new) {
      addedCount removedCount unified hunks { lines { kind text } } } }"""

    def diff(name: str) -> Any:
        found = {"old": number(submission), "new": number(other)}
        return cast.api(name).graphql(query, **found).json()

    assert diff("ta_hana")["data"]["submissionDiff"]["removedCount"] == 3
    assert diff("ta_yuri")["errors"][0]["extensions"]["code"] == "not_found"


def test_the_timeline(cast: Cast, submission: Submission) -> None:
    query = """query ($id: ID!) { submissionTimeline(submissionId: $id) {
      kind judgement detail username } }"""

    found = cast.api("ta_hana").graphql(query, id=number(submission)).json()
    refused = cast.api("ta_yuri").graphql(query, id=number(submission)).json()

    assert [one["kind"] for one in found["data"]["submissionTimeline"]] == ["handed_in", "queued"]
    assert refused["errors"][0]["extensions"]["code"] == "not_found"


SEARCH = """query ($choice: SubmissionChoice!) {
  submissions(filters: {choice: $choice}) { edges { node { number } } }
}"""


@pytest.mark.parametrize(
    ("choice", "is_found"),
    [
        ({"problem": "dp", "text": "return 1"}, True),
        ({"problem": "dp", "text": "RETURN 2"}, False),
        ({"course": "algorithms"}, True),
        ({"course": "networks"}, False),
        ({"studentNumber": "20261234"}, True),
        ({"studentNumber": "1"}, False),
        ({"cpuTimeMsMin": 10, "cpuTimeMsMax": 20}, True),
        ({"memoryKibMin": 1000}, False),
        ({"judgehost": "judge-7", "states": ["DONE"]}, True),
        ({"judgehost": "judge-8"}, False),
        ({"verdicts": ["WRONG_ANSWER", "TIME_LIMIT"], "username": "minsu"}, True),
    ],
)
def test_searching(
    cast: Cast, submission: Submission, choice: dict[str, Any], is_found: bool
) -> None:
    Submission.objects.update(cpu_time_ms=15, memory_kib=10)
    submission.judgements.update(judgehost="judge-7")
    cast.minsu.student_number = "20261234"
    cast.minsu.save()

    edges = (
        cast.api("ta_hana").graphql(SEARCH, choice=choice).json()["data"]["submissions"]["edges"]
    )

    assert bool(edges) is is_found
    assert cast.api("ta_yuri").graphql(SEARCH, choice=choice).json()["data"]["submissions"] == {
        "edges": []
    }


def test_text_is_looked_for_among_few_only(cast: Cast, problem: Problem) -> None:
    answer = cast.api("ta_hana").graphql(SEARCH, choice={"text": "main"}).json()

    assert answer["errors"][0]["extensions"]["code"] == "text_too_wide"
