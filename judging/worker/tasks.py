"""The task that the web side sends."""

from typing import Any

from celery import Celery, Task
from celery.exceptions import Reject

from judging.queues import JUDGE_TASK
from judging.worker.handler import HandedBackError, JobHandler
from judging.worker.lease import Delivery


def register_judge_task(app: Celery, handler: JobHandler) -> None:
    """Let the app take judge jobs: one argument, a JudgeJob as JSON."""

    @app.task(name=JUDGE_TASK, bind=True)
    def judge_job(self: "Task[..., Any]", text: str) -> None:
        try:
            handler.handle(text, Delivery.of(self.request.properties or {}))
        except HandedBackError as back:
            # Neither settled nor deleted: the queue's redrive policy counts the delivery.
            raise Reject(str(back), requeue=False) from back
