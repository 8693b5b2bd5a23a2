"""The load balancer as one value, read from AWS."""

from dataclasses import dataclass
from datetime import datetime

from infra_control.balancing.rules import group_problem, shadowed_rules, target_said
from infra_control.blueprint.shape import PRODUCTION
from infra_control.clients import Gateways
from infra_control.fleet.reading import cluster_name
from infra_control.gateways.balancers import (
    DEFAULT_PRIORITY,
    BalancerState,
    Listener,
    Rule,
    Target,
    TargetGroup,
)
from infra_control.gateways.ecs_values import TaskState


@dataclass(frozen=True, kw_only=True)
class TargetView:
    target: Target
    said: str
    """Why it is not healthy."""
    task_id: str
    """Empty: no task of ours has this port on this machine."""
    machine_id: str
    version: str
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class GroupView:
    group: TargetGroup
    service: str
    """Whose tasks are registered in it; empty: no service names it."""
    targets: tuple[TargetView, ...]
    problem: str

    @property
    def healthy_count(self) -> int:
        return sum(one.target.is_healthy for one in self.targets)


@dataclass(frozen=True, kw_only=True)
class RuleView:
    rule: Rule
    service: str
    group: str
    shadowed_by: int | None
    """The priority of the rule because of which this one never matches."""

    @property
    def is_default(self) -> bool:
        return self.rule.priority == DEFAULT_PRIORITY


@dataclass(frozen=True, kw_only=True)
class ListenerView:
    listener: Listener
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, kw_only=True)
class BalancingView:
    balancers: tuple[tuple[BalancerState, tuple[ListenerView, ...]], ...]
    groups: tuple[GroupView, ...]

    def group(self, arn: str) -> GroupView | None:
        return next((one for one in self.groups if one.group.arn == arn), None)


def read_balancing(gateways: Gateways) -> BalancingView:
    """Ask AWS for all of it. Raises CloudError."""
    place_of: dict[tuple[str, int], TaskState] = {}
    service_of: dict[str, str] = {}
    for cluster in {service.cluster for service in PRODUCTION.services if service.target}:
        name = cluster_name(cluster)
        instance_of = {one.machine_id: one.instance_id for one in gateways.ecs.machines(name)}
        for state in gateways.ecs.services(name):
            service_of |= dict.fromkeys(state.target_group_arns, state.name)
        for task in gateways.ecs.tasks(name):
            for port in task.ports:
                place_of[instance_of.get(task.machine_id, ""), port.host_port] = task
    groups = tuple(
        _group(
            group, service_of.get(group.arn, ""), gateways.balancers.targets(group.arn), place_of
        )
        for group in gateways.balancers.target_groups()
    )
    return BalancingView(
        balancers=tuple(
            (
                balancer,
                tuple(_listener(one, groups) for one in gateways.balancers.listeners(balancer.arn)),
            )
            for balancer in gateways.balancers.balancers()
        ),
        groups=groups,
    )


def _group(
    group: TargetGroup,
    service: str,
    targets: list[Target],
    place_of: dict[tuple[str, int], TaskState],
) -> GroupView:
    views = []
    for target in targets:
        task = place_of.get((target.target_id, target.port))
        views.append(
            TargetView(
                target=target,
                said=target_said(target),
                task_id=task.task_id if task else "",
                machine_id=task.machine_id if task else "",
                version=task.task_definition if task else "",
                since=task.started_at if task else None,
            )
        )
    return GroupView(
        group=group, service=service, targets=tuple(views), problem=group_problem(group, targets)
    )


def _listener(listener: Listener, groups: tuple[GroupView, ...]) -> ListenerView:
    hidden = shadowed_rules(listener.rules)
    of = {one.group.arn: one for one in groups}
    return ListenerView(
        listener=listener,
        rules=tuple(
            RuleView(
                rule=rule,
                service=of[rule.target_group_arn].service if rule.target_group_arn in of else "",
                group=of[rule.target_group_arn].group.name if rule.target_group_arn in of else "",
                shadowed_by=hidden.get(rule.priority),
            )
            for rule in listener.rules
        ),
    )
