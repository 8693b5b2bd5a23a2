"""Rows of boards as text, kept by the process that made them.

One verdict changes one row of a board, and a row's text depends on its cells, its entry and the
contest's rules alone; ranks are put in when a board is put together. So a process makes the text
of a thousand rows once, and then of those that have changed.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contests.models import Entry
from contests.scoring.board import rank
from contests.scoring.values import Row
from submissions.models import Audience, Scope, StandingsRow
from submissions.standings.shapes import board_head_json, board_row_json, scored_row
from submissions.standings.sheet import Sheet

MAX_KEPT = 16
"""Boards whose rows a process keeps; a large one takes some ten megabytes."""
_FACTS = ("id", "name", "organization", "kind", "is_official", "virtual_starts_at")
_RANK = '"rank":null'


@dataclass(frozen=True, slots=True)
class RenderedRow:
    """A row for ranking, and its text on both sides of its rank."""

    made_from: tuple[Any, ...]
    row: Row
    before_rank: str
    after_rank: str


_kept: OrderedDict[tuple[Any, ...], Mapping[int, RenderedRow]] = OrderedDict()
_lock = threading.Lock()


def board_text(
    sheet: Sheet, audience: Audience, scope: Scope, *, sequence: int, is_frozen: bool
) -> str:
    """A BoardOut (board_json) as JSON. Three queries, of which the last reads changed rows only."""
    rows = rows_know(sheet, audience)
    if scope == Scope.OFFICIAL:
        rows = {pk: one for pk, one in rows.items() if one.row.is_ranked}
    board = rank((one.row for one in rows.values()), sheet.rules)
    head = board_head_json(board, sheet, sequence=sequence, is_frozen=is_frozen)
    pieces = []
    for place in board.places:
        one = rows[place.row.entry_id]
        place_rank = "null" if place.rank is None else place.rank
        pieces.append(f'{one.before_rank}"rank":{place_rank}{one.after_rank}')
    return f'{_text(head)[:-1]},"rows":[{",".join(pieces)}]}}'


def rows_know(sheet: Sheet, audience: Audience) -> Mapping[int, RenderedRow]:
    """All rows as they stand, by the entry's id; the process knows them from then on."""
    contest = sheet.problem_set
    key = (contest.pk, contest.created_at, audience, sheet.mark)
    with _lock:
        known = _kept.get(key, {})
    entries = Entry.objects.filter(problem_set_id=contest.pk).order_by().values_list(*_FACTS)
    # Sequences are read before cells: a row may be newer than it is kept for, never older.
    stands = StandingsRow.objects.filter(problem_set_id=contest.pk)
    sequences = dict(stands.values_list("entry_id", f"{audience}_sequence"))
    made_from = {facts[0]: (sequences.get(facts[0]), *facts) for facts in entries}
    found = {pk: one for pk, one in known.items() if one.made_from == made_from.get(pk)}
    missing = made_from.keys() - found.keys()
    if missing:
        cells = stands if len(missing) > len(made_from) // 2 else stands.filter(pk__in=missing)
        cells_by_entry = dict(cells.values_list("entry_id", f"{audience}_cells"))
        for pk in missing:
            found[pk] = _rendered(made_from[pk], cells_by_entry.get(pk, {}), sheet)
    with _lock:
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)
    return found


def _rendered(made_from: tuple[Any, ...], cells: Any, sheet: Sheet) -> RenderedRow:
    entry = Entry(**dict(zip(_FACTS, made_from[1:], strict=True)))
    row = scored_row(entry, cells, sheet)
    before, _, after = _text(board_row_json(entry, row, None, sheet)).partition(_RANK)
    return RenderedRow(made_from, row, before, after)


def _text(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
