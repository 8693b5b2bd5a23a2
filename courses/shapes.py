"""How courses, weeks and notices look to their readers over REST."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from ninja import Field

from common.ports import ProblemLink
from common.rest import Schema
from courses.models import Course, Membership, Notice, Week, WeekItem

RoleName = Literal["student", "ta", "instructor"]


class SemesterOut(Schema):
    """When a course is held; null: not said."""

    year: int | None
    term: Literal["spring", "summer", "fall", "winter"] | None
    starts_on: date | None


class CourseItem(Schema):
    """A course in a list."""

    slug: str
    title: str
    semester: SemesterOut
    role: RoleName | None = Field(description="What one is in it; null: nothing.")
    is_archived: bool = Field(description="Read-only.")
    unread_notice_count: int = Field(description="0 where one is not in it.")


class PersonOut(Schema):
    """Somebody in a course."""

    name: str
    role: RoleName


class MyRequest(Schema):
    """One's own last request to join."""

    state: Literal["pending", "approved", "refused", "withdrawn"]
    created_at: datetime


class CourseDetail(CourseItem):
    """A course's front page."""

    summary: str
    accepts_requests: bool = Field(description="Whether one may ask to join.")
    shows_members: bool = Field(description="Whether students see each other.")
    staff: list[PersonOut]
    request: MyRequest | None = Field(description="One's own last request to join.")


class ItemOut(Schema):
    """A material or problem of a week."""

    kind: Literal["link", "problem"]
    title: str
    url: str | None
    problem: str | None = Field(description="The problem's slug.")


class WeekOut(Schema):
    """A week of a course."""

    ordinal: int
    title: str
    summary_html: str
    starts_on: date | None
    is_published: bool = Field(description="False: staff see it, and students don't.")
    items: list[ItemOut]


class NoticeItem(Schema):
    """A notice in a list."""

    id: int
    title: str
    is_pinned: bool
    published_at: datetime
    edited_at: datetime | None


class CourseNoticeItem(NoticeItem):
    """A course's notice in a list."""

    is_read: bool


class NoticeDetail(NoticeItem):
    """A notice with its text."""

    body_html: str
    course: str | None = Field(description="The slug of its course; null: for everybody.")


def course_item(course: Course) -> CourseItem:
    """Needs the annotations of with_standing."""
    standing: Any = course
    return CourseItem.model_validate(
        {
            "slug": course.slug,
            "title": course.title,
            "semester": SemesterOut.model_validate(
                {"year": course.year, "term": course.term or None, "starts_on": course.starts_on}
            ),
            "role": standing.role,
            "is_archived": course.is_archived,
            "unread_notice_count": standing.unread_notice_count if standing.role else 0,
        }
    )


def person_out(membership: Membership) -> PersonOut:
    """Needs ``membership.user``."""
    return PersonOut.model_validate({"name": membership.user.shown_name, "role": membership.role})


def week_out(week: Week, links: Mapping[int, ProblemLink]) -> WeekOut:
    """``links`` are the problems that the reader may open: the others are left out."""
    shown = (_item_out(item, links) for item in week.items.all())
    return WeekOut(
        ordinal=week.ordinal,
        title=week.title,
        summary_html=week.summary_html,
        starts_on=week.starts_on,
        is_published=week.is_published,
        items=[item for item in shown if item is not None],
    )


def _item_out(item: WeekItem, links: Mapping[int, ProblemLink]) -> ItemOut | None:
    if item.problem_id is None:
        return ItemOut(kind="link", title=item.title, url=item.url, problem=None)
    link = links.get(item.problem_id)
    if link is None:
        return None
    return ItemOut(kind="problem", title=item.title or link.title, url=None, problem=link.slug)


def notice_item(notice: Notice) -> NoticeItem:
    """Of a published notice."""
    return NoticeItem.model_validate(_notice(notice))


def course_notice_item(notice: Notice) -> CourseNoticeItem:
    """Needs the annotation of with_read_marks."""
    marked: Any = notice
    return CourseNoticeItem.model_validate({**_notice(notice), "is_read": marked.is_read})


def notice_detail(notice: Notice) -> NoticeDetail:
    """Needs ``notice.course``."""
    course = notice.course.slug if notice.course else None
    return NoticeDetail.model_validate(
        {**_notice(notice), "body_html": notice.body_html, "course": course}
    )


def _notice(notice: Notice) -> dict[str, Any]:
    names = ("id", "title", "is_pinned", "published_at", "edited_at")
    return {name: getattr(notice, name) for name in names}
