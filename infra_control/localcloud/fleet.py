"""The fleet agent, which makes the local ECS real.

For each service it keeps as many local processes as the service desires, on dynamic ports and
placed on the machines of the Auto Scaling groups; it honours draining, stopping and protection
with SIGTERM and a grace time, adds and removes machines. What differs from AWS:
machines boot in seconds, and all of them are this one.
"""

import time
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from infra_control.blueprint.shape import PRODUCTION, Cluster, Service
from infra_control.gateways.ecs import EcsGateway
from infra_control.gateways.ecs_values import ServiceState
from infra_control.gateways.machine_scaling import MachineGroup, MachineScalingGateway
from infra_control.localcloud.fleet_contract import (
    ActivityReport,
    EventReport,
    FleetOrders,
    FleetReport,
    MachineReport,
    TaskReport,
)
from infra_control.localcloud.fleet_health import check_targets, is_to_be_replaced, target_state
from infra_control.localcloud.fleet_plan import Host, Plan, Task, Wanted, machines_wanted, plan
from infra_control.localcloud.fleet_scaling import LocalScaling
from infra_control.localcloud.fleet_tasks import LocalTasks, RunningTask
from infra_control.localcloud.fleet_words import TaskWords

BOOT_S = 3.0
"""Between a machine's start and its first task; on EC2 it is minutes."""

FAILED_WITHIN_S = 30.0
FAILURES_SAID = 3
LONGEST_WAIT_S = 60.0
"""ECS throttles such starts up to 27 minutes."""


@dataclass
class Agent:
    """The fleet of one local site. ``step`` is called again and again."""

    ecs: EcsGateway
    machine_scaling: MachineScalingGateway
    tasks: LocalTasks
    report_url: str
    scaling: LocalScaling | None = None
    """None: policies and schedules are kept and don't act."""
    boot_s: float = BOOT_S
    words: TaskWords | None = None
    """None: tasks can't say anything of themselves."""
    _machine_ids: dict[str, str] = field(default_factory=dict)
    """The container instance of each EC2 instance."""
    _booted_at_s: dict[str, float] = field(default_factory=dict)
    _orders: FleetOrders = field(default_factory=FleetOrders)
    _events: list[EventReport] = field(default_factory=list)
    _activities: list[ActivityReport] = field(default_factory=list)
    _said: dict[str, str] = field(default_factory=dict)
    _failed_tasks: dict[str, int] = field(default_factory=dict)
    """By deployment: tasks that ended by themselves soon after their start."""
    _starts_not_before_s: dict[str, float] = field(default_factory=dict)
    """By service, whose tasks ended so."""

    def step(self) -> Plan:
        """Look, decide, act and report, once. Raises CloudError."""
        groups = {self._cluster_of(group): group for group in self.machine_scaling.groups()}
        services = [one for cluster in Cluster for one in self.ecs.services(_name(cluster))]
        if self.scaling is not None:
            self._activities += self.scaling.step(services)
        draining = {
            machine.machine_id
            for cluster in Cluster
            for machine in self.ecs.machines(_name(cluster))
            if machine.status == "DRAINING"
        }
        hosts = self._hosts(groups, draining)
        wanted = _wanted(services)
        self._forget_ended()
        self._leave_machines_that_are_gone(groups)
        balanced = {one.name for one in services if one.target_group_arns}
        check_targets([one for one in self.tasks.all() if one.service.name in balanced])
        present = [self._as_planned(one) for one in self.tasks.all()]
        made = plan(wanted, hosts, present)
        self._carry_out(made, wanted)
        self._resize(groups, wanted, hosts, made)
        self._report(hosts, balanced)
        return made

    def stop(self) -> None:
        """Stop every task, and return when all are gone."""
        self.tasks.stop_all()

    def _cluster_of(self, group: MachineGroup) -> Cluster | None:
        name = group.tags.get("Name", "")
        return next((cluster for cluster in Cluster if name == _name(cluster)), None)

    def _hosts(self, groups: dict[Cluster | None, MachineGroup], draining: set[str]) -> list[Host]:
        now_s = time.monotonic()
        hosts = []
        for cluster, group in groups.items():
            if cluster is None:
                continue
            machines = PRODUCTION.machines_of(cluster)
            for instance in group.machines:
                machine_id = self._machine_ids.setdefault(instance.instance_id, uuid.uuid4().hex)
                began_s = self._booted_at_s.setdefault(instance.instance_id, now_s)
                if instance.lifecycle == "InService" and now_s - began_s >= self.boot_s:
                    hosts.append(
                        Host(
                            machine_id=machine_id,
                            cluster=cluster,
                            cpu_units=machines.cpu_units,
                            memory_mib=machines.memory_mib,
                            is_draining=machine_id in draining,
                        )
                    )
        return hosts

    def _as_planned(self, one: RunningTask) -> Task:
        return Task(
            task_id=one.task_id,
            service=one.service.name,
            version=one.version,
            machine_id=one.machine_id,
            cpu_units=one.service.cpu_units,
            memory_mib=one.service.memory_mib,
            started_order=one.number,
            is_ready=one.is_running,
            is_protected=one.task_id in self._orders.protected_tasks
            or (self.words is not None and self.words.is_protected(one.task_id)),
            is_stopping=one.is_stopping,
            is_told_to_stop=one.task_id in self._orders.tasks_to_stop,
            is_unhealthy=is_to_be_replaced(one),
        )

    def _forget_ended(self) -> None:
        """What ends soon after its start, again and again, is started less and less often."""
        for one in self.tasks.forget_ended():
            lived_s = time.time() - one.started_at_s
            if one.is_stopping or lived_s > FAILED_WITHIN_S:
                continue
            failed = self._failed_tasks[one.version] = self._failed_tasks.get(one.version, 0) + 1
            wait_s = min(2.0**failed, LONGEST_WAIT_S)
            self._starts_not_before_s[one.service.name] = time.monotonic() + wait_s
            if failed == FAILURES_SAID:
                self._say(one.service, "is unable to consistently start tasks successfully.")

    def _leave_machines_that_are_gone(self, groups: dict[Cluster | None, MachineGroup]) -> None:
        """Somebody has ended a machine: its tasks end with it, without a word."""
        present = {
            self._machine_ids.get(machine.instance_id)
            for group in groups.values()
            for machine in group.machines
        }
        for one in self.tasks.all():
            if one.machine_id not in present:
                self.tasks.kill(one.task_id)

    def _carry_out(self, made: Plan, wanted: Sequence[Wanted]) -> None:
        by_name = {one.service.name: one for one in wanted}
        now_s = time.monotonic()
        for name, machine_id in made.starts:
            if now_s < self._starts_not_before_s.get(name, 0):
                continue
            task = self.tasks.start(
                by_name[name].service,
                version=by_name[name].version,
                task_definition=by_name[name].task_definition,
                machine_id=machine_id,
            )
            self._say(task.service, f"has started 1 tasks: (task {task.task_id}).")
        for task_id in made.stops:
            stopped = self.tasks.stop(task_id)
            if stopped.unhealthy_since_s is not None:
                said = f"(port {stopped.host_port}) is unhealthy: its health checks failed."
                self._say(stopped.service, said)
            self._say(stopped.service, f"has stopped 1 running tasks: (task {task_id}).")
        for one in wanted:
            self._say_state(one, made)

    def _say_state(self, one: Wanted, made: Plan) -> None:
        """What ECS says of a service that is not moving, once for each change."""
        name = one.service.name
        if name in made.unplaced:
            text = (
                "was unable to place a task because no container instance met all of its "
                "requirements."
            )
        elif name in made.held_by_protection:
            text = (
                f"was unable to scale in due to {made.held_by_protection[name]} tasks under "
                "protection."
            )
        elif self.tasks.running_count(name) == one.count:
            text = "has reached a steady state."
        else:
            self._said.pop(name, None)
            return
        if self._said.get(name) != text:
            self._said[name] = text
            self._say(one.service, text)

    def _say(self, service: Service, message: str) -> None:
        self._events.append(
            EventReport(cluster=_name(service.cluster), service=service.name, message=message)
        )

    def _resize(
        self,
        groups: dict[Cluster | None, MachineGroup],
        wanted: Sequence[Wanted],
        hosts: Sequence[Host],
        made: Plan,
    ) -> None:
        """What the capacity providers' managed scaling does with the Auto Scaling groups."""
        for machines in PRODUCTION.machines:
            group = groups.get(machines.cluster)
            if group is None:
                continue
            up = [host for host in hosts if host.cluster is machines.cluster]
            if len(group.machines) > len(up):
                continue  # some are on their way
            needed = machines_wanted(machines, wanted=wanted, hosts=hosts, unplaced=made.unplaced)
            needed = min(max(needed, group.min_machines), group.max_machines)
            if needed > len(group.machines):
                self.machine_scaling.set_size(
                    group.name,
                    min_machines=group.min_machines,
                    max_machines=group.max_machines,
                    desired_machines=needed,
                )
            elif needed < len(group.machines):
                draining = {host.machine_id for host in up if host.is_draining}
                self._remove_empty(group, len(group.machines) - needed, draining)

    def _remove_empty(self, group: MachineGroup, count: int, draining: set[str]) -> None:
        """Machines with a task are protected from going; those that drain go first."""
        busy = {one.machine_id for one in self.tasks.all()}
        empty = [
            machine_id
            for instance in group.machines
            if (machine_id := self._machine_ids[instance.instance_id]) not in busy
        ]
        instance_of = {machine: instance for instance, machine in self._machine_ids.items()}
        for machine_id in sorted(empty, key=lambda one: one not in draining)[:count]:
            self.machine_scaling.terminate(instance_of[machine_id], shrink=True)

    def _report(self, hosts: Sequence[Host], balanced: set[str]) -> None:
        instance_of = {machine: instance for instance, machine in self._machine_ids.items()}
        known = {host.machine_id for host in hosts}
        body = FleetReport(
            machines=tuple(
                MachineReport(
                    machine_id=host.machine_id,
                    cluster=_name(host.cluster),
                    instance_id=instance_of[host.machine_id],
                    cpu_units=host.cpu_units,
                    memory_mib=host.memory_mib,
                )
                for host in hosts
            ),
            tasks=tuple(
                _task_report(
                    one,
                    is_balanced=one.service.name in balanced,
                    protected_until_s=self.words.protected_until_s(one.task_id)
                    if self.words
                    else None,
                )
                for one in self.tasks.all()
                if one.machine_id in known
            ),
            events=tuple(self._events),
            activities=tuple(self._activities),
            failed_tasks=self._failed_tasks,
        )
        request = urllib.request.Request(  # noqa: S310 - our own address
            self.report_url,
            data=body.model_dump_json().encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - as above
            self._orders = FleetOrders.model_validate_json(response.read())
        self._events.clear()
        self._activities.clear()


def _name(cluster: Cluster) -> str:
    return f"{PRODUCTION.name}-{cluster}"


def _wanted(services: Sequence[ServiceState]) -> list[Wanted]:
    return [
        Wanted(
            service=PRODUCTION.service_by_name[one.name],
            count=one.desired_count,
            version=one.deployments[0].deployment_id if one.deployments else one.task_definition,
            task_definition=one.task_definition,
        )
        for one in services
        if one.name in PRODUCTION.service_by_name
    ]


def _task_report(
    one: RunningTask, *, is_balanced: bool, protected_until_s: float | None
) -> TaskReport:
    status = "DEACTIVATING" if one.is_stopping else "RUNNING" if one.is_running else "PENDING"
    state, reason = "", ""
    if is_balanced and one.host_port is not None:
        state, reason = target_state(one)
    return TaskReport(
        task_id=one.task_id,
        cluster=_name(one.service.cluster),
        service=one.service.name,
        task_definition=one.task_definition,
        deployment_id=one.version,
        machine_id=one.machine_id,
        status=status,
        cpu_units=one.service.cpu_units,
        memory_mib=one.service.memory_mib,
        started_at_s=one.started_at_s,
        container_port=one.service.target.port if one.service.target else None,
        host_port=one.host_port,
        target_state=state,
        target_reason=reason,
        protected_until_s=protected_until_s,
    )
