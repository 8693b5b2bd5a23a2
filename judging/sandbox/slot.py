"""A slot: one launcher in its own cgroups, and the box that it holds at the moment."""

import contextlib
import os
import socket
import subprocess

from judging.sandbox import wire
from judging.sandbox.build import agent_path
from judging.sandbox.cgroups import Hierarchy
from judging.sandbox.protocol import BoxSpec, SandboxError
from judging.sandbox.rootfs import root_operations
from judging.sandbox.users import host_uid

_ANSWER_TIMEOUT_MS = 20_000
_EXIT_TIMEOUT_S = 10


class Slot:
    """Opens boxes, one after the other. Not for several threads at once."""

    def __init__(self, hierarchy: Hierarchy, number: int, core: int | None = None) -> None:
        self.number = number
        self._core = core
        self._pinned_to: int | None = None
        self._has_settled = False
        self._is_destroyed = False
        self.agent_pid = 0
        """Of the open box's first process."""
        program = agent_path()
        self.group = hierarchy.make(number)
        self._makes_cgroup_namespace = hierarchy.version == 1
        self._launcher, theirs = wire.socket_pair()
        try:
            with theirs:
                # No preexec_fn: Python then uses vfork, whatever the size of this process.
                self._process = subprocess.Popen(
                    [program, str(theirs.fileno()), str(os.getpid())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={},
                    cwd="/",
                )
        except OSError as error:
            self._launcher.close()
            self.group.remove()
            raise SandboxError(f"can't start {program}: {error.strerror}") from error
        try:
            self._pin(core)
            wire.send(self._launcher, wire.Letter.SETTLE, strings=self.group.settlement())
            wire.receive_within(self._launcher, _ANSWER_TIMEOUT_MS, "joining its cgroups")
        except BaseException:
            self.destroy()
            raise

    @property
    def own_pids(self) -> tuple[int, int]:
        """Of the launcher and the agent, which may be in the group beside a run."""
        return self._process.pid, self.agent_pid

    def is_alive(self) -> bool:
        """Whether the launcher still runs."""
        return self._process.poll() is None

    def open_box(self, spec: BoxSpec) -> socket.socket:
        """Make a box; its agent's socket. Raises SandboxError; the slot is unusable then."""
        self._pin(spec.core if self._core is None else self._core)
        words = (host_uid(self.number), int(self._makes_cgroup_namespace))
        ours, theirs = wire.socket_pair()
        try:
            with theirs:
                wire.send(
                    self._launcher,
                    wire.Letter.OPEN,
                    words,
                    root_operations(spec),
                    [theirs.fileno()],
                )
                made = wire.receive_within(self._launcher, _ANSWER_TIMEOUT_MS, "making a box")
                self.agent_pid = made.words[0]
            wire.receive_within(ours, _ANSWER_TIMEOUT_MS, "preparing a box")
        except BaseException:
            ours.close()
            raise
        if not self._has_settled:
            self.group.settled()
            self._has_settled = True
        return ours

    def _pin(self, core: int | None) -> None:
        """Have the launcher's next box run on this core; None: on all that this process may use."""
        if core == self._pinned_to:
            return
        try:
            cores = os.sched_getaffinity(0) if core is None else {core}
            os.sched_setaffinity(self._process.pid, cores)
        except OSError as error:
            raise SandboxError(f"can't pin a box to core {core}: {error.strerror}") from error
        self._pinned_to = core

    def close_box(self) -> None:
        """Kill the box. Raises SandboxError; the slot is unusable then."""
        wire.send(self._launcher, wire.Letter.CLOSE)
        wire.receive_within(self._launcher, _ANSWER_TIMEOUT_MS, "closing a box")

    def destroy(self) -> None:
        """End the launcher, its box and its cgroups. Once; again is nothing."""
        if self._is_destroyed:
            return
        self._is_destroyed = True
        self._launcher.close()
        try:
            self._process.wait(_EXIT_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(SandboxError):
            self.group.remove()
