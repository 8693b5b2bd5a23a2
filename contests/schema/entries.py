"""Who takes part in contests, as staff see it."""

import strawberry
import strawberry_django
from django.db.models import Exists, OuterRef, Q, QuerySet
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from common.graphql import MAX_PAGE, from_related
from contests.models import Entry, EntryMember, Invitation
from contests.schema.places import managed
from courses.schema import UserNode


@strawberry_django.type(EntryMember, name="EntryMember", pagination=True)
class EntryMemberNode(relay.Node):
    """A person in an entry."""

    id: relay.NodeID[int]
    user: UserNode
    joined_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[EntryMember], info: Info) -> QuerySet[EntryMember]:
        return queryset.filter(problem_set__in=managed(info))


@strawberry_django.filter_type(Entry)
class EntryFilter:
    """Which entries to list."""

    kind: strawberry_django.BaseFilterLookup[str] | None
    is_official: strawberry_django.BaseFilterLookup[bool] | None
    exclusion: strawberry_django.BaseFilterLookup[str] | None

    @strawberry_django.filter_field(description="By the contest's slug.")
    def set_slug(self, queryset: QuerySet[Entry], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}problem_set__slug": value})

    @strawberry_django.filter_field(description="Whether it goes through a past contest.")
    def is_virtual(self, queryset: QuerySet[Entry], value: bool, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}virtual_starts_at__isnull": not value})

    @strawberry_django.filter_field(
        description="Part of its name, its organization or a member's user name."
    )
    def search(self, queryset: QuerySet[Entry], value: str, prefix: str) -> object:
        members = EntryMember.objects.filter(
            entry=OuterRef(f"{prefix}pk"), user__username__icontains=value
        )
        named = Q(**{f"{prefix}name__icontains": value}) | Q(
            **{f"{prefix}organization__icontains": value}
        )
        return queryset, named | Q(Exists(members))


@strawberry_django.order_type(Entry)
class EntryOrder:
    """In which order to list entries."""

    id: strawberry.auto
    name: strawberry.auto


@strawberry_django.type(
    Entry, name="Entry", pagination=True, filters=EntryFilter, ordering=EntryOrder
)
class EntryNode(relay.Node):
    """One line of a scoreboard: a person or a team, live or virtual."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As on the scoreboard.")
    set_slug: str = from_related("problem_set__slug")
    kind: str
    name: strawberry.auto
    organization: strawberry.auto
    is_official: strawberry.auto
    exclusion: str = strawberry_django.field(
        description="withdrawn or disqualified; empty: it takes part."
    )
    exclusion_reason: strawberry.auto
    join_code: strawberry.auto
    virtual_starts_at: strawberry.auto
    virtual_ends_at: strawberry.auto
    created_at: strawberry.auto
    members: list[EntryMemberNode]

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Entry], info: Info) -> QuerySet[Entry]:
        return queryset.filter(problem_set__in=managed(info))


@strawberry_django.type(Invitation, name="Invitation", pagination=True)
class InvitationNode(relay.Node):
    """Somebody on an invite-only contest's list."""

    id: relay.NodeID[int]
    user: UserNode
    created_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Invitation], info: Info) -> QuerySet[Invitation]:
        return queryset.filter(problem_set__in=managed(info))


@strawberry.type
class EntriesQuery:
    entries: DjangoCursorConnection[EntryNode] = strawberry_django.connection(
        description="Entries of the contests that one acts for as staff.", max_results=MAX_PAGE
    )
