"""Who wins what on a final board."""

from collections.abc import Sequence
from dataclasses import dataclass

from contests.scoring.values import Board


@dataclass(frozen=True, slots=True)
class Medals:
    """How many places from the top get each medal. The World Finals give 4, 4 and 4."""

    gold: int = 4
    silver: int = 4
    bronze: int = 4


@dataclass(frozen=True, slots=True)
class Award:
    """An award of the Contest API."""

    id: str
    citation: str
    entry_ids: tuple[int, ...]


def awards_of(board: Board, labels: Sequence[tuple[int, str]], medals: Medals) -> list[Award]:
    """Winner, medals and first solvers. ``labels`` are the problems' ordinals and labels.

    A medal goes to all that share a rank within its places, so that equals get the same;
    nobody gets one for nothing.
    """
    ranked = [
        (place.rank, place.row.entry_id)
        for place in board.places
        if place.rank is not None and (place.row.totals.solved or place.row.totals.score)
    ]
    borders = (
        ("winner", "Contest winner", 1, 1),
        ("gold-medal", "Gold medal winner", 1, medals.gold),
        ("silver-medal", "Silver medal winner", medals.gold + 1, medals.gold + medals.silver),
        (
            "bronze-medal",
            "Bronze medal winner",
            medals.gold + medals.silver + 1,
            medals.gold + medals.silver + medals.bronze,
        ),
    )
    awards = [
        Award(name, citation, tuple(entry for rank, entry in ranked if low <= rank <= high))
        for name, citation, low, high in borders
    ]
    awards += [
        Award(
            f"first-to-solve-{ordinal}",
            f"First to solve problem {label}",
            (board.first_solvers[ordinal],),
        )
        for ordinal, label in labels
        if ordinal in board.first_solvers
    ]
    return [award for award in awards if award.entry_ids]
