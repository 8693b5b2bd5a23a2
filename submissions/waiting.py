"""Where a submission stands in the line before the judge.

SQS keeps no strict order, so it is about how many are before it, by when they were queued.
"""

import asyncio
import time
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from common.coalescing import Coalescer
from common.push import push
from contests.rules import Sight
from judging.verdicts import JudgementState
from submissions.models import Judgement, Submission
from submissions.sight import sight_for

INTERVAL_S = 1.0
MAX_WAITING_PUSHED = 500
"""Who stands further behind is told when the line has moved up to there."""


def waiting_group(queue: str) -> str:
    """The channel layer's group of those who wait for a queue."""
    return f"waiting.{queue}"


def ahead_of(user: User, submission: Submission, now: datetime) -> int | None:
    """How many submissions the judge takes before it; None: it is not in line.

    Needs the current judgement and SIGHT_COLUMNS. Who may know nothing of the judgement isn't told
    either when a judge took it.
    """
    judgement = submission.current_judgement
    if judgement is None or judgement.state != JudgementState.QUEUED:
        return None
    if sight_for(user, submission, now) is Sight.NONE:
        return None
    return _in_line(judgement.queue).filter(pk__lt=judgement.pk).count()


def queue_moved(queue: str) -> None:
    """Note that a queue's line has become shorter; call it after commit."""
    _coalescer.note(queue)


def waiting_publish(queue: str, loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Tell everybody who waits for a queue who stands in its line."""
    ids = _in_line(queue).order_by("pk").values_list("submission_id", flat=True)
    message: dict[str, Any] = {
        "type": "queue.moved",
        "queue": queue,
        "sequence": sequence_now(),
        "waiting": list(ids[:MAX_WAITING_PUSHED]),
    }
    push(waiting_group(queue), message, loop=loop)


def start_publisher(loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Let this process tell how queues move."""
    _coalescer.start(loop)


def sequence_now() -> int:
    """Places in line are counted by the clock: a later one is newer, whoever pushes it."""
    return time.time_ns() // 1_000_000


def _in_line(queue: str) -> QuerySet[Judgement]:
    return Judgement.objects.filter(queue=queue, state=JudgementState.QUEUED)


_coalescer: Coalescer[str] = Coalescer("queues", interval_s=INTERVAL_S, publish=waiting_publish)
