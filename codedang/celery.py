"""The Celery application of the web side: it sends judge jobs, takes the judge's results, and
does long work in the background."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codedang.settings")

from django.conf import settings

from common.push import start_loop
from judging.broker import broker_settings

RESULTS_PREFETCH = 10
"""Results are recorded in milliseconds, so that one receive call may bring many."""

app = Celery("codedang")
app.conf.update(
    broker_settings(
        queue_prefix=settings.QUEUE_PREFIX,
        region=settings.AWS_REGION,
        queue_url_base=settings.QUEUE_URL_BASE,
    ),
    task_publish_retry=False,
    worker_pool="solo",
    worker_concurrency=1,
    worker_prefetch_multiplier=RESULTS_PREFETCH,
    timezone="UTC",
)
# The web serves requests in many threads, and each must find this application.
app.set_default()
app.autodiscover_tasks(["common", "submissions", "problems"])


@worker_init.connect
def _start_pushing(**_: Any) -> None:
    """A worker has no event loop of its own to push from, and changes standings."""
    start_loop()
    from submissions import waiting  # noqa: PLC0415 - needs the apps
    from submissions.rejudging import live as rejudgings  # noqa: PLC0415 - likewise
    from submissions.standings import publishing  # noqa: PLC0415 - likewise

    publishing.start_publisher()
    waiting.start_publisher()
    rejudgings.start_publisher()
