"""Control groups of version 2: a fresh leaf for each run, which the agent clones into.

``memory.peak`` can't be reset before Linux 6.12, and ``clone3(CLONE_INTO_CGROUP)``
attaches without waiting, so a leaf per run is both right and cheap.

    <base>/codedang/<slot>/host   the launcher and the agent
    <base>/codedang/<slot>/run    one run, then removed
"""

import errno
import os
import time
from pathlib import Path

from judging.sandbox.cgroups import (
    ROOT_NAME,
    Usage,
    is_stale,
    kill_processes,
    owner_name,
    process_numbers,
    read_text,
    remove_directory,
    write,
)
from judging.sandbox.protocol import SandboxError
from judging.sandbox.users import host_uid

_CONTROLLERS = "+memory +pids"
_SUPERVISOR_LEAF = "codedang-supervisor"


class GroupV2:
    """One slot's directory with its two leaves."""

    includes_agent = False

    def __init__(self, path: Path, way_back: Path, user: int) -> None:
        self._path = path
        self._way_back = way_back
        self._run = path / "run"
        self._directory: int | None = None
        self._cpu: int | None = None
        self._seen_bytes = 0
        try:
            (path / "host").mkdir(parents=True)
            write(path / "cgroup.subtree_control", _CONTROLLERS)
            # The agent, root of the box only, clones from `host` into `run`: the kernel asks
            # whether it may write to the common ancestor and to the leaf.
            os.chown(path / "cgroup.procs", user, user)
        except OSError as error:
            raise SandboxError(f"can't make the cgroup {path}: {error.strerror}") from error
        self._user = user

    def settlement(self) -> list[bytes]:
        flat = [b"j", os.fsencode(self._path / "host" / "cgroup.procs"), b""]
        flat += (b"r", os.fsencode(self._way_back), b"")
        for leaf in (self._run, self._path / "host", self._path):
            flat += (b"x", os.fsencode(leaf), b"")
        return flat

    def settled(self) -> None:
        """Nothing to note: the agent isn't counted."""

    def begin(self, memory_bytes: int, processes: int) -> int | None:
        try:
            self._run.mkdir()
        except FileExistsError:
            remove_directory(self._run)
            self._run.mkdir()
        self._seen_bytes = 0
        write(self._run / "memory.max", memory_bytes)
        swap = self._run / "memory.swap.max"
        if swap.exists():
            write(swap, 0)
        write(self._run / "memory.oom.group", 1)
        write(self._run / "pids.max", processes)
        return self._open_leaf()

    def _open_leaf(self) -> int:
        os.chown(self._run / "cgroup.procs", self._user, self._user)
        self._cpu = os.open(self._run / "cpu.stat", os.O_RDONLY | os.O_CLOEXEC)
        self._directory = os.open(self._run, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        return self._directory

    def cpu_ns(self) -> int:
        if self._cpu is None:
            return 0
        self._look_at_memory()
        return 1000 * _field(os.pread(self._cpu, 1024, 0).decode(), "usage_usec")

    def processes(self) -> list[int]:
        return process_numbers(self._run / "cgroup.procs")

    def _look_at_memory(self) -> None:
        """Before Linux 5.19 there is no peak, only what is seen in passing."""
        if not (self._run / "memory.peak").exists():
            now_bytes = int(read_text(self._run / "memory.current") or 0)
            self._seen_bytes = max(self._seen_bytes, now_bytes)

    def memory_kills(self) -> int:
        own, _ = self._kills()
        return own

    def _kills(self) -> tuple[int, int]:
        """For the run's own limit, and for that of something above it or the host's memory."""
        events = read_text(self._run / "memory.events")
        kills = _field(events, "oom_kill")
        return (kills, 0) if _field(events, "oom") else (0, kills)

    def ease(self) -> None:
        """Nothing to do: the agent isn't in the run's cgroup."""

    def end(self) -> Usage:
        cpu_ns = self.cpu_ns()
        own_kills, host_kills = self._kills()
        peak_bytes = int(read_text(self._run / "memory.peak") or self._seen_bytes)
        usage = Usage(cpu_ns, peak_bytes, own_kills, host_kills)
        self._close()
        remove_directory(self._run)
        return usage

    def _close(self) -> None:
        for fd in (self._cpu, self._directory):
            if fd is not None:
                os.close(fd)
        self._cpu = self._directory = None

    def leftover_bytes(self) -> int:
        return 0

    def remove(self) -> None:
        self._close()
        for leaf in (self._run, self._path / "host", self._path):
            if leaf.exists():
                remove_directory(leaf)


class HierarchyV2:
    """The version 2 hierarchy of this host, or the part of it that a container was given."""

    version = 2

    def __init__(self, base: Path) -> None:
        self._base = base
        self._way_back = base / own_path(read_text(Path("/proc/self/cgroup"))) / "cgroup.procs"
        self._prepared = False
        self.detail = f"cgroup2 at {base}"

    def make(self, number: int) -> GroupV2:
        if not self._prepared:
            self._prepare()
        return GroupV2(
            self._base / ROOT_NAME / f"{owner_name()}-{number}", self._way_back, host_uid(number)
        )

    def _prepare(self) -> None:
        """Let children have the controllers.

        A group that has processes can't give controllers to its children. The real root
        may; in a container the processes of its own root move to a leaf first.
        """
        home = self._base / ROOT_NAME
        try:
            home.mkdir(exist_ok=True)
        except OSError as error:
            raise SandboxError(
                f"can't make {home}: {error.strerror}. Run the worker as root, in a container "
                "privileged and with its own cgroup namespace, under systemd with Delegate=yes."
            ) from error
        given = set(read_text(self._base / "cgroup.subtree_control").split())
        if not {"memory", "pids"} <= given:
            self._give_controllers()
        write(home / "cgroup.subtree_control", _CONTROLLERS)
        self._prepared = True

    def _give_controllers(self) -> None:
        control = self._base / "cgroup.subtree_control"
        try:
            control.write_text(_CONTROLLERS)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise SandboxError(f"can't enable controllers: {control}: {error}") from error
            leaf = self._base / _SUPERVISOR_LEAF
            leaf.mkdir(exist_ok=True)
            for pid in read_text(self._base / "cgroup.procs").split():
                write(leaf / "cgroup.procs", pid)
            self._way_back = leaf / "cgroup.procs"
            write(control, _CONTROLLERS)

    def remove_stale(self) -> int:
        removed = 0
        for path in (self._base / ROOT_NAME).glob("*-*-*-*"):
            procs = [path / leaf / "cgroup.procs" for leaf in ("run", "host")]
            try:
                age_s = time.time() - path.stat().st_mtime
            except FileNotFoundError:
                continue
            if is_stale(path.name, age_s, any(read_text(file).strip() for file in procs)):
                for file in procs:
                    kill_processes(file)
                for leaf in (path / "run", path / "host", path):
                    if leaf.exists():
                        remove_directory(leaf)
                removed += 1
        return removed

    def limits_swap(self) -> bool:
        return any(self._base.glob("*/memory.swap.max"))


def own_path(proc_self_cgroup: str) -> str:
    """This process's version 2 group, relative to the mount."""
    for line in proc_self_cgroup.splitlines():
        if line.startswith("0::"):
            return line[3:].strip("/")
    return ""


def _field(text: str, name: str) -> int:
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        if key == name:
            return int(value)
    return 0
