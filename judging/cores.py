"""The cores of this host, shared out among all who judge on it by locks on files.

A judgement holds one core from its start to its end, and may borrow more while nobody else wants
them. Who finds none makes that known by a lock on the file ``waiting``; borrowed cores are then
given back after the test case under way. A lock goes with its process, however it ends.
"""

import contextlib
import fcntl
import os
import struct
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

_PATIENCE_S = 0.5
"""Where more judge at once than there are cores, they share in the end rather than wait."""

_LOOK_S = 0.01
_SIBLINGS = "/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list"

_FLOCK = struct.Struct("hhqqi4x")
"""struct flock: kind, whence, start, length, process."""


def _whole_file(kind: int) -> bytes:
    return _FLOCK.pack(kind, os.SEEK_SET, 0, 0, 0)


def physical_cores(cpus: Iterable[int] | None = None, siblings: str = _SIBLINGS) -> tuple[int, ...]:
    """One CPU of each core that this process may use, or of ``cpus``.

    Two threads of a core slow each other down, and CPU time tells so.
    """
    chosen: dict[str, int] = {}
    for cpu in sorted(os.sched_getaffinity(0) if cpus is None else cpus):
        try:
            core = Path(siblings.format(cpu=cpu)).read_text().strip()
        except OSError:
            core = str(cpu)
        chosen.setdefault(core, cpu)
    return tuple(chosen.values())


class Token:
    """The right to use one core, until it is given back."""

    def __init__(self, core: int, lock: int) -> None:
        self.core = core
        self._lock = lock

    def give_back(self) -> None:
        """Once."""
        os.close(self._lock)


class HostCores:
    """The cores that this process may use. For several threads at once."""

    def __init__(self, directory: Path, cores: Iterable[int] | None = None) -> None:
        """``directory`` is the same for all who judge on this host. Raises OSError."""
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self.cores = physical_cores() if cores is None else tuple(cores)

    def take(self) -> Token | None:
        """A core that is free now."""
        for core in self.cores:
            lock = self._lock(f"core-{core}")
            if lock is not None:
                return Token(core, lock)
        return None

    def wait_in_line(self) -> int:
        """A descriptor: others know of a want for a core until it is closed."""
        line = self._open("waiting")
        fcntl.fcntl(line, fcntl.F_OFD_SETLK, _whole_file(fcntl.F_RDLCK))
        return line

    def is_wanted(self) -> bool:
        """Whether somebody wants a core and has none."""
        # Asking must not lock: who asks at the same time would take it for a want.
        line = self._open("waiting")
        try:
            found = fcntl.fcntl(line, fcntl.F_OFD_GETLK, _whole_file(fcntl.F_WRLCK))
        finally:
            os.close(line)
        kind: int = _FLOCK.unpack(found)[0]
        return kind != fcntl.F_UNLCK

    def _lock(self, name: str) -> int | None:
        lock = self._open(name)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock

    def _open(self, name: str) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        try:
            return os.open(self._directory / name, flags, 0o600)
        except FileNotFoundError:
            # A cleaner of temporary files may have taken it in a quiet time.
            self._directory.mkdir(parents=True, exist_ok=True)
            return os.open(self._directory / name, flags, 0o600)


class Claim:
    """What one judgement has of the host's cores."""

    def __init__(self, host: HostCores) -> None:
        self._host = host
        self._token = host.take()
        self._line = None if self._token else host.wait_in_line()

    def core(self) -> int:
        """The judgement's own core. Waits a little for one, and then shares another's."""
        deadline = time.monotonic() + _PATIENCE_S
        while self._token is None and self._line is not None:
            self._token = self._host.take()
            if self._token is None and time.monotonic() > deadline:
                break
            if self._token is None:
                time.sleep(_LOOK_S)
        self._leave_line()
        if self._token is not None:
            return self._token.core
        return self._host.cores[os.getpid() % len(self._host.cores)]

    def borrow(self) -> Token | None:
        """Another core, where one is free and nobody else wants it."""
        return None if self._host.is_wanted() else self._host.take()

    def must_return(self) -> bool:
        """Whether what was borrowed is wanted by others."""
        return self._host.is_wanted()

    def _leave_line(self) -> None:
        if self._line is not None:
            os.close(self._line)
            self._line = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._leave_line()
        if self._token is not None:
            self._token.give_back()
            self._token = None


def host_cores() -> HostCores | None:
    """The cores as everybody on this host shares them who is told no other place."""
    directory = Path(tempfile.gettempdir()) / f"codedang-cores-{os.getuid()}"
    with contextlib.suppress(OSError):
        return HostCores(directory)
    return None
