"""How boards look, over REST and the websocket alike."""

from collections.abc import Mapping
from typing import Any

from ninja import Field

from common.rest import Schema
from contests.models import Entry
from contests.scoring.board import row_of
from contests.scoring.formats import FORMATS, HAS_POINTS
from contests.scoring.values import Board, Cell, Row
from submissions.models import Audience, StandingsRow
from submissions.standings.sheet import Sheet


class BoardEntry(Schema):
    """Who stands in a row."""

    id: int
    name: str
    organization: str
    kind: str
    is_official: bool = Field(description="Only official live entries hold ranks.")
    is_virtual: bool


class BoardCell(Schema):
    """Where an entry stands with a problem."""

    attempts: int = Field(description="Judged tries that count, the accepted one included.")
    pending: int = Field(description="Tries whose result is not known, or frozen.")
    is_solved: bool
    score: float
    time_ms: int | None = Field(description="When what counts was handed in, since the start.")
    last_ms: int | None = Field(description="When the last try was handed in.")
    penalty_ms: int
    groups: dict[str, float] = Field(description="Points by subtask, where there are any.")


class BoardRow(Schema):
    """One entry's line."""

    entry: BoardEntry
    rank: int | None = Field(
        description="From 1, shared by equals; null: no rank, and in live events not told."
    )
    solved: int
    score: float
    penalty_ms: int
    last_ms: int | None = Field(description="When the totals were reached.")
    key: list[float] = Field(
        description=(
            "Rows are sorted by it ascending, then unofficial after official ones, then by the "
            "entry's id; equal keys share a rank."
        )
    )
    cells: dict[str, BoardCell] = Field(description="By the problem's ordinal; empty ones absent.")


class BoardProblem(Schema):
    """A column."""

    ordinal: int
    label: str
    colour: str
    points: int
    tried: int = Field(description="Entries that tried it.")
    solved: int = Field(description="Entries that solved it.")
    first_solver: int | None = Field(description="The entry that certainly solved it first.")


class BoardOut(Schema):
    """A contest's scoreboard."""

    contest: str = Field(description="Its slug.")
    set_id: int = Field(description="For the topic `set:<id>:scoreboard`.")
    sequence: int = Field(description="+1 with each change of a row; as in live events.")
    format: str
    ranks_by: str = Field(description="`problems` or `points`.")
    penalty_minutes: int
    is_frozen: bool = Field(description="Whether results are hidden from the public by now.")
    is_final: bool
    problems: list[BoardProblem]
    rows: list[BoardRow]


class BoardEvent(Schema):
    """What a live event of the topic `set:<id>:scoreboard` carries."""

    since: int = Field(
        description=(
            "A board that stands at this sequence or later is complete with these rows; an "
            "earlier one must be read anew."
        )
    )
    rows: list[BoardRow] = Field(description="Whole rows, to be put in place of the former.")


def entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "name": entry.name,
        "organization": entry.organization,
        "kind": entry.kind,
        "is_official": entry.is_official,
        "is_virtual": entry.is_virtual,
    }


def is_ranked(entry: Entry) -> bool:
    """Whether an entry takes a place: virtual ones never do."""
    return entry.is_official and not entry.is_virtual


def scored_row(entry: Entry, cells: Mapping[str, Mapping[str, Any]], sheet: Sheet) -> Row:
    """A stored row as scoring knows it."""
    return row_of(
        entry.pk,
        {int(ordinal): Cell.from_json(cell) for ordinal, cell in cells.items()},
        sheet.rules,
        is_ranked=is_ranked(entry),
    )


def cells_for(row: StandingsRow, audience: Audience) -> Mapping[str, Mapping[str, Any]]:
    cells: dict[str, dict[str, Any]] = (
        row.public_cells if audience == Audience.PUBLIC else row.staff_cells
    )
    return cells


def row_json(row: StandingsRow, audience: Audience, sheet: Sheet) -> dict[str, Any]:
    """A row in a live event; its rank depends on the others."""
    scored = scored_row(row.entry, cells_for(row, audience), sheet)
    return board_row_json(row.entry, scored, None, sheet)


def board_json(
    board: Board, entries: Mapping[int, Entry], sheet: Sheet, *, sequence: int, is_frozen: bool
) -> dict[str, Any]:
    """A BoardOut as plain values."""
    return {
        **board_head_json(board, sheet, sequence=sequence, is_frozen=is_frozen),
        "rows": [
            board_row_json(entries[place.row.entry_id], place.row, place.rank, sheet)
            for place in board.places
        ],
    }


def board_head_json(
    board: Board, sheet: Sheet, *, sequence: int, is_frozen: bool
) -> dict[str, Any]:
    """A BoardOut as plain values, without its rows."""
    cells = [place.row.cells for place in board.places]
    return {
        "contest": sheet.problem_set.slug,
        "set_id": sheet.problem_set.pk,
        "sequence": sequence,
        "format": sheet.rules.format,
        "ranks_by": "points" if HAS_POINTS[sheet.rules.format] else "problems",
        "penalty_minutes": sheet.rules.penalty_minutes,
        "is_frozen": is_frozen,
        "is_final": sheet.contest.finalized_at is not None,
        "problems": [
            {
                "ordinal": one.ordinal,
                "label": one.label,
                "colour": one.colour,
                "points": one.points,
                "tried": sum(one.ordinal in row for row in cells),
                "solved": sum(
                    (cell := row.get(one.ordinal)) is not None and cell.is_solved for row in cells
                ),
                "first_solver": board.first_solvers.get(one.ordinal),
            }
            for one in sheet.problems
        ],
    }


def board_row_json(entry: Entry, row: Row, rank: int | None, sheet: Sheet) -> dict[str, Any]:
    totals = row.totals
    return {
        "entry": entry_json(entry),
        "rank": rank,
        "solved": totals.solved,
        "score": totals.score,
        "penalty_ms": totals.penalty_ms,
        "last_ms": totals.last_ms,
        "key": list(FORMATS[sheet.rules.format].key(totals)),
        "cells": {
            str(ordinal): {
                "attempts": cell.attempts,
                "pending": cell.pending,
                "is_solved": cell.is_solved,
                "score": cell.score,
                "time_ms": cell.time_ms,
                "last_ms": cell.last_ms,
                "penalty_ms": cell.penalty_ms,
                "groups": dict(cell.groups),
            }
            for ordinal, cell in row.cells.items()
        },
    }
