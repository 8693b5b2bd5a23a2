"""How judgements flow through the queues, from the rows that tell of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Min

from common.ports import JobInWork, QueueFlow
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState
from submissions.models import OPEN_STATES, Judgement

MAX_IN_WORK = 500
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


def jobs_in_work(judgehosts: Sequence[str]) -> dict[str, JobInWork]:
    """Answers the port of this name: the newest judgement that each judgehost works at."""
    rows = Judgement.objects.filter(
        state=JudgementState.JUDGING,
        judgehost__in=judgehosts,
        sent_at__isnull=False,
        last_heard_at__isnull=False,
    )
    found = rows.order_by("pk").values_list(
        "judgehost",
        "pk",
        "submission_id",
        "submission__problem__slug",
        "stage",
        "sent_at",
        "last_heard_at",
    )
    return {
        host: JobInWork(
            judgement_id=pk,
            submission_id=submission_id,
            problem=problem,
            stage=stage or "",
            since=sent_at,
            heard_at=heard_at,
        )
        for host, pk, submission_id, problem, stage, sent_at, heard_at in found[:MAX_IN_WORK]
        if sent_at is not None and heard_at is not None
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
