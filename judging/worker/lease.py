"""The lease on a job: a heartbeat on its message's visibility.

A thread tells SQS every BEAT_INTERVAL_S that the message stays hidden for JUDGE_LEASE_S
more. When the process is killed or stopped the beats stop with it, and the broker gives
the job to another worker within the lease. When the process lives but the job hangs, the
thread ends the whole process once the step under way has outlived its time, which is the
only way to be rid of a hang anywhere, and comes to the same.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from judging.queues import JUDGE_LEASE_S

logger = logging.getLogger(__name__)

BEAT_INTERVAL_S = 2.0
EXIT_HUNG = 75
"""Exit status of a worker that gave up on a hung job (EX_TEMPFAIL: try again)."""


class BrokerRefusedError(Exception):
    """The broker could not be told; it is away, or the message is no longer ours."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One delivery of one message."""

    queue_url: str
    receipt_handle: str
    number: int
    """How often the message has been delivered, this time included."""

    @property
    def queue_name(self) -> str:
        """With the deployment's prefix."""
        return self.queue_url.rpartition("/")[2]

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> "Delivery":
        """From the properties that kombu's SQS transport gives a message."""
        info = properties["delivery_info"]
        message = info["sqs_message"]
        return cls(
            queue_url=info["sqs_queue"],
            receipt_handle=message["ReceiptHandle"],
            number=int(message["Attributes"]["ApproximateReceiveCount"]),
        )


class Visibility(Protocol):
    """Tells the broker how much longer a delivered message stays hidden from others."""

    def change(self, delivery: Delivery, seconds: int) -> None:
        """Raises BrokerRefusedError."""
        ...


class SqsVisibility:
    """The real one. Its timeouts are short of the lease, so that one lost beat is no lost job."""

    def __init__(self, region: str) -> None:
        self._client = boto3.client(
            "sqs",
            region_name=region,
            config=Config(
                connect_timeout=1,
                read_timeout=2,
                retries={"total_max_attempts": 1},
            ),
        )

    def change(self, delivery: Delivery, seconds: int) -> None:
        try:
            self._client.change_message_visibility(
                QueueUrl=delivery.queue_url,
                ReceiptHandle=delivery.receipt_handle,
                VisibilityTimeout=seconds,
            )
        except (BotoCoreError, ClientError, OSError) as error:
            raise BrokerRefusedError(str(error)) from error


def _end_process() -> None:
    logging.shutdown()
    os._exit(EXIT_HUNG)


class Lease:
    """Keeps one delivery at a time hidden, from a thread of its own."""

    def __init__(
        self,
        visibility: Visibility,
        *,
        beat_interval_s: float = BEAT_INTERVAL_S,
        give_up: Callable[[], None] = _end_process,
    ) -> None:
        self._visibility = visibility
        self._beat_interval_s = beat_interval_s
        self._give_up = give_up
        self._changed = threading.Condition()
        self._held: Delivery | None = None
        self._deadline = 0.0
        threading.Thread(target=self._run, name="lease", daemon=True).start()

    @contextmanager
    def hold(self, delivery: Delivery, *, for_s: float) -> Iterator[None]:
        """Hold the lease inside the context; ``for_s`` is the time of the first step."""
        with self._changed:
            self._held = delivery
            self._deadline = time.monotonic() + for_s
            self._changed.notify()
        try:
            yield
        finally:
            self._release()

    def allow(self, seconds: float) -> None:
        """A new step began: from now it may take so long before the process gives up."""
        # Without the lock: a beat that waits for a slow broker must not hold up the judging.
        self._deadline = time.monotonic() + seconds

    def hand_back(self, delivery: Delivery, *, after_s: int) -> None:
        """Stop holding; others get the message after so long.

        Where the broker refuses, they get it when the lease runs out.
        """
        self._release()
        try:
            self._visibility.change(delivery, after_s)
        except BrokerRefusedError as refusal:
            logger.warning("a job could not be handed back, its lease will run out: %s", refusal)

    def leave_within(self, seconds: float) -> None:
        """A stop was asked for: the job that is held after so long goes to others, and the
        process ends, before whoever stops it loses patience and kills it."""
        timer = threading.Timer(seconds, self._abandon)
        timer.daemon = True
        timer.start()

    def _abandon(self) -> None:
        held = self._held
        if held is not None:
            logger.warning("the job is not done in time for the stop: it is handed back")
            self.hand_back(held, after_s=0)
            self._give_up()

    def _release(self) -> None:
        # Waits for a beat that is being sent: none may come after the message is settled.
        with self._changed:
            self._held = None
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._held is not None)
                held = self._held
                # Before the first beat too: most jobs end before one is due.
                if self._is_settled_within(self._beat_interval_s, held):
                    continue
                if time.monotonic() > self._deadline:
                    logger.critical("the job outlived its time: this worker gives up")
                    self._give_up()
                    self._held = None
                elif held is not None:
                    self._beat(held)

    def _is_settled_within(self, seconds: float, held: Delivery | None) -> bool:
        return self._changed.wait_for(lambda: self._held is not held, seconds)

    def _beat(self, held: Delivery) -> None:
        try:
            self._visibility.change(held, JUDGE_LEASE_S)
        except BrokerRefusedError as refusal:
            logger.warning("a heartbeat was lost: %s", refusal)
