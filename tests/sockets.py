"""A websocket client that talks to an ASGI application in the test's own loop.

channels.testing has one, but brings a whole server of its own with it.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.testing import ApplicationCommunicator


class Socket:
    """An open websocket; ``accepted`` is False where the handshake was refused."""

    def __init__(self, application: Any, scope: dict[str, Any]) -> None:
        base = {"type": "websocket", "path": "/ws/", "query_string": b"", "headers": []}
        make: Any = ApplicationCommunicator  # asgiref has no types for it
        self._asgi: Any = make(application, {**base, **scope})
        self.accepted = False

    async def open(self) -> None:
        await self._asgi.send_input({"type": "websocket.connect"})
        self.accepted = (await self.output())["type"] == "websocket.accept"

    async def close(self) -> None:
        await self._asgi.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._asgi.wait()

    async def send_text(self, text: str) -> None:
        await self._asgi.send_input({"type": "websocket.receive", "text": text})

    async def send(self, **message: Any) -> None:
        await self.send_text(json.dumps(message))

    async def ask(self, **message: Any) -> Any:
        await self.send(**message)
        return await self.receive()

    async def output(self) -> dict[str, Any]:
        """The next ASGI message of the application."""
        message: dict[str, Any] = await self._asgi.receive_output(timeout=5)
        return message

    async def receive(self) -> Any:
        """The next message, which is JSON."""
        return json.loads((await self.output())["text"])

    async def is_silent(self) -> bool:
        silent: bool = await self._asgi.receive_nothing(timeout=0.2)
        return silent


@asynccontextmanager
async def open_socket(application: Any, **scope: Any) -> AsyncIterator[Socket]:
    socket = Socket(application, scope)
    await socket.open()
    yield socket
    await socket.close()
