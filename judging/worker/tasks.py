"""The tasks that the web side sends."""

from typing import Any

from celery import Celery, Task
from celery.exceptions import Reject

from judging import telemetry
from judging.worker.handler import HandedBackError, JobHandler
from judging.worker.lease import Delivery
from judging.worker.passing import HEADER, Trail


def register_task(app: Celery, task_name: str, handler: JobHandler[Any]) -> None:
    """Let the app take one kind of job: one argument, the job as JSON."""

    @app.task(name=task_name, bind=True)
    def take_job(self: "Task[..., Any]", text: str) -> None:
        try:
            delivery = Delivery.of(self.request.properties or {})
            with telemetry.served(task_name, headers=_trace(self.request)):
                handler.handle(text, delivery, Trail.of(self.request.get(HEADER)))
        except HandedBackError as back:
            # Neither settled nor deleted: the queue's redrive policy counts the delivery.
            raise Reject(str(back), requeue=False) from back


def _trace(request: Any) -> dict[str, str]:
    return {name: request.get(name) or "" for name in telemetry.TRACE_HEADERS}
