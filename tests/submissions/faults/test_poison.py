"""A job that kills every worker that takes it, at a broker over HTTP: it stops, is seen, and is
judged again when its cause is gone."""

from collections.abc import Iterator

import boto3
import pytest
from django.utils import timezone

from infra_control.localcloud.aws import LocalAws
from infra_control.services import queue_gateway
from judging.queues import MAX_RECEIVE_COUNT, QUEUES, JudgeQueue
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.faults.models import Fault
from submissions.faults.services import fault_resolve
from submissions.models import Submission
from submissions.sweeper import sweep
from tests.cloud import eventually
from tests.factories import last_judgement_of, make_problem
from tests.people import Cast
from tests.submissions.test_submitting import hand_in

pytestmark = pytest.mark.django_db(transaction=True)

PRACTICE = next(spec for spec in QUEUES if spec.name == JudgeQueue.PRACTICE)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


@pytest.fixture
def problem(cast: Cast) -> Problem:
    return make_problem("sum")


@pytest.fixture
def broker_over_http(sqs: LocalAws) -> Iterator[LocalAws]:
    queue_gateway.cache_clear()
    yield sqs
    queue_gateway.cache_clear()


def crash_workers(aws: LocalAws) -> int:
    """Take all jobs that there are, and say nothing; returns how many deliveries there were."""
    sqs = boto3.client("sqs")
    url = f"{aws.endpoint_url}/123456789012/{aws.queue_prefix}{JudgeQueue.PRACTICE}"
    deliveries = 0
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            deliveries += 1
            sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
    return deliveries


def test_a_poison_job_stops_at_its_cap_is_seen_and_judged_again(
    cast: Cast, problem: Problem, broker_over_http: LocalAws
) -> None:
    # given a problem whose jobs kill whoever takes them
    now = timezone.now()
    victims = [hand_in(who, now=now) for who in (cast.minsu, cast.jiwoo, cast.sora)]
    assert crash_workers(broker_over_http) == len(victims) * MAX_RECEIVE_COUNT
    # when the sweeper looks
    gateway = queue_gateway()
    eventually(lambda: gateway.depth(PRACTICE.dead_letter_name).visible == len(victims))
    assert sweep(now=timezone.now()).died == len(victims)
    # then they say "judging error", and the problem's version is off; the letters stay
    verdicts = Submission.objects.values_list("verdict", "current_judgement__internal_error_kind")
    assert set(verdicts) == {(Verdict.JUDGING_ERROR, "attempts")}
    fault = Fault.objects.get()
    assert (fault.count, fault.test_package, fault.switched_off_at is not None) == (
        3,
        problem.test_package,
        True,
    )
    assert "5 deliveries" in fault.message
    assert len(gateway.dead_letters(PRACTICE, limit=10)) == len(victims)
    # and when somebody has seen to it, all of them are with the broker again, once each
    fault_resolve(user=cast.operator, fault_id=fault.pk, note="", now=timezone.now())
    assert gateway.depth(JudgeQueue.PRACTICE).visible == len(victims)
    assert [last_judgement_of(one).ordinal for one in victims] == [2, 2, 2]
    assert sweep(now=timezone.now()).is_empty, "a letter that was told is not told again"
