"""Test cases on several cores: the results are those of one core."""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from judging import scheduling
from judging.contract import RunReport
from judging.cores import Claim, HostCores
from judging.packages.manifest import TestCase
from judging.scheduling import Policy, RunCase, run_test_cases
from judging.verdicts import Verdict

AC, WA = Verdict.ACCEPTED, Verdict.WRONG_ANSWER
Judge = Callable[[int, threading.Event], Verdict]


@pytest.fixture(autouse=True)
def always_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "_WORTH_S", 0)
    monkeypatch.setattr(scheduling, "_LOOK_S", 0)


@pytest.fixture
def host(tmp_path: Path) -> HostCores:
    return HostCores(tmp_path / "cores", cores=(0, 1, 2))


class Submission:
    """Judges test cases by a function, stops within a group at its first failure, as told."""

    def __init__(self, count: int, judge: Judge, group_size: int = 1000) -> None:
        self.cases = [TestCase(name=f"secret/{number:03}") for number in range(count)]
        self.told: list[tuple[int, Verdict]] = []
        self.tellers: set[int] = set()
        self.lanes: list[int | None] = []
        self.asked = ""
        self._judge = judge
        self._group_size = group_size

    @contextlib.contextmanager
    def open_lane(self, core: int | None, cancelled: threading.Event) -> Iterator[RunCase]:
        self.lanes.append(core)

        def run_case(case: TestCase, ordinal: int) -> RunReport:
            return RunReport(
                ordinal=ordinal,
                test_case=case.name,
                verdict=self._judge(ordinal, cancelled),
                cpu_time_ms=1,
                wall_time_ms=1,
                memory_kib=1,
            )

        yield run_case

    def _is_needed(self, case: TestCase) -> bool:
        assert self.asked < case.name  # once, and in order
        self.asked = case.name
        assert {threading.get_ident()} >= self.tellers
        group = self.cases.index(case) // self._group_size
        failed = {(o - 1) // self._group_size for o, verdict in self.told if verdict is not AC}
        return group not in failed

    def _on_result(self, run: RunReport) -> None:
        self.told.append((run.ordinal, run.verdict))
        self.tellers.add(threading.get_ident())

    def run(self, claim: Claim | None) -> list[tuple[int, Verdict]]:
        policy = Policy(is_needed=self._is_needed, on_result=self._on_result, memory_kib=1)
        run_test_cases(self.cases, self.open_lane, claim, policy)
        return self.told


def accept(_ordinal: int, _cancelled: threading.Event) -> Verdict:
    return AC


def test_without_cores_to_share_out_one_lane_runs_all() -> None:
    submission = Submission(5, accept)

    assert submission.run(None) == [(ordinal, AC) for ordinal in range(1, 6)]
    assert submission.lanes == [None]


def test_free_cores_are_used_and_given_back(host: HostCores) -> None:
    together = threading.Barrier(3)

    def meet(ordinal: int, _cancelled: threading.Event) -> Verdict:
        if 2 <= ordinal <= 4:
            together.wait(10)
        time.sleep(0.005)
        return AC

    submission = Submission(12, meet)
    with Claim(host) as claim:
        told = submission.run(claim)
        assert [token.core for token in (claim.borrow(), claim.borrow()) if token] == [1, 2]

    assert [ordinal for ordinal, _ in told] == list(range(1, 13))
    assert submission.tellers == {threading.get_ident()}
    assert set(submission.lanes) == {0, 1, 2}


@pytest.mark.parametrize("seed", range(30))
def test_the_report_is_that_of_one_core(host: HostCores, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    count = 24
    verdicts = [chance.choices((AC, WA), (6, 1))[0] for _ in range(count)]
    faults = {n for n in range(count) if chance.random() < 0.08}
    naps = [chance.random() * 0.004 for _ in range(count)]
    group_size = chance.choice((3, 6, 1000))

    def judge(ordinal: int, _cancelled: threading.Event) -> Verdict:
        time.sleep(naps[ordinal - 1])
        if ordinal - 1 in faults:
            raise OSError(str(ordinal))
        return verdicts[ordinal - 1]

    def judged(claim: Claim | None) -> tuple[list[tuple[int, Verdict]], str]:
        submission = Submission(count, judge, group_size)
        try:
            submission.run(claim)
        except OSError as error:
            return submission.told, str(error)
        return submission.told, ""

    before = set(threading.enumerate())
    with Claim(host) as claim:
        assert judged(claim) == judged(None)
    assert set(threading.enumerate()) <= before


def test_what_ran_ahead_in_vain_is_cancelled_and_its_fault_forgotten(host: HostCores) -> None:
    is_running = threading.Event()

    def judge(ordinal: int, cancelled: threading.Event) -> Verdict:
        if ordinal == 2:
            assert is_running.wait(10)
            return WA
        if ordinal > 2:
            is_running.set()
            assert cancelled.wait(10)
            raise OSError("cancelled")
        return AC

    began = time.monotonic()
    with Claim(host) as claim:
        told = Submission(9, judge).run(claim)

    assert told == [(1, AC), (2, WA)]
    assert time.monotonic() - began < 5


def test_a_borrowed_core_goes_back_when_somebody_has_none(host: HostCores) -> None:
    others: list[Claim] = []

    def judge(ordinal: int, _cancelled: threading.Event) -> Verdict:
        time.sleep(0.005)
        return AC

    def come_late() -> None:
        others.extend(Claim(host) for _ in range(2))
        for claim in others:
            claim.core()

    with Claim(host) as claim:
        submission = Submission(200, judge)
        late = threading.Timer(0.05, come_late)
        late.start()
        told = submission.run(claim)
        late.join()

    assert [ordinal for ordinal, _ in told] == list(range(1, 201))
    assert sorted(other.core() for other in others) == [1, 2]
    for other in others:
        other.__exit__(None, None, None)


def test_no_core_is_borrowed_without_memory_for_it(host: HostCores) -> None:
    submission = Submission(5, accept)
    policy = Policy(is_needed=lambda case: True, on_result=lambda run: None, memory_kib=1 << 40)

    with Claim(host) as claim:
        run_test_cases(submission.cases, submission.open_lane, claim, policy)

    assert submission.lanes == [0]


def test_a_lane_that_cannot_be_opened_leaves_its_work_to_the_others(host: HostCores) -> None:
    submission = Submission(6, accept)
    open_lane = submission.open_lane

    @contextlib.contextmanager
    def open_first_only(core: int | None, cancelled: threading.Event) -> Iterator[RunCase]:
        if core != 0:
            raise OSError("no more boxes")
        with open_lane(core, cancelled) as run_case:
            yield run_case

    submission.open_lane = open_first_only  # type: ignore[method-assign]  # as a broken host has it

    with Claim(host) as claim:
        assert [ordinal for ordinal, _ in submission.run(claim)] == list(range(1, 7))
