"""How often something may be done, counted in Django's cache.

Its one operation on the counter is atomic in Redis, so that processes share a limit.
ninja's own throttles read and write in two steps, so that simultaneous requests
slip through together.
"""

import time

from django.core.cache import cache

from common.errors import TooManyRequestsError


def rate_limit(key: str, *, limit: int, period_s: int) -> None:
    """Count one use of ``key``; raise TooManyRequestsError beyond ``limit`` in the current period.

    Periods are fixed windows of the clock, so that up to twice the limit may fall
    together at a border. Good against floods, not for fairness.
    """
    now_s = time.time()
    window, into_s = divmod(now_s, period_s)
    name = f"rate:{key}:{int(window)}"
    cache.add(name, 0, timeout=period_s + 1)
    try:
        used = cache.incr(name)
    except ValueError:
        return
    if used > limit:
        retry_after_s = max(1, int(period_s - into_s) + 1)
        raise TooManyRequestsError(
            f"Too many requests: try again in {retry_after_s} s.", retry_after_s=retry_after_s
        )
