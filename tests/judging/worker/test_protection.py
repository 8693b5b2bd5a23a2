"""A worker says that it judges, once for jobs in a row, and takes it back when it is idle."""

import logging
import queue
from logging.handlers import QueueHandler

import pytest

from infra_control.localcloud.fleet_words import TaskWords
from judging.worker import protection
from judging.worker.protection import EXPIRES_MINUTES, TaskProtection
from judging.worker.protection import _put as tell  # the real way

GENEROUS_S = 30


class Agent:
    """ECS' agent as far as it is asked."""

    def __init__(self) -> None:
        self.asked: queue.Queue[tuple[str, dict[str, object]]] = queue.Queue()
        self.fault: OSError | None = None

    def put(self, url: str, body: dict[str, object]) -> None:
        self.asked.put((url, body))
        if self.fault is not None:
            raise self.fault

    def next(self) -> dict[str, object]:
        return self.asked.get(timeout=GENEROUS_S)[1]


def test_jobs_in_a_row_are_one_protection() -> None:
    agent = Agent()
    own = TaskProtection("http://agent/api/1/", put=agent.put, linger_s=2.0)

    with own.job():
        url, body = agent.asked.get(timeout=GENEROUS_S)
        assert url == "http://agent/api/1/task-protection/v1/state"
        assert body == {"ProtectionEnabled": True, "ExpiresInMinutes": EXPIRES_MINUTES}
    with own.job():
        assert agent.asked.empty()
    assert agent.next() == {"ProtectionEnabled": False}


def test_an_agent_that_is_away_harms_no_job() -> None:
    agent, said = Agent(), queue.Queue[logging.LogRecord]()
    agent.fault = OSError("away")
    handler = QueueHandler(said)
    logging.getLogger(protection.__name__).addHandler(handler)
    try:
        with TaskProtection("http://agent", put=agent.put).job():
            assert "away" in said.get(timeout=GENEROUS_S).getMessage()
    finally:
        logging.getLogger(protection.__name__).removeHandler(handler)


def test_the_local_agent_keeps_what_its_tasks_say() -> None:
    words = TaskWords()
    uri = f"{words.listen()}/api/{'ab' * 16}"

    tell(f"{uri}/task-protection/v1/state", {"ProtectionEnabled": True, "ExpiresInMinutes": 1})
    assert words.is_protected("ab" * 16)
    tell(f"{uri}/task-protection/v1/state", {"ProtectionEnabled": False})
    assert words.protected_until_s("ab" * 16) == 0
    assert not words.is_protected("ab" * 16)
    for path in ("/elsewhere", "/task-protection/v1/state"):
        with pytest.raises(OSError, match="HTTP Error 4"):
            tell(f"{uri}{path}", {"nothing": "known"})
