"""From attempts to a ranked board."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from contests.scoring.formats import FORMATS
from contests.scoring.values import Attempt, Board, Cell, Place, Row, Rules


def public_attempts(
    attempts: Iterable[Attempt], rules: Rules, revealed: Collection[int] = ()
) -> list[Attempt]:
    """One entry's attempts as the public may see them.

    What was handed in from the freeze on is pending, whatever came of it, except at the
    problems (by ordinal) that have been revealed.
    """
    border = rules.hidden_from_ms
    return [
        one
        if border is None or one.submitted_at_ms < border or one.problem in revealed
        else one.hidden()
        for one in attempts
    ]


def cells_of(attempts: Iterable[Attempt], rules: Rules) -> dict[int, Cell]:
    """One entry's cells that are not empty, by the problem's ordinal."""
    by_problem: defaultdict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_problem[attempt.problem].append(attempt)
    form = FORMATS[rules.format]
    cells = {
        problem.ordinal: form.cell(by_problem[problem.ordinal], problem, rules)
        for problem in rules.problems
        if problem.ordinal in by_problem
    }
    return {ordinal: cell for ordinal, cell in cells.items() if not cell.is_empty}


def row_of(entry_id: int, cells: Mapping[int, Cell], rules: Rules, *, is_ranked: bool) -> Row:
    """Sum an entry's cells up, in the problems' order."""
    ordered = {ordinal: cells[ordinal] for ordinal in sorted(cells)}
    totals = FORMATS[rules.format].totals(ordered.values(), rules)
    return Row(entry_id=entry_id, is_ranked=is_ranked, cells=ordered, totals=totals)


def rank(rows: Iterable[Row], rules: Rules) -> Board:
    """Sort rows and give them ranks.

    Equal entries share a rank, and the next rank is left out for each further one (1, 2,
    2, 4). Among equals the earlier registered entry (the smaller id) is listed first. An
    entry that takes no place stands where it would, and moves nobody's rank.
    """
    form = FORMATS[rules.format]
    keyed = sorted(
        ((form.key(row.totals), not row.is_ranked, row.entry_id, row) for row in rows),
        key=lambda item: item[:3],
    )
    places: list[Place] = []
    ranked, current, last_key = 0, 0, None
    for key, _, _, row in keyed:
        if not row.is_ranked:
            places.append(Place(None, row))
            continue
        ranked += 1
        if key != last_key:
            current, last_key = ranked, key
        places.append(Place(current, row))
    return Board(tuple(places), first_solvers([place.row for place in places], rules))


def first_solvers(rows: Sequence[Row], rules: Rules) -> dict[int, int]:
    """Per problem the ranked entry that solved it first, where no earlier try can take it away.

    Of entries of the same millisecond the earlier registered one is first. Only a solved
    problem has a first solver: one full solution, whatever the format.
    """
    first: dict[int, int] = {}
    for problem in rules.problems:
        cells = [
            (row.cells[problem.ordinal], row.entry_id)
            for row in rows
            if row.is_ranked and problem.ordinal in row.cells
        ]
        solved = [
            (cell.time_ms, entry_id)
            for cell, entry_id in cells
            if cell.is_solved and cell.time_ms is not None
        ]
        if not solved:
            continue
        time_ms, entry_id = min(solved)
        is_certain = all(
            cell.first_pending_ms is None or cell.first_pending_ms > time_ms for cell, _ in cells
        )
        if is_certain:
            first[problem.ordinal] = entry_id
    return first


def board_of(
    attempts: Iterable[Attempt],
    entries: Mapping[int, bool],
    rules: Rules,
    revealed: Mapping[int, Collection[int]] | None = None,
) -> Board:
    """The public board from scratch, which is the whole truth where nothing is hidden.

    ``entries`` tells by id whether an entry is ranked; ``revealed`` by id which problems
    (ordinals) the public may see whole.
    """
    by_entry: defaultdict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_entry[attempt.entry_id].append(attempt)
    shown = revealed or {}
    rows = [
        row_of(
            entry_id,
            cells_of(
                public_attempts(by_entry.get(entry_id, ()), rules, shown.get(entry_id, ())), rules
            ),
            rules,
            is_ranked=is_ranked,
        )
        for entry_id, is_ranked in entries.items()
    ]
    return rank(rows, rules)
