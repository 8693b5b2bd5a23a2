"""REST: problems with one's own marks, one's own statistics, and the leaderboard."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from accounts.doors import signed_in_user
from common.access import Scope, needs, open_to
from common.caching import share
from common.errors import InvalidInputError, NotFoundError
from common.pagination import paginate
from common.rest import Page, PageQuery, Schema, refusals
from problems.api import Slug
from problems.listing import ProblemQuery, problems_listed
from problems.models import Visibility
from problems.selectors import favourites_among, problems_practisable_by, problems_visible_to
from problems.shapes import ProblemItem, problem_fields
from submissions.practice import (
    MAX_DAYS,
    Mark,
    activity_of,
    leaderboard,
    leaderboard_ranks,
    problems_favoured,
    problems_marked,
    statistics_of,
)
from submissions.selectors import problem_standings_of

router = Router(tags=["practice"])

LEADERBOARD_SHARED_S = 60
VisibilityName = Literal["public", "course", "hidden"]


class Marks(Schema):
    """Where you stand with a problem."""

    solved: Literal["ac", "tried"] | None = Field(description="null: no judged attempt.")
    is_favourite: bool


class MarkedProblem(ProblemItem, Marks):
    """A problem with your own marks."""

    visibility: VisibilityName


class SlugMarks(Marks):
    slug: str


class SlugMarksList(Schema):
    items: list[SlugMarks]


class MarkedProblemQuery(ProblemQuery):
    """Which of the problems that you may open to list."""

    solved: Mark | None = Field(default=None, description="`none`: not touched yet.")
    favourite: bool = Field(default=False, description="Your favourites only.")
    visibility: VisibilityName | None = None
    course: Annotated[str, Field(max_length=60, description="A course's slug.")] = ""


class MarksQuery(Schema):
    slug: list[Slug] = Field(min_length=1, max_length=100, description="Of problems.")


class DayOut(Schema):
    day: date
    submission_count: int
    accepted_count: int


class Activity(Schema):
    """Days with submissions; the others have none."""

    time_zone: str
    first: date
    last: date
    days: list[DayOut]


class ActivityQuery(Schema):
    """Which days; the last year by default."""

    first: date | None = None
    last: date | None = None


class CountOut(Schema):
    key: str
    count: int


class OwnStatistics(Schema):
    """Your own figures."""

    solved_count: int
    tried_count: int = Field(description="Tried and not solved.")
    submission_count: int
    accepted_count: int
    solved_by_tag: list[CountOut]
    solved_by_difficulty: list[CountOut] = Field(description="`0`: not rated.")
    submissions_by_language: list[CountOut]


class LeaderboardItem(Schema):
    """Somebody who wants to be seen."""

    rank: int = Field(description="The same for as many solved.")
    username: str
    display_name: str
    solved_count: int = Field(description="Public problems, in practice.")
    last_solved_at: datetime | None


@router.get(
    "/me/problems",
    response={200: Page[MarkedProblem], **refusals(401)},
    auth=needs(Scope.READ_PROBLEMS, "problems that you may open, with your own marks"),
    summary="Problems with your marks",
)
def my_problems_list(request: HttpRequest, query: Query[MarkedProblemQuery]) -> Page[MarkedProblem]:
    user = signed_in_user(request)
    problems = problems_practisable_by(user)
    if query.visibility:
        problems = problems.filter(visibility=Visibility(query.visibility))
    if query.course:
        problems = problems.filter(course__slug=query.course)
    if query.solved:
        problems = problems_marked(problems, user, query.solved)
    if query.favourite:
        problems = problems_favoured(problems, user)
    page = problems_listed(problems, query)
    ids = [row.id for row in page.items]
    standings = problem_standings_of(user.pk, ids)
    favourites = favourites_among(user, ids)
    items = [
        MarkedProblem(
            **problem_fields(row, page),
            solved=standings.get(row.id),
            is_favourite=row.id in favourites,
            visibility=cast("VisibilityName", row.visibility),
        )
        for row in page.items
    ]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get(
    "/me/problem-marks",
    response={200: SlugMarksList, **refusals(401)},
    auth=needs(Scope.READ_PROBLEMS, "your own marks"),
    summary="Your marks on some problems",
)
def my_marks_list(request: HttpRequest, query: Query[MarksQuery]) -> SlugMarksList:
    """For pages that show /problems, which is the same for everybody.

    Problems that you may not open are left out.
    """
    user = signed_in_user(request)
    slugs = dict(problems_visible_to(user).filter(slug__in=query.slug).values_list("slug", "id"))
    standings = problem_standings_of(user.pk, list(slugs.values()))
    favourites = favourites_among(user, list(slugs.values()))
    return SlugMarksList(
        items=[
            SlugMarks(
                slug=slug,
                solved=standings.get(slugs[slug]),
                is_favourite=slugs[slug] in favourites,
            )
            for slug in dict.fromkeys(query.slug)
            if slug in slugs
        ]
    )


@router.get(
    "/me/activity",
    response={200: Activity, **refusals(401)},
    auth=needs(Scope.READ_PROFILE, "your own days"),
    summary="Your submissions by day",
)
def my_activity(request: HttpRequest, query: Query[ActivityQuery]) -> Activity:
    """Days begin in your own time zone, which PATCH /me sets."""
    user = signed_in_user(request)
    today = timezone.now().astimezone(ZoneInfo(user.time_zone)).date()
    last = query.last or today
    if not date(2000, 1, 1) <= last <= date(2100, 1, 1):
        raise InvalidInputError("The days lie too far away.", fields={"last": ["2000 to 2100"]})
    first = query.first or last - timedelta(days=MAX_DAYS - 1)
    if not timedelta(0) <= last - first < timedelta(days=MAX_DAYS):
        raise InvalidInputError(
            f"Ask for 1 to {MAX_DAYS} days.", fields={"first": [f"up to {MAX_DAYS} days"]}
        )
    return Activity(
        time_zone=user.time_zone,
        first=first,
        last=last,
        days=[
            DayOut(
                day=row.day,
                submission_count=row.submission_count,
                accepted_count=row.accepted_count,
            )
            for row in activity_of(user, first=first, last=last)
        ],
    )


@router.get(
    "/me/statistics",
    response={200: OwnStatistics, **refusals(401)},
    auth=needs(Scope.READ_PROFILE, "your own figures"),
    summary="Your figures",
)
def my_statistics(request: HttpRequest) -> OwnStatistics:
    found = statistics_of(signed_in_user(request))
    return OwnStatistics(
        solved_count=found.solved_count,
        tried_count=found.tried_count,
        submission_count=found.submission_count,
        accepted_count=found.accepted_count,
        solved_by_tag=[CountOut(key=key, count=n) for key, n in found.solved_by_tag.items()],
        solved_by_difficulty=[
            CountOut(key=str(key), count=n) for key, n in sorted(found.solved_by_difficulty.items())
        ],
        submissions_by_language=[
            CountOut(key=key, count=n) for key, n in found.submissions_by_language.items()
        ],
    )


@router.get(
    "/leaderboard",
    response={200: Page[LeaderboardItem], **refusals(404)},
    auth=open_to(Scope.READ_PROBLEMS, "everybody, where the site has a leaderboard"),
    summary="Who has solved most",
)
def leaderboard_list(request: HttpRequest, query: Query[PageQuery]) -> Page[LeaderboardItem]:
    """Counts practice on public problems. PATCH /me with `is_listed` false leaves it."""
    if not settings.SITE_LEADERBOARD:
        raise NotFoundError("This site has no leaderboard.", code="no_leaderboard")
    share(request, seconds=LEADERBOARD_SHARED_S)
    page = paginate(
        leaderboard(), order=("-solved_count", "user_id"), cursor=query.cursor, limit=query.limit
    )
    ranks = leaderboard_ranks(page.items)
    return Page(
        items=[
            LeaderboardItem(
                rank=ranks[row.solved_count],
                username=row.user.username,
                display_name=row.user.shown_name,
                solved_count=row.solved_count,
                last_solved_at=row.last_solved_at,
            )
            for row in page.items
        ],
        next_cursor=page.next_cursor,
    )
