"""Pages that belong to no app: health, the front end's page, and refusals outside of REST."""

import logging
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found, server_error

from common.errors import NotAllowedError, NotFoundError
from common.outages import database_ask
from common.push import layer_ask
from common.rest import ErrorBody, error_response

logger = logging.getLogger(__name__)

FRONTEND_MISSING = (
    "The front end is not built: type `make frontend` (or `npm ci && npm run build` in frontend/)."
)


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. A load balancer must not restart it for another's fault."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can serve. Without its database it can't (503); without the cache or the channel
    layer it goes on by REST, and the body names what is away."""
    checks = {"database": database_ask, "cache": _cache, "channel_layer": layer_ask}
    faults = {}
    for name, check in checks.items():
        try:
            check()
        except Exception:
            logger.exception("%s is not ready", name)
            faults[name] = "away"
    is_ready = "database" not in faults
    body = {
        "status": "ready" if is_ready else "not ready",
        **{n: faults.get(n, "ok") for n in checks},
    }
    return JsonResponse(body, status=200 if is_ready else 503)


def _cache() -> None:
    """The cache itself bears that it is away."""
    cache.set("healthz", "ok", timeout=10)
    if cache.get("healthz") != "ok":
        raise ConnectionError("what was kept is not found")


def built_page(name: str) -> HttpResponse:
    """A page of the front end's build, or what to type where there is none."""
    page: Path = settings.FRONTEND_DIST / name
    try:
        text = page.read_text(encoding="utf-8")
    except FileNotFoundError:
        return HttpResponse(FRONTEND_MISSING, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(text)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@ensure_csrf_cookie
def frontend(request: HttpRequest) -> HttpResponse:
    """The single page, whatever the address: its own router finds the way."""
    return built_page("index.html")


def _speaks_json(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/graphql"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if _speaks_json(request):
        return error_response(
            NotFoundError("There is nothing at this address.", code="no_such_address")
        )
    return page_not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponseBase:
    if _speaks_json(request):
        body = ErrorBody(
            code="internal_error", message="Something broke on our side: try again later."
        )
        return JsonResponse(body.model_dump(), status=500)
    return server_error(request)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_response(
        NotAllowedError(
            "The X-CSRFToken header must repeat the csrftoken cookie: reload the page.",
            code="csrf_failed",
        )
    )


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Addresses of machines that no door answers must not get the front end's page."""
    raise Http404
