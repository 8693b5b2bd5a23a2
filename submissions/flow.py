"""How judgements flow through the queues, from the rows that tell of them."""

from datetime import datetime, timedelta

from django.db.models import Min

from common.ports import QueueFlow
from judging.queues import JudgeQueue
from submissions.models import OPEN_STATES, Judgement

WINDOW = timedelta(minutes=5)
MAX_ARRIVALS = 50_000
"""Judgements looked at for a curve of arrivals."""
NEWEST = 2_000
"""Judgements looked at: what a busy site makes in a few minutes."""


def queue_flows(now: datetime) -> dict[str, QueueFlow]:
    """Of each queue of judgements: since when its oldest waits, and what comes and goes.

    The rates are of the last five minutes, or of as many of them as the newest judgements reach
    back.
    """
    waiting = (
        Judgement.objects.filter(state__in=OPEN_STATES, sent_at__isnull=False)
        .values("queue")
        .annotate(oldest=Min("sent_at"))
    )
    oldest = dict(waiting.order_by().values_list("queue", "oldest"))
    newest = list(
        Judgement.objects.order_by("-pk").values_list("queue", "created_at", "finished_at")[:NEWEST]
    )
    since = now - WINDOW
    if len(newest) == NEWEST:
        since = max(since, newest[-1][1])
    minutes = max((now - since).total_seconds() / 60, 1 / 60)
    return {
        queue.value: QueueFlow(
            oldest_since=oldest.get(queue),
            arrived_per_minute=sum(q == queue and made >= since for q, made, _ in newest) / minutes,
            ended_per_minute=sum(
                q == queue and ended is not None and ended >= since for q, _, ended in newest
            )
            / minutes,
        )
        for queue in JudgeQueue
    }


def arrivals_by_minute(now: datetime, minutes: int) -> list[int]:
    """How many judgements were made in each of the last minutes, the oldest first."""
    counts = [0] * minutes
    since = now - timedelta(minutes=minutes)
    newest = Judgement.objects.order_by("-pk").values_list("created_at", flat=True)
    for made_at in newest[:MAX_ARRIVALS].iterator(chunk_size=2_000):
        if made_at < since:
            break
        minute = int((made_at - since).total_seconds() // 60)
        if minute < minutes:
            counts[minute] += 1
    return counts
