"""The sweeper: finds jobs that were never sent, or sent and lost, and ends those that died.

The database is the truth and the queue a hint, so that a broker may forget everything.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from common.ports import dead_letters_collect, queue_depths
from judging.contract import InternalError
from judging.queues import RUN_QUEUE, JudgeQueue
from submissions.archives.services import archives_expire
from submissions.custom_runs.sweeping import custom_runs_sweep
from submissions.dispatch import JobImpossibleError, judge_job_send
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
    sent = _send_unsent(now) + rejudgings_sweep(now=now)
    resent = given_up = 0
    if RUN_QUEUE in depths:
        runs_sent, given_up = custom_runs_sweep(held=depths[RUN_QUEUE].held, now=now)
        sent += runs_sent
    for queue in JudgeQueue:
        if queue in depths:
            again, ended = _resend_lost(queue, depths[queue].held, now)
            resent, given_up = resent + again, given_up + ended
    return Swept(died=died, sent=sent, resent=resent, given_up=given_up)


def _open() -> QuerySet[Judgement]:
    return Judgement.objects.filter(state__in=OPEN_STATES)


def _with_job(judgements: QuerySet[Judgement]) -> QuerySet[Judgement]:
    """With all that their jobs are made of."""
    return judgements.select_related("submission", "test_package").defer("test_package__manifest")


def _send_unsent(now: datetime) -> int:
    border = now - timedelta(seconds=UNSENT_AFTER_S)
    # Those of rejudgings wait on purpose: submissions.rejudging.feeding sends them by and by.
    unsent = _open().filter(sent_at__isnull=True, created_at__lte=border, rejudging__isnull=True)
    rows = unsent.order_by("id")[:BATCH]
    sent = 0
    for judgement in _with_job(rows):
        try:
            is_sent = judge_job_send(judgement)
        except JobImpossibleError as error:
            _give_up(judgement, InternalError(kind="contract", message=str(error)), now)
            continue
        if not is_sent:
            # The broker is away: the others would only wait for it, one after the other.
            break
        sent += 1
    return sent


def _resend_lost(queue: JudgeQueue, held: int, now: datetime) -> tuple[int, int]:
    """Returns how many jobs were sent again, and how many given up."""
    waiting = _open().filter(queue=queue, sent_at__isnull=False)
    unanswered = waiting.count()
    if unanswered <= held:
        return 0, 0
    signs = waiting.annotate(
        last_sign=Greatest("sent_at", Coalesce("last_heard_at", "sent_at"))
    ).values_list("pk", "last_sign")
    lost = lost_rows(dict(signs), now=now, unanswered=unanswered, held=held)[:BATCH]
    resent = given_up = 0
    for judgement in _with_job(_open().filter(pk__in=lost)):
        if judgement.send_count >= MAX_SENDS:
            message = f"Sent {judgement.send_count} times, and lost by the broker each time."
            given_up += _give_up(judgement, InternalError(kind="attempts", message=message), now)
        elif _claim(judgement, now):
            try:
                resent += judge_job_send(judgement)
            except JobImpossibleError as error:
                reason = InternalError(kind="contract", message=str(error))
                given_up += _give_up(judgement, reason, now)
    return resent, given_up


def _claim(judgement: Judgement, now: datetime) -> bool:
    """Whether this sweeper is the one to send it again: another may be running."""
    unchanged = Q(sent_at=judgement.sent_at, send_count=judgement.send_count)
    claimed = _open().filter(unchanged, pk=judgement.pk).update(sent_at=now)
    return claimed == 1


def _give_up(judgement: Judgement, reason: InternalError, now: datetime) -> bool:
    return judgement_give_up(
        judgement_id=judgement.pk,
        attempt_token=judgement.attempt_token,
        reason=reason,
        now=now,
    )
