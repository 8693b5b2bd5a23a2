"""REST: notices, to everybody and to the members of a course."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Status

from accounts.doors import signed_in_user, visitor
from common.access import Scope, needs, open_to
from common.caching import share
from common.errors import NotFoundError
from common.pagination import paginate
from common.rest import Page, PageQuery, Schema, refusals
from courses.access import course_readable
from courses.api_courses import Slug
from courses.models import Notice
from courses.selectors import notices_visible_to, site_notices, unread, with_read_marks
from courses.services import course_notices_mark_read, notice_mark_read
from courses.shapes import (
    CourseNoticeItem,
    NoticeDetail,
    NoticeItem,
    course_notice_item,
    notice_detail,
    notice_item,
)

router = Router(tags=["notices"])

NoticeId = Annotated[int, Path(ge=1, le=2**63 - 1)]
SHARED_S = 60
UNREAD_SHOWN_MAX = 100
ORDERS = {"newest": ("-published_at", "-id"), "oldest": ("published_at", "id")}


class NoticeQuery(PageQuery):
    """Which notices to list."""

    is_pinned: bool | None = None
    order: Literal["newest", "oldest"] = "newest"


class CourseNoticeQuery(NoticeQuery):
    """Which of a course's notices to list."""

    is_read: bool | None = None


class UnreadNotices(Schema):
    """The site's notices that one has not read."""

    ids: list[int] = Field(description=f"The newest {UNREAD_SHOWN_MAX} at most.")


@router.get(
    "/notices",
    response={200: Page[NoticeItem], **refusals()},
    auth=open_to(Scope.READ_COURSES, "everybody"),
    summary="The site's notices",
)
def site_notices_list(request: HttpRequest, query: Query[NoticeQuery]) -> Page[NoticeItem]:
    """The same for all. What one has read of them says `/notices/unread`."""
    share(request, seconds=SHARED_S)
    notices = site_notices()
    if query.is_pinned is not None:
        notices = notices.filter(is_pinned=query.is_pinned)
    page = paginate(notices, order=ORDERS[query.order], cursor=query.cursor, limit=query.limit)
    return Page(items=[notice_item(row) for row in page.items], next_cursor=page.next_cursor)


@router.get(
    "/notices/unread",
    response={200: UnreadNotices, **refusals(401)},
    auth=needs(Scope.READ_COURSES, "your own read marks"),
    summary="Which of the site's notices are unread",
)
def site_notices_unread(request: HttpRequest) -> UnreadNotices:
    ids = unread(site_notices(), signed_in_user(request)).order_by("-published_at", "-id")
    return UnreadNotices(ids=list(ids.values_list("pk", flat=True)[:UNREAD_SHOWN_MAX]))


@router.get(
    "/notices/{notice_id}",
    response={200: NoticeDetail, **refusals(404)},
    auth=open_to(Scope.READ_COURSES, "everybody"),
    summary="One of the site's notices",
)
def site_notice_read(request: HttpRequest, notice_id: NoticeId) -> NoticeDetail:
    share(request, seconds=SHARED_S)
    return notice_detail(_found(site_notices().filter(pk=notice_id).first(), notice_id))


@router.post(
    "/notices/{notice_id}/read",
    response={204: None, **refusals(401, 403, 404)},
    auth=needs(Scope.WRITE_COURSES, "your own read marks"),
    summary="Mark a notice as read, of the site or of a course",
)
def notice_read(request: HttpRequest, notice_id: NoticeId) -> Status[None]:
    notice_mark_read(user=signed_in_user(request), notice_id=notice_id, now=timezone.now())
    return Status(204, None)


@router.get(
    "/courses/{slug}/notices",
    response={200: Page[CourseNoticeItem], **refusals(401, 404)},
    auth=needs(Scope.READ_COURSES, "members of the course"),
    summary="A course's notices",
)
def course_notices_list(
    request: HttpRequest, slug: Slug, query: Query[CourseNoticeQuery]
) -> Page[CourseNoticeItem]:
    user = signed_in_user(request)
    course = course_readable(user, slug)
    notices = with_read_marks(notices_visible_to(user).filter(course=course), user)
    if query.is_read is False:
        notices = unread(notices, user)
    elif query.is_read:
        notices = notices.filter(reads__user=user)
    if query.is_pinned is not None:
        notices = notices.filter(is_pinned=query.is_pinned)
    page = paginate(notices, order=ORDERS[query.order], cursor=query.cursor, limit=query.limit)
    return Page(items=[course_notice_item(row) for row in page.items], next_cursor=page.next_cursor)


@router.post(
    "/courses/{slug}/notices/read",
    response={204: None, **refusals(401, 403, 404)},
    auth=needs(Scope.WRITE_COURSES, "your own read marks"),
    summary="Mark all of a course's notices as read",
)
def course_notices_read(request: HttpRequest, slug: Slug) -> Status[None]:
    user = signed_in_user(request)
    course = course_readable(user, slug)
    course_notices_mark_read(user=user, course_id=course.pk, now=timezone.now())
    return Status(204, None)


@router.get(
    "/courses/{slug}/notices/{notice_id}",
    response={200: NoticeDetail, **refusals(401, 404)},
    auth=needs(Scope.READ_COURSES, "members of the course"),
    summary="One of a course's notices",
)
def course_notice_read(request: HttpRequest, slug: Slug, notice_id: NoticeId) -> NoticeDetail:
    notices = notices_visible_to(visitor(request)).select_related("course")
    found = notices.filter(course__slug=slug, pk=notice_id).first()
    return notice_detail(_found(found, notice_id))


def _found(notice: Notice | None, notice_id: int) -> Notice:
    if notice is None:
        raise NotFoundError(
            f"There is no notice {notice_id}, or you may not read it.", code="notice_not_found"
        )
    return notice
