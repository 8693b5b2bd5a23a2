"""Sending to live clients through the channel layer. A push that fails is logged and harms
nobody: the client finds out over REST."""

import asyncio
import logging
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from judging import telemetry
from judging.telemetry.metrics import PUSH_SECONDS

logger = logging.getLogger(__name__)

PUSH_TIMEOUT_S = 2.0
EVENT_TYPE = "live.event"
"""Names the consumer's handler, live_event."""

_loop: asyncio.AbstractEventLoop | None = None
_is_servers = False
"""Whether the loop serves requests as well, whose threads don't wait for their pushes."""
_loop_lock = threading.Lock()


def start_loop() -> None:
    """Give this process one loop for its pushes, so that they share one connection.

    For processes without a running event loop of their own (results worker, sweeper).
    A web process has its server's: push_through.
    """
    global _loop  # noqa: PLW0603 - one per process, as the loop itself is
    with _loop_lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="push", daemon=True).start()
            # The first use of a connection costs up to a second: not at somebody's verdict.
            asyncio.run_coroutine_threadsafe(_warm(), _loop)


def push_through(loop: asyncio.AbstractEventLoop) -> None:
    """Let this web process's pushes run in its server's loop."""
    global _loop, _is_servers
    with _loop_lock:
        _loop, _is_servers = loop, True


def layer_ask() -> None:
    """Raises where the channel layer can't be reached."""
    layer = get_channel_layer()
    if layer is None:
        return
    message = {"type": "ignored"}
    if _loop is None:
        async_to_sync(_send)(layer, "healthz", message)
        return
    sending = asyncio.run_coroutine_threadsafe(_send(layer, "healthz", message), _loop)
    sending.result(PUSH_TIMEOUT_S + 1)


async def _warm() -> None:
    try:
        layer = get_channel_layer()
        if layer is not None:
            await _send(layer, "warm", {"type": "ignored"})
    except Exception:
        logger.warning("the channel layer is away", exc_info=True)


def push(
    group: str, message: dict[str, Any], *, loop: asyncio.AbstractEventLoop | None = None
) -> None:
    """Send ``message`` to all in ``group``; call it after commit. Never raises.

    ``loop`` is a running one of another thread, for threads that the server's own
    doesn't know.
    """
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        loop = loop or _loop
        with telemetry.span("push", group=group):
            if loop is not None:
                sending = asyncio.run_coroutine_threadsafe(_send(layer, group, message), loop)
                _await(sending, f"push to {group}")
            else:
                async_to_sync(_send)(layer, group, message)
    except Exception:
        logger.warning("push to %s failed", group, exc_info=True)


def _await(sending: Future[None], what: str) -> None:
    """Wait for it, except in a web process: there somebody waits for an answer."""
    if not _is_servers:
        sending.result(PUSH_TIMEOUT_S + 1)
        return

    def look(done: Future[None]) -> None:
        if not done.cancelled() and (error := done.exception()):
            logger.warning("%s failed: %r", what, error)

    sending.add_done_callback(look)


async def _send(layer: Any, group: str, message: dict[str, Any]) -> None:
    async with asyncio.timeout(PUSH_TIMEOUT_S):
        await layer.group_send(group, message)


def live_event(topic: str, sequence: int, payload: Mapping[str, object]) -> dict[str, object]:
    """An event of a topic, as the websocket's consumer passes it on."""
    event = {"type": EVENT_TYPE, "topic": topic, "sequence": sequence, "payload": dict(payload)}
    if telemetry.is_on():
        event |= {"at": time.time(), "trace": telemetry.headers()}
    return event


def live_event_heard(event: Mapping[str, Any]) -> AbstractContextManager[None]:
    """While a socket passes an event on: its part of the trace in which it was sent."""
    if "at" not in event:
        return nullcontext()
    kind = event["topic"].partition(":")[0]
    telemetry.record(PUSH_SECONDS, max(0.0, time.time() - event["at"]), topic=kind)
    return telemetry.served("pass on an event", headers=event["trace"], topic=event["topic"])


def push_many(
    messages: Iterable[tuple[str, dict[str, Any]]],
    *,
    loop: asyncio.AbstractEventLoop | None = None,
) -> None:
    """Send each (group, message), many at a time; call it after commit. Never raises.

    ``loop`` as for push.
    """
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        loop = loop or _loop
        if loop is not None:
            _await(asyncio.run_coroutine_threadsafe(_send_all(layer, messages), loop), "pushing")
        else:
            async_to_sync(_send_all)(layer, messages)
    except Exception:
        logger.warning("pushing failed", exc_info=True)


async def _send_all(layer: Any, messages: Iterable[tuple[str, dict[str, Any]]]) -> None:
    async with asyncio.timeout(PUSH_TIMEOUT_S):
        for group, message in messages:
            await layer.group_send(group, message)
