"""Knowing the rows of running contests before the first reader comes.

A process makes the text of a board's rows once (rendering): a quarter of a second for a thousand.
The first reader in a new process would wait for it, in the middle of a contest after a deployment.
"""

import logging
from datetime import datetime

from django.db import connections

from contests.models import ProblemSet, SetKind
from submissions.models import Audience
from submissions.standings.recording import contest_get
from submissions.standings.rendering import MAX_KEPT, rows_know
from submissions.standings.sheet import sheet_of

logger = logging.getLogger(__name__)

MAX_WARMED = MAX_KEPT // 2


def boards_warm(*, now: datetime) -> int:
    """Make the rows of the contests that run by now; returns of how many. Never raises: a board
    that isn't known is made when somebody asks.

    For a process that starts, in a thread whose connection is closed afterwards.
    """
    warmed = 0
    try:
        running = ProblemSet.objects.filter(
            kind=SetKind.CONTEST, starts_at__lte=now, ends_at__gt=now
        )
        for pk in running.order_by("ends_at", "pk").values_list("pk", flat=True)[:MAX_WARMED]:
            rows_know(sheet_of(contest_get(pk), now=now), Audience.PUBLIC)
            warmed += 1
    except Exception:
        logger.warning("boards were not made ready", exc_info=True)
    return warmed


def boards_warm_apart(*, now: datetime) -> int:
    """The same, in a thread of its own."""
    try:
        return boards_warm(now=now)
    finally:
        connections.close_all()
