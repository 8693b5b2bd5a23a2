"""Celery: work for the background workers comes in here."""

import json

from celery import shared_task
from django.db import close_old_connections

from common.background import work_run
from judging.queues import BACKGROUND_TASK


@shared_task(name=BACKGROUND_TASK)
def background_work_take(message: str) -> None:
    """Do the piece of work that the message names."""
    close_old_connections()
    named = json.loads(message)
    work_run(str(named["name"]), int(named["id"]))
