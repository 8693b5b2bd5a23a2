"""Telling ECS that this task judges, so that scaling in takes another one.

A worker that scaling in stops finishes or hands back its job anyway: protection spares students the
wait, and ECS the time. So it is asked for by a thread of its own, off the jobs' path, and a failure
is logged and no more ("Amazon ECS task scale-in protection endpoint", ECS developer guide).
"""

import json
import logging
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)

EXPIRES_MINUTES = 10
"""Should this process die without a word."""
RENEW_S = EXPIRES_MINUTES * 60 / 2
LINGER_S = 3.0
"""A worker that takes its next job within it stays protected: ECS throttles whoever flaps."""
TIMEOUT_S = 5.0

Put = Callable[[str, dict[str, object]], None]


def _put(url: str, body: dict[str, object]) -> None:
    """Raises OSError, and ValueError for an address that is none."""
    request = urllib.request.Request(  # noqa: S310 - ECS' own address, from the environment
        url,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_S):  # noqa: S310 - as above
        pass


class TaskProtection:
    """Keeps ECS' word on this task as its jobs begin and end."""

    def __init__(self, agent_uri: str, *, put: Put = _put, linger_s: float = LINGER_S) -> None:
        self._url = f"{agent_uri.rstrip('/')}/task-protection/v1/state"
        self._put = put
        self._linger_s = linger_s
        self._changed = threading.Condition()
        self._is_busy = False
        threading.Thread(target=self._run, name="protection", daemon=True).start()

    @contextmanager
    def job(self) -> Iterator[None]:
        """Within it the task judges. Costs its caller nothing."""
        self._note(is_busy=True)
        try:
            yield
        finally:
            self._note(is_busy=False)

    def _note(self, *, is_busy: bool) -> None:
        with self._changed:
            self._is_busy = is_busy
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_busy)
            is_told = self._tell(is_protected=True)
            while not self._is_idle_before(time.monotonic() + RENEW_S):
                is_told = self._tell(is_protected=True)
            if is_told:
                self._tell(is_protected=False)

    def _is_idle_before(self, renew_at_s: float) -> bool:
        """Wait until no job has been under way for a while; False: it is time to renew."""
        with self._changed:
            while (left_s := renew_at_s - time.monotonic()) > 0:
                if not self._changed.wait_for(lambda: not self._is_busy, timeout=left_s):
                    return False
                if not self._changed.wait_for(lambda: self._is_busy, timeout=self._linger_s):
                    return True
        return False

    def _tell(self, *, is_protected: bool) -> bool:
        body: dict[str, object] = {"ProtectionEnabled": is_protected}
        if is_protected:
            body["ExpiresInMinutes"] = EXPIRES_MINUTES
        try:
            self._put(self._url, body)
        except (OSError, ValueError) as error:
            logger.warning("ECS was not told of this task's protection: %s", error)
            return False
        return True
