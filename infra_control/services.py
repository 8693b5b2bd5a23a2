"""What operators, and the sweeper in their place, do with the queues."""

import logging
from collections.abc import Mapping
from functools import cache

from django.conf import settings

from common import ports
from infra_control.gateways.sqs import QueueGateway, SqsGateway
from infra_control.messages import UnreadableMessageError, read_judge_job
from judging.queues import QUEUES, RESULTS_QUEUE, WORKER_QUEUES, JudgeQueue, QueueSpec

logger = logging.getLogger(__name__)

DEAD_LETTERS_AT_ONCE = 200

JUDGE_QUEUES: tuple[QueueSpec, ...] = tuple(
    spec for spec in QUEUES if spec.name in {queue.value for queue in JudgeQueue}
)


@cache
def queue_gateway() -> QueueGateway:
    """The deployment's queues; one client for the whole process."""
    return SqsGateway(prefix=settings.QUEUE_PREFIX, region=settings.AWS_REGION)


def queue_depths(gateway: QueueGateway | None = None) -> Mapping[str, ports.QueueDepth]:
    """Depth of each queue that judge workers take from, and of their results. Raises CloudError."""
    gateway = gateway or queue_gateway()
    depths = {name: gateway.depth(name) for name in (*WORKER_QUEUES, RESULTS_QUEUE)}
    return {
        name: ports.QueueDepth(visible=depth.visible + depth.delayed, in_flight=depth.in_flight)
        for name, depth in depths.items()
    }


def dead_letters_announce(gateway: QueueGateway | None = None) -> int:
    """Tell the death of each judge job among the dead letters by the port judge_job_died.

    The messages stay, for an operator to look at and to redrive; telling a death twice
    does nothing. Returns how many judgements ended by it. Raises CloudError.
    """
    gateway = gateway or queue_gateway()
    ended = 0
    for spec in JUDGE_QUEUES:
        if gateway.depth(spec.dead_letter_name).visible == 0:
            continue
        for letter in gateway.dead_letters(spec, limit=DEAD_LETTERS_AT_ONCE):
            try:
                job = read_judge_job(letter.body)
            except UnreadableMessageError as error:
                logger.warning("dead letter %s of %s: %s", letter.message_id, spec.name, error)
                continue
            reason = f"No judgehost finished the job in {spec.max_receive_count} deliveries."
            ended += ports.judge_job_died(job.judgement_id, job.attempt_token, reason)
    return ended
