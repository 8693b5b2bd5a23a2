"""What the judge says is recorded once, whatever the queue does to the messages."""

from datetime import timedelta
from typing import Any

import pytest
from channels.layers import get_channel_layer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from judging.contract import GroupReport, InternalError, JudgeProgress, JudgeReport
from judging.verdicts import JudgementState, Stage, Verdict
from problems.models import Problem
from submissions.models import Judgement, ProblemResult, Submission
from submissions.services import (
    judgement_give_up,
    judgement_progress_record,
    judgement_rejudge,
    judgement_report_record,
)
from tests.factories import (
    NOON,
    judgement_of,
    make_problem,
    make_submission,
    progress_of,
    report_of,
)
from tests.people import Cast

AC, WA, JE = Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.JUDGING_ERROR
LATER = NOON + timedelta(seconds=5)


@pytest.fixture
def judgement(cast: Cast, problem: Problem) -> Judgement:
    return judgement_of(make_submission(cast.minsu, problem))


def record(message: JudgeProgress | JudgeReport) -> bool:
    if isinstance(message, JudgeProgress):
        return judgement_progress_record(progress=message, now=LATER)
    return judgement_report_record(report=message, now=LATER)


def facts(judgement: Judgement) -> dict[str, Any]:
    judgement.refresh_from_db()
    submission = Submission.objects.get(pk=judgement.submission_id)
    return {
        "judgement": (judgement.state, judgement.verdict, judgement.delivery),
        "submission": (submission.state, submission.verdict, submission.cpu_time_ms),
        "runs": list(judgement.runs.values_list("ordinal", "verdict", "cpu_time_ms")),
    }


def test_progress_opens_the_judgement_and_keeps_its_runs(judgement: Judgement) -> None:
    assert record(progress_of(judgement, 1))

    found = facts(judgement)
    assert found["judgement"] == (JudgementState.JUDGING, None, None)
    assert found["submission"] == (JudgementState.JUDGING, None, None)
    assert found["runs"] == [(1, AC, 10)]
    assert judgement.last_heard_at == LATER


def test_a_report_alone_tells_everything(judgement: Judgement) -> None:
    assert record(report_of(judgement, AC, WA, AC, delivery=2))

    found = facts(judgement)
    assert found["judgement"] == (JudgementState.DONE, WA, 2)
    assert found["submission"] == (JudgementState.DONE, WA, 30)
    assert [run[:2] for run in found["runs"]] == [(1, AC), (2, WA), (3, AC)]
    assert judgement.compile_message == "a warning"
    assert judgement.finished_at == LATER


def test_a_scored_report_leaves_its_score_and_its_groups(judgement: Judgement) -> None:
    groups = (
        GroupReport(name="secret/1", verdict=AC, score=40, max_score=40),
        GroupReport(name="secret/2", verdict=None, score=0, max_score=60),
    )
    report = report_of(judgement, AC, WA).model_copy(update={"score": 40.0, "groups": groups})

    assert record(report)

    judgement.refresh_from_db()
    assert (judgement.score, Submission.objects.get().score) == (40, 40)
    assert list(judgement.groups.values_list("name", "verdict", "score", "max_score")) == [
        ("secret/1", AC, 40, 40),
        ("secret/2", None, 0, 60),
    ]


def test_a_report_overrules_progress_of_an_earlier_delivery(judgement: Judgement) -> None:
    record(progress_of(judgement, 1, 2, 3))

    record(report_of(judgement, AC, WA))

    assert [run[:2] for run in facts(judgement)["runs"]] == [(1, AC), (2, WA)]


def test_messages_after_the_report_change_nothing(judgement: Judgement) -> None:
    record(report_of(judgement, AC, AC, AC))
    before = facts(judgement)
    sequence = Submission.objects.get(pk=judgement.submission_id).sequence

    assert not record(report_of(judgement, WA, delivery=2))
    assert not record(progress_of(judgement, 1))

    assert facts(judgement) == before
    assert Submission.objects.get(pk=judgement.submission_id).sequence == sequence


@pytest.mark.parametrize(
    "wrong", [{"attempt_token": "0" * 32}, {"submission_id": 999}, {"judgement_id": 2**70}]
)
def test_a_message_that_does_not_fit_changes_nothing(
    judgement: Judgement, wrong: dict[str, Any]
) -> None:
    assert not record(report_of(judgement, AC, **wrong))
    assert not record(progress_of(judgement, 1, **wrong))

    assert facts(judgement)["judgement"] == (JudgementState.QUEUED, None, None)


def test_stages_that_come_out_of_order_do_not_go_back(judgement: Judgement) -> None:
    record(progress_of(judgement, 1))
    record(progress_of(judgement, stage=Stage.FETCHING, test_case_count=None))

    judgement.refresh_from_db()
    assert (judgement.stage, judgement.test_case_count) == (Stage.RUNNING, 3)


def test_a_judging_error_counts_neither_for_nor_against(judgement: Judgement) -> None:
    error = InternalError(kind="package", message="no answer file")

    record(report_of(judgement, AC, verdict=JE, internal_error=error))

    assert facts(judgement)["submission"][:2] == (JudgementState.DONE, JE)
    assert judgement.internal_error_kind == "package"
    result = ProblemResult.objects.get()
    assert (result.attempts, result.first_accepted) == (0, None)


def test_a_job_that_died_ends_as_a_judging_error_once(judgement: Judgement) -> None:
    def give_up(token: str) -> bool:
        reason = InternalError(kind="attempts", message="delivered 5 times")
        return judgement_give_up(
            judgement_id=judgement.pk, attempt_token=token, reason=reason, now=LATER
        )

    assert not give_up("f" * 32)
    assert give_up(judgement.attempt_token)
    assert not give_up(judgement.attempt_token)
    assert not record(report_of(judgement, AC))
    assert facts(judgement)["judgement"][:2] == (JudgementState.DONE, JE)


def test_text_and_numbers_beyond_what_a_database_keeps_are_cut(judgement: Judgement) -> None:
    progress = progress_of(judgement, 1, judgehost="h" * 200)
    loud = progress.runs[0].model_copy(update={"judge_message": "a\x00b", "memory_kib": 2**40})

    assert record(progress.model_copy(update={"runs": (loud,)}))

    run = judgement.runs.get()
    assert (run.judge_message, run.memory_kib) == ("a\N{REPLACEMENT CHARACTER}b", 2**31 - 1)


def test_a_late_report_of_an_older_judgement_leaves_the_submission(
    cast: Cast, problem: Problem
) -> None:
    submission = make_submission(cast.minsu, problem, verdict=WA)
    old = judgement_of(submission)
    again = judgement_rejudge(user=cast.operator, submission_id=submission.pk, now=NOON)
    record(report_of(again, AC, verdict=Verdict.TIME_LIMIT))
    Judgement.objects.filter(pk=old.pk).update(state=JudgementState.JUDGING, verdict=None)

    assert record(report_of(old, AC, AC, AC))

    submission.refresh_from_db()
    assert submission.verdict == Verdict.TIME_LIMIT
    assert submission.current_judgement == again


def test_a_verdict_stays_until_the_rejudge_has_another(
    cast: Cast, problem: Problem, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    submission = make_submission(cast.minsu, problem, verdict=WA)
    again = judgement_rejudge(user=cast.operator, submission_id=submission.pk, now=NOON)

    with django_capture_on_commit_callbacks() as callbacks:
        record(progress_of(again, 1))
    submission.refresh_from_db()
    assert (submission.state, submission.verdict, callbacks) == (JudgementState.DONE, WA, [])

    record(report_of(again, AC, AC, AC))
    submission.refresh_from_db()
    again.refresh_from_db()
    assert (submission.verdict, submission.cpu_time_ms) == (AC, 30)
    assert (submission.current_judgement, again.effective_at) == (again, LATER)


def test_a_judging_error_takes_no_verdict_away(cast: Cast, problem: Problem) -> None:
    submission = make_submission(cast.minsu, problem, verdict=WA)
    old = judgement_of(submission)
    again = judgement_rejudge(user=cast.operator, submission_id=submission.pk, now=NOON)

    assert record(
        report_of(
            again,
            verdict=Verdict.JUDGING_ERROR,
            internal_error=InternalError(kind="store", message="…"),
        )
    )

    submission.refresh_from_db()
    assert (submission.verdict, submission.current_judgement) == (WA, old)
    judgement_rejudge(user=cast.operator, submission_id=submission.pk, now=NOON)


def test_the_standing_follows_verdicts_and_rejudges(cast: Cast, problem: Problem) -> None:
    make_submission(cast.minsu, problem, verdict=WA)
    second = make_submission(cast.minsu, problem)
    make_submission(cast.jiwoo, problem, verdict=WA)

    record(report_of(judgement_of(second), AC, AC, AC))
    mine = ProblemResult.objects.get(user=cast.minsu)
    assert (mine.attempts, mine.first_accepted_id) == (2, second.pk)

    again = judgement_rejudge(user=cast.operator, submission_id=second.pk, now=NOON)
    record(report_of(again, AC, WA))
    mine.refresh_from_db()
    assert (mine.attempts, mine.first_accepted_id) == (2, None)


def test_watchers_are_told_after_commit_only(
    judgement: Judgement, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        record(report_of(judgement, AC))

    # The course's staff, the line before the judge, the submission's page, lists; and the feeder.
    assert len(callbacks) == 5


def test_a_channel_layer_that_is_away_harms_nobody(
    judgement: Judgement,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*args: object) -> None:
        raise ConnectionError("the channel layer is away")

    monkeypatch.setattr(get_channel_layer(), "group_send", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        assert record(report_of(judgement, AC))

    assert facts(judgement)["judgement"][:2] == (JudgementState.DONE, AC)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_order_and_any_repetition_end_in_the_same_state(
    data: st.DataObject, cast: Cast
) -> None:
    """Whatever the queue loses of the progress, repeats or reorders, the result is the report's."""
    problem = Problem.objects.filter(slug="sum").first() or make_problem("sum")
    judgement = judgement_of(make_submission(cast.minsu, problem))
    report = report_of(judgement, AC, WA, AC)
    progress = [
        progress_of(judgement, stage=Stage.FETCHING, test_case_count=None),
        progress_of(judgement, 1),
        progress_of(judgement, 2, 3),
        progress_of(judgement, 1, 2, judgehost="judge-2"),
        progress_of(judgement, 3, attempt_token="0" * 32),
    ]
    choices: list[JudgeProgress | JudgeReport] = [*progress, report]
    messages = data.draw(st.lists(st.sampled_from(choices), max_size=12))
    at = data.draw(st.integers(0, len(messages)))

    recorded = [record(message) for message in [*messages[:at], report, *messages[at:]]]

    assert facts(judgement) == {
        "judgement": (JudgementState.DONE, WA, 1),
        "submission": (JudgementState.DONE, WA, 30),
        "runs": [(1, AC, 10), (2, WA, 20), (3, AC, 30)],
    }
    done = [*messages[:at], report, *messages[at:]].index(report)
    assert recorded[done]
    assert not any(recorded[done + 1 :])
