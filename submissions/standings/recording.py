"""Keeping the standings up with what is judged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from contests.models import Entry, ProblemSet
from contests.scoring.board import cells_of, public_attempts
from contests.scoring.values import Attempt
from submissions.models import Scoreboard, StandingsRow, Submission
from submissions.standings.attempts import attempts_of
from submissions.standings.publishing import board_changed
from submissions.standings.sheet import Sheet, sheet_of

Cells = dict[str, dict[str, Any]]


def standings_follow(submission: Submission, *, now: datetime) -> None:
    """Count the cell of a submission anew; call it in the transaction that changed it.

    It reads the attempts of that one cell and writes two rows, however large the contest.
    Counting anew instead of adding keeps it right whatever order verdicts come in and
    whatever a rejudge takes back. Final results stay.
    """
    if submission.entry_id is None or submission.problem_set_id is None:
        return
    board = scoreboard_lock(submission.problem_set_id)
    problem_set = contest_get(submission.problem_set_id)
    if problem_set.contest_rules.finalized_at is not None:
        return
    sheet = sheet_of(problem_set, now=now)
    if board.rules_mark != sheet.mark:
        rows_rebuild(board, sheet)
        return
    ordinal = next(
        (one.ordinal for one in sheet.problems if one.problem_id == submission.problem_id), None
    )
    if ordinal is None:
        return
    same_cell = Submission.objects.filter(
        entry_id=submission.entry_id, problem_id=submission.problem_id
    )
    attempts = attempts_of(same_cell, sheet)
    row = StandingsRow.objects.filter(entry_id=submission.entry_id).first() or StandingsRow(
        entry_id=submission.entry_id, problem_set=problem_set
    )
    is_virtual = row.entry.is_virtual
    staff_cell = _cells(attempts, sheet).get(str(ordinal))
    public_cell = _cells(_public(attempts, sheet, row, is_virtual), sheet).get(str(ordinal))
    public_cells = _with(row.public_cells, ordinal, public_cell)
    staff_cells = _with(row.staff_cells, ordinal, staff_cell)
    if row_change(board, row, public_cells=public_cells, staff_cells=staff_cells):
        row.save()
        board_save(board)


def contest_get(problem_set_id: int) -> ProblemSet:
    """A contest with its rules; only contests have entries."""
    return ProblemSet.objects.select_related("contest_rules").get(pk=problem_set_id)


def scoreboard_lock(problem_set_id: int) -> Scoreboard:
    """The head of the standings, locked until the transaction ends."""
    locked = Scoreboard.objects.select_for_update()
    board = locked.filter(pk=problem_set_id).first()
    if board is None:
        Scoreboard.objects.get_or_create(problem_set_id=problem_set_id)
        board = locked.get(pk=problem_set_id)
    return board


def standings_rebuild(problem_set_id: int, *, now: datetime) -> int:
    """Count all standings of a contest anew; returns how many rows were wrong.

    Final standings are left as they are: then none is.
    """
    with transaction.atomic():
        board = scoreboard_lock(problem_set_id)
        problem_set = contest_get(problem_set_id)
        if problem_set.contest_rules.finalized_at is not None and board.rules_mark:
            return 0
        return rows_rebuild(board, sheet_of(problem_set, now=now))


def rows_rebuild(board: Scoreboard, sheet: Sheet) -> int:
    """Make all rows what the attempts say; needs the lock. Returns how many changed."""
    by_entry: defaultdict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts_of(
        Submission.objects.filter(problem_set_id=board.problem_set_id), sheet
    ):
        by_entry[attempt.entry_id].append(attempt)
    known = {row.pk: row for row in StandingsRow.objects.filter(problem_set_id=board.pk)}
    virtual = set(
        Entry.objects.filter(
            problem_set_id=board.problem_set_id, virtual_starts_at__isnull=False
        ).values_list("pk", flat=True)
    )
    changed: list[StandingsRow] = []
    new: list[StandingsRow] = []
    for entry_id in {*by_entry, *known}:
        row = known.get(entry_id) or StandingsRow(
            entry_id=entry_id, problem_set_id=board.problem_set_id
        )
        attempts = by_entry.get(entry_id, [])
        if row_change(
            board,
            row,
            public_cells=_cells(_public(attempts, sheet, row, entry_id in virtual), sheet),
            staff_cells=_cells(attempts, sheet),
        ):
            (changed if entry_id in known else new).append(row)
    StandingsRow.objects.bulk_create(new, batch_size=500)
    # As an upsert, which is several times as fast as bulk_update.
    StandingsRow.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=[
            "public_cells",
            "staff_cells",
            "revealed",
            "public_sequence",
            "staff_sequence",
        ],
        batch_size=500,
    )
    board.rules_mark = sheet.mark
    board_save(board)
    return len(changed) + len(new)


def row_change(
    board: Scoreboard, row: StandingsRow, *, public_cells: Cells, staff_cells: Cells
) -> bool:
    """Put cells into a row, counting for each audience apart. False: nothing is new."""
    is_public_change: bool = row.public_cells != public_cells
    is_staff_change: bool = row.staff_cells != staff_cells
    if is_public_change:
        board.public_sequence += 1
        row.public_sequence = board.public_sequence
        row.public_cells = public_cells
    if is_staff_change:
        board.staff_sequence += 1
        row.staff_sequence = board.staff_sequence
        row.staff_cells = staff_cells
    return is_public_change or is_staff_change


def board_save(board: Scoreboard) -> None:
    """Keep a board's head, and tell live clients after commit."""
    board.save(update_fields=["rules_mark", "public_sequence", "staff_sequence"])
    transaction.on_commit(partial(board_changed, board.pk))


def _public(
    attempts: list[Attempt], sheet: Sheet, row: StandingsRow, is_virtual: bool
) -> list[Attempt]:
    """What the public may see of an entry's attempts.

    In a veiled contest nobody sees a virtual entry's results: its members would learn them
    from the board before their own time is over.
    """
    if is_virtual and sheet.is_veiled:
        return [one.hidden() for one in attempts]
    return public_attempts(attempts, sheet.rules, row.revealed)


def _cells(attempts: Iterable[Attempt], sheet: Sheet) -> Cells:
    return {str(n): cell.to_json() for n, cell in cells_of(attempts, sheet.rules).items()}


def _with(cells: Mapping[str, Any], ordinal: int, cell: dict[str, Any] | None) -> Cells:
    """The cells with one replaced, or left out where it is empty."""
    others = {key: value for key, value in cells.items() if key != str(ordinal)}
    return {**others, str(ordinal): cell} if cell is not None else others
