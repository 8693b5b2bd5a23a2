"""Having the edge forget what changed, without anybody asking.

A change is noted in its own transaction, so none is lost and none told that never was. The sweeper
gathers the changes of a moment into one invalidation and asks the edge until it takes it: its
reference is the row's, so asking twice forgets once.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.ports import PublicChange
from infra_control.clients import Gateways, gateways
from infra_control.edge.rules import MAX_PATH_CHARS, paths_joined
from infra_control.gateways.errors import CloudError
from infra_control.models import ContentChange, Invalidation, OperatorAction, Outcome

logger = logging.getLogger(__name__)

QUIET = timedelta(seconds=1)
"""Somebody who saves again within it makes one invalidation of both; but never later than…"""
LONGEST_WAIT = timedelta(seconds=10)
PAUSES_S = (5, 15, 60, 300)
"""Between attempts; the last one for good."""
MAX_ATTEMPTS = 20
"""Over an hour: all copies have aged away by then."""
CLAIM = timedelta(seconds=60)
KEPT = timedelta(days=40)
"""More than a month, by which AWS counts paths."""
CHANGES_AT_ONCE = 1_000


def change_note(change: PublicChange) -> None:
    """Answers the port content_changed. Sites without a distribution note nothing."""
    if not settings.EDGE_INVALIDATIONS:
        return
    paths = [path for path in change.paths if path.isascii() and len(path) <= MAX_PATH_CHARS]
    ContentChange.objects.create(noted_at=timezone.now(), paths=paths, cause=change.cause[:300])


def stale_copies_forget(now: datetime, own: Gateways | None = None) -> int:
    """Answers the port of this name."""
    if not settings.EDGE_INVALIDATIONS:
        return 0
    _gather(now)
    due = Invalidation.objects.filter(try_at__lte=now).order_by("id")
    return sum(_ask(one, own or gateways(), now) for one in due[:10])


def invalidation_retry(invalidation_id: int, now: datetime) -> bool:
    """Ask the edge anew for one that was given up; False: it was taken, or is being asked."""
    given_up = Invalidation.objects.filter(
        pk=invalidation_id, try_at__isnull=True, invalidation_id=""
    )
    return bool(given_up.update(try_at=now, attempts=0))


def _gather(now: datetime) -> None:
    """Make one invalidation of the changes that wait, when no more seem to follow."""
    # The site itself repeats a shared answer for so long: earlier, the edge would get the old one.
    quiet = QUIET + timedelta(seconds=settings.SHARED_ANSWERS_KEPT_S)
    with transaction.atomic():
        waiting = list(
            ContentChange.objects.select_for_update()
            .filter(invalidation__isnull=True)
            .order_by("id")[:CHANGES_AT_ONCE]
        )
        if not waiting:
            return
        is_quiet = now - waiting[-1].noted_at >= quiet
        if not is_quiet and now - waiting[0].noted_at < LONGEST_WAIT:
            return
        made = Invalidation.objects.create(
            made_at=now, paths=_paths(waiting), try_at=now, message=""
        )
        ContentChange.objects.filter(pk__in=[one.pk for one in waiting]).update(invalidation=made)
        Invalidation.objects.filter(try_at__isnull=True, made_at__lt=now - KEPT).delete()


def _paths(changes: Iterable[ContentChange]) -> list[str]:
    return list(paths_joined([path for one in changes for path in one.paths]))


def _ask(one: Invalidation, own: Gateways, now: datetime) -> bool:
    """Whether the edge took it. Another sweeper may ask for the same: it forgets once."""
    claimed = Invalidation.objects.filter(pk=one.pk, try_at=one.try_at).update(
        try_at=now + CLAIM, tried_at=now, attempts=one.attempts + 1
    )
    if not claimed:
        return False
    rows = Invalidation.objects.filter(pk=one.pk)
    try:
        found = own.edge.distributions()
        if not found:
            rows.update(try_at=None, message="There is no distribution: nothing keeps copies.")
            return False
        distribution_id = found[0].distribution_id
        made = own.edge.invalidate(
            distribution_id,
            one.paths,
            caller_reference=f"codedang-{one.pk}-{one.made_at.timestamp():.0f}",
        )
    except CloudError as error:
        attempts = one.attempts + 1
        pause = timedelta(seconds=PAUSES_S[min(attempts, len(PAUSES_S)) - 1])
        rows.update(try_at=now + pause if attempts < MAX_ATTEMPTS else None, message=str(error))
        logger.warning("the edge keeps old copies of %s: %s", ", ".join(one.paths), error)
        return False
    rows.update(
        try_at=None,
        distribution_id=distribution_id,
        invalidation_id=made.invalidation_id,
        message="",
    )
    return True


def automatic_invalidations(limit: int = 10) -> Sequence[Invalidation]:
    """The newest, with their causes."""
    return list(Invalidation.objects.prefetch_related("changes")[:limit])


def changes_waiting() -> int:
    """Changes that no invalidation has taken up yet."""
    return ContentChange.objects.filter(invalidation__isnull=True).count()


def paths_this_month(now: datetime) -> int:
    """Paths that this site asked for, automatically or not: AWS charges by path and month."""
    since = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    taken = Invalidation.objects.filter(~Q(invalidation_id=""), made_at__gte=since)
    by_hand = OperatorAction.objects.filter(
        action="invalidation_create", outcome=Outcome.DONE, at__gte=since
    )
    found = [*taken.values_list("paths", flat=True)]
    found += [asked.get("paths", []) for asked in by_hand.values_list("asked", flat=True)]
    return sum(len(paths) for paths in found)
