"""What scoring reads and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from judging.verdicts import Verdict

MS_PER_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """One submission of one entry to one problem, as far as scoring looks at it."""

    id: int
    """Grows with the time of submission, and decides between attempts of one millisecond."""
    entry_id: int
    problem: int
    """The problem's ordinal in the set."""
    submitted_at_ms: int
    """Since the entry's start."""
    verdict: Verdict | None
    """None: not judged yet, or not to be seen."""
    score: float | None = None
    """In the units of the problem's package; None for a pass-fail problem."""
    groups: Mapping[str, float] = field(default_factory=dict)
    """Scores of the test groups that the score is the sum of; empty where there are none."""

    def hidden(self) -> Self:
        """The same attempt as those see it who may not know what came of it."""
        return replace(self, verdict=None, score=None, groups={})


@dataclass(frozen=True, slots=True)
class ProblemRule:
    """A problem's part in the standings."""

    ordinal: int
    points: float = 100.0
    """What a full solution is worth in formats with points."""
    max_score: float | None = None
    """Of its package; None for a pass-fail problem, where an accepted attempt is a full one."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How one contest is scored."""

    format: str
    """A name in contests.scoring.formats.FORMATS."""
    problems: tuple[ProblemRule, ...]
    penalty_minutes: int = 20
    """Of each rejected attempt at a problem that is solved in the end."""
    counts_compile_errors: bool = False
    """Whether an attempt that does not compile is a try. Judging errors never are."""
    hidden_from_ms: int | None = None
    """Results of attempts from here on are hidden from the public; None: none are."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one entry stands with one problem."""

    attempts: int = 0
    """Judged tries up to what the cell's score rests on (Contest API: num_judged)."""
    pending: int = 0
    """Tries whose result is not known or not to be seen (num_pending)."""
    is_solved: bool = False
    score: float = 0.0
    time_ms: int | None = None
    """When what counts was handed in; None while nothing counts."""
    penalty_ms: int = 0
    last_ms: int | None = None
    """When the last try, known or pending, was handed in."""
    first_pending_ms: int | None = None
    groups: Mapping[str, float] = field(default_factory=dict)
    """Points of each subtask that the score is the sum of, where the format has them."""

    @property
    def is_empty(self) -> bool:
        return not (self.attempts or self.pending)

    def to_json(self) -> dict[str, Any]:
        """Compact: what is as in an empty cell is left out."""
        return {
            short: getattr(self, name)
            for name, short in _SHORT.items()
            if getattr(self, name) not in (None, 0, False, {})
            or (name in _TIMES and getattr(self, name) is not None)
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{_LONG[short]: value for short, value in data.items()})


_SHORT = {
    "attempts": "a",
    "pending": "p",
    "is_solved": "ok",
    "score": "s",
    "time_ms": "t",
    "penalty_ms": "n",
    "last_ms": "l",
    "first_pending_ms": "w",
    "groups": "g",
}
_LONG = {short: name for name, short in _SHORT.items()}
_TIMES = {"time_ms", "last_ms", "first_pending_ms"}


@dataclass(frozen=True, slots=True)
class Totals:
    """What an entry is ranked by."""

    solved: int = 0
    score: float = 0.0
    penalty_ms: int = 0
    last_ms: int | None = None
    """When the totals were reached: the latest ``time_ms`` of what counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry's cells by the problems' ordinals, and their sum."""

    entry_id: int
    is_ranked: bool
    """Whether it takes a place: unofficial entries stand between places without one."""
    cells: Mapping[int, Cell]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Place:
    """A row on the board."""

    rank: int | None
    """From 1; entries that are equal share it. None for an entry that takes no place."""
    row: Row


@dataclass(frozen=True, slots=True)
class Board:
    """All rows in their order."""

    places: tuple[Place, ...]
    first_solvers: Mapping[int, int]
    """Problem's ordinal → entry that solved it first, where that is certain."""
