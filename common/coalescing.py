"""Telling live clients of something that changes often, a few times a second at most."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

KeyT = TypeVar("KeyT", bound=Hashable)

Publish = Callable[[KeyT, asyncio.AbstractEventLoop | None], None]


class Coalescer(Generic[KeyT]):
    """Calls ``publish`` from a thread of its own for keys that were noted, each once per interval.

    Until it is started, which only processes do that push, noting does nothing.
    """

    def __init__(self, name: str, *, interval_s: float, publish: Publish[KeyT]) -> None:
        self._name = name
        self._interval_s = interval_s
        self._publish = publish
        self._noted: set[KeyT] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """``loop`` is the server's, where there is one; else common.push has its own."""
        with self._lock:
            self._loop = loop
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    @property
    def is_started(self) -> bool:
        return self._thread is not None

    def note(self, key: KeyT) -> None:
        """Say that there is news of ``key``; call it after commit. Costs its caller nothing."""
        if self._thread is None:
            return
        with self._lock:
            self._noted.add(key)
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            with self._lock:
                noted, self._noted = self._noted, set()
            for key in noted:
                self._publish_safely(key)
            time.sleep(self._interval_s)

    def _publish_safely(self, key: KeyT) -> None:
        try:
            close_old_connections()
            self._publish(key, self._loop)
        except Exception:
            logger.exception("%s: %s was not pushed", self._name, key)
        finally:
            connections.close_all()
