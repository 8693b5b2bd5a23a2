"""Which control groups this host offers."""

from dataclasses import dataclass
from pathlib import Path

from judging.sandbox.cgroup_v1 import HierarchyV1
from judging.sandbox.cgroup_v2 import HierarchyV2
from judging.sandbox.cgroups import Hierarchy, read_text
from judging.sandbox.protocol import SandboxError


@dataclass(frozen=True)
class Mounted:
    """A mounted cgroup hierarchy."""

    path: Path
    kind: str
    """``cgroup`` or ``cgroup2``."""
    controllers: frozenset[str]


def mounted_hierarchies(mountinfo: str) -> list[Mounted]:
    """The hierarchies in the text of ``/proc/self/mountinfo``."""
    found = []
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = (*after.split(" ", 2), "", "")[:3]
        if kind not in ("cgroup", "cgroup2"):
            continue
        path = Path(before.split(" ")[4].encode().decode("unicode_escape"))
        if kind == "cgroup":
            controllers = frozenset(options.split(","))
        else:
            controllers = frozenset(read_text(path / "cgroup.controllers").split())
        found.append(Mounted(path, kind, controllers))
    return found


def detect() -> Hierarchy:
    """The hierarchy to use: whichever version owns the controllers for memory and pids.

    Raises SandboxError with what to do where neither does.
    """
    hierarchies = mounted_hierarchies(read_text(Path("/proc/self/mountinfo")))
    for mounted in hierarchies:
        if mounted.kind == "cgroup2" and {"memory", "pids"} <= mounted.controllers:
            return HierarchyV2(mounted.path)
    by_controller = {
        controller: mounted.path
        for mounted in hierarchies
        if mounted.kind == "cgroup"
        for controller in mounted.controllers
    }
    missing = [name for name in ("memory", "pids", "cpuacct") if name not in by_controller]
    if not missing:
        return HierarchyV1(by_controller)
    raise SandboxError(
        f"no cgroup hierarchy offers {', '.join(missing)}: mount cgroup2 at /sys/fs/cgroup with "
        "these controllers (in a container: run it privileged, with its own cgroup namespace)"
    )
