"""All gateways of the deployment, made once for each process."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from infra_control.gateways.balancers import AwsBalancers, BalancerGateway
from infra_control.gateways.dns import AwsDns, DnsGateway
from infra_control.gateways.ecs import AwsEcs, EcsGateway
from infra_control.gateways.edge import AwsEdge, EdgeGateway
from infra_control.gateways.machine_scaling import AwsMachineScaling, MachineScalingGateway
from infra_control.gateways.metrics import EDGE_REGION, AwsMetrics, MetricsGateway
from infra_control.gateways.network import AwsNetwork, NetworkGateway
from infra_control.gateways.sqs import QueueGateway, SqsGateway
from infra_control.gateways.task_scaling import AwsTaskScaling, TaskScalingGateway


@dataclass(frozen=True, kw_only=True)
class Gateways:
    """How operators' tools reach AWS."""

    balancers: BalancerGateway
    dns: DnsGateway
    ecs: EcsGateway
    edge: EdgeGateway
    edge_metrics: MetricsGateway
    """CloudFront's figures, which are in one region alone."""
    machine_scaling: MachineScalingGateway
    metrics: MetricsGateway
    network: NetworkGateway
    queues: QueueGateway
    task_scaling: TaskScalingGateway


@cache
def gateways() -> Gateways:
    """The real ones. Making them asks nobody anything."""
    region = settings.AWS_REGION
    return Gateways(
        balancers=AwsBalancers(region=region),
        dns=AwsDns(region=region),
        ecs=AwsEcs(region=region),
        edge=AwsEdge(region=region),
        edge_metrics=AwsMetrics(region=EDGE_REGION),
        machine_scaling=AwsMachineScaling(region=region),
        metrics=AwsMetrics(region=region),
        network=AwsNetwork(region=region),
        queues=SqsGateway(prefix=settings.QUEUE_PREFIX, region=region),
        task_scaling=AwsTaskScaling(region=region),
    )
