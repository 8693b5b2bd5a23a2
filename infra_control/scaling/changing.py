"""Step policies and scheduled actions of operators: made, changed, removed.

Each is permitted, audited, within the blueprint's bounds, and safe to try again.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser

from common.errors import InvalidInputError, NotFoundError
from infra_control.acting import Intent, operator_act, permission_check
from infra_control.blueprint.shape import PRODUCTION, Cluster, Service
from infra_control.clients import Gateways
from infra_control.fleet.reading import cluster_name
from infra_control.gateways.metrics import Alarm, Metric
from infra_control.gateways.task_scaling import STEP, Policy, ScalableService, ScheduledChange
from infra_control.models import OperatorAction
from infra_control.scaling.prescaling import PREFIX
from infra_control.scaling.schedules import ScheduleError, last_moment, moment_of
from infra_control.scaling.services import CHANGE_FLEET
from infra_control.scaling.steps import (
    Step,
    StepPlan,
    alarm_name,
    plan_of,
    policy_name,
    step_problems,
)

PERIOD_S = 60
HOLD = "hold-"
"""Of the scheduled actions that end holds (fleet/holding.py)."""
LATEST = timedelta(days=365)
"""So far ahead a scheduled action may lie: later ones are forgotten by everybody."""


def takes_steps(service: Service) -> bool:
    """Whether a service may have a step policy: those that follow their processors' load."""
    has_bounds = service.min_tasks < service.max_tasks
    return has_bounds and service.cluster is Cluster.API and service.backlog_per_task is None


def step_policy_set(
    *,
    user: AbstractUser,
    gateways: Gateways,
    service_name: str,
    plan: StepPlan,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Make a service's step policy with its alarm, or change both.

    Raises NotFoundError, InvalidInputError with every problem, NotAllowedError,
    ActionFailedError, CloudError (what stands could not be read; nothing was asked).
    """
    permission_check(user, CHANGE_FLEET)
    service = _service(service_name)
    if problems := step_problems(plan, max_tasks=service.max_tasks):
        raise InvalidInputError(" ".join(problems), fields={"steps": problems})
    present = _step_policy(gateways, service)
    policy = Policy(
        cluster=cluster_name(service.cluster),
        service=service.name,
        name=present.name if present else policy_name(service.name),
        kind=STEP,
        configuration=plan.configuration(),
        alarm_names=(),
    )
    alarm = _alarm(service)

    def do() -> dict[str, Any]:
        arn = gateways.task_scaling.put_policy(policy)
        gateways.metrics.put_alarm(
            Alarm(
                name=alarm,
                description=f"{service.name} is very busy: its step policy adds tasks",
                metric=Metric(
                    namespace="AWS/ECS",
                    name="CPUUtilization",
                    dimensions=(("ClusterName", policy.cluster), ("ServiceName", service.name)),
                ),
                threshold=float(plan.from_percent),
                period_s=PERIOD_S,
                periods=plan.minutes,
                action_arns=(arn,),
            )
        )
        return {"policy": policy.name, "alarm": alarm}

    return operator_act(
        user=user,
        intent=Intent(
            action="step_policy_set",
            target=f"{policy.cluster}/{service.name}",
            permission=CHANGE_FLEET,
            asked=plan_words(plan),
            before=plan_words(found) if (found := present_plan(gateways, service)) else {},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def step_policy_remove(
    *, user: AbstractUser, gateways: Gateways, service_name: str, is_dry_run: bool = False
) -> OperatorAction:
    """Remove a service's step policy and its alarm. Raises as step_policy_set does."""
    permission_check(user, CHANGE_FLEET)
    service = _service(service_name)
    policy = _step_policy(gateways, service)
    if policy is None:
        raise NotFoundError(f"{service.name} has no step policy.")
    plan = present_plan(gateways, service)

    def do() -> dict[str, bool]:
        # The alarm first: without its policy it would ring in vain.
        gateways.metrics.delete_alarm(_alarm(service))
        return {"removed": gateways.task_scaling.delete_policy(policy)}

    return operator_act(
        user=user,
        intent=Intent(
            action="step_policy_remove",
            target=f"{policy.cluster}/{service.name}",
            permission=CHANGE_FLEET,
            asked={"policy": policy.name},
            before=plan_words(plan) if plan else {},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


@dataclass(frozen=True, kw_only=True)
class ScheduleWish:
    """A scheduled action as an operator writes it; the bounds may be None: as they are."""

    name: str
    service: str
    schedule: str
    timezone: str
    min_tasks: int | None
    max_tasks: int | None


def schedule_set(
    *,
    user: AbstractUser,
    gateways: Gateways,
    wish: ScheduleWish,
    now: datetime,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Make a scheduled action, or change the one of its name. Raises as step_policy_set does."""
    permission_check(user, CHANGE_FLEET)
    target = scaling_target(gateways, wish.service)
    if problems := schedule_problems(wish, target, now):
        raise InvalidInputError(" ".join(problems), fields={"schedule": problems})
    change = ScheduledChange(
        name=wish.name,
        cluster=target.cluster,
        service=wish.service,
        schedule=wish.schedule,
        timezone=wish.timezone,
        min_tasks=wish.min_tasks,
        max_tasks=wish.max_tasks,
    )
    present = [one for one in gateways.task_scaling.scheduled_changes() if one.name == wish.name]
    if present and present[0].service != wish.service:
        problem = f"{wish.name} is a scheduled action of {present[0].service}: choose another name."
        raise InvalidInputError(problem, fields={"name": [problem]})

    def do() -> dict[str, Any]:
        gateways.task_scaling.put_scheduled_change(change)
        return _told(change)

    return operator_act(
        user=user,
        intent=Intent(
            action="schedule_set",
            target=f"{change.cluster}/{change.service}",
            permission=CHANGE_FLEET,
            asked={"name": change.name, **_told(change)},
            before=_told(present[0]) if present else {},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def schedule_problems(wish: ScheduleWish, target: ScalableService, now: datetime) -> list[str]:
    """What is wrong with it; empty: nothing."""
    most = PRODUCTION.service_by_name[wish.service].max_tasks
    problems = []
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", wish.name):
        problems.append("A name is of up to 60 small letters, digits and hyphens.")
    elif wish.name.startswith((PREFIX, HOLD)):
        problems.append(f"Names with {PREFIX} or {HOLD} are those of approved contests and holds.")
    try:
        if last_moment(wish.schedule, wish.timezone, now) is None:
            if moment_of(wish.schedule, wish.timezone) - now > LATEST:
                problems.append("It lies more than a year ahead.")
        elif wish.schedule.startswith("at("):
            problems.append("Its moment is past: choose a later one.")
    except ScheduleError as error:
        problems.append(str(error))
    if wish.min_tasks is None and wish.max_tasks is None:
        problems.append("Give the least or the most tasks, or both.")
    least_then = target.min_tasks if wish.min_tasks is None else wish.min_tasks
    most_then = target.max_tasks if wish.max_tasks is None else wish.max_tasks
    if not 0 <= least_then <= most_then <= most:
        problems.append(
            f"Then {wish.service} would have from {least_then} to {most_then} tasks: it must be "
            f"0 ≤ least ≤ most ≤ {most} (the blueprint's)."
        )
    return problems


def scaling_target(gateways: Gateways, service_name: str) -> ScalableService:
    """Raises NotFoundError: auto scaling leaves the service alone, or there is none."""
    for one in gateways.task_scaling.targets():
        if one.service == service_name and service_name in PRODUCTION.service_by_name:
            return one
    raise NotFoundError(f"Auto scaling knows no service {service_name[:60]}.")


def present_plan(gateways: Gateways, service: Service) -> StepPlan | None:
    """The service's steps as AWS has them; None: it has none, or none that we can read."""
    policy = _step_policy(gateways, service)
    if policy is None:
        return None
    for one in gateways.metrics.alarms():
        if one.name == _alarm(service) and one.threshold is not None:
            return plan_of(policy.configuration, threshold=one.threshold, minutes=one.periods)
    return None


def plan_words(plan: StepPlan) -> dict[str, Any]:
    """As the audit keeps it."""
    return {
        "steps": [[one.from_percent, one.tasks] for one in plan.steps],
        "minutes": plan.minutes,
        "cooldown_s": plan.cooldown_s,
    }


def plan_from_words(words: dict[str, Any]) -> StepPlan:
    """What plan_words made."""
    return StepPlan(
        steps=tuple(Step(from_percent=percent, tasks=tasks) for percent, tasks in words["steps"]),
        minutes=words["minutes"],
        cooldown_s=words["cooldown_s"],
    )


def _told(change: ScheduledChange) -> dict[str, Any]:
    return {
        "schedule": change.schedule,
        "timezone": change.timezone,
        "min_tasks": change.min_tasks,
        "max_tasks": change.max_tasks,
    }


def _alarm(service: Service) -> str:
    return alarm_name(PRODUCTION.name, service.name)


def _service(name: str) -> Service:
    service = PRODUCTION.service_by_name.get(name)
    if service is None or not takes_steps(service):
        raise NotFoundError(
            f"{name[:60]} takes no steps: only services that follow their processors' load do."
        )
    return service


def _step_policy(gateways: Gateways, service: Service) -> Policy | None:
    for one in gateways.task_scaling.policies():
        if one.kind == STEP and one.service == service.name:
            return one
    return None
