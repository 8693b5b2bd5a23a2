"""Keeping a number of tasks that auto scaling would take back: for a while, or from now on.

Target tracking moves a service between its bounds whatever an operator sets, so a number is kept
by moving the lower bound there. A scheduled action moves the bounds back, so that AWS ends a hold
by itself even when nobody thinks of it any more.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser

from common.errors import InvalidInputError, NotFoundError
from infra_control.acting import Intent, operator_act, permission_check
from infra_control.blueprint.shape import JUDGE, Service
from infra_control.clients import Gateways
from infra_control.fleet.reading import cluster_name
from infra_control.fleet.rules import Bounds, hold_problems
from infra_control.fleet.services import CHANGE_FLEET, bounds_of, service_state
from infra_control.gateways.task_scaling import ScheduledChange
from infra_control.models import OperatorAction, PreScaling
from infra_control.scaling.prescaling import is_over
from infra_control.scaling.schedules import at_expression

PREFIX = "hold-"
"""Of the scheduled actions that end holds."""


def service_hold(
    *,
    user: AbstractUser,
    gateways: Gateways,
    service_name: str,
    tasks: int,
    minutes: int | None,
    now: datetime,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Set how many tasks a service shall have, and never fewer for so many minutes.

    None: from now on. Afterwards its bounds are what they were, or what a contest needs by then.
    Raises NotFoundError, InvalidInputError, NotAllowedError, ActionFailedError, CloudError.
    """
    permission_check(user, CHANGE_FLEET)
    service, state = service_state(gateways, service_name)
    bounds = bounds_of(gateways, service)
    problems = hold_problems(service, tasks=tasks, minutes=minutes, bounds=bounds)
    if bounds is None or problems:
        raise InvalidInputError(" ".join(problems), fields={"tasks": problems})
    changes = gateways.task_scaling.scheduled_changes()
    usual = unheld(changes, service.name, bounds, now)
    cluster = cluster_name(service.cluster)
    end = _end(service, usual, now + timedelta(minutes=minutes)) if minutes is not None else None

    def do() -> dict[str, Any]:
        # Its end first: what breaks in between leaves no hold that lasts for ever.
        if end is not None:
            gateways.task_scaling.put_scheduled_change(end)
        elif (present := hold_of(changes, service.name, now)) is not None:
            gateways.task_scaling.delete_scheduled_change(present)
        most = max(usual.max_tasks, tasks)
        gateways.task_scaling.set_bounds(cluster, service.name, min_tasks=tasks, max_tasks=most)
        gateways.ecs.set_desired_count(cluster, service.name, tasks)
        then = {"until": end.schedule, "then_min_tasks": end.min_tasks} if end else {}
        return {"tasks": tasks, "min_tasks": tasks, "max_tasks": most, **then}

    return operator_act(
        user=user,
        intent=Intent(
            action="service_hold",
            target=f"{cluster}/{service.name}",
            permission=CHANGE_FLEET,
            asked={"tasks": tasks, "minutes": minutes},
            before={
                "tasks": state.desired_count,
                "min_tasks": bounds.min_tasks,
                "max_tasks": bounds.max_tasks,
            },
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def hold_release(
    *,
    user: AbstractUser,
    gateways: Gateways,
    service_name: str,
    now: datetime,
    is_dry_run: bool = False,
) -> OperatorAction:
    """End a hold now. Raises as service_hold does; NotFoundError: none is on."""
    permission_check(user, CHANGE_FLEET)
    service, _ = service_state(gateways, service_name)
    bounds = bounds_of(gateways, service)
    present = hold_of(gateways.task_scaling.scheduled_changes(), service.name, now)
    if present is None or bounds is None:
        raise NotFoundError(f"Nothing holds {service.name} any more: it may have ended by itself.")
    usual = unheld([present], service.name, bounds, now)
    cluster = cluster_name(service.cluster)
    least = max(usual.min_tasks, _contests_need(service, now))

    def do() -> dict[str, Any]:
        gateways.task_scaling.set_bounds(
            cluster, service.name, min_tasks=least, max_tasks=max(usual.max_tasks, least)
        )
        gateways.task_scaling.delete_scheduled_change(present)
        return {"min_tasks": least, "max_tasks": max(usual.max_tasks, least)}

    return operator_act(
        user=user,
        intent=Intent(
            action="hold_release",
            target=f"{cluster}/{service.name}",
            permission=CHANGE_FLEET,
            asked={"service": service.name},
            before={"min_tasks": bounds.min_tasks, "max_tasks": bounds.max_tasks},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def hold_of(
    changes: Iterable[ScheduledChange], service_name: str, now: datetime
) -> ScheduledChange | None:
    """What will end a service's hold; None: nothing holds it."""
    name = f"{PREFIX}{service_name}"
    return next((one for one in changes if one.name == name and not is_over(one, now)), None)


def unheld(
    changes: Iterable[ScheduledChange], service_name: str, bounds: Bounds, now: datetime
) -> Bounds:
    """The bounds that a service has but for a hold."""
    hold = hold_of(changes, service_name, now)
    if hold is None or hold.min_tasks is None or hold.max_tasks is None:
        return bounds
    return Bounds(min_tasks=hold.min_tasks, max_tasks=hold.max_tasks)


def holds_tidy(gateways: Gateways, now: datetime) -> int:
    """Remove what has ended a hold. Returns how many were removed. Raises CloudError."""
    changes = gateways.task_scaling.scheduled_changes()
    ended = [one for one in changes if one.name.startswith(PREFIX) and is_over(one, now)]
    return sum(gateways.task_scaling.delete_scheduled_change(one) for one in ended)


def _end(service: Service, usual: Bounds, at: datetime) -> ScheduledChange:
    least = max(usual.min_tasks, _contests_need(service, at))
    return ScheduledChange(
        name=f"{PREFIX}{service.name}",
        cluster=cluster_name(service.cluster),
        service=service.name,
        schedule=at_expression(at),
        timezone="UTC",
        min_tasks=least,
        max_tasks=max(usual.max_tasks, least),
    )


def _contests_need(service: Service, at: datetime) -> int:
    """How many judges approved contests want ready at a moment; 0 of other services."""
    if service is not JUDGE:
        return 0
    found = PreScaling.objects.filter(begins_at__lte=at, is_over_at__gt=at)
    return min(sum(found.values_list("min_tasks", flat=True)), JUDGE.max_tasks)
