"""GraphQL for staff: the questions of their courses."""

from datetime import datetime
from typing import cast

import strawberry
import strawberry_django
from django.db.models import Q, QuerySet
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import signed_in_user, visitor
from common.graphql import MAX_PAGE, node_number
from courses.schema import CourseNode, UserNode
from discussions import services
from discussions.models import Question, Reply
from discussions.selectors import questions_managed_by, unread
from problems.schema import ProblemNode


@strawberry_django.type(Reply, name="Reply", pagination=True)
class ReplyNode(relay.Node):
    """One answer or remark."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    author: UserNode
    is_from_staff: strawberry.auto
    body: strawberry.auto
    body_html: strawberry.auto
    created_at: strawberry.auto
    edited_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Reply], info: Info) -> QuerySet[Reply]:
        managed = questions_managed_by(visitor(info.context.request))
        return queryset.filter(question__in=managed)


@strawberry_django.filter_type(Question)
class QuestionFilter:
    """Which questions to list."""

    is_resolved: strawberry_django.BaseFilterLookup[bool] | None
    is_private: strawberry_django.BaseFilterLookup[bool] | None
    last_activity_at: strawberry_django.ComparisonFilterLookup[datetime] | None

    @strawberry_django.filter_field(description="By the course's slug.")
    def course_slug(self, queryset: QuerySet[Question], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}course__slug": value})

    @strawberry_django.filter_field(description="By the problem's slug.")
    def problem_slug(self, queryset: QuerySet[Question], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}problem__slug": value})

    @strawberry_django.filter_field(description="By the assignment's slug.")
    def problem_set_slug(self, queryset: QuerySet[Question], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}problem_set__slug": value})

    @strawberry_django.filter_field(description="Those in which you have not read the last word.")
    def is_unread(
        self, info: Info, queryset: QuerySet[Question], value: bool, prefix: str
    ) -> object:
        mine = unread(Question.objects.all(), signed_in_user(info.context.request)).values("pk")
        within = Q(**{f"{prefix}pk__in": mine})
        return queryset, within if value else ~within


@strawberry_django.order_type(Question)
class QuestionOrder:
    """In which order to list questions."""

    id: strawberry.auto
    last_activity_at: strawberry.auto


@strawberry_django.type(
    Question, name="Question", pagination=True, filters=QuestionFilter, ordering=QuestionOrder
)
class QuestionNode(relay.Node):
    """A question in a course that one acts for."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    course: CourseNode
    author: UserNode
    problem: ProblemNode | None = strawberry_django.field(
        description="Null also where the problem is not yours to manage."
    )
    title: strawberry.auto
    body: strawberry.auto
    body_html: strawberry.auto
    is_private: strawberry.auto
    is_resolved: strawberry.auto
    reply_count: strawberry.auto
    created_at: strawberry.auto
    edited_at: strawberry.auto
    last_activity_at: strawberry.auto
    replies: list[ReplyNode]

    @strawberry_django.field(
        only=["problem_set__slug"],
        select_related=["problem_set"],
        description="The slug of the assignment that it is about.",
    )
    def problem_set_slug(self, root: Question) -> str | None:
        return root.problem_set.slug if root.problem_set else None

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Question], info: Info) -> QuerySet[Question]:
        return queryset.filter(pk__in=questions_managed_by(visitor(info.context.request)))


@strawberry.type
class DiscussionsQuery:
    questions: DjangoCursorConnection[QuestionNode] = strawberry_django.connection(
        description="Questions of the courses that one teaches; all of them for an operator.",
        max_results=MAX_PAGE,
    )

    question: QuestionNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )


def _question(question_id: relay.GlobalID) -> int:
    return node_number(question_id, "Question")


@strawberry.type
class DiscussionsMutation:
    @strawberry_django.mutation(
        description=(
            "Answer a question, and tell its author. For the course's staff. "
            "Errors: not_allowed, course_archived, full."
        )
    )
    def answer_question(self, info: Info, question_id: relay.GlobalID, body: str) -> ReplyNode:
        return cast(
            "ReplyNode",  # strawberry-django resolves the model by the type's fields
            services.staff_question_reply(
                actor=signed_in_user(info.context.request),
                question_id=_question(question_id),
                body=body,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Mark a question as resolved, or as open again. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def resolve_question(
        self, info: Info, question_id: relay.GlobalID, is_resolved: bool = True
    ) -> QuestionNode:
        return cast(
            "QuestionNode",
            services.staff_question_change(
                actor=signed_in_user(info.context.request),
                question_id=_question(question_id),
                change=services.QuestionChange(is_resolved=is_resolved),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Hide a question from the other students; only its author makes it public again. "
            "For the course's staff. Errors: not_allowed, course_archived."
        )
    )
    def make_question_private(self, info: Info, question_id: relay.GlobalID) -> QuestionNode:
        return cast(
            "QuestionNode",
            services.staff_question_change(
                actor=signed_in_user(info.context.request),
                question_id=_question(question_id),
                change=services.QuestionChange(is_private=True),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Remove a question with its replies. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def remove_question(self, info: Info, question_id: relay.GlobalID) -> bool:
        services.staff_question_remove(
            actor=signed_in_user(info.context.request),
            question_id=_question(question_id),
            now=timezone.now(),
        )
        return True

    @strawberry_django.mutation(
        description=(
            "Remove a reply. For the course's staff. Errors: not_allowed, course_archived."
        )
    )
    def remove_reply(self, info: Info, reply_id: relay.GlobalID) -> bool:
        services.staff_reply_remove(
            actor=signed_in_user(info.context.request),
            reply_id=node_number(reply_id, "Reply"),
            now=timezone.now(),
        )
        return True
