"""The network's screen: its map."""

from django.http import HttpRequest, HttpResponse

from infra_control.clients import gateways
from infra_control.network.reading import NetworkView, read_network
from infra_control.planning.rules import network_drift
from infra_control.screens.base import draw, operators_only, screen_snapshot


@operators_only
def network(request: HttpRequest) -> HttpResponse:
    """The map, each subnet with the route that makes it what it is, and what is wrong."""
    shot = screen_snapshot(request, "network", _read)
    return draw(
        request,
        "network",
        title="Network",
        snapshot=shot,
        context={
            "view": shot.value,
            "drift": network_drift(shot.value) if shot.value else (),
        },
    )


def _read() -> NetworkView | None:
    return read_network(gateways())
