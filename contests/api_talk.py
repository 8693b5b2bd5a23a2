"""REST: clarifications and announcements of contests, and the balloons to carry."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Status

from accounts.doors import signed_in_user, visitor
from common.access import Scope, needs, open_to
from common.errors import NotAllowedError
from common.pagination import paginate
from common.ratelimit import rate_limit
from common.rest import Page, PageQuery, Schema, refusals
from contests.models import BalloonState, SetKind
from contests.models.sets import LABEL_MAX_CHARS
from contests.models.talk import TEXT_MAX_CHARS
from contests.selectors.sets import manages, set_get
from contests.selectors.talk import (
    announcements_of,
    balloons_of,
    clarifications_of,
    listens,
)
from contests.services.balloons import balloon_deliver
from contests.services.talk import clarification_ask
from contests.talk_shapes import (
    AnnouncementOut,
    BalloonOut,
    ClarificationOut,
    announcement_out,
    balloon_out,
    clarification_out,
)

router = Router(tags=["contests"])

Slug = Annotated[str, Path(max_length=60, pattern=r"^[-a-zA-Z0-9_]+$")]
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
QUESTIONS_PER_MINUTE = 6
STAFF = needs(Scope.STAFF, "contests that you act for as staff")


class QuestionIn(Schema):
    """A question to the jury."""

    question: str = Field(min_length=1, max_length=TEXT_MAX_CHARS)
    problem: str | None = Field(
        default=None, max_length=LABEL_MAX_CHARS, description="A label; null: general."
    )


class BalloonQuery(PageQuery):
    """Which balloons to list."""

    state: BalloonState | None = None


class DeliveryIn(Schema):
    """What became of a balloon."""

    is_delivered: bool = Field(default=True, description="false: it was not after all.")


@router.get(
    "/contests/{slug}/clarifications",
    response={200: Page[ClarificationOut], **refusals(401, 403, 404)},
    auth=needs(Scope.READ_CONTESTS, "your own and your team's questions"),
    summary="One's own and one's team's questions, newest first",
)
def clarifications_list(
    request: HttpRequest, slug: Slug, query: Query[PageQuery]
) -> Page[ClarificationOut]:
    user = signed_in_user(request)
    contest = set_get(user=user, slug=slug, kinds=(SetKind.CONTEST,))
    own = clarifications_of(user, contest).select_related("set_problem")
    page = paginate(own, order=("-id",), cursor=query.cursor, limit=query.limit)
    return Page(items=[clarification_out(one) for one in page.items], next_cursor=page.next_cursor)


@router.post(
    "/contests/{slug}/clarifications",
    response={201: ClarificationOut, **refusals(401, 403, 404, 409, 429)},
    auth=needs(Scope.WRITE_CONTESTS, "your own part in contests"),
    summary="Ask the jury",
)
def clarification_post(
    request: HttpRequest, slug: Slug, payload: QuestionIn
) -> Status[ClarificationOut]:
    """Refusals of its own: `not_entered`, 403; `contest_over`, `set_not_started`, 409."""
    user = signed_in_user(request)
    rate_limit(f"ask:{user.pk}", limit=QUESTIONS_PER_MINUTE, period_s=60)
    clarification = clarification_ask(
        user=user,
        slug=slug,
        question=payload.question,
        label=payload.problem,
        now=timezone.now(),
    )
    return Status(201, clarification_out(clarification))


@router.get(
    "/contests/{slug}/announcements",
    response={200: Page[AnnouncementOut], **refusals(403, 404)},
    auth=open_to(Scope.READ_CONTESTS, "contests that you take part in or may read"),
    summary="What the jury told all, newest first",
)
def announcements_list(
    request: HttpRequest, slug: Slug, query: Query[PageQuery]
) -> Page[AnnouncementOut]:
    user = visitor(request)
    contest = set_get(user=user, slug=slug, kinds=(SetKind.CONTEST,))
    if not listens(user, contest, timezone.now()):
        raise NotAllowedError("Enter the contest first.", code="not_entered")
    page = paginate(
        announcements_of(contest), order=("-sequence",), cursor=query.cursor, limit=query.limit
    )
    return Page(items=[announcement_out(one) for one in page.items], next_cursor=page.next_cursor)


@router.get(
    "/contests/{slug}/balloons",
    response={200: Page[BalloonOut], **refusals(401, 403, 404)},
    auth=STAFF,
    summary="The balloons to carry, oldest first",
)
def balloons_list(request: HttpRequest, slug: Slug, query: Query[BalloonQuery]) -> Page[BalloonOut]:
    user = signed_in_user(request)
    contest = set_get(user=user, slug=slug, kinds=(SetKind.CONTEST,))
    if not manages(user, contest):
        raise NotAllowedError("Only the contest's staff see its balloons.")
    balloons = balloons_of(contest)
    if query.state is not None:
        balloons = balloons.filter(state=query.state)
    page = paginate(balloons, order=("id",), cursor=query.cursor, limit=query.limit)
    return Page(items=[balloon_out(one) for one in page.items], next_cursor=page.next_cursor)


@router.post(
    "/contests/{slug}/balloons/{balloon_id}/delivery",
    response={200: BalloonOut, **refusals(401, 403)},
    auth=STAFF,
    summary="Note that a balloon was delivered",
)
def balloon_delivery(
    request: HttpRequest, slug: Slug, balloon_id: Number, payload: DeliveryIn
) -> BalloonOut:
    balloon = balloon_deliver(
        user=signed_in_user(request),
        slug=slug,
        balloon_id=balloon_id,
        is_delivered=payload.is_delivered,
        now=timezone.now(),
    )
    return balloon_out(balloon)
