"""Putting a job into a queue of the judge's. Each app's own module says what goes in."""

import logging
from collections.abc import Sequence

from celery import current_app
from django.conf import settings

from judging import telemetry
from judging.broker import compression_for
from judging.queues import AVOID_HEADER
from judging.signing import SIGNATURE_HEADER, job_sign

logger = logging.getLogger(__name__)


def job_put(task: str, message: str, *, queue: str, avoid: Sequence[str] = ()) -> bool:
    """Send a job, as JSON and signed, to a queue (named without the deployment's prefix).

    ``avoid`` names judgehosts that pass it on to others.
    False: the broker did not take it. Never raises because of the broker.
    """
    headers = {
        SIGNATURE_HEADER: job_sign(settings.JUDGE_SIGNING_KEY, task=task, text=message),
        **({AVOID_HEADER: ",".join(avoid)} if avoid else {}),
    }
    try:
        current_app.send_task(
            task,
            args=[message],
            queue=f"{settings.QUEUE_PREFIX}{queue}",
            compression=compression_for(message),
            ignore_result=True,
            headers=headers | telemetry.headers(),
            retry=False,
        )
    except Exception:
        logger.warning("%s was not sent to %s: it waits", task, queue, exc_info=True)
        return False
    return True
