"""The one module that puts judge jobs into queues."""

import logging

from celery import current_app
from django.db.models import F
from django.utils import timezone
from pydantic import ValidationError

from common.jobs import job_put
from contests.models import ContestFormat
from judging import telemetry
from judging.contract import JudgeJob
from judging.contract_runs import CustomRunJob, RunInput
from judging.languages import UnknownLanguageError, language_table
from judging.limits import Limits
from judging.queues import JUDGE_TASK, RUN_QUEUE, RUN_TASK, JudgeQueue
from judging.verdicts import JudgementState
from submissions.custom_runs.models import CustomRun
from submissions.custom_runs.rules import run_limits
from submissions.faults.noting import judgehosts_off
from submissions.models import OPEN_STATES, Judgement
from submissions.sources import Source

logger = logging.getLogger(__name__)


class JobImpossibleError(ValueError):
    """No job can be made of a judgement: its language has left the table, say."""


def judge_job(judgement: Judgement) -> JudgeJob:
    """The message for a judgement; needs its submission and its test package.

    Raises JobImpossibleError.
    """
    try:
        return _judge_job(judgement)
    except (UnknownLanguageError, ValidationError) as error:
        raise JobImpossibleError(f"No job can be made: {error}") from error


def _judge_job(judgement: Judgement) -> JudgeJob:
    submission = judgement.submission
    package = judgement.test_package
    language = language_table().get(submission.language)
    return JudgeJob(
        submission_id=submission.pk,
        judgement_id=judgement.pk,
        attempt_token=judgement.attempt_token,
        language=submission.language,
        source_files=Source.kept(submission.source, submission.layout).for_judge(language),
        package_sha256=package.sha256,
        limits=Limits.model_validate(package.limits),
        stop_at_first_failure=_stops_at_first_failure(judgement),
    )


def _stops_at_first_failure(judgement: Judgement) -> bool:
    """In live contests in which only the first rejection counts; in practice people see every
    test case. The verdict is the same."""
    problem_set = judgement.submission.problem_set
    if judgement.queue != JudgeQueue.CONTEST or problem_set is None or not problem_set.is_contest:
        return False
    return problem_set.contest_rules.format == ContestFormat.ICPC


def judge_job_send(judgement: Judgement) -> bool:
    """Send one judgement's job and note that it was sent; call it after commit.

    False: the broker did not take it. The row keeps its ``sent_at``, and the sweeper
    sends it later. Never raises because of the broker. Raises JobImpossibleError.
    """
    message = judge_job(judgement).to_json()
    # Whoever sends it, it belongs to the trace in which it was handed in.
    place = telemetry.place({"traceparent": judgement.trace}) if judgement.trace else None
    with telemetry.span("send to the judge", parent=place, queue=judgement.queue):
        is_sent = job_put(JUDGE_TASK, message, queue=judgement.queue, avoid=judgehosts_off())
    if not is_sent:
        logger.warning("judgement %s waits for the sweeper", judgement.pk)
        return False
    Judgement.objects.filter(pk=judgement.pk, state__in=OPEN_STATES).update(
        sent_at=timezone.now(), send_count=F("send_count") + 1
    )
    return True


def custom_run_job(run: CustomRun) -> CustomRunJob:
    """The message for a custom run; needs its test package. Raises JobImpossibleError."""
    try:
        language = language_table().get(run.language)
        return CustomRunJob(
            run_id=run.pk,
            attempt_token=run.attempt_token,
            language=run.language,
            source_files=Source.kept(run.source, run.layout).for_judge(language),
            package_sha256=run.test_package.sha256,
            limits=run_limits(Limits.model_validate(run.test_package.limits)),
            inputs=tuple(RunInput.model_validate(one) for one in run.inputs),
        )
    except (UnknownLanguageError, ValidationError) as error:
        raise JobImpossibleError(f"No job can be made: {error}") from error


def custom_run_send(run: CustomRun) -> bool:
    """Send a custom run's job and note that it was sent; call it after commit.

    False: the broker did not take it, and the sweeper sends it later. Never raises because
    of the broker. Raises JobImpossibleError.
    """
    message = custom_run_job(run).to_json()
    if not job_put(RUN_TASK, message, queue=RUN_QUEUE, avoid=judgehosts_off()):
        return False
    CustomRun.objects.filter(pk=run.pk, state=JudgementState.QUEUED).update(
        sent_at=timezone.now(), send_count=F("send_count") + 1
    )
    return True


def sender_warm() -> None:
    """Make this thread's connection to the broker ahead of the first job: its first use costs over
    a second."""
    try:
        with current_app.producer_pool.acquire(block=True) as producer:
            channel = producer.channel
            # SQS's channel makes its client at first use; other transports have none.
            client = getattr(channel, "sqs", None)
            if callable(client):
                client()
    except Exception:
        logger.warning("the sender could not be warmed", exc_info=True)
