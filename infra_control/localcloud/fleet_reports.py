"""Within the local AWS: ECS, target health and scaling say what the fleet agent reports.

moto's ECS starts no task; it changes its counts as it is asked. Here its counts, tasks, machines,
deployments and events become those of real processes.
"""

from datetime import UTC, datetime
from typing import Any

from moto.ecs.models import (
    ContainerInstance,
    EC2ContainerServiceBackend,
    Service,
    Task,
    ecs_backends,
)
from moto.elbv2.exceptions import TargetGroupNotFoundError
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus
from moto.moto_api._internal import mock_random
from moto.moto_api._internal import urls as control_urls

from infra_control.localcloud.aws import ACCOUNT
from infra_control.localcloud.fleet_contract import (
    FLEET_PATH,
    FleetOrders,
    FleetReport,
    MachineReport,
    TaskReport,
)
from infra_control.localcloud.missing_calls import protected_until, scaling_activities

EVENTS_KEPT = 100
"""As ECS keeps of each service."""

_targets: dict[str, list[FakeHealthStatus]] = {}
"""By the target group's ARN."""


def take_fleet_reports(region: str) -> None:
    """Answer the agent's reports, in this process, before the server starts."""

    def report(request: Any, full_url: str, headers: Any) -> tuple[int, dict[str, str], str]:
        backend = ecs_backends[ACCOUNT][region]
        told = FleetReport.model_validate_json(request.data)
        _machines(backend, told.machines)
        _tasks(backend, told.tasks)
        for service in backend.services.values():
            _service(service, told)
        _events(backend, told)
        _health(backend, told.tasks)
        return 200, {"Content-Type": "application/json"}, _orders(backend).model_dump_json()

    control_urls.url_paths["{0}" + FLEET_PATH] = report
    EC2ContainerServiceBackend.stop_task = _stop_task  # type: ignore[method-assign]  # in moto's place
    EC2ContainerServiceBackend.update_service = _update_service  # type: ignore[method-assign]  # in moto's place
    # moto's tasks go through their lives by being looked at.
    Task.advance = lambda self: None  # type: ignore[method-assign]  # in moto's place
    ELBv2Backend.describe_target_health = _target_health  # type: ignore[method-assign]  # in moto's place


def _machines(backend: EC2ContainerServiceBackend, told: tuple[MachineReport, ...]) -> None:
    for name, cluster in backend.clusters.items():
        own = [one for one in told if one.cluster == name]
        known = backend.container_instances.setdefault(name, {})
        for gone in known.keys() - {one.machine_id for one in own}:
            del known[gone]
        for one in own:
            if one.machine_id not in known:
                made = ContainerInstance(
                    one.instance_id, backend.account_id, backend.region_name, name, backend
                )
                made.id = one.machine_id
                known[one.machine_id] = made
            _resources(known[one.machine_id].registered_resources, one.cpu_units, one.memory_mib)
        cluster.registered_container_instances_count = len(own)


def _resources(described: list[dict[str, Any]], cpu_units: int, memory_mib: int) -> None:
    for one in described:
        if one["name"] in ("CPU", "MEMORY"):
            one["integerValue"] = cpu_units if one["name"] == "CPU" else memory_mib


def _tasks(backend: EC2ContainerServiceBackend, told: tuple[TaskReport, ...]) -> None:
    for name, cluster in backend.clusters.items():
        own = [one for one in told if one.cluster == name]
        known = {task.id: task for task in backend.tasks.get(name, {}).values()}
        kept = [known.get(one.task_id) or _new_task(backend, one) for one in own]
        for task, one in zip(kept, own, strict=True):
            task.last_status = one.status
            task.containers[0].last_status = one.status
            _protect(task.task_arn, one.protected_until_s)
            if one.status == "DEACTIVATING":
                task.desired_status = "STOPPED"
        backend.tasks[name] = {task.task_arn: task for task in kept}
        cluster.running_tasks_count = sum(one.status == "RUNNING" for one in own)
        cluster.pending_tasks_count = sum(one.status == "PENDING" for one in own)
        for machine in backend.container_instances.get(name, {}).values():
            _load(machine, [one for one in own if one.machine_id == machine.id])


def _protect(task_arn: str, until_s: float | None) -> None:
    if until_s is None:
        return
    if until_s:
        protected_until[task_arn] = datetime.fromtimestamp(until_s, UTC)
    else:
        protected_until.pop(task_arn, None)


def _load(machine: ContainerInstance, own: list[TaskReport]) -> None:
    machine.running_tasks_count = sum(one.status == "RUNNING" for one in own)
    machine.pending_tasks_count = sum(one.status == "PENDING" for one in own)
    whole = {one["name"]: one["integerValue"] for one in machine.registered_resources}
    _resources(
        machine.remaining_resources,
        whole["CPU"] - sum(one.cpu_units for one in own),
        whole["MEMORY"] - sum(one.memory_mib for one in own),
    )


def _new_task(backend: EC2ContainerServiceBackend, one: TaskReport) -> Task:
    cluster = backend.clusters[one.cluster]
    machine = backend.container_instances[one.cluster][one.machine_id]
    task = Task(
        cluster,
        backend.describe_task_definition(one.task_definition),
        machine.container_instance_arn,
        {},
        backend,
        f"service:{one.service}",
        launch_type="EC2",
        started_by=f"ecs-svc/{one.service}",
    )
    task.id = one.task_id
    container: Any = task.containers[0]
    if one.host_port is not None:
        container.network_bindings = [
            {
                "bindIP": "127.0.0.1",
                "containerPort": one.container_port,
                "hostPort": one.host_port,
                "protocol": "tcp",
            }
        ]
    untyped: Any = task
    untyped.started_at = datetime.fromtimestamp(one.started_at_s, UTC)
    untyped.cpu, untyped.memory = str(one.cpu_units), str(one.memory_mib)
    return task


def _service(service: Service, told: FleetReport) -> None:
    own = [
        one
        for one in told.tasks
        if (one.cluster, one.service) == (service.cluster_name, service.name)
    ]
    service.running_count = sum(one.status == "RUNNING" for one in own)
    service.pending_count = max(service.desired_count - service.running_count, 0)
    present: Any = service.deployments[0]
    present["taskDefinition"] = service.task_definition
    for deployment in list(service.deployments):
        of_it = [one for one in own if one.deployment_id == deployment["id"]]
        running = sum(one.status == "RUNNING" for one in of_it)
        if deployment is not present and not of_it:
            service.deployments.remove(deployment)
            continue
        is_done = deployment is present and running >= service.desired_count
        deployment |= {
            "desiredCount": service.desired_count if deployment is present else 0,
            "runningCount": running,
            "pendingCount": len(of_it) - running,
            "failedTasks": told.failed_tasks.get(str(deployment["id"]), 0),
        }
        if deployment is present:
            is_alone = len(of_it) == len(own)
            state = "COMPLETED" if is_done and is_alone else "IN_PROGRESS"
            deployment["rolloutState"] = state
            words = "completed" if state == "COMPLETED" else "in progress"
            deployment["rolloutStateReason"] = f"ECS deployment {deployment['id']} {words}."


def _events(backend: EC2ContainerServiceBackend, told: FleetReport) -> None:
    now = datetime.now(UTC)
    for event in told.events:
        service = backend.services.get(f"{event.cluster}:{event.service}")
        if service is not None:
            one = {
                "id": str(mock_random.uuid4()),
                "createdAt": now,
                "message": f"(service {event.service}) {event.message}",
            }
            service.events[:] = [one, *service.events][:EVENTS_KEPT]
    for activity in told.activities:
        scaling_activities.insert(
            0,
            {
                "ActivityId": str(mock_random.uuid4()),
                "ServiceNamespace": "ecs",
                "ResourceId": f"service/{activity.cluster}/{activity.service}",
                "ScalableDimension": "ecs:service:DesiredCount",
                "Description": activity.description,
                "Cause": activity.cause,
                "StartTime": now.timestamp(),
                "EndTime": now.timestamp(),
                "StatusCode": "Successful",
            },
        )
    del scaling_activities[EVENTS_KEPT:]


def _health(backend: EC2ContainerServiceBackend, told: tuple[TaskReport, ...]) -> None:
    _targets.clear()
    for one in told:
        service = backend.services.get(f"{one.cluster}:{one.service}")
        if service is None or not one.target_state or one.host_port is None:
            continue
        instance_id = backend.container_instances[one.cluster][one.machine_id].ec2_instance_id
        for balancer in service.load_balancers:
            _targets.setdefault(balancer["targetGroupArn"], []).append(
                FakeHealthStatus(
                    instance_id,
                    str(one.host_port),
                    str(one.host_port),
                    one.target_state,
                    one.target_reason or None,
                    one.target_reason or None,
                )
            )


def _target_health(
    self: ELBv2Backend, target_group_arn: str, targets: list[dict[str, Any]]
) -> list[FakeHealthStatus]:
    if target_group_arn not in self.target_groups:
        raise TargetGroupNotFoundError
    found = _targets.get(target_group_arn, [])
    asked = {(one["Id"], str(one.get("Port", ""))) for one in targets or []}
    return [one for one in found if not asked or (one.instance_id, one.port) in asked]


def _orders(backend: EC2ContainerServiceBackend) -> FleetOrders:
    now = datetime.now(UTC)
    tasks = [task for of_cluster in backend.tasks.values() for task in of_cluster.values()]
    protected = {arn for arn, until in protected_until.items() if until > now}
    return FleetOrders(
        tasks_to_stop=tuple(task.id for task in tasks if task.desired_status == "STOPPED"),
        protected_tasks=tuple(task.id for task in tasks if task.task_arn in protected),
    )


def _stop_task(
    self: EC2ContainerServiceBackend, cluster_str: str, task_str: str, reason: str
) -> Task:
    """Only the wish: the agent stops the process, which may take its time."""
    found = self.describe_tasks(cluster_str, [task_str])
    if not found:
        # moto's own words for it.
        raise Exception(f"Could not find task {task_str} on cluster {cluster_str}")  # noqa: TRY002
    [task] = found
    task.desired_status = "STOPPED"
    task.stopped_reason = reason
    return task


def _update_service(
    self: EC2ContainerServiceBackend, service_properties: dict[str, Any]
) -> Service:
    """Only the wish: running counts and deployments follow with the agent's reports."""
    cluster = service_properties["cluster"]
    service = self._get_service(cluster, service_properties["service"].split("/")[-1])
    wish = service_properties.get("task_definition")
    if wish:
        wish = self.describe_task_definition(wish).arn
    if service_properties.get("desired_count") is not None:
        service.desired_count = service_properties["desired_count"]
    is_new = bool(wish and wish != service.task_definition)
    if is_new or service_properties.get("force_new_deployment"):
        now = datetime.now(UTC)
        former: Any = service.deployments[0]
        service.task_definition = wish or service.task_definition
        new = {
            **former,
            "id": f"ecs-svc/{mock_random.randint(0, 32**12)}",
            "status": "PRIMARY",
            "createdAt": now,
            "updatedAt": now,
            "taskDefinition": service.task_definition,
        }
        former["status"] = "ACTIVE"
        service.deployments = [new, *service.deployments]
    return service
