"""What the fleet agent does next: which task to start where, which to stop, how many machines.

Pure, and in the order in which ECS decides: a service's tasks of the present version on machines
that are not draining count; others are replaced one for one, so that never fewer than the
desired number serve; scaling in and deployments leave protected tasks alone ("Amazon ECS services"
and "Protect your Amazon ECS tasks from being terminated by scale-in events", ECS developer guide).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from infra_control.blueprint.shape import Cluster, Machines, Service, tasks_per_machine


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A service as ECS is told to keep it."""

    service: Service
    count: int
    version: str
    """Of its present deployment: each gets tasks of its own."""
    task_definition: str = ""


@dataclass(frozen=True, kw_only=True)
class Host:
    """A machine that has registered with its cluster."""

    machine_id: str
    cluster: Cluster
    cpu_units: int
    memory_mib: int
    is_draining: bool = False


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task as the agent runs it."""

    task_id: str
    service: str
    version: str
    machine_id: str
    cpu_units: int
    memory_mib: int
    started_order: int
    is_ready: bool = True
    is_protected: bool = False
    is_stopping: bool = False
    is_told_to_stop: bool = False
    """Somebody asked ECS to stop this very task."""
    is_unhealthy: bool = False
    """The load balancer has found it so, for long enough."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    starts: tuple[tuple[str, str], ...] = ()
    """Service and machine."""
    stops: tuple[str, ...] = ()
    """Ids of tasks."""
    unplaced: dict[str, int] = field(default_factory=dict)
    """How many tasks of each service find no machine with room."""
    held_by_protection: dict[str, int] = field(default_factory=dict)
    """How many tasks of each service should go and may not."""


def plan(wanted: Sequence[Wanted], hosts: Sequence[Host], tasks: Sequence[Task]) -> Plan:
    """One step towards what is wanted. Called again and again, it arrives there."""
    made = Plan()
    used = _used(hosts, tasks)
    draining = {host.machine_id for host in hosts if host.is_draining}
    for one in wanted:
        own = [task for task in tasks if task.service == one.service.name]
        made = _of_service(made, one, own, draining, used, hosts)
    unknown = {one.service.name for one in wanted}
    orphans = [x.task_id for x in tasks if x.service not in unknown and not x.is_stopping]
    return replace(made, stops=(*made.stops, *orphans))


def _of_service(
    made: Plan,
    one: Wanted,
    own: Sequence[Task],
    draining: set[str],
    used: dict[str, tuple[int, int]],
    hosts: Sequence[Host],
) -> Plan:
    present = [task for task in own if not task.is_stopping]
    good = [
        task
        for task in present
        if task.version == one.version
        and task.machine_id not in draining
        and not task.is_told_to_stop
        and not task.is_unhealthy
    ]
    outgoing = [task for task in present if task not in good]
    # The only task of a service stops before its successor starts; of others both may run.
    most = one.count if one.service.max_tasks == 1 else 2 * one.count
    missing = min(one.count - len(good), most - len(own))
    starts, unplaced = [], 0
    for _ in range(max(missing, 0)):
        machine = _place(one.service, used, hosts)
        if machine is None:
            unplaced += 1
            continue
        starts.append((one.service.name, machine))
    stops, held = _stops(one, good, outgoing, draining)
    return Plan(
        starts=(*made.starts, *starts),
        stops=(*made.stops, *stops),
        unplaced={**made.unplaced, **({one.service.name: unplaced} if unplaced else {})},
        held_by_protection={
            **made.held_by_protection,
            **({one.service.name: held} if held else {}),
        },
    )


def _stops(
    one: Wanted, good: Sequence[Task], outgoing: Sequence[Task], draining: set[str]
) -> tuple[list[str], int]:
    told = [task for task in outgoing if task.is_told_to_stop]
    replaced = [task for task in outgoing if not task.is_told_to_stop]
    # What a deployment replaces stays while it is protected; a draining machine is left anyhow.
    movable = [task for task in replaced if not task.is_protected or task.machine_id in draining]
    if one.service.max_tasks == 1:
        may_go = len(movable)
    else:
        ready = sum(task.is_ready for task in good) + sum(task.is_ready for task in replaced)
        may_go = min(len(movable), max(ready - one.count, 0))
    excess = max(len(good) - one.count, 0)
    newest_first = sorted(good, key=lambda task: -task.started_order)
    free = [task for task in newest_first if not task.is_protected]
    oldest_first = sorted(movable, key=lambda task: task.started_order)
    leaving = [*told, *oldest_first[:may_go], *free[:excess]]
    return [task.task_id for task in leaving], max(excess - len(free), 0)


def _used(hosts: Sequence[Host], tasks: Sequence[Task]) -> dict[str, tuple[int, int]]:
    """Processor units and MiB that each machine has given away."""
    used = {host.machine_id: (0, 0) for host in hosts}
    for task in tasks:
        cpu_units, memory_mib = used.get(task.machine_id, (0, 0))
        used[task.machine_id] = (cpu_units + task.cpu_units, memory_mib + task.memory_mib)
    return used


def _place(service: Service, used: dict[str, tuple[int, int]], hosts: Sequence[Host]) -> str | None:
    """The machine for one more task, which then counts as used; None: none has room."""
    rooms = []
    for host in hosts:
        cpu_units, memory_mib = used[host.machine_id]
        free_cpu = host.cpu_units - cpu_units
        free_memory = host.memory_mib - memory_mib
        fits = free_cpu >= service.cpu_units and free_memory >= service.memory_mib
        if host.cluster is service.cluster and not host.is_draining and fits:
            rooms.append((free_cpu, host.machine_id))
    if not rooms:
        return None
    # Judges fill machines, so that empty ones can go; services of the site spread over them.
    chosen = min(rooms) if service.cluster is Cluster.JUDGE else max(rooms)
    cpu_units, memory_mib = used[chosen[1]]
    used[chosen[1]] = (cpu_units + service.cpu_units, memory_mib + service.memory_mib)
    return chosen[1]


def machines_wanted(
    machines: Machines, *, wanted: Sequence[Wanted], hosts: Sequence[Host], unplaced: dict[str, int]
) -> int:
    """How many machines the cluster should have: room for all tasks, none empty, within bounds.

    The capacity provider's managed scaling, without its share of empty machines.
    """
    own = [one for one in wanted if one.service.cluster is machines.cluster]
    present = [host for host in hosts if host.cluster is machines.cluster]
    draining = [host for host in present if host.is_draining]
    lacking = [
        (one.service, unplaced[one.service.name]) for one in own if one.service.name in unplaced
    ]
    if lacking:
        more = max(-(-count // tasks_per_machine(service, machines)) for service, count in lacking)
        needed = len(present) + more
    else:
        cpu_units = sum(one.count * one.service.cpu_units for one in own)
        memory_mib = sum(one.count * one.service.memory_mib for one in own)
        fitting = max(-(-cpu_units // machines.cpu_units), -(-memory_mib // machines.memory_mib))
        # Draining machines are no room; they stay until they are empty.
        needed = min(len(present) - len(draining), fitting)
    return min(max(needed, machines.min_machines), machines.max_machines)
