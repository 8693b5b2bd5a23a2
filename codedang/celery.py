"""The Celery application of the web side: it sends judge jobs, takes the judge's results, and
does long work in the background."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codedang.settings")

from django.conf import settings

from common.health import BEAT_S, readiness_watch, sign_give
from common.outages import database_ask_again
from common.push import start_loop
from common.telemetry import web_connect
from judging import telemetry
from judging.broker import broker_settings

RESULTS_PREFETCH = 10
"""Results are recorded in milliseconds, so that one receive call may bring many."""


class _Task(Task):  # type: ignore[type-arg]  # not generic when it runs
    """A task that goes on in the trace of whoever sent it."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        headers = {name: self.request.get(name) or "" for name in telemetry.TRACE_HEADERS}
        with telemetry.served(self.name, headers=headers):
            return super().__call__(*args, **kwargs)


app = Celery("codedang", task_cls=_Task)
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
    web_connect("results")
    start_loop()
    from submissions import waiting  # noqa: PLC0415 - needs the apps
    from submissions.rejudging import live as rejudgings  # noqa: PLC0415 - likewise
    from submissions.standings import publishing  # noqa: PLC0415 - likewise

    publishing.start_publisher()
    waiting.start_publisher()
    rejudgings.start_publisher()


@worker_ready.connect
def _begin_to_beat(sender: Any, **_: Any) -> None:
    """From its event loop, so that a task that hangs is silence too."""
    database_ask_again()
    sign_give()
    sender.timer.call_repeatedly(BEAT_S, sign_give)
    readiness_watch(database_ask_again)
