"""The operators' landing screen: is the service well?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from infra_control.clients import gateways
from infra_control.models import OperatorAction
from infra_control.overview.history import HOURS, History, cost_today, history
from infra_control.overview.parts import Part, overview_parts
from infra_control.overview.reading import OverviewView, read_overview
from infra_control.overview.rules import usd_per_hour, verdict
from infra_control.plots import Plot
from infra_control.prices import AS_OF
from infra_control.screens.base import draw, operators_only, screen_snapshot

CHARTS = (
    ("Jobs for judges", {"waiting": "wait", "in_flight": "are judged"}),
    ("Judges", {"judges": "run", "judges_desired": "are wanted"}),
    ("The oldest job's wait, s", {"oldest_s": "seconds"}),
    ("Requests a minute at the edge", {"requests": "requests"}),
)


@operators_only
def overview(request: HttpRequest) -> HttpResponse:
    """One tile for each part, and how the service went lately."""
    shot = screen_snapshot(request, "overview", _read)
    now = timezone.now()
    asked = request.GET.get("hours", "")
    hours = int(asked) if asked in {str(one) for one in HOURS} else HOURS[0]
    past = history(hours=hours, now=now)
    parts = overview_parts(shot.value) if shot.value else ()
    state, said = verdict(parts)
    return draw(
        request,
        "overview",
        title="Overview",
        snapshot=shot,
        context={
            "view": shot.value,
            "state": state,
            "said": said,
            "tiles": [_tile(part, past) for part in parts],
            "charts": [
                {"title": title, "names": list(names.values()), "plot": past.chart(names)}
                for title, names in CHARTS
            ],
            "has_samples": bool(past.samples),
            "hours": hours,
            "all_hours": HOURS,
            "usd_per_hour": usd_per_hour(shot.value) if shot.value else None,
            "usd_today": cost_today(now),
            "prices_as_of": AS_OF,
            "alarms": [one for one in _alarms(shot.value) if one.state == "ALARM"],
            "history": OperatorAction.objects.all()[:8],
        },
    )


def _tile(part: Part, past: History) -> dict[str, Any]:
    line: Plot | None = past.sparkline(part.figure, name=part.title) if part.figure else None
    return {"part": part, "plot": line, "address": _address(part.screen)}


def _address(screen: str) -> str:
    try:
        return reverse(f"admin:infra_{screen}")
    except NoReverseMatch:
        return ""


def _alarms(view: OverviewView | None) -> list[Any]:
    return (view.alarms.value if view else None) or []


def _read() -> OverviewView:
    return read_overview(gateways())
