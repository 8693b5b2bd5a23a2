"""Says what isolation this host gives, by trying each property of it from inside a box."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from judging.sandbox import cgroup_detection, cgroups
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.build import agent_path, probe_path
from judging.sandbox.protocol import (
    Box,
    BoxSpec,
    Command,
    Mount,
    Outcome,
    RunLimits,
    SandboxError,
    StopReason,
)

_PROBE = "/probe"
_NAMESPACES = ("user", "pid", "mnt", "net", "ipc", "uts", "cgroup")
_MIB = 1024
_PRIVILEGED = "run the worker as root; in a container: privileged, with its own cgroup namespace"


@dataclass(frozen=True)
class Row:
    """One property of the isolation, and what to do where it is missing."""

    name: str
    is_ok: bool
    detail: str
    advice: str = ""
    is_memory_accounting: bool = False
    """A development host may do without it; nothing else may be missing."""


def examine() -> list[Row]:
    """Try everything. Never raises: what can't be tried is a row that is not ok."""
    rows: list[Row] = []
    try:
        agent = agent_path()
        rows.append(Row("program", True, str(agent)))
        hierarchy = cgroup_detection.detect()
        rows.append(Row("cgroups", True, f"version {hierarchy.version}: {hierarchy.detail}"))
        rows.append(_swap(hierarchy))
        spec = BoxSpec(name="doctor", mounts=(Mount(source=probe_path(), target=_PROBE),))
        with KeptBoxSandbox() as sandbox, sandbox.open_box(spec) as box:
            rows.append(Row("box", True, "a box can be made"))
            for check in (_facts, _writable_places, _foreign, _processes, _cpu, _memory):
                rows += check(box)
    except SandboxError as error:
        rows.append(Row("box", False, str(error), _PRIVILEGED))
    return rows


def require_isolation(*, allow_loose_memory: bool = False) -> None:
    """Raise SandboxError naming what is missing, unless this host isolates completely.

    ``allow_loose_memory`` is for development: it lets swap and inexact memory figures
    pass, never a hole.
    """
    missing = [
        row
        for row in examine()
        if not row.is_ok and not (allow_loose_memory and row.is_memory_accounting)
    ]
    if missing:
        raise SandboxError(
            "this host can't isolate submissions: "
            + "; ".join(f"{row.name}: {row.detail} ({row.advice})" for row in missing)
        )


def main(argv: Sequence[str]) -> int:
    """Print the rows as a table or as JSON. 1 where isolation would be incomplete."""
    parser = argparse.ArgumentParser(
        prog="python -m judging doctor", description="What isolation this host gives."
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    rows = examine()
    is_complete = all(row.is_ok for row in rows)
    if options.json:
        result = {"is_complete": is_complete, "rows": [asdict(row) for row in rows]}
        sys.stdout.write(json.dumps(result, indent=2) + "\n")
    else:
        width = max(len(row.name) for row in rows)
        for row in rows:
            sys.stdout.write(
                f"{'ok  ' if row.is_ok else 'FAIL'}  {row.name:{width}}  {row.detail}\n"
            )
            if not row.is_ok and row.advice:
                sys.stdout.write(f"      {'':{width}}  what to do: {row.advice}\n")
        sys.stdout.write("isolation is complete\n" if is_complete else "isolation is INCOMPLETE\n")
    return 0 if is_complete else 1


def _run(box: Box, *arguments: str, **limits: int) -> Outcome:
    bounds = {
        "cpu_time_ms": 2_000,
        "wall_time_ms": 10_000,
        "memory_kib": 64 * _MIB,
        "processes": 32,
        **limits,
    }
    return box.run(Command(argv=(_PROBE, *arguments), limits=RunLimits(**bounds)))


def _values(text: bytes) -> dict[str, str]:
    values = {}
    for line in text.decode(errors="replace").splitlines():
        name, separator, value = line.partition("=")
        if separator:
            values[name] = value.strip()
        else:
            name, _, value = line.partition(":")
            values[name.replace(" ", "")] = value.strip()
    return values


def _facts(box: Box) -> Iterator[Row]:
    seen = _values(_run(box, "facts").stdout)
    same = [
        name
        for name in _NAMESPACES
        if seen.get(f"namespace.{name}") in (None, str(Path(f"/proc/self/ns/{name}").readlink()))
    ]
    yield Row(
        "namespaces",
        not same,
        f"shared with the host: {', '.join(same)}" if same else ", ".join(_NAMESPACES),
        "enable these namespaces in the kernel (sysctl user.max_user_namespaces above 0)",
    )
    powers = {name: seen.get(f"status.{name}") for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")}
    held = [name for name, value in powers.items() if value is None or int(value, 16) != 0]
    yield Row(
        "privileges",
        not held and seen.get("status.NoNewPrivs") == "1" and seen.get("uid") not in (None, "0"),
        f"user {seen.get('uid')}, capabilities in {', '.join(held) or 'no set'}, "
        f"no new privileges: {seen.get('status.NoNewPrivs')}",
    )
    calls = {name[8:]: value for name, value in seen.items() if name.startswith("refused.")}
    through = sorted(name for name, value in calls.items() if value != "1")
    yield Row(
        "seccomp",
        bool(calls) and not through and seen.get("status.Seccomp") == "2",
        f"not refused: {', '.join(through)}"
        if through
        else f"{len(calls)} calls tried, all refused",
        "the kernel needs CONFIG_SECCOMP_FILTER",
    )
    interfaces = [name[4:] for name in seen if name.startswith("net.") and "|" not in name]
    yield Row("network", interfaces == ["lo"], f"interfaces: {', '.join(interfaces) or 'unknown'}")
    writable = [
        name[9:] for name, value in seen.items() if name.startswith("readonly.") and value != "1"
    ]
    yield Row(
        "read-only root",
        not writable and "readonly./usr/x" in seen,
        f"writable: {', '.join(writable)}" if writable else "nothing outside /w, /tmp, /dev/shm",
    )
    yield Row(
        "clean start",
        seen.get("environment") == "0" and seen.get("fds") == "0 1 2",
        f"{seen.get('environment')} variables, descriptors {seen.get('fds')}",
    )
    own = seen.get("pid")
    yield Row(
        "processes hidden",
        own is not None and seen.get("processes") == own,
        f"sees {seen.get('processes') or 'nothing'}",
    )


def _writable_places(box: Box) -> Iterator[Row]:
    places = ("/w/x", "/tmp/x", "/dev/shm/x")  # noqa: S108 -- inside the box
    for _ in range(2):
        seen = _values(_run(box, "facts").stdout)
        stale = [place for place in places if seen.get(f"fresh.{place}") != "1"]
    yield Row(
        "fresh places",
        not stale,
        f"kept or not writable: {', '.join(stale)}" if stale else "new for each run",
    )


def _foreign(box: Box) -> Iterator[Row]:
    outcome = _run(box, "foreign")
    is_refused = b"foreign=" not in outcome.stdout or os.uname().machine != "x86_64"
    yield Row("foreign calls", is_refused, "killed" if is_refused else "32-bit calls work")


def _processes(box: Box) -> Iterator[Row]:
    forked = int(_values(_run(box, "fork", "100", processes=16).stdout).get("forked", "-1"))
    yield Row("process limit", forked == 15, f"{forked + 1} of 16 allowed could be made")
    left = _values(_run(box, "facts").stdout)
    yield Row(
        "nothing is left",
        left.get("processes") == left.get("pid"),
        "the next run sees no process of the last",
    )


def _cpu(box: Box) -> Iterator[Row]:
    counted = _run(box, "burn", "100").cpu_time_ms
    yield Row(
        "CPU accounting",
        counted >= 95,
        f"a grandchild's 100 ms are counted as {counted} ms",
        "the cpuacct controller (version 1) or cpu.stat (version 2) must count",
    )
    stop = _run(box, "burn", "5000", cpu_time_ms=100).stop
    yield Row("CPU limit", stop is StopReason.CPU_TIME, f"stopped by {stop}")


def _memory(box: Box) -> Iterator[Row]:
    stop = _run(box, "memory", "128", memory_kib=32 * _MIB).stop
    yield Row(
        "memory limit",
        stop is StopReason.MEMORY,
        f"128 MiB in 32: stopped by {stop}",
        "the memory controller must be enabled and delegated",
    )
    counted = _run(box, "memory", "40").memory_kib
    yield Row(
        "memory accounting",
        abs(counted - 40 * _MIB) <= 2 * _MIB,
        f"40 MiB are counted as {counted / _MIB:.1f} MiB",
        "version 2 of control groups needs Linux 5.19 for memory.peak",
        is_memory_accounting=True,
    )


def _swap(hierarchy: cgroups.Hierarchy) -> Row:
    has_swap = len(cgroups.read_text(Path("/proc/swaps")).splitlines()) > 1
    is_counted = hierarchy.limits_swap()
    return Row(
        "swap",
        not has_swap or is_counted,
        "none" if not has_swap else "limited with memory" if is_counted else "on and not limited",
        "swapoff -a, or boot with swapaccount=1",
        is_memory_accounting=True,
    )
