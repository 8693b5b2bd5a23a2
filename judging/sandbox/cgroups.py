"""Accounting and limits of a slot by control groups, version 1 or 2, found by itself."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from judging.sandbox.protocol import SandboxError

ROOT_NAME = "codedang"

_REMOVE_TIMEOUT_S = 3.0
_FOREIGN_STALE_S = 3600


@dataclass(frozen=True)
class Usage:
    """What a run used, over all of its processes."""

    cpu_ns: int
    peak_bytes: int
    memory_kills: int
    """Processes that were killed for the run's own limit."""
    host_kills: int = 0
    """Those that were killed because the host, or what holds all runs, had no memory left."""


class Group(Protocol):
    """The cgroups of one slot. Its launcher joins them; runs are begun and ended in them."""

    includes_agent: bool
    """Whether the agent's own CPU time is counted too."""

    def settlement(self) -> list[bytes]:
        """What the launcher must join, return to and remove (``settle`` in launcher.c)."""
        ...

    def begin(self, memory_bytes: int, processes: int) -> int | None:
        """Set limits and start counting from 0. A descriptor of the run's own cgroup, or None."""
        ...

    def cpu_ns(self) -> int:
        """User and system time of the run up to now."""
        ...

    def processes(self) -> list[int]:
        """The living processes of the run, as this process numbers them; maybe the agent too."""
        ...

    def memory_kills(self) -> int:
        """Processes of the run that the kernel killed for its limit up to now."""
        ...

    def ease(self) -> None:
        """Called before the run is killed: what kills it must not wait for memory itself."""
        ...

    def end(self) -> Usage:
        """What the run used. Nothing of it may be alive."""
        ...

    def settled(self) -> None:
        """Called once, with the first box ready: what is used now is the sandbox's own."""
        ...

    def leftover_bytes(self) -> int:
        """Memory (page cache above all) that earlier boxes left charged here."""
        ...

    def remove(self) -> None:
        """Kill what is left in it and remove it. Raises SandboxError when it can't be removed."""
        ...


class Hierarchy(Protocol):
    """Where this host lets us make groups."""

    version: int
    detail: str

    def make(self, number: int) -> Group:
        """Make the cgroups of a slot. Raises SandboxError."""
        ...

    def remove_stale(self) -> int:
        """Remove groups whose supervisor is dead, and kill what is in them. How many."""
        ...

    def limits_swap(self) -> bool:
        """Whether what is swapped out counts against the memory limit."""
        ...


def owner_name() -> str:
    """The start of the names of this process's groups: pid, its start, its PID namespace."""
    return f"{os.getpid()}-{_start_time(os.getpid())}-{_pid_namespace()}"


def is_stale(name: str, age_s: float, has_processes: bool) -> bool:
    """Whether a group of that name has no living supervisor.

    Of another PID namespace we can't know: it is stale when it is old and empty.
    """
    parts = name.split("-")
    if len(parts) != 4 or not parts[0].isdigit():
        return False
    if parts[2] != _pid_namespace():
        return age_s > _FOREIGN_STALE_S and not has_processes
    return _start_time(int(parts[0])) != parts[1]


def kill_processes(procs: Path) -> None:
    """SIGKILL every process listed in a cgroup.procs, and those that they make meanwhile where
    the kernel can do that (version 2, Linux 5.14)."""
    whole = procs.with_name("cgroup.kill")
    if whole.exists():
        with contextlib.suppress(OSError):
            whole.write_text("1")
            return
    for line in _read(procs).split():
        with contextlib.suppress(ProcessLookupError, ValueError):
            if int(line) > 0:
                os.kill(int(line), signal.SIGKILL)


def process_numbers(procs: Path) -> list[int]:
    """Those in a cgroup.procs, as this process numbers them."""
    return [int(line) for line in _read(procs).split() if line.isdecimal()]


def remove_directory(path: Path) -> None:
    """Remove a cgroup whose processes are dying. Raises SandboxError when it stays busy."""
    deadline = time.monotonic() + _REMOVE_TIMEOUT_S
    while True:
        try:
            path.rmdir()
        except FileNotFoundError:
            return
        except OSError as error:
            if time.monotonic() > deadline:
                raise SandboxError(f"can't remove the cgroup {path}: {error.strerror}") from error
            kill_processes(path / "cgroup.procs")
            time.sleep(0.002)
        else:
            return


def write(path: Path, value: str | int) -> None:
    """Set one file of a cgroup. Raises SandboxError."""
    try:
        path.write_text(str(value))
    except OSError as error:
        raise SandboxError(f"can't set {path} to {value}: {error.strerror}") from error


def read_text(path: Path) -> str:
    """A file's text, empty where it can't be read."""
    return _read(path)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _pid_namespace() -> str:
    return str(Path("/proc/self/ns/pid").stat().st_ino)


def _start_time(pid: int) -> str:
    stat = _read(Path(f"/proc/{pid}/stat"))
    return stat.rpartition(")")[2].split()[19] if stat else ""
