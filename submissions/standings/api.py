"""REST: scoreboards, and how contests went."""

import gzip
import json
from typing import Annotated, Any, Literal

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from ninja import Field, Path, Query, Router

from accounts.doors import visitor
from common.access import Scope as TokenScope
from common.access import open_to
from common.caching import PRIVATE
from common.errors import NotFoundError
from common.rest import Schema, refusals
from contests.models import ProblemSet
from submissions.models import Audience, Scope
from submissions.standings.access import contest_with_board, is_same_for_all
from submissions.standings.boards import ReadyBoard, board_read, current_sheet
from submissions.standings.history import (
    board_at,
    duration_ms,
    is_history,
    replay_json,
    statistics_json,
)
from submissions.standings.shapes import BoardEntry, BoardOut
from submissions.standings.sheet import Sheet

router = Router(tags=["scoreboards"])

Slug = Annotated[str, Path(max_length=60)]

LIVE_SHARED_S = 1
"""A CDN repeats a running contest's board so long: websocket clients need not ask at all."""
PAST_SHARED_S = 60
KEPT_S = 3600
"""History is made once and kept under what it depends on."""
AT_STEP_MS = 10_000
"""Past boards are given for every ten seconds, so that they can be kept."""


class BoardQuery(Schema):
    """Which board."""

    view: Literal["public", "staff"] = Field(
        "public", description="`staff`: with frozen results; for the contest's staff."
    )
    unofficial: bool = Field(
        True, description="Whether unofficial and virtual entries stand between the others."
    )


class PastBoardQuery(Schema):
    at_ms: int = Field(ge=0, le=10**10, description="So long after the start; cut to 10 s.")


class ReplayProblem(Schema):
    ordinal: int
    label: str
    colour: str
    points: int


class ReplayAttempt(Schema):
    """One submission of a live entry."""

    entry: int
    problem: int = Field(description="The problem's ordinal.")
    at_ms: int
    result: Literal["accepted", "rejected", "no_try", "pending"]
    points: float | None
    groups: dict[str, float] = Field(description="Points by subtask.")


class ReplayOut(Schema):
    """All that is needed to play a contest again."""

    contest: str
    format: str
    penalty_minutes: int
    duration_ms: int
    freeze_ms: int | None
    problems: list[ReplayProblem]
    entries: list[BoardEntry]
    attempts: list[ReplayAttempt] = Field(description="In the order of submission.")


class TimelinePiece(Schema):
    accepted: int
    others: int


class ProblemStatistics(Schema):
    ordinal: int
    label: str
    submissions: int
    tried: int = Field(description="Entries.")
    solved: int = Field(description="Entries.")
    first_solver: int | None
    first_solved_ms: int | None
    mean_score: float | None = Field(description="Of the entries that tried it.")
    verdicts: dict[str, int]
    languages: dict[str, int]
    timeline: list[TimelinePiece] = Field(description="Submissions in each `bucket_ms`.")


class SolvedCount(Schema):
    solved: int
    entries: int


class StatisticsOut(Schema):
    """How a contest went, by its live entries."""

    contest: str
    entries: int
    entries_that_tried: int
    submissions: int
    bucket_ms: int
    solved_distribution: list[SolvedCount]
    problems: list[ProblemStatistics]


BOARD_DOOR = open_to(TokenScope.READ_CONTESTS, "scoreboards of contests that you may see")


@router.get(
    "/contests/{slug}/scoreboard",
    response={200: BoardOut, **refusals(403, 404)},
    auth=BOARD_DOOR,
    summary="A contest's scoreboard",
    description=(
        "Ready-made and gzipped. Where `sequence` is behind the one that the websocket said, "
        "ask again after a second. Codes: `set_not_found`, `board_not_open`, `not_allowed`."
    ),
)
def scoreboard_read(request: HttpRequest, slug: Slug, query: Query[BoardQuery]) -> HttpResponse:
    now = timezone.now()
    audience = Audience(query.view)
    contest = contest_with_board(user=visitor(request), slug=slug, audience=audience, now=now)
    scope = Scope.ALL if query.unofficial else Scope.OFFICIAL
    board = board_read(contest, audience, scope, now=now)
    is_over = now >= contest.ends_at
    return _answer(
        request,
        board,
        shared_s=(PAST_SHARED_S if is_over else LIVE_SHARED_S)
        if is_same_for_all(contest, audience, now=now)
        else None,
    )


@router.get(
    "/contests/{slug}/scoreboard/past",
    response={200: BoardOut, **refusals(404)},
    auth=BOARD_DOOR,
    summary="The board as it stood at a moment of a past contest",
    description=(
        "For those who go through the contest virtually: the live entries at the same moment. "
        "Given once the contest is over and unfrozen. Code: `history_not_open`."
    ),
)
def scoreboard_past(request: HttpRequest, slug: Slug, query: Query[PastBoardQuery]) -> HttpResponse:
    contest, sheet = _history(request, slug)
    at_ms = min(query.at_ms, duration_ms(sheet)) // AT_STEP_MS * AT_STEP_MS
    if query.at_ms >= duration_ms(sheet):
        at_ms = duration_ms(sheet)
    return _kept(request, contest, sheet, f"at-{at_ms}", lambda: board_at(sheet, at_ms))


@router.get(
    "/contests/{slug}/replay",
    response={200: ReplayOut, **refusals(404)},
    auth=BOARD_DOOR,
    summary="A past contest's attempts, to play it again",
    description="Given once the contest is over and unfrozen. Code: `history_not_open`.",
)
def replay_read(request: HttpRequest, slug: Slug) -> HttpResponse:
    contest, sheet = _history(request, slug)
    return _kept(request, contest, sheet, "replay", lambda: replay_json(sheet))


@router.get(
    "/contests/{slug}/statistics",
    response={200: StatisticsOut, **refusals(404)},
    auth=BOARD_DOOR,
    summary="How a past contest went",
    description="Given once the contest is over and unfrozen. Code: `history_not_open`.",
)
def statistics_read(request: HttpRequest, slug: Slug) -> HttpResponse:
    contest, sheet = _history(request, slug)
    return _kept(request, contest, sheet, "statistics", lambda: statistics_json(sheet))


def _history(request: HttpRequest, slug: str) -> tuple[ProblemSet, Sheet]:
    now = timezone.now()
    contest = contest_with_board(
        user=visitor(request), slug=slug, audience=Audience.PUBLIC, now=now
    )
    sheet = current_sheet(contest, now=now)
    if not is_history(sheet, now=now):
        raise NotFoundError(
            "This can be seen when the contest is over and its results are revealed.",
            code="history_not_open",
        )
    return contest, sheet


def _kept(
    request: HttpRequest, contest: ProblemSet, sheet: Sheet, name: str, make: Any
) -> HttpResponse:
    """An answer about the past, made once for each state of the standings."""
    now = timezone.now()
    head = board_read(contest, Audience.PUBLIC, Scope.ALL, now=now)
    key = f"history:{contest.pk}:{name}:{head.etag}"
    body: bytes | None = cache.get(key)
    if body is None:
        text = json.dumps(make(), ensure_ascii=False, separators=(",", ":"))
        body = gzip.compress(text.encode(), 1, mtime=0)
        cache.set(key, body, KEPT_S)
    etag = f'{head.etag[:-1]}-{name}"'
    return _answer(
        request,
        ReadyBoard(body_gzip=body, etag=etag, sequence=head.sequence),
        shared_s=PAST_SHARED_S if is_same_for_all(contest, Audience.PUBLIC, now=now) else None,
    )


def _answer(request: HttpRequest, board: ReadyBoard, *, shared_s: int | None) -> HttpResponse:
    """Bytes that are ready, gzipped for those who take it so; 304 for those who have them."""
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    body = board.body_gzip if takes_gzip else gzip.decompress(board.body_gzip)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = (
        PRIVATE if shared_s is None else f"public, max-age=0, s-maxage={shared_s}"
    )
    response.headers["Vary"] = "Accept-Encoding"
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    if shared_s is None:
        return response
    response.headers["ETag"] = board.etag
    found = get_conditional_response(request, etag=board.etag, response=response)
    return found if isinstance(found, HttpResponse) else response
