"""The sweeper's part for imports: checks that were never sent or got lost, and what is checked."""

import logging
from datetime import datetime, timedelta

from common.background import WorkState
from common.ports import queue_depths
from judging.queues import CHECK_QUEUE
from problems.imports.dispatch import package_check_send
from problems.imports.models import ImportState, PackageImport
from problems.imports.services import package_import_finish, package_import_give_up

logger = logging.getLogger(__name__)

UNSENT_AFTER = timedelta(seconds=3)
SILENCE = timedelta(seconds=30)
PATIENCE = timedelta(hours=3)
MAX_SENDS = 5
AT_ONCE = 50


def package_imports_sweep(*, now: datetime) -> int:
    """Sweep once; returns how many imports went on by it.

    A broker that is away is logged, and what depends on it left for later.
    """
    went_on = _end_unread(now)
    states = (ImportState.PENDING, ImportState.CHECKED)
    imports = PackageImport.objects.filter(state__in=states).order_by("id")
    if not imports.exists():
        return went_on
    for checked in imports.filter(state=ImportState.CHECKED)[:AT_ONCE]:
        went_on += package_import_finish(import_id=checked.pk, now=now) is not None
    pending = imports.filter(state=ImportState.PENDING)
    for old in pending.filter(created_at__lt=now - PATIENCE)[:AT_ONCE]:
        went_on += package_import_give_up(
            package_import=old, reason=f"no judge answered within {PATIENCE}", now=now
        )
    for unsent in pending.filter(sent_at__isnull=True, created_at__lt=now - UNSENT_AFTER)[:AT_ONCE]:
        went_on += package_check_send(unsent)
    return went_on + _send_lost(now)


def _end_unread(now: datetime) -> int:
    """End those that no background worker could read."""
    failed = PackageImport.objects.filter(
        state=ImportState.PREPARING, making__state=WorkState.FAILED
    ).select_related("making")
    return sum(
        package_import_give_up(package_import=one, reason=one.making.message, now=now)
        for one in failed[:AT_ONCE]
    )


def _send_lost(now: datetime) -> int:
    """Send again what the broker holds nothing of."""
    sent = PackageImport.objects.filter(state=ImportState.PENDING, sent_at__isnull=False)
    silent = list(sent.filter(sent_at__lt=now - SILENCE).order_by("id")[:AT_ONCE])
    if not silent:
        return 0
    try:
        held = queue_depths()[CHECK_QUEUE].held
    except OSError as error:
        logger.warning("the broker can't be asked: %s", error)
        return 0
    lost = max(0, sent.count() - held)
    went_on = 0
    for package_import in silent[:lost]:
        if package_import.send_count >= MAX_SENDS:
            reason = f"sent {package_import.send_count} times, and lost by the broker each time"
            went_on += package_import_give_up(package_import=package_import, reason=reason, now=now)
        else:
            went_on += package_check_send(package_import)
    return went_on
