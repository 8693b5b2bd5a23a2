"""What tasks say of themselves: the part of ECS' agent at ``$ECS_AGENT_URI`` that ours use.

``PUT /api/<task id>/task-protection/v1/state`` protects a task from scaling in, for a time
("Amazon ECS task scale-in protection endpoint", ECS developer guide).
"""

import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from infra_control.localcloud.aws import HOST

DEFAULT_MINUTES = 120
MAX_MINUTES = 2_880
MAX_BODY_BYTES = 4_096
_PATH = re.compile(r"/api/([0-9a-f]{1,64})/task-protection/v1/state")


@dataclass
class TaskWords:
    """Until when each task wants to be protected, as it said last."""

    _until_s: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def protect(self, task_id: str, *, minutes: float) -> float:
        """0 minutes: no longer. Returns until when, since the epoch; 0: it is not."""
        until_s = time.time() + minutes * 60 if minutes else 0.0
        with self._lock:
            self._until_s[task_id] = until_s
        return until_s

    def protected_until_s(self, task_id: str) -> float | None:
        """0: it wants none any more; None: it said nothing."""
        with self._lock:
            return self._until_s.get(task_id)

    def is_protected(self, task_id: str) -> bool:
        return (self.protected_until_s(task_id) or 0) > time.time()

    def listen(self) -> str:
        """Listen in a thread for as long as the process lives; returns the address."""
        words = self

        class Handler(_Handler):
            kept = words

        server = ThreadingHTTPServer((HOST, 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, name="task-words", daemon=True).start()
        return f"http://{HOST}:{server.server_port}"


class _Handler(BaseHTTPRequestHandler):
    kept: TaskWords

    def do_PUT(self) -> None:
        found = _PATH.fullmatch(self.path)
        size = int(self.headers.get("Content-Length") or 0)
        if found is None or size > MAX_BODY_BYTES:
            self.send_error(404)
            return
        try:
            asked = json.loads(self.rfile.read(size))
            minutes = int(asked.get("ExpiresInMinutes", DEFAULT_MINUTES))
            wanted = min(max(minutes, 1), MAX_MINUTES) if asked["ProtectionEnabled"] else 0
        except (ValueError, KeyError, AttributeError, TypeError):
            self.send_error(400)
            return
        until_s = self.kept.protect(found[1], minutes=wanted)
        self._answer({"protection": {"ProtectionEnabled": bool(until_s), "TaskArn": found[1]}})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass

    def _answer(self, body: dict[str, object]) -> None:
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
