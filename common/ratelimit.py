"""How often something may be done, counted in Django's cache.

Its one operation on the counter is atomic in Redis, so that processes share a limit.
ninja's own throttles read and write in two steps, so that simultaneous requests
slip through together.
"""

import time
from typing import Literal

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from common.errors import TooManyRequestsError

RateClass = Literal["read", "write", "auth", "submit"]

SUBMIT_PATHS = ("/api/v1/submissions", "/api/v1/runs")


def rate_limit(key: str, *, limit: int, period_s: int) -> None:
    """Count one use of ``key``; raise TooManyRequestsError beyond ``limit`` in the current period.

    Periods are fixed windows of the clock, so that up to twice the limit may fall
    together at a border. Good against floods, not for fairness.
    """
    now_s = time.time()
    window, into_s = divmod(now_s, period_s)
    name = f"rate:{key}:{int(window)}"
    try:
        used = cache.incr(name)
    except ValueError:
        # The first of the period, unless another was faster.
        cache.add(name, 0, timeout=period_s + 1)
        try:
            used = cache.incr(name)
        except ValueError:
            return
    if used > limit:
        retry_after_s = max(1, int(period_s - into_s) + 1)
        raise TooManyRequestsError(
            f"Too many requests ({limit} in {period_s} s are allowed): "
            f"try again in {retry_after_s} s.",
            retry_after_s=retry_after_s,
        )


def rate_class(method: str, path: str) -> RateClass:
    """Which of the limits a request to an API falls under."""
    if method in {"GET", "HEAD", "OPTIONS"}:
        return "read"
    if path.startswith("/api/auth/"):
        return "auth"
    if path.rstrip("/") in SUBMIT_PATHS:
        return "submit"
    return "read" if path.startswith("/graphql") else "write"


def client_ip(request: HttpRequest) -> str:
    """The address that asks, believing as many proxies as the site has (TRUSTED_PROXY_COUNT).

    Each proxy appends whom it saw to X-Forwarded-For, so the outermost trusted one wrote
    the entry that far from the right; what stands left of it is the client's own claim.
    Without proxies, or with fewer entries than proxies, the connection's address counts.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        if len(seen) >= proxies and seen[-proxies].strip():
            return seen[-proxies].strip()[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
