"""Putting a job into a queue of the judge's. Each app's own module says what goes in."""

import logging

from celery import current_app
from django.conf import settings

from judging import telemetry
from judging.broker import compression_for

logger = logging.getLogger(__name__)


def job_put(task: str, message: str, *, queue: str) -> bool:
    """Send a job, as JSON, to a queue (named without the deployment's prefix).

    False: the broker did not take it. Never raises because of the broker.
    """
    try:
        current_app.send_task(
            task,
            args=[message],
            queue=f"{settings.QUEUE_PREFIX}{queue}",
            compression=compression_for(message),
            ignore_result=True,
            headers=telemetry.headers(),
            retry=False,
        )
    except Exception:
        logger.warning("%s was not sent to %s: it waits", task, queue, exc_info=True)
        return False
    return True
