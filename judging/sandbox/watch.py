"""Watching one run: its output, its deadlines, its end."""

import os
import select
import socket
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from judging.sandbox import wire
from judging.sandbox.cgroups import Group
from judging.sandbox.protocol import (
    Command,
    RunCancelledError,
    RunLimits,
    SandboxError,
    StopReason,
)
from judging.sandbox.request import RunFds
from judging.sandbox.starving import PatientLimit
from judging.sandbox.written import Written

_READ_BYTES = 256 * 1024
_MAX_PIPE_BYTES = 1024 * 1024
_MAX_TICK_NS = 50_000_000
_MIN_TICK_NS = 2_000_000
_DIE_TIMEOUT_NS = 20_000_000_000
_CORES = len(os.sched_getaffinity(0))


@dataclass
class Watched:
    """What was seen of a run. ``stop`` is None where the program ended by itself."""

    stop: StopReason | None
    status: int
    """As of waitpid."""
    wall_ns: int
    agent_cpu_ns: int
    exec_errno: int
    stdout: bytes
    stderr: bytes
    stdout_truncated: bool
    stderr_truncated: bool


@dataclass
class _Stream:
    fd: int
    cap_bytes: int
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    seen_bytes: int = 0
    """What was read in all, kept or not."""
    is_truncated: bool = False

    def drain(self) -> bool:
        """Read what there is. False at its end."""
        while True:
            try:
                chunk = os.read(self.fd, _READ_BYTES)
            except BlockingIOError:
                return True
            if not chunk:
                return False
            self.seen_bytes += len(chunk)
            room = self.cap_bytes - self.size
            if len(chunk) > room:
                self.is_truncated = True
                chunk = chunk[:room]
            if chunk:
                self.chunks.append(chunk)
                self.size += len(chunk)
            if self.is_truncated:
                return True

    def content(self) -> bytes:
        return b"".join(self.chunks)


class _Deadlines:
    """When to look at a run next, and what it has exceeded."""

    def __init__(
        self,
        limits: RunLimits,
        group: Group,
        has_flooded: Callable[[], bool],
        allowed_wall_ns: Callable[[], int],
    ) -> None:
        self._group = group
        self._has_flooded = has_flooded
        self._allowed_wall_ns = allowed_wall_ns
        self._cpu_limit_ns = limits.cpu_time_ms * 1_000_000
        now = self._began_ns = time.monotonic_ns()
        self._wall_end_ns = now + limits.wall_time_ms * 1_000_000
        self._look_ns = now + self._tick(self._cpu_limit_ns)

    @staticmethod
    def _tick(cpu_left_ns: int) -> int:
        return min(_MAX_TICK_NS, max(_MIN_TICK_NS, cpu_left_ns // _CORES))

    def timeout_ms(self) -> int:
        left_ns = min(self._wall_end_ns, self._look_ns) - time.monotonic_ns()
        return max(0, -(-left_ns // 1_000_000))

    def exceeded(self) -> StopReason | None:
        now = time.monotonic_ns()
        if now >= self._look_ns:
            if self._group.memory_kills() > 0:
                return StopReason.MEMORY
            if self._has_flooded():
                return StopReason.OUTPUT
            left_ns = self._cpu_limit_ns - self._group.cpu_ns()
            if left_ns < 0:
                return StopReason.CPU_TIME
            self._look_ns = now + self._tick(left_ns)
        if now < self._wall_end_ns:
            return None
        self._wall_end_ns = self._began_ns + self._allowed_wall_ns()
        return StopReason.WALL_TIME if now >= self._wall_end_ns else None


def watch(
    agent: socket.socket,
    group: Group,
    command: Command,
    fds: RunFds,
    written: Written | None = None,
    strangers: Collection[int] = (),
) -> Watched:
    """Wait for the end of a run that was asked for, and bring it about where it must.

    ``written``: where the output goes elsewhere, what counts it. ``strangers``: processes that
    may be in the group and are not the run's.

    Raises SandboxError, wire.PeerGoneError among it, and RunCancelledError.
    """
    watching = _Watching(agent, group, command, fds, written)
    wall_limit = PatientLimit(command.limits.wall_time_ms * 1_000_000, group, strangers)
    ended = watching.until_end(
        _Deadlines(command.limits, group, watching.has_flooded, wall_limit.allowed_ns)
    )
    return watching.seen(ended)


class _Watching:
    def __init__(
        self,
        agent: socket.socket,
        group: Group,
        command: Command,
        fds: RunFds,
        written: Written | None,
    ) -> None:
        self._agent = agent
        self._group = group
        self._command = command
        self._file_bytes = fds.file_bytes
        self._written = written
        limits = command.limits
        self._stderr = _Stream(fds.stderr, limits.stderr_bytes)
        self._streams = {fds.stderr: self._stderr}
        self._stdout: _Stream | None = None
        if fds.stdout is not None:
            self._stdout = self._streams[fds.stdout] = _Stream(fds.stdout, limits.stdout_bytes)
        self._poll = select.poll()
        for fd in (agent.fileno(), *self._streams):
            self._poll.register(fd, select.POLLIN)
        self._stop: StopReason | None = None

    def has_flooded(self) -> bool:
        # Some of what it wrote to standard error may not have been seen yet.
        return self._written is not None and self._is_flood(
            self._written.so_far() - _MAX_PIPE_BYTES
        )

    def until_end(self, deadlines: _Deadlines) -> wire.Reply:
        killed_ns = 0
        while (ended := self._look(deadlines.timeout_ms() if self._stop is None else 1000)) is None:
            if self._stop is not None:
                if time.monotonic_ns() - killed_ns > _DIE_TIMEOUT_NS:
                    raise SandboxError("a run could not be killed")
                continue
            self._stop = self._reason(deadlines)
            if self._stop is not None:
                self._group.ease()
                wire.send(self._agent, wire.Letter.KILL)
                killed_ns = time.monotonic_ns()
        for stream in self._streams.values():
            stream.drain()
        return ended

    def seen(self, ended: wire.Reply) -> Watched:
        stdout, stderr = self._stdout, self._stderr
        stop = self._stop
        if stop is None and self._is_over():
            stop = StopReason.OUTPUT
        if (
            stop is None
            and self._written is not None
            and self._is_flood(self._written.in_the_end())
        ):
            stop = StopReason.OUTPUT
        return Watched(
            stop=stop,
            status=ended.words[0],
            wall_ns=ended.words[1],
            agent_cpu_ns=ended.words[2],
            exec_errno=ended.words[3],
            stdout=stdout.content() if stdout is not None else b"",
            stderr=stderr.content(),
            stdout_truncated=stdout is not None and stdout.is_truncated,
            stderr_truncated=stderr.is_truncated,
        )

    def _look(self, timeout_ms: int) -> wire.Reply | None:
        """Wait for output or the end; None: it goes on."""
        ended: wire.Reply | None = None
        for fd, _ in self._poll.poll(timeout_ms):
            stream = self._streams.get(fd)
            if stream is None:
                ended = wire.receive(self._agent)
            elif not stream.drain():
                self._poll.unregister(fd)
        return ended

    def _reason(self, deadlines: _Deadlines) -> StopReason | None:
        """Why to stop it now; None: it may go on."""
        command = self._command
        if command.cancelled is not None and command.cancelled.is_set():
            self._group.ease()
            raise RunCancelledError
        stop = StopReason.OUTPUT if self._is_over() else deadlines.exceeded()
        if stop is None and command.settled is not None and command.settled.is_set():
            return StopReason.SETTLED
        return stop

    def _is_over(self) -> bool:
        return self._stdout is not None and self._stdout.is_truncated

    def _is_flood(self, written_bytes: int) -> bool:
        own_bytes = written_bytes - self._stderr.seen_bytes - self._file_bytes
        return own_bytes > self._command.limits.stdout_bytes
