"""A submission's test cases on as many cores as are free, as if they had run one by one.

Results are told in judging order and in no other, and a test case counts only where those before
it leave it needed: what ran ahead in vain is dropped, its faults included. So the report is the
same as on one core, and only earlier.
"""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from judging.contract import RunReport
from judging.cores import Claim, Token
from judging.packages.manifest import TestCase

_WORTH_S = 0.04
"""Opening a box and a thread for another core takes some milliseconds."""

_LOOK_S = 0.01
_MAX_LANES = 16

RunCase = Callable[[TestCase, int], RunReport]
"""Judges the test case of that ordinal."""


class OpenLane(Protocol):
    """Makes what judges test cases one after the other, on one core."""

    def __call__(
        self, core: int | None, cancelled: threading.Event
    ) -> AbstractContextManager[RunCase]:
        """``cancelled``: what runs then is of no interest any more, and may raise anything."""
        ...


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What is made of the results. Called by the thread that schedules, in judging order."""

    is_needed: Callable[[TestCase], bool]
    """Asked once of each test case, when all results before it have been told."""
    on_result: Callable[[RunReport], None]
    memory_kib: int
    """What one run may use: no core is borrowed where the host has no room for another run."""


def run_test_cases(
    cases: Sequence[TestCase], open_lane: OpenLane, claim: Claim | None, policy: Policy
) -> None:
    """Judge the test cases, on one core where ``claim`` is None.

    Raises what judging the first that was needed and failed raised.
    """
    cancelled = threading.Event()
    began = time.monotonic()
    with open_lane(None if claim is None else claim.core(), cancelled) as run_case:
        for position, case in enumerate(cases):
            if not policy.is_needed(case):
                continue
            policy.on_result(run_case(case, position + 1))
            spent_s = time.monotonic() - began
            left_s = spent_s / (position + 1) * (len(cases) - position - 1)
            if claim is None or left_s < _WORTH_S or not _has_room(policy.memory_kib, 2):
                continue
            token = claim.borrow()
            if token is not None:
                team = _Team(cases, position + 1, open_lane, claim, policy, cancelled)
                team.run(run_case, token)
                return


@dataclass
class _Result:
    """One of the two."""

    report: RunReport | None = None
    error: BaseException | None = None


@dataclass
class _Team:
    """Several lanes, and the calling thread that takes their results in order."""

    cases: Sequence[TestCase]
    next_position: int
    open_lane: OpenLane
    claim: Claim
    policy: Policy
    cancelled: threading.Event
    results: dict[int, _Result] = field(default_factory=dict)
    """Of positions that have ended and are not told yet."""
    threads: list[threading.Thread] = field(default_factory=list)
    lanes: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    looked_s: float = 0

    def run(self, run_case: RunCase, token: Token) -> None:
        """The lane that is open already goes on, beside one on the core that was borrowed."""
        first = self.next_position
        try:
            self._start(lambda: self._work(run_case, None))
            self._start(lambda: self._work_on(token))
            while self._borrow_more():
                pass
            for position in range(first, len(self.cases)):
                self._tell(position)
                if time.monotonic() - self.looked_s > _LOOK_S:
                    self._borrow_more()
        finally:
            self.cancelled.set()
            for thread in self.threads:
                thread.join()

    def _tell(self, position: int) -> None:
        """Where a test case is needed, wait for its result and tell it."""
        if not self.policy.is_needed(self.cases[position]):
            with self.changed:
                self.next_position = max(self.next_position, position + 1)
            return
        result = self._result(position)
        if result.error is not None:
            raise result.error
        if result.report is not None:
            self.policy.on_result(result.report)

    def _result(self, position: int) -> _Result:
        while True:
            with self.changed:
                if position in self.results:
                    return self.results.pop(position)
                if self.lanes:
                    self.changed.wait()
                    continue
            # Every lane has met a fault, in test cases that were not needed in the end.
            self._start(lambda: self._work_on(None))

    def _borrow_more(self) -> bool:
        """Open one more lane. False where there is no core, work or memory for it."""
        self.looked_s = time.monotonic()
        with self.changed:
            lanes = self.lanes
            cases_left = len(self.cases) - self.next_position
        if lanes >= _MAX_LANES or cases_left <= lanes:
            return False
        if not _has_room(self.policy.memory_kib, lanes + 1):
            return False
        token = self.claim.borrow()
        if token is not None:
            self._start(lambda: self._work_on(token))
        return token is not None

    def _start(self, work: Callable[[], None]) -> None:
        def in_thread() -> None:
            try:
                work()
            finally:
                with self.changed:
                    self.lanes -= 1
                    self.changed.notify_all()

        with self.changed:
            self.lanes += 1
        thread = threading.Thread(target=in_thread, name="lane", daemon=True)
        self.threads.append(thread)
        thread.start()

    def _work_on(self, token: Token | None) -> None:
        """A lane that is opened for this, on a borrowed core for as long as nobody wants that."""
        try:
            core = self.claim.core() if token is None else token.core
            with self.open_lane(core, self.cancelled) as run_case:
                self._work(run_case, token)
        except BaseException as error:  # noqa: BLE001 - told where it leaves no other lane
            with self.changed:
                position = self.next_position
                if self.lanes == 1 and position < len(self.cases):
                    self.next_position += 1
                    self.results[position] = _Result(error=error)
        finally:
            if token is not None:
                token.give_back()

    def _work(self, run_case: RunCase, token: Token | None) -> None:
        while (position := self._next()) is not None:
            result = _Result()
            try:
                result.report = run_case(self.cases[position], position + 1)
            except BaseException as error:  # noqa: BLE001 - raised again when its turn comes
                result.error = error
            with self.changed:
                self.results[position] = result
                self.changed.notify_all()
            if result.error is not None or (token is not None and self.claim.must_return()):
                return

    def _next(self) -> int | None:
        with self.changed:
            if self.next_position >= len(self.cases) or self.cancelled.is_set():
                return None
            self.next_position += 1
            return self.next_position - 1


def _has_room(memory_kib: int, runs: int) -> bool:
    """Whether the host has memory for so many runs that use all they may."""
    try:
        with Path("/proc/meminfo").open() as lines:
            free_kib = next(int(line.split()[1]) for line in lines if "MemAvailable" in line)
    except (OSError, StopIteration):
        return True
    return free_kib > memory_kib * runs
