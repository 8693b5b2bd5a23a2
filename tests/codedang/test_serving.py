"""How the server's requests get their threads."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from pytest_django import Settings

from codedang.serving import ThreadedHandler

released = threading.Event()
gone = threading.Event()
at_work = threading.Event()


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{threading.current_thread().name} {request.method} {len(request.body)}")


def waits(request: HttpRequest) -> HttpResponse:
    at_work.set()
    released.wait(30)
    return HttpResponse("released")


def streams(request: HttpRequest) -> StreamingHttpResponse:
    async def pieces() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"piece\n"
                await asyncio.sleep(0)
        finally:
            gone.set()

    return StreamingHttpResponse(pieces())


urlpatterns = [path("who", who), path("waits", waits), path("streams", streams)]


@pytest.fixture
def handler(settings: Settings) -> ThreadedHandler:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["common.middleware.SecurityHeadersMiddleware"]
    for event in (released, gone, at_work):
        event.clear()
    return ThreadedHandler(1)


class Asked:
    """One request to the handler, as a server sends it."""

    def __init__(self, handler: ThreadedHandler, address: str, body: bytes = b"") -> None:
        self._scope = {
            "type": "http",
            "method": "POST" if body else "GET",
            "path": address,
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1")],
            "root_path": "",
        }
        self._handler = handler
        self._body: bytes | None = body
        self._leaves = asyncio.Event()
        self.sent: list[Any] = []
        self.has_begun = asyncio.Event()

    async def answer(self) -> bytes:
        await self._handler(self._scope, self._receive, self._send)
        return b"".join(one.get("body", b"") for one in self.sent)

    def leave(self) -> None:
        self._leaves.set()

    async def _receive(self) -> Any:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body}
        await self._leaves.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)
        if message["type"] == "http.response.body":
            self.has_begun.set()


def test_a_thread_serves_one_request_after_the_other(handler: ThreadedHandler) -> None:
    finished: list[str] = []

    def note(**_: Any) -> None:
        finished.append(threading.current_thread().name)

    async def ask() -> list[bytes]:
        return [
            await Asked(handler, "/who").answer(),
            await Asked(handler, "/who", b"12").answer(),
        ]

    request_finished.connect(note)
    try:
        assert asyncio.run(ask()) == [b"request_0 GET 0", b"request_0 POST 2"]
    finally:
        request_finished.disconnect(note)
    assert finished == ["request_0", "request_0"], "what is cleaned up is the thread's own"


def test_liveness_needs_no_thread(handler: ThreadedHandler) -> None:
    async def ask() -> tuple[bytes, bool, bytes]:
        waiting = asyncio.ensure_future(Asked(handler, "/waits").answer())
        await asyncio.to_thread(at_work.wait, 30)
        # given a process whose every thread waits for something
        asked = Asked(handler, "/healthz/live")
        answer = await asked.answer()
        was_waiting = not waiting.done()
        released.set()
        return answer, was_waiting, await waiting

    assert asyncio.run(ask()) == (b'{"status": "live"}', True, b"released")


def test_a_stream_ends_with_its_reader(handler: ThreadedHandler) -> None:
    async def read_and_leave() -> bytes:
        asked = Asked(handler, "/streams")
        reading = asyncio.ensure_future(asked.answer())
        await asked.has_begun.wait()
        asked.leave()
        return await asyncio.wait_for(reading, 30)

    assert asyncio.run(read_and_leave()).startswith(b"piece\n")
    assert gone.is_set()
