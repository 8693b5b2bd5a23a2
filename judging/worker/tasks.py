"""The tasks that the web side sends."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from celery import Celery, Task
from celery.exceptions import Reject

from judging import telemetry
from judging.worker.handler import HandedBackError, JobHandler
from judging.worker.lease import Delivery
from judging.worker.passing import HEADER, KEPT_HEADERS, Trail

Job = Callable[[], AbstractContextManager[None]]


def register_task(
    app: Celery, task_name: str, handler: JobHandler[Any], *, job: Job = nullcontext
) -> None:
    """Let the app take one kind of job: one argument, the job as JSON. Each is done within
    ``job``."""

    @app.task(name=task_name, bind=True)
    def take_job(self: "Task[..., Any]", text: str) -> None:
        try:
            delivery = Delivery.of(self.request.properties or {})
            with job(), telemetry.served(task_name, headers=_trace(self.request)):
                handler.handle(text, delivery, _trail(self.request))
        except HandedBackError as back:
            # Neither settled nor deleted: the queue's redrive policy counts the delivery.
            raise Reject(str(back), requeue=False) from back


def _trail(request: Any) -> Trail:
    kept = {name: value for name in KEPT_HEADERS if isinstance(value := request.get(name), str)}
    return Trail.of(request.get(HEADER), kept)


def _trace(request: Any) -> dict[str, str]:
    return {name: request.get(name) or "" for name in telemetry.TRACE_HEADERS}
