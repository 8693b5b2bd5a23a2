"""GraphQL for operators: how the service is, from the reading that the sweeper keeps young."""

from datetime import datetime

import strawberry
from django.utils import timezone
from strawberry.types import Info

from accounts.doors import visitor
from infra_control.fleet.reading import ServiceView
from infra_control.overview.history import cost_today
from infra_control.overview.parts import Part, overview_parts
from infra_control.overview.reading import OverviewView, QueuesView
from infra_control.overview.rules import usd_per_hour, verdict
from infra_control.snapshots import SEE, Snapshot, snapshot_kept

FOR_OPERATORS = "For operators who may see the infrastructure. Others get null."


@strawberry.type(name="ServicePart", description="One part of the service.")
class PartNode:
    title: str
    state: str = strawberry.field(description="good, busy, bad or unknown.")
    number: str = strawberry.field(description="The one that matters, as the screen shows it.")
    unit: str
    said: str = strawberry.field(description="Why it is so.")


@strawberry.type(name="ServiceOverview", description="Is the service well?")
class OverviewNode:
    taken_at: datetime | None = strawberry.field(
        description="When AWS was read; null: it never was, and nothing is known."
    )
    state: str = strawberry.field(description="good, busy, bad or unknown.")
    said: str
    usd_per_hour: float | None = strawberry.field(description="About, at list prices.")
    usd_today: float = strawberry.field(description="About, since midnight.")
    parts: list[PartNode]


@strawberry.type(name="FleetService", description="An ECS service as it is.")
class FleetServiceNode:
    name: str
    cluster: str
    desired: int
    running: int
    pending: int
    min_tasks: int | None = strawberry.field(description="Null: auto scaling leaves it alone.")
    max_tasks: int | None
    waiting_jobs: int | None = strawberry.field(description="In its queues; null: it has none.")
    version: str
    is_steady: bool


@strawberry.type(name="Fleet", description="All services of both clusters.")
class FleetNode:
    taken_at: datetime | None
    machines: int
    warnings: list[str]
    services: list[FleetServiceNode]


@strawberry.type(name="QueuesState", description="What waits, over all queues.")
class QueuesNode:
    taken_at: datetime | None
    waiting: int | None = strawberry.field(description="Jobs for judges; null: not known.")
    in_flight: int | None
    oldest_s: float | None = strawberry.field(description="Null: none waits, or it is not known.")
    dead: int | None = strawberry.field(description="Messages among all dead letters.")
    others: int | None = strawberry.field(description="Reports and work of the site itself.")


def service_overview(info: Info) -> OverviewNode | None:
    if (shot := _overview(info)) is None:
        return None
    parts = overview_parts(shot.value) if shot.value else ()
    state, said = verdict(parts)
    return OverviewNode(
        taken_at=shot.taken_at,
        state=str(state) if shot.value else "unknown",
        said=said if shot.value else "Nothing has been read yet.",
        usd_per_hour=usd_per_hour(shot.value) if shot.value else None,
        usd_today=cost_today(timezone.now()),
        parts=[_part(one) for one in parts],
    )


def fleet(info: Info) -> FleetNode | None:
    if (shot := _overview(info)) is None:
        return None
    clusters = shot.value.fleet.value.clusters if shot.value and shot.value.fleet.value else ()
    return FleetNode(
        taken_at=shot.taken_at,
        machines=sum(len(one.machines) for one in clusters),
        warnings=[text for one in clusters for text in one.warnings],
        services=[_service(one) for cluster in clusters for one in cluster.services],
    )


def queues_state(info: Info) -> QueuesNode | None:
    if (shot := _overview(info)) is None:
        return None
    own: QueuesView | None = shot.value.queues.value if shot.value else None
    return QueuesNode(
        taken_at=shot.taken_at,
        waiting=own.waiting if own else None,
        in_flight=own.in_flight if own else None,
        oldest_s=own.oldest_s if own else None,
        dead=own.dead if own else None,
        others=own.others if own else None,
    )


@strawberry.type
class InfrastructureQuery:
    """Of these nothing asks AWS: they tell the last reading, with its time."""

    service_overview: OverviewNode | None = strawberry.field(
        resolver=service_overview,
        description=f"Is the service well? {FOR_OPERATORS}",
    )
    fleet: FleetNode | None = strawberry.field(
        resolver=fleet,
        description=f"Services, tasks and machines. {FOR_OPERATORS}",
    )
    queues_state: QueuesNode | None = strawberry.field(
        resolver=queues_state,
        description=f"What waits and what died. {FOR_OPERATORS}",
    )


def _overview(info: Info) -> Snapshot[OverviewView] | None:
    """None: not for them."""
    if not visitor(info.context.request).has_perm(SEE):
        return None
    return snapshot_kept("overview")


def _part(one: Part) -> PartNode:
    return PartNode(
        title=one.title, state=str(one.state), number=one.number, unit=one.unit, said=one.said
    )


def _service(one: ServiceView) -> FleetServiceNode:
    return FleetServiceNode(
        name=one.shape.name,
        cluster=str(one.shape.cluster),
        desired=one.state.desired_count,
        running=one.state.running_count,
        pending=one.state.pending_count,
        min_tasks=one.bounds.min_tasks if one.bounds else None,
        max_tasks=one.bounds.max_tasks if one.bounds else None,
        waiting_jobs=one.waiting_jobs,
        version=one.state.task_definition,
        is_steady=one.is_steady,
    )
