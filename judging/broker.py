"""How Celery reaches SQS, on both sides of the queue.

kombu's SQS transport is used with three changes, each for a fault or a promise:

- A receive that fails (broker away: kombu hands its callback a list where a dict is
  expected; queue missing: an exception inside the event loop) is logged and tried again
  after a pause. Unchanged, the first kills the worker and the second ends its polling.
- One receive is in flight at a time, queues in the order they were given. kombu polls all
  queues at once, so that a busy worker may swallow a second job which nobody then works on,
  and a worker that dies takes a delivery of its open long poll with it.
- A rejected message is left to the queue's redrive policy: it is never deleted.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError
from kombu import compression
from kombu.asynchronous.aws.sqs.connection import AsyncSQSConnection
from kombu.log import get_logger
from kombu.transport import SQS, TRANSPORT_ALIASES
from kombu.transport.SQS.exceptions import UndefinedQueueException
from vine import promise, transform

from judging.queues import QUEUES, RESULTS_QUEUE

logger = get_logger(__name__)

# The published stubs of kombu know only a part of these classes.
_AsyncSQSConnection: Any = AsyncSQSConnection
_SQSChannel: Any = SQS.Channel
_SQSTransport: Any = SQS.Transport

SCHEME = "codedangsqs"
TRANSPORT_ALIASES[SCHEME] = "judging.broker:Transport"

LONG_POLL_S = 1
"""Short: a worker of several queues may be this late to notice a job in a quiet one."""

POLLING_INTERVAL_S = 0.02
PAUSE_AFTER_FAILURE_S = 0.5
RECEIVE_FAILED = -1
COMPRESS_FROM_CHARS = 64 * 1024
MAX_UNPACKED_BYTES = 16 * 1024 * 1024
"""Of a message's body: a judge that was broken into may send what inflates to gigabytes."""


def unpack(packed: bytes) -> bytes:
    """Undo zlib's compression. Raises ValueError where more comes out than any message of ours."""
    inflating = zlib.decompressobj()
    body = inflating.decompress(packed, MAX_UNPACKED_BYTES)
    if inflating.unconsumed_tail or not inflating.eof:
        raise ValueError(f"a message that is cut, or holds more than {MAX_UNPACKED_BYTES} bytes")
    return body


compression.register(zlib.compress, unpack, "application/x-gzip", aliases=["gzip", "zlib"])


class Connection(_AsyncSQSConnection):  # type: ignore[misc]  # see above
    """Answers a failed receive with None instead of a list or an exception."""

    def _on_list_ready(self, parent: Any, markers: Any, operation: str, response: Any) -> Any:
        if response.status != self.STATUS_CODE_OK:
            error = getattr(response, "reason", "") or ""
            logger.warning("%s failed: HTTP status %s %s", operation, response.status, error)
            return None
        return super()._on_list_ready(parent, markers, operation, response)


class Channel(_SQSChannel):  # type: ignore[misc]  # see above
    """A channel that polls its queues one after the other and outlives its broker."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_polling = False
        self._last_fruitful: str | None = None

    def _schedule_queue(self, queue: str) -> None:
        """Called by kombu once for each queue; the first call starts the one chain of polls."""
        if not self._is_polling:
            self._is_polling = True
            self._poll_queues(0)

    def _poll_queues(self, position: int) -> None:
        """Ask every queue in turn without waiting, then wait at the one that last had a job."""
        queues = list(self._active_queues)
        if not queues:
            self._is_polling = False
            return
        if not self.qos.can_consume():
            self.hub.call_later(POLLING_INTERVAL_S, self._poll_queues, 0)
            return
        if len(queues) > 1 and position < len(queues):
            queue, wait_s = queues[position], 0
        else:
            queue = self._last_fruitful if self._last_fruitful in queues else queues[0]
            wait_s = self.wait_time_seconds
            position = len(queues)
        self._receive(queue, wait_s, promise(self._after_poll, (queue, position)))

    def _receive(self, queue: str, wait_s: int, callback: Callable[[int], None]) -> None:
        name = self.canonical_queue_name(queue)
        try:
            url = self._new_queue(queue)
        except self.connection.connection_errors as error:
            logger.warning("queue %s can't be resolved: %s", name, error)
            callback(RECEIVE_FAILED)
            return
        self.asynsqs(queue=name).receive_message(
            name,
            url,
            number_messages=self._get_message_estimate(),
            wait_time_seconds=wait_s,
            callback=transform(self._on_messages_ready, callback, url, queue),
        )

    def _after_poll(self, queue: str, position: int, received: int) -> None:
        if received == RECEIVE_FAILED:
            self.hub.call_later(PAUSE_AFTER_FAILURE_S, self._poll_queues, 0)
        elif received:
            self._last_fruitful = queue
            self.hub.call_soon(self._poll_queues, 0)
        elif position < len(self._active_queues):
            self.hub.call_soon(self._poll_queues, position + 1)
        else:
            self.hub.call_later(POLLING_INTERVAL_S, self._poll_queues, 0)

    def _on_messages_ready(self, queue: str, qname: str, messages: Any) -> int:
        if not isinstance(messages, dict):
            return RECEIVE_FAILED
        count: int = super()._on_messages_ready(queue, qname, messages)
        return count

    def sqs(self, queue: str | None = None) -> Any:
        """One client for all queues: each costs megabytes and seconds of its own."""
        return super().sqs(None)

    def asynsqs(self, queue: str | None = None) -> Any:
        clients = self._predefined_queue_async_clients
        if queue not in clients:
            clients[queue] = Connection(sqs_connection=self.sqs(queue=queue), region=self.region)
        return clients[queue]

    def _update_queue_cache(self, queue_name_prefix: str) -> None:
        known = {name: q["url"] for name, q in self.predefined_queues.items() if q["url"]}
        self._queue_cache.update(known)

    def _resolve_queue_url(self, queue: str) -> str:
        """The queue's address: configured, or asked from the broker once."""
        name = self.canonical_queue_name(queue)
        if name not in self.predefined_queues:
            raise UndefinedQueueException(f"No queue of this deployment is named {name!r}.")
        if name not in self._queue_cache:
            answer = self.sqs(queue=name).get_queue_url(QueueName=name)
            self._queue_cache[name] = answer["QueueUrl"]
        url: str = self._queue_cache[name]
        return url

    def _size(self, queue: str) -> int:
        """kombu asks at each declaration and ignores the answer; it costs a call and can fail."""
        return 0

    def _delete_rejected_message(self, delivery_tag: str) -> None:
        """Leave it where it is: the queue's redrive policy decides."""


class Transport(_SQSTransport):  # type: ignore[misc]  # see above
    """kombu's SQS transport with the channel above. A refusal by the broker is retried too."""

    Channel = Channel
    polling_interval = POLLING_INTERVAL_S
    connection_errors = (*_SQSTransport.connection_errors, ClientError)
    channel_errors = (*_SQSTransport.channel_errors, ClientError)


def compression_for(message: str) -> str | None:
    """Celery's ``compression`` for a task with this argument.

    SQS takes 1 MiB, counted after two encodings in base64 and JSON's escapes.
    """
    return "zlib" if len(message) >= COMPRESS_FROM_CHARS else None


def queue_names(prefix: str) -> tuple[str, ...]:
    """The names of all queues of a deployment, without their dead letters."""
    return tuple(f"{prefix}{spec.name}" for spec in QUEUES)


def broker_settings(
    *,
    queue_prefix: str,
    region: str,
    queue_url_base: str = "",
    names: Iterable[str] | None = None,
) -> Mapping[str, object]:
    """Celery's settings for SQS, the same on the web side and on the judge's.

    ``queue_url_base`` is what stands before a queue's name in its URL; empty: the broker is
    asked. Endpoint and credentials come from the environment, as boto3 reads it.
    """
    base = queue_url_base.rstrip("/")
    return {
        "broker_url": f"{SCHEME}://",
        "broker_transport_options": {
            "region": region,
            "wait_time_seconds": LONG_POLL_S,
            "polling_interval": POLLING_INTERVAL_S,
            "predefined_queues": {
                name: {"url": f"{base}/{name}" if base else ""}
                for name in (queue_names(queue_prefix) if names is None else names)
            },
            "client-config": {
                "connect_timeout": 3,
                "read_timeout": 10,
                "retries": {"total_max_attempts": 2, "mode": "standard"},
            },
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_default_queue": f"{queue_prefix}{RESULTS_QUEUE}",
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_acks_on_failure_or_timeout": False,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
    }
