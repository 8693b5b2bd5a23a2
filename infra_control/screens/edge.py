"""The edge's screen: behaviours in their order, the path tester, invalidations."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from common.ports import public_objects
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
    is_confirmed,
    is_dry,
    operator_of,
    operators_only,
    screen_snapshot,
    tell,
)
from infra_control.screens.edge_forms import (
    invalidation_asked,
    lifetimes_asked,
    lifetimes_posted,
    move_asked,
    move_by,
    service_behind,
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

PRESETS = (
    ("Problems and their statements", "/api/v1/problems*"),
    ("Contests, boards and assignments", "/api/v1/contests*"),
    ("Notices", "/api/v1/notices*"),
    ("The application's pages", "/index.html"),
    ("Everything", "/*"),
)


ASKED_FIRST: dict[str, Callable[[HttpRequest, EdgeView | None], HttpResponse]] = {
    "earlier": move_asked,
    "later": move_asked,
    "lifetimes": lifetimes_asked,
    "preview": invalidation_asked,
}
"""Of what a button asks for: shown with its effect before it is done."""
ACTIONS = ("behaviour_move", "invalidation_ask_again", "invalidation_create", "lifetimes_set")


@operators_only
def edge(request: HttpRequest) -> HttpResponse:
    """The distribution, and what becomes of a path."""
    shot = screen_snapshot(request, "edge", _read)
    test = _test(request, shot.value)
    wanted = request.GET.get("object", "").strip()[:100]
    return draw(
        request,
        "edge",
        title="Edge",
        snapshot=shot,
        context={
            "view": shot.value,
            "drift": edge_drift(shot.value) if shot.taken_at else (),
            "test": test,
            "behind": _behind(shot.value, test),
            "wanted": wanted,
            "objects": public_objects(wanted) if wanted else (),
            "methods": METHODS,
            "presets": PRESETS,
            "automatic": _automatic(shot.value),
            "waiting_changes": changes_waiting(),
            "paths_this_month": paths_this_month(timezone.now()),
            "free_paths": FREE_PATHS_A_MONTH,
            "paths": request.GET.get("paths", ""),
            "may_change_edge": operator_of(request).has_perm("infra_control.change_edge"),
            "history": OperatorAction.objects.filter(action__in=ACTIONS)[:10],
        },
    )


@operators_only
def edge_act(request: HttpRequest) -> HttpResponse:
    """What a button of the screen asks for."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    act = request.POST.get("act", "")
    if act in ASKED_FIRST and not is_confirmed(request):
        return ASKED_FIRST[act](request, screen_snapshot(request, "edge", _read).value)
    acts: dict[str, Callable[[HttpRequest], None]] = {
        "invalidate": _invalidate,
        "preview": _invalidate,
        "ask_again": _ask_again,
        "earlier": _move,
        "later": _move,
        "lifetimes": _lifetimes,
    }
    if (chosen := acts.get(act)) is not None:
        chosen(request)
    return redirect(f"{reverse('admin:infra_edge')}?fresh=1")


def _invalidate(request: HttpRequest) -> None:
    tell(
        request,
        lambda: services.invalidation_create(
            user=operator_of(request),
            gateways=gateways(),
            text=request.POST.get("paths", ""),
            is_dry_run=is_dry(request),
        ),
        done="The edge forgets what it keeps under these paths.",
    )


def _ask_again(request: HttpRequest) -> None:
    number = request.POST.get("invalidation", "")
    tell(
        request,
        lambda: services.invalidation_ask_again(
            user=operator_of(request),
            gateways=gateways(),
            invalidation_id=int(number) if number.isascii() and number.isdigit() else 0,
            now=timezone.now(),
            is_dry_run=is_dry(request),
        ),
        done="The edge is asked anew within seconds.",
    )


def _move(request: HttpRequest) -> None:
    pattern = request.POST.get("pattern", "")
    tell(
        request,
        lambda: services.behaviour_move(
            user=operator_of(request),
            gateways=gateways(),
            pattern=pattern,
            by=move_by(request),
            seen_etag=request.POST.get("etag", ""),
            is_dry_run=is_dry(request),
        ),
        done=f"{pattern[:100]} is tried at its new place.",
    )


def _lifetimes(request: HttpRequest) -> None:
    tell(
        request,
        lambda: services.lifetimes_set(
            user=operator_of(request),
            gateways=gateways(),
            policy_id=request.POST.get("policy", "")[:100],
            lifetimes=lifetimes_posted(request),
            seen_etag=request.POST.get("policy_etag", ""),
            is_dry_run=is_dry(request),
        ),
        done="The edge keeps copies by the new times.",
    )


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


def _behind(view: EdgeView | None, test: PathTest | None) -> str:
    """The service that the tested path comes to; empty: none is known, or it is a bucket's."""
    if view is None or test is None:
        return ""
    origin = view.origin(test.behaviour.origin)
    return "" if origin is not None and origin.is_bucket else service_behind(test.path)


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
