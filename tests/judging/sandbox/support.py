"""What tests of the real sandbox share: runs in a line, and counts of what is left."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from judging.sandbox import cgroup_detection, cgroups
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import (
    Box,
    BoxSpec,
    Collect,
    Command,
    Outcome,
    RunLimits,
    SandboxError,
    StopReason,
)

MIB = 1024
"""In KiB, as limits are."""

SECRET = "the-expected-answer-is-4217"


def needs_sandbox() -> None:
    """Skip where this host can't make boxes at all (no root, no cgroups)."""
    try:
        cgroup_detection.detect()
    except SandboxError as error:
        pytest.skip(str(error))
    if os.geteuid() != 0:
        pytest.skip("boxes need root")


def limits(
    cpu_time_ms: int = 5_000, wall_time_ms: int = 20_000, memory_kib: int = 256 * MIB, **more: int
) -> RunLimits:
    return RunLimits(
        cpu_time_ms=cpu_time_ms, wall_time_ms=wall_time_ms, memory_kib=memory_kib, **more
    )


def python(
    box: Box,
    code: str,
    *,
    run_limits: RunLimits | None = None,
    stdin: bytes | Path | int = b"",
    env: Mapping[str, str] | None = None,
    files: Mapping[str, bytes | Path] | None = None,
    collect: Collect | None = None,
    stdout: int | None = None,
) -> Outcome:
    """Run a few lines of Python in the box."""
    return box.run(
        Command(
            argv=("/usr/bin/python3", "-I", "-S", "-c", code),
            limits=run_limits or limits(),
            stdin=stdin,
            stdout=stdout,
            env=env or {},
            files=files or {},
            collect=collect,
        )
    )


def compile_c(sandbox: KeptBoxSandbox, source: bytes, into: Path) -> Path:
    """Compile in a box; the directory that holds ``program``."""
    into.mkdir(parents=True, exist_ok=True)
    with sandbox.open_box(BoxSpec(name="compile")) as box:
        outcome = box.run(
            Command(
                argv=("/usr/bin/gcc", "-O1", "-pthread", "-o", "program", "program.c"),
                limits=limits(cpu_time_ms=20_000, memory_kib=512 * MIB),
                env={"PATH": "/usr/bin"},
                files={"program.c": source},
                collect=Collect(into=into),
            )
        )
    assert outcome.stop is StopReason.EXITED, outcome
    assert outcome.exit_code == 0, outcome.stderr.decode()
    return into


@dataclass(frozen=True)
class Remains:
    """What this process's sandboxes have on the host now."""

    processes: int
    groups: int
    mounts: int
    descriptors: int

    def beyond(self, before: "Remains") -> dict[str, int]:
        """What there is more of than before. Less tells nothing: what earlier tests left to the
        collector of garbage goes at any time."""
        counts = ((name, count, getattr(before, name)) for name, count in asdict(self).items())
        return {name: now - then for name, now, then in counts if now > then}


def remains() -> Remains:
    groups = own_groups()
    processes = {
        pid
        for group in groups
        for procs in group.rglob("cgroup.procs")
        for pid in cgroups.read_text(procs).split()
    }
    return Remains(
        processes=len(processes),
        groups=len(groups),
        mounts=len(Path("/proc/self/mountinfo").read_text().splitlines()),
        descriptors=len(list(Path("/proc/self/fd").iterdir())),
    )


def own_groups(owner: str | None = None) -> list[Path]:
    """The cgroups of this process's slots, in every hierarchy."""
    prefix = owner or cgroups.owner_name()
    hierarchies = cgroup_detection.mounted_hierarchies(Path("/proc/self/mountinfo").read_text())
    return [
        path
        for mounted in hierarchies
        for path in (mounted.path / cgroups.ROOT_NAME).glob(f"{prefix}-*")
    ]
