"""The whole service as one value, read from AWS."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.utils import timezone

from common import ports
from infra_control.balancing.reading import BalancingView, read_balancing
from infra_control.clients import Gateways
from infra_control.edge.reading import EdgeView, read_edge
from infra_control.fleet.reading import FleetView, read_fleet
from infra_control.gateways.errors import CloudError
from infra_control.gateways.metrics import AlarmState, Metric, Point
from infra_control.naming.reading import NamingView, read_naming
from infra_control.network.reading import NetworkView, read_network
from judging.queues import BACKGROUND_QUEUE, QUEUES, RESULTS_QUEUE, WORKER_QUEUES

T = TypeVar("T")

LOOKED_BACK = timedelta(minutes=5)
"""For rates: CloudWatch's figures of the edge come a few minutes late."""
AWAY = frozenset({"ConnectTimeoutError", "EndpointConnectionError", "NoCredentialsError"})


@dataclass(frozen=True, kw_only=True)
class Told(Generic[T]):
    """What one part told of itself."""

    value: T | None
    problem: str
    """Why it told nothing; empty: it did."""


@dataclass(frozen=True, kw_only=True)
class QueuesView:
    waiting: int
    """Jobs for judges."""
    in_flight: int
    oldest_s: float | None
    """How long the oldest of them has waited; None: none waits."""
    dead: int
    """In the dead letters of all queues."""
    others: int
    """Waiting reports and work of the site itself."""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Of the last minutes; None: nothing is known."""

    requests_per_minute: float | None
    hit_percent: float | None
    edge_error_percent: float | None
    target_errors_per_minute: float | None


@dataclass(frozen=True, kw_only=True)
class OverviewView:
    queues: Told[QueuesView]
    fleet: Told[FleetView]
    balancing: Told[BalancingView]
    edge: Told[EdgeView | None]
    network: Told[NetworkView | None]
    naming: Told[NamingView]
    alarms: Told[list[AlarmState]]
    rates: Told[Rates]


def read_overview(gateways: Gateways) -> OverviewView:
    """Ask AWS for all of it. A part that fails says so; CloudError: AWS is away as a whole."""
    now = timezone.now()
    fleet = _told(lambda: read_fleet(gateways))
    edge = _told(lambda: read_edge(gateways))
    balancing = _told(lambda: read_balancing(gateways))
    return OverviewView(
        queues=_told(lambda: _queues(gateways, now)),
        fleet=fleet,
        balancing=balancing,
        edge=edge,
        network=_told(lambda: read_network(gateways)),
        naming=_told(lambda: read_naming(gateways)),
        alarms=_told(gateways.metrics.alarms),
        rates=_told(lambda: _rates(gateways, edge.value, balancing.value, now)),
    )


def _told(read: Callable[[], T]) -> Told[T]:
    try:
        return Told(value=read(), problem="")
    except CloudError as error:
        if error.code in AWAY:
            # The others would each wait as long in vain.
            raise
        return Told(value=None, problem=str(error))


def _queues(gateways: Gateways, now: datetime) -> QueuesView:
    judged = [gateways.queues.depth(name) for name in WORKER_QUEUES]
    others = [gateways.queues.depth(name) for name in (RESULTS_QUEUE, BACKGROUND_QUEUE)]
    dead = [gateways.queues.depth(spec.dead_letter_name) for spec in QUEUES]
    waiting = sum(one.visible + one.delayed for one in judged)
    since = ports.oldest_job() if waiting else None
    return QueuesView(
        waiting=waiting,
        in_flight=sum(one.in_flight for one in judged),
        oldest_s=max(0.0, (now - since).total_seconds()) if since else None,
        dead=sum(one.visible for one in dead),
        others=sum(one.visible for one in others),
    )


def _rates(
    gateways: Gateways, edge: EdgeView | None, balancing: BalancingView | None, now: datetime
) -> Rates:
    since = now - LOOKED_BACK
    requests = hits = errors = None
    if edge is not None:
        dimensions = (("DistributionId", edge.distribution_id), ("Region", "Global"))
        metrics = [
            Metric(namespace="AWS/CloudFront", name=name, dimensions=dimensions, statistic=kind)
            for name, kind in (
                ("Requests", "Sum"),
                ("CacheHitRate", "Average"),
                ("5xxErrorRate", "Average"),
            )
        ]
        found = gateways.edge_metrics.series(metrics, since=since, until=now, period_s=60)
        requests, hits, errors = _mean(found[0]), _mean(found[1]), _mean(found[2])
    target_errors = None
    arns = [one.arn for one, _ in balancing.balancers] if balancing else []
    if arns:
        # CloudWatch knows a load balancer by the end of its ARN.
        name = arns[0].partition("loadbalancer/")[2]
        metric = Metric(
            namespace="AWS/ApplicationELB",
            name="HTTPCode_Target_5XX_Count",
            dimensions=(("LoadBalancer", name),),
            statistic="Sum",
        )
        [points] = gateways.metrics.series([metric], since=since, until=now, period_s=60)
        target_errors = _mean(points)
    return Rates(
        requests_per_minute=requests,
        hit_percent=hits,
        edge_error_percent=errors,
        target_errors_per_minute=target_errors,
    )


def _mean(points: list[Point]) -> float | None:
    return sum(one.value for one in points) / len(points) if points else None
