"""REST: contests, entering them, and the problems of sets."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Status

from accounts.doors import signed_in_user, visitor
from accounts.models import User
from common.access import Scope, needs, open_to
from common.errors import NotSignedInError
from common.pagination import paginate
from common.ratelimit import rate_limit
from common.rest import Page, PageQuery, Schema, refusals
from contests.models import Entry, ProblemSet, SetKind
from contests.models.entries import ENTRY_NAME_MAX_CHARS
from contests.models.rule_sheets import CODE_MAX_CHARS
from contests.rules import Phase
from contests.selectors.entries import entry_get, my_entries
from contests.selectors.listing import contests_for, entries_in, problems_of_set
from contests.selectors.sets import manages, set_get
from contests.services.entering import (
    entry_create,
    entry_leave,
    team_create,
    team_join,
    virtual_start,
)
from contests.shapes import (
    ContestDetail,
    ContestItem,
    EntryOut,
    MyTeam,
    SetProblemList,
    contest_detail,
    contest_item,
    entry_out,
    my_team,
    set_problem_out,
)

router = Router(tags=["contests"])

Slug = Annotated[str, Path(max_length=60, pattern=r"^[-a-zA-Z0-9_]+$")]
ENTERINGS_PER_MINUTE = 20
READ = open_to(Scope.READ_CONTESTS, "contests that you may know of")
ENTER = needs(Scope.WRITE_CONTESTS, "your own part in contests")


class ContestQuery(PageQuery):
    """Which contests to list."""

    phase: Phase | None = Field(
        default=None, description="`running` includes frozen ones, `ended` the finalized."
    )
    course: Annotated[str, Field(max_length=60)] = ""
    mine: bool = Field(default=False, description="Only those that one takes part in.")
    search: Annotated[str, Field(max_length=100)] = ""
    order: Literal["-starts_at", "starts_at"] = "-starts_at"


class EntryIn(Schema):
    """How one enters."""

    invite_code: str = Field(default="", max_length=CODE_MAX_CHARS)
    organization: str = Field(default="", max_length=ENTRY_NAME_MAX_CHARS)
    is_official: bool = Field(default=True, description="false: out of competition.")


class TeamIn(EntryIn):
    """A new team."""

    name: str = Field(min_length=1, max_length=ENTRY_NAME_MAX_CHARS)


class JoinIn(Schema):
    """Which team to join."""

    join_code: str = Field(min_length=1, max_length=32)
    invite_code: str = Field(default="", max_length=CODE_MAX_CHARS)


@router.get(
    "/contests",
    response={200: Page[ContestItem], **refusals(401)},
    auth=READ,
    summary="Contests",
)
def contests_list(request: HttpRequest, query: Query[ContestQuery]) -> Page[ContestItem]:
    user, now = visitor(request), timezone.now()
    if query.mine and not user.is_authenticated:
        raise NotSignedInError
    contests = contests_for(
        user,
        phase=query.phase,
        course_slug=query.course,
        only_mine=query.mine,
        search=query.search,
        now=now,
    )
    sign = "-" if query.order.startswith("-") else ""
    order = (f"{sign}starts_at", f"{sign}id")
    page = paginate(contests, order=order, cursor=query.cursor, limit=query.limit)
    entries = my_entries(user, page.items, now) if user.is_authenticated else {}
    items = [contest_item(contest, entries.get(contest.pk), now) for contest in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get(
    "/contests/{slug}",
    response={200: ContestDetail, **refusals(404)},
    auth=READ,
    summary="One contest",
)
def contest_read(request: HttpRequest, slug: Slug) -> ContestDetail:
    user, now = visitor(request), timezone.now()
    contest = set_get(user=user, slug=slug, kinds=(SetKind.CONTEST,))
    entry = entry_get(user, contest, now)
    return contest_detail(
        contest,
        entry,
        member_names=_member_names(entry),
        entry_count=entries_in(contest).count(),
        is_staff=manages(user, contest),
        now=now,
    )


@router.get(
    "/contests/{slug}/entries",
    response={200: Page[EntryOut], **refusals(404)},
    auth=READ,
    summary="Who takes part live",
)
def entries_list(request: HttpRequest, slug: Slug, query: Query[PageQuery]) -> Page[EntryOut]:
    contest = set_get(user=visitor(request), slug=slug, kinds=(SetKind.CONTEST,))
    page = paginate(entries_in(contest), order=("id",), cursor=query.cursor, limit=query.limit)
    return Page(items=[entry_out(entry) for entry in page.items], next_cursor=page.next_cursor)


@router.post(
    "/contests/{slug}/entry",
    response={201: MyTeam, **refusals(401, 403, 404, 409, 429)},
    auth=ENTER,
    summary="Enter alone",
)
def entry_post(request: HttpRequest, slug: Slug, payload: EntryIn) -> Status[MyTeam]:
    """Refusals of its own: `registration_not_open`, `registration_closed`, `contest_over`,
    `unofficial_not_allowed`, `wrong_entry_kind`, `already_entered`, all 409."""
    user = _entering(request)
    entry = entry_create(
        user=user,
        slug=slug,
        now=timezone.now(),
        invite_code=payload.invite_code,
        organization=payload.organization,
        is_official=payload.is_official,
    )
    return Status(201, _mine(entry))


@router.delete(
    "/contests/{slug}/entry",
    response={204: None, **refusals(401, 403, 404, 409)},
    auth=ENTER,
    summary="Leave before the start",
)
def entry_delete(request: HttpRequest, slug: Slug) -> Status[None]:
    """Refusals of its own: `not_entered`, 404; `contest_started`, 409."""
    entry_leave(user=signed_in_user(request), slug=slug, now=timezone.now())
    return Status(204, None)


@router.post(
    "/contests/{slug}/teams",
    response={201: MyTeam, **refusals(401, 403, 404, 409, 429)},
    auth=ENTER,
    summary="Enter with a new team",
)
def team_post(request: HttpRequest, slug: Slug, payload: TeamIn) -> Status[MyTeam]:
    """Refusals as for entering alone, and `team_name_taken`, 422."""
    user = _entering(request)
    entry = team_create(
        user=user,
        slug=slug,
        name=payload.name,
        now=timezone.now(),
        invite_code=payload.invite_code,
        organization=payload.organization,
        is_official=payload.is_official,
    )
    return Status(201, _mine(entry))


@router.post(
    "/contests/{slug}/teams/join",
    response={200: MyTeam, **refusals(401, 403, 404, 409, 429)},
    auth=ENTER,
    summary="Join a team by its code",
)
def team_join_post(request: HttpRequest, slug: Slug, payload: JoinIn) -> MyTeam:
    """Refusals of its own: `team_not_found`, 404; `team_full`, `already_entered`, 409."""
    user = _entering(request)
    entry = team_join(
        user=user,
        slug=slug,
        join_code=payload.join_code,
        invite_code=payload.invite_code,
        now=timezone.now(),
    )
    return _mine(entry)


@router.post(
    "/contests/{slug}/virtual",
    response={201: MyTeam, **refusals(401, 403, 404, 409, 429)},
    auth=ENTER,
    summary="Go through a past contest against the clock",
)
def virtual_post(request: HttpRequest, slug: Slug) -> Status[MyTeam]:
    """Refusals of its own: `contest_not_over`, `virtual_not_allowed`, `already_entered`, 409."""
    user = _entering(request)
    return Status(201, _mine(virtual_start(user=user, slug=slug, now=timezone.now())))


@router.get(
    "/sets/{slug}/problems",
    response={200: SetProblemList, **refusals(403, 404, 409)},
    auth=READ,
    summary="The problems of a contest or an assignment",
)
def set_problems_list(request: HttpRequest, slug: Slug) -> SetProblemList:
    """Refusals of its own: `set_not_started`, 409; `not_entered`, `problems_closed`, 403."""
    user = visitor(request)
    problem_set = set_get(user=user, slug=slug)
    places = problems_of_set(user, problem_set, timezone.now())
    return SetProblemList(items=[set_problem_out(place) for place in places])


def _entering(request: HttpRequest) -> User:
    """Codes may be guessed: not often."""
    user = signed_in_user(request)
    rate_limit(f"enter:{user.pk}", limit=ENTERINGS_PER_MINUTE, period_s=60)
    return user


def _mine(entry: Entry) -> MyTeam:
    contest = ProblemSet.objects.select_related("contest_rules").get(pk=entry.problem_set_id)
    return my_team(entry, contest, _member_names(entry), timezone.now())


def _member_names(entry: Entry | None) -> list[str]:
    if entry is None:
        return []
    members = entry.members.select_related("user").order_by("id")
    return [member.user.shown_name for member in members]
