"""What is asked and said in sets, and the balloons to carry. The services decide who may."""

from datetime import datetime
from typing import cast

import strawberry
import strawberry_django
from django.db.models import Q, QuerySet
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import signed_in_user
from common.graphql import MAX_PAGE, from_related, node_number
from contests.models import Announcement, Balloon, Clarification
from contests.schema.places import SetProblemNode, managed
from contests.services import balloons, talk
from courses.schema import UserNode


@strawberry_django.filter_type(Clarification)
class ClarificationFilter:
    """Which questions to list."""

    asked_at: strawberry_django.ComparisonFilterLookup[datetime] | None
    is_broadcast: strawberry_django.BaseFilterLookup[bool] | None

    @strawberry_django.filter_field(description="By the contest's slug.")
    def set_slug(self, queryset: QuerySet[Clarification], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}problem_set__slug": value})

    @strawberry_django.filter_field(description="By the problem's label.")
    def label(self, queryset: QuerySet[Clarification], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}set_problem__label": value})

    @strawberry_django.filter_field(description="Whether it has an answer.")
    def is_answered(self, queryset: QuerySet[Clarification], value: bool, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}answered_at__isnull": not value})

    @strawberry_django.filter_field(description="Part of the question or its answer.")
    def search(self, queryset: QuerySet[Clarification], value: str, prefix: str) -> object:
        said = Q(**{f"{prefix}question__icontains": value})
        return queryset, said | Q(**{f"{prefix}answer__icontains": value})


@strawberry_django.order_type(Clarification)
class ClarificationOrder:
    """In which order to list questions."""

    id: strawberry.auto


@strawberry_django.type(
    Clarification,
    name="Clarification",
    pagination=True,
    filters=ClarificationFilter,
    ordering=ClarificationOrder,
)
class ClarificationNode(relay.Node):
    """A question to the jury and its answer."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    set_slug: str = from_related("problem_set__slug")
    set_problem: SetProblemNode | None
    asked_by: UserNode
    entry_name: str | None = from_related("entry__name")
    question: strawberry.auto
    asked_at: strawberry.auto
    answer: strawberry.auto
    answered_by: UserNode | None
    answered_at: strawberry.auto
    is_broadcast: strawberry.auto
    revision: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Clarification], info: Info) -> QuerySet[Clarification]:
        return queryset.filter(problem_set__in=managed(info))


@strawberry_django.type(Announcement, name="Announcement", pagination=True)
class AnnouncementNode(relay.Node):
    """A word of the jury to all."""

    id: relay.NodeID[int]
    sequence: strawberry.auto
    set_problem: SetProblemNode | None
    text: strawberry.auto
    author: UserNode | None
    created_at: strawberry.auto
    edited_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Announcement], info: Info) -> QuerySet[Announcement]:
        return queryset.filter(problem_set__in=managed(info))


@strawberry_django.filter_type(Balloon)
class BalloonFilter:
    """Which balloons to list."""

    state: strawberry_django.BaseFilterLookup[str] | None

    @strawberry_django.filter_field(description="By the contest's slug.")
    def set_slug(self, queryset: QuerySet[Balloon], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}problem_set__slug": value})


@strawberry_django.order_type(Balloon)
class BalloonOrder:
    """In which order to list balloons."""

    id: strawberry.auto


@strawberry_django.type(
    Balloon, name="Balloon", pagination=True, filters=BalloonFilter, ordering=BalloonOrder
)
class BalloonNode(relay.Node):
    """What an entry gets for a problem that it has solved."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    set_slug: str = from_related("problem_set__slug")
    set_problem: SetProblemNode
    entry_name: str = from_related("entry__name")
    organization: str = from_related("entry__organization")
    state: str
    created_at: strawberry.auto
    delivered_at: strawberry.auto
    delivered_by: UserNode | None

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Balloon], info: Info) -> QuerySet[Balloon]:
        return queryset.filter(problem_set__in=managed(info))


@strawberry.type
class TalkQuery:
    clarifications: DjangoCursorConnection[ClarificationNode] = strawberry_django.connection(
        description="Questions in the sets that one acts for as staff.", max_results=MAX_PAGE
    )

    balloons: DjangoCursorConnection[BalloonNode] = strawberry_django.connection(
        description="Balloons of the contests that one acts for as staff.", max_results=MAX_PAGE
    )


@strawberry.type
class TalkMutation:
    @strawberry_django.mutation(
        description=(
            "Answer a question, or answer it better; a broadcast is announced to all, without "
            "the asker. For the contest's staff. Errors: not_allowed, course_archived, invalid."
        )
    )
    def answer_clarification(
        self, info: Info, clarification_id: relay.GlobalID, answer: str, is_broadcast: bool = False
    ) -> ClarificationNode:
        return cast(
            "ClarificationNode",  # strawberry-django resolves the model by the type's fields
            talk.clarification_answer(
                user=signed_in_user(info.context.request),
                clarification_id=node_number(clarification_id, "Clarification"),
                answer=answer,
                is_broadcast=is_broadcast,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Tell all who take part something. For the set's staff. "
            "Errors: not_allowed, course_archived, invalid."
        )
    )
    def announce(
        self, info: Info, slug: str, text: str, label: str | None = None
    ) -> AnnouncementNode:
        return cast(
            "AnnouncementNode",
            talk.announcement_make(
                user=signed_in_user(info.context.request),
                slug=slug,
                text=text,
                label=label,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Put another text in the place of one that was told to all; they see it live. For "
            "the set's staff. Errors: not_allowed, course_archived, invalid."
        )
    )
    def change_announcement(
        self, info: Info, announcement_id: relay.GlobalID, text: str
    ) -> AnnouncementNode:
        return cast(
            "AnnouncementNode",
            talk.announcement_change(
                user=signed_in_user(info.context.request),
                announcement_id=node_number(announcement_id, "Announcement"),
                text=text,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Note that a balloon was carried, or (isDelivered: false) was not after all. For the "
            "contest's staff. Errors: not_allowed, course_archived."
        )
    )
    def deliver_balloon(
        self, info: Info, slug: str, balloon_id: relay.GlobalID, is_delivered: bool = True
    ) -> BalloonNode:
        return cast(
            "BalloonNode",
            balloons.balloon_deliver(
                user=signed_in_user(info.context.request),
                slug=slug,
                balloon_id=node_number(balloon_id, "Balloon"),
                is_delivered=is_delivered,
                now=timezone.now(),
            ),
        )
