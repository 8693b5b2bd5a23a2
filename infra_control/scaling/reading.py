"""Service auto scaling as one value, read from AWS."""

from dataclasses import dataclass

from infra_control.blueprint.shape import PRODUCTION, Service
from infra_control.clients import Gateways
from infra_control.fleet.reading import cluster_name
from infra_control.gateways.metrics import AlarmState
from infra_control.gateways.sqs import QueueGateway
from infra_control.gateways.task_scaling import (
    TARGET_TRACKING,
    Policy,
    ScalableService,
    ScalingActivity,
    ScheduledChange,
)
from infra_control.scaling.steps import StepPlan, alarm_name, plan_of
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
    plan: StepPlan | None = None
    """Of a step policy; None: it is another kind, or such as nobody writes here."""
    alarm_state: str = ""
    """Of the alarm that sets off the steps; empty: there is none, so they never come."""


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
    """What each running task has before it; None: it takes from no queue."""
    policies: tuple[PolicyView, ...]
    scheduled: tuple[ScheduledChange, ...]
    activities: tuple[ScalingActivity, ...]

    @property
    def steps(self) -> PolicyView | None:
        """Its step policy; None: it has none."""
        return next((one for one in self.policies if not one.is_tracking), None)


@dataclass(frozen=True, kw_only=True)
class ScalingView:
    services: tuple[ServiceScaling, ...]

    def service(self, name: str) -> ServiceScaling | None:
        return next((one for one in self.services if one.shape.name == name), None)


def read_scaling(gateways: Gateways) -> ScalingView:
    """Ask AWS for all of it. Raises CloudError."""
    targets = {one.service: one for one in gateways.task_scaling.targets()}
    policies = gateways.task_scaling.policies()
    alarms = {one.name: one for one in gateways.metrics.alarms()}
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
                [
                    _policy(one, shape, alarms.get(alarm_name(PRODUCTION.name, shape.name)))
                    for one in policies
                    if one.service == shape.name
                ],
                [one for one in scheduled if one.service == shape.name],
            )
        )
    return ScalingView(services=tuple(made))


def _service(
    gateways: Gateways,
    shape: Service,
    target: ScalableService,
    policies: list[PolicyView],
    scheduled: list[ScheduledChange],
) -> ServiceScaling:
    cluster = cluster_name(shape.cluster)
    state = next((one for one in gateways.ecs.services(cluster) if one.name == shape.name), None)
    running = state.running_count if state else 0
    backlog = None
    if shape.queues:
        backlog = service_backlog(shape, gateways.queues, running)
    return ServiceScaling(
        shape=shape,
        target=target,
        desired=state.desired_count if state else 0,
        running=running,
        protected=_protected(gateways, shape, cluster),
        backlog=backlog,
        policies=tuple(policies),
        scheduled=tuple(sorted(scheduled, key=lambda one: one.schedule)),
        activities=tuple(
            gateways.task_scaling.activities(cluster, shape.name, limit=ACTIVITIES_SHOWN)
        ),
    )


def service_backlog(shape: Service, queues: QueueGateway, running: int) -> float:
    """What each task of a service has before it, as its policy measures it. Raises CloudError."""
    depths = {name: queues.depth(name) for name in shape.queues}
    return backlog_per_task(
        sum(one.visible for one in depths.values()),
        running,
        in_work=sum(depths[name].in_flight for name in shape.busy_queues),
        work_weight=shape.work_weight,
    )


def _protected(gateways: Gateways, shape: Service, cluster: str) -> int:
    if not shape.is_privileged:
        return 0
    ids = [one.task_id for one in gateways.ecs.tasks(cluster) if one.service == shape.name]
    found = gateways.ecs.protections(cluster, ids) if ids else []
    return sum(one.is_protected for one in found)


def _policy(policy: Policy, shape: Service, alarm: AlarmState | None) -> PolicyView:
    config = policy.configuration
    is_tracking = policy.kind == TARGET_TRACKING
    measure, plan = "by steps of an alarm", None
    if is_tracking:
        predefined = config.get("PredefinedMetricSpecification", {}).get("PredefinedMetricType")
        backlog = "messages that wait for each task"
        if shape.work_weight:
            backlog += f" (one in work counts as {shape.work_weight})"
        measure = {"ECSServiceAverageCPUUtilization": "per cent of its processors"}.get(
            predefined, predefined or backlog
        )
    elif alarm is not None and alarm.threshold is not None:
        plan = plan_of(config, threshold=alarm.threshold, minutes=alarm.periods)
    return PolicyView(
        policy=policy,
        measure=measure,
        target=float(config["TargetValue"]) if "TargetValue" in config else None,
        out_cooldown_s=int(config.get("ScaleOutCooldown", config.get("Cooldown", 0))),
        in_cooldown_s=int(config.get("ScaleInCooldown", config.get("Cooldown", 0))),
        is_tracking=is_tracking,
        plan=plan,
        alarm_state="" if alarm is None or is_tracking else alarm.state,
    )
