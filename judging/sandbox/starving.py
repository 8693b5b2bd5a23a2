"""Wall time that a run spent waiting for its core, because others had it: not its own doing.

A busy host would otherwise turn programs that compute into programs that are said to sleep.
"""

from collections.abc import Collection
from pathlib import Path

from judging.sandbox.cgroups import Group

_NEVER_LONGER_THAN = 2
"""Times the wall-clock limit, whatever the host does: a job has to end."""


class PatientLimit:
    """A wall-clock limit that leaves such time out."""

    def __init__(self, limit_ns: int, group: Group, strangers: Collection[int]) -> None:
        """``strangers``: processes that may be in the group and are not the run's."""
        self._limit_ns = limit_ns
        self._group = group
        self._strangers = frozenset(strangers)

    def allowed_ns(self) -> int:
        """The wall time that the run may have taken by now."""
        waited_ns = max(
            (_waited_ns(pid) for pid in self._group.processes() if pid not in self._strangers),
            default=0,
        )
        return min(self._limit_ns + waited_ns, self._limit_ns * _NEVER_LONGER_THAN)


def longest_ms(wall_time_ms: int) -> int:
    """How long a run with that wall-clock limit may take."""
    return wall_time_ms * _NEVER_LONGER_THAN


def _waited_ns(pid: int) -> int:
    """How long a process's first thread was ready to run and did not (proc(5), schedstat).

    0 where the kernel doesn't count.
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
