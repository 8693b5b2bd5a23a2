"""Points, from the report to what students and staff see of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import ContestFormat, VerdictPolicy
from judging.contract import GroupReport
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Problem, TestPackage
from submissions.dispatch import judge_job
from submissions.models import Submission
from submissions.selectors import problem_standings_of
from submissions.services import judgement_rejudge, judgement_report_record
from tests.contest_factories import HOUR, make_assignment, make_contest, make_entry
from tests.factories import (
    NOON,
    judgement_of,
    last_judgement_of,
    make_problem,
    make_submission,
    report_of,
    run_report,
)
from tests.people import Cast

AC, WA = Verdict.ACCEPTED, Verdict.WRONG_ANSWER

Watch = Callable[..., Any]


@pytest.fixture
def scored(cast: Cast, problem: Problem) -> Submission:
    """Minsu's: 40 of 100 points, accepted as legacy packages call it."""
    TestPackage.objects.update(max_score=100)
    submission = make_submission(cast.minsu, problem)
    Submission.objects.update(max_score=100)
    submission.refresh_from_db()
    judge(submission)
    return submission


def judge(submission: Submission, score: float = 40, verdict: Verdict = AC) -> None:
    groups = (
        GroupReport(name="secret/1-tell-tale", verdict=AC, score=min(score, 40), max_score=40),
        GroupReport(name="secret/2", verdict=None, score=max(score - 40, 0), max_score=60),
    )
    runs = (
        run_report(1, AC),
        run_report(2, AC, score=40.0, team_message="3 of 9"),
    )
    report = report_of(
        last_judgement_of(submission), verdict=verdict, score=score, groups=groups, runs=runs
    )
    assert judgement_report_record(report=report, now=NOON)


def test_students_see_points_and_groups_without_names(cast: Cast, scored: Submission) -> None:
    response = cast.api("minsu").get(f"/submissions/{scored.pk}")

    body = response.json()
    assert (body["verdict"], body["score"], body["max_score"]) == ("AC", 40, 100)
    assert body["groups"] == [
        {"ordinal": 1, "is_sample": False, "verdict": "AC", "score": 40, "max_score": 40},
        {"ordinal": 2, "is_sample": False, "verdict": None, "score": 0, "max_score": 60},
    ]
    told = [(run["score"], run["team_message"]) for run in body["runs"]]
    assert told == [(None, ""), (40, "3 of 9")]
    assert "tell-tale" not in response.content.decode()


def test_lists_have_the_points_at_no_cost(
    cast: Cast, scored: Submission, queries: CaptureQueriesContext
) -> None:
    api = cast.api("minsu")

    with queries:
        (item,) = api.get("/submissions").json()["items"]
    assert (item["score"], item["max_score"]) == (40, 100)
    assert len(queries) == 3  # session, user, page

    with queries:
        api.get(f"/submissions/{scored.pk}")
    assert len(queries) == 5  # session, user, submission, runs, groups


def test_part_of_the_points_solves_nothing(cast: Cast, scored: Submission) -> None:
    problem_id = scored.problem_id
    assert problem_standings_of(cast.minsu.pk, [problem_id]) == {problem_id: "tried"}

    judgement_rejudge(user=cast.operator, submission_id=scored.pk, now=NOON)
    scored.refresh_from_db()
    assert (scored.score, scored.max_score) == (40, 100)
    judge(scored, score=99.9999999999)

    assert problem_standings_of(cast.minsu.pk, [problem_id]) == {problem_id: "ac"}


def test_a_pass_fail_problem_has_no_points(cast: Cast, problem: Problem) -> None:
    submission = make_submission(cast.minsu, problem)
    judgement_report_record(report=report_of(judgement_of(submission), AC, WA), now=NOON)

    body = cast.api("minsu").get(f"/submissions/{submission.pk}").json()

    assert (body["score"], body["max_score"], body["groups"]) == (None, None, [])


@pytest.mark.parametrize("policy", [VerdictPolicy.SAMPLES, VerdictPolicy.BLIND])
def test_veiled_points_are_told_by_nothing(
    cast: Cast, scored: Submission, policy: VerdictPolicy
) -> None:
    scored.problem_set = make_assignment(
        problems=[scored.problem],
        course=cast.algorithms,
        set_fields={"verdict_policy": policy},
    )
    scored.save()

    body = cast.api("minsu").get(f"/submissions/{scored.pk}").json()

    assert (body["score"], body["groups"]) == (None, [])
    assert all(run["is_sample"] for run in body["runs"])


def test_watchers_get_points_with_the_verdict(
    cast: Cast, problem: Problem, monkeypatch: pytest.MonkeyPatch, watch_commits: Watch
) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr("submissions.live.push", lambda group, event: sent.append(event))
    submission = make_submission(cast.minsu, problem)

    with watch_commits(execute=True):
        judge(submission)

    payload = next(
        event["payload"] for event in map(_event, sent) if event["topic"].startswith("submission:")
    )
    assert payload["score"] == 40
    assert [group["score"] for group in payload["groups"]] == [40, 0]


def _event(message: dict[str, Any]) -> dict[str, Any]:
    found = message.get("event", message)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def watch_commits(django_capture_on_commit_callbacks: Watch) -> Watch:
    return django_capture_on_commit_callbacks


def test_staff_see_points_by_the_packages_names(cast: Cast, scored: Submission) -> None:
    answer = cast.api("operator").graphql(
        """{ submissions { edges { node {
            score maxScore problem { testPackage { maxScore } }
            currentJudgement { score
                groups { ordinal name verdict score maxScore } runs { score teamMessage } }
        } } } }"""
    )

    (edge,) = answer.json()["data"]["submissions"]["edges"]
    node = edge["node"]
    assert (node["score"], node["maxScore"]) == (40, 100)
    assert node["problem"]["testPackage"]["maxScore"] == 100
    assert [group["name"] for group in node["currentJudgement"]["groups"]] == [
        "secret/1-tell-tale",
        "secret/2",
    ]
    assert node["currentJudgement"]["runs"][1] == {"score": 40, "teamMessage": "3 of 9"}


@pytest.mark.parametrize(
    ("queue", "contest_format", "expected"),
    [
        (JudgeQueue.CONTEST, ContestFormat.ICPC, True),
        (JudgeQueue.CONTEST, ContestFormat.IOI, False),
        (JudgeQueue.PRACTICE, ContestFormat.ICPC, False),
        (JudgeQueue.REJUDGE, ContestFormat.ICPC, False),
    ],
)
def test_only_contests_that_count_first_failures_stop_there(
    cast: Cast,
    problem: Problem,
    queue: JudgeQueue,
    contest_format: ContestFormat,
    expected: bool,
) -> None:
    contest = make_contest(
        problems=[problem], starts_at=timezone.now() - HOUR, course=cast.algorithms
    )
    contest.contest_rules.format = contest_format
    contest.contest_rules.save()
    submission = make_submission(cast.minsu, make_problem("other"))
    submission.problem_set, submission.entry = contest, make_entry(contest, cast.minsu)
    submission.save()
    judgement = judgement_of(submission)
    judgement.queue = queue

    assert judge_job(judgement).stop_at_first_failure is expected
