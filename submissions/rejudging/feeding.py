"""Sending a rejudging's jobs by and by, so that the broker holds few of them at any time.

The queue of rejudgings is shared with single rejudges, which never wait behind thousands, and
a rejudging that is cancelled leaves few jobs behind. Each result lets the next job go; the
sweeper starts the chain and mends it where it breaks.
"""

from django.conf import settings

from judging.queues import JudgeQueue
from judging.verdicts import JudgementState
from submissions.admitting import judgements_feed, with_job
from submissions.faults.noting import without_held
from submissions.models import OPEN_STATES, Judgement, Rejudging
from submissions.rejudging.rules import RejudgingState, shares


def rejudgings_feed() -> int:
    """Send as many jobs of rejudgings as may be under way; returns how many were sent.

    Call it outside of transactions. Several processes may: each job is claimed before.
    """
    budget = settings.REJUDGE_QUEUE_DEPTH - _under_way()
    if budget <= 0:
        return 0
    judging = Rejudging.objects.filter(state=RejudgingState.JUDGING).order_by("id")
    waiting = {pk: _waiting(pk, budget) for pk in judging.values_list("pk", flat=True)}
    sent = 0
    for pk, count in shares(budget, {pk: len(ids) for pk, ids in waiting.items()}).items():
        chosen = Judgement.objects.filter(pk__in=waiting[pk][:count])
        sent += judgements_feed(with_job(chosen).order_by("id"))
    return sent


def _under_way() -> int:
    return Judgement.objects.filter(
        queue=JudgeQueue.REJUDGE, sent_at__isnull=False, state__in=OPEN_STATES
    ).count()


def _waiting(rejudging_id: int, limit: int) -> list[int]:
    unsent = Judgement.objects.filter(
        rejudging_id=rejudging_id, state=JudgementState.QUEUED, sent_at__isnull=True
    )
    return list(without_held(unsent).order_by("id").values_list("pk", flat=True)[:limit])
