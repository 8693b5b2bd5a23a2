"""What screens show: read from AWS once, kept for all operators, with its age.

A screen loads from the snapshot and never waits for AWS, unless there is none yet or somebody asks
for a fresh one. A reading that failed keeps the last good one and says why it is old.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core.cache import cache
from django.utils import timezone

from infra_control.gateways.errors import CloudError

T = TypeVar("T")

KEPT_S = 3600
FRESH_S = 10
"""Younger ones are shown as they are; older ones are read anew by whoever looks."""


@dataclass(frozen=True, kw_only=True)
class Snapshot(Generic[T]):
    value: T | None
    """None: AWS could never be read."""
    taken_at: datetime | None
    problem: str
    """Why it is not fresh; empty: it is."""

    def age_s(self, now: datetime) -> float | None:
        return (now - self.taken_at).total_seconds() if self.taken_at else None


def snapshot(name: str, read: Callable[[], T], *, is_fresh_wanted: bool = False) -> Snapshot[T]:
    """The named reading. Never raises because of AWS."""
    key = f"infra:{name}"
    kept: Snapshot[T] | None = cache.get(key)
    now = timezone.now()
    age_s = kept.age_s(now) if kept is not None else None
    if kept is not None and not is_fresh_wanted and age_s is not None and age_s < FRESH_S:
        return kept
    try:
        made = Snapshot(value=read(), taken_at=now, problem="")
    except CloudError as error:
        last = kept or Snapshot[T](value=None, taken_at=None, problem="")
        # Kept as it was: the next who looks tries again.
        return Snapshot(value=last.value, taken_at=last.taken_at, problem=str(error))
    cache.set(key, made, KEPT_S)
    return made
