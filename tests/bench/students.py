"""Students of a class, for Locust: each browses, reads, hands in now and then, and watches. Run by
tests/bench/load.py, which gives them sessions in the environment."""

import json
import os
from itertools import count
from typing import Any

import gevent
import websocket
from locust import FastHttpUser, between, task

from tests.bench.class_work import CSRF, PROBLEM, SOURCE

SESSIONS: list[str] = json.loads(os.environ.get("BENCH_SESSIONS", "[]"))

_numbers = count()


class Student(FastHttpUser):
    """One of the class, with one page open."""

    wait_time = between(2, 6)

    def on_start(self) -> None:
        self.number = next(_numbers)
        session = SESSIONS[self.number % len(SESSIONS)]
        self.cookie = f"sessionid={session}; csrftoken={CSRF}"
        self.headers = {"Cookie": self.cookie, "X-CSRFToken": CSRF}
        site = str(self.host)
        self.socket = websocket.create_connection(
            f"{site.replace('http', 'ws', 1)}/ws/",
            cookie=self.cookie,
            origin=site,
            timeout=300,
        )
        self.socket.send(json.dumps({"type": "subscribe", "topic": "user:me"}))
        self.reader = gevent.spawn(self._watch)

    def on_stop(self) -> None:
        self.reader.kill()
        self.socket.close()

    @task(10)
    def browse(self) -> None:
        self._get("/api/v1/problems?limit=50", "problems")

    @task(10)
    def read(self) -> None:
        self._get(f"/api/v1/problems/{PROBLEM}", "a problem")

    @task(5)
    def look_back(self) -> None:
        self._get("/api/v1/submissions?limit=20", "own submissions")

    @task(1)
    def hand_in(self) -> None:
        body = {
            "problem": PROBLEM,
            "language": "python3",
            "source": SOURCE.format(f"{self.number} {next(_numbers)}"),
        }
        with self.client.post(
            "/api/v1/submissions",
            json=body,
            headers=self.headers,
            name="hand in",
            catch_response=True,
        ) as response:
            if response.status_code in {201, 429}:
                response.success()

    def _get(self, path: str, name: str) -> Any:
        return self.client.get(path, headers=self.headers, name=name)

    def _watch(self) -> None:
        while True:
            self.socket.recv()
