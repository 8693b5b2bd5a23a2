"""Boards, ready to be sent.

A board is made when somebody asks for it and the stored one is out of date, at most once a
second for each kind: who asks in between gets the last one, which says its sequence. For the
same second it stays in the cache, so that it is at most two seconds old. Whoever judges or
hands in never makes one.
"""

import gzip
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Max, Q

from contests.models import Entry, ProblemSet
from contests.rules import board_is_frozen
from contests.scoring.board import rank
from contests.scoring.values import Board, Row
from submissions.models import Audience, Scope, Scoreboard, StandingsRow, StoredBoard
from submissions.standings.recording import rows_rebuild, scoreboard_lock
from submissions.standings.rendering import board_text
from submissions.standings.shapes import scored_row
from submissions.standings.sheet import Sheet, digest, sheet_of

GZIP_LEVEL = 1
"""The others save few bytes and take several times as long."""
ENTRIES_MAX_AGE = timedelta(minutes=1)
"""An entry's new name is seen by then; one more or fewer is seen at once."""

MAKING_TIMEOUT_S = 5


@dataclass(frozen=True, slots=True)
class ReadyBoard:
    """A board as it goes over the wire."""

    body_gzip: bytes
    etag: str
    sequence: int


def board_read(
    problem_set: ProblemSet, audience: Audience, scope: Scope, *, now: datetime
) -> ReadyBoard:
    """The board of a contest (with its rules) as an audience may see it.

    Four queries where the stored one is good; none for those who ask in the same second.
    """
    name = f"board:{problem_set.pk}:{audience}:{scope}"
    ready: ReadyBoard | None = cache.get(name)
    if ready is None:
        ready = _read(problem_set, audience, scope, now)
        # A cache counts whole seconds, and zero is for ever in some.
        if seconds := settings.SCOREBOARD_MAX_AGE_MS // 1000:
            cache.set(name, ready, seconds)
    return ready


def _read(problem_set: ProblemSet, audience: Audience, scope: Scope, now: datetime) -> ReadyBoard:
    sheet = sheet_of(problem_set, now=now)
    head = _head(sheet)
    face = _face(sheet, now)
    kept = StoredBoard.objects.filter(
        problem_set_id=problem_set.pk, audience=audience, scope=scope
    ).first()
    if kept is None or not _is_good(kept, head.sequence(audience), face, now):
        kept = _make_once(kept, sheet, audience, scope, face, now)
    return ReadyBoard(
        body_gzip=bytes(kept.body),
        etag=f'W/"{problem_set.pk}-{audience}-{scope}-{kept.sequence}-{kept.face}"',
        sequence=kept.sequence,
    )


def rows_of(
    sheet: Sheet, audience: Audience, scope: Scope = Scope.ALL
) -> tuple[dict[int, Row], dict[int, Entry]]:
    """All rows as they stand, and their entries, by the entry's id. Two queries."""
    entries = Entry.objects.filter(problem_set_id=sheet.problem_set.pk)
    if scope == Scope.OFFICIAL:
        entries = entries.filter(is_official=True, virtual_starts_at__isnull=True)
    by_id = {entry.pk: entry for entry in entries}
    stored = dict(
        StandingsRow.objects.filter(problem_set_id=sheet.problem_set.pk).values_list(
            "entry_id", f"{audience}_cells"
        )
    )
    rows = {pk: scored_row(entry, stored.get(pk, {}), sheet) for pk, entry in by_id.items()}
    return rows, by_id


def board_ranked(
    sheet: Sheet, audience: Audience, scope: Scope = Scope.ALL
) -> tuple[Board, dict[int, Entry]]:
    """The board as values, and its entries by id."""
    rows, entries = rows_of(sheet, audience, scope)
    return rank(rows.values(), sheet.rules), entries


def current_sheet(problem_set: ProblemSet, *, now: datetime) -> Sheet:
    """A contest's sheet, after its rows have been brought up to it."""
    sheet = sheet_of(problem_set, now=now)
    _head(sheet)
    return sheet


def _head(sheet: Sheet) -> Scoreboard:
    """The standings' head. Rows that were counted by other rules are counted anew first."""
    head = Scoreboard.objects.filter(pk=sheet.problem_set.pk).first()
    if head is not None and head.rules_mark == sheet.mark:
        return head
    with transaction.atomic():
        head = scoreboard_lock(sheet.problem_set.pk)
        is_settled = sheet.contest.finalized_at is not None and head.rules_mark
        if head.rules_mark != sheet.mark and not is_settled:
            rows_rebuild(head, sheet)
    return head


def _face(sheet: Sheet, now: datetime) -> str:
    entries = Entry.objects.filter(problem_set_id=sheet.problem_set.pk).aggregate(
        count=Count("id"), last=Max("id"), official=Count("id", filter=Q(is_official=True))
    )
    return digest(
        [
            sheet.mark,
            sorted(entries.items()),
            board_is_frozen_now(sheet, now),
            sheet.contest.finalized_at is not None,
            [(one.label, one.colour, one.points) for one in sheet.problems],
        ]
    )


def board_is_frozen_now(sheet: Sheet, now: datetime) -> bool:
    """Whether results are hidden from the public by now."""
    return sheet.rules.hidden_from_ms == 0 or board_is_frozen(
        freeze_at=sheet.contest.freeze_at, unfrozen_at=sheet.contest.unfrozen_at, now=now
    )


def _is_good(kept: StoredBoard, sequence: int, face: str, now: datetime) -> bool:
    age = now - kept.built_at
    if kept.face != face:
        return False
    if kept.sequence == sequence:
        return age < ENTRIES_MAX_AGE
    return age < timedelta(milliseconds=settings.SCOREBOARD_MAX_AGE_MS)


def _make_once(
    kept: StoredBoard | None,
    sheet: Sheet,
    audience: Audience,
    scope: Scope,
    face: str,
    now: datetime,
) -> StoredBoard:
    """A new board. While one request makes it, the others get the former one."""
    name = f"board-making:{sheet.problem_set.pk}:{audience}:{scope}"
    is_mine = cache.add(name, 1, timeout=MAKING_TIMEOUT_S)
    if not is_mine and kept is not None and kept.face == face:
        return kept
    try:
        return _make(sheet, audience, scope, face, now)
    finally:
        if is_mine:
            cache.delete(name)


def _make(sheet: Sheet, audience: Audience, scope: Scope, face: str, now: datetime) -> StoredBoard:
    # The sequence is read before the rows: they may be newer than it says, never older.
    sequence = Scoreboard.objects.get(pk=sheet.problem_set.pk).sequence(audience)
    text = board_text(
        sheet, audience, scope, sequence=sequence, is_frozen=board_is_frozen_now(sheet, now)
    )
    kept, _ = StoredBoard.objects.update_or_create(
        problem_set_id=sheet.problem_set.pk,
        audience=audience,
        scope=scope,
        defaults={
            "sequence": sequence,
            "face": face,
            "built_at": now,
            "body": gzip.compress(text.encode(), GZIP_LEVEL, mtime=0),
        },
    )
    return kept
