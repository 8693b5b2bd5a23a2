"""Telling live clients of a changed board: at most a few times a second, whatever happens.

A process that changes standings and runs a publisher (the results worker, a web process)
pushes what has changed since the last push, of whatever process, with each push. In other
processes (commands, tests) nobody pushes, and clients find out by the next push or over REST.
"""

import asyncio
import logging
import threading
import time
from typing import Any

from django.db import close_old_connections, connections, transaction
from django.db.models import F
from django.utils import timezone

from common.push import push
from submissions.models import Audience, Scoreboard, StandingsRow
from submissions.standings.access import board_is_open
from submissions.standings.shapes import row_json
from submissions.standings.sheet import sheet_of

logger = logging.getLogger(__name__)

INTERVAL_S = 0.25
"""Of pushes of one process: the rest of a second is for the way to 1,000 clients."""
MAX_ROWS_IN_PUSH = 100
"""When more has changed, clients read the board anew: that is less than so many rows."""

TOPICS = {Audience.PUBLIC: "scoreboard", Audience.STAFF: "staff-scoreboard"}


def board_group(problem_set_id: int, audience: Audience) -> str:
    """The channel layer's group of those who watch a board."""
    return f"board.{problem_set_id}.{audience}"


def board_changed(problem_set_id: int) -> None:
    """Note that a board has changed; call it after commit. Costs its caller nothing."""
    _publisher.note(problem_set_id)


def start_publisher(loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Let this process push changed boards, from a thread of its own.

    ``loop`` is the server's, where there is one; else common.push has its own.
    """
    _publisher.start(loop)


def board_publish(problem_set_id: int, *, loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Push what each audience may see and has not been told. A push that fails is lost."""
    for audience in Audience:
        message = _take(problem_set_id, audience)
        if message is not None:
            push(board_group(problem_set_id, audience), message, loop=loop)


class _Publisher:
    def __init__(self) -> None:
        self._changed: set[int] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop | None) -> None:
        with self._lock:
            self._loop = loop
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="boards", daemon=True)
                self._thread.start()

    def note(self, problem_set_id: int) -> None:
        if self._thread is None:
            return
        with self._lock:
            self._changed.add(problem_set_id)
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            with self._lock:
                changed, self._changed = self._changed, set()
            for problem_set_id in changed:
                self._publish(problem_set_id)
            time.sleep(INTERVAL_S)

    def _publish(self, problem_set_id: int) -> None:
        try:
            close_old_connections()
            board_publish(problem_set_id, loop=self._loop)
        except Exception:
            logger.exception("the board of set %s was not pushed", problem_set_id)
        finally:
            connections.close_all()


_publisher = _Publisher()


def _take(problem_set_id: int, audience: Audience) -> dict[str, Any] | None:
    """Claim the changes since the last push; None: there are none, or nobody may know."""
    sequence_name, pushed_name = f"{audience}_sequence", f"{audience}_pushed"
    with transaction.atomic():
        board = (
            Scoreboard.objects.select_for_update(of=("self",))
            .select_related("problem_set__contest_rules")
            .filter(pk=problem_set_id)
            .exclude(**{pushed_name: F(sequence_name)})
            .first()
        )
        if board is None:
            return None
        since, sequence = getattr(board, pushed_name), board.sequence(audience)
        rows = list(
            StandingsRow.objects.filter(
                problem_set_id=problem_set_id, **{f"{sequence_name}__gt": since}
            )
            .select_related("entry")
            .order_by("entry_id")[: MAX_ROWS_IN_PUSH + 1]
        )
        sheet = sheet_of(board.problem_set, now=timezone.now())
        Scoreboard.objects.filter(pk=board.pk).update(**{pushed_name: sequence})
    if audience == Audience.PUBLIC and not board_is_open(board.problem_set, now=timezone.now()):
        return None
    if len(rows) > MAX_ROWS_IN_PUSH or board.rules_mark != sheet.mark:
        rows, since = [], sequence
    return {
        "type": "live.event",
        "topic": f"set:{problem_set_id}:{TOPICS[audience]}",
        "sequence": sequence,
        "payload": {"since": since, "rows": [row_json(row, audience, sheet) for row in rows]},
    }
