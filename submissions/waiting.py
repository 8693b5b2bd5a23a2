"""Where a submission stands in the line before the judge.

First come the jobs that the broker has, by when they were sent (SQS keeps no strict order, so it
is about how many), then those that wait for their turn, in the order of submissions.turns.
"""

import asyncio
import time
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from common.coalescing import Coalescer
from common.push import push
from contests.rules import Sight
from judging.verdicts import JudgementState
from submissions.admitting import admitted_by_owner, waiting_judgements
from submissions.faults.noting import is_held, without_held
from submissions.models import Judgement, Submission
from submissions.sight import sight_for
from submissions.turns import in_turn

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
    if judgement.sent_at is None:
        line = _line(judgement.queue)
        return line.index(judgement.pk) if judgement.pk in line else None
    earlier = Q(sent_at__lt=judgement.sent_at) | Q(sent_at=judgement.sent_at, pk__lt=judgement.pk)
    return _in_line(judgement.queue).filter(earlier).count()


def is_waiting_held(submission: Submission, sight: Sight) -> bool:
    """Whether it waits until somebody has looked at what it needs (submissions.faults).

    Needs the current judgement. Who may know nothing of the judgement is told what would hold any:
    else it would show which was judged before.
    """
    judgement = submission.current_judgement
    if judgement is None:
        return False
    is_waiting = judgement.state == JudgementState.QUEUED and judgement.sent_at is None
    if sight is not Sight.NONE and not is_waiting:
        return False
    return is_held(test_package_id=judgement.test_package_id, language=submission.language)


def is_in_line(user: User, submission: Submission, now: datetime) -> bool:
    """Whether there is something to tell about its place; needs what ahead_of needs."""
    sight = sight_for(user, submission, now)
    if sight is Sight.NONE:
        return False
    return ahead_of(user, submission, now) is not None or is_waiting_held(submission, sight)


def queue_moved(queue: str) -> None:
    """Note that a queue's line has become shorter; call it after commit."""
    _coalescer.note(queue)


def waiting_publish(queue: str, loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Tell everybody who waits for a queue who stands in its line."""
    keys = _line(queue)[:MAX_WAITING_PUSHED]
    found = dict(Judgement.objects.filter(pk__in=keys).values_list("pk", "submission_id"))
    waiting = waiting_judgements(queue)
    held = waiting.exclude(pk__in=without_held(waiting).values("pk")).order_by("pk")
    message: dict[str, Any] = {
        "type": "queue.moved",
        "queue": queue,
        "sequence": sequence_now(),
        "waiting": [found[key] for key in keys if key in found],
        "held": list(held.values_list("submission_id", flat=True)[:MAX_WAITING_PUSHED]),
    }
    push(waiting_group(queue), message, loop=loop)


def start_publisher(loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Let this process tell how queues move."""
    _coalescer.start(loop)


def sequence_now() -> int:
    """Places in line are counted by the clock: a later one is newer, whoever pushes it."""
    return time.time_ns() // 1_000_000


def _line(queue: str) -> list[int]:
    """Ids of the judgements that no judge has taken, in the order in which they will be."""
    line = _in_line(queue)
    admitted = line.filter(sent_at__isnull=False).order_by("sent_at", "pk")
    ready = without_held(line.filter(sent_at__isnull=True))
    waiting = ready.order_by("pk").values_list("pk", "owner_id")
    return [
        *admitted.values_list("pk", flat=True),
        *in_turn(waiting, admitted_by_owner(queue)),
    ]


def _in_line(queue: str) -> QuerySet[Judgement]:
    return Judgement.objects.filter(queue=queue, state=JudgementState.QUEUED)


_coalescer: Coalescer[str] = Coalescer("queues", interval_s=INTERVAL_S, publish=waiting_publish)
