"""What staff do with a course's weeks, and with notices. The services decide who may."""

from datetime import date
from typing import cast

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry import UNSET, relay
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.graphql import given, node_number
from courses import services
from courses.schema.types import CourseNode, NoticeNode, WeekItemNode, WeekNode


@strawberry.input(
    description="What to set of a week; what is left out stays, null clears what may be empty."
)
class WeekInput:
    title: str | None = UNSET
    summary: str | None = strawberry.field(default=UNSET, description="Markdown.")
    starts_on: date | None = UNSET
    is_published: bool | None = UNSET

    def read(self) -> services.WeekChange:
        return services.WeekChange(**given(self))


@strawberry.input(description="What to set of a notice; what is left out stays.")
class NoticeInput:
    title: str | None = UNSET
    body: str | None = strawberry.field(default=UNSET, description="Markdown.")
    is_pinned: bool | None = UNSET

    def read(self) -> services.NoticeChange:
        return services.NoticeChange(**given(self))


def _week(week_id: relay.GlobalID) -> int:
    return node_number(week_id, "Week")


def _notice(notice_id: relay.GlobalID) -> int:
    return node_number(notice_id, "Notice")


@strawberry.type
class PlanMutation:
    @strawberry_django.mutation(
        description=(
            "Add a week at the end of a course's plan. For its staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def create_week(self, info: Info, course_id: relay.GlobalID, values: WeekInput) -> WeekNode:
        return cast(
            "WeekNode",  # strawberry-django resolves the model by the type's fields
            services.week_create(
                actor=signed_in_user(info.context.request),
                course_id=node_number(course_id, "Course"),
                values=values.read(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Change or publish a week. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def change_week(self, info: Info, week_id: relay.GlobalID, change: WeekInput) -> WeekNode:
        return cast(
            "WeekNode",
            services.week_change(
                actor=signed_in_user(info.context.request),
                week_id=_week(week_id),
                change=change.read(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Remove a week with its links. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def remove_week(self, info: Info, week_id: relay.GlobalID) -> bool:
        services.week_remove(actor=signed_in_user(info.context.request), week_id=_week(week_id))
        return True

    @strawberry_django.mutation(
        description=(
            "Put all weeks of a course into this order. For its staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def reorder_weeks(
        self, info: Info, course_id: relay.GlobalID, week_ids: list[relay.GlobalID]
    ) -> CourseNode:
        return cast(
            "CourseNode",
            services.weeks_reorder(
                actor=signed_in_user(info.context.request),
                course_id=node_number(course_id, "Course"),
                ids=[_week(one) for one in week_ids],
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Add a material to a week. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def add_week_link(
        self, info: Info, week_id: relay.GlobalID, title: str, url: str
    ) -> WeekItemNode:
        return cast(
            "WeekItemNode",
            services.week_link_add(
                actor=signed_in_user(info.context.request),
                week_id=_week(week_id),
                title=title,
                url=url,
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Add a problem that is public or yours to a week; members of the course may then "
            "open it, unless it is hidden. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def add_week_problem(
        self, info: Info, week_id: relay.GlobalID, slug: str, title: str = ""
    ) -> WeekItemNode:
        return cast(
            "WeekItemNode",
            services.week_problem_add(
                actor=signed_in_user(info.context.request),
                week_id=_week(week_id),
                slug=slug,
                title=title,
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Take a material or a problem out of its week. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def remove_week_item(self, info: Info, item_id: relay.GlobalID) -> WeekNode:
        return cast(
            "WeekNode",
            services.week_item_remove(
                actor=signed_in_user(info.context.request),
                item_id=node_number(item_id, "WeekItem"),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Put all that a week offers into this order. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def reorder_week_items(
        self, info: Info, week_id: relay.GlobalID, item_ids: list[relay.GlobalID]
    ) -> WeekNode:
        return cast(
            "WeekNode",
            services.week_items_reorder(
                actor=signed_in_user(info.context.request),
                week_id=_week(week_id),
                ids=[node_number(one, "WeekItem") for one in item_ids],
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Write a notice's draft; without a course, for the whole site. For the course's "
            "staff; for operators. Errors: not_allowed, course_archived."
        )
    )
    def create_notice(
        self, info: Info, values: NoticeInput, course_id: relay.GlobalID | None = None
    ) -> NoticeNode:
        return cast(
            "NoticeNode",
            services.notice_create(
                actor=signed_in_user(info.context.request),
                course_id=node_number(course_id, "Course") if course_id else None,
                values=values.read(),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Change a notice. For the course's staff; the site's, for operators. "
            "Errors: not_allowed, course_archived."
        )
    )
    def change_notice(
        self, info: Info, notice_id: relay.GlobalID, change: NoticeInput
    ) -> NoticeNode:
        return cast(
            "NoticeNode",
            services.notice_change(
                actor=signed_in_user(info.context.request),
                notice_id=_notice(notice_id),
                change=change.read(),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Show a draft to its readers, and tell the members of its course. For the course's "
            "staff; the site's, for operators. "
            "Errors: not_allowed, already_published, course_archived."
        )
    )
    def publish_notice(self, info: Info, notice_id: relay.GlobalID) -> NoticeNode:
        return cast(
            "NoticeNode",
            services.notice_publish(
                actor=signed_in_user(info.context.request),
                notice_id=_notice(notice_id),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Remove a notice. For the course's staff; the site's, for operators. "
            "Errors: not_allowed, course_archived."
        )
    )
    def remove_notice(self, info: Info, notice_id: relay.GlobalID) -> bool:
        services.notice_remove(
            actor=signed_in_user(info.context.request), notice_id=_notice(notice_id)
        )
        return True
