"""All queues as one value, read from AWS and from what the database knows of their jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings

from common import ports
from infra_control.clients import Gateways
from infra_control.gateways.errors import CloudError
from infra_control.gateways.metrics import Metric, Point
from infra_control.gateways.sqs import Depth
from infra_control.queues.letters import LetterView, letter_view
from judging.queues import QUEUES, QueueSpec

LETTERS_SHOWN = 50
"""Of each queue. Reading more takes SQS seconds."""
FIGURES_OF = timedelta(minutes=5)
FIGURES = (
    ("ApproximateAgeOfOldestMessage", "Maximum"),
    ("NumberOfMessagesSent", "Sum"),
    ("NumberOfMessagesDeleted", "Sum"),
)


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One queue with its dead letters."""

    spec: QueueSpec
    depth: Depth
    dead: Depth
    oldest_s: float | None
    """How long the oldest has waited; None: nothing waits, or nobody knows."""
    arrived_per_minute: float | None
    """None: nobody knows."""
    ended_per_minute: float | None
    letters: tuple[LetterView, ...]

    @property
    def dead_count(self) -> int:
        """Also those that somebody is looking at right now."""
        return max(self.dead.visible + self.dead.in_flight, len(self.letters))


@dataclass(frozen=True, kw_only=True)
class QueuesView:
    rows: tuple[QueueRow, ...]
    figures_problem: str = ""
    """Why CloudWatch told nothing; empty: it was asked."""

    @property
    def dead_count(self) -> int:
        return sum(row.dead_count for row in self.rows)


def read_queues(gateways: Gateways, now: datetime) -> QueuesView:
    """Ask AWS and the database. Raises CloudError."""
    figures, problem = _figures(gateways, now)
    flows = ports.queue_flows(now)
    rows = tuple(_row(gateways, spec, figures, flows.get(spec.name), now) for spec in QUEUES)
    return QueuesView(rows=_with_facts(rows), figures_problem=problem)


def _row(
    gateways: Gateways,
    spec: QueueSpec,
    figures: Mapping[tuple[str, str], Sequence[Point]],
    flow: ports.QueueFlow | None,
    now: datetime,
) -> QueueRow:
    dead = gateways.queues.depth(spec.dead_letter_name)
    letters = []
    if dead.visible + dead.in_flight:
        letters = gateways.queues.dead_letters(spec, limit=LETTERS_SHOWN)
    age, sent, deleted = (figures.get((spec.name, name), ()) for name, _ in FIGURES)
    since = flow.oldest_since if flow else None
    by_database = (now - since).total_seconds() if since else None
    return QueueRow(
        spec=spec,
        depth=gateways.queues.depth(spec.name),
        dead=dead,
        oldest_s=age[-1].value if age else by_database,
        arrived_per_minute=_rate(sent, flow.arrived_per_minute if flow else None),
        ended_per_minute=_rate(deleted, flow.ended_per_minute if flow else None),
        letters=tuple(letter_view(spec, one) for one in letters),
    )


def _rate(points: Sequence[Point], otherwise: float | None) -> float | None:
    return sum(one.value for one in points) / len(points) if points else otherwise


def _figures(
    gateways: Gateways, now: datetime
) -> tuple[dict[tuple[str, str], Sequence[Point]], str]:
    """CloudWatch's, by queue and metric. Without them the screen still has the depths."""
    keys = [(spec.name, name, statistic) for spec in QUEUES for name, statistic in FIGURES]
    metrics = [
        Metric(
            namespace="AWS/SQS",
            name=name,
            dimensions=(("QueueName", f"{settings.QUEUE_PREFIX}{queue}"),),
            statistic=statistic,
        )
        for queue, name, statistic in keys
    ]
    try:
        found = gateways.metrics.series(metrics, since=now - FIGURES_OF, until=now, period_s=60)
    except CloudError as error:
        return {}, str(error)
    return {(queue, name): points for (queue, name, _), points in zip(keys, found, strict=True)}, ""


def _with_facts(rows: tuple[QueueRow, ...]) -> tuple[QueueRow, ...]:
    ids = [one.judgement_id for row in rows for one in row.letters if one.judgement_id is not None]
    facts = ports.judgement_facts(ids) if ids else {}
    return tuple(
        replace(
            row,
            letters=tuple(
                replace(one, facts=facts.get(one.judgement_id or 0)) for one in row.letters
            ),
        )
        for row in rows
    )
