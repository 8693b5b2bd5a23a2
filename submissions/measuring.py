"""How the queues stand, as the database knows it: figures of telemetry."""

from collections.abc import Iterable
from datetime import datetime

from django.db import close_old_connections
from django.db.models import Count, Min
from django.utils import timezone

from judging import telemetry
from judging.queues import JudgeQueue
from judging.telemetry.metrics import QUEUE_AGE_SECONDS, QUEUE_DEPTH
from submissions.models import OPEN_STATES, Judgement


def queues_watch() -> None:
    """Let telemetry read the queues whenever it sends. For one process of the site, and for those
    that are scraped."""
    telemetry.watch(QUEUE_DEPTH, lambda: _read(queue_depths_now()))
    telemetry.watch(QUEUE_AGE_SECONDS, lambda: _read(queue_ages_now(timezone.now())))


def queue_depths_now() -> Iterable[telemetry.Reading]:
    """Judgements without a verdict, by queue and state; 0 where there are none."""
    counts: dict[tuple[str, str], int] = {
        (queue, state): 0 for queue in JudgeQueue for state in OPEN_STATES
    }
    rows = Judgement.objects.filter(state__in=OPEN_STATES).values("queue", "state")
    for row in rows.annotate(count=Count("pk")).order_by():
        counts[row["queue"], row["state"]] = row["count"]
    for (queue, state), count in counts.items():
        yield count, {"queue": str(queue), "state": str(state)}


def queue_ages_now(now: datetime) -> Iterable[telemetry.Reading]:
    """How many seconds each queue's oldest judgement has waited for its verdict; 0: none waits."""
    rows = Judgement.objects.filter(state__in=OPEN_STATES).values("queue")
    oldest = dict(rows.annotate(since=Min("created_at")).order_by().values_list("queue", "since"))
    for queue in JudgeQueue:
        age_s = (now - oldest[queue]).total_seconds() if queue in oldest else 0.0
        yield max(age_s, 0.0), {"queue": str(queue)}


def _read(readings: Iterable[telemetry.Reading]) -> Iterable[telemetry.Reading]:
    """All of them, on a connection that this thread gives back."""
    close_old_connections()
    try:
        yield from readings
    finally:
        close_old_connections()
