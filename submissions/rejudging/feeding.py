"""Sending a rejudging's jobs by and by, so that the broker holds few of them at any time.

The queue of rejudgings is shared with single rejudges, which never wait behind thousands, and
a rejudging that is cancelled leaves few jobs behind. Each result lets the next job go; the
sweeper starts the chain and mends it where it breaks.
"""

from django.conf import settings
from django.utils import timezone

from judging.queues import JudgeQueue
from judging.verdicts import JudgementState
from submissions.dispatch import JobImpossibleError, judge_job_send
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
        for judgement in _with_job(waiting[pk][:count]):
            sent += _send(judgement)
    return sent


def _under_way() -> int:
    return Judgement.objects.filter(
        queue=JudgeQueue.REJUDGE, sent_at__isnull=False, state__in=OPEN_STATES
    ).count()


def _waiting(rejudging_id: int, limit: int) -> list[int]:
    unsent = Judgement.objects.filter(
        rejudging_id=rejudging_id, state=JudgementState.QUEUED, sent_at__isnull=True
    )
    return list(unsent.order_by("id").values_list("pk", flat=True)[:limit])


def _with_job(keys: list[int]) -> list[Judgement]:
    found = Judgement.objects.filter(pk__in=keys).select_related("submission", "test_package")
    return list(found.defer("test_package__manifest").order_by("id"))


def _send(judgement: Judgement) -> bool:
    """Claim a job and send it. What the broker does not take waits for the next feeding."""
    unclaimed = Judgement.objects.filter(
        pk=judgement.pk, state=JudgementState.QUEUED, sent_at__isnull=True
    )
    if not unclaimed.update(sent_at=timezone.now()):
        return False
    try:
        is_sent = judge_job_send(judgement)
    except JobImpossibleError:
        # Its language has left the table since: the sweeper ends it when it looks lost.
        return False
    if not is_sent:
        Judgement.objects.filter(pk=judgement.pk, send_count=0).update(sent_at=None)
    return is_sent
