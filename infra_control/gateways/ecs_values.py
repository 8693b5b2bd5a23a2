"""What ECS tells of the fleet. Names and ids are the last parts of ARNs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ClusterState:
    name: str
    status: str
    machine_count: int
    running_count: int
    pending_count: int
    capacity_providers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DeploymentState:
    """One version of a service on its way in or out."""

    deployment_id: str
    status: str
    """PRIMARY: the wanted one; ACTIVE: on its way out."""
    rollout: str
    """IN_PROGRESS, COMPLETED or FAILED; empty: not told."""
    reason: str
    task_definition: str
    desired_count: int
    running_count: int
    pending_count: int
    failed_count: int
    updated_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ServiceEvent:
    at: datetime
    message: str


@dataclass(frozen=True, kw_only=True)
class ServiceState:
    cluster: str
    name: str
    status: str
    desired_count: int
    running_count: int
    pending_count: int
    task_definition: str
    """As ``family:revision``."""
    target_group_arns: tuple[str, ...]
    deployments: tuple[DeploymentState, ...]
    events: tuple[ServiceEvent, ...]
    """The newest first."""


@dataclass(frozen=True, kw_only=True)
class PortBinding:
    """Where a container's port is on its machine: ECS chose the latter."""

    container_port: int
    host_port: int


@dataclass(frozen=True, kw_only=True)
class TaskState:
    task_id: str
    cluster: str
    service: str
    """Empty: it belongs to none."""
    task_definition: str
    image: str
    image_digest: str
    machine_id: str
    """Of the container instance; empty: not placed yet."""
    last_status: str
    desired_status: str
    health: str
    ports: tuple[PortBinding, ...]
    container_id: str
    """Of its first container, as Docker has it; empty: it has none yet."""
    cpu_units: int
    memory_mib: int
    started_at: datetime | None
    stopped_reason: str

    @property
    def host_names(self) -> tuple[str, ...]:
        """By which its worker may know itself: a container's name in its network is the beginning
        of its id; the local cloud gives names."""
        local = f"{self.service}-{self.task_id[:6]}"
        return (self.container_id[:12], local) if self.container_id else (local,)


@dataclass(frozen=True, kw_only=True)
class MachineState:
    """A machine as ECS knows it: a container instance."""

    machine_id: str
    cluster: str
    instance_id: str
    """EC2's."""
    status: str
    """ACTIVE or DRAINING, which takes no new tasks."""
    is_agent_connected: bool
    running_count: int
    pending_count: int
    cpu_units: int
    memory_mib: int
    free_cpu_units: int
    free_memory_mib: int
    registered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Protection:
    """Whether scaling in leaves a task alone, and until when."""

    task_id: str
    is_protected: bool
    until: datetime | None
