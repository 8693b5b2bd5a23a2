"""GraphQL for staff: judging errors that repeat."""

from typing import cast

import strawberry
import strawberry_django
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import signed_in_user, visitor
from accounts.models import User
from common.graphql import MAX_PAGE, from_related, node_number
from courses.schema import UserNode
from problems.schema import TestPackageNode
from submissions.faults.models import Fault
from submissions.faults.rules import Blamed
from submissions.faults.services import fault_resolve, faults_managed_by

strawberry.enum(Blamed, name="FaultBlamed", description="What a fault is blamed on.")


@strawberry_django.filter_type(Fault)
class JudgingFaultFilter:
    """Which faults to list."""

    @strawberry_django.filter_field(description="Whether nobody has resolved it yet.")
    def is_open(self, queryset: QuerySet[Fault], value: bool, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}resolved_at__isnull": value})


@strawberry_django.order_type(Fault)
class JudgingFaultOrder:
    """In which order to list faults."""

    id: strawberry.auto


@strawberry_django.type(
    Fault, name="JudgingFault", filters=JudgingFaultFilter, ordering=JudgingFaultOrder
)
class JudgingFaultNode(relay.Node):
    """Equal judging errors, and what they are blamed on. While that is switched off,
    submissions that need it wait."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(annotate=F("pk"), description="As in addresses.")
    blamed: Blamed = strawberry_django.field()
    test_package: TestPackageNode | None = strawberry_django.field(
        description="The version of its problem's tests that is blamed."
    )
    problem_slug: str | None = from_related("test_package__problem__slug")
    language: strawberry.auto
    judgehost: strawberry.auto
    reason: strawberry.auto
    message: strawberry.auto
    count: strawberry.auto
    first_seen_at: strawberry.auto
    last_seen_at: strawberry.auto
    switched_off_at: strawberry.auto
    resolved_at: strawberry.auto
    resolved_by: UserNode | None
    note: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Fault], info: Info) -> QuerySet[Fault]:
        user = visitor(info.context.request)
        if not isinstance(user, User):
            return queryset.none()
        return queryset.filter(pk__in=faults_managed_by(user).values("pk"))


@strawberry.type
class FaultsQuery:
    judging_faults: DjangoCursorConnection[JudgingFaultNode] = strawberry_django.connection(
        description=(
            "Judging errors that repeat: for staff those of their problems' versions, for "
            "operators all."
        ),
        max_results=MAX_PAGE,
    )

    judging_fault: JudgingFaultNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )


@strawberry.type
class FaultsMutation:
    @strawberry_django.mutation(
        description=(
            "Say that a fault's cause is gone: what waited for it goes to the judges, and what it "
            "hit is judged again, by the live version of its problem. For staff of the problem; "
            "for a language or a judgehost, for operators. "
            "Errors: not_allowed, invalid, already_resolved."
        )
    )
    def resolve_judging_fault(
        self, info: Info, fault_id: relay.GlobalID, note: str = ""
    ) -> JudgingFaultNode:
        return cast(
            "JudgingFaultNode",  # strawberry-django resolves the model by the type's fields
            fault_resolve(
                user=signed_in_user(info.context.request),
                fault_id=node_number(fault_id, "JudgingFault"),
                note=note,
                now=timezone.now(),
            ),
        )
