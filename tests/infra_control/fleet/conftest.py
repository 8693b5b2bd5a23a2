"""A small fleet in memory: a client API and two judges on one machine each."""

from datetime import UTC, datetime

import pytest

from infra_control.blueprint.shape import CLIENT_API, JUDGE, PRODUCTION, Cluster, Service
from infra_control.clients import Gateways
from infra_control.fleet.reading import cluster_name
from infra_control.gateways.ecs_values import (
    DeploymentState,
    MachineState,
    ServiceState,
    TaskState,
)
from infra_control.gateways.machine_scaling import MachineGroup
from infra_control.gateways.remembering import (
    RememberingBalancers,
    RememberingDns,
    RememberingEcs,
    RememberingEdge,
    RememberingMachineScaling,
    RememberingMetrics,
    RememberingNetwork,
    RememberingTaskScaling,
)
from infra_control.gateways.sqs import Depth, RememberingQueueGateway

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


class Clouds:
    """The fakes, each under its name, and the gateways that they make up."""

    def __init__(self) -> None:
        self.ecs = RememberingEcs()
        self.task_scaling = RememberingTaskScaling()
        self.machine_scaling = RememberingMachineScaling()
        self.queues = RememberingQueueGateway()
        self.edge = RememberingEdge()
        self.gateways = Gateways(
            balancers=RememberingBalancers(),
            dns=RememberingDns(),
            ecs=self.ecs,
            edge=self.edge,
            edge_metrics=RememberingMetrics(),
            machine_scaling=self.machine_scaling,
            metrics=RememberingMetrics(),
            network=RememberingNetwork(),
            queues=self.queues,
            task_scaling=self.task_scaling,
        )


@pytest.fixture
def clouds() -> Clouds:
    made = Clouds()
    for service in (CLIENT_API, JUDGE):
        name = cluster_name(service.cluster)
        made.ecs.service_states[name, service.name] = state(service)
        made.ecs.task_states.append(task(service))
        made.ecs.machine_states.append(machine(service.cluster))
        made.task_scaling.set_bounds(
            name, service.name, min_tasks=service.min_tasks, max_tasks=service.max_tasks
        )
    for machines in PRODUCTION.machines:
        name = cluster_name(machines.cluster)
        made.machine_scaling.group_states[name] = MachineGroup(
            name=name,
            min_machines=machines.min_machines,
            max_machines=machines.max_machines,
            desired_machines=1,
            machines=(),
            tags={"Name": name},
        )
    made.ecs.versions["codedang-judge"] = ["codedang-judge:2", "codedang-judge:1"]
    made.queues.depths["judge-contest"] = Depth(visible=30, in_flight=2, delayed=0)
    for fake in (made.ecs, made.task_scaling, made.machine_scaling, made.queues):
        fake.calls.clear()
    return made


def state(service: Service) -> ServiceState:
    version = f"codedang-{service.name}:2"
    return ServiceState(
        cluster=cluster_name(service.cluster),
        name=service.name,
        status="ACTIVE",
        desired_count=2,
        running_count=2,
        pending_count=0,
        task_definition=version,
        target_group_arns=(),
        deployments=(
            DeploymentState(
                deployment_id="ecs-svc/1",
                status="PRIMARY",
                rollout="COMPLETED",
                reason="",
                task_definition=version,
                desired_count=2,
                running_count=2,
                pending_count=0,
                failed_count=0,
                updated_at=NOW,
            ),
        ),
        events=(),
    )


def task(service: Service) -> TaskState:
    return TaskState(
        task_id=f"task-{service.name}",
        cluster=cluster_name(service.cluster),
        service=service.name,
        task_definition=f"codedang-{service.name}:2",
        image="image",
        image_digest="",
        machine_id=f"machine-{service.cluster}",
        last_status="RUNNING",
        desired_status="RUNNING",
        health="HEALTHY",
        ports=(),
        container_id="0123456789abcdef",
        cpu_units=service.cpu_units,
        memory_mib=service.memory_mib,
        started_at=NOW,
        stopped_reason="",
    )


def machine(cluster: Cluster) -> MachineState:
    return MachineState(
        machine_id=f"machine-{cluster}",
        cluster=cluster_name(cluster),
        instance_id="i-1",
        status="ACTIVE",
        is_agent_connected=True,
        running_count=2,
        pending_count=0,
        cpu_units=4096,
        memory_mib=7700,
        free_cpu_units=2048,
        free_memory_mib=900,
        registered_at=NOW,
    )
