"""What may be away: without a cache pages go on, and what is not there is made anew."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any, ParamSpec, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.db import close_old_connections, connection
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

ASKED_AGAIN_AFTER_S = 2.0
"""A cache that is away is left alone for so long, so that only few requests wait for it."""


def database_ask() -> None:
    """Raises where the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def database_ask_again() -> None:
    """The same outside of requests, where nobody else drops a connection that is lost."""
    close_old_connections()
    database_ask()


class _Outage:
    """Until when this process asks no cache. Django makes its clients anew for each request."""

    ends_at = 0.0


class BearingClient(RedisCacheClient):
    """Redis, as empty as can be while it is away: nothing is found, and nothing kept.

    Threads share it.
    """

    def __init__(self, servers: Any, **options: Any) -> None:
        super().__init__(servers, **options)
        self._shared: Any = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if self._shared is None:
            self._shared = super().get_client(key, write=True)
        return self._shared

    def add(self, key: Any, value: Any, timeout: Any) -> Any:
        # It guards what one process at a time should do: then several do it.
        return _borne(True, super().add, key, value, timeout)

    def get(self, key: Any, default: Any) -> Any:
        return _borne(default, super().get, key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        _borne(None, super().set, key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> Any:
        return _borne(False, super().touch, key, timeout)

    def delete(self, key: Any) -> Any:
        return _borne(False, super().delete, key)

    def get_many(self, keys: Any) -> Any:
        return _borne({}, super().get_many, keys)

    def has_key(self, key: Any) -> Any:
        return _borne(False, super().has_key, key)

    def incr(self, key: Any, delta: Any) -> Any:
        """Raises ValueError where there is no such key."""
        count = _borne(None, super().incr, key, delta)
        if count is None:
            raise ValueError(f"Key {key!r} not found")
        return count

    def set_many(self, data: Any, timeout: Any) -> None:
        _borne(None, super().set_many, data, timeout)

    def delete_many(self, keys: Any) -> None:
        _borne(None, super().delete_many, keys)


class BearingRedisCache(RedisCache):
    """Django's cache in Redis, whose absence is no fault of a request.

    Sessions are then read from the database, and rates count for nothing. Who must know whether
    it is there sets a key and looks for it.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _shared_client


@cache
def _client(servers: tuple[str, ...], options: tuple[tuple[str, Any], ...]) -> BearingClient:
    return BearingClient(list(servers), **dict(options))


def _shared_client(servers: Any, **options: Any) -> BearingClient:
    """One for the process: Django makes its caches anew for each request, and with them would
    make new connections."""
    return _client(tuple(servers), tuple(sorted(options.items())))


def _borne(otherwise: T, ask: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> Any | T:
    if time.monotonic() < _Outage.ends_at:
        return otherwise
    try:
        return ask(*args, **kwargs)
    except (RedisError, OSError) as error:
        logger.warning("the cache is away: %s", error)
        _Outage.ends_at = time.monotonic() + ASKED_AGAIN_AFTER_S
        return otherwise
