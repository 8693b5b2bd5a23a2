"""Faults of judge and broker: every submission still gets its verdict, once."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from judging.queues import JUDGE_LEASE_S, JudgeQueue
from tests.live import RunningSite, Student, running_site

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

SLOW_SUM = """
import time
deadline = time.process_time() + 0.1
while time.process_time() < deadline:
    pass
a, b = map(int, input().split())
print(a + b)
"""
SUM = "a, b = map(int, input().split())\nprint(a + b)\n"
VERDICT_AFTER_FAULT_S = 30


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared_site: Path) -> Iterator[RunningSite]:
    with running_site(tmp_path_factory.mktemp("chaos"), prepared=prepared_site) as site:
        yield site


@pytest.fixture
def student(site: RunningSite) -> Student:
    return Student(site.url)


def judge_of(site: RunningSite, judgement_id: int) -> str:
    """The worker that has taken the job."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for name in ("judge-1", "judge-2"):
            if f"judgement {judgement_id}: delivery " in site.log(name):
                return name
        time.sleep(0.05)
    raise AssertionError(f"nobody took judgement {judgement_id}")


def test_a_hung_judge_is_replaced_within_30_s(site: RunningSite, student: Student) -> None:
    """On a whole site; every other way to lose one is in test_stages.py."""
    # given a submission that a worker is running
    submission_id = student.submit(SLOW_SUM)
    student.wait_until(submission_id, within_s=30, state="judging", stage="running")
    victim = site.processes[judge_of(site, submission_id)]
    # when that worker hangs
    victim.signal(signal.SIGSTOP)
    broken_at = time.monotonic()
    try:
        # then another gives the verdict in time
        found = student.wait_until(submission_id, within_s=60, state="done")
        took_s = time.monotonic() - broken_at
    finally:
        victim.signal(signal.SIGKILL)
    assert found["verdict"] == "AC"
    assert took_s < VERDICT_AFTER_FAULT_S, f"{took_s:.1f} s"
    # and it was counted once: one judgement, each test case once
    assert found["judgement_ordinal"] == 1
    assert [run["ordinal"] for run in found["runs"]] == list(range(1, len(found["runs"]) + 1))
    assert len(found["runs"]) == found["test_case_count"]


def test_a_broker_that_forgets_everything_loses_nothing(
    site: RunningSite, student: Student
) -> None:
    # given jobs in the queue that nobody has taken
    workers = [site.processes["judge-1"], site.processes["judge-2"]]
    for worker in workers:
        worker.stop()
    submission_ids = [student.submit(SUM) for _ in range(5)]
    # when the broker dies and comes back empty
    site.processes["aws"].signal(signal.SIGKILL)
    for worker in workers:
        worker.start()
    # then the sweeper sends them again and each gets its verdict
    for submission_id in submission_ids:
        found = student.wait_until(submission_id, within_s=90, state="done")
        assert found["verdict"] == "AC"
        assert found["judgement_ordinal"] == 1


def test_a_submission_while_the_broker_is_away_is_kept_and_judged(
    site: RunningSite, student: Student
) -> None:
    # given a broker that is down
    broker = site.processes["aws"]
    broker.stop()
    # when somebody submits
    submission_id = student.submit(SUM)
    assert student.submission(submission_id)["state"] == "queued"
    # then it is judged as soon as the broker is back
    broker.start()
    broker.wait_ready()
    assert student.wait_until(submission_id, within_s=60, state="done")["verdict"] == "AC"


def test_a_dead_letter_ends_as_a_judging_error_and_stays_for_the_operator(
    site: RunningSite, student: Student
) -> None:
    # given a job that no worker takes
    workers = [site.processes["judge-1"], site.processes["judge-2"]]
    for worker in workers:
        worker.stop()
    submission_id = student.submit(SUM)
    # when the broker gives it up, as it does after too many deliveries
    env = site.site.aws.env
    sqs = boto3.client(
        "sqs",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=env["AWS_DEFAULT_REGION"],
        aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
    )
    queue_name = f"{site.site.aws.queue_prefix}{JudgeQueue.PRACTICE}"
    queue = sqs.get_queue_url(QueueName=queue_name)["QueueUrl"]
    job = _receive(sqs, queue)
    dead = sqs.get_queue_url(QueueName=f"{queue_name}-dlq")["QueueUrl"]
    sqs.send_message(QueueUrl=dead, MessageBody=job["Body"])
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=job["ReceiptHandle"])
    # then the student sees a judging error, and the letter is still there
    found = student.wait_until(submission_id, within_s=30, state="done")
    assert found["verdict"] == "JE"
    depth = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["All"])["Attributes"]
    visible, in_flight = (
        int(depth["ApproximateNumberOfMessages"]),
        int(depth["ApproximateNumberOfMessagesNotVisible"]),
    )
    assert visible + in_flight == 1
    for worker in workers:
        worker.start()


def _receive(sqs: "SQSClient", queue: str) -> "MessageTypeDef":
    """The queue's one message. A stopped worker's last long poll, still open at the broker, may
    have been handed it: then it comes back after its visibility timeout."""
    deadline = time.monotonic() + 2 * JUDGE_LEASE_S
    while time.monotonic() < deadline:
        found = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5).get("Messages")
        if found:
            return found[0]
    raise AssertionError("the job is not in its queue")
