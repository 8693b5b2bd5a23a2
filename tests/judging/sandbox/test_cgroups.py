"""Finding the cgroup hierarchies, whose groups are stale, and version 2's leaves."""

import os
from pathlib import Path

import pytest

from judging.sandbox import cgroup_detection, cgroup_v2, cgroups
from judging.sandbox.cgroup_v2 import GroupV2, HierarchyV2
from judging.sandbox.protocol import BoxSpec, Command, SandboxError
from judging.sandbox.request import RunFds, send_run
from judging.sandbox.slot import Slot
from judging.sandbox.users import MAX_SLOTS, host_uid
from judging.sandbox.watch import watch
from tests.judging.sandbox.support import limits, needs_sandbox

MOUNTINFO = """\
23 1 0:22 / / rw - ext4 /dev/vda rw
31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / /odd\\040place rw,nosuid shared:9 - cgroup cgroup rw,memory
"""


def test_mounted_hierarchies_are_found() -> None:
    found = cgroup_detection.mounted_hierarchies(MOUNTINFO)

    assert [(str(one.path), one.kind) for one in found] == [
        ("/sys/fs/cgroup/cpu,cpuacct", "cgroup"),
        ("/odd place", "cgroup"),
    ]
    assert {"cpu", "cpuacct"} <= found[0].controllers
    assert "memory" in found[1].controllers


def test_version_2_is_taken_where_it_has_the_controllers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cgroup.controllers").write_text("cpuset cpu io memory pids\n")
    line = f"31 23 0:28 / {tmp_path} rw - cgroup2 cgroup2 rw,nsdelegate\n"
    real = cgroup_detection.mounted_hierarchies
    monkeypatch.setattr(cgroup_detection, "mounted_hierarchies", lambda _text: real(line))

    assert cgroup_detection.detect().version == 2


def test_no_controllers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup_detection, "mounted_hierarchies", lambda _text: [])

    with pytest.raises(SandboxError, match="memory, pids, cpuacct"):
        cgroup_detection.detect()


def test_groups_are_stale_when_their_owner_is_dead() -> None:
    pid, start, namespace = cgroups.owner_name().split("-")

    assert not cgroups.is_stale(f"{pid}-{start}-{namespace}-0", 0, has_processes=False)
    assert cgroups.is_stale(f"{pid}-{int(start) + 1}-{namespace}-0", 0, has_processes=True)
    assert cgroups.is_stale(f"999999999-1-{namespace}-0", 0, has_processes=True)


def test_groups_of_another_pid_namespace_are_left_unless_old_and_empty() -> None:
    assert not cgroups.is_stale("999999999-1-42-0", 10, has_processes=False)
    assert not cgroups.is_stale("999999999-1-42-0", 9999, has_processes=True)
    assert cgroups.is_stale("999999999-1-42-0", 9999, has_processes=False)
    assert not cgroups.is_stale("somebody's", 9999, has_processes=False)


def test_every_slot_has_users_of_its_own() -> None:
    uids = {host_uid(number) + offset for number in range(MAX_SLOTS) for offset in (0, 1)}

    assert len(uids) == 2 * MAX_SLOTS
    assert min(uids) >= 1 << 30
    assert max(uids) < 1 << 31


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0::/\n", ""), ("1:cpu:/x\n0::/system.slice/a.service\n", "system.slice/a.service")],
)
def test_ones_own_version_2_group_is_read(text: str, expected: str) -> None:
    assert cgroup_v2.own_path(text) == expected


class TreeOnly(GroupV2):
    """Version 2 on a host whose controllers belong to version 1: all but the limits."""

    def begin(self, memory_bytes: int, processes: int) -> int | None:
        self._run.mkdir()
        return self._open_leaf()


def empty_version_2_tree() -> Path:
    for mounted in cgroup_detection.mounted_hierarchies(Path("/proc/self/mountinfo").read_text()):
        if mounted.kind == "cgroup2":
            return mounted.path
    pytest.skip("no cgroup2 is mounted")


def test_a_run_is_born_in_its_own_leaf(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_sandbox()
    base = empty_version_2_tree()
    if "memory" not in cgroups.read_text(base / "cgroup.controllers"):
        monkeypatch.setattr(cgroup_v2, "GroupV2", TreeOnly)
        monkeypatch.setattr(cgroup_v2, "_CONTROLLERS", "")
    hierarchy = HierarchyV2(base)
    slot = Slot(hierarchy, MAX_SLOTS - 1)
    code = """
import os, time
if os.fork() == 0:
    while time.process_time() < 0.1: pass
    os._exit(0)
os.wait()
print(open('/proc/self/cgroup').read().split('0::')[1].strip())
"""
    command = Command(argv=("/usr/bin/python3", "-I", "-S", "-c", code), limits=limits())
    try:
        agent = slot.open_box(BoxSpec(name="leaf"))
        with agent, RunFds(command) as fds:
            leaf = slot.group.begin(command.limits.memory_kib * 1024, 64)
            send_run(agent, command, fds, leaf)
            fds.close_given()
            seen = watch(agent, slot.group, command, fds)
        usage = slot.group.end()
        slot.close_box()
    finally:
        slot.destroy()

    assert (os.waitstatus_to_exitcode(seen.status), seen.stdout) == (0, b"/\n"), seen
    assert 90_000_000 < usage.cpu_ns < 1_000_000_000
    assert not list((base / cgroups.ROOT_NAME).glob(f"{cgroups.owner_name()}-*"))
