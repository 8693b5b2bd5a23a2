"""What screens show: read from AWS once, kept for all operators, with its age.

A page is drawn from the snapshot and never waits for AWS, unless there is none yet or somebody asks
for a fresh one. Open pages then ask for their parts again every few seconds, and by that keep the
snapshot young for all; each new one is announced to the others. A reading that failed keeps the
last good one and says why it is old.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.cache import cache
from django.utils import timezone

from common.ports import ScreenNews
from common.push import live_event, push
from infra_control.gateways.errors import CloudError

T = TypeVar("T")

SEE = "infra_control.see_infrastructure"
"""Whoever has it sees every screen."""

KEPT_S = 3600
FRESH_S = 10
"""Younger ones are shown as they are, to open pages too."""
READING_S = 30
"""For so long at most others wait with their own reading while one reads."""


@dataclass(frozen=True, kw_only=True)
class Snapshot(Generic[T]):
    value: T | None
    """None: AWS could never be read."""
    taken_at: datetime | None
    problem: str
    """Why it is not fresh; empty: it is."""
    name: str = ""
    """Of its topic, which tells of newer ones."""

    def age_s(self, now: datetime) -> float | None:
        return (now - self.taken_at).total_seconds() if self.taken_at else None

    @property
    def sequence(self) -> int:
        """Grows with each one; 0: there is none."""
        return round(self.taken_at.timestamp() * 1000) if self.taken_at else 0


def snapshot(
    name: str, read: Callable[[], T], *, is_fresh_wanted: bool = False, max_age_s: float = FRESH_S
) -> Snapshot[T]:
    """The named reading, not older than ``max_age_s``. Never raises because of AWS.

    While somebody else reads it, an older one is given rather than asking twice.
    """
    kept: Snapshot[T] | None = cache.get(_key(name))
    now = timezone.now()
    age_s = kept.age_s(now) if kept is not None else None
    if (
        kept is not None
        and not is_fresh_wanted
        and age_s is not None
        and (age_s < max_age_s or not cache.add(f"{_key(name)}:reading", 1, READING_S))
    ):
        return kept
    try:
        made = Snapshot(value=read(), taken_at=timezone.now(), problem="", name=name)
    except CloudError as error:
        last = kept or Snapshot[T](value=None, taken_at=None, problem="")
        # Kept as it was: the next who looks tries again.
        return Snapshot(value=last.value, taken_at=last.taken_at, problem=str(error), name=name)
    finally:
        cache.delete(f"{_key(name)}:reading")
    snapshot_keep(name, made)
    return made


def snapshot_kept(name: str) -> Snapshot[Any]:
    """The last one, whatever its age, without asking AWS."""
    kept: Snapshot[Any] | None = cache.get(_key(name))
    return kept or Snapshot(value=None, taken_at=None, problem="", name=name)


def snapshot_keep(name: str, made: Snapshot[T]) -> None:
    """Keep a reading for all, and tell open pages of it."""
    cache.set(_key(name), made, KEPT_S)
    push(_group(name), live_event(f"infra:{name}", made.sequence, {}))


def snapshot_news(user: object, name: str) -> ScreenNews | None:
    """Answers the port screen_news: where a screen's snapshot stands; None: not for them."""
    has_perm: Callable[[str], bool] | None = getattr(user, "has_perm", None)
    if has_perm is None or not has_perm(SEE) or not (name.isascii() and name.isidentifier()):
        return None
    kept: Snapshot[object] | None = cache.get(_key(name))
    return ScreenNews(group=_group(name), sequence=kept.sequence if kept else 0)


def _key(name: str) -> str:
    return f"infra:{name}"


def _group(name: str) -> str:
    return f"infra.{name}"
