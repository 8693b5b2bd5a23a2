"""Sends jobs behind the requests that made them, so that nobody waits for the broker.

Only web processes start it; elsewhere jobs are sent at once. What a process that dies takes with
it, and what finds no place here, the sweeper sends: the rows say that it isn't sent.
"""

import logging
import threading
from collections.abc import Callable
from functools import partial
from queue import Full, Queue

from django.db import close_old_connections
from django.utils import timezone

from submissions.admitting import claimed_send
from submissions.custom_runs.models import CustomRun
from submissions.dispatch import custom_run_send, sender_warm
from submissions.models import OPEN_STATES, Judgement
from submissions.rules import UNSENT_AFTER_S

logger = logging.getLogger(__name__)

SENDERS = 2
"""Each holds a client of the broker, of which the first costs a second and all cost memory."""
MAX_WAITING = 5_000

_waiting: Queue[Callable[[], object]] = Queue(MAX_WAITING)
_senders: list[threading.Thread] = []


def senders_start() -> None:
    """Let this process send from threads of its own from now on."""
    for number in range(len(_senders), SENDERS):
        sender = threading.Thread(target=_send_all, name=f"sender-{number}", daemon=True)
        _senders.append(sender)
        sender.start()


def judgement_send_soon(judgement: Judgement) -> None:
    """Send a job whose row says already that it is sent; call it after commit."""
    _soon(partial(claimed_send, judgement), partial(_send_late, judgement))


def custom_run_send_soon(run: CustomRun) -> None:
    """Send a custom run's job; call it after commit."""
    _soon(partial(custom_run_send, run), partial(custom_run_send, run))


def _soon(at_once: Callable[[], object], behind: Callable[[], object]) -> None:
    if not _senders:
        at_once()
        return
    try:
        _waiting.put_nowait(behind)
    except Full:
        logger.warning("too many jobs wait to be sent: the sweeper sends what comes now")


def _send_late(judgement: Judgement) -> None:
    """The sweeper sends what waits for seconds: then it is the one who does."""
    now = timezone.now()
    assert judgement.sent_at is not None  # noqa: S101 - it was claimed
    if (now - judgement.sent_at).total_seconds() > UNSENT_AFTER_S / 2:
        unsent = Judgement.objects.filter(
            pk=judgement.pk, sent_at=judgement.sent_at, send_count=0, state__in=OPEN_STATES
        )
        if not unsent.update(sent_at=now):
            return
        judgement.sent_at = now
    claimed_send(judgement)


def _send_all() -> None:
    sender_warm()
    while True:
        send = _waiting.get()
        close_old_connections()
        try:
            send()
        except Exception:
            logger.exception("a job was not sent: the sweeper does it")
