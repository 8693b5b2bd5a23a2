"""How true the figures of a run are: CPU time beside busy neighbours, peak memory, and how often
the same program would be judged otherwise."""

import math
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from judging.cores import physical_cores
from judging.sandbox.bench import compiled
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import (
    Box,
    BoxSpec,
    Command,
    Mount,
    Outcome,
    RunCancelledError,
    RunLimits,
    SandboxError,
    StopReason,
)

_LOOP = b"""#include <stdlib.h>
int main(int n, char **a) {
    (void)n;
    volatile unsigned x = 1;
    for (long i = atol(a[1]) * 100000; i > 0; i--) x = x * 1664525 + 1013904223;
    return 0;
}
"""
_TOUCH = b"""#include <stdlib.h>
int main(int n, char **a) {
    (void)n;
    long size = atol(a[1]) * 1024;
    volatile char *m = malloc(size);
    for (long i = 0; i < size; i += 4096) m[i] = 1;
    return 0;
}
"""
_LIMITS = RunLimits(cpu_time_ms=60_000, wall_time_ms=180_000, memory_kib=1024 * 1024)
_LOOP_MS = 100
_SIZES_KIB = (16 * 1024, 64 * 1024, 256 * 1024)
_BALLAST_BYTES = 300 * 1024 * 1024
_NEEDED_PART = 0.9


def bench_truths(runs: int = 100) -> dict[str, float]:
    """Figures of ``runs`` runs (fewer for CPU time and memory).

    ``cpu_busy_difference_percent``: of the medians of one fixed loop, with nothing and with an
    endless loop on every other core, in turns. ``memory_error_percent``: the largest, over programs
    of several sizes, of a supervisor of 300 MiB. ``flips_per_100``: of runs of a program that needs
    90 % of its time limit, how many are over it; ``…_after_rerun``: were the slow ones run again.
    Raises SandboxError.
    """
    with tempfile.TemporaryDirectory() as folder, KeptBoxSandbox() as sandbox:
        loop = compiled(sandbox, _LOOP, Path(folder) / "loop")
        touch = compiled(sandbox, _TOUCH, Path(folder) / "touch")
        core, *neighbours = physical_cores()
        with _box(sandbox, loop, core) as box:
            rounds = _rounds(box)
            figures = _cpu_truth(sandbox, box, rounds, loop, neighbours, max(3, runs // 5))
            figures |= _flips(box, rounds, runs)
        with _box(sandbox, touch, core) as box:
            return figures | {"memory_error_percent": _memory_error(box)}


@contextmanager
def _box(sandbox: KeptBoxSandbox, program: Path, core: int) -> Iterator[Box]:
    mounts = (Mount(source=program.parent, target="/program"),)
    with sandbox.open_box(BoxSpec(name="truth", mounts=mounts, core=core)) as box:
        yield box


def _run(box: Box, argument: int, cancelled: threading.Event | None = None) -> Outcome:
    argv = ("/program/program", str(argument))
    outcome = box.run(Command(argv=argv, limits=_LIMITS, cancelled=cancelled))
    if outcome.stop is not StopReason.EXITED:
        raise SandboxError(f"a program of the benchmark ended by {outcome.stop}")
    return outcome


def _rounds(box: Box) -> int:
    """So many that the loop takes about 100 ms."""
    probe = 100
    return max(1, probe * _LOOP_MS // max(1, _run(box, probe).cpu_time_ms))


def _cpu_truth(
    sandbox: KeptBoxSandbox,
    box: Box,
    rounds: int,
    loop: Path,
    neighbours: list[int],
    pairs: int,
) -> dict[str, float]:
    idle, busy = [], []
    for _ in range(pairs):
        idle.append(_run(box, rounds).cpu_time_ms)
        with _busy(sandbox, loop, neighbours):
            busy.append(_run(box, rounds).cpu_time_ms)
    idle_ms, busy_ms = statistics.median(idle), statistics.median(busy)
    return {
        "cpu_idle_ms": idle_ms,
        "cpu_busy_ms": busy_ms,
        "cpu_busy_difference_percent": round(abs(busy_ms - idle_ms) / idle_ms * 100, 2),
        "cpu_spread_percent": round((max(idle) - min(idle)) / idle_ms * 100, 1),
    }


@contextmanager
def _busy(sandbox: KeptBoxSandbox, loop: Path, cores: list[int]) -> Iterator[None]:
    """Endless loops on these cores meanwhile."""
    cancelled = threading.Event()

    def spin(core: int) -> None:
        with _box(sandbox, loop, core) as box, suppress(RunCancelledError):
            _run(box, 1 << 40, cancelled)

    threads = [threading.Thread(target=spin, args=(core,)) for core in cores]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        cancelled.set()
        for thread in threads:
            thread.join()


def _flips(box: Box, rounds: int, runs: int) -> dict[str, float]:
    times_ms = [_run(box, rounds).cpu_time_ms for _ in range(runs)]
    limit_ms = math.ceil(statistics.median(times_ms) / _NEEDED_PART)
    slow = sum(time_ms > limit_ms for time_ms in times_ms)
    slow_again = sum(_run(box, rounds).cpu_time_ms > limit_ms for _ in range(slow))
    return {
        "flips_per_100": round(slow / runs * 100, 1),
        "flips_per_100_after_rerun": round(slow_again / runs * 100, 1),
    }


def _memory_error(box: Box) -> float:
    own_kib = _run(box, 0).memory_kib
    ballast = bytearray(b"1") * _BALLAST_BYTES
    errors = [
        abs(_run(box, size_kib).memory_kib - own_kib - size_kib) / size_kib
        for size_kib in _SIZES_KIB
    ]
    del ballast
    return round(max(errors) * 100, 2)
