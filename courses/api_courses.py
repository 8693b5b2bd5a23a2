"""REST: courses, their plan, who is in them, and the ways in and out."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Status

from accounts.doors import signed_in_user
from accounts.models import User
from common.access import Scope, needs
from common.pagination import paginate
from common.ports import problem_links
from common.ratelimit import rate_limit
from common.rest import Page, PageQuery, Schema, refusals
from courses.access import course_readable, course_visible
from courses.models import TEACHING_ROLES, Course, JoinRequest, Role, Term
from courses.models.course import SLUG_MAX_CHARS, YEAR_MAX, YEAR_MIN
from courses.models.joining import MESSAGE_MAX_CHARS
from courses.selectors import (
    courses_listed,
    courses_of,
    members_visible_to,
    weeks_visible_to,
    with_standing,
)
from courses.services import (
    course_join_by_code,
    course_join_by_number,
    course_leave,
    join_request_create,
    join_request_withdraw,
)
from courses.shapes import (
    CourseDetail,
    CourseItem,
    MyRequest,
    PersonOut,
    WeekOut,
    course_item,
    person_out,
    week_out,
)

router = Router(tags=["courses"])

JOINS_PER_MINUTE = 10
Slug = Annotated[str, Path(max_length=SLUG_MAX_CHARS, pattern=r"^[-a-zA-Z0-9_]+$")]


class CourseQuery(PageQuery):
    """Which courses to list."""

    scope: Literal["mine", "listed"] = "mine"
    is_archived: bool | None = None
    year: Annotated[int | None, Field(ge=YEAR_MIN, le=YEAR_MAX)] = None
    term: Term | None = None
    search: Annotated[str, Field(max_length=100, description="Part of a title.")] = ""
    order: Literal["newest", "slug"] = "newest"


class CodeIn(Schema):
    """An invite's code; spaces, dashes and small letters don't matter."""

    code: str = Field(min_length=1, max_length=40)


class RequestIn(Schema):
    """What to tell the staff who decide."""

    message: str = Field(default="", max_length=MESSAGE_MAX_CHARS)


class MemberQuery(PageQuery):
    """Which members to list."""

    role: Role | None = None


@router.get(
    "/courses",
    response={200: Page[CourseItem], **refusals(401)},
    auth=needs(Scope.READ_COURSES, "courses that you are in, and those that are listed"),
    summary="One's own courses, or those that one may find",
)
def courses_list(request: HttpRequest, query: Query[CourseQuery]) -> Page[CourseItem]:
    user = signed_in_user(request)
    courses = courses_of(user) if query.scope == "mine" else courses_listed()
    if query.is_archived is not None:
        courses = courses.filter(archived_at__isnull=not query.is_archived)
    if query.year is not None:
        courses = courses.filter(year=query.year)
    if query.term is not None:
        courses = courses.filter(term=query.term)
    if query.search:
        courses = courses.filter(title__icontains=query.search)
    page = paginate(
        with_standing(courses, user),
        order=("-id",) if query.order == "newest" else ("slug",),
        cursor=query.cursor,
        limit=query.limit,
    )
    return Page(items=[course_item(course) for course in page.items], next_cursor=page.next_cursor)


@router.post(
    "/courses/join",
    response={200: CourseDetail, **refusals(401, 403, 404, 409, 429)},
    auth=needs(Scope.WRITE_COURSES, "your own place in courses"),
    summary="Join by an invite code",
)
def course_join(request: HttpRequest, payload: CodeIn) -> CourseDetail:
    """Refusals of its own: `invite_not_found`, 404; `invite_ended` and `course_archived`, 409."""
    user = signed_in_user(request)
    _joins_limit(user)
    membership = course_join_by_code(user=user, code=payload.code, now=timezone.now())
    return _detail(user, Course.objects.get(pk=membership.course_id))


@router.get(
    "/courses/{slug}",
    response={200: CourseDetail, **refusals(401, 404)},
    auth=needs(Scope.READ_COURSES, "courses that you are in, and those that are listed"),
    summary="One course",
)
def course_read(request: HttpRequest, slug: Slug) -> CourseDetail:
    user = signed_in_user(request)
    return _detail(user, course_visible(user, slug))


@router.post(
    "/courses/{slug}/join",
    response={200: CourseDetail, **refusals(401, 403, 409, 429)},
    auth=needs(Scope.WRITE_COURSES, "your own place in courses"),
    summary="Join by one's student number",
)
def course_join_listed(request: HttpRequest, slug: Slug) -> CourseDetail:
    """Refusals of its own: `number_not_listed`, 403, also where there is no such course."""
    user = signed_in_user(request)
    _joins_limit(user)
    membership = course_join_by_number(user=user, slug=slug, now=timezone.now())
    return _detail(user, Course.objects.get(pk=membership.course_id))


@router.post(
    "/courses/{slug}/join-requests",
    response={201: CourseDetail, **refusals(401, 403, 404, 409, 429)},
    auth=needs(Scope.WRITE_COURSES, "your own place in courses"),
    summary="Ask to be let in",
)
def join_request_post(request: HttpRequest, slug: Slug, payload: RequestIn) -> Status[CourseDetail]:
    """Refusals of its own: `requests_closed`, 403; `already_member`, `just_refused`, 409."""
    user = signed_in_user(request)
    _joins_limit(user)
    course = course_visible(user, slug)
    join_request_create(user=user, course=course, message=payload.message, now=timezone.now())
    return Status(201, _detail(user, course))


@router.delete(
    "/courses/{slug}/join-requests/mine",
    response={204: None, **refusals(401, 403, 404)},
    auth=needs(Scope.WRITE_COURSES, "your own place in courses"),
    summary="Take one's request back",
)
def join_request_delete(request: HttpRequest, slug: Slug) -> Status[None]:
    user = signed_in_user(request)
    join_request_withdraw(user=user, course=course_visible(user, slug), now=timezone.now())
    return Status(204, None)


@router.delete(
    "/courses/{slug}/membership",
    response={204: None, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.WRITE_COURSES, "your own place in courses"),
    summary="Leave a course",
)
def membership_delete(request: HttpRequest, slug: Slug) -> Status[None]:
    """Refusals of its own: `last_instructor`, `course_archived`, 409."""
    user = signed_in_user(request)
    course_leave(user=user, course=course_readable(user, slug))
    return Status(204, None)


@router.get(
    "/courses/{slug}/weeks",
    response={200: Page[WeekOut], **refusals(401, 404)},
    auth=needs(Scope.READ_COURSES, "members of the course"),
    summary="A course's plan",
)
def weeks_list(request: HttpRequest, slug: Slug, query: Query[PageQuery]) -> Page[WeekOut]:
    user = signed_in_user(request)
    weeks = weeks_visible_to(user, course_readable(user, slug))
    page = paginate(weeks, order=("ordinal", "id"), cursor=query.cursor, limit=query.limit)
    ids = {item.problem_id for week in page.items for item in week.items.all()} - {None}
    links = problem_links(user.pk, sorted(pk for pk in ids if pk is not None)) if ids else {}
    return Page(items=[week_out(week, links) for week in page.items], next_cursor=page.next_cursor)


@router.get(
    "/courses/{slug}/members",
    response={200: Page[PersonOut], **refusals(401, 404)},
    auth=needs(Scope.READ_COURSES, "members of the course, as far as it shows them"),
    summary="Who is in a course",
)
def members_list(request: HttpRequest, slug: Slug, query: Query[MemberQuery]) -> Page[PersonOut]:
    """Students see its staff, and each other where the course shows its members."""
    user = signed_in_user(request)
    members = members_visible_to(user, course_readable(user, slug))
    if query.role is not None:
        members = members.filter(role=query.role)
    page = paginate(members, order=("id",), cursor=query.cursor, limit=query.limit)
    return Page(items=[person_out(row) for row in page.items], next_cursor=page.next_cursor)


def _detail(user: User, course: Course) -> CourseDetail:
    course = with_standing(Course.objects.filter(pk=course.pk), user).get()
    staff = course.memberships.filter(role__in=TEACHING_ROLES).select_related("user")
    asked = JoinRequest.objects.filter(course=course, user=user).order_by("-id").first()
    request = {"state": asked.state, "created_at": asked.created_at} if asked else None
    return CourseDetail(
        **course_item(course).model_dump(),
        summary=course.summary,
        accepts_requests=course.is_listed and course.accepts_requests and not course.is_archived,
        shows_members=course.shows_members,
        staff=[person_out(membership) for membership in staff.order_by("id")],
        request=MyRequest.model_validate(request) if request else None,
    )


def _joins_limit(user: User) -> None:
    """Codes and numbers are not to be found by trying."""
    rate_limit(f"join:{user.pk}", limit=JOINS_PER_MINUTE, period_s=60)
