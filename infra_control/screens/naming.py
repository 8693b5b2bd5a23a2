"""The names' screen."""

from django.http import HttpRequest, HttpResponse

from infra_control.clients import gateways
from infra_control.naming.reading import NamingView, read_naming
from infra_control.screens.base import draw, operators_only, screen_snapshot


@operators_only
def naming(request: HttpRequest) -> HttpResponse:
    """Zones, their records, and whether the domain leads to the distribution."""
    shot = screen_snapshot(request, "naming", _read)
    return draw(request, "naming", title="DNS", snapshot=shot, context={"view": shot.value})


def _read() -> NamingView:
    return read_naming(gateways())
