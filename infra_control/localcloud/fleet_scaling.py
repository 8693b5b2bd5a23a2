"""Service auto scaling of the local cloud: target tracking on the backlog, and scheduled bounds.

moto keeps policies and schedules and never acts on them. This acts as Application Auto Scaling
does, by the same arithmetic as the operators' simulator, only with shorter periods: an afternoon's
waiting shows nothing. Policies on processor load are left alone: a local task has none of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from infra_control.blueprint.shape import PRODUCTION
from infra_control.gateways.ecs import EcsGateway
from infra_control.gateways.ecs_values import ServiceState
from infra_control.gateways.sqs import QueueGateway
from infra_control.gateways.task_scaling import (
    TARGET_TRACKING,
    Policy,
    ScalableService,
    ScheduledChange,
    TaskScalingGateway,
)
from infra_control.localcloud.fleet_contract import ActivityReport
from infra_control.scaling.reading import service_backlog
from infra_control.scaling.schedules import ScheduleError, last_moment
from infra_control.scaling.tracking import (
    LOW_PERIODS,
    Memory,
    Tracking,
    next_desired,
)

PERIOD_S = 4.0
"""AWS looks once a minute."""


@dataclass
class _Past:
    samples: list[float] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)


@dataclass
class LocalScaling:
    """Acts on what stands in Application Auto Scaling. ``step`` is called again and again."""

    ecs: EcsGateway
    task_scaling: TaskScalingGateway
    queues: QueueGateway
    clock: Callable[[], datetime]
    period_s: float = PERIOD_S
    _past: dict[str, _Past] = field(default_factory=dict)
    _looked_at_s: float | None = None
    _began: datetime | None = None
    _acted: set[tuple[str, str]] = field(default_factory=set)
    """Scheduled changes that are done: name and moment."""

    def step(self, services: Sequence[ServiceState]) -> list[ActivityReport]:
        """What scaling did just now. Raises CloudError."""
        now = self.clock()
        now_s = now.timestamp()
        self._began = self._began or now
        if self._looked_at_s is not None and now_s - self._looked_at_s < self.period_s:
            return []
        self._looked_at_s = now_s
        done = self._scheduled(now)
        targets = {one.service: one for one in self.task_scaling.targets()}
        policies = {
            one.service: one for one in self.task_scaling.policies() if one.kind == TARGET_TRACKING
        }
        for state in services:
            target, policy = targets.get(state.name), policies.get(state.name)
            if target is not None:
                done += self._tracked(state, target, policy, now_s)
        return done

    def _scheduled(self, now: datetime) -> list[ActivityReport]:
        done = []
        for change in self.task_scaling.scheduled_changes():
            try:
                moment = last_moment(change.schedule, change.timezone, now)
            except ScheduleError:
                continue
            if moment is None or (self._is_repeated(change) and moment < (self._began or now)):
                continue
            key = (change.name, moment.isoformat())
            if key in self._acted:
                continue
            self._acted.add(key)
            targets = {one.service: one for one in self.task_scaling.targets()}
            present = targets.get(change.service)
            if present is None:
                continue
            least = present.min_tasks if change.min_tasks is None else change.min_tasks
            most = present.max_tasks if change.max_tasks is None else change.max_tasks
            self.task_scaling.set_bounds(
                change.cluster, change.service, min_tasks=least, max_tasks=max(least, most)
            )
            done.append(
                ActivityReport(
                    cluster=change.cluster,
                    service=change.service,
                    description=f"Setting min capacity to {least} and max capacity to {most}",
                    cause=f"scheduled action name {change.name} was triggered",
                )
            )
        return done

    @staticmethod
    def _is_repeated(change: ScheduledChange) -> bool:
        return not change.schedule.startswith("at(")

    def _tracked(
        self, state: ServiceState, target: ScalableService, policy: Policy | None, now_s: float
    ) -> list[ActivityReport]:
        """Keep a service within its bounds, and let its backlog decide between them."""
        past = self._past.setdefault(state.name, _Past())
        shape = PRODUCTION.service_by_name[state.name]
        tracking = _tracking(target, policy)
        if shape.queues and policy is not None:
            past.samples.append(service_backlog(shape, self.queues, state.running_count))
            del past.samples[:-LOW_PERIODS]
        desired = next_desired(
            tracking,
            desired=state.desired_count,
            running=state.running_count,
            samples=past.samples,
            now_s=now_s,
            memory=past.memory,
        )
        is_suspended = (
            target.is_scale_out_suspended
            if desired > state.desired_count
            else target.is_scale_in_suspended
        )
        if desired == state.desired_count or is_suspended:
            return []
        if desired > state.desired_count:
            past.memory = replace(past.memory, scaled_out_at_s=now_s)
        else:
            past.memory = replace(past.memory, scaled_in_at_s=now_s)
        self.ecs.set_desired_count(state.cluster, state.name, desired)
        backlog = past.samples[-1] if past.samples else 0.0
        return [
            ActivityReport(
                cluster=state.cluster,
                service=state.name,
                description=f"Setting desired count to {desired}.",
                cause=(
                    f"backlog per task {backlog:.1f}, target {tracking.target:g}, bounds "
                    f"{target.min_tasks} to {target.max_tasks}"
                ),
            )
        ]


def _tracking(target: ScalableService, policy: Policy | None) -> Tracking:
    configuration = policy.configuration if policy is not None else {}
    return Tracking(
        target=float(configuration.get("TargetValue", 1)),
        min_tasks=target.min_tasks,
        max_tasks=target.max_tasks,
        # A period stands for a minute here, and so do the cool-downs.
        out_cooldown_s=float(configuration.get("ScaleOutCooldown", 0)) * PERIOD_S / 60,
        in_cooldown_s=float(configuration.get("ScaleInCooldown", 0)) * PERIOD_S / 60,
    )
