import base64
import json
import zlib

import pytest

from infra_control.messages import (
    MAX_PAYLOAD_BYTES,
    UnreadableMessageError,
    read_task_message,
)


def message(payload: bytes) -> str:
    headers = {"task": "t", "id": "1", "compression": "application/x-gzip"}
    envelope = {"headers": headers, "body": base64.b64encode(payload).decode()}
    return base64.b64encode(json.dumps(envelope).encode()).decode()


def test_a_packed_message_is_read() -> None:
    packed = zlib.compress(json.dumps([["x"], {}, {}]).encode())

    assert read_task_message(message(packed)).args == ("x",)


def test_a_message_that_would_grow_without_end_is_refused() -> None:
    bomb = zlib.compress(b"[" * (MAX_PAYLOAD_BYTES + 1))

    with pytest.raises(UnreadableMessageError, match="more than"):
        read_task_message(message(bomb))
