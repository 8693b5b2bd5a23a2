"""Faults of judge, broker and web side: every submission still gets its verdict, once."""

import random
import signal
import time
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import pytest

from judging.queues import JUDGE_LEASE_S, JudgeQueue
from submissions.turns import SHARE
from tests.chaos.site.support import (
    SLOW_SUM,
    SUM,
    assert_counted_once,
    depth,
    newest,
    queue_url,
    sqs_of,
    until,
)
from tests.live import RunningSite, Student

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

VERDICT_AFTER_FAULT_S = 30


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
    sqs = sqs_of(site)
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


def test_each_message_three_times_and_out_of_order_counts_once(
    site: RunningSite, student: Student
) -> None:
    # given judgements whose every message waits for the results worker
    site.processes["results"].stop()
    submission_ids = [student.submit(SUM) for _ in range(SHARE)]
    until(
        lambda: all(f"judgement {one}: done" in judges_said(site) for one in submission_ids),
        within_s=60,
    )
    # when all of them come three times, in any order
    sqs, queue = sqs_of(site), queue_url(site)
    messages = [body for body in take_all(sqs, queue) for _ in range(3)]
    random.Random(3).shuffle(messages)  # noqa: S311 - any order, the same in each run
    assert len(messages) >= 3 * len(submission_ids)
    for body in messages:
        sqs.send_message(QueueUrl=queue, MessageBody=body)
    site.processes["results"].start()
    # then each submission has its verdict once, and nothing changes it afterwards
    for one in submission_ids:
        student.wait_until(one, within_s=60, state="done")
    until(lambda: depth(sqs, queue) == 0, within_s=60)
    for one in submission_ids:
        assert_counted_once(student.submission(one))


def test_a_web_process_killed_between_commit_and_enqueue_loses_nothing(
    site: RunningSite, student: Student
) -> None:
    # given a submission that is committed, while the broker doesn't answer its sender
    before = newest(student)
    site.processes["aws"].signal(signal.SIGSTOP)
    try:
        Thread(target=submit_in_vain, args=(Student(site.url),), daemon=True).start()
        until(lambda: newest(student) != before, within_s=30)
        # when the sender is killed
        site.processes["web"].signal(signal.SIGKILL)
    finally:
        site.processes["aws"].signal(signal.SIGCONT)
    # then it is judged all the same
    until(lambda: newest(student) != before, within_s=60)
    submission_id = newest(student)
    until(lambda: student.submission(submission_id)["state"] == "done", within_s=60)
    assert_counted_once(student.submission(submission_id))


def test_without_redis_pages_go_on_over_rest(site: RunningSite, student: Student) -> None:
    # given no cache, and no way to push
    site.processes["redis"].stop()
    try:
        # then people read, sign in, hand in and get their verdicts
        assert student.get("/api/v1/me")["username"] == "student"
        assert student.get("/api/v1/problems")["items"]
        assert student.get("/healthz/ready")["cache"] == "away"
        submission_id = Student(site.url).submit(SUM)
        student.wait_until(submission_id, within_s=90, state="done")
        assert_counted_once(student.submission(submission_id))
    finally:
        site.processes["redis"].start()
        site.processes["redis"].wait_ready()
    until(lambda: student.get("/healthz/ready")["cache"] == "ok", within_s=30)


def judges_said(site: RunningSite) -> str:
    return site.log("judge-1") + site.log("judge-2")


def submit_in_vain(student: Student) -> None:
    with suppress(httpx.HTTPError):
        student.submit(SUM)


def take_all(sqs: "SQSClient", queue: str) -> list[str]:
    """All messages that there are, also those that a stopped worker still holds."""
    bodies = []
    while depth(sqs, queue):
        for message in sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=5
        ).get("Messages", []):
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return bodies
