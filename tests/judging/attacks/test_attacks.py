"""Hostile programs: each is stopped as it should be, learns nothing and leaves nothing."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import (
    Box,
    BoxSpec,
    Collect,
    Command,
    Mount,
    Outcome,
    RunLimits,
    StopReason,
)
from tests.judging.attacks.conftest import PROGRAMS
from tests.judging.sandbox.support import MIB, SECRET, python

LIMITS = RunLimits(
    cpu_time_ms=500,
    wall_time_ms=20_000,
    memory_kib=64 * MIB,
    processes=32,
    stdout_bytes=1 << 20,
    file_bytes=16 << 20,
)

ANY_OWN_END = {StopReason.EXITED, StopReason.SIGNALED}


@dataclass(frozen=True)
class Attack:
    """A program, and how the sandbox may end it."""

    program: str
    stops: set[StopReason]
    limits: RunLimits = LIMITS

    def __str__(self) -> str:
        return self.program


ATTACKS = [
    Attack("fork_bomb.c", {StopReason.CPU_TIME}),
    Attack("fork_bomb_sessions.c", {StopReason.CPU_TIME}),
    Attack("thread_bomb.c", {StopReason.CPU_TIME}),
    Attack("spin_in_sessions.c", {StopReason.CPU_TIME}),
    Attack("system_time.c", {StopReason.CPU_TIME}),
    Attack("memory_bomb.c", {StopReason.MEMORY}),
    Attack("memory_stack.c", {StopReason.MEMORY}),
    Attack("memory_processes.c", {StopReason.MEMORY}),
    Attack("memory_tmpfs.c", {StopReason.MEMORY}, replace(LIMITS, file_bytes=1 << 30)),
    Attack("memory_inodes.c", {StopReason.MEMORY, StopReason.CPU_TIME}),
    Attack("memory_pipes.c", {StopReason.MEMORY, StopReason.CPU_TIME, StopReason.WALL_TIME}),
    Attack("memory_sockets.c", {StopReason.MEMORY, StopReason.CPU_TIME, StopReason.WALL_TIME}),
    Attack("output_flood.c", {StopReason.OUTPUT}),
    Attack("error_flood.c", {StopReason.CPU_TIME}),
    Attack("file_flood.c", {StopReason.OUTPUT}),
    Attack("sleeper.c", {StopReason.WALL_TIME}, replace(LIMITS, wall_time_ms=300)),
    Attack("stop_itself.c", {StopReason.WALL_TIME}, replace(LIMITS, wall_time_ms=300)),
    Attack("close_pipes.c", {StopReason.WALL_TIME}, replace(LIMITS, wall_time_ms=300)),
    Attack("leftover.c", {StopReason.EXITED}),
    Attack("kill_everyone.c", ANY_OWN_END, replace(LIMITS, cpu_time_ms=3_000)),
    Attack("x32_calls.c", {StopReason.SIGNALED, StopReason.EXITED}),
    Attack("i386_calls.c", {StopReason.SIGNALED}),
]


def boxed(sandbox: KeptBoxSandbox, folder: Path) -> BoxSpec:
    return BoxSpec(name="attack", mounts=(Mount(source=folder, target="/program"),))


def run_program(box: Box, limits: RunLimits = LIMITS) -> Outcome:
    return box.run(Command(argv=("/program/program",), limits=limits))


def run_python(box: Box, name: str, *arguments: str, collect: Collect | None = None) -> Outcome:
    return box.run(
        Command(
            argv=("/usr/bin/python3", "-I", "-S", "/w/attack.py", *arguments),
            limits=replace(LIMITS, cpu_time_ms=5_000, wall_time_ms=20_000, memory_kib=256 * MIB),
            files={"attack.py": PROGRAMS / name},
            collect=collect,
        )
    )


def assert_well(box: Box) -> None:
    """The box still works, and the run before left nothing in it."""
    code = """
import os
print([p for p in ('/w', '/tmp', '/dev/shm') if os.listdir(p)],
      [p for p in os.listdir('/proc') if p.isdigit() and p != str(os.getpid())])
"""
    outcome = python(box, code, run_limits=LIMITS)
    assert outcome.stdout == b"[] []\n", outcome


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_a_hostile_program_is_stopped(
    sandbox: KeptBoxSandbox, compiled: Path, attack: Attack
) -> None:
    folder = compiled / Path(attack.program).stem

    with sandbox.open_box(boxed(sandbox, folder)) as box:
        outcome = run_program(box, attack.limits)
        assert_well(box)

    assert outcome.stop in attack.stops, outcome
    assert outcome.wall_time_ms < attack.limits.wall_time_ms + 2_000
    assert outcome.cpu_time_ms < attack.limits.cpu_time_ms + 1_500
    assert outcome.memory_kib <= attack.limits.memory_kib
    assert len(outcome.stdout) <= attack.limits.stdout_bytes


@pytest.mark.parametrize("name", ["network", "system_calls", "descriptors"])
def test_what_must_be_refused_is_refused(
    sandbox: KeptBoxSandbox, compiled: Path, name: str
) -> None:
    with sandbox.open_box(boxed(sandbox, compiled / name)) as box:
        outcome = run_program(box)

    assert outcome.stdout == b"end\n", outcome


@pytest.mark.parametrize("name", ["x32_calls", "i386_calls"])
def test_foreign_calls_do_not_work(sandbox: KeptBoxSandbox, compiled: Path, name: str) -> None:
    with sandbox.open_box(boxed(sandbox, compiled / name)) as box:
        outcome = run_program(box)

    assert (outcome.stdout, outcome.stop) == (b"", StopReason.SIGNALED)


def test_the_agent_survives_every_signal(sandbox: KeptBoxSandbox, compiled: Path) -> None:
    with sandbox.open_box(boxed(sandbox, compiled / "kill_everyone")) as box:
        outcomes = [run_program(box, replace(LIMITS, cpu_time_ms=3_000)).stdout for _ in range(3)]

    assert outcomes == [b"alive\n"] * 3


def test_unix_sockets_cannot_hold_more_than_the_limit(
    sandbox: KeptBoxSandbox, compiled: Path
) -> None:
    free_before = free_kib()
    lowest = free_before

    with sandbox.open_box(boxed(sandbox, compiled / "memory_sockets")) as box:
        run_program(box)
        lowest = min(lowest, free_kib())

    assert free_before - lowest < 512 * MIB


def free_kib() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1])
    raise AssertionError("no MemAvailable")


def test_secrets_of_the_host_cannot_be_read(
    sandbox: KeptBoxSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", SECRET)
    answer = tmp_path / "1.ans"
    answer.write_text(SECRET)
    answer.chmod(0o644)

    with sandbox.open_box(BoxSpec(name="attack")) as box:
        outcome = run_python(box, "read_secrets.py", "-is-4217", str(answer), str(Path.cwd()))

    assert outcome.stdout == b"end\n", outcome


def test_proc_shows_nothing_of_others(sandbox: KeptBoxSandbox) -> None:
    with sandbox.open_box(BoxSpec(name="attack")) as box:
        outcome = run_python(box, "proc_snoop.py")

    lines = outcome.stdout.decode().splitlines()
    assert lines[:2] == ["others []", "besides ['self', 'thread-self']"]
    assert lines[-1] == "end"
    assert not [line for line in lines if line.startswith(("read", "wrote"))], lines
    cgroup = next(line for line in lines if line.startswith("cgroup"))
    assert "codedang" not in cgroup


def test_planted_links_lead_nowhere(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text(SECRET)
    into = tmp_path / "into"
    into.mkdir()

    with sandbox.open_box(BoxSpec(name="attack")) as box:
        outcome = run_python(box, "plant_links.py", str(victim), collect=Collect(into=into))
        assert_well(box)

    assert outcome.exit_code == 0, outcome
    assert outcome.stdout == b""
    assert victim.read_text() == SECRET
    assert [path.name for path in into.rglob("*")] == ["attack.py"]


def test_nothing_can_be_written_outside(sandbox: KeptBoxSandbox) -> None:
    with sandbox.open_box(BoxSpec(name="attack")) as box:
        outcome = run_python(box, "escape_writes.py")

    assert outcome.stdout == b"end\n", outcome


def test_setuid_gives_nothing(sandbox: KeptBoxSandbox) -> None:
    with sandbox.open_box(BoxSpec(name="attack")) as box:
        outcome = run_python(box, "setuid_programs.py")

    lines = outcome.stdout.decode().splitlines()
    assert lines[0] == "1000", outcome
    assert lines[1] == str(["0" * 16] * 5)
