"""What operators should know of a fleet before and after they change it; pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

from infra_control.blueprint.shape import Machines, Service, tasks_per_machine

MAX_HOLD_MINUTES = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Of a service's tasks, as they stand."""

    min_tasks: int
    max_tasks: int


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a changed number of tasks would mean."""

    tasks: int
    machines_needed: int
    usd_per_hour: float
    drain_s: float | None
    """Until the present backlog is taken; None: the service has no backlog, or no tasks."""
    problems: tuple[str, ...]
    """Why it may not do what is wanted; in words for an operator."""


def preview(
    service: Service,
    machines: Machines,
    *,
    tasks: int,
    max_machines: int,
    usd_per_machine_hour: float,
    waiting_jobs: int | None,
    jobs_per_task_minute: float,
) -> Preview:
    """The effect of so many tasks of one service, were it alone on its cluster."""
    fitting = tasks_per_machine(service, machines)
    needed = -(-tasks // fitting)
    problems = []
    if needed > max_machines:
        problems.append(
            f"{tasks} tasks need {needed} machines, and the group may have {max_machines}: "
            f"{tasks - max_machines * fitting} tasks would find no place."
        )
    if tasks == 0:
        problems.append(f"With no task nothing takes what {service.name} should take.")
    rate = tasks * jobs_per_task_minute / 60
    has_drain = waiting_jobs is not None and rate > 0
    return Preview(
        tasks=tasks,
        machines_needed=needed,
        usd_per_hour=needed * usd_per_machine_hour,
        drain_s=(waiting_jobs or 0) / rate if has_drain else None,
        problems=tuple(problems),
    )


def bounds_problems(service: Service, *, desired: int, bounds: Bounds | None) -> list[str]:
    """What is wrong with a desired count; empty: nothing."""
    problems = []
    if not 0 <= desired <= service.max_tasks:
        problems.append(
            f"{service.name} may have from 0 to {service.max_tasks} tasks (the blueprint's bounds)."
        )
    elif bounds is not None and not bounds.min_tasks <= desired <= bounds.max_tasks:
        problems.append(
            f"Auto scaling keeps {service.name} between {bounds.min_tasks} and "
            f"{bounds.max_tasks} tasks and would undo this: say for how long to keep it, or change "
            "its bounds first."
        )
    return problems


def hold_problems(
    service: Service, *, tasks: int, minutes: int | None, bounds: Bounds | None
) -> list[str]:
    """What is wrong with keeping a number of tasks; empty: nothing."""
    problems = bounds_problems(service, desired=tasks, bounds=None)
    if bounds is None:
        problems.append(f"Auto scaling leaves {service.name} alone: what is set stays.")
    if minutes is not None and not 1 <= minutes <= MAX_HOLD_MINUTES:
        problems.append(f"A number may be kept from 1 to {MAX_HOLD_MINUTES} minutes.")
    return problems


def scaling_words(service: Service, bounds: Bounds) -> str:
    """What auto scaling does with a number that somebody sets, for that one to know before."""
    if bounds.min_tasks == bounds.max_tasks:
        return f"Auto scaling keeps {bounds.min_tasks} whatever is set."
    if service.backlog_per_task is None:
        reason, calm = "the load of the processors", "While that is low"
    else:
        reason = f"the backlog, {service.backlog_per_task} waiting for each task"
        calm = "A quarter of an hour after the last backlog"
    return (
        f"Auto scaling chooses from {bounds.min_tasks} to {bounds.max_tasks} by {reason}. "
        f"{calm} it goes back to {bounds.min_tasks}, unless you keep the number."
    )


def fit_warnings(
    machines: Machines,
    *,
    services: Sequence[tuple[Service, Bounds]],
    min_machines: int,
    max_machines: int,
) -> list[str]:
    """Where service scaling and machine scaling of one cluster don't fit each other, and why."""
    warnings = []
    most = sum(
        bounds.max_tasks / tasks_per_machine(service, machines) for service, bounds in services
    )
    if most > max_machines:
        warnings.append(
            f"At their upper bounds the services of {machines.cluster} need {most:.1f} machines, "
            f"and the group may have {max_machines}: the last tasks would stay pending."
        )
    least = sum(
        bounds.min_tasks / tasks_per_machine(service, machines) for service, bounds in services
    )
    if least + 1 <= min_machines:
        warnings.append(
            f"At their lower bounds the services of {machines.cluster} fill {least:.1f} machines, "
            f"and the group keeps {min_machines}: the others are paid for and stay empty."
        )
    return warnings
