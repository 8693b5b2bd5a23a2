"""The one table of queue and task names through which the web side and the judge meet."""

from dataclasses import dataclass
from enum import StrEnum


class JudgeQueue(StrEnum):
    """A class of judgements, with a queue of its own: a rejudging never delays a contest."""

    CONTEST = "judge-contest"
    PRACTICE = "judge-practice"
    REJUDGE = "judge-rejudge"


RUN_QUEUE = "judge-run"
"""Custom runs: somebody waits at the screen, and each takes seconds."""

CHECK_QUEUE = "judge-check"
"""Package checks: each takes minutes, and nobody's verdict hangs on it."""

WORKER_QUEUES: tuple[str, ...] = (
    JudgeQueue.CONTEST.value,
    RUN_QUEUE,
    JudgeQueue.PRACTICE.value,
    JudgeQueue.REJUDGE.value,
    CHECK_QUEUE,
)
"""All that a judge worker may take from, the most urgent first."""

RESULTS_QUEUE = "results"

BACKGROUND_QUEUE = "background"
"""Long work of the web side for itself: no judge takes from it."""

JUDGE_TASK = "judging.judge"
RUN_TASK = "judging.run"
CHECK_TASK = "judging.check"
VERIFY_TASK = "judging.verify"
PROGRESS_TASK = "submissions.progress"
REPORT_TASK = "submissions.report"
RUN_REPORT_TASK = "submissions.run_report"
CHECK_REPORT_TASK = "problems.check_report"
VERIFY_PROGRESS_TASK = "problems.verify_progress"
VERIFY_REPORT_TASK = "problems.verify_report"
BACKGROUND_TASK = "background.work"


AVOID_HEADER = "codedang_avoid"
"""Of a job's message: judgehosts, separated by commas, that are switched off and pass it on."""


@dataclass(frozen=True, kw_only=True)
class QueueSpec:
    """How one queue is made. ``name`` is without the deployment's prefix."""

    name: str
    visibility_timeout_s: int
    max_receive_count: int

    @property
    def dead_letter_name(self) -> str:
        return f"{self.name}-dlq"


JUDGE_LEASE_S = 8
"""A judge worker that is silent for so long has lost its job: another takes it."""

MAX_RECEIVE_COUNT = 5
"""Deliveries before the broker moves a message to the dead letters.

A message given back at a graceful stop has counted as delivered, so it is generous.
"""

QUEUES: tuple[QueueSpec, ...] = (
    *(
        QueueSpec(
            name=queue, visibility_timeout_s=JUDGE_LEASE_S, max_receive_count=MAX_RECEIVE_COUNT
        )
        for queue in WORKER_QUEUES
    ),
    QueueSpec(name=RESULTS_QUEUE, visibility_timeout_s=30, max_receive_count=MAX_RECEIVE_COUNT),
    # A worker's death is noticed by the work's row, long before the message is seen again.
    QueueSpec(name=BACKGROUND_QUEUE, visibility_timeout_s=900, max_receive_count=2),
)
