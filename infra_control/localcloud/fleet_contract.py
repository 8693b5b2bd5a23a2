"""What the fleet agent tells the local AWS, and what it hears in return."""

from pydantic import BaseModel, ConfigDict

FLEET_PATH = "/moto-api/fleet"
"""Beside moto's own control addresses; AWS has nothing like it."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MachineReport(_Value):
    """A machine that has registered with its cluster."""

    machine_id: str
    cluster: str
    instance_id: str
    cpu_units: int
    memory_mib: int


class TaskReport(_Value):
    task_id: str
    cluster: str
    service: str
    task_definition: str
    """As ``family:revision``."""
    deployment_id: str
    """By which it was started."""
    machine_id: str
    status: str
    """ECS' word: PENDING, RUNNING or DEACTIVATING."""
    cpu_units: int
    memory_mib: int
    started_at_s: float
    container_port: int | None = None
    host_port: int | None = None
    target_state: str = ""
    """The load balancer's word: initial, healthy, unhealthy or draining; empty: no target."""
    target_reason: str = ""
    protected_until_s: float | None = None
    """Since the epoch, by the task's own word; 0: it wants none any more; None: it said nothing."""


class EventReport(_Value):
    """A line of a service's history, as ECS writes them."""

    cluster: str
    service: str
    message: str


class ActivityReport(_Value):
    """What scaling did to a service."""

    cluster: str
    service: str
    description: str
    cause: str


class FleetReport(_Value):
    """The whole fleet as it is. What it doesn't name is gone."""

    machines: tuple[MachineReport, ...] = ()
    tasks: tuple[TaskReport, ...] = ()
    events: tuple[EventReport, ...] = ()
    """New ones only."""
    activities: tuple[ActivityReport, ...] = ()
    """New ones only."""
    failed_tasks: dict[str, int] = {}
    """How many tasks of each deployment ended by themselves soon after their start."""


class FleetOrders(_Value):
    """What somebody asked ECS for that no call tells the agent."""

    tasks_to_stop: tuple[str, ...] = ()
    protected_tasks: tuple[str, ...] = ()
