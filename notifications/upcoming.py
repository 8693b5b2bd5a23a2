"""What lies ahead, asked of whoever knows: nothing is scheduled at a moment that may move."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.ports import Port
from notifications.kinds import KindId


@dataclass(frozen=True, kw_only=True)
class Upcoming:
    """Something that people are to be told of now; the values are those of notify.

    ``subject`` names the moment too, so that people hear of one that was moved.
    """

    kind: KindId
    subject: str
    user_ids: Sequence[int]
    params: Mapping[str, str | datetime]
    link: str


upcoming: Port[[datetime], Iterable[Upcoming]] = Port("upcoming")
"""(now): what is near enough to tell people of. Asked again and again: each is told once."""
