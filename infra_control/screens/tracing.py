"""Following a request."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from infra_control.balancing.reading import BalancingView, read_balancing
from infra_control.clients import gateways
from infra_control.edge.reading import EdgeView, read_edge
from infra_control.naming.reading import NamingView, read_naming
from infra_control.screens.base import draw, operators_only, screen_snapshot
from infra_control.snapshots import Snapshot
from infra_control.tracing.reading import answerer, own_addresses
from infra_control.tracing.rules import METHODS, BadUrlError, Trace, request_of, trace

EXAMPLES = (
    ("GET", "/api/v1/problems"),
    ("POST", "/api/v1/submissions"),
    ("GET", "/ws/"),
    ("POST", "/graphql"),
    ("GET", "/problems/a-plus-b"),
)


@operators_only
def tracing(request: HttpRequest) -> HttpResponse:
    """Type an address, and see every hop until it is answered or fails."""
    naming = screen_snapshot(request, "naming", _naming)
    edge = screen_snapshot(request, "edge", _edge)
    balancing = screen_snapshot(request, "balancing", _balancing)
    url = request.GET.get("url", "")
    method = request.GET.get("method", "GET")
    found: Trace | None = None
    problem = ""
    if url and naming.value is not None and balancing.value is not None:
        aliases = edge.value.aliases if edge.value else ()
        try:
            found = trace(
                request_of(url, method, default_host=next(iter(aliases), own_addresses()[0])),
                naming=naming.value,
                edge=edge.value,
                balancing=balancing.value,
                answerer=answerer,
                own_addresses=own_addresses(),
            )
        except BadUrlError as error:
            problem = str(error)
    return draw(
        request,
        "tracing",
        title="Trace a request",
        snapshot=_oldest(naming, edge, balancing),
        context={
            "url": url[:2000],
            "method": method if method in METHODS else "GET",
            "methods": METHODS,
            "trace": found,
            "problem": problem,
            "examples": EXAMPLES,
        },
    )


def _oldest(
    naming: Snapshot[NamingView],
    edge: Snapshot[EdgeView | None],
    balancing: Snapshot[BalancingView],
) -> Snapshot[object]:
    """Stands for all: a trace is as old as the oldest thing that it rests on."""
    all_of: tuple[Snapshot[object], ...] = (naming, edge, balancing)  # type: ignore[assignment]  # only read
    taken: list[datetime] = [one.taken_at for one in all_of if one.taken_at]
    return Snapshot(
        value=balancing.value,
        taken_at=min(taken, default=timezone.now()),
        problem=next((one.problem for one in all_of if one.problem), ""),
        name="balancing",
    )


def _naming() -> NamingView:
    return read_naming(gateways())


def _edge() -> EdgeView | None:
    return read_edge(gateways())


def _balancing() -> BalancingView:
    return read_balancing(gateways())
