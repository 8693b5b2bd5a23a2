"""Judges ahead of contests: what scheduled actions there should be, and whether they are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common.ports import ContestAhead
from infra_control.gateways.task_scaling import ScheduledChange
from infra_control.scaling.contests import PreScaling, bounds_over_time
from infra_control.scaling.schedules import ScheduleError, at_expression, moment_of

PREFIX = "contest-judges-"
"""Of the scheduled actions that approvals make; others are left alone."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What to do so that the scheduled actions are those wanted."""

    put: tuple[ScheduledChange, ...]
    delete: tuple[ScheduledChange, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.put or self.delete)


def wanted_changes(
    approved: Sequence[PreScaling],
    *,
    cluster: str,
    service: str,
    usual_min_tasks: int,
    max_tasks: int,
    most_tasks: int,
    now: datetime,
) -> list[ScheduledChange]:
    """The scheduled actions for approved contests that are still to act.

    ``max_tasks`` is the service's upper bound, which is raised where a contest needs more, and
    ``most_tasks`` the blueprint's, which never is.
    """
    bounds = bounds_over_time(list(approved), min_tasks=usual_min_tasks)
    made = []
    for bound in bounds:
        if bound.at <= now:
            continue
        least = min(bound.min_tasks, most_tasks)
        made.append(
            ScheduledChange(
                name=f"{PREFIX}{bound.at:%Y%m%dT%H%M%SZ}",
                cluster=cluster,
                service=service,
                schedule=at_expression(bound.at),
                timezone="UTC",
                min_tasks=least,
                max_tasks=max(least, max_tasks),
            )
        )
    return made


def difference(wanted: Sequence[ScheduledChange], present: Sequence[ScheduledChange]) -> Difference:
    """``present`` may hold others' scheduled actions, which stay."""
    ours = {one.name: one for one in present if one.name.startswith(PREFIX)}
    names = {one.name for one in wanted}
    return Difference(
        put=tuple(one for one in wanted if ours.get(one.name) != one),
        delete=tuple(one for name, one in ours.items() if name not in names),
    )


def is_over(change: ScheduledChange, now: datetime) -> bool:
    """Whether a scheduled action has acted for the last time."""
    try:
        return moment_of(change.schedule, change.timezone) <= now
    except ScheduleError:
        return False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A contest ahead as the screen lists it."""

    contest: ContestAhead
    proposed: PreScaling
    usd: float
    """What the judges beyond the usual ones cost from beginning to end, at list prices."""
    approved_min_tasks: int | None
    """None: nobody has approved it."""
    approved_by: str
    problem: str
    """Why an approval no longer fits the contest; empty: it fits, or there is none."""


def stale_words(
    contest: ContestAhead, *, starts_at: datetime, ends_at: datetime, min_tasks: int, proposed: int
) -> str:
    """Why an approval of then doesn't fit the contest of now; empty: it does."""
    if (contest.starts_at, contest.ends_at) != (starts_at, ends_at):
        return "The contest was moved since: approve it again, or its judges come at the old time."
    if proposed > min_tasks:
        return f"More have entered since: {proposed} judges are proposed now."
    return ""
