"""How many judges a contest needs, and from when to when."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.ports import ContestAhead

JOBS_PER_TASK_MINUTE = 100
"""Assumed of one judge: C++ of ordinary problems (docs/benchmarks.md)."""

SUBMISSIONS_PER_ENTRY_MINUTE = 0.25
"""Assumed of a contest's busiest minutes: one submission of each entry in four minutes."""

HEAD_START = timedelta(minutes=15)
"""Machines take minutes to start, and the first submissions come at once."""

TAIL = timedelta(minutes=15)
"""For what is handed in during the last seconds, and judged again afterwards."""


@dataclass(frozen=True, kw_only=True)
class PreScaling:
    """What is proposed for one contest: at least so many tasks, from then to then."""

    contest: ContestAhead
    min_tasks: int
    begins_at: datetime
    ends_at: datetime
    is_capped: bool
    """More would be needed than the service may have."""

    @property
    def name(self) -> str:
        """Of its scheduled actions; the same each time it is proposed."""
        return f"contest-{self.contest.slug}"


def propose(
    contest: ContestAhead, *, jobs_per_task_minute: float, min_tasks: int, max_tasks: int
) -> PreScaling:
    """At least as many judges as keep up with the contest's busiest minute."""
    busiest = contest.entry_count * SUBMISSIONS_PER_ENTRY_MINUTE
    needed = max(math.ceil(busiest / jobs_per_task_minute), min_tasks)
    return PreScaling(
        contest=contest,
        min_tasks=min(needed, max_tasks),
        begins_at=contest.starts_at - HEAD_START,
        ends_at=contest.ends_at + TAIL,
        is_capped=needed > max_tasks,
    )


@dataclass(frozen=True, kw_only=True)
class Bound:
    """From a moment on the service has at least so many tasks."""

    at: datetime
    min_tasks: int


def bounds_over_time(proposals: list[PreScaling], *, min_tasks: int) -> list[Bound]:
    """The proposals as one line: where contests overlap, their needs add up.

    Each bound differs from the one before; the last is ``min_tasks``.
    """
    edges = sorted({x for one in proposals for x in (one.begins_at, one.ends_at)})
    bounds: list[Bound] = []
    for at in edges:
        running = [one for one in proposals if one.begins_at <= at < one.ends_at]
        needed = max(sum(one.min_tasks for one in running), min_tasks)
        if not bounds or bounds[-1].min_tasks != needed:
            bounds.append(Bound(at=at, min_tasks=needed))
    return bounds
