"""The health checks of containers."""

import os
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from common import health
from tests.cloud import eventually, free_port


@pytest.fixture
def sign(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "signs" / "results"
    monkeypatch.setenv("ALIVE_FILE", str(path))
    return path


def test_a_worker_lives_while_it_gives_signs(sign: Path) -> None:
    assert health.main(["60"]) == 1, "it has not begun"

    health.sign_give()
    assert health.main(["60"]) == 0

    minutes_ago_s = time.time() - 61
    os.utime(sign, (minutes_ago_s, minutes_ago_s))
    assert health.main(["60"]) == 1
    health.sign_give()
    assert health.main(["60"]) == 0


def test_readiness_is_no_matter_of_life(sign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LOOK_S", 0.01)
    is_away = threading.Event()

    def look() -> None:
        if is_away.is_set():
            raise OSError("no route to the database")

    health.sign_give()
    health.readiness_watch(look)
    eventually(lambda: health.main(["--ready"]) == 0)

    # when the database is away for longer than a moment
    is_away.set()
    monkeypatch.setattr(health, "NOT_READY_AFTER_S", 0.1)
    eventually(lambda: health.main(["--ready"]) == 1)
    assert health.main(["60"]) == 0

    is_away.clear()
    eventually(lambda: health.main(["--ready"]) == 0)


def test_a_web_process_is_asked_over_http() -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz/live" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert health.is_web_alive(server.server_address[1])
        server.shutdown()
    assert not health.is_web_alive(free_port())


def test_nobody_looks_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALIVE_FILE", raising=False)

    health.sign_give()

    assert health.main(["60"]) == 1
