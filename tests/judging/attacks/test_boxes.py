"""Attacks on a box that a judgement can't make: bytes that are no text, words of a compiler's
command, and what the host itself can see while a program runs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import BoxSpec, Collect, Command, Mount, Outcome, RunLimits
from tests.judging.attacks.table import HERE
from tests.judging.sandbox.support import MIB, SECRET, compile_c, needs_sandbox, remains

LIMITS = RunLimits(
    cpu_time_ms=3_000,
    wall_time_ms=20_000,
    memory_kib=64 * MIB,
    processes=32,
    stdout_bytes=1 << 20,
    stderr_bytes=64 * 1024,
    file_bytes=16 << 20,
)
COMPILING = replace(LIMITS, memory_kib=256 * MIB)
GPP = ("/usr/bin/g++", "-O0", "-o", "program", "main.cpp")


@pytest.fixture
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    before = remains()
    with KeptBoxSandbox() as made:
        yield made
    assert remains().beyond(before) == {}


def run_compiler(
    sandbox: KeptBoxSandbox, source: bytes, into: Path, argv: tuple[str, ...] = GPP
) -> Outcome:
    with sandbox.open_box(BoxSpec(name="compile")) as box:
        return box.run(
            Command(
                argv=argv,
                limits=COMPILING,
                env={"PATH": "/usr/bin"},
                files={"main.cpp": source},
                collect=Collect(into=into, max_bytes=64 << 20),
            )
        )


@pytest.mark.parametrize(
    "source",
    [b"int a; // " + b"x" * (20 << 20), b"\0" * 100_000, b"int main() {} // \xff\xfe\xc3\x28"],
    ids=["20 MiB", "null bytes", "invalid UTF-8"],
)
def test_a_source_that_is_no_text_is_contained(
    sandbox: KeptBoxSandbox, tmp_path: Path, source: bytes
) -> None:
    outcome = run_compiler(sandbox, source, tmp_path)

    assert outcome.exit_code in (0, 1), outcome
    assert len(outcome.stderr) <= COMPILING.stderr_bytes


@pytest.mark.parametrize("option", [("-s",), ()], ids=["symbolic", "hard"])
def test_a_compiler_cannot_leave_links(
    sandbox: KeptBoxSandbox, tmp_path: Path, option: tuple[str, ...]
) -> None:
    """Whoever controls a compiler's run can plant what they like; only files come out."""
    argv = ("/usr/bin/ln", *option, "/etc/passwd", "/w/program")

    outcome = run_compiler(sandbox, b"", tmp_path, argv)

    assert outcome.exit_code == (0 if option else 1)
    assert not (tmp_path / "program").exists()


def test_planted_links_are_not_collected(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text(SECRET)
    into = tmp_path / "into"
    into.mkdir()
    source = (HERE / "programs/plant_links.py").read_text().replace("@HOST_FILE@", str(victim))

    with sandbox.open_box(BoxSpec(name="attack")) as box:
        outcome = box.run(
            Command(
                argv=("/usr/bin/python3", "-I", "-S", "/w/attack.py"),
                limits=LIMITS,
                files={"attack.py": source.encode()},
                collect=Collect(into=into),
            )
        )

    assert outcome.stdout == b"contained\n", outcome
    assert victim.read_text() == SECRET
    assert [path.name for path in into.rglob("*")] == ["attack.py"]


def test_the_agent_survives_every_signal(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    source = (HERE / "programs/kill_everyone.c").read_bytes()
    mount = Mount(source=compile_c(sandbox, source, tmp_path / "p"), target="/program")

    with sandbox.open_box(BoxSpec(name="attack", mounts=(mount,))) as box:
        said = [box.run(Command(argv=("/program/program",), limits=LIMITS)).stdout for _ in "123"]

    assert said == [b"alive\n"] * 3


def test_unix_sockets_cannot_hold_more_than_the_limit(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    source = (HERE / "programs/memory_sockets.c").read_bytes()
    mount = Mount(source=compile_c(sandbox, source, tmp_path / "p"), target="/program")
    free_before = free_kib()

    with sandbox.open_box(BoxSpec(name="attack", mounts=(mount,))) as box:
        box.run(Command(argv=("/program/program",), limits=replace(LIMITS, wall_time_ms=300)))
        held = free_before - free_kib()

    assert held < 512 * MIB


def free_kib() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1])
    raise AssertionError("no MemAvailable")
