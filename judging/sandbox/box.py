"""The sandbox: kept boxes in a pool of slots.

A slot's launcher and cgroups are made once and used by many boxes one after the other;
the namespaces, the root and all that a submission can touch are a box's own.
"""

import contextlib
import errno
import os
import signal
import socket
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from judging.sandbox import cgroup_detection, cgroups, wire
from judging.sandbox.gather import gather
from judging.sandbox.protocol import Box, BoxSpec, Command, Outcome, SandboxError, StopReason
from judging.sandbox.request import RunFds, send_run
from judging.sandbox.slot import Slot
from judging.sandbox.users import MAX_SLOTS
from judging.sandbox.watch import Watched, watch
from judging.sandbox.written import Written

_FRESHEN_TIMEOUT_MS = 20_000
_MAX_LEFTOVER_BYTES = 8 * 1024 * 1024
"""A slot that has more than this charged by earlier boxes (page cache) is replaced."""

_NOT_FOUND_EXIT_CODE = 127
_NOT_EXECUTABLE_EXIT_CODE = 126
"""As shells have it, for programs that can't be executed: a compiler may have made them."""


class KeptBox:
    """A box in a slot, which ``take_slot`` replaces if the kernel kills its launcher."""

    def __init__(self, slot: Slot, spec: BoxSpec, take_slot: Callable[[], Slot]) -> None:
        self._slot = slot
        self._spec = spec
        self._take_slot = take_slot
        self._agent: socket.socket = slot.open_box(spec)
        self._is_freshening = False
        self._is_broken = False

    def run(self, command: Command) -> Outcome:
        """Run one command to its end and leave nothing of it behind.

        Raises SandboxError where the box is broken, and RunCancelledError; it can't be used
        again then.
        """
        if self._is_broken:
            raise SandboxError(f"the box {self._spec.name} broke in an earlier run")
        try:
            return self._run(command)
        except SandboxError as error:
            self._is_broken = True
            raise SandboxError(f"box {self._spec.name}: {error}") from error
        except BaseException:
            self._is_broken = True
            raise

    def _run(self, command: Command) -> Outcome:
        if self._is_freshening:
            wire.receive_within(self._agent, _FRESHEN_TIMEOUT_MS, "freshening a box")
            self._is_freshening = False
        group = self._slot.group
        with RunFds(command) as fds:
            leaf = group.begin(command.limits.memory_kib * 1024, command.limits.processes)
            written = None if fds.stdout else Written(self._slot.agent_pid, group)
            try:
                send_run(self._agent, command, fds, leaf)
                fds.close_given()
                if command.on_start is not None:
                    command.on_start()
                seen = watch(self._agent, group, command, fds, written, self._slot.own_pids)
            except wire.PeerGoneError:
                return self._killed_with_agent(command)
        usage = group.end()
        if usage.host_kills and not usage.memory_kills:
            raise SandboxError(
                "the host ran out of memory and the kernel killed the run: give the judge workers "
                "more memory, or let fewer judge at once"
            )
        outcome = _outcome(command, seen, usage, includes_agent=group.includes_agent)
        if command.collect is not None and outcome.exit_code in command.collect.exit_codes:
            outcome = self._collect(command, outcome)
        wire.send(self._agent, wire.Letter.FRESHEN)
        self._is_freshening = True
        return outcome

    def _collect(self, command: Command, outcome: Outcome) -> Outcome:
        assert command.collect is not None  # noqa: S101 -- for the type checker
        if gather(self._agent, command.collect):
            return outcome
        return replace(outcome, stop=StopReason.OUTPUT, exit_code=None)

    def _killed_with_agent(self, command: Command) -> Outcome:
        """The kernel kills the agent for memory only where every process of the run is
        smaller than it is (they filled /tmp, say): still the program's doing."""
        group = self._slot.group
        if group.memory_kills() == 0:
            raise SandboxError("the sandbox's agent has died in a run")
        self._agent.close()
        usage = group.end()
        _retire(self._slot)
        self._slot = self._take_slot()
        self._agent = self._slot.open_box(self._spec)
        return Outcome(
            stop=StopReason.MEMORY,
            exit_code=None,
            signal=None,
            stdout=b"",
            stderr=b"",
            cpu_time_ms=usage.cpu_ns // 1_000_000,
            wall_time_ms=usage.cpu_ns // 1_000_000,
            memory_kib=command.limits.memory_kib,
        )

    def close(self) -> Slot | None:
        """Kill the box and what it holds; its slot may be used again, or None where it may not."""
        self._agent.close()
        try:
            self._slot.close_box()
        except SandboxError:
            self._is_broken = True
        if self._is_broken:
            # Its counters stand where the run under way had brought them.
            _retire(self._slot)
            return None
        return self._slot


class KeptBoxSandbox:
    """Makes kept boxes. For several threads at once, each with boxes of its own.

    Slots stay for later boxes until :meth:`close`, or until the process ends, however it
    ends. ``core``: every run is pinned to that CPU.
    """

    def __init__(self, *, core: int | None = None) -> None:
        self._core = core
        self._lock = threading.Lock()
        self._hierarchy: cgroups.Hierarchy | None = None
        self._idle: list[Slot] = []
        self._finalizer = weakref.finalize(self, _destroy_all, self._idle, os.getpid())

    @contextlib.contextmanager
    def open_box(self, spec: BoxSpec) -> Iterator[Box]:
        """Make a box; leaving the context kills and removes all of it.

        Raises SandboxError when this host can't give full isolation.
        """
        slot = self._take_slot()
        try:
            box = KeptBox(slot, spec, self._take_slot)
        except BaseException:
            _retire(slot)
            raise
        try:
            yield box
        finally:
            self._give_back(box.close())

    def _take_slot(self) -> Slot:
        while (idle := self._pop_idle()) is not None:
            if idle.is_alive():
                return idle
            _retire(idle)
        with self._lock:
            if self._hierarchy is None:
                hierarchy = cgroup_detection.detect()
                hierarchy.remove_stale()
                self._hierarchy = hierarchy
            hierarchy = self._hierarchy
        number = _take_number()
        try:
            return Slot(hierarchy, number, self._core)
        except BaseException:
            _return_number(number)
            raise

    def _pop_idle(self) -> Slot | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, slot: Slot | None) -> None:
        if slot is None:
            return
        if slot.group.leftover_bytes() > _MAX_LEFTOVER_BYTES or not self._finalizer.alive:
            _retire(slot)
            return
        with self._lock:
            self._idle.append(slot)

    def close(self) -> None:
        """Remove the slots that hold no box; those that do go with it."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


_numbers_lock = threading.Lock()
_numbers_in_use: set[int] = set()


def _take_number() -> int:
    """A number that no other slot of this process has: it stands for a user of the host."""
    with _numbers_lock:
        for number in range(MAX_SLOTS):
            if number not in _numbers_in_use:
                _numbers_in_use.add(number)
                return number
    raise SandboxError(f"{MAX_SLOTS} boxes are open at once; close some first")


def _return_number(number: int) -> None:
    with _numbers_lock:
        _numbers_in_use.discard(number)


def _retire(slot: Slot) -> None:
    slot.destroy()
    _return_number(slot.number)


def _destroy_all(slots: list[Slot], owner: int) -> None:
    if os.getpid() != owner:
        return
    while slots:
        _retire(slots.pop())


def _outcome(
    command: Command, seen: Watched, usage: cgroups.Usage, *, includes_agent: bool
) -> Outcome:
    code = os.waitstatus_to_exitcode(seen.status)
    stderr = seen.stderr
    if seen.exec_errno:
        found = seen.exec_errno not in (errno.ENOENT, errno.ENOTDIR)
        code = _NOT_EXECUTABLE_EXIT_CODE if found else _NOT_FOUND_EXIT_CODE
        stderr = f"can't execute {command.argv[0]}: {os.strerror(seen.exec_errno)}\n".encode()
    cpu_ns = max(0, usage.cpu_ns - (seen.agent_cpu_ns if includes_agent else 0))
    stop = _stop_reason(command, seen, usage, code, cpu_ns)
    limit_kib = command.limits.memory_kib
    used_kib = limit_kib if stop is StopReason.MEMORY else usage.peak_bytes // 1024
    return Outcome(
        stop=stop,
        exit_code=code if stop is StopReason.EXITED else None,
        signal=-code if stop is StopReason.SIGNALED else None,
        stdout=seen.stdout,
        stderr=stderr,
        cpu_time_ms=cpu_ns // 1_000_000,
        wall_time_ms=seen.wall_ns // 1_000_000,
        memory_kib=min(used_kib, limit_kib),
        stdout_truncated=seen.stdout_truncated,
        stderr_truncated=seen.stderr_truncated,
    )


def _stop_reason(
    command: Command, seen: Watched, usage: cgroups.Usage, code: int, cpu_ns: int
) -> StopReason:
    if usage.memory_kills > 0:
        return StopReason.MEMORY
    if seen.stop is not None:
        return seen.stop
    if cpu_ns > command.limits.cpu_time_ms * 1_000_000:
        return StopReason.CPU_TIME
    if code == -signal.SIGXFSZ:
        return StopReason.OUTPUT
    return StopReason.EXITED if code >= 0 else StopReason.SIGNALED
