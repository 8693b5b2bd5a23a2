"""How HTTP requests are served: each wholly in one thread of a few that stay.

Django's own ASGI handler changes threads six times for each request of a synchronous view, makes a
thread for it, and thereby opens the database anew: half of what a short answer costs.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

LIVE_PATH = "/healthz/live"
_LIVE = b'{"status": "live"}'

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class ThreadedHandler(ASGIHandler):
    """Django as an ASGI application of synchronous views and middleware.

    A request that finds all threads at work waits for its turn. Streams are read by the event loop,
    and end with their reader. Liveness is answered without a thread: that all of them wait for
    something is no reason to restart the process.
    """

    def __init__(self, threads: int) -> None:
        # Not ASGIHandler's own, which loads the middleware for its way of working.
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["path"] == LIVE_PATH and scope["method"] == "GET":
            await _say_live(send)
            return
        async with ThreadSensitiveContext():
            await self.handle(scope, receive, send)

    async def handle(self, scope: Any, receive: Receive, send: Send) -> None:
        try:
            body_file = await self.read_body(receive)
        except RequestAborted:
            return
        try:
            response = await self._in_thread(self._answer, scope, body_file)
            if response.streaming:
                await self._stream(response, receive, send)
            else:
                await self.send_response(response, send)
        finally:
            body_file.close()

    async def _in_thread(self, call: Callable[..., Any], *args: Any) -> Any:
        loop = asyncio.get_running_loop()
        run = contextvars.copy_context().run
        return await loop.run_in_executor(self._threads, run, call, *args)

    def _answer(self, scope: Any, body_file: IO[bytes]) -> HttpResponseBase:
        """What Django answers; closed already unless it is a stream."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body_file)
        if request is None:
            assert refusal is not None  # noqa: S101 - create_request gives one of them
            response: HttpResponseBase = refusal
        else:
            response = self.get_response(request)
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # as Django does
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if response.streaming:
            close_old_connections()
        else:
            response.close()
        return response

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(self._left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
            await sync_to_async(response.close)()

    async def _left(self, receive: Receive) -> None:
        """Returns when the reader is gone."""
        while (await receive())["type"] != "http.disconnect":
            pass


async def _say_live(send: Send) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(_LIVE)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _LIVE})


def http_application() -> ThreadedHandler:
    """The site's HTTP side."""
    return ThreadedHandler(settings.WEB_THREADS)
