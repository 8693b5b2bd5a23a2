"""What the judge asks of a sandbox, and what it answers.

A *box* is one set of namespaces for one role of one submission (its compiler, its
program, its validator). Within a box, each run starts with fresh writable places;
between two runs everything that the first left behind is gone. Two boxes share
nothing writable.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class StopReason(StrEnum):
    """Why a run ended. Only EXITED and SIGNALED were the program's own doing."""

    EXITED = "exited"
    SIGNALED = "signaled"
    CPU_TIME = "cpu_time"
    WALL_TIME = "wall_time"
    MEMORY = "memory"
    OUTPUT = "output"
    SETTLED = "settled"
    """Nothing that it could still do mattered: see ``Command.settled``."""


class RunCancelledError(Exception):
    """A run was ended because nobody wants its outcome any more. Its box can't be used again."""


class SandboxError(Exception):
    """The sandbox itself failed. Never the program's fault: the job is tried again elsewhere."""


@dataclass(frozen=True, kw_only=True)
class RunLimits:
    """Hard limits of one run."""

    cpu_time_ms: int
    wall_time_ms: int
    memory_kib: int
    processes: int = 64
    stdout_bytes: int = 8 * 1024 * 1024
    """Where the command brings its own descriptor, of all that it writes but to standard error."""
    stderr_bytes: int = 64 * 1024
    file_bytes: int = 256 * 1024 * 1024
    """Largest file that the run may write; its writable places live in memory and count as such."""


@dataclass(frozen=True, kw_only=True)
class Collect:
    """Regular files to take out of the working directory after a run that exited well.

    They are opened beneath the working directory only, never through a symbolic
    link, and copied into ``into`` (made by the caller, empty, owned by the judge).
    Anything that is not a regular file or a directory is left behind.
    """

    into: Path
    max_files: int = 1_000
    max_bytes: int = 256 * 1024 * 1024
    exit_codes: frozenset[int] = frozenset({0})
    """With which of them a run exited well."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """One program run in a box, without a shell: ``argv[0]`` is an absolute path in the box."""

    argv: tuple[str, ...]
    limits: RunLimits
    stdin: bytes | Path | int = b""
    """Bytes, a host file (opened by the judge), or an open file descriptor."""
    stdout: int | None = None
    """An open file descriptor to write to; None: collected into the outcome, capped."""
    env: Mapping[str, str] = field(default_factory=dict)
    """The whole environment; nothing of the judge's own leaks in."""
    files: Mapping[str, bytes | Path] = field(default_factory=dict)
    """By name in the working directory, or in directories of it, made before the run."""
    collect: Collect | None = None
    on_start: Callable[[], None] | None = None
    """Called once the run has all that it was given: the caller may close its own copies of the
    descriptors then, and must where others wait for their end. Not called where nothing started."""
    cancelled: threading.Event | None = None
    """Set by another thread: the run is ended within 50 ms and raises RunCancelledError."""
    settled: threading.Event | None = None
    """Once set, the run is ended soon, with an outcome of what it had used until then."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a run ended and what it used, over all processes of the run."""

    stop: StopReason
    exit_code: int | None
    """None unless ``stop`` is EXITED."""
    signal: int | None
    """None unless ``stop`` is SIGNALED."""
    stdout: bytes
    stderr: bytes
    cpu_time_ms: int
    wall_time_ms: int
    memory_kib: int
    stdout_truncated: bool = False
    stderr_truncated: bool = False


@dataclass(frozen=True, kw_only=True)
class Mount:
    """A host directory or file shown read-only inside a box."""

    source: Path
    target: str
    """Absolute path inside the box."""


@dataclass(frozen=True, kw_only=True)
class BoxSpec:
    """What one box shows beside the read-only system directories and its fresh writable places.

    The working directory is ``/w`` (writable, fresh for each run), as are ``/tmp``
    and ``/dev/shm``.
    """

    name: str
    """For messages and for names of cgroups: letters, digits and hyphens."""
    mounts: tuple[Mount, ...] = ()
    core: int | None = None
    """CPU that its runs are pinned to, unless the sandbox itself is pinned to one."""


class Box(Protocol):
    """An open box. Not for several threads at once."""

    def run(self, command: Command) -> Outcome:
        """Run one command to its end and leave nothing of it behind.

        Raises SandboxError where the box is broken, and RunCancelledError; it can't be used
        again then.
        """
        ...


class Sandbox(Protocol):
    """Makes boxes."""

    def open_box(self, spec: BoxSpec) -> AbstractContextManager[Box]:
        """Make a box; leaving the context kills and removes all of it.

        Raises SandboxError when this host can't give full isolation.
        """
        ...
