"""The fleet: clusters, services, tasks, and the machines that they run on."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import boto3

from infra_control.gateways.calls import asking, patience
from infra_control.gateways.ecs_values import (
    ClusterState,
    DeploymentState,
    MachineState,
    PortBinding,
    Protection,
    ServiceEvent,
    ServiceState,
    TaskState,
)
from infra_control.gateways.errors import CloudError

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_ecs.type_defs import (
        ContainerInstanceTypeDef,
        DeploymentTypeDef,
        ServiceTypeDef,
        TaskTypeDef,
    )

SERVICES_AT_ONCE = 10
"""More ECS does not describe in one call; of tasks and machines it takes a hundred."""
TASKS_AT_ONCE = 100
EVENTS_KEPT = 20
"""Of a service, the newest; ECS gives a hundred."""


class EcsGateway(Protocol):
    """All methods raise CloudError. Names and ids are the last parts of ARNs."""

    def clusters(self, names: Sequence[str]) -> list[ClusterState]:
        """Those of the named ones that exist."""
        ...

    def services(self, cluster: str) -> list[ServiceState]: ...

    def tasks(self, cluster: str) -> list[TaskState]:
        """All that run or are to run."""
        ...

    def machines(self, cluster: str) -> list[MachineState]: ...

    def protections(self, cluster: str, task_ids: Sequence[str]) -> list[Protection]: ...

    def task_definitions(self, family: str, *, limit: int = 20) -> list[str]:
        """As ``family:revision``, the newest first."""
        ...

    def set_desired_count(self, cluster: str, service: str, count: int) -> ServiceState: ...

    def deploy(
        self, cluster: str, service: str, *, task_definition: str | None = None
    ) -> ServiceState:
        """Start its tasks anew, of the given version or of the present one."""
        ...

    def stop_task(self, cluster: str, task_id: str, *, reason: str) -> None:
        """Tell one task to end (SIGTERM, then SIGKILL after its stop timeout)."""
        ...

    def drain_machine(self, cluster: str, machine_id: str, *, is_draining: bool) -> None:
        """Let a machine take no new tasks and move its services' tasks away, or take it back."""
        ...


def _last(arn: str) -> str:
    return arn.rpartition("/")[2]


def _chunks(items: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


class AwsEcs:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = (
        "ecs:DescribeClusters",
        "ecs:DescribeContainerInstances",
        "ecs:DescribeServices",
        "ecs:DescribeTasks",
        "ecs:GetTaskProtection",
        "ecs:ListContainerInstances",
        "ecs:ListServices",
        "ecs:ListTaskDefinitions",
        "ecs:ListTasks",
        "ecs:StopTask",
        "ecs:UpdateContainerInstancesState",
        "ecs:UpdateService",
    )

    def __init__(self, *, region: str) -> None:
        self._client: ECSClient = boto3.client("ecs", region_name=region, config=patience())

    def clusters(self, names: Sequence[str]) -> list[ClusterState]:
        with asking("reading the clusters"):
            found = self._client.describe_clusters(clusters=list(names))["clusters"]
        return [
            ClusterState(
                name=one["clusterName"],
                status=one["status"],
                machine_count=one.get("registeredContainerInstancesCount", 0),
                running_count=one.get("runningTasksCount", 0),
                pending_count=one.get("pendingTasksCount", 0),
                capacity_providers=tuple(one.get("capacityProviders", [])),
            )
            for one in found
        ]

    def services(self, cluster: str) -> list[ServiceState]:
        with asking(f"reading the services of {cluster}"):
            pages = self._client.get_paginator("list_services").paginate(cluster=cluster)
            arns = [arn for page in pages for arn in page["serviceArns"]]
            return [
                _service(one)
                for some in _chunks(arns, SERVICES_AT_ONCE)
                for one in self._client.describe_services(cluster=cluster, services=some)[
                    "services"
                ]
                if one["status"] != "INACTIVE"
            ]

    def tasks(self, cluster: str) -> list[TaskState]:
        with asking(f"reading the tasks of {cluster}"):
            pages = self._client.get_paginator("list_tasks").paginate(cluster=cluster)
            arns = [arn for page in pages for arn in page["taskArns"]]
            return [
                _task(one)
                for some in _chunks(arns, TASKS_AT_ONCE)
                for one in self._client.describe_tasks(cluster=cluster, tasks=some)["tasks"]
            ]

    def machines(self, cluster: str) -> list[MachineState]:
        with asking(f"reading the machines of {cluster}"):
            paginator = self._client.get_paginator("list_container_instances")
            arns = [
                arn
                for page in paginator.paginate(cluster=cluster)
                for arn in page["containerInstanceArns"]
            ]
            return [
                _machine(cluster, one)
                for some in _chunks(arns, TASKS_AT_ONCE)
                for one in self._client.describe_container_instances(
                    cluster=cluster, containerInstances=some
                )["containerInstances"]
            ]

    def protections(self, cluster: str, task_ids: Sequence[str]) -> list[Protection]:
        with asking(f"reading the protection of tasks of {cluster}"):
            return [
                Protection(
                    task_id=_last(one["taskArn"]),
                    is_protected=one.get("protectionEnabled", False),
                    until=one.get("expirationDate"),
                )
                for some in _chunks(task_ids, TASKS_AT_ONCE)
                for one in self._client.get_task_protection(cluster=cluster, tasks=some)[
                    "protectedTasks"
                ]
            ]

    def task_definitions(self, family: str, *, limit: int = 20) -> list[str]:
        with asking(f"reading the versions of {family}"):
            answer = self._client.list_task_definitions(
                familyPrefix=family, sort="DESC", maxResults=limit
            )
        found = [_last(arn) for arn in answer["taskDefinitionArns"]]
        # moto doesn't know the order that was asked for.
        return sorted(found, key=lambda one: int(one.rpartition(":")[2]), reverse=True)

    def set_desired_count(self, cluster: str, service: str, count: int) -> ServiceState:
        with asking(f"setting {service} to {count} tasks"):
            answer = self._client.update_service(
                cluster=cluster, service=service, desiredCount=count
            )
        return _service(answer["service"])

    def deploy(
        self, cluster: str, service: str, *, task_definition: str | None = None
    ) -> ServiceState:
        with asking(f"deploying {service}"):
            if task_definition is None:
                answer = self._client.update_service(
                    cluster=cluster, service=service, forceNewDeployment=True
                )
            else:
                answer = self._client.update_service(
                    cluster=cluster,
                    service=service,
                    taskDefinition=task_definition,
                    forceNewDeployment=True,
                )
        return _service(answer["service"])

    def stop_task(self, cluster: str, task_id: str, *, reason: str) -> None:
        with asking(f"stopping task {task_id}"):
            self._client.stop_task(cluster=cluster, task=task_id, reason=reason)

    def drain_machine(self, cluster: str, machine_id: str, *, is_draining: bool) -> None:
        action = f"{'draining' if is_draining else 'taking back'} machine {machine_id}"
        with asking(action):
            answer = self._client.update_container_instances_state(
                cluster=cluster,
                containerInstances=[machine_id],
                status="DRAINING" if is_draining else "ACTIVE",
            )
        if failures := answer.get("failures"):
            reason = failures[0].get("reason", "no reason given")
            raise CloudError(f"AWS refused {action}: {reason}", code=reason, retryable=False)


def _service(one: "ServiceTypeDef") -> ServiceState:
    return ServiceState(
        cluster=_last(one["clusterArn"]),
        name=one["serviceName"],
        status=one["status"],
        desired_count=one["desiredCount"],
        running_count=one["runningCount"],
        pending_count=one["pendingCount"],
        task_definition=_last(one["taskDefinition"]),
        target_group_arns=tuple(
            balancer["targetGroupArn"]
            for balancer in one.get("loadBalancers", [])
            if "targetGroupArn" in balancer
        ),
        deployments=tuple(_deployment(each) for each in one.get("deployments", [])),
        events=tuple(
            ServiceEvent(at=event["createdAt"], message=event["message"])
            for event in one.get("events", [])[:EVENTS_KEPT]
        ),
    )


def _deployment(one: "DeploymentTypeDef") -> DeploymentState:
    return DeploymentState(
        deployment_id=one.get("id", ""),
        status=one.get("status", ""),
        rollout=one.get("rolloutState", ""),
        reason=one.get("rolloutStateReason", ""),
        task_definition=_last(one.get("taskDefinition", "")),
        desired_count=one.get("desiredCount", 0),
        running_count=one.get("runningCount", 0),
        pending_count=one.get("pendingCount", 0),
        failed_count=one.get("failedTasks", 0),
        updated_at=one.get("updatedAt"),
    )


def _task(one: "TaskTypeDef") -> TaskState:
    containers = one.get("containers", [])
    kind, _, service = one.get("group", "").partition(":")
    first = containers[0] if containers else {}
    return TaskState(
        task_id=_last(one["taskArn"]),
        cluster=_last(one["clusterArn"]),
        service=service if kind == "service" else "",
        task_definition=_last(one["taskDefinitionArn"]),
        image=first.get("image", ""),
        image_digest=first.get("imageDigest", ""),
        machine_id=_last(one.get("containerInstanceArn", "")),
        last_status=one.get("lastStatus", ""),
        desired_status=one.get("desiredStatus", ""),
        health=one.get("healthStatus", "UNKNOWN"),
        ports=tuple(
            PortBinding(
                container_port=binding.get("containerPort", 0),
                host_port=binding.get("hostPort", 0),
            )
            for container in containers
            for binding in container.get("networkBindings", [])
        ),
        container_id=first.get("runtimeId", ""),
        cpu_units=int(one.get("cpu") or 0),
        memory_mib=int(one.get("memory") or 0),
        started_at=one.get("startedAt"),
        stopped_reason=one.get("stoppedReason", ""),
    )


def _machine(cluster: str, one: "ContainerInstanceTypeDef") -> MachineState:
    whole = {x["name"]: x.get("integerValue", 0) for x in one.get("registeredResources", [])}
    free = {x["name"]: x.get("integerValue", 0) for x in one.get("remainingResources", [])}
    return MachineState(
        machine_id=_last(one["containerInstanceArn"]),
        cluster=cluster,
        instance_id=one.get("ec2InstanceId", ""),
        status=one.get("status", ""),
        is_agent_connected=one.get("agentConnected", False),
        running_count=one.get("runningTasksCount", 0),
        pending_count=one.get("pendingTasksCount", 0),
        cpu_units=whole.get("CPU", 0),
        memory_mib=whole.get("MEMORY", 0),
        free_cpu_units=free.get("CPU", 0),
        free_memory_mib=free.get("MEMORY", 0),
        registered_at=one.get("registeredAt"),
    )
