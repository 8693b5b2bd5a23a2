"""The sweeper: finds jobs that were never sent, or sent and lost, and ends those that died.

The database is the truth and the queue a hint, so that a broker may forget everything.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest

from common.ports import dead_letters_collect, queue_depths
from judging.contract import InternalError
from judging.queues import RESULTS_QUEUE, RUN_QUEUE, JudgeQueue
from submissions.admitting import (
    claimed_send,
    judgements_feed,
    open_judgements,
    queue_feed,
    waiting_judgements,
    with_job,
)
from submissions.archives.services import archives_expire
from submissions.custom_runs.sweeping import custom_runs_sweep
from submissions.dispatch import JobImpossibleError
from submissions.faults.noting import without_held
from submissions.faults.services import faults_sweep
from submissions.models import OPEN_STATES, Judgement
from submissions.rejudging.sweeping import rejudgings_sweep
from submissions.rules import MAX_SENDS, UNSENT_AFTER_S, lost_rows
from submissions.services import judgement_give_up

logger = logging.getLogger(__name__)

BATCH = 500
"""Rows sent in one sweep at most; the next sweep goes on."""


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What one sweep did."""

    died: int = 0
    sent: int = 0
    resent: int = 0
    given_up: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.died or self.sent or self.resent or self.given_up)


def sweep(*, now: datetime) -> Swept:
    """Sweep once. A broker that is away is logged, and what depends on it left for later."""
    try:
        # First, else a dead job would look lost and be sent anew.
        died = dead_letters_collect()
        depths = queue_depths()
    except OSError as error:
        logger.warning("the broker can't be asked: %s", error)
        return Swept()
    archives_expire(now=now)
    faults_sweep(now=now)
    resent, given_up = _send_unconfirmed(now)
    sent = _send_unsent(now) + rejudgings_sweep(now=now)
    if RUN_QUEUE in depths:
        runs_sent, ended = custom_runs_sweep(held=depths[RUN_QUEUE].held, now=now)
        sent, given_up = sent + runs_sent, given_up + ended
    # Jobs whose reports wait to be recorded are not lost: the results worker is behind, or away.
    reported = depths[RESULTS_QUEUE].visible if RESULTS_QUEUE in depths else 0
    for queue in JudgeQueue:
        if queue in depths:
            again, ended = _resend_lost(queue, depths[queue].held + reported, now)
            resent, given_up = resent + again, given_up + ended
    return Swept(died=died, sent=sent, resent=resent, given_up=given_up)


def _send_unsent(now: datetime) -> int:
    """Send what waits and may go: by turns, and what belongs to nobody at once."""
    border = now - timedelta(seconds=UNSENT_AFTER_S)
    sent = 0
    for queue in JudgeQueue:
        ownerless = waiting_judgements(queue).filter(owner__isnull=True, created_at__lte=border)
        sent += judgements_feed(with_job(without_held(ownerless)).order_by("id")[:BATCH])
        sent += queue_feed(queue)
    return sent


def _send_unconfirmed(now: datetime) -> tuple[int, int]:
    """Send what somebody began to send and never did: that process was killed in between, or no
    job can be made of it. Returns how many were sent, and how many given up."""
    border = now - timedelta(seconds=UNSENT_AFTER_S)
    claimed = Judgement.objects.filter(
        state__in=OPEN_STATES, sent_at__lte=border, send_count=0, last_heard_at__isnull=True
    )
    return _send_again(list(with_job(claimed).order_by("id")[:BATCH]), now)


def _resend_lost(queue: JudgeQueue, held: int, now: datetime) -> tuple[int, int]:
    """Returns how many jobs were sent again, and how many given up."""
    # Jobs that nobody has finished sending are none that the broker could have lost.
    waiting = open_judgements(queue).filter(sent_at__isnull=False, send_count__gt=0)
    unanswered = waiting.count()
    if unanswered <= held:
        return 0, 0
    signs = waiting.annotate(
        last_sign=Greatest("sent_at", Coalesce("last_heard_at", "sent_at"))
    ).values_list("pk", "last_sign")
    lost = lost_rows(dict(signs), now=now, unanswered=unanswered, held=held)[:BATCH]
    return _send_again(list(with_job(waiting.filter(pk__in=lost))), now)


def _send_again(judgements: Sequence[Judgement], now: datetime) -> tuple[int, int]:
    """Returns how many jobs were sent again, and how many given up."""
    resent = given_up = 0
    for judgement in judgements:
        if judgement.send_count >= MAX_SENDS:
            message = f"Sent {judgement.send_count} times, and lost by the broker each time."
            given_up += _give_up(judgement, InternalError(kind="attempts", message=message), now)
        elif _claim(judgement, now):
            try:
                is_sent = claimed_send(judgement)
            except JobImpossibleError as error:
                reason = InternalError(kind="contract", message=str(error))
                given_up += _give_up(judgement, reason, now)
                continue
            if not is_sent:
                # The broker is away: the others would only wait for it, one after the other.
                break
            resent += 1
    return resent, given_up


def _claim(judgement: Judgement, now: datetime) -> bool:
    """Whether this sweeper is the one to send it again: another may be running."""
    unchanged = Q(sent_at=judgement.sent_at, send_count=judgement.send_count)
    unanswered = Judgement.objects.filter(unchanged, pk=judgement.pk, state__in=OPEN_STATES)
    claimed = unanswered.update(sent_at=now)
    return claimed == 1


def _give_up(judgement: Judgement, reason: InternalError, now: datetime) -> bool:
    return judgement_give_up(
        judgement_id=judgement.pk,
        attempt_token=judgement.attempt_token,
        reason=reason,
        now=now,
    )
