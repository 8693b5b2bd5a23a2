"""All figures of the site, on both sides of the queue: the one table."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a figure behaves."""

    COUNTER = "counter"
    HISTOGRAM = "histogram"
    GAUGE = "gauge"


FAST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds of what a person waits for."""
LONG_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Bounds of what a judge works on."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure."""

    name: str
    """Ends with its unit where it has one, as Prometheus wants it."""
    kind: Kind
    help: str
    attributes: tuple[str, ...] = ()
    """All that its values are told apart by; each has few values."""
    unit: str = ""
    bounds: tuple[float, ...] = ()
    is_watched: bool = False
    """Read whenever figures are sent, instead of being told at each change."""

    @property
    def prometheus_names(self) -> tuple[str, ...]:
        """The names of its series at /metrics."""
        if self.kind is Kind.COUNTER:
            return (f"{self.name}_total",)
        if self.kind is Kind.GAUGE:
            return (self.name,)
        return tuple(f"{self.name}_{part}" for part in ("bucket", "count", "sum"))


HTTP_SECONDS = Metric(
    name="codedang_http_request_seconds",
    kind=Kind.HISTOGRAM,
    help="How long a request took, by the address's pattern.",
    attributes=("method", "route", "status"),
    unit="s",
    bounds=FAST_S,
)
GRAPHQL_SECONDS = Metric(
    name="codedang_graphql_operation_seconds",
    kind=Kind.HISTOGRAM,
    help="How long a query or mutation took, by the first field that it asks for.",
    attributes=("kind", "field", "outcome"),
    unit="s",
    bounds=FAST_S,
)
SOCKETS_OPEN = Metric(
    name="codedang_websockets_open",
    kind=Kind.GAUGE,
    help="Websockets that this process holds.",
)
PUSH_SECONDS = Metric(
    name="codedang_push_lag_seconds",
    kind=Kind.HISTOGRAM,
    help="From a change's commit until its event went into a websocket.",
    attributes=("topic",),
    unit="s",
    bounds=FAST_S,
)
CACHE_LOOKUPS = Metric(
    name="codedang_cache_lookups",
    kind=Kind.COUNTER,
    help="Looks into a cache, and whether what was wanted lay in it.",
    attributes=("cache", "result"),
)
QUEUE_DEPTH = Metric(
    name="codedang_queue_depth",
    kind=Kind.GAUGE,
    is_watched=True,
    help="Judgements without a verdict, by the queue they belong to and their state.",
    attributes=("queue", "state"),
)
QUEUE_AGE_SECONDS = Metric(
    name="codedang_queue_age_seconds",
    kind=Kind.GAUGE,
    is_watched=True,
    help="How long the longest waiting judgement of a queue has been without a verdict.",
    attributes=("queue",),
    unit="s",
)
VERDICTS = Metric(
    name="codedang_verdicts",
    kind=Kind.COUNTER,
    help="Judgements that ended.",
    attributes=("verdict", "language", "queue"),
)
VERDICT_SECONDS = Metric(
    name="codedang_verdict_seconds",
    kind=Kind.HISTOGRAM,
    help="From a judgement's making until its verdict was recorded.",
    attributes=("queue",),
    unit="s",
    bounds=LONG_S,
)
STAGE_SECONDS = Metric(
    name="codedang_judge_stage_seconds",
    kind=Kind.HISTOGRAM,
    help="How long a judge worker was in a stage of a job.",
    attributes=("stage",),
    unit="s",
    bounds=LONG_S,
)
JUDGE_JOBS = Metric(
    name="codedang_judge_jobs",
    kind=Kind.COUNTER,
    help="Deliveries that a judge worker settled or gave back.",
    attributes=("task", "outcome"),
)
WORKER_BUSY = Metric(
    name="codedang_judge_worker_busy",
    kind=Kind.GAUGE,
    help="1 while a judge worker has a job, 0 while it waits for one.",
)
PROCESS_MEMORY_BYTES = Metric(
    name="codedang_process_resident_memory_bytes",
    kind=Kind.GAUGE,
    is_watched=True,
    help="Memory that a process holds.",
    unit="By",
)

METRICS = (
    HTTP_SECONDS,
    GRAPHQL_SECONDS,
    SOCKETS_OPEN,
    PUSH_SECONDS,
    CACHE_LOOKUPS,
    QUEUE_DEPTH,
    QUEUE_AGE_SECONDS,
    VERDICTS,
    VERDICT_SECONDS,
    STAGE_SECONDS,
    JUDGE_JOBS,
    WORKER_BUSY,
    PROCESS_MEMORY_BYTES,
)
