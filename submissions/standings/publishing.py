"""Telling live clients of a changed board: at most a few times a second, whatever happens.

A process that changes standings and runs a publisher (the results worker, a web process)
pushes what has changed since the last push, of whatever process, with each push. In other
processes (commands, tests) nobody pushes, and clients find out by the next push or over REST.
"""

import asyncio
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common.coalescing import Coalescer
from common.push import push
from submissions.models import Audience, Scoreboard, StandingsRow
from submissions.standings.access import board_is_open
from submissions.standings.shapes import row_json
from submissions.standings.sheet import sheet_of

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
    _coalescer.note(problem_set_id)


def start_publisher(loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Let this process push changed boards, from a thread of its own.

    ``loop`` is the server's, where there is one; else common.push has its own.
    """
    _coalescer.start(loop)


def board_publish(problem_set_id: int, loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Push what each audience may see and has not been told. A push that fails is lost."""
    for audience in Audience:
        message = _take(problem_set_id, audience)
        if message is not None:
            push(board_group(problem_set_id, audience), message, loop=loop)


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


_coalescer: Coalescer[int] = Coalescer("boards", interval_s=INTERVAL_S, publish=board_publish)
