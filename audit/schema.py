"""GraphQL for staff: who did what."""

from datetime import datetime

import strawberry
import strawberry_django
from django.db.models import Q, QuerySet
from strawberry import relay
from strawberry.scalars import JSON
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import visitor
from audit.models import AuditEntry
from audit.selectors import audit_entries_visible_to
from common.graphql import MAX_PAGE
from courses.schema import CourseNode, UserNode


@strawberry_django.filter_type(AuditEntry)
class AuditEntryFilter:
    """Which acts to list."""

    action: strawberry_django.BaseFilterLookup[str] | None
    outcome: strawberry_django.BaseFilterLookup[str] | None
    target_type: strawberry_django.BaseFilterLookup[str] | None
    target_id: strawberry_django.BaseFilterLookup[str] | None
    at: strawberry_django.ComparisonFilterLookup[datetime] | None

    @strawberry_django.filter_field(description="By the user name of who did it.")
    def actor_name(self, queryset: QuerySet[AuditEntry], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}actor__username": value})

    @strawberry_django.filter_field(description="By the course's slug.")
    def course_slug(self, queryset: QuerySet[AuditEntry], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}course__slug": value})


@strawberry_django.order_type(AuditEntry)
class AuditEntryOrder:
    """In which order to list acts."""

    id: strawberry.auto


@strawberry_django.type(
    AuditEntry, name="AuditEntry", filters=AuditEntryFilter, ordering=AuditEntryOrder
)
class AuditEntryNode(relay.Node):
    """One act in a course that one teaches, done or refused; nobody changes it."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in the admin.")
    at: strawberry.auto
    actor: UserNode | None
    actor_name: strawberry.auto
    token_name: strawberry.auto
    action: strawberry.auto
    arguments: JSON
    target_type: strawberry.auto
    target_id: strawberry.auto
    target_label: strawberry.auto
    course: CourseNode | None
    before: JSON
    after: JSON
    outcome: strawberry.auto
    code: strawberry.auto
    message: strawberry.auto
    request_id: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[AuditEntry], info: Info) -> QuerySet[AuditEntry]:
        return queryset.filter(pk__in=audit_entries_visible_to(visitor(info.context.request)))


@strawberry.type
class AuditQuery:
    audit_entries: DjangoCursorConnection[AuditEntryNode] = strawberry_django.connection(
        description="What staff did or tried in the courses that one teaches; all for operators.",
        max_results=MAX_PAGE,
    )

    audit_entry: AuditEntryNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )
