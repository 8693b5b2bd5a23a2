"""The whole fleet as one value, read from AWS."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from common import ports
from common.ports import JobInWork
from infra_control.blueprint.shape import PRODUCTION, Cluster, Machines, Service
from infra_control.clients import Gateways
from infra_control.fleet.rules import Bounds, fit_warnings
from infra_control.gateways.ecs_values import MachineState, ServiceState, TaskState
from infra_control.gateways.machine_scaling import MachineGroup
from infra_control.gateways.task_scaling import ScheduledChange

VERSIONS_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class ServiceView:
    """A service as it should be and as it is."""

    shape: Service
    state: ServiceState
    bounds: Bounds | None
    """None: auto scaling leaves it alone."""
    tasks: tuple[TaskState, ...]
    waiting_jobs: int | None
    """In its queues; None: it has none."""
    versions: tuple[str, ...] = ()
    """Of its task definition, the newest first."""
    scheduled: tuple[ScheduledChange, ...] = ()
    """New bounds to come."""
    protected: frozenset[str] = frozenset()
    """Ids of the tasks that scaling in leaves alone: they judge."""
    jobs: Mapping[str, JobInWork] = field(default_factory=dict)
    """What judges have in work, by their tasks' ids."""

    @property
    def former_versions(self) -> tuple[str, ...]:
        return tuple(one for one in self.versions if one != self.state.task_definition)

    @property
    def is_steady(self) -> bool:
        return (
            self.state.running_count == self.state.desired_count
            and len(self.state.deployments) == 1
        )


@dataclass(frozen=True, kw_only=True)
class ClusterView:
    cluster: Cluster
    shape: Machines
    group: MachineGroup | None
    machines: tuple[MachineState, ...]
    services: tuple[ServiceView, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FleetView:
    clusters: tuple[ClusterView, ...]

    def service(self, name: str) -> ServiceView | None:
        for cluster in self.clusters:
            for service in cluster.services:
                if service.shape.name == name:
                    return service
        return None


def cluster_name(cluster: Cluster) -> str:
    """As ECS knows it."""
    return f"{PRODUCTION.name}-{cluster}"


def read_fleet(gateways: Gateways) -> FleetView:
    """Ask AWS for all of it. Raises CloudError."""
    bounds = {
        one.service: Bounds(min_tasks=one.min_tasks, max_tasks=one.max_tasks)
        for one in gateways.task_scaling.targets()
    }
    scheduled = gateways.task_scaling.scheduled_changes()
    groups = {one.tags.get("Name", ""): one for one in gateways.machine_scaling.groups()}
    return FleetView(
        clusters=tuple(
            _cluster(
                gateways, machines, bounds, groups.get(cluster_name(machines.cluster)), scheduled
            )
            for machines in PRODUCTION.machines
        )
    )


def _cluster(
    gateways: Gateways,
    machines: Machines,
    bounds: dict[str, Bounds],
    group: MachineGroup | None,
    scheduled: Sequence[ScheduledChange],
) -> ClusterView:
    name = cluster_name(machines.cluster)
    tasks = gateways.ecs.tasks(name)
    services = tuple(
        ServiceView(
            shape=PRODUCTION.service_by_name[state.name],
            state=state,
            bounds=bounds.get(state.name),
            tasks=tuple(task for task in tasks if task.service == state.name),
            waiting_jobs=_waiting(gateways, PRODUCTION.service_by_name[state.name]),
            versions=tuple(
                gateways.ecs.task_definitions(
                    state.task_definition.partition(":")[0], limit=VERSIONS_SHOWN
                )
            ),
            scheduled=tuple(one for one in scheduled if one.service == state.name),
            protected=_protected(gateways, name, state.name, tasks),
            jobs=_jobs([task for task in tasks if task.service == state.name]),
        )
        for state in gateways.ecs.services(name)
        if state.name in PRODUCTION.service_by_name
    )
    warnings = fit_warnings(
        machines,
        services=[
            (
                view.shape,
                view.bounds
                or Bounds(min_tasks=view.state.desired_count, max_tasks=view.state.desired_count),
            )
            for view in services
        ],
        min_machines=group.min_machines if group else machines.min_machines,
        max_machines=group.max_machines if group else machines.max_machines,
    )
    return ClusterView(
        cluster=machines.cluster,
        shape=machines,
        group=group,
        machines=tuple(gateways.ecs.machines(name)),
        services=services,
        warnings=tuple(warnings),
    )


def _protected(
    gateways: Gateways, cluster: str, service: str, tasks: Sequence[TaskState]
) -> frozenset[str]:
    ids = [one.task_id for one in tasks if one.service == service]
    if not ids or not PRODUCTION.service_by_name[service].is_privileged:
        return frozenset()
    found = gateways.ecs.protections(cluster, ids)
    return frozenset(one.task_id for one in found if one.is_protected)


def _jobs(tasks: Sequence[TaskState]) -> dict[str, JobInWork]:
    """Of judges alone; nobody else has jobs."""
    own = [one for one in tasks if PRODUCTION.service_by_name[one.service].is_privileged]
    if not own:
        return {}
    found = ports.jobs_in_work([name for one in own for name in one.host_names])
    return {one.task_id: found[name] for one in own for name in one.host_names if name in found}


def _waiting(gateways: Gateways, service: Service) -> int | None:
    if not service.queues:
        return None
    return sum(gateways.queues.depth(name).visible for name in service.queues)
