"""The network as one value, read from AWS."""

from dataclasses import dataclass

from django.conf import settings

from infra_control.blueprint.shape import PRODUCTION, Cluster
from infra_control.clients import Gateways
from infra_control.fleet.reading import cluster_name
from infra_control.gateways.network import NetworkState
from infra_control.network.drawing import Drawing, draw_network
from infra_control.network.rules import (
    AllowCheck,
    NetworkWarning,
    SubnetView,
    allow_checks,
    allow_list_problems,
    network_warnings,
    subnet_view,
)


@dataclass(frozen=True, kw_only=True)
class NetworkView:
    state: NetworkState
    subnets: tuple[SubnetView, ...]
    warnings: tuple[NetworkWarning, ...]
    allow_list: tuple[str, ...]
    allowed: tuple[AllowCheck, ...]
    allow_problems: tuple[str, ...]
    drawing: Drawing


def read_network(gateways: Gateways) -> NetworkView | None:
    """Ask AWS; None: the deployment's network does not exist. Raises CloudError."""
    vpc = next((one for one in gateways.network.vpcs() if one.name == PRODUCTION.name), None)
    if vpc is None:
        return None
    state = gateways.network.network(vpc)
    instances: dict[Cluster, list[str]] = {
        cluster: [
            one.instance_id
            for one in gateways.ecs.machines(cluster_name(cluster))
            if one.instance_id
        ]
        for cluster in Cluster
    }
    views = tuple(
        subnet_view(state, one)
        for one in sorted(state.subnets, key=lambda one: (one.zone, one.cidr))
    )
    allow_list = tuple(settings.COLLECTORS_ALLOW_LIST)
    addresses = [one for nat in state.nats for one in nat.public_addresses]
    return NetworkView(
        state=state,
        subnets=views,
        warnings=tuple(network_warnings(state, views, judge_instances=instances[Cluster.JUDGE])),
        allow_list=allow_list,
        allowed=tuple(allow_checks(addresses, allow_list)),
        allow_problems=tuple(allow_list_problems(allow_list)),
        drawing=draw_network(state, views, instances),
    )
