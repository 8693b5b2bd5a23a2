"""The table of contest formats. A format is a module like its siblings and a line here."""

from collections.abc import Iterable
from typing import Protocol

from contests.scoring import atcoder, best, icpc, ioi, last
from contests.scoring.values import Attempt, Cell, ProblemRule, Rules, Totals


class Format(Protocol):
    """How attempts become a cell, cells a total, and totals an order.

    All three are functions of their arguments alone, whatever the order they come in.
    """

    def cell(self, attempts: Iterable[Attempt], problem: ProblemRule, rules: Rules) -> Cell:
        """One entry's standing with one problem, of all its attempts there."""
        ...

    def totals(self, cells: Iterable[Cell], rules: Rules) -> Totals: ...

    def key(self, totals: Totals) -> tuple[float, ...]:
        """Sorts the better entry first; equal keys share a rank."""
        ...


FORMATS: dict[str, Format] = {
    "icpc": icpc,
    "ioi": ioi,
    "points": best,
    "atcoder": atcoder,
    "last": last,
}

HAS_POINTS = {"icpc": False, "ioi": True, "points": True, "atcoder": True, "last": True}
"""Whether a format ranks by points (Contest API: ``score``) or by problems (``pass-fail``)."""
