"""The calls of SQS that every job makes, answered in a fraction of the time.

moto finds its way to a call through Flask, rules for every service of AWS and templates, and closes
each connection; behind that stands a list of messages. Nearly all that the local site asks of it
are four calls on that list: here they take a sixth of the processor time. Whatever is unusual about
one, its errors above all, is left to moto's own answer.
"""

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from moto.sqs.models import Message, SQSBackend, sqs_backends

from infra_control.localcloud.aws import ACCOUNT

MAX_AT_ONCE = 10
LONGEST_WAIT_S = 20
MAX_BODY_BYTES = 2 * 1024 * 1024
_REGION = re.compile(r"Credential=[^/]+/\d+/([a-z0-9-]+)/sqs/")


class UnusualError(Exception):
    """moto answers this."""


class QuickHandler(MotoRequestHandler):
    """moto's, with another way for these calls. It keeps their connections, which moto closes after
    each answer."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Else the second of two writes waits for the other side's delayed word on the first."""

    def run_wsgi(self) -> None:
        call = CALLS.get(self.headers.get("X-Amz-Target", ""))
        region = _REGION.search(self.headers.get("Authorization", ""))
        length = int(self.headers.get("Content-Length") or 0)
        if call is None or region is None or not 0 < length < MAX_BODY_BYTES:
            super().run_wsgi()
            return
        body = self.rfile.read(length)
        try:
            answer = call(sqs_backends[ACCOUNT][region[1]], json.loads(body))
        except Exception:  # noqa: BLE001 - moto says what is wrong with it, in AWS' words
            self.rfile = BytesIO(body)
            super().run_wsgi()
            return
        content = json.dumps(answer).encode() if answer is not None else b""
        self.send_response_only(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _known(asked: dict[str, Any], *names: str) -> None:
    if asked.keys() - {"QueueUrl", *names}:
        raise UnusualError


def _queue_name(asked: dict[str, Any]) -> str:
    return str(asked["QueueUrl"]).rsplit("/", 1)[1]


def _send(backend: SQSBackend, asked: dict[str, Any]) -> Any:
    _known(asked, "MessageBody", "DelaySeconds")
    sent = backend.send_message(
        _queue_name(asked), asked["MessageBody"], delay_seconds=asked.get("DelaySeconds")
    )
    return {"MD5OfMessageBody": sent.body_md5, "MessageId": sent.id}


def _receive(backend: SQSBackend, asked: dict[str, Any]) -> Any:
    names = ("AttributeNames", "MessageSystemAttributeNames")
    _known(asked, "MaxNumberOfMessages", "WaitTimeSeconds", "VisibilityTimeout", *names)
    count, wait_s = asked.get("MaxNumberOfMessages", 1), asked.get("WaitTimeSeconds", 0)
    if not (1 <= count <= MAX_AT_ONCE and 0 <= wait_s <= LONGEST_WAIT_S):
        raise UnusualError
    name = _queue_name(asked)
    queue: Any = backend.get_queue(name)
    visibility_s = int(asked.get("VisibilityTimeout", queue.visibility_timeout))
    wanted = {one for name in names for one in asked.get(name, ())}
    messages = backend.receive_message(name, count, wait_s, visibility_s, [])
    return {"Messages": [_told(one, wanted) for one in messages]} if messages else {}


def _told(message: Message, wanted: set[str]) -> dict[str, Any]:
    attributes = {
        "SenderId": message.sender_id,
        "SentTimestamp": str(message.sent_timestamp),
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
    }
    told: dict[str, Any] = {
        "MessageId": message.id,
        "ReceiptHandle": message.receipt_handle,
        "MD5OfBody": message.body_md5,
        "Body": message.body,
    }
    if wanted:
        told["Attributes"] = {
            name: value for name, value in attributes.items() if wanted & {name, "All"}
        }
    return told


def _delete(backend: SQSBackend, asked: dict[str, Any]) -> Any:
    _known(asked, "ReceiptHandle")
    backend.delete_message(_queue_name(asked), asked["ReceiptHandle"])


def _change_visibility(backend: SQSBackend, asked: dict[str, Any]) -> Any:
    _known(asked, "ReceiptHandle", "VisibilityTimeout")
    seconds = int(asked["VisibilityTimeout"])
    if not 0 <= seconds <= 43_200:
        raise UnusualError
    backend.change_message_visibility(_queue_name(asked), asked["ReceiptHandle"], seconds)


CALLS: dict[str, Callable[[SQSBackend, dict[str, Any]], Any]] = {
    "AmazonSQS.SendMessage": _send,
    "AmazonSQS.ReceiveMessage": _receive,
    "AmazonSQS.DeleteMessage": _delete,
    "AmazonSQS.ChangeMessageVisibility": _change_visibility,
}
