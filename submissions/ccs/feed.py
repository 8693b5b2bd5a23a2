"""The Contest API's event feed: everything once, then whatever changes, for as long as the
client listens.

Nothing is logged for it. A connection remembers a digest of each object that it has sent, looks
once a second at what may have changed, and sends what differs; so a client always gets what it
may see by then, and what was hidden comes when it is shown. The database is asked in the
request's own thread, and the connection to it is given back between two looks.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from asgiref.sync import sync_to_async
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from common.errors import InvalidInputError
from contests.models import ProblemSet
from submissions.ccs import live
from submissions.ccs.catalogue import COLLECTIONS, SINGLETONS, View, collection
from submissions.ccs.configuration import Json
from submissions.ccs.viewer import Viewer
from submissions.models import Override
from submissions.standings.access import board_is_open
from submissions.standings.boards import current_sheet
from submissions.standings.recording import contest_get

LOOK_EVERY_S = 1.0
KEEP_ALIVE_S = 60.0
"""The specification asks for a newline at least every 120 s."""
OVERLAP = timedelta(seconds=30)
"""What was committed late carries an earlier time: so far back each look goes."""
TOKEN_VALID = timedelta(days=1)
MAX_FEEDS = 100
"""Of one process, so that listeners can't take all of its memory."""
LARGE = ("submissions", "judgements", "runs")

_open_feeds = 0


class FeedFullError(Exception):
    """Too many clients listen to this process."""


@dataclass
class Feed:
    """One client's connection."""

    contest_pk: int
    viewer: Viewer
    since: datetime | None = None
    """Only what has changed from here on is sent of the large collections; None: all."""
    sent: dict[tuple[str, str], bytes] = field(default_factory=dict)
    shown: tuple[object, ...] = ()

    def look(self) -> str:
        """What is new, as lines of JSON."""
        now = timezone.now()
        try:
            sheet = current_sheet(contest_get(self.contest_pk), now=now)
            view = View(sheet, self.viewer, now)
            is_board_open = board_is_open(sheet.problem_set, now=now)
            shown = (sheet.rules.hidden_from_ms, view.is_open, is_board_open)
            if self.shown and shown != self.shown:
                # What was hidden is shown now, however long ago it happened.
                self.since = None
            self.shown = shown
            token = token_text(now)
            lines = [self._line(*event, token) for event in self._changes(view)]
        finally:
            if not connection.in_atomic_block:
                connection.close()
        self.since = now - OVERLAP
        return "".join(f"{line}\n" for line in lines)

    def _changes(self, view: View) -> Iterator[tuple[str, str | None, Json | None]]:
        for name, make in SINGLETONS.items():
            if name != "state":
                yield from self._differing(name, [(None, make(view))])
        for name in COLLECTIONS:
            if name not in LARGE:
                objects = list(collection(view, name))
                yield from self._differing(name, ((one["id"], one) for one in objects))
                yield from self._gone(name, {one["id"] for one in objects})
            else:
                found = self._large(view, name)
                yield from self._differing(name, ((one["id"], one) for one in found))
        # The last of all events is the state that ends the updates.
        yield from self._differing("state", [(None, SINGLETONS["state"](view))])

    def _large(self, view: View, name: str) -> Iterable[Json]:
        if self.since is None:
            return collection(view, name)
        if not view.is_open:
            return []
        sheet, viewer = view.sheet, view.viewer
        if name == "submissions":
            shown = live.shown_submissions(sheet, viewer, view.now)
            fresh = shown.filter(created_at__gte=self.since)
            return live.submissions(fresh, sheet, viewer)
        changed = Q(effective_at__gte=self.since) | Q(finished_at__gte=self.since)
        # A rejudge makes the former judgement history.
        rejudged = Q(submission__current_judgement__effective_at__gte=self.since)
        judgements = live.live_judgements(sheet, viewer, view.now)
        if name == "judgements":
            overridden = Override.objects.filter(
                Q(made_at__gte=self.since) | Q(withdrawn_at__gte=self.since)
            )
            set_by_hand = Q(submission__in=overridden.order_by().values("submission"))
            return live.judgements(
                judgements.filter(changed | rejudged | set_by_hand), sheet, viewer
            )
        heard = Q(last_heard_at__gte=self.since)
        return live.runs(judgements.filter(changed | heard), sheet, viewer)

    def _differing(
        self, name: str, objects: Iterable[tuple[str | None, Json]]
    ) -> Iterator[tuple[str, str | None, Json]]:
        for pk, data in objects:
            text = json.dumps(data, sort_keys=True).encode()
            digest = hashlib.blake2b(text, digest_size=8).digest()
            if self.sent.get((name, pk or "")) != digest:
                self.sent[name, pk or ""] = digest
                yield name, pk, data

    def _gone(self, name: str, known: set[str]) -> Iterator[tuple[str, str, None]]:
        for kind, pk in [key for key in self.sent if key[0] == name and key[1] not in known]:
            del self.sent[kind, pk]
            yield kind, pk, None

    def _line(self, kind: str, pk: str | None, data: Json | None, token: str) -> str:
        event = {"type": kind, "id": pk, "data": data, "token": token}
        return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


class Events:
    """The feed's text, which does not end by itself; a streaming response closes it."""

    def __init__(self, feed: Feed) -> None:
        global _open_feeds  # noqa: PLW0603 - one count per process
        self._feed = feed
        self._is_open = True
        _open_feeds += 1

    def close(self) -> None:
        """Leave the feed's place to others."""
        global _open_feeds  # noqa: PLW0603 - as above
        if self._is_open:
            self._is_open = False
            _open_feeds -= 1

    async def __aiter__(self) -> AsyncIterator[str]:
        silent_s = 0.0
        while self._is_open:
            text = await sync_to_async(self._feed.look)()
            if text:
                silent_s = 0.0
                yield text
            elif silent_s >= KEEP_ALIVE_S:
                silent_s = 0.0
                yield "\n"
            await asyncio.sleep(LOOK_EVERY_S)
            silent_s += LOOK_EVERY_S


def feed_open(contest: ProblemSet, viewer: Viewer, token: str | None) -> Feed:
    """A connection that is to be made. Raises FeedFullError, or InvalidInputError for a token
    that was not given out, or too long ago."""
    if _open_feeds >= MAX_FEEDS:
        raise FeedFullError
    since = token_read(token, now=timezone.now()) if token is not None else None
    if since is not None and _was_shown_since(contest, since):
        since = None
    return Feed(contest.pk, viewer, since)


def token_text(moment: datetime) -> str:
    """The token of all that a look at this moment has found."""
    return str(int(moment.timestamp() * 1000))


def token_read(token: str, *, now: datetime) -> datetime:
    """From when on changes must be sent again. Raises InvalidInputError."""
    refusal = InvalidInputError("This token was not given out in the last day: start without one.")
    if not (token.isascii() and token.isdigit() and len(token) <= 14):
        raise refusal
    moment = datetime.fromtimestamp(int(token) / 1000, UTC)
    if not now - TOKEN_VALID <= moment <= now:
        raise refusal
    return moment - OVERLAP


def _was_shown_since(contest: ProblemSet, since: datetime) -> bool:
    """Whether something that was hidden may have been shown since: then all is sent again."""
    rules = contest.contest_rules
    moments = [contest.starts_at, contest.ends_at, rules.unfrozen_at]
    return any(moment is not None and since <= moment <= timezone.now() for moment in moments)
