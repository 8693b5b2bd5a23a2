"""Whose job goes to the broker next, so that nobody's many hold up another's one.

Each owner may always have SHARE jobs with the broker. Beyond that jobs go out one by one, to
whoever has the fewest there, as long as no more wait in the queue than judges are busy: so no
judge is ever without work, and somebody new finds at most as many jobs before him.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SHARE = 2
"""Jobs of one owner that the broker gets whatever others have there: one being judged, and one
behind it, so that a judge needn't wait for the next."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An owner whose jobs wait for their turn."""

    owner: int
    count: int
    first: int
    """The id of the one that has waited longest."""
    admitted: int
    """Jobs of the owner that the broker has, being judged or not."""


def has_room(*, standing: int, busy: int) -> bool:
    """Whether one more job may go to a queue in which ``standing`` jobs are taken by nobody yet,
    while ``busy`` are being judged."""
    return standing < max(1, busy)


def turns(line: Sequence[Waiting], *, standing: int, busy: int) -> dict[int, int]:
    """How many of each owner's jobs go out now."""
    given = {one.owner: min(one.count, max(0, SHARE - one.admitted)) for one in line}
    standing += sum(given.values())
    hungry = {one.owner: one for one in line if given[one.owner] < one.count}
    while hungry and has_room(standing=standing, busy=busy):
        following = min(
            hungry.values(), key=lambda one: (one.admitted + given[one.owner], one.first)
        )
        given[following.owner] += 1
        standing += 1
        if given[following.owner] == following.count:
            del hungry[following.owner]
    return {owner: count for owner, count in given.items() if count}


def in_turn(waiting: Iterable[tuple[int, int | None]], admitted: Mapping[int, int]) -> list[int]:
    """The jobs that wait, as (id, owner) from the oldest, in the order in which they go out."""
    places: dict[int, int] = defaultdict(int, admitted)
    ordered = []
    for key, owner in waiting:
        if owner is None:
            ordered.append((-1, key))
            continue
        ordered.append((places[owner], key))
        places[owner] += 1
    return [key for _, key in sorted(ordered)]
