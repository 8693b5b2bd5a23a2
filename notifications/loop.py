"""The notifications' part of the sweeper's process."""

import logging
import threading
from datetime import datetime

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from notifications.digest import digests_send
from notifications.services import notify
from notifications.upcoming import upcoming

logger = logging.getLogger(__name__)

INTERVAL_S = 30.0


def notifications_tick(*, now: datetime) -> int:
    """Tell people what lies ahead, and send digests that are due; returns how many went out.

    Something that can't be told is logged, and keeps the rest from nobody.
    """
    for event in upcoming(now):
        try:
            notify(
                kind=event.kind,
                subject=event.subject,
                user_ids=event.user_ids,
                params=event.params,
                link=event.link,
                now=now,
            )
        except ValueError:
            logger.exception("%s can't be told", event.subject)
    return digests_send(now=now)


def start_notifications(stop: threading.Event) -> threading.Thread:
    """Tick in a thread of its own until ``stop``: a mail server that is slow delays no job."""
    thread = threading.Thread(target=_run, args=(stop,), name="notifications", daemon=True)
    thread.start()
    return thread


def _run(stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            notifications_tick(now=timezone.now())
        except DatabaseError:
            logger.exception("the database can't be asked; trying again")
        except Exception:
            logger.exception("notifications failed; trying again")
        stop.wait(INTERVAL_S)
