import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from celery import Celery

from common import ports
from infra_control.gateways.errors import CloudError
from infra_control.gateways.sqs import DeadLetter, Depth, RememberingQueueGateway
from infra_control.services import dead_letters_announce, queue_depths
from judging.contract import JudgeJob, SourceFile
from judging.limits import Limits
from judging.queues import JUDGE_TASK, RESULTS_QUEUE, WORKER_QUEUES, JudgeQueue

JOB = JudgeJob(
    submission_id=7,
    judgement_id=11,
    attempt_token="ab" * 16,
    language="python3",
    source_files=(SourceFile(name="main.py", text="print('안녕')\n" * 9_000),),
    package_sha256="0" * 64,
    limits=Limits(),
)


def body_of(task: str, argument: str, *, compression: str | None = None) -> str:
    """The message that Celery would put into SQS."""
    app = Celery(broker="memory://", set_as_current=False)
    with app.connection_for_write() as connection:
        app.send_task(
            task, args=[argument], queue="queue", connection=connection, compression=compression
        )
        channel: Any = connection.default_channel
        message = channel._get("queue")
    return base64.b64encode(json.dumps(message).encode()).decode()


def letter(body: str) -> DeadLetter:
    return DeadLetter(
        message_id="m1", body=body, sent_at=datetime(2026, 1, 1, tzinfo=UTC), receive_count=5
    )


@pytest.fixture
def deaths(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str, str]]:
    told: list[tuple[int, str, str]] = []

    def died(judgement_id: int, attempt_token: str, reason: str) -> bool:
        told.append((judgement_id, attempt_token, reason))
        return True

    monkeypatch.setattr(ports.judge_job_died, "_answer", died)
    return told


@pytest.mark.parametrize("compression", [None, "zlib"])
def test_the_death_of_a_job_is_told_and_its_letter_stays(
    deaths: list[tuple[int, str, str]], compression: str | None
) -> None:
    gateway = RememberingQueueGateway()
    dead = letter(body_of(JUDGE_TASK, JOB.to_json(), compression=compression))
    gateway.letters[JudgeQueue.PRACTICE] = [dead]
    gateway.depths["judge-practice-dlq"] = Depth(visible=1, in_flight=0, delayed=0)

    assert dead_letters_announce(gateway) == 1

    assert deaths == [(11, "ab" * 16, "No judgehost finished the job in 5 deliveries.")]
    assert gateway.letters[JudgeQueue.PRACTICE] == [dead]


@pytest.mark.parametrize(
    "body", ["not base64!", "bm8ganNvbg==", body_of("another.task", "x"), body_of(JUDGE_TASK, "x")]
)
def test_a_letter_that_is_no_job_is_left_alone(
    deaths: list[tuple[int, str, str]], body: str
) -> None:
    gateway = RememberingQueueGateway()
    gateway.letters[JudgeQueue.CONTEST] = [letter(body)]
    gateway.depths["judge-contest-dlq"] = Depth(visible=1, in_flight=0, delayed=0)

    assert dead_letters_announce(gateway) == 0

    assert deaths == []


def test_depths_are_those_of_the_judges_queues_and_of_their_results() -> None:
    gateway = RememberingQueueGateway()
    gateway.depths["judge-rejudge"] = Depth(visible=2, in_flight=3, delayed=1)

    depths = queue_depths(gateway)

    assert set(depths) == {*WORKER_QUEUES, RESULTS_QUEUE}
    assert depths["judge-rejudge"] == ports.QueueDepth(visible=3, in_flight=3)


def test_a_broker_that_is_away_is_an_oserror_as_the_port_promises() -> None:
    gateway = RememberingQueueGateway()
    gateway.fault = CloudError("away", code="x", retryable=True)

    with pytest.raises(OSError, match="away"):
        queue_depths(gateway)
