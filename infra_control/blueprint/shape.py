"""Sizes and names of the production deployment."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from judging.queues import CHECK_QUEUE, RUN_QUEUE, JudgeQueue


def title_of(name: str) -> str:
    """What a thing is called in the template, where only letters and digits may stand."""
    return "".join(word.capitalize() for word in name.split("-"))


class Cluster(StrEnum):
    """The two ECS clusters: students' code never shares a machine with the site."""

    API = "api"
    JUDGE = "judge"


class Image(StrEnum):
    """What is built: the judge's image holds no Django, the web's no compilers."""

    WEB = "web"
    JUDGE = "judge"


@dataclass(frozen=True, kw_only=True)
class Zone:
    """One availability zone's part of the network."""

    letter: str
    public_cidr: str
    private_cidr: str


@dataclass(frozen=True, kw_only=True)
class Machines:
    """The EC2 machines under one cluster."""

    cluster: Cluster
    instance_type: str
    cpu_units: int
    """What ECS may give to tasks on one machine; 1024 are one vCPU."""
    memory_mib: int
    """What the ECS agent registers of it, less than the type's nominal size."""
    disk_gib: int
    min_machines: int
    max_machines: int


@dataclass(frozen=True, kw_only=True)
class Target:
    """How a load balancer finds a service."""

    port: int
    """Inside the container; the machine's port is chosen when a task starts."""
    path_patterns: tuple[str, ...]
    priority: int
    """Of its listener rule: lower ones are tried first."""
    health_path: str = "/healthz/ready"


@dataclass(frozen=True, kw_only=True)
class Service:
    """One ECS service."""

    name: str
    cluster: Cluster
    image: Image
    command: tuple[str, ...]
    cpu_units: int
    memory_mib: int
    min_tasks: int
    max_tasks: int
    target: Target | None = None
    is_privileged: bool = False
    """Makes namespaces and control groups: the judge's sandbox."""
    silent_s: int | None = None
    """A process that listens to nobody and gives no sign of life for so long hangs. None: it is
    asked over HTTP."""
    stop_timeout_s: int = 30
    """Between SIGTERM and SIGKILL. ECS on EC2 allows two minutes."""
    queues: tuple[str, ...] = ()
    """Queues that it takes from, and by whose backlog it is scaled."""
    backlog_per_task: int | None = None
    """Messages that may wait for each task; more start a new one."""
    busy_queues: tuple[str, ...] = ()
    """Those of its queues whose messages in work count, too."""
    work_weight: int = 0
    """As so many waiting messages each of them counts (docs/decisions/0049)."""

    @property
    def title(self) -> str:
        return title_of(self.name)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """All of one deployment."""

    name: str
    cidr: str
    zones: tuple[Zone, ...]
    machines: tuple[Machines, ...]
    services: tuple[Service, ...]

    @cached_property
    def service_by_name(self) -> dict[str, Service]:
        return {service.name: service for service in self.services}

    def machines_of(self, cluster: Cluster) -> Machines:
        return next(machines for machines in self.machines if machines.cluster is cluster)

    def services_of(self, cluster: Cluster) -> tuple[Service, ...]:
        return tuple(service for service in self.services if service.cluster is cluster)


def tasks_per_machine(service: Service, machines: Machines) -> int:
    """How many tasks of a service fit on an empty machine."""
    return min(machines.cpu_units // service.cpu_units, machines.memory_mib // service.memory_mib)


LOAD_BALANCER_IDLE_S = 120
"""For how long the load balancer keeps a connection on which nothing moves: longer than the pings
of a websocket are apart."""

# Longer than the load balancer, which would send requests into connections that are just closed:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
KEEP_ALIVE_S = LOAD_BALANCER_IDLE_S + 5

_UVICORN = (
    "uvicorn",
    "codedang.asgi:application",
    "--host=0.0.0.0",
    "--port=8000",
    "--timeout-graceful-shutdown=20",
    f"--timeout-keep-alive={KEEP_ALIVE_S}",
    "--no-server-header",
)
_WEB_PORT = 8000

CLIENT_API = Service(
    name="client-api",
    cluster=Cluster.API,
    image=Image.WEB,
    command=_UVICORN,
    cpu_units=512,
    memory_mib=900,
    min_tasks=2,
    max_tasks=12,
    target=Target(port=_WEB_PORT, path_patterns=("/api/*", "/ws/*", "/ccs/*"), priority=10),
)
ADMIN_API = Service(
    name="admin-api",
    cluster=Cluster.API,
    image=Image.WEB,
    command=_UVICORN,
    cpu_units=512,
    memory_mib=900,
    min_tasks=1,
    max_tasks=4,
    target=Target(port=_WEB_PORT, path_patterns=("/graphql", "/admin/*", "/static/*"), priority=20),
)
RESULTS = Service(
    name="results",
    cluster=Cluster.API,
    image=Image.WEB,
    command=("celery", "--quiet", "-A", "codedang", "worker", "-Q", "codedang-results"),
    cpu_units=256,
    memory_mib=450,
    min_tasks=1,
    max_tasks=4,
    silent_s=60,
    queues=("results",),
    backlog_per_task=200,
)
BACKGROUND = Service(
    name="background",
    cluster=Cluster.API,
    image=Image.WEB,
    command=(
        *("celery", "--quiet", "-A", "codedang", "worker", "-Q", "codedang-background"),
        *("--prefetch-multiplier", "1"),
    ),
    cpu_units=512,
    # Comparing sources and packing archives take memory of their own.
    memory_mib=900,
    min_tasks=1,
    max_tasks=4,
    # Longer than the silence after which its work is given to another (common.background).
    silent_s=240,
    stop_timeout_s=120,
    queues=("background",),
    backlog_per_task=2,
)
SWEEPER = Service(
    name="sweeper",
    cluster=Cluster.API,
    image=Image.WEB,
    command=("python", "manage.py", "sweep"),
    # A sweep after an outage sends hundreds of jobs.
    silent_s=120,
    cpu_units=128,
    memory_mib=300,
    min_tasks=1,
    max_tasks=1,
)
JUDGE = Service(
    name="judge",
    cluster=Cluster.JUDGE,
    image=Image.JUDGE,
    command=("python", "-m", "judging.worker"),
    cpu_units=1024,
    memory_mib=3_400,
    min_tasks=2,
    max_tasks=40,
    is_privileged=True,
    silent_s=60,
    stop_timeout_s=120,
    queues=(*JudgeQueue, RUN_QUEUE, CHECK_QUEUE),
    backlog_per_task=5,
    # Not those of package checks: they take minutes, and an alarm may look at ten metrics.
    busy_queues=(*JudgeQueue, RUN_QUEUE),
    # Judges that are busy five sevenths of their time are enough.
    work_weight=7,
)

PRODUCTION = Shape(
    name="codedang",
    cidr="10.0.0.0/16",
    zones=(
        Zone(letter="a", public_cidr="10.0.0.0/24", private_cidr="10.0.16.0/20"),
        Zone(letter="c", public_cidr="10.0.1.0/24", private_cidr="10.0.32.0/20"),
    ),
    machines=(
        Machines(
            cluster=Cluster.API,
            instance_type="t3.medium",
            cpu_units=2048,
            memory_mib=3_824,
            disk_gib=30,
            min_machines=2,
            max_machines=8,
        ),
        Machines(
            cluster=Cluster.JUDGE,
            instance_type="c6i.xlarge",
            cpu_units=4096,
            memory_mib=7_700,
            disk_gib=60,
            min_machines=1,
            max_machines=20,
        ),
    ),
    services=(CLIENT_API, ADMIN_API, RESULTS, BACKGROUND, SWEEPER, JUDGE),
)
