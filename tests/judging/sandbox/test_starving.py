"""A busy host doesn't make a computing program look like a sleeping one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from judging.sandbox import starving
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.cgroup_v2 import GroupV2
from judging.sandbox.protocol import BoxSpec, StopReason
from judging.sandbox.starving import PatientLimit, longest_ms
from tests.judging.sandbox.support import limits, python

LIMIT_NS = 1_000


class Processes(GroupV2):
    def __init__(self, *numbers: int) -> None:
        self._numbers = numbers

    def processes(self) -> list[int]:
        return list(self._numbers)


@pytest.mark.parametrize(
    ("waited", "allowed"),
    [({7: 0}, 1000), ({7: 300, 8: 20}, 1300), ({7: 5000}, 2000), ({}, 1000), ({1: 900}, 1000)],
    ids=["never", "a while", "for ever", "nothing alive", "not of the run"],
)  # fmt: skip
def test_time_in_which_others_had_the_core_is_left_out(
    monkeypatch: pytest.MonkeyPatch, waited: dict[int, int], allowed: int
) -> None:
    monkeypatch.setattr(starving, "_waited_ns", waited.__getitem__)

    limit = PatientLimit(LIMIT_NS, Processes(*waited), strangers=(1,))

    assert limit.allowed_ns() == allowed
    assert longest_ms(LIMIT_NS) == 2_000


@pytest.fixture
def busy_core() -> Iterator[int]:
    """A core that two endless loops of this test have, too."""
    core = max(os.sched_getaffinity(0))
    code = f"import os\nos.sched_setaffinity(0, {{{core}}})\nprint(flush=True)\nwhile True: pass"
    with ExitStack() as stack:
        for _ in range(2):
            loop = stack.enter_context(
                subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
            )
            stack.callback(loop.kill)
            assert loop.stdout is not None
            loop.stdout.readline()
        yield core


def test_a_program_that_computes_on_a_busy_core_meets_its_cpu_limit(
    sandbox: KeptBoxSandbox, busy_core: int
) -> None:
    """With a third of the core it needs 1.2 s of wall time for 0.4 s; 0.9 s are allowed."""
    with sandbox.open_box(BoxSpec(name="busy", core=busy_core)) as box:
        outcome = python(
            box, "while True: pass", run_limits=limits(cpu_time_ms=400, wall_time_ms=900)
        )

    if outcome.wall_time_ms > 1_800:
        pytest.skip("this host is busier than this test can make it")
    assert outcome.stop is StopReason.CPU_TIME, outcome


def test_a_program_that_sleeps_on_a_busy_core_is_still_found_asleep(
    sandbox: KeptBoxSandbox, busy_core: int
) -> None:
    with sandbox.open_box(BoxSpec(name="asleep", core=busy_core)) as box:
        outcome = python(box, "import time; time.sleep(100)", run_limits=limits(wall_time_ms=1_000))

    assert outcome.stop is StopReason.WALL_TIME
    assert outcome.cpu_time_ms < 500
    assert outcome.wall_time_ms < 3_000


def test_the_kernel_counts_the_wait(busy_core: int) -> None:
    code = (
        f"import os, time\nos.sched_setaffinity(0, {{{busy_core}}})\n"
        "while time.process_time() < 0.2: pass\n"
        "print(open('/proc/self/schedstat').read())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert int(done.stdout.split()[1]) > 100_000_000
    assert Path("/proc/self/schedstat").exists()
