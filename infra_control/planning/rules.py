"""Where what runs differs from the blueprint; pure functions, one for each part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from infra_control.balancing.reading import BalancingView
from infra_control.blueprint.edge import BEHAVIOURS, FRONTEND_ORIGIN
from infra_control.blueprint.shape import PRODUCTION, Service, Shape
from infra_control.edge.reading import BehaviourView, EdgeView
from infra_control.fleet.reading import FleetView
from infra_control.gateways.edge import DEFAULT_PATTERN
from infra_control.naming.reading import NamingView
from infra_control.network.reading import NetworkView
from infra_control.network.rules import Reach


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One thing that is not as the blueprint has it."""

    part: str
    item: str
    wanted: str
    actual: str


NOTHING = "nothing"


def fleet_drift(fleet: FleetView, shape: Shape = PRODUCTION) -> tuple[Drift, ...]:
    """Services, the bounds of their scaling, and the machines' groups.

    How many tasks are desired now is auto scaling's to choose, and no drift.
    """
    found: list[Drift] = []
    for service in shape.services:
        view = fleet.service(service.name)
        if view is None:
            found.append(_drift("fleet", f"service {service.name}", "runs", NOTHING))
            continue
        if service.min_tasks == service.max_tasks:
            continue
        wanted = _range(service.min_tasks, service.max_tasks)
        actual = _range(view.bounds.min_tasks, view.bounds.max_tasks) if view.bounds else NOTHING
        found += _differs("fleet", f"tasks of {service.name}", wanted, actual)
    for cluster in fleet.clusters:
        one = shape.machines_of(cluster.cluster)
        actual = (
            _range(cluster.group.min_machines, cluster.group.max_machines)
            if cluster.group
            else NOTHING
        )
        wanted = _range(one.min_machines, one.max_machines)
        found += _differs("fleet", f"machines of {one.cluster}", wanted, actual)
    return tuple(found)


def balancing_drift(balancing: BalancingView, shape: Shape = PRODUCTION) -> tuple[Drift, ...]:
    """Each service's rule and health check."""
    rules = {
        row.service: row.rule
        for _, listeners in balancing.balancers
        for listener in listeners
        for row in listener.rules
        if row.service
    }
    groups = {one.service: one.group for one in balancing.groups}
    found: list[Drift] = []
    for service in shape.services:
        if service.target is None:
            continue
        rule, group = rules.get(service.name), groups.get(service.name)
        wanted = f"{service.target.priority}: {' '.join(sorted(service.target.path_patterns))}"
        actual = f"{rule.priority}: {' '.join(sorted(rule.path_patterns))}" if rule else NOTHING
        found += _differs("balancer", f"rule of {service.name}", wanted, actual)
        found += _differs(
            "balancer",
            f"health check of {service.name}",
            service.target.health_path,
            group.health_path if group else NOTHING,
        )
    known = {service.name for service in shape.services}
    found += [
        _drift("balancer", f"rule of {name}", NOTHING, f"priority {rule.priority}")
        for name, rule in rules.items()
        if name not in known
    ]
    return tuple(found)


def network_drift(network: NetworkView, shape: Shape = PRODUCTION) -> tuple[Drift, ...]:
    """The address blocks, and which of them are public."""
    found = _differs("network", "VPC", shape.cidr, network.state.vpc.cidr)
    actual = {view.subnet.cidr: view.reach for view in network.subnets}
    wanted: dict[str, Reach] = {}
    for zone in shape.zones:
        wanted |= {zone.public_cidr: Reach.PUBLIC, zone.private_cidr: Reach.PRIVATE}
    for cidr, reach in wanted.items():
        found += _differs("network", f"subnet {cidr}", reach, actual.get(cidr, NOTHING))
    found += [
        _drift("network", f"subnet {cidr}", NOTHING, reach)
        for cidr, reach in actual.items()
        if cidr not in wanted
    ]
    if not network.state.nats:
        found.append(_drift("network", "NAT", "one, with a fixed address", NOTHING))
    return tuple(found)


def edge_drift(edge: EdgeView | None) -> tuple[Drift, ...]:
    """Behaviours: their order, origins, and whether they keep copies."""
    if edge is None:
        return (_drift("edge", "distribution", "one", NOTHING),)
    wanted = [one.path_pattern for one in BEHAVIOURS]
    actual = [one.pattern for one in edge.behaviours if one.pattern != DEFAULT_PATTERN]
    found = _differs("edge", "order of behaviours", " ".join(wanted), " ".join(actual))
    of = {one.pattern: one for one in edge.behaviours}
    for behaviour in BEHAVIOURS:
        if (view := of.get(behaviour.path_pattern)) is not None:
            text = _behaviour_text(behaviour.origin, is_cached=behaviour.is_cached)
            found += _differs("edge", f"behaviour {view.pattern}", text, _behaviour_said(view))
    last = edge.behaviours[-1]
    text = _behaviour_text(FRONTEND_ORIGIN, is_cached=last.is_cached)
    found += _differs("edge", "default behaviour", text, _behaviour_said(last))
    return tuple(found)


def naming_drift(naming: NamingView) -> tuple[Drift, ...]:
    """Names that don't lead where they should."""
    return tuple(
        _drift("names", one.name, f"leads to {one.wanted}", one.said)
        for one in naming.checks
        if not one.is_right
    )


def queues_drift(has_queue: Mapping[str, bool]) -> tuple[Drift, ...]:
    """Queues that are missing."""
    return tuple(
        _drift("queues", f"queue {name}", "exists", NOTHING)
        for name, is_there in has_queue.items()
        if not is_there
    )


def things_planned(shape: Shape = PRODUCTION, *, queue_count: int) -> Mapping[str, int]:
    """How many things of each part were compared."""
    targets = [service for service in shape.services if service.target]
    scaled = [one for one in shape.services if _is_scaled(one)]
    return {
        "fleet": len(shape.services) + len(scaled) + len(shape.machines),
        "balancer": 2 * len(targets),
        "network": 2 + 2 * len(shape.zones),
        "edge": 2 + len(BEHAVIOURS),
        "names": 3,
        "queues": queue_count,
    }


def _is_scaled(service: Service) -> bool:
    return service.min_tasks != service.max_tasks


def _behaviour_said(view: BehaviourView) -> str:
    return _behaviour_text(view.origin, is_cached=view.is_cached)


def _behaviour_text(origin: str, *, is_cached: bool) -> str:
    return f"{origin}, {'keeps copies' if is_cached else 'keeps nothing'}"


def _range(least: int, most: int) -> str:
    return f"{least}–{most}"


def _differs(part: str, item: str, wanted: str, actual: str) -> list[Drift]:
    return [] if wanted == actual else [_drift(part, item, wanted, actual)]


def _drift(part: str, item: str, wanted: str, actual: str) -> Drift:
    return Drift(part=part, item=item, wanted=str(wanted), actual=str(actual))


def drift_text(drift: Iterable[Drift]) -> str:
    """For a terminal, by part."""
    return "\n".join(f"{one.part:<10}{one.item:<34}{one.wanted}  →  {one.actual}" for one in drift)
