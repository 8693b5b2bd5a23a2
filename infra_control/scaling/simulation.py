"""What a policy would have done: an arrival curve replayed against it, second by second."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from infra_control.scaling.tracking import Memory, Tracking, backlog_per_task, next_desired

PERIOD_S = 60
"""How often CloudWatch looks at the figures, and with it the policy."""


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """What the tasks can do and how long they take to come."""

    jobs_per_task_minute: float
    task_start_s: int
    """From being wanted to taking a job, on a machine that has room."""
    machine_start_s: int
    """What a machine needs before it has room."""
    tasks_per_machine: int
    min_machines: int
    max_machines: int
    usd_per_machine_hour: float
    work_weight: int = 0
    """As so many waiting jobs the policy counts one in work."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The fleet at one time of the replay."""

    at_s: int
    waiting_jobs: float
    wait_s: float
    """How long a job that comes now waits before it is taken."""
    desired_tasks: int
    running_tasks: int
    machines: int
    usd_so_far: float


@dataclass(frozen=True, kw_only=True)
class Replay:
    moments: tuple[Moment, ...]
    """One for each period."""
    judged_jobs: float

    @property
    def longest_wait_s(self) -> float:
        return max((moment.wait_s for moment in self.moments), default=0.0)

    @property
    def most_tasks(self) -> int:
        return max((moment.running_tasks for moment in self.moments), default=0)

    @property
    def turns(self) -> int:
        """How often the policy went back on what it had done: few where it found its number."""
        desired = [moment.desired_tasks for moment in self.moments]
        moves = [after - before for before, after in pairwise(desired) if after != before]
        return sum((before > 0) != (after > 0) for before, after in pairwise(moves))

    @property
    def usd(self) -> float:
        return self.moments[-1].usd_so_far if self.moments else 0.0


@dataclass(frozen=True, kw_only=True)
class _State:
    waiting: float
    desired: int
    running: int
    machines: int
    task_ready_at_s: tuple[int, ...]
    """When each of the tasks that are on their way will run."""
    machine_ready_at_s: tuple[int, ...]
    judged: float
    machine_seconds: int


def replay(
    arrivals_per_minute: Sequence[float],
    policy: Tracking,
    fleet: Fleet,
    *,
    min_tasks_by_minute: Sequence[int] = (),
) -> Replay:
    """Let the jobs of each minute come, and the policy act at the end of each.

    ``min_tasks_by_minute`` are scheduled bounds, such as those of a contest; where it ends, the
    policy's own holds.
    """
    state = _State(
        waiting=0.0,
        desired=policy.min_tasks,
        running=policy.min_tasks,
        machines=max(fleet.min_machines, -(-policy.min_tasks // fleet.tasks_per_machine)),
        task_ready_at_s=(),
        machine_ready_at_s=(),
        judged=0.0,
        machine_seconds=0,
    )
    memory = Memory()
    samples: list[float] = []
    moments = []
    for minute, arriving in enumerate(arrivals_per_minute):
        judged_before = state.judged
        for second in range(PERIOD_S):
            state = _second(state, fleet, arriving / PERIOD_S, minute * PERIOD_S + second)
        now_s = (minute + 1) * PERIOD_S
        in_work = (state.judged - judged_before) / (fleet.jobs_per_task_minute * PERIOD_S / 60)
        samples.append(
            backlog_per_task(
                round(state.waiting),
                state.running,
                in_work=min(in_work, state.running),
                work_weight=fleet.work_weight,
            )
        )
        bounds = policy
        if minute < len(min_tasks_by_minute):
            bounds = replace(policy, min_tasks=max(policy.min_tasks, min_tasks_by_minute[minute]))
        desired = next_desired(
            bounds,
            desired=state.desired,
            running=state.running,
            samples=samples,
            now_s=now_s,
            memory=memory,
        )
        if desired > state.desired:
            memory = replace(memory, scaled_out_at_s=now_s)
        elif desired < state.desired:
            memory = replace(memory, scaled_in_at_s=now_s)
        state = _wanted(state, fleet, desired, now_s)
        moments.append(_moment(state, fleet, now_s))
    return Replay(moments=tuple(moments), judged_jobs=state.judged)


def _second(state: _State, fleet: Fleet, arriving: float, now_s: int) -> _State:
    """One second: jobs come and are judged, machines and tasks come up."""
    ready_machines = sum(at <= now_s for at in state.machine_ready_at_s)
    machines = state.machines + ready_machines
    room = machines * fleet.tasks_per_machine - state.running
    due = sorted(at for at in state.task_ready_at_s if at <= now_s)
    started = min(len(due), max(room, 0))
    running = state.running + started
    waiting = state.waiting + arriving
    done = min(waiting, running * fleet.jobs_per_task_minute / PERIOD_S)
    left = due[started:] + [at for at in state.task_ready_at_s if at > now_s]
    return replace(
        state,
        waiting=waiting - done,
        running=running,
        machines=machines,
        task_ready_at_s=tuple(left),
        machine_ready_at_s=tuple(at for at in state.machine_ready_at_s if at > now_s),
        judged=state.judged + done,
        machine_seconds=state.machine_seconds + machines + len(state.machine_ready_at_s),
    )


def _wanted(state: _State, fleet: Fleet, desired: int, now_s: int) -> _State:
    """Start what is missing, or let go what is too much."""
    on_their_way = len(state.task_ready_at_s)
    missing = desired - state.running - on_their_way
    tasks = state.task_ready_at_s + (now_s + fleet.task_start_s,) * max(missing, 0)
    running = state.running
    if missing < 0:
        kept = max(on_their_way + missing, 0)
        tasks = tasks[:kept]
        running = min(running, max(desired, 0))
    needed = -(-desired // fleet.tasks_per_machine)
    needed = min(max(needed, fleet.min_machines), fleet.max_machines)
    coming = len(state.machine_ready_at_s)
    new_machines = max(needed - state.machines - coming, 0)
    return replace(
        state,
        desired=desired,
        running=running,
        machines=max(min(state.machines, needed), 0) if missing < 0 else state.machines,
        task_ready_at_s=tasks,
        machine_ready_at_s=state.machine_ready_at_s
        + (now_s + fleet.machine_start_s,) * new_machines,
    )


def _moment(state: _State, fleet: Fleet, now_s: int) -> Moment:
    per_second = state.running * fleet.jobs_per_task_minute / PERIOD_S
    return Moment(
        at_s=now_s,
        waiting_jobs=state.waiting,
        wait_s=state.waiting / per_second if per_second else float("inf"),
        desired_tasks=state.desired,
        running_tasks=state.running,
        machines=state.machines,
        usd_so_far=state.machine_seconds / 3600 * fleet.usd_per_machine_hour,
    )
