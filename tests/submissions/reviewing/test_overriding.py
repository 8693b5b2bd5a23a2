"""Verdicts and scores that staff set win, and the judge's comes back when they are withdrawn."""

from typing import Any

import pytest
from strawberry.relay import to_base64

from contests.models import ContestFormat
from judging.contract import GroupReport
from judging.verdicts import Verdict
from problems.models import Problem, TestPackage, Visibility
from submissions.models import Audience, Override, ProblemResult, SetResult, Submission
from submissions.rejudging.applying import rejudging_apply
from submissions.reviewing.overriding import override_withdraw, verdict_override
from submissions.services import judgement_rejudge
from tests.contest_factories import make_assignment, make_contest, make_entry
from tests.factories import NOON, judgement_of, make_problem, make_submission
from tests.people import EVERYBODY, Cast
from tests.submissions.rejudging.support import judge_all, make_rejudging
from tests.submissions.standings.support import AC, WA, hand_in, judge, play, scratch, stored

STAFF = {"ta_hana", "professor", "operator"}
OVERRIDE = """mutation ($id: ID!, $verdict: Verdict, $score: Float, $reason: String!) {
  overrideVerdict(submissionId: $id, verdict: $verdict, score: $score, reason: $reason) {
    verdict score reason madeBy { username }
  }
}"""
WITHDRAW = """mutation ($id: ID!) { withdrawOverride(submissionId: $id) {
  verdict override { reason } overrides { verdict withdrawnBy { username } }
} }"""


@pytest.fixture
def problem(cast: Cast) -> Problem:
    return make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)


def override(cast: Cast, submission: Submission, **fields: Any) -> Override:
    made = verdict_override(
        **{
            "user": cast.ta_hana,
            "submission_id": submission.pk,
            "verdict": AC,
            "score": None,
            "reason": "the tests were wrong",
            "is_public": True,
            "now": NOON,
            **fields,
        }
    )
    submission.refresh_from_db()
    return made


def test_it_wins_over_rejudges_until_it_is_withdrawn(cast: Cast, problem: Problem) -> None:
    submission = judge(make_submission(cast.minsu, problem), WA)
    override(cast, submission)
    assert submission.verdict == AC
    assert ProblemResult.objects.get().first_accepted == submission

    judgement_rejudge(user=cast.ta_hana, submission_id=submission.pk, now=NOON)
    assert judge(submission, Verdict.TIME_LIMIT).verdict == AC
    rejudging = judge_all(make_rejudging(cast.ta_hana, problem="dp"), WA)
    rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=NOON)
    submission.refresh_from_db()
    assert (submission.verdict, judgement_of(submission).verdict) == (AC, WA)

    override_withdraw(user=cast.professor, submission_id=submission.pk, now=NOON)

    submission.refresh_from_db()
    assert (submission.verdict, submission.override) == (WA, None)
    assert ProblemResult.objects.get().first_accepted is None
    assert Override.objects.get().withdrawn_by == cast.professor


def test_standings_and_grades_follow(cast: Cast, problem: Problem) -> None:
    contest = make_contest(problems=[problem], course=cast.algorithms)
    homework = make_assignment(course=cast.algorithms, problems=[problem])
    played = play(make_entry(contest, cast.minsu), problem, 10, WA)
    written = make_submission(cast.jiwoo, problem)
    written.problem_set = homework
    written.save()
    judge(written, WA)

    for one in (played, written):
        override(cast, one)

    assert stored(contest, Audience.PUBLIC).places[0].row.totals.solved == 1
    assert stored(contest, Audience.STAFF) == scratch(contest, Audience.STAFF)
    assert SetResult.objects.get().points == 100.0


def test_a_score_counts_once_where_subtasks_are_summed(cast: Cast, problem: Problem) -> None:
    TestPackage.objects.update(max_score=100)
    problem.refresh_from_db()
    contest = make_contest(problems=[problem], course=cast.algorithms, format=ContestFormat.IOI)
    entry = make_entry(contest, cast.minsu)
    submissions = [hand_in(entry, problem, minute) for minute in (1, 2)]
    for one in submissions:
        Submission.objects.filter(pk=one.pk).update(max_score=100)
        groups = (
            GroupReport(name="secret/1", verdict=AC, score=30, max_score=30),
            GroupReport(name="secret/2", verdict=WA, score=0, max_score=70),
        )
        judge(one, WA, score=30, groups=groups)

    override(cast, submissions[1], verdict=None, score=50.0)

    total = stored(contest, Audience.STAFF).places[0].row.totals.score
    assert total == pytest.approx(30 + 35)
    assert stored(contest, Audience.STAFF) == scratch(contest, Audience.STAFF)


def test_students_see_that_staff_set_it(cast: Cast, problem: Problem) -> None:
    submission = judge(make_submission(cast.minsu, problem), WA)
    api = cast.api("minsu")
    assert api.get(f"/submissions/{submission.pk}").json()["staff_note"] is None

    override(cast, submission, is_public=False)
    secret = api.get(f"/submissions/{submission.pk}").json()
    override(cast, submission)
    public = api.get(f"/submissions/{submission.pk}").json()
    (item,) = api.get("/submissions").json()["items"]

    assert (secret["verdict"], secret["staff_note"]["reason"]) == ("AC", None)
    assert public["staff_note"]["reason"] == "the tests were wrong"
    assert (item["verdict"], item["is_set_by_staff"]) == ("AC", True)


def test_a_veil_hides_it(cast: Cast, problem: Problem) -> None:
    submission = judge(make_submission(cast.minsu, problem), WA)
    submission.problem_set = make_assignment(
        course=cast.algorithms, problems=[problem], set_fields={"verdict_policy": "blind"}
    )
    submission.save()
    override(cast, submission)

    body = cast.api("minsu").get(f"/submissions/{submission.pk}").json()

    assert (body["verdict"], body["is_set_by_staff"], body["staff_note"]) == (None, False, None)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"verdict": "JUDGING_ERROR"}, "invalid"),
        ({}, "invalid"),
        ({"verdict": "ACCEPTED", "reason": " "}, "invalid"),
        ({"score": 10.0}, "invalid"),
    ],
)
def test_refused_overrides_change_nothing(
    cast: Cast, problem: Problem, fields: dict[str, Any], code: str
) -> None:
    submission = judge(make_submission(cast.minsu, problem), WA)

    answer = cast.api("ta_hana").graphql(
        OVERRIDE, id=to_base64("Submission", submission.pk), **{"reason": "so", **fields}
    )

    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert not Override.objects.exists()


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may(cast: Cast, problem: Problem, name: str) -> None:
    submission = judge(make_submission(cast.minsu, problem), WA)
    api, number = cast.api(name), to_base64("Submission", submission.pk)

    made = api.graphql(OVERRIDE, id=number, verdict="ACCEPTED", reason="so").json()
    withdrawn = api.graphql(WITHDRAW, id=number).json()

    submission.refresh_from_db()
    assert submission.verdict == WA
    if name in STAFF:
        assert made["data"]["overrideVerdict"]["madeBy"] == {"username": name}
        assert withdrawn["data"]["withdrawOverride"] == {
            "verdict": "WA",
            "override": None,
            "overrides": [{"verdict": "ACCEPTED", "withdrawnBy": {"username": name}}],
        }
    else:
        assert not Override.objects.exists()
        assert "errors" in made or "code" in made
