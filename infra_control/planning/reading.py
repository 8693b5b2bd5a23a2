"""The blueprint beside what runs, as one value, read from AWS."""

from collections.abc import Mapping
from dataclasses import dataclass

from infra_control.balancing.reading import read_balancing
from infra_control.clients import Gateways
from infra_control.edge.reading import read_edge
from infra_control.fleet.reading import read_fleet
from infra_control.gateways.errors import CloudError
from infra_control.naming.reading import read_naming
from infra_control.network.reading import read_network
from infra_control.planning.rules import (
    NOTHING,
    Drift,
    balancing_drift,
    edge_drift,
    fleet_drift,
    naming_drift,
    network_drift,
    queues_drift,
    things_planned,
)
from judging.queues import QUEUES


@dataclass(frozen=True, kw_only=True)
class PlanView:
    drift: tuple[Drift, ...]
    compared: Mapping[str, int]
    """How many things of each part were laid beside each other."""


def read_plan(gateways: Gateways) -> PlanView:
    """Ask AWS for all of it. Raises CloudError."""
    network = read_network(gateways)
    names = [name for spec in QUEUES for name in (spec.name, spec.dead_letter_name)]
    missing = Drift(part="network", item="VPC", wanted="one", actual=NOTHING)
    return PlanView(
        drift=(
            *fleet_drift(read_fleet(gateways)),
            *balancing_drift(read_balancing(gateways)),
            *(network_drift(network) if network else (missing,)),
            *edge_drift(read_edge(gateways)),
            *naming_drift(read_naming(gateways)),
            *queues_drift({name: _exists(gateways, name) for name in names}),
        ),
        compared=things_planned(queue_count=len(names)),
    )


def _exists(gateways: Gateways, name: str) -> bool:
    try:
        gateways.queues.depth(name)
    except CloudError as error:
        if error.code in ("NonExistentQueue", "QueueDoesNotExist"):
            return False
        raise
    return True
