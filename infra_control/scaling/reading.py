"""Service auto scaling as one value, read from AWS."""

from dataclasses import dataclass

from infra_control.blueprint.shape import PRODUCTION, Service
from infra_control.clients import Gateways
from infra_control.fleet.reading import cluster_name
from infra_control.gateways.task_scaling import (
    TARGET_TRACKING,
    Policy,
    ScalableService,
    ScalingActivity,
    ScheduledChange,
)
from infra_control.scaling.tracking import backlog_per_task

ACTIVITIES_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class PolicyView:
    policy: Policy
    measure: str
    """What it looks at, in words."""
    target: float | None
    out_cooldown_s: int
    in_cooldown_s: int
    is_tracking: bool


@dataclass(frozen=True, kw_only=True)
class ServiceScaling:
    """One service with what may change its number of tasks."""

    shape: Service
    target: ScalableService
    desired: int
    running: int
    protected: int
    """Tasks that scaling in leaves alone: they judge."""
    backlog: float | None
    """Messages that wait for each running task; None: it takes from no queue."""
    policies: tuple[PolicyView, ...]
    scheduled: tuple[ScheduledChange, ...]
    activities: tuple[ScalingActivity, ...]


@dataclass(frozen=True, kw_only=True)
class ScalingView:
    services: tuple[ServiceScaling, ...]

    def service(self, name: str) -> ServiceScaling | None:
        return next((one for one in self.services if one.shape.name == name), None)


def read_scaling(gateways: Gateways) -> ScalingView:
    """Ask AWS for all of it. Raises CloudError."""
    targets = {one.service: one for one in gateways.task_scaling.targets()}
    policies = gateways.task_scaling.policies()
    scheduled = gateways.task_scaling.scheduled_changes()
    made = []
    for shape in PRODUCTION.services:
        target = targets.get(shape.name)
        if target is None:
            continue
        made.append(
            _service(
                gateways,
                shape,
                target,
                [one for one in policies if one.service == shape.name],
                [one for one in scheduled if one.service == shape.name],
            )
        )
    return ScalingView(services=tuple(made))


def _service(
    gateways: Gateways,
    shape: Service,
    target: ScalableService,
    policies: list[Policy],
    scheduled: list[ScheduledChange],
) -> ServiceScaling:
    cluster = cluster_name(shape.cluster)
    state = next((one for one in gateways.ecs.services(cluster) if one.name == shape.name), None)
    running = state.running_count if state else 0
    backlog = None
    if shape.queues:
        waiting = sum(gateways.queues.depth(name).visible for name in shape.queues)
        backlog = backlog_per_task(waiting, running)
    return ServiceScaling(
        shape=shape,
        target=target,
        desired=state.desired_count if state else 0,
        running=running,
        protected=_protected(gateways, shape, cluster),
        backlog=backlog,
        policies=tuple(_policy(one) for one in policies),
        scheduled=tuple(sorted(scheduled, key=lambda one: one.schedule)),
        activities=tuple(
            gateways.task_scaling.activities(cluster, shape.name, limit=ACTIVITIES_SHOWN)
        ),
    )


def _protected(gateways: Gateways, shape: Service, cluster: str) -> int:
    if not shape.is_privileged:
        return 0
    ids = [one.task_id for one in gateways.ecs.tasks(cluster) if one.service == shape.name]
    found = gateways.ecs.protections(cluster, ids) if ids else []
    return sum(one.is_protected for one in found)


def _policy(policy: Policy) -> PolicyView:
    config = policy.configuration
    is_tracking = policy.kind == TARGET_TRACKING
    measure = "by steps of an alarm"
    if is_tracking:
        predefined = config.get("PredefinedMetricSpecification", {}).get("PredefinedMetricType")
        measure = {"ECSServiceAverageCPUUtilization": "per cent of its processors"}.get(
            predefined, predefined or "messages that wait for each task"
        )
    return PolicyView(
        policy=policy,
        measure=measure,
        target=float(config["TargetValue"]) if "TargetValue" in config else None,
        out_cooldown_s=int(config.get("ScaleOutCooldown", config.get("Cooldown", 0))),
        in_cooldown_s=int(config.get("ScaleInCooldown", config.get("Cooldown", 0))),
        is_tracking=is_tracking,
    )
