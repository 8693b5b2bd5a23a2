"""Judging again what our own fault left without a verdict, as often as an operator asks."""

import pytest
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from common.errors import ConflictError
from common.ports import JudgeAgain, judge_again, judgement_facts
from judging.contract import InternalError
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.models import Judgement, Submission
from submissions.rejudging.rules import RejudgingState
from submissions.rejudging.services import rejudging_cancel
from submissions.services import judgement_give_up, judgement_report_record
from tests.conftest import Broker
from tests.factories import NOON, judgement_of, last_judgement_of, make_submission, report_of
from tests.people import Cast
from tests.submissions.rejudging.support import judge_all, make_rejudging

OnCommit = DjangoCaptureOnCommitCallbacks
AC, JE = Verdict.ACCEPTED, Verdict.JUDGING_ERROR


@pytest.fixture
def dead(cast: Cast, problem: Problem) -> Judgement:
    """Minsu's job, which no judgehost finished."""
    judgement = judgement_of(make_submission(cast.minsu, problem))
    give_up(judgement)
    judgement.refresh_from_db()
    return judgement


def give_up(judgement: Judgement) -> None:
    reason = InternalError(kind="attempts", message="No judgehost finished it.")
    token = judgement.attempt_token
    assert judgement_give_up(
        judgement_id=judgement.pk, attempt_token=token, reason=reason, now=NOON
    )


def test_what_died_gets_a_successor_whose_verdict_counts(
    cast: Cast, dead: Judgement, broker: Broker, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert judge_again(dead.pk, cast.operator.pk) is JudgeAgain.QUEUED

    successor = last_judgement_of(dead.submission)
    assert [job.judgement_id for job in broker.jobs()] == [successor.pk]
    assert (successor.ordinal, successor.requested_by) == (2, cast.operator)
    assert judgement_report_record(report=report_of(successor, AC), now=NOON)
    submission = Submission.objects.get(pk=dead.submission_id)
    assert (submission.verdict, submission.current_judgement_id) == (AC, successor.pk)
    dead.refresh_from_db()
    assert (dead.verdict, dead.internal_error_message) == (JE, "No judgehost finished it.")


def test_asking_twice_judges_once_and_another_death_can_be_redriven(
    cast: Cast, dead: Judgement
) -> None:
    judge_again(dead.pk, cast.operator.pk)

    assert judge_again(dead.pk, cast.operator.pk) is JudgeAgain.NOT_NEEDED
    assert dead.submission.judgements.count() == 2

    successor = last_judgement_of(dead.submission)
    give_up(successor)
    assert judge_again(dead.pk, cast.operator.pk) is JudgeAgain.NOT_NEEDED
    assert judge_again(successor.pk, cast.operator.pk) is JudgeAgain.QUEUED


def test_one_that_never_ended_begins_anew_and_its_former_attempt_is_not_believed(
    cast: Cast, problem: Problem, broker: Broker, django_capture_on_commit_callbacks: OnCommit
) -> None:
    judgement = judgement_of(make_submission(cast.minsu, problem))
    stale = report_of(judgement, AC)

    with django_capture_on_commit_callbacks(execute=True):
        assert judge_again(judgement.pk, None) is JudgeAgain.QUEUED

    assert not judgement_report_record(report=stale, now=NOON)
    [job] = broker.jobs()
    assert (job.judgement_id, job.attempt_token) != (judgement.pk, judgement.attempt_token)
    judgement.refresh_from_db()
    assert judgement_report_record(report=report_of(judgement, AC), now=NOON)
    assert judgement.submission.judgements.count() == 1


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.TIME_LIMIT])
def test_a_verdict_is_never_asked_for_again(
    verdict: Verdict, cast: Cast, problem: Problem, broker: Broker
) -> None:
    judgement = judgement_of(make_submission(cast.minsu, problem, verdict=verdict))

    assert judge_again(judgement.pk, None) is JudgeAgain.NOT_NEEDED
    assert judge_again(judgement.pk + 1000, None) is JudgeAgain.GONE
    assert broker.jobs() == []
    assert Judgement.objects.count() == 1


def test_a_language_that_is_gone_is_refused_and_changes_nothing(dead: Judgement) -> None:
    Submission.objects.update(language="cobol")

    with pytest.raises(ConflictError, match="no longer judged"):
        judge_again(dead.pk, None)
    assert Judgement.objects.count() == 1


def test_of_a_rejudging_the_very_judgement_begins_anew(
    cast: Cast, problem: Problem, broker: Broker
) -> None:
    make_submission(cast.minsu, problem, verdict=AC)
    rejudging = make_rejudging(cast.operator, problem=problem.slug)
    judge_all(rejudging, lambda one: JE)
    rejudging.refresh_from_db()
    assert rejudging.state == RejudgingState.READY
    [judgement] = rejudging.judgements.all()

    assert judge_again(judgement.pk, cast.operator.pk) is JudgeAgain.QUEUED

    rejudging.refresh_from_db()
    assert rejudging.state == RejudgingState.JUDGING
    assert not rejudging.items.get().is_finished
    judge_all(rejudging, lambda one: AC)
    rejudging.refresh_from_db()
    assert rejudging.state == RejudgingState.READY
    assert rejudging.items.get().new_verdict == AC
    # and of one that is over nothing is wanted any more
    Judgement.objects.filter(pk=judgement.pk).update(verdict=JE)
    rejudging_cancel(user=cast.operator, rejudging_id=rejudging.pk, now=NOON)
    assert judge_again(judgement.pk, cast.operator.pk) is JudgeAgain.NOT_NEEDED


def test_operators_see_what_was_tried(
    cast: Cast, problem: Problem, dead: Judgement, queries: CaptureQueriesContext
) -> None:
    judge_again(dead.pk, cast.operator.pk)
    other = judgement_of(make_submission(cast.jiwoo, problem))

    with queries:
        facts = judgement_facts([dead.pk, other.pk, other.pk + 1000])

    assert len(queries.captured_queries) == 2
    assert set(facts) == {dead.pk, other.pk}
    first, second = facts[dead.pk].attempts
    assert (first.verdict, first.error) == ("JE", "No judgehost finished it.")
    assert (second.state, second.requested_by) == ("queued", cast.operator.username)
