"""Reading Celery's messages as they lie in a queue (docs/queue-contract.md)."""

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import Any

from judging.contract import ContractError, JudgeJob
from judging.queues import JUDGE_TASK

MAX_PAYLOAD_BYTES = 16 * 1024 * 1024
"""Unpacked. SQS takes a message of one MiB, and sources compress well."""


class UnreadableMessageError(ValueError):
    """A message that is not what its queue is for. The text says why."""


@dataclass(frozen=True, kw_only=True)
class TaskMessage:
    """A task as Celery puts it into a message, protocol 2."""

    task: str
    task_id: str
    args: tuple[Any, ...]


def read_task_message(body: str) -> TaskMessage:
    """Raises UnreadableMessageError."""
    try:
        envelope = json.loads(base64.b64decode(body, validate=True))
        headers = envelope["headers"]
        payload = base64.b64decode(envelope["body"], validate=True)
        if headers.get("compression") == "application/x-gzip":
            payload = _unpacked(payload)
        args = json.loads(payload)[0]
        return TaskMessage(task=headers["task"], task_id=headers["id"], args=tuple(args))
    except (ValueError, binascii.Error, zlib.error, KeyError, IndexError, TypeError) as error:
        raise UnreadableMessageError(f"no message of Celery's: {error!r}") from error


def _unpacked(payload: bytes) -> bytes:
    """Raises zlib.error, also where it would be larger than any message of ours."""
    inflating = zlib.decompressobj()
    text = inflating.decompress(payload, MAX_PAYLOAD_BYTES)
    if inflating.unconsumed_tail:
        raise zlib.error(f"more than {MAX_PAYLOAD_BYTES} bytes")
    return text


def read_judge_job(body: str) -> JudgeJob:
    """The judge job in a message. Raises UnreadableMessageError."""
    message = read_task_message(body)
    if message.task != JUDGE_TASK or len(message.args) != 1:
        raise UnreadableMessageError(f"a message for the task {message.task}, not {JUDGE_TASK}")
    try:
        return JudgeJob.from_json(message.args[0])
    except ContractError as error:
        raise UnreadableMessageError(str(error)) from error
