"""The load balancer's screen."""

from django.http import HttpRequest, HttpResponse

from infra_control.balancing.reading import BalancingView, read_balancing
from infra_control.clients import gateways
from infra_control.planning.rules import balancing_drift
from infra_control.screens.base import draw, operators_only, screen_snapshot


@operators_only
def balancing(request: HttpRequest) -> HttpResponse:
    """Listeners, their rules in order, and who is well behind them."""
    shot = screen_snapshot(request, "balancing", _read)
    return draw(
        request,
        "balancing",
        title="Load balancer",
        snapshot=shot,
        context={
            "view": shot.value,
            "drift": balancing_drift(shot.value) if shot.value else (),
        },
    )


def _read() -> BalancingView:
    return read_balancing(gateways())
