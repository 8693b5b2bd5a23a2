"""The services: task definitions of the two images, and how each is kept running."""

import json
from dataclasses import dataclass
from typing import Any

from troposphere import GetAtt, Join, Ref, Sub, Template, ecs, logs

from infra_control.blueprint.balancer import Balancer
from infra_control.blueprint.clusters import Clusters
from infra_control.blueprint.data import Data
from infra_control.blueprint.parameters import Parameters
from infra_control.blueprint.queues import PREFIX, queue_url_base
from infra_control.blueprint.roles import Roles
from infra_control.blueprint.shape import PRODUCTION, Cluster, Image, Service, Shape
from infra_control.blueprint.storage import PACKAGES_PREFIX, Storage

LOGS_KEPT_DAYS = 30
_COLLECTOR = "collector"
_COLLECTOR_CPU_UNITS = 64
_COLLECTOR_MEMORY_MIB = 128
_SCRATCH = "/var/lib/codedang-judge"
"""Of a judge's machine: its tasks share the cache of test packages."""


_ALIVE_FILE = "/tmp/alive"  # noqa: S108 - of the task's own container


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What services are made of."""

    parameters: Parameters
    clusters: Clusters
    roles: Roles
    storage: Storage
    data: Data
    balancer: Balancer


def add_services(template: Template, parts: Parts, shape: Shape = PRODUCTION) -> dict[str, GetAtt]:
    """Returns the services' names in ECS, by ours."""
    return {service.name: _service(template, parts, service) for service in shape.services}


def _service(template: Template, parts: Parts, service: Service) -> GetAtt:
    title = service.title
    group = template.add_resource(
        logs.LogGroup(
            f"{title}Logs",
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            LogGroupName=f"/codedang/{service.name}",
            RetentionInDays=LOGS_KEPT_DAYS,
        )
    )
    is_judge = service.cluster is Cluster.JUDGE
    task = template.add_resource(
        ecs.TaskDefinition(
            f"{title}Task",
            Family=f"codedang-{service.name}",
            RequiresCompatibilities=["EC2"],
            NetworkMode="bridge",
            TaskRoleArn=parts.roles.task[service.name],
            ExecutionRoleArn=parts.roles.execution[service.image],
            ContainerDefinitions=[
                _container(parts, service, Ref(group)),
                _collector(parts, service, Ref(group)),
            ],
            Volumes=[ecs.Volume(Name="scratch", Host=ecs.Host(SourcePath=_SCRATCH))]
            if is_judge
            else [],
        )
    )
    more: dict[str, Any] = {}
    if service.target is not None:
        more["LoadBalancers"] = [
            ecs.LoadBalancer(
                ContainerName=service.name,
                ContainerPort=service.target.port,
                TargetGroupArn=parts.balancer.target_groups[service.name],
            )
        ]
        more["HealthCheckGracePeriodSeconds"] = 60
    made = template.add_resource(
        ecs.Service(
            f"{title}Service",
            ServiceName=service.name,
            Cluster=parts.clusters.names[service.cluster],
            TaskDefinition=Ref(task),
            DesiredCount=service.min_tasks,
            CapacityProviderStrategy=[
                ecs.CapacityProviderStrategyItem(
                    CapacityProvider=parts.clusters.capacity_providers[service.cluster], Weight=1
                )
            ],
            PlacementStrategies=_placement(service),
            DeploymentConfiguration=_deployment(service),
            EnableECSManagedTags=True,
            PropagateTags="SERVICE",
            DependsOn=[
                parts.clusters.associations[service.cluster],
                *([parts.balancer.listener_rules[service.name]] if service.target else []),
            ],
            **more,
        )
    )
    return GetAtt(made, "Name")


def _container(parts: Parts, service: Service, log_group: Ref) -> ecs.ContainerDefinition:
    more: dict[str, Any] = {}
    if service.target is not None:
        # Port 0: Docker picks one, so several tasks of a service share a machine.
        more["PortMappings"] = [
            ecs.PortMapping(ContainerPort=service.target.port, HostPort=0, Protocol="tcp")
        ]
    if service.is_privileged:
        more["Privileged"] = True
        more["MountPoints"] = [
            ecs.MountPoint(SourceVolume="scratch", ContainerPath=_SCRATCH, ReadOnly=False)
        ]
    if service.image is Image.WEB:
        more["User"] = "codedang"
        more["Secrets"] = [
            ecs.Secret(Name=name, ValueFrom=arn) for name, arn in parts.data.secrets.items()
        ]
    return ecs.ContainerDefinition(
        Name=service.name,
        Image=parts.parameters.images[service.image],
        Command=list(service.command),
        Essential=True,
        Cpu=service.cpu_units - _COLLECTOR_CPU_UNITS,
        MemoryReservation=service.memory_mib - _COLLECTOR_MEMORY_MIB,
        StopTimeout=service.stop_timeout_s,
        Environment=_environment(parts, service),
        HealthCheck=_health(service),
        LogConfiguration=_log(log_group, service.name),
        # By this name it finds its collector in a bridge network.
        Links=[_COLLECTOR],
        # Every websocket is a descriptor, and Docker's default would be a thousand.
        Ulimits=[ecs.Ulimit(Name="nofile", SoftLimit=65_536, HardLimit=65_536)],
        **more,
    )


def _health(service: Service) -> ecs.HealthCheck:
    """Liveness: ECS replaces a task that fails it. Readiness is the load balancer's to ask; a
    worker gives its first sign of life when it is ready, and a deployment waits for that."""
    if service.image is Image.JUDGE:
        asked = ["judging.worker.alive"]
    elif service.target is not None:
        asked = ["common.health"]
    else:
        asked = ["common.health", str(service.silent_s)]
    return ecs.HealthCheck(
        Command=["CMD", "python", "-m", *asked], Interval=30, Timeout=10, Retries=3, StartPeriod=90
    )


def _environment(parts: Parts, service: Service) -> list[ecs.Environment]:
    own = _judge_environment(parts) if service.image is Image.JUDGE else _web_environment(parts)
    values = {
        "AWS_DEFAULT_REGION": Ref("AWS::Region"),
        "QUEUE_PREFIX": PREFIX,
        "QUEUE_URL_BASE": queue_url_base(),
        "LOG_LEVEL": "INFO",
        "LOG_FORMAT": "json",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{_COLLECTOR}:4318",
        "OTEL_SERVICE_NAME": service.name,
        **own,
    }
    return [ecs.Environment(Name=name, Value=value) for name, value in values.items()]


def _web_environment(parts: Parts) -> dict[str, object]:
    return {
        "SITE_URL": Join("", ["https://", parts.parameters.domain]),
        "ALLOWED_HOSTS": Join(",", [parts.parameters.domain, parts.parameters.balancer_domain]),
        "STORAGE_BUCKET": parts.storage.files,
        "SITE_LANGUAGES": parts.parameters.site_languages,
        "ALIVE_FILE": _ALIVE_FILE,
        "STAFF_SECOND_FACTOR": "true",
        # The distribution and the load balancer.
        "TRUSTED_PROXY_COUNT": "2",
        "EDGE_INVALIDATIONS": "true",
        "COLLECTORS_ALLOW_LIST": parts.parameters.collectors_allow_list,
        "INFRA_TWO_PERSON_ACTIONS": parts.parameters.two_person_actions,
    }


def _judge_environment(parts: Parts) -> dict[str, object]:
    return {
        "JUDGE_VERIFY_KEY": parts.parameters.judge_verify_key,
        "JUDGE_PACKAGE_STORE": Join(
            "", ["s3://", parts.storage.files, f"/{PACKAGES_PREFIX.rstrip('/')}"]
        ),
        "JUDGE_CACHE_DIR": f"{_SCRATCH}/cache",
        "JUDGE_WORK_DIR": "/tmp/codedang-judge",  # noqa: S108 - of the task's own container
    }


def _collector(parts: Parts, service: Service, log_group: Ref) -> ecs.ContainerDefinition:
    """Takes the task's telemetry and sends it to campus, so that nothing else needs to."""
    config = {
        "receivers": {"otlp": {"protocols": {"http": {"endpoint": "0.0.0.0:4318"}}}},
        "processors": {"batch": {}},
        "exporters": {"otlphttp": {"endpoint": "${COLLECTOR_ADDRESS}"}},
        "service": {
            "pipelines": {
                kind: {
                    "receivers": ["otlp"],
                    "processors": ["batch"],
                    "exporters": ["otlphttp"],
                }
                for kind in ("traces", "metrics", "logs")
            }
        },
    }
    return ecs.ContainerDefinition(
        Name=_COLLECTOR,
        Image=parts.parameters.collector_image,
        # A site without telemetry is better than none.
        Essential=False,
        Cpu=_COLLECTOR_CPU_UNITS,
        MemoryReservation=_COLLECTOR_MEMORY_MIB,
        Environment=[
            ecs.Environment(
                Name="AOT_CONFIG_CONTENT",
                Value=Sub(json.dumps(config), COLLECTOR_ADDRESS=parts.parameters.collector_address),
            )
        ],
        LogConfiguration=_log(log_group, f"{service.name}-collector"),
    )


def _log(group: Ref, prefix: str) -> ecs.LogConfiguration:
    return ecs.LogConfiguration(
        LogDriver="awslogs",
        Options={
            "awslogs-group": group,
            "awslogs-region": Ref("AWS::Region"),
            "awslogs-stream-prefix": prefix,
        },
    )


def _placement(service: Service) -> list[ecs.PlacementStrategy]:
    if service.cluster is Cluster.JUDGE:
        # Full machines, so that empty ones can go.
        return [ecs.PlacementStrategy(Type="binpack", Field="cpu")]
    return [
        ecs.PlacementStrategy(Type="spread", Field="attribute:ecs.availability-zone"),
        ecs.PlacementStrategy(Type="binpack", Field="memory"),
    ]


def _deployment(service: Service) -> ecs.DeploymentConfiguration:
    is_single = service.max_tasks == 1
    return ecs.DeploymentConfiguration(
        # One sweeper at a time; of all others new ones start before old ones stop.
        MinimumHealthyPercent=0 if is_single else 100,
        MaximumPercent=100 if is_single else 200,
        DeploymentCircuitBreaker=ecs.DeploymentCircuitBreaker(Enable=True, Rollback=True),
    )
