"""What may be kept by caches between us and a reader.

An answer is the same for everybody, and says so, or it is nobody else's business. Its
address alone decides which of the two: an address whose answer is shared never shows
anything of the person who asks.
"""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

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
