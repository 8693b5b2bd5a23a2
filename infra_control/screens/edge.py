"""The edge's screen: behaviours in their order, the path tester, invalidations."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from infra_control.clients import gateways
from infra_control.edge import services
from infra_control.edge.automatic import (
    automatic_invalidations,
    changes_waiting,
    paths_this_month,
)
from infra_control.edge.reading import EdgeView, PathTest, path_test, read_edge
from infra_control.edge.rules import FREE_PATHS_A_MONTH, MAX_PATH_CHARS
from infra_control.gateways.edge import Invalidation as AtEdge
from infra_control.models import Invalidation, OperatorAction
from infra_control.planning.rules import edge_drift
from infra_control.screens.base import (
    draw,
    operator_of,
    operators_only,
    screen_snapshot,
    tell,
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

PRESETS = (
    ("Problems and their statements", "/api/v1/problems*"),
    ("Contests, boards and assignments", "/api/v1/contests*"),
    ("Notices", "/api/v1/notices*"),
    ("The application's pages", "/index.html"),
    ("Everything", "/*"),
)


@operators_only
def edge(request: HttpRequest) -> HttpResponse:
    """The distribution, and what becomes of a path."""
    shot = screen_snapshot(request, "edge", _read)
    return draw(
        request,
        "edge",
        title="Edge",
        snapshot=shot,
        context={
            "view": shot.value,
            "drift": edge_drift(shot.value) if shot.taken_at else (),
            "test": _test(request, shot.value),
            "methods": METHODS,
            "presets": PRESETS,
            "automatic": _automatic(shot.value),
            "waiting_changes": changes_waiting(),
            "paths_this_month": paths_this_month(timezone.now()),
            "free_paths": FREE_PATHS_A_MONTH,
            "paths": request.GET.get("paths", ""),
            "may_change_edge": operator_of(request).has_perm("infra_control.change_edge"),
            "history": OperatorAction.objects.filter(
                action__in=("invalidation_create", "invalidation_ask_again", "behaviour_move")
            )[:10],
        },
    )


@operators_only
def edge_act(request: HttpRequest) -> HttpResponse:
    """What a button of the screen asks for."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user, is_dry_run = operator_of(request), request.POST.get("dry_run") == "1"
    if request.POST.get("act") == "invalidate":
        tell(
            request,
            lambda: services.invalidation_create(
                user=user,
                gateways=gateways(),
                text=request.POST.get("paths", ""),
                is_dry_run=is_dry_run,
            ),
            done="The edge forgets what it keeps under these paths.",
        )
    elif request.POST.get("act") == "ask_again":
        number = request.POST.get("invalidation", "")
        tell(
            request,
            lambda: services.invalidation_ask_again(
                user=user,
                gateways=gateways(),
                invalidation_id=int(number) if number.isascii() and number.isdigit() else 0,
                now=timezone.now(),
            ),
            done="The edge is asked anew within seconds.",
        )
    else:
        pattern = request.POST.get("pattern", "")
        tell(
            request,
            lambda: services.behaviour_move(
                user=user,
                gateways=gateways(),
                pattern=pattern,
                by=1 if request.POST.get("act") == "later" else -1,
                seen_etag=request.POST.get("etag", ""),
                is_dry_run=is_dry_run,
            ),
            done=f"{pattern[:100]} is tried at its new place.",
        )
    return redirect(f"{reverse('admin:infra_edge')}?fresh=1")


@dataclass(frozen=True, kw_only=True)
class _Automatic:
    """An automatic invalidation as the screen shows it."""

    row: Invalidation
    state: str
    is_done: bool = False
    is_given_up: bool = False


def _automatic(view: EdgeView | None) -> list[_Automatic]:
    known = {one.invalidation_id: one for one in (view.invalidations if view else ())}
    return [_as_shown(row, known.get(row.invalidation_id)) for row in automatic_invalidations()]


def _as_shown(row: Invalidation, at_edge: AtEdge | None) -> _Automatic:
    if at_edge is not None and at_edge.is_done:
        return _Automatic(row=row, state="completed", is_done=True)
    if row.invalidation_id:
        return _Automatic(row=row, state="in progress" if at_edge else "taken by the edge")
    if row.try_at is None:
        return _Automatic(row=row, state="given up", is_given_up=True)
    return _Automatic(row=row, state=f"to be asked, attempt {row.attempts + 1}")


def _read() -> EdgeView | None:
    return read_edge(gateways())


def _test(request: HttpRequest, view: EdgeView | None) -> PathTest | None:
    path = request.GET.get("path", "").strip()[:MAX_PATH_CHARS]
    method = request.GET.get("method", "GET")
    if not path or view is None:
        return None
    if not path.startswith("/"):
        path = f"/{path}"
    return path_test(view, path, method if method in METHODS else "GET")
