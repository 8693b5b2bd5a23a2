"""Making a rejudging's judgements, a few hundred in each transaction, and moving it on.

Whoever calls may be killed at any moment: what has been made is noted with it, and the next
call goes on from there.
"""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import User
from judging.languages import language_table
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState
from submissions.choosing import Choice, submissions_chosen
from submissions.models import (
    OPEN_STATES,
    Judgement,
    Reason,
    Rejudging,
    RejudgingItem,
    Submission,
)
from submissions.rejudging.live import rejudging_moved
from submissions.rejudging.rules import MAX_JUDGEMENTS, RejudgingState

logger = logging.getLogger(__name__)

BATCH = 500
"""Submissions looked at in one transaction."""


def rejudgeable(user: User, choice: Choice) -> QuerySet[Submission]:
    """Those of the submissions chosen that can be judged again beside a verdict they have."""
    return submissions_chosen(user, choice).filter(
        state=JudgementState.DONE,
        current_judgement__isnull=False,
        problem__test_package__isnull=False,
        language__in=language_table().ids,
    )


def rejudging_prepare(rejudging_id: int, now: datetime, *, batches: int = 1) -> bool:
    """Make the judgements of the next submissions; True: all are made, and it is judged now."""
    for _ in range(batches):
        with transaction.atomic():
            rejudging = (
                Rejudging.objects.select_for_update(of=("self",))
                .select_related("created_by")
                .filter(pk=rejudging_id, state=RejudgingState.PREPARING)
                .first()
            )
            if rejudging is None:
                return False
            if _batch(rejudging, now):
                transaction.on_commit(partial(rejudging_moved, rejudging_id))
                return True
    return False


def rejudging_judged(rejudging_id: int, now: datetime) -> bool:
    """Move a rejudging on when nothing of it is open. False: something is."""
    judgements = Judgement.objects.filter(rejudging_id=rejudging_id, state__in=OPEN_STATES)
    if judgements.exists():
        return False
    moved = Rejudging.objects.filter(pk=rejudging_id, state=RejudgingState.JUDGING).update(
        state=RejudgingState.READY, ready_at=now
    )
    if moved:
        rejudging_moved(rejudging_id)
    return bool(moved)


def _batch(rejudging: Rejudging, now: datetime) -> bool:
    """Make the next ones; True: there are no more."""
    choice = Choice.model_validate(rejudging.choice)
    chosen = rejudgeable(rejudging.created_by, choice).filter(
        pk__gt=rejudging.prepared_up_to, pk__lte=rejudging.prepare_until
    )
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[:BATCH])
    # Locked, so that a single rejudge at the same time takes another ordinal.
    locked = (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("current_judgement", "problem")
        .filter(pk__in=ids, state=JudgementState.DONE)
        .exclude(rejudging_items__rejudging=rejudging)
        .defer("source", "current_judgement__compile_message")
        .order_by("pk")
    )
    _make(rejudging, list(locked), now)
    is_full = rejudging.submission_count * rejudging.repeat_count >= MAX_JUDGEMENTS
    is_last = len(ids) < BATCH or is_full
    rejudging.prepared_up_to = rejudging.prepare_until if is_last else ids[-1]
    if is_last:
        rejudging.state = RejudgingState.JUDGING
    rejudging.save(update_fields=["prepared_up_to", "submission_count", "state"])
    return is_last


def _make(rejudging: Rejudging, submissions: Sequence[Submission], now: datetime) -> None:
    last = dict(
        Judgement.objects.filter(submission__in=submissions)
        .values("submission_id")
        .annotate(last=Max("ordinal"))
        .values_list("submission_id", "last")
    )
    RejudgingItem.objects.bulk_create(
        RejudgingItem(
            rejudging=rejudging,
            submission=one,
            old_judgement=one.current_judgement,
            old_verdict=one.current_judgement.verdict or "",
            old_score=one.current_judgement.score,
        )
        for one in submissions
        if one.current_judgement is not None
    )
    Judgement.objects.bulk_create(
        [
            Judgement(
                submission=one,
                ordinal=last[one.pk] + repetition,
                reason=Reason.REJUDGE,
                requested_by_id=rejudging.created_by_id,
                rejudging=rejudging,
                test_package_id=rejudging.test_package_id or one.problem.test_package_id or 0,
                attempt_token=secrets.token_hex(16),
                queue=JudgeQueue.REJUDGE,
                created_at=now,
            )
            for repetition in range(1, rejudging.repeat_count + 1)
            for one in submissions
        ],
        batch_size=BATCH,
    )
    rejudging.submission_count += len(submissions)
