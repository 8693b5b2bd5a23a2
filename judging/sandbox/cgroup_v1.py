"""Control groups of version 1: kept for a slot's whole life, counters reset for each run.

The launcher and the agent live in them, since attaching a process waits for RCU; their
own small share is taken off again.
"""

import os
import time
from collections.abc import Mapping
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

_LAUNCHER_AND_AGENT = 2
_LIMIT_NEARLY_MET_BYTES = 2 * 1024 * 1024
"""A CPU may hold up to 64 pages charged ahead; a kill never happens farther below the limit."""

_EASE_BYTES = 16 * 1024 * 1024


class GroupV1:
    """One slot's directories in the memory, pids and cpuacct hierarchies."""

    includes_agent = True

    def __init__(self, roots: Mapping[str, Path], name: str) -> None:
        self._roots = {controller: path / ROOT_NAME for controller, path in roots.items()}
        paths = {controller: root / name for controller, root in self._roots.items()}
        self._paths = paths
        try:
            for path in dict.fromkeys(paths.values()):
                path.mkdir(parents=True)
            memory = paths["memory"]
            if (memory / "memory.use_hierarchy").exists():
                self._prepare(memory)
            self._usage = self._open(memory / "memory.usage_in_bytes")
            self._peak = self._open(memory / "memory.max_usage_in_bytes", os.O_RDWR)
            self._oom = self._open(memory / "memory.oom_control")
            self._cpu = self._open(paths["cpuacct"] / "cpuacct.usage", os.O_RDWR)
        except OSError as error:
            raise SandboxError(
                f"can't make the cgroup {name}: {error.strerror} ({error.filename})"
            ) from error
        self._has_memsw = (memory / "memory.memsw.limit_in_bytes").exists()
        self._limit_bytes = 0
        self._run_limit_bytes = 0
        self._processes = 0
        self._own_bytes = 0
        self._base_bytes = 0
        self._kills_before = self._oom_kills()

    @staticmethod
    def _open(path: Path, flags: int = os.O_RDONLY) -> int:
        return os.open(path, flags | os.O_CLOEXEC)

    @staticmethod
    def _prepare(memory: Path) -> None:
        if read_text(memory / "memory.swappiness").strip() != "0":
            write(memory / "memory.swappiness", 0)

    def settlement(self) -> list[bytes]:
        flat: list[bytes] = []
        for controller in sorted(self._paths):
            path = self._paths[controller]
            flat += (b"j", os.fsencode(path / "cgroup.procs"), b"")
            flat += (b"r", os.fsencode(self._roots[controller].parent / "cgroup.procs"), b"")
            flat += (b"x", os.fsencode(path), b"")
        return flat

    def settled(self) -> None:
        self._own_bytes = self._number(self._usage)

    def begin(self, memory_bytes: int, processes: int) -> int | None:
        self._set_memory_limit(memory_bytes + self._own_bytes)
        self._run_limit_bytes = self._limit_bytes
        if processes != self._processes:
            write(self._paths["pids"] / "pids.max", processes + _LAUNCHER_AND_AGENT)
            self._processes = processes
        os.pwrite(self._peak, b"0", 0)
        self._base_bytes = self._number(self._usage)
        os.pwrite(self._cpu, b"0", 0)
        return None

    def _set_memory_limit(self, limit_bytes: int) -> None:
        limit_bytes = (limit_bytes + 4095) // 4096 * 4096
        if limit_bytes == self._limit_bytes:
            return
        names = ["memory.limit_in_bytes"]
        if self._has_memsw:
            names.append("memory.memsw.limit_in_bytes")
        if limit_bytes > self._limit_bytes and self._limit_bytes:
            names.reverse()
        for name in names:
            write(self._paths["memory"] / name, limit_bytes)
        self._limit_bytes = limit_bytes

    def cpu_ns(self) -> int:
        return self._number(self._cpu)

    def processes(self) -> list[int]:
        return process_numbers(self._paths["pids"] / "cgroup.procs")

    def memory_kills(self) -> int:
        if self._number(self._peak) <= self._run_limit_bytes - _LIMIT_NEARLY_MET_BYTES:
            return 0
        return self._oom_kills() - self._kills_before

    def ease(self) -> None:
        self._set_memory_limit(self._limit_bytes + _EASE_BYTES)

    def end(self) -> Usage:
        cpu_ns = self._number(self._cpu)
        peak_bytes = self._number(self._peak)
        own_kills = self.memory_kills()
        all_kills = self._oom_kills() - self._kills_before
        self._kills_before += all_kills
        used_bytes = max(0, peak_bytes - self._base_bytes)
        return Usage(cpu_ns, used_bytes, own_kills, all_kills - own_kills)

    def leftover_bytes(self) -> int:
        return max(0, self._number(self._usage) - self._own_bytes)

    def remove(self) -> None:
        for fd in (self._usage, self._peak, self._oom, self._cpu):
            os.close(fd)
        for path in dict.fromkeys(self._paths.values()):
            remove_directory(path)

    @staticmethod
    def _number(fd: int) -> int:
        return int(os.pread(fd, 32, 0))

    def _oom_kills(self) -> int:
        for line in os.pread(self._oom, 256, 0).splitlines():
            key, _, value = line.partition(b" ")
            if key == b"oom_kill":
                return int(value)
        return 0


class HierarchyV1:
    """The version 1 hierarchies of this host."""

    version = 1

    def __init__(self, roots: Mapping[str, Path]) -> None:
        self._roots = {name: roots[name] for name in ("memory", "pids", "cpuacct")}
        self.detail = ", ".join(f"{name} at {path}" for name, path in self._roots.items())

    def make(self, number: int) -> GroupV1:
        return GroupV1(self._roots, f"{owner_name()}-{number}")

    def remove_stale(self) -> int:
        removed = set()
        for root in dict.fromkeys(self._roots.values()):
            for path in (root / ROOT_NAME).glob("*-*-*-*"):
                procs = path / "cgroup.procs"
                try:
                    age_s = time.time() - path.stat().st_mtime
                except FileNotFoundError:
                    continue
                if is_stale(path.name, age_s, bool(read_text(procs).strip())):
                    kill_processes(procs)
                    remove_directory(path)
                    removed.add(path.name)
        return len(removed)

    def limits_swap(self) -> bool:
        return (self._roots["memory"] / "memory.memsw.limit_in_bytes").exists()
