"""What may be kept by caches between us and a reader.

An answer is the same for everybody, and says so, or it is nobody else's business. Its
address alone decides which of the two: an address whose answer is shared never shows
anything of the person who asks.
"""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from judging import telemetry
from judging.telemetry.metrics import CACHE_LOOKUPS

PRIVATE = "private, no-store"


def share(request: HttpRequest, *, seconds: int) -> None:
    """Say that this request's answer is the same for everybody.

    ``seconds`` is how long a CDN may repeat it; browsers ask every time and get 304 while
    nothing has changed.
    """
    request.shared_seconds = seconds  # type: ignore[attr-defined]  # read below


def cache_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with its Cache-Control; shared ones get an ETag, or are 304 by it."""
    seconds: int | None = getattr(request, "shared_seconds", None)
    if seconds is None or response.status_code != 200:
        response.headers["Cache-Control"] = PRIVATE
        return response
    response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}"
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response


def kept_answer(request: HttpRequest) -> HttpResponseBase | None:
    """The shared answer that this address gave a moment ago; None: it must be made.

    Whoever comes with a token is asked for its scopes first, and so gets none.
    """
    if not _may_be_kept(request):
        return None
    kept: tuple[bytes, dict[str, str]] | None = cache.get(_name(request))
    # Of addresses that give shared answers only the repetitions are known here: keep_answer counts
    # the others.
    if kept is None:
        return None
    telemetry.record(CACHE_LOOKUPS, cache="answers", result="hit")
    content, headers = kept
    response = HttpResponse(content, headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response)


def keep_answer(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the next ones who ask for this shared answer the same, as a CDN would."""
    seconds: int | None = getattr(request, "shared_seconds", None)
    if seconds is None or not _may_be_kept(request) or response.status_code != 200:
        return
    if isinstance(response, HttpResponse):
        telemetry.record(CACHE_LOOKUPS, cache="answers", result="miss")
        kept = (response.content, dict(response.headers))
        cache.set(_name(request), kept, min(seconds, settings.SHARED_ANSWERS_KEPT_S))


def _may_be_kept(request: HttpRequest) -> bool:
    is_plain = request.method == "GET" and "Authorization" not in request.headers
    return is_plain and settings.SHARED_ANSWERS_KEPT_S > 0 and request.path.startswith("/api/")


def _name(request: HttpRequest) -> str:
    address = hashlib.blake2b(request.get_full_path().encode(), digest_size=16)
    return f"shared-answer:{address.hexdigest()}"
