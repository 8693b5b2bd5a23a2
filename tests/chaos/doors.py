"""Doors between a judge worker and its cloud, which see each step of a job and can be shut."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from infra_control.messages import UnreadableMessageError, read_task_message
from judging.queues import JUDGE_TASK, PROGRESS_TASK, REPORT_TASK


class Door:
    """An HTTP proxy of one worker's own.

    ``seen`` is told of each step that passes, by its stage and the judgement (None: nobody can
    tell); where it answers False, the worker gets no answer. What it sees is what the worker
    really asks and is answered; nothing in the worker knows of it.
    """

    def __init__(self, port: int, upstream_port: int, seen: Callable[[str, int | None], bool]):
        self.port = port
        self._upstream_port = upstream_port
        self._seen = seen
        self._is_shut = threading.Event()

    def shut(self) -> None:
        """From now on nobody gets an answer."""
        self._is_shut.set()

    def open(self) -> None:
        self._is_shut.clear()

    @contextmanager
    def serving(self) -> Iterator["Door"]:
        door = self

        class Handler(_Handler):
            def answer(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes] | None:
                return door.passed(self, body)

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, name="door", daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()

    def passed(
        self, request: "_Handler", body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """What the cloud answers; None: the connection is to be dropped."""
        asked = _asked(request, body)
        if self._is_shut.is_set() or (asked is not None and not self._seen(*asked)):
            return None
        upstream = http.client.HTTPConnection("127.0.0.1", self._upstream_port, timeout=60)
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        headers["Host"] = f"127.0.0.1:{self._upstream_port}"
        try:
            upstream.request(request.command, request.path, body, headers)
            answer = upstream.getresponse()
            content = answer.read()
        except OSError:
            return None
        finally:
            upstream.close()
        for told in _taken(content) if b"ReceiptHandle" in content else ():
            if not self._seen(*told):
                return None
        return None if self._is_shut.is_set() else (answer.status, answer.getheaders(), content)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes] | None:
        raise NotImplementedError

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.answer(body)
        self.close_connection = True
        if answer is None:
            return
        status, headers, content = answer
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        # Whoever asked may have been lost meanwhile.
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(content)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


def _asked(request: _Handler, body: bytes) -> tuple[str, int | None] | None:
    """The stage that a worker's request tells of."""
    if request.command == "GET" and request.path.split("?")[0].endswith(".zip"):
        return "fetching", None
    message = _field(body, "MessageBody")
    if message is None:
        return None
    try:
        task = read_task_message(message)
    except UnreadableMessageError:
        return None
    if task.task not in {PROGRESS_TASK, REPORT_TASK}:
        return None
    told = json.loads(task.args[0])
    stage = told["stage"] if task.task == PROGRESS_TASK else "reporting"
    if stage == "fetching":
        # The fetch itself comes through here as well.
        return None
    if stage == "running" and told["runs"]:
        stage = "checking"
    return stage, int(told["judgement_id"])


def _taken(content: bytes) -> Iterator[tuple[str, int | None]]:
    """The jobs that the broker hands out in this answer."""
    try:
        messages = json.loads(content).get("Messages", [])
    except ValueError:
        return
    for message in messages:
        try:
            task = read_task_message(message["Body"])
        except UnreadableMessageError:
            continue
        if task.task == JUDGE_TASK:
            yield "taken", int(json.loads(task.args[0])["judgement_id"])


def _field(body: bytes, name: str) -> str | None:
    try:
        value = json.loads(body).get(name)
    except (ValueError, AttributeError):
        value = parse_qs(body.decode("utf-8", "replace")).get(name, [None])[0]
    return value if isinstance(value, str) else None
