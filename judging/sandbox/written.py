"""How much a run has written, where its output goes to another program and not to the judge.

Nothing stands between the two (a relay would be nine times dearer), so the kernel's own count is
taken (``wchar`` in proc(5)): of each process while it lives, and of the agent, which inherits the
count of every process that it or its parent has waited for.
"""

from pathlib import Path

from judging.sandbox.cgroups import Group


class Written:
    """Bytes that the processes of one run, which is about to begin, write to whatever it is."""

    def __init__(self, agent_pid: int, group: Group) -> None:
        self._agent_pid = agent_pid
        self._group = group
        self._agent_before = _written_by(agent_pid)
        # With version 1 the launcher is in the group too, with the counts of all boxes before.
        self._strangers = {*group.processes(), agent_pid}

    def so_far(self) -> int:
        """At least what is on record by now; a write under way is not."""
        # In this order: a process that ends in between is counted once or not at all.
        ended = self.in_the_end()
        return ended + sum(
            _written_by(pid) for pid in self._group.processes() if pid not in self._strangers
        )

    def in_the_end(self) -> int:
        """All of it, when nothing of the run is alive; 0 where the kernel doesn't count."""
        return max(0, _written_by(self._agent_pid) - self._agent_before)


def _written_by(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("wchar:")), 0)
