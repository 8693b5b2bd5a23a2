"""In which order frozen results are shown: as the ICPC resolver does.

From the bottom of the board up, each row's pending problems from the left; when a result
moves the row up, the row that stands in its place now is next.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contests.scoring.board import row_of
from contests.scoring.formats import FORMATS
from contests.scoring.values import Cell, Row, Rules


@dataclass(frozen=True, slots=True)
class RevealStep:
    """One cell that becomes public."""

    entry_id: int
    problem: int
    """The problem's ordinal."""
    position_before: int
    """Where the row stands, from 1 at the top."""
    position_after: int


def reveal_steps(
    public: Mapping[int, Row], truth: Mapping[int, Row], rules: Rules
) -> Iterator[RevealStep]:
    """The steps from the public rows to the true ones, both by entry.

    A cell is revealed where the public one differs from the true one: pending tries that
    are pending in truth have nothing to show.
    """
    key = FORMATS[rules.format].key

    def place(row: Row) -> tuple[tuple[float, ...], bool, int]:
        return (key(row.totals), not row.is_ranked, row.entry_id)

    rows = dict(public)
    order = sorted(place(row) for row in rows.values())
    position = len(order) - 1
    while position >= 0:
        current = order[position]
        row = rows[current[2]]
        problem = _leftmost_hidden(row.cells, truth[row.entry_id].cells)
        if problem is None:
            position -= 1
            continue
        cells = {**row.cells, problem: truth[row.entry_id].cells.get(problem, Cell())}
        rows[row.entry_id] = row_of(row.entry_id, cells, rules, is_ranked=row.is_ranked)
        order.pop(position)
        now = place(rows[row.entry_id])
        insort(order, now)
        after = bisect_left(order, now)
        yield RevealStep(row.entry_id, problem, position + 1, after + 1)
        # A worse result can push a row down among those that are settled.
        position = max(position, after)


def _leftmost_hidden(shown: Mapping[int, Cell], true: Mapping[int, Cell]) -> int | None:
    hidden = [
        ordinal
        for ordinal in sorted({*shown, *true})
        if shown.get(ordinal, Cell()) != true.get(ordinal, Cell())
    ]
    return hidden[0] if hidden else None
