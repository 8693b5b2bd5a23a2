"""Boxes die with their supervisor, whatever way it goes, and leave nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from judging.sandbox import cgroup_detection, cgroups
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import BoxSpec, Command, RunCancelledError, SandboxError
from tests.judging.sandbox.support import limits, needs_sandbox, own_groups, python, remains

SUPERVISOR = """
import sys
from judging.sandbox import cgroups
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import BoxSpec, Command, RunLimits

limits = RunLimits(cpu_time_ms=60_000, wall_time_ms=60_000, memory_kib=65536)
code = '''
import os, signal
for number in range(1, 32):
    if number not in (9, 19): signal.signal(number, signal.SIG_IGN)
for _ in range(3): os.fork(); os.setsid() if os.getpid() != 1 and os.getpgrp() != os.getpid() else 0
while True: pass
'''
with KeptBoxSandbox().open_box(BoxSpec(name="dying")) as box:
    print(cgroups.owner_name(), flush=True)
    if sys.argv[1] == "running":
        box.run(Command(argv=("/usr/bin/python3", "-I", "-S", "-c", code), limits=limits))
    sys.stdin.read()
"""


def eventually(condition: Callable[[], bool], timeout_s: float = 10) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return condition()


def processes_of(owner: str) -> list[int]:
    return [
        int(pid)
        for group in own_groups(owner)
        for procs in group.rglob("cgroup.procs")
        for pid in cgroups.read_text(procs).split()
    ]


def is_running(pid: int) -> bool:
    """Not for a zombie, which only waits for this host's init."""
    stat = cgroups.read_text(Path(f"/proc/{pid}/stat"))
    return bool(stat) and stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("state", ["idle", "running"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_the_supervisor(state: str, number: signal.Signals) -> None:
    needs_sandbox()
    mounts = remains().mounts
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert supervisor.stdout is not None
    owner = supervisor.stdout.readline().strip()
    wanted = 2 if state == "idle" else 8
    assert eventually(lambda: len(set(processes_of(owner))) >= wanted)
    pids = set(processes_of(owner))

    supervisor.send_signal(number)
    supervisor.communicate()

    assert eventually(lambda: not own_groups(owner)), own_groups(owner)
    assert eventually(lambda: not [pid for pid in pids if is_running(pid)])
    assert remains().mounts == mounts


def test_groups_of_a_dead_supervisor_are_removed() -> None:
    needs_sandbox()
    _, _, namespace = cgroups.owner_name().rpartition("-")
    hierarchy = cgroup_detection.detect()
    mountinfo = Path("/proc/self/mountinfo").read_text()
    path = next(
        mounted.path
        for mounted in cgroup_detection.mounted_hierarchies(mountinfo)
        if "pids" in mounted.controllers
    )
    stale = path / cgroups.ROOT_NAME / f"999999999-1-{namespace}-0"
    leaf = stale if hierarchy.version == 1 else stale / "host"
    leaf.mkdir(parents=True)
    sleeper = subprocess.Popen(["/usr/bin/sleep", "100"])
    (leaf / "cgroup.procs").write_text(str(sleeper.pid))

    removed = hierarchy.remove_stale()

    assert removed >= 1
    assert not stale.exists()
    assert sleeper.wait(10) == -signal.SIGKILL


def test_a_dead_agent_breaks_the_box_and_not_the_sandbox() -> None:
    needs_sandbox()
    before = remains()
    others = set(processes_of(cgroups.owner_name()))
    with KeptBoxSandbox() as sandbox:
        with sandbox.open_box(BoxSpec(name="broken")) as box:
            for pid in set(processes_of(cgroups.owner_name())) - others:
                os.kill(pid, signal.SIGKILL)
            with pytest.raises(SandboxError, match="agent"):
                python(box, "print(1)")
            with pytest.raises(SandboxError, match="broke"):
                python(box, "print(1)")
        with sandbox.open_box(BoxSpec(name="next")) as box:
            assert python(box, "print(1)").stdout == b"1\n"

    assert remains().beyond(before) == {}


def test_a_dead_idle_launcher_is_replaced() -> None:
    needs_sandbox()
    others = set(processes_of(cgroups.owner_name()))
    with KeptBoxSandbox() as sandbox:
        with sandbox.open_box(BoxSpec(name="first")) as box:
            python(box, "pass")
        for pid in set(processes_of(cgroups.owner_name())) - others:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: set(processes_of(cgroups.owner_name())) == others)

        with sandbox.open_box(BoxSpec(name="second")) as box:
            assert python(box, "print(1)").stdout == b"1\n"


def test_a_closed_sandbox_keeps_no_slot() -> None:
    needs_sandbox()
    before = remains()
    sandbox = KeptBoxSandbox()
    sandbox.close()

    with sandbox.open_box(BoxSpec(name="late")) as box:
        assert python(box, "print(1)").stdout == b"1\n"

    assert remains().beyond(before) == {}


def test_a_box_can_be_pinned_and_the_next_in_its_slot_is_not() -> None:
    needs_sandbox()
    code = "import os; print(*sorted(os.sched_getaffinity(0)))"
    core = max(os.sched_getaffinity(0))
    with KeptBoxSandbox() as sandbox:
        with sandbox.open_box(BoxSpec(name="pinned", core=core)) as box:
            pinned = python(box, code).stdout.split()
        with sandbox.open_box(BoxSpec(name="free")) as box:
            free = python(box, code).stdout.split()

    assert pinned == [str(core).encode()]
    assert free == [str(each).encode() for each in sorted(os.sched_getaffinity(0))]


def test_a_run_that_nobody_wants_any_more_is_ended_at_once(sandbox: KeptBoxSandbox) -> None:
    cancelled = threading.Event()
    command = Command(
        argv=("/usr/bin/python3", "-I", "-S", "-c", "while True: pass"),
        limits=limits(),
        cancelled=cancelled,
    )
    began = time.monotonic()

    with sandbox.open_box(BoxSpec(name="unwanted")) as box:
        threading.Timer(0.2, cancelled.set).start()
        with pytest.raises(RunCancelledError):
            box.run(command)
        with pytest.raises(SandboxError, match="broke"):
            box.run(command)
    with sandbox.open_box(BoxSpec(name="next")) as box:
        outcome = python(box, "print(7)")

    assert outcome.stdout == b"7\n"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("core", sorted(os.sched_getaffinity(0)))
def test_a_run_stays_on_its_core(sandbox: KeptBoxSandbox, core: int) -> None:
    code = "import os; print(os.sched_getaffinity(0))"

    with sandbox.open_box(BoxSpec(name="pinned", core=core)) as box:
        outcome = python(box, code)

    assert outcome.stdout == f"{{{core}}}\n".encode()
