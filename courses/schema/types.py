"""What staff read of people and courses."""

from collections.abc import Mapping
from typing import cast

import strawberry
import strawberry_django
from django.db.models import Q, QuerySet
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import visitor
from accounts.models import User
from common.errors import InvalidInputError
from common.graphql import MAX_PAGE
from common.markdown import markdown_html
from common.ports import ProblemLink, problem_links
from courses.models import (
    AllowedStudent,
    Course,
    Invite,
    JoinRequest,
    Membership,
    Notice,
    Week,
    WeekItem,
)
from courses.selectors import courses_taught_by

PREVIEW_MAX_CHARS = 50_000


def _taught(info: Info) -> QuerySet[Course]:
    return courses_taught_by(visitor(info.context.request))


@strawberry_django.type(User, name="User")
class UserNode(relay.Node):
    """Somebody with an account, as the staff of a course may see them."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    username: strawberry.auto
    display_name: strawberry.auto


@strawberry_django.filter_type(Membership)
class MembershipFilter:
    """Which members to list."""

    role: strawberry_django.BaseFilterLookup[str] | None
    section: strawberry_django.BaseFilterLookup[str] | None

    @strawberry_django.filter_field(description="Part of a user name or a display name.")
    def search(self, queryset: QuerySet[Membership], value: str, prefix: str) -> object:
        named = Q(**{f"{prefix}user__username__icontains": value}) | Q(
            **{f"{prefix}user__display_name__icontains": value}
        )
        return queryset, named


@strawberry_django.order_type(Membership)
class MembershipOrder:
    """In which order to list members."""

    id: strawberry.auto
    role: strawberry.auto


@strawberry_django.type(
    Membership,
    name="Membership",
    pagination=True,
    filters=MembershipFilter,
    ordering=MembershipOrder,
)
class MembershipNode(relay.Node):
    """One person's place in a course that one acts for."""

    id: relay.NodeID[int]
    user: UserNode
    role: strawberry.auto
    section: strawberry.auto
    way_in: strawberry.auto
    joined_at: strawberry.auto

    @strawberry_django.field(
        only=["user__student_number"],
        select_related=["user"],
        description="As the person says; empty: not said.",
    )
    def student_number(self, root: Membership) -> str:
        return root.user.student_number

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Membership], info: Info) -> QuerySet[Membership]:
        return queryset.filter(course__in=_taught(info))


@strawberry_django.type(Invite, name="Invite", pagination=True)
class InviteNode(relay.Node):
    """A code that lets some people in until a day."""

    id: relay.NodeID[int]
    code: strawberry.auto
    role: strawberry.auto
    max_uses: strawberry.auto
    used_count: strawberry.auto
    expires_at: strawberry.auto
    revoked_at: strawberry.auto
    created_by: UserNode | None
    created_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Invite], info: Info) -> QuerySet[Invite]:
        return queryset.filter(course__in=_taught(info))


@strawberry_django.type(AllowedStudent, name="AllowedStudent", pagination=True)
class AllowedStudentNode(relay.Node):
    """A student number that may join by itself, once."""

    id: relay.NodeID[int]
    student_number: strawberry.auto
    claimed_by: UserNode | None
    claimed_at: strawberry.auto

    @classmethod
    def get_queryset(
        cls, queryset: QuerySet[AllowedStudent], info: Info
    ) -> QuerySet[AllowedStudent]:
        return queryset.filter(course__in=_taught(info))


@strawberry_django.filter_type(JoinRequest)
class JoinRequestFilter:
    """Which requests to list."""

    state: strawberry_django.BaseFilterLookup[str] | None


@strawberry_django.type(JoinRequest, name="JoinRequest", pagination=True, filters=JoinRequestFilter)
class JoinRequestNode(relay.Node):
    """Somebody asks to be let into a course."""

    id: relay.NodeID[int]
    user: UserNode
    message: strawberry.auto
    state: strawberry.auto
    created_at: strawberry.auto
    decided_at: strawberry.auto
    decided_by: UserNode | None

    @classmethod
    def get_queryset(cls, queryset: QuerySet[JoinRequest], info: Info) -> QuerySet[JoinRequest]:
        return queryset.filter(course__in=_taught(info))


def _link_of(item: WeekItem, info: Info) -> ProblemLink | None:
    """The problem of an item; asked once for all problems of the course's plan."""
    if item.problem_id is None:
        return None
    request = info.context.request
    user = visitor(request)
    if not isinstance(user, User):
        return None
    known: dict[int, Mapping[int, ProblemLink]] = request.__dict__.setdefault("_plan_links", {})
    course_id = item.week.course_id
    if course_id not in known:
        items = WeekItem.objects.filter(week__course=course_id, problem_id__isnull=False)
        ids = [one for one in items.values_list("problem_id", flat=True) if one is not None]
        known[course_id] = problem_links(user.pk, ids)
    return known[course_id].get(item.problem_id)


@strawberry_django.type(WeekItem, name="WeekItem", pagination=True)
class WeekItemNode(relay.Node):
    """A material or a problem of a week."""

    id: relay.NodeID[int]
    ordinal: strawberry.auto
    kind: strawberry.auto
    title: strawberry.auto
    url: strawberry.auto
    problem_number: int | None = strawberry_django.field(
        field_name="problem_id", description="The problem's number."
    )

    @strawberry_django.field(
        only=["problem_id", "week__course_id"],
        select_related=["week"],
        description="Null for a material, and for a problem that is not yours to open.",
    )
    def problem_slug(self, info: Info) -> str | None:
        link = _link_of(cast("WeekItem", self), info)
        return link.slug if link is not None else None

    @strawberry_django.field(
        only=["problem_id", "week__course_id"],
        select_related=["week"],
        description="The problem's own title. Null as `problemSlug` is.",
    )
    def problem_title(self, info: Info) -> str | None:
        link = _link_of(cast("WeekItem", self), info)
        return link.title if link is not None else None

    @classmethod
    def get_queryset(cls, queryset: QuerySet[WeekItem], info: Info) -> QuerySet[WeekItem]:
        return queryset.filter(week__course__in=_taught(info))


@strawberry_django.type(Week, name="Week", pagination=True)
class WeekNode(relay.Node):
    """One week of a course's plan."""

    id: relay.NodeID[int]
    ordinal: strawberry.auto
    title: strawberry.auto
    summary: strawberry.auto
    summary_html: strawberry.auto
    starts_on: strawberry.auto
    is_published: strawberry.auto
    items: list[WeekItemNode]

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Week], info: Info) -> QuerySet[Week]:
        return queryset.filter(course__in=_taught(info))


@strawberry_django.filter_type(Notice)
class NoticeFilter:
    """Which notices to list."""

    is_pinned: strawberry_django.BaseFilterLookup[bool] | None


@strawberry_django.order_type(Notice)
class NoticeOrder:
    """In which order to list notices."""

    id: strawberry.auto
    published_at: strawberry.auto


@strawberry_django.type(
    Notice, name="Notice", pagination=True, filters=NoticeFilter, ordering=NoticeOrder
)
class NoticeNode(relay.Node):
    """A notice of a course that one acts for; for operators, also of the site."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    title: strawberry.auto
    body: strawberry.auto
    body_html: strawberry.auto
    is_pinned: strawberry.auto
    author: UserNode | None
    created_at: strawberry.auto
    published_at: strawberry.auto
    edited_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Notice], info: Info) -> QuerySet[Notice]:
        user = visitor(info.context.request)
        if user.is_authenticated and user.is_active and user.is_staff:
            return queryset
        return queryset.filter(course__in=courses_taught_by(user))


@strawberry_django.filter_type(Course)
class CourseFilter:
    """Which courses to list."""

    slug: strawberry_django.BaseFilterLookup[str] | None
    year: strawberry_django.BaseFilterLookup[int] | None
    term: strawberry_django.BaseFilterLookup[str] | None

    @strawberry_django.filter_field(description="Whether it is read-only.")
    def is_archived(self, queryset: QuerySet[Course], value: bool, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}archived_at__isnull": not value})


@strawberry_django.order_type(Course)
class CourseOrder:
    """In which order to list courses."""

    id: strawberry.auto
    slug: strawberry.auto


@strawberry_django.type(Course, name="Course", filters=CourseFilter, ordering=CourseOrder)
class CourseNode(relay.Node):
    """A course that one acts for."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    slug: strawberry.auto
    title: strawberry.auto
    summary: strawberry.auto
    year: strawberry.auto
    term: strawberry.auto
    starts_on: strawberry.auto
    is_listed: strawberry.auto
    accepts_requests: strawberry.auto
    shows_members: strawberry.auto
    archived_at: strawberry.auto
    memberships: list[MembershipNode]
    invites: list[InviteNode]
    allowed_students: list[AllowedStudentNode]
    join_requests: list[JoinRequestNode]
    weeks: list[WeekNode]
    notices: list[NoticeNode]

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Course], info: Info) -> QuerySet[Course]:
        return queryset.filter(pk__in=_taught(info))


@strawberry.type
class CoursesQuery:
    courses: DjangoCursorConnection[CourseNode] = strawberry_django.connection(
        description="Courses that one teaches; all of them for an operator.",
        max_results=MAX_PAGE,
    )

    course: CourseNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )

    @strawberry.field(
        description=(
            "Markdown as it will look: sanitised, as in notices, weeks and sets. For all staff. "
            "Errors: invalid."
        )
    )
    def markdown_preview(self, markdown: str) -> str:
        if len(markdown) > PREVIEW_MAX_CHARS:
            raise InvalidInputError(
                f"Up to {PREVIEW_MAX_CHARS} characters.", fields={"markdown": ["too long"]}
            )
        return markdown_html(markdown)

    @strawberry_django.connection(
        DjangoCursorConnection[NoticeNode],
        description="The site's notices with their drafts, for operators; nothing for others.",
        max_results=MAX_PAGE,
    )
    def site_notices(self, info: Info) -> QuerySet[Notice]:
        user = visitor(info.context.request)
        of_site = Notice.objects.filter(course__isnull=True)
        return of_site if user.is_authenticated and user.is_staff else of_site.none()
