"""Version 2 and version 1 in trees of plain files that behave as the kernel's do: hosts that this
one is not."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from judging.sandbox import cgroups
from judging.sandbox.cgroup_v1 import GroupV1, HierarchyV1
from judging.sandbox.cgroup_v2 import GroupV2, HierarchyV2
from judging.sandbox.cgroups import Usage
from judging.sandbox.protocol import SandboxError

LIMIT = 64 << 20
V2_FILES = {
    "cgroup.procs": "",
    "cgroup.subtree_control": "",
    "cgroup.kill": "",
    "cpu.stat": "usage_usec 0\nuser_usec 0\nsystem_usec 0\n",
    "memory.max": "max",
    "memory.swap.max": "max",
    "memory.oom.group": "0",
    "memory.peak": "0",
    "memory.current": "0",
    "memory.events": "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n",
    "pids.max": "max",
}
V1_FILES = {
    "cgroup.procs": "",
    "memory.usage_in_bytes": "0",
    "memory.max_usage_in_bytes": "0",
    "memory.limit_in_bytes": "0",
    "memory.memsw.limit_in_bytes": "0",
    "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n",
    "memory.use_hierarchy": "1",
    "memory.swappiness": "60",
    "cpuacct.usage": "0",
    "pids.max": "max",
}


class Kernel:
    """Fills directories that are made beneath ``root``, and removes them when they are empty of
    processes. A group with processes can't give controllers on."""

    def __init__(self, root: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.files = dict(files)
        self.denied: set[Path] = set()
        self.has_internal_processes = False
        make, remove, write = Path.mkdir, Path.rmdir, Path.write_text

        def mkdir(
            path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False
        ) -> None:
            if self._is_ours(path):
                if path.exists() and exist_ok:
                    return
                if parents and not path.parent.exists():
                    mkdir(path.parent, parents=True)
                if path.parent in self.denied:
                    raise PermissionError(errno.EACCES, "Permission denied", str(path))
            make(path, mode, parents, exist_ok)
            if self._is_ours(path):
                for name, text in self.files.items():
                    write(path / name, text)

        def rmdir(path: Path) -> None:
            if not self._is_ours(path):
                return remove(path)
            if (path / "cgroup.procs").read_text().strip():
                raise OSError(errno.EBUSY, "Device or resource busy", str(path))
            return shutil.rmtree(path)

        def write_text(path: Path, data: str, *more: object) -> int:
            if self._is_ours(path):
                if not path.exists() or path.parent in self.denied:
                    raise PermissionError(errno.EACCES, "Permission denied", str(path))
                if path.name == "cgroup.subtree_control":
                    if (path.parent / "cgroup.procs").read_text().strip():
                        raise OSError(errno.EBUSY, "Device or resource busy", str(path))
                    data = data.replace("+", "")
                if path.name == "cgroup.kill":
                    write(path.parent / "cgroup.procs", "")
                if path.name == "cgroup.procs":
                    old = self.root / "cgroup.procs"
                    write(old, "\n".join(p for p in old.read_text().split() if p != data))
            return write(path, data)

        monkeypatch.setattr(Path, "mkdir", mkdir)
        monkeypatch.setattr(Path, "rmdir", rmdir)
        monkeypatch.setattr(Path, "write_text", write_text)
        monkeypatch.setattr(os, "chown", lambda *_arguments: None)
        for name, text in files.items():
            write(root / name, text)

    def _is_ours(self, path: Path) -> bool:
        return path.is_relative_to(self.root)


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    kernel = Kernel(tmp_path, V2_FILES, monkeypatch)
    (tmp_path / "cgroup.controllers").touch()
    return kernel


def made(kernel: Kernel) -> tuple[GroupV2, Path]:
    group = HierarchyV2(kernel.root).make(3)
    return group, kernel.root / cgroups.ROOT_NAME / f"{cgroups.owner_name()}-3" / "run"


def test_a_run_has_a_leaf_with_its_limits_for_as_long_as_it_lives(kernel: Kernel) -> None:
    group, leaf = made(kernel)

    fd = group.begin(LIMIT, 32)

    assert fd is not None
    assert {name: (leaf / name).read_text() for name in V2_FILES if "max" in name} == {
        "memory.max": str(LIMIT),
        "memory.swap.max": "0",
        "pids.max": "32",
    }
    assert (leaf / "memory.oom.group").read_text() == "1"
    (leaf / "cpu.stat").write_text("usage_usec 1500\nuser_usec 1000\nsystem_usec 500\n")
    (leaf / "memory.peak").write_text("5000000\n")
    assert group.end() == Usage(1_500_000, 5_000_000, 0, 0)
    assert not leaf.exists()
    group.remove()
    assert list((kernel.root / cgroups.ROOT_NAME).glob("*-*")) == []


def test_controllers_are_given_down_to_the_slots(kernel: Kernel) -> None:
    _, leaf = made(kernel)

    for folder in (kernel.root, kernel.root / cgroups.ROOT_NAME, leaf.parent):
        assert (folder / "cgroup.subtree_control").read_text() == "memory pids"


def test_in_a_container_its_own_processes_move_to_a_leaf_first(kernel: Kernel) -> None:
    (kernel.root / "cgroup.procs").write_text("1\n7\n")

    group, _ = made(kernel)

    assert (kernel.root / "cgroup.procs").read_text() == ""
    assert (kernel.root / "cgroup.subtree_control").read_text() == "memory pids"
    way_back = kernel.root / "codedang-supervisor" / "cgroup.procs"
    assert os.fsencode(way_back) in group.settlement()


@pytest.mark.parametrize("place", ["", cgroups.ROOT_NAME])
def test_without_delegation_it_says_what_to_do(kernel: Kernel, place: str) -> None:
    (kernel.root / cgroups.ROOT_NAME).mkdir()
    kernel.denied.add(kernel.root / place)

    with pytest.raises(SandboxError, match=r"Permission denied"):
        made(kernel)


def test_a_host_whose_root_is_closed_is_told_to_delegate(kernel: Kernel) -> None:
    kernel.denied.add(kernel.root)

    with pytest.raises(SandboxError, match="Delegate=yes"):
        made(kernel)


def test_a_host_without_swap_accounting_still_judges(kernel: Kernel) -> None:
    del kernel.files["memory.swap.max"]
    group, leaf = made(kernel)

    group.begin(LIMIT, 32)

    assert not (leaf / "memory.swap.max").exists()
    assert (leaf / "memory.max").read_text() == str(LIMIT)


def test_without_a_peak_the_most_that_was_seen_counts(kernel: Kernel) -> None:
    """Linux before 5.19."""
    del kernel.files["memory.peak"]
    group, leaf = made(kernel)
    group.begin(LIMIT, 32)

    for seen in ("1000000", "9000000", "2000000"):
        (leaf / "memory.current").write_text(seen)
        group.cpu_ns()

    assert group.end().peak_bytes == 9_000_000
    group.begin(LIMIT, 32)
    assert group.end().peak_bytes == 0


@pytest.mark.parametrize(
    ("oom", "own", "host"), [(1, 2, 0), (0, 0, 2)], ids=["own limit", "host's memory"]
)
def test_who_ran_out_of_memory_is_told_apart(kernel: Kernel, oom: int, own: int, host: int) -> None:
    group, leaf = made(kernel)
    group.begin(LIMIT, 32)
    (leaf / "memory.events").write_text(f"low 0\nhigh 0\nmax 9\noom {oom}\noom_kill 2\n")

    assert group.memory_kills() == own
    assert group.end() == Usage(0, 0, own, host)


def test_a_leaf_that_a_broken_run_left_is_emptied_and_made_anew(kernel: Kernel) -> None:
    group, leaf = made(kernel)
    group.begin(LIMIT, 32)
    (leaf / "cgroup.procs").write_text("999999999\n")

    group.begin(LIMIT, 16)

    assert (leaf / "pids.max").read_text() == "16"
    assert (leaf / "cgroup.procs").read_text() == ""


def test_a_group_is_killed_whole_where_the_kernel_can(kernel: Kernel) -> None:
    _, leaf = made(kernel)
    leaf.mkdir()
    (leaf / "cgroup.procs").write_text(f"{os.getpid()}\n")  # one by one, this would be the end

    cgroups.kill_processes(leaf / "cgroup.procs")

    assert (leaf / "cgroup.kill").read_text() == "1"


def test_what_dead_supervisors_left_is_removed(kernel: Kernel) -> None:
    made(kernel)
    home = kernel.root / cgroups.ROOT_NAME
    pid, start, namespace = cgroups.owner_name().split("-")
    dead = home / f"{pid}-{int(start) + 1}-{namespace}-0"
    for leaf in ("host", "run"):
        (dead / leaf).mkdir(parents=True)
    (dead / "run" / "cgroup.procs").write_text("999999999\n")

    removed = HierarchyV2(kernel.root).remove_stale()

    assert removed == 1
    assert [path.name for path in home.glob("*-*")] == [f"{cgroups.owner_name()}-3"]


def v1_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[GroupV1, Path]:
    Kernel(tmp_path, V1_FILES, monkeypatch)
    roots = dict.fromkeys(("memory", "pids", "cpuacct"), tmp_path)
    group = HierarchyV1(roots).make(1)
    group.settled()
    return group, tmp_path / cgroups.ROOT_NAME / f"{cgroups.owner_name()}-1"


@pytest.mark.parametrize(
    ("peak", "own", "host"),
    [(LIMIT, 3, 0), (LIMIT // 2, 0, 3)],
    ids=["own limit", "host's memory"],
)
def test_with_version_1_too_the_hosts_memory_is_not_the_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, peak: int, own: int, host: int
) -> None:
    group, place = v1_group(tmp_path, monkeypatch)
    group.begin(LIMIT, 32)
    (place / "memory.max_usage_in_bytes").write_text(str(peak))
    (place / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n")

    assert group.memory_kills() == own
    assert group.end() == Usage(0, peak, own, host)

    group.begin(LIMIT, 32)
    (place / "memory.max_usage_in_bytes").write_text(str(LIMIT))
    assert group.memory_kills() == 0
    assert group.end().host_kills == 0
