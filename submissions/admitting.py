"""Admitting judge jobs to the broker, from the database and in fair order (submissions.turns).

A job is claimed by its ``sent_at`` and then sent, so that of several processes one sends it. A
verdict, and news that a judge has taken a job, let the next ones go; the sweeper mends what
breaks. Rejudgings have a chain of their own (submissions.rejudging.feeding).
"""

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from judging.queues import JudgeQueue
from judging.verdicts import JudgementState
from submissions.dispatch import JobImpossibleError, judge_job_send
from submissions.faults.noting import is_held, without_held
from submissions.models import OPEN_STATES, Judgement
from submissions.turns import SHARE, Waiting, has_room, turns

SHARED_QUEUES = (JudgeQueue.CONTEST, JudgeQueue.PRACTICE)
"""Those in which owners take turns."""


def goes_at_once(queue: JudgeQueue, owner_id: int, test_package_id: int, language: str) -> bool:
    """Whether an owner's next job goes to the broker without waiting.

    Call it where jobs of one owner are made one after the other.
    """
    if is_held(test_package_id=test_package_id, language=language):
        return False
    if open_judgements(queue).filter(owner_id=owner_id)[:SHARE].count() < SHARE:
        return True
    if waiting_judgements(queue).exists():
        return False
    found = open_judgements(queue).aggregate(standing=_count("queued"), busy=_count("judging"))
    return has_room(standing=found["standing"], busy=found["busy"])


def claimed_send(judgement: Judgement) -> bool:
    """Send a job whose row says already that it is sent; call it after commit.

    False: the broker did not take it, and it waits for the next feeding. Raises
    JobImpossibleError.
    """
    if judge_job_send(judgement):
        return True
    Judgement.objects.filter(pk=judgement.pk, send_count=0).update(sent_at=None)
    return False


def queue_feed(queue: str) -> int:
    """Send the jobs whose turn it is; returns how many. Call it outside of transactions."""
    if queue not in SHARED_QUEUES:
        return 0
    line = _line(queue)
    if not line:
        return 0
    found = open_judgements(queue).aggregate(
        standing=_count("queued", sent_at__isnull=False), busy=_count("judging")
    )
    sent = 0
    for owner, count in turns(line, standing=found["standing"], busy=found["busy"]).items():
        own = without_held(waiting_judgements(queue)).filter(owner_id=owner).order_by("id")
        fed = judgements_feed(with_job(own)[:count])
        sent += fed
        if fed < count:
            # The broker is away, or another process is at it.
            break
    return sent


def judgements_feed(judgements: QuerySet[Judgement]) -> int:
    """Claim and send jobs that wait, up to the first that the broker does not take."""
    sent = 0
    for judgement in judgements:
        unclaimed = Judgement.objects.filter(
            pk=judgement.pk, state=JudgementState.QUEUED, sent_at__isnull=True
        )
        if not unclaimed.update(sent_at=timezone.now()):
            continue
        try:
            is_sent = claimed_send(judgement)
        except JobImpossibleError:
            # Its language has left the table since: the sweeper ends what is claimed and not sent.
            continue
        if not is_sent:
            break
        sent += 1
    return sent


def open_judgements(queue: str) -> QuerySet[Judgement]:
    return Judgement.objects.filter(queue=queue, state__in=OPEN_STATES)


def waiting_judgements(queue: str) -> QuerySet[Judgement]:
    """Those that wait for their turn; rejudgings' wait elsewhere."""
    return Judgement.objects.filter(
        queue=queue, state=JudgementState.QUEUED, sent_at__isnull=True, rejudging__isnull=True
    )


def with_job(judgements: QuerySet[Judgement]) -> QuerySet[Judgement]:
    """With all that their jobs are made of."""
    return judgements.select_related("submission", "test_package").defer("test_package__manifest")


def admitted_by_owner(queue: str) -> dict[int, int]:
    """How many jobs of each owner the broker has."""
    admitted = open_judgements(queue).filter(sent_at__isnull=False, owner__isnull=False)
    rows = admitted.order_by().values_list("owner_id").annotate(Count("pk"))
    return {owner: count for owner, count in rows if owner is not None}


def _line(queue: str) -> list[Waiting]:
    waiting = waiting_judgements(queue).filter(owner__isnull=False)
    if not waiting.exists():
        return []
    ready = without_held(waiting).order_by()
    rows = list(ready.values_list("owner_id").annotate(Count("pk"), Min("pk")))
    admitted = admitted_by_owner(queue)
    return [
        Waiting(owner=owner, count=count, first=first, admitted=admitted.get(owner, 0))
        for owner, count, first in rows
        if owner is not None
    ]


def _count(state: str, **also: object) -> Count:
    return Count("pk", filter=Q(state=state, **also))
