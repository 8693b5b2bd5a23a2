"""A rejudging of 5,000 delays a contest's submission by no more than one job per worker."""

from collections import Counter, deque
from collections.abc import Callable
from typing import Any

import pytest

from judging.broker import Channel
from judging.queues import WORKER_QUEUES, JudgeQueue

CONTEST, REJUDGE = JudgeQueue.CONTEST.value, JudgeQueue.REJUDGE.value
REJUDGINGS = 5_000


class Hub:
    """An event loop whose clock the test turns."""

    def __init__(self) -> None:
        self.due: deque[tuple[Callable[..., Any], tuple[Any, ...]]] = deque()

    def call_soon(self, call: Callable[..., Any], *args: Any) -> None:
        self.due.append((call, args))

    def call_later(self, seconds: float, call: Callable[..., Any], *args: Any) -> None:
        self.due.append((call, args))

    def turn(self) -> None:
        call, args = self.due.popleft()
        call(*args)


class Worker(Channel):
    """The channel of a judge worker: real polling, over queues in memory, one job at a time."""

    def __init__(self, queues: dict[str, int]) -> None:
        self._is_polling = False
        self._last_fruitful = None
        self._active_queues = list(WORKER_QUEUES)
        self.queues = queues
        self.loop = Hub()
        self.taken: list[str] = []
        self.is_busy = False

    wait_time_seconds = 1

    @property
    def qos(self) -> "Worker":
        return self

    @property
    def hub(self) -> Hub:
        return self.loop

    def can_consume(self) -> bool:
        return not self.is_busy

    def _receive(self, queue: str, wait_s: int, callback: Callable[[int], None]) -> None:
        found = self.queues[queue] > 0
        if found:
            self.queues[queue] -= 1
            self.taken.append(queue)
            self.is_busy = True
        callback(int(found))

    def take(self) -> str:
        """Finish the job at hand, and poll until there is another one."""
        self.is_busy = False
        while not self.is_busy:
            self.loop.turn()
        return self.taken[-1]


@pytest.mark.parametrize("worker_count", [1, 4])
@pytest.mark.parametrize("judged_before", [1, 7, 100])
def test_a_contest_waits_for_one_job_per_worker(worker_count: int, judged_before: int) -> None:
    queues = Counter({REJUDGE: REJUDGINGS})
    workers = [Worker(queues) for _ in range(worker_count)]
    for worker in workers:
        worker._schedule_queue(CONTEST)
        for _ in range(judged_before):
            assert worker.take() == REJUDGE

    queues[CONTEST] = worker_count

    assert [worker.take() for worker in workers] == [CONTEST] * worker_count
    assert workers[0].take() == REJUDGE
