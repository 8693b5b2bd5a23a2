"""Work that takes too long for a request: a row tells of it, and a background worker does it.

The row is the truth and the message in the queue a hint: it may get lost, come twice or come
late. Whoever wants such work derives a model from ``BackgroundWork``, describes it by a
``WorkKind`` that codedang.wiring names, makes a row in a transaction of its own, and calls
``work_start`` in it.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from common.errors import DomainError
from common.health import sign_give
from common.jobs import job_put
from judging.queues import BACKGROUND_QUEUE, BACKGROUND_TASK

logger = logging.getLogger(__name__)

SILENCE = timedelta(minutes=3)
"""A worker that says nothing for so long has lost its work: it is done again."""
UNSENT_AFTER = timedelta(seconds=3)
RESEND_AFTER = timedelta(minutes=1)
"""Doubled with each sending, for the work may only be waiting for its turn."""
PATIENCE = timedelta(hours=3)
MAX_ATTEMPTS = 3
AT_ONCE = 50
BEAT_EVERY_S = 1.0
MAX_MESSAGE_CHARS = 2_000


class WorkState(models.TextChoices):
    """Where a piece of work stands."""

    QUEUED = "queued", "Waiting for a worker"
    RUNNING = "running", "Being done"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


OPEN_WORK = (WorkState.QUEUED, WorkState.RUNNING)


class BackgroundWork(models.Model):
    """A piece of work. What it is about, and what comes of it, stands in the derived model."""

    WORK_NAME: ClassVar[str]
    """The kind's name in messages, such as ``submissions.source_zip``."""

    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.QUEUED)
    message = models.TextField(
        blank=True, help_text="What came of it, or why it failed and what to do."
    )
    done_steps = models.PositiveIntegerField(default=0)
    total_steps = models.PositiveIntegerField(default=0, help_text="0: not known yet.")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="When the broker last took the message.")
    send_count = models.PositiveIntegerField(default=0)
    attempt_token = models.CharField(max_length=32, blank=True, help_text="Of the worker at it.")
    attempt_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True, help_text="When its worker last gave a sign.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=("id",),
                name="%(class)s_open",
                condition=Q(state__in=["queued", "running"]),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_WORK


W = TypeVar("W", bound=BackgroundWork)


class WorkTakenError(Exception):
    """The row is no longer this worker's: it was given up, deleted, or another took it."""


@dataclass(kw_only=True)
class Beat(Generic[W]):
    """By what a worker says that it is alive, and how far it is. Call it outside transactions."""

    work: W
    _last_s: float = field(default=0.0, init=False)

    def __call__(self, done: int = 0, total: int = 0) -> None:
        """Written at most once a second. Raises WorkTakenError where one should stop."""
        now_s = time.monotonic()
        if now_s - self._last_s < BEAT_EVERY_S:
            return
        self._last_s = now_s
        sign_give()
        values: dict[str, Any] = {"heard_at": timezone.now()}
        if total:
            values |= {"done_steps": done, "total_steps": total}
        if not _of_attempt(self.work).update(**values):
            raise WorkTakenError


@dataclass(frozen=True, kw_only=True)
class WorkKind(Generic[W]):
    """One kind of work."""

    model: type[W]
    run: Callable[[W, Beat[W]], str]
    """Does the work anew from its start, however far a former attempt came, and returns a
    sentence on what came of it. A DomainError's message is told as the reason of the failure;
    of any other exception only that it was our fault. Calls the beat every few seconds."""


_kinds: dict[str, WorkKind[Any]] = {}


def works_wire(*kinds: WorkKind[Any]) -> None:
    """Say which kinds there are."""
    _kinds.update({kind.model.WORK_NAME: kind for kind in kinds})


def work_start(work: BackgroundWork) -> None:
    """Send a new row to the background workers when its transaction has committed."""
    transaction.on_commit(lambda: _send(work))


def work_run(name: str, work_id: int) -> bool:
    """Do a piece of work, unless another does or it is done. Returns whether it was done now.

    Never raises for what goes wrong inside it: the row tells.
    """
    kind = _kinds.get(name)
    if kind is None:
        logger.error("background work %s %s is of no kind that is known here", name, work_id)
        return False
    work = _claim(kind.model, work_id, now=timezone.now())
    if work is None:
        return False
    try:
        message, state = kind.run(work, Beat(work=work)), WorkState.DONE
    except WorkTakenError:
        return False
    except DomainError as error:
        message, state = error.message, WorkState.FAILED
    except Exception:
        logger.exception("background work %s %s failed", name, work_id)
        message, state = "Something broke on our side: try again later.", WorkState.FAILED
    return _finish(_of_attempt(work), state, message)


def works_sweep(*, now: datetime) -> int:
    """Send what was never sent or got lost, and end what can't be done; returns how many."""
    return sum(_sweep(kind.model, now) for kind in _kinds.values())


def _send(work: BackgroundWork) -> bool:
    message = json.dumps({"name": work.WORK_NAME, "id": work.pk})
    if not job_put(BACKGROUND_TASK, message, queue=BACKGROUND_QUEUE):
        return False
    type(work)._default_manager.filter(pk=work.pk, state=WorkState.QUEUED).update(
        sent_at=timezone.now(), send_count=F("send_count") + 1
    )
    return True


def _claim(model: type[W], work_id: int, *, now: datetime) -> W | None:
    is_free = Q(state=WorkState.QUEUED) | Q(
        state=WorkState.RUNNING, heard_at__lt=now - SILENCE, attempt_count__lt=MAX_ATTEMPTS
    )
    token = uuid4().hex
    claimed = model._default_manager.filter(is_free, pk=work_id).update(
        state=WorkState.RUNNING,
        attempt_token=token,
        attempt_count=F("attempt_count") + 1,
        started_at=now,
        heard_at=now,
        done_steps=0,
        total_steps=0,
    )
    return model._default_manager.get(pk=work_id, attempt_token=token) if claimed else None


def _of_attempt(work: W) -> models.QuerySet[W]:
    return type(work)._default_manager.filter(
        pk=work.pk, attempt_token=work.attempt_token, state=WorkState.RUNNING
    )


def _finish(works: models.QuerySet[Any], state: WorkState, message: str) -> bool:
    changed = works.update(
        state=state, message=message[:MAX_MESSAGE_CHARS], finished_at=timezone.now()
    )
    return changed > 0


def _sweep(model: type[BackgroundWork], now: datetime) -> int:
    manager = model._default_manager
    swept = 0
    running = manager.filter(state=WorkState.RUNNING, heard_at__lt=now - SILENCE)
    for work in running.order_by("id")[:AT_ONCE]:
        if work.attempt_count >= MAX_ATTEMPTS:
            reason = f"Its worker died at each of {work.attempt_count} attempts. Tell an operator."
            swept += _finish(_of_attempt(work), WorkState.FAILED, reason)
        else:
            _of_attempt(work).update(state=WorkState.QUEUED, sent_at=None)
    queued = manager.filter(state=WorkState.QUEUED).order_by("id")
    old = queued.filter(created_at__lt=now - PATIENCE, attempt_count=0)
    hours = int(PATIENCE / timedelta(hours=1))
    for work in old[:AT_ONCE]:
        still = queued.filter(pk=work.pk, attempt_count=0)
        reason = f"No background worker took it within {hours} hours. Tell an operator."
        swept += _finish(still, WorkState.FAILED, reason)
    for work in queued.filter(created_at__lt=now - UNSENT_AFTER)[:AT_ONCE]:
        is_due = work.sent_at is None or (
            work.sent_at < now - RESEND_AFTER * 2 ** min(work.send_count - 1, 6)
        )
        if is_due and not _send(work):
            # The broker is away: the others would only wait for it too.
            break
        swept += is_due
    return swept
