"""The fakes: gateways that hold a small cloud in memory and remember what they were asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from infra_control.gateways.balancers import BalancerState, Listener, Target, TargetGroup
from infra_control.gateways.calls import Remembering
from infra_control.gateways.dns import Record, Zone
from infra_control.gateways.ecs_values import (
    ClusterState,
    MachineState,
    Protection,
    ServiceState,
    TaskState,
)
from infra_control.gateways.edge import (
    CachePolicy,
    Distribution,
    DistributionSummary,
    Invalidation,
    Lifetimes,
)
from infra_control.gateways.errors import CloudError
from infra_control.gateways.machine_scaling import MachineActivity, MachineGroup
from infra_control.gateways.metrics import Alarm, AlarmState, Metric, Point
from infra_control.gateways.network import NetworkState, Vpc
from infra_control.gateways.task_scaling import (
    Policy,
    ScalableService,
    ScalingActivity,
    ScheduledChange,
)

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def missing(what: str) -> CloudError:
    """What AWS says of a thing that isn't there."""
    return CloudError(f"AWS refused it: {what} does not exist", code="NotFound", retryable=False)


class RememberingEcs(Remembering):
    def __init__(self) -> None:
        super().__init__()
        self.cluster_states: dict[str, ClusterState] = {}
        self.service_states: dict[tuple[str, str], ServiceState] = {}
        self.task_states: list[TaskState] = []
        self.machine_states: list[MachineState] = []
        self.protected: dict[str, Protection] = {}
        self.versions: dict[str, list[str]] = {}

    def clusters(self, names: Sequence[str]) -> list[ClusterState]:
        self.remember("clusters", *names)
        return [self.cluster_states[name] for name in names if name in self.cluster_states]

    def services(self, cluster: str) -> list[ServiceState]:
        self.remember("services", cluster)
        return [one for (of, _), one in self.service_states.items() if of == cluster]

    def tasks(self, cluster: str) -> list[TaskState]:
        self.remember("tasks", cluster)
        return [one for one in self.task_states if one.cluster == cluster]

    def machines(self, cluster: str) -> list[MachineState]:
        self.remember("machines", cluster)
        return [one for one in self.machine_states if one.cluster == cluster]

    def protections(self, cluster: str, task_ids: Sequence[str]) -> list[Protection]:
        self.remember("protections", cluster, *task_ids)
        return [self.protected[one] for one in task_ids if one in self.protected]

    def task_definitions(self, family: str, *, limit: int = 20) -> list[str]:
        self.remember("task_definitions", family)
        return self.versions.get(family, [])[:limit]

    def set_desired_count(self, cluster: str, service: str, count: int) -> ServiceState:
        self.remember("set_desired_count", cluster, service, count)
        return self._change(cluster, service, desired_count=count)

    def deploy(
        self, cluster: str, service: str, *, task_definition: str | None = None
    ) -> ServiceState:
        self.remember("deploy", cluster, service, task_definition)
        if task_definition is None:
            return self._change(cluster, service)
        return self._change(cluster, service, task_definition=task_definition)

    def stop_task(self, cluster: str, task_id: str, *, reason: str) -> None:
        self.remember("stop_task", cluster, task_id, reason)
        self.task_states = [
            replace(one, desired_status="STOPPED") if one.task_id == task_id else one
            for one in self.task_states
        ]

    def drain_machine(self, cluster: str, machine_id: str, *, is_draining: bool) -> None:
        self.remember("drain_machine", cluster, machine_id, is_draining)
        self.machine_states = [
            replace(one, status="DRAINING" if is_draining else "ACTIVE")
            if one.machine_id == machine_id
            else one
            for one in self.machine_states
        ]

    def _change(self, cluster: str, service: str, **values: int | str) -> ServiceState:
        if (cluster, service) not in self.service_states:
            raise missing(f"service {service}")
        changed = replace(self.service_states[cluster, service], **values)  # type: ignore[arg-type]  # fields by name
        self.service_states[cluster, service] = changed
        return changed


class RememberingTaskScaling(Remembering):
    def __init__(self) -> None:
        super().__init__()
        self.bounds: dict[tuple[str, str], ScalableService] = {}
        self.kept_policies: dict[str, Policy] = {}
        self.scheduled: dict[str, ScheduledChange] = {}
        self.done: list[ScalingActivity] = []

    def targets(self) -> list[ScalableService]:
        self.remember("targets")
        return list(self.bounds.values())

    def set_bounds(self, cluster: str, service: str, *, min_tasks: int, max_tasks: int) -> None:
        self.remember("set_bounds", cluster, service, min_tasks, max_tasks)
        self.bounds[cluster, service] = ScalableService(
            cluster=cluster,
            service=service,
            min_tasks=min_tasks,
            max_tasks=max_tasks,
            is_scale_in_suspended=False,
            is_scale_out_suspended=False,
        )

    def policies(self) -> list[Policy]:
        self.remember("policies")
        return list(self.kept_policies.values())

    def put_policy(self, policy: Policy) -> str:
        self.remember("put_policy", policy.name)
        self.kept_policies[policy.name] = policy
        return f"arn:{policy.name}"

    def delete_policy(self, policy: Policy) -> bool:
        self.remember("delete_policy", policy.name)
        return self.kept_policies.pop(policy.name, None) is not None

    def scheduled_changes(self) -> list[ScheduledChange]:
        self.remember("scheduled_changes")
        return list(self.scheduled.values())

    def put_scheduled_change(self, change: ScheduledChange) -> None:
        self.remember("put_scheduled_change", change.name)
        self.scheduled[change.name] = change

    def delete_scheduled_change(self, change: ScheduledChange) -> bool:
        self.remember("delete_scheduled_change", change.name)
        return self.scheduled.pop(change.name, None) is not None

    def activities(self, cluster: str, service: str, *, limit: int = 50) -> list[ScalingActivity]:
        self.remember("activities", cluster, service)
        return [one for one in self.done if one.service == service][:limit]


class RememberingMachineScaling(Remembering):
    def __init__(self) -> None:
        super().__init__()
        self.group_states: dict[str, MachineGroup] = {}
        self.done: dict[str, list[MachineActivity]] = {}

    def groups(self) -> list[MachineGroup]:
        self.remember("groups")
        return list(self.group_states.values())

    def set_size(
        self, group: str, *, min_machines: int, max_machines: int, desired_machines: int
    ) -> None:
        self.remember("set_size", group, min_machines, max_machines, desired_machines)
        if group not in self.group_states:
            raise missing(f"group {group}")
        self.group_states[group] = replace(
            self.group_states[group],
            min_machines=min_machines,
            max_machines=max_machines,
            desired_machines=desired_machines,
        )

    def terminate(self, instance_id: str, *, shrink: bool) -> None:
        self.remember("terminate", instance_id, shrink)

    def activities(self, group: str, *, limit: int = 20) -> list[MachineActivity]:
        self.remember("activities", group)
        return self.done.get(group, [])[:limit]


class RememberingBalancers(Remembering):
    def __init__(self) -> None:
        super().__init__()
        self.balancer_states: list[BalancerState] = []
        self.listener_states: list[Listener] = []
        self.groups: list[TargetGroup] = []
        self.target_states: dict[str, list[Target]] = {}

    def balancers(self) -> list[BalancerState]:
        self.remember("balancers")
        return self.balancer_states

    def listeners(self, balancer_arn: str) -> list[Listener]:
        self.remember("listeners", balancer_arn)
        return [one for one in self.listener_states if one.balancer_arn == balancer_arn]

    def target_groups(self) -> list[TargetGroup]:
        self.remember("target_groups")
        return self.groups

    def targets(self, target_group_arn: str) -> list[Target]:
        self.remember("targets", target_group_arn)
        return self.target_states.get(target_group_arn, [])


class RememberingEdge(Remembering):
    """Counts its ETags, refuses stale ones, and makes no invalidation twice, as AWS does."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Distribution] = {}
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.cache_policies: dict[str, CachePolicy] = {}
        self.made: dict[str, list[Invalidation]] = {}

    def distributions(self) -> list[DistributionSummary]:
        self.remember("distributions")
        return [
            DistributionSummary(
                distribution_id=one.distribution_id,
                domain=one.domain,
                aliases=self.aliases.get(one.distribution_id, ()),
                status=one.status,
                is_enabled=True,
                comment="",
            )
            for one in self.kept.values()
        ]

    def distribution(self, distribution_id: str) -> Distribution:
        self.remember("distribution", distribution_id)
        if distribution_id not in self.kept:
            raise missing(f"distribution {distribution_id}")
        return self.kept[distribution_id]

    def update(self, distribution: Distribution) -> Distribution:
        self.remember("update", distribution.distribution_id, distribution.etag)
        if self.kept[distribution.distribution_id].etag != distribution.etag:
            raise CloudError(
                "AWS refused changing it: the ETag is not the present one (PreconditionFailed)",
                code="PreconditionFailed",
                retryable=False,
            )
        changed = replace(distribution, etag=distribution.etag + "'", status="InProgress")
        self.kept[distribution.distribution_id] = changed
        return changed

    def cache_policy(self, policy_id: str) -> CachePolicy:
        self.remember("cache_policy", policy_id)
        if policy_id not in self.cache_policies:
            raise missing(f"cache policy {policy_id}")
        return self.cache_policies[policy_id]

    def set_lifetimes(self, policy_id: str, lifetimes: Lifetimes, *, etag: str) -> None:
        self.remember("set_lifetimes", policy_id, lifetimes, etag)
        kept = self.cache_policies[policy_id]
        if kept.etag != etag:
            raise CloudError(
                "AWS refused changing it: the ETag is not the present one (PreconditionFailed)",
                code="PreconditionFailed",
                retryable=False,
            )
        self.cache_policies[policy_id] = replace(
            kept,
            etag=etag + "'",
            min_ttl_s=lifetimes.min_ttl_s,
            default_ttl_s=lifetimes.default_ttl_s,
            max_ttl_s=lifetimes.max_ttl_s,
        )

    def invalidate(
        self, distribution_id: str, paths: Sequence[str], *, caller_reference: str
    ) -> Invalidation:
        self.remember("invalidate", distribution_id, tuple(paths), caller_reference)
        made = self.made.setdefault(distribution_id, [])
        for one in made:
            if one.caller_reference == caller_reference:
                return one
        new = Invalidation(
            invalidation_id=f"I{len(made) + 1}",
            status="InProgress",
            created_at=EPOCH,
            paths=tuple(paths),
            caller_reference=caller_reference,
        )
        made.append(new)
        return new

    def invalidation(self, distribution_id: str, invalidation_id: str) -> Invalidation:
        self.remember("invalidation", distribution_id, invalidation_id)
        for one in self.made.get(distribution_id, []):
            if one.invalidation_id == invalidation_id:
                return one
        raise missing(f"invalidation {invalidation_id}")

    def invalidations(self, distribution_id: str, *, limit: int = 50) -> list[Invalidation]:
        self.remember("invalidations", distribution_id)
        return self.made.get(distribution_id, [])[::-1][:limit]


class RememberingDns(Remembering):
    def __init__(self) -> None:
        super().__init__()
        self.zone_states: list[Zone] = []
        self.record_states: dict[str, list[Record]] = {}

    def zones(self) -> list[Zone]:
        self.remember("zones")
        return self.zone_states

    def records(self, zone_id: str) -> list[Record]:
        self.remember("records", zone_id)
        return self.record_states.get(zone_id, [])


class RememberingNetwork(Remembering):
    def __init__(self) -> None:
        super().__init__()
        self.networks: list[NetworkState] = []

    def vpcs(self) -> list[Vpc]:
        self.remember("vpcs")
        return [one.vpc for one in self.networks]

    def network(self, vpc: Vpc) -> NetworkState:
        self.remember("network", vpc.vpc_id)
        for one in self.networks:
            if one.vpc == vpc:
                return one
        raise missing(f"network {vpc.vpc_id}")


class RememberingMetrics(Remembering):
    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[Metric, list[Point]] = {}
        self.alarm_states: list[AlarmState] = []
        self.kept_alarms: dict[str, Alarm] = {}

    def series(
        self, metrics: Sequence[Metric], *, since: datetime, until: datetime, period_s: int
    ) -> list[list[Point]]:
        self.remember("series", *metrics)
        return [
            [point for point in self.kept.get(metric, []) if since <= point.at <= until]
            for metric in metrics
        ]

    def put(self, metric: Metric, points: Sequence[Point]) -> None:
        self.remember("put", metric, len(points))
        self.kept.setdefault(metric, []).extend(points)

    def alarms(self) -> list[AlarmState]:
        self.remember("alarms")
        kept = [
            AlarmState(
                name=one.name,
                state="OK",
                reason="",
                since=None,
                threshold=one.threshold,
                periods=one.periods,
            )
            for one in self.kept_alarms.values()
        ]
        return [*self.alarm_states, *kept]

    def put_alarm(self, alarm: Alarm) -> None:
        self.remember("put_alarm", alarm.name)
        self.kept_alarms[alarm.name] = alarm

    def delete_alarm(self, name: str) -> None:
        self.remember("delete_alarm", name)
        self.kept_alarms.pop(name, None)
