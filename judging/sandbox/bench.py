"""What one boxed run costs against a bare spawn of the same program, in one measurement."""

import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import (
    BoxSpec,
    Collect,
    Command,
    Mount,
    RunLimits,
    SandboxError,
)

_SOURCE = b'#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'
_EXPECTED = b"hello\n"
_QUIET_S = 1.0
_LIMITS = RunLimits(cpu_time_ms=10_000, wall_time_ms=30_000, memory_kib=1024 * 1024)


def bench_spawn(runs: int = 400, quiet_runs: int = 5) -> dict[str, float]:
    """Medians and 99th percentiles in microseconds, of runs that take turns.

    ``boxed_after_quiet_us`` is the worst first run after a second in which nothing ran,
    ``box_us`` the median of opening and closing a box.
    Raises SandboxError where there is no sandbox or no C compiler in it.
    """
    with tempfile.TemporaryDirectory() as folder, KeptBoxSandbox() as sandbox:
        program = compiled(sandbox, _SOURCE, Path(folder) / "hello")
        mounts = (Mount(source=program.parent, target="/program"),)
        command = Command(argv=("/program/program",), limits=_LIMITS)
        with sandbox.open_box(BoxSpec(name="bench", mounts=mounts)) as box:

            def boxed() -> None:
                _check(box.run(command).stdout)

            boxed()
            pairs = [(_timed_us(lambda: _bare(program)), _timed_us(boxed)) for _ in range(runs)]
            quiet = []
            for _ in range(quiet_runs):
                time.sleep(_QUIET_S)
                quiet.append(_timed_us(boxed))

        def empty_box() -> None:
            with sandbox.open_box(BoxSpec(name="bench", mounts=mounts)):
                pass

        boxes = [_timed_us(empty_box) for _ in range(20)]
    bare_us = [bare for bare, _ in pairs]
    boxed_us = [boxed_one for _, boxed_one in pairs]
    return {
        "bare_us": round(statistics.median(bare_us), 1),
        "bare_p99_us": round(_p99(bare_us), 1),
        "boxed_us": round(statistics.median(boxed_us), 1),
        "boxed_p99_us": round(_p99(boxed_us), 1),
        "boxed_to_bare_ratio": round(statistics.median(boxed_us) / statistics.median(bare_us), 3),
        "boxed_after_quiet_us": round(max(quiet), 1) if quiet else math.nan,
        "box_us": round(statistics.median(boxes), 1),
    }


def compiled(sandbox: KeptBoxSandbox, source: bytes, into: Path) -> Path:
    """The static program of a C source, in the new directory ``into``. Raises SandboxError."""
    into.mkdir()
    with sandbox.open_box(BoxSpec(name="bench-compile")) as box:
        outcome = box.run(
            Command(
                argv=("/usr/bin/gcc", "-O2", "-static", "-o", "program", "program.c"),
                limits=_LIMITS,
                env={"PATH": "/usr/bin"},
                files={"program.c": source},
                collect=Collect(into=into),
            )
        )
    program = into / "program"
    if outcome.exit_code != 0 or not program.exists():
        raise SandboxError(f"gcc failed in the sandbox: {outcome.stderr.decode(errors='replace')}")
    return program


def _bare(program: Path) -> None:
    reading, writing = os.pipe()
    pid = os.posix_spawn(
        program, [str(program)], {}, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)]
    )
    os.close(writing)
    os.waitpid(pid, 0)
    _check(os.read(reading, 64))
    os.close(reading)


def _check(output: bytes) -> None:
    if output != _EXPECTED:
        raise SandboxError(f"the program said {output!r}")


def _timed_us(action: Callable[[], None]) -> float:
    started = time.perf_counter_ns()
    action()
    return (time.perf_counter_ns() - started) / 1000


def _p99(values: list[float]) -> float:
    return sorted(values)[max(0, math.ceil(len(values) * 0.99) - 1)]
