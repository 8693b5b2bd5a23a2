"""Having archives of sources made, and watching how far they are."""

from typing import cast

import strawberry
import strawberry_django
from django.db.models import F, QuerySet
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import signed_in_user, visitor
from common.graphql import MAX_PAGE
from submissions.archives.models import SourceArchive
from submissions.archives.services import archive_create
from submissions.schema.choice import SubmissionChoice


@strawberry_django.order_type(SourceArchive)
class SourceArchiveOrder:
    """In which order to list archives."""

    id: strawberry.auto


@strawberry_django.type(SourceArchive, name="SourceArchive", ordering=SourceArchiveOrder)
class SourceArchiveNode(relay.Node):
    """A zip of sources that one has had made, for a day: `/api/v1/source-archives/{number}`."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(annotate=F("pk"), description="As in addresses.")
    state: str = strawberry_django.field(
        description="`queued`, `running`, `done` (download it) or `failed` (its message says why)."
    )
    message: strawberry.auto
    done_steps: strawberry.auto
    total_steps: strawberry.auto
    submission_count: strawberry.auto
    created_at: strawberry.auto
    finished_at: strawberry.auto
    expires_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[SourceArchive], info: Info) -> QuerySet[SourceArchive]:
        return queryset.filter(requested_by=visitor(info.context.request).pk)


@strawberry.type
class SourceArchivesQuery:
    source_archives: DjangoCursorConnection[SourceArchiveNode] = strawberry_django.connection(
        description="Archives that one has had made.", max_results=MAX_PAGE
    )

    source_archive: SourceArchiveNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )


@strawberry.type
class SourceArchivesMutation:
    @strawberry_django.mutation(
        description=(
            "Have the sources of submissions put into a zip, in the background. For staff of the "
            "submissions. Errors: invalid, nothing_chosen, too_many_chosen, text_too_wide, "
            "too_many_archives."
        )
    )
    def create_source_archive(self, info: Info, choice: SubmissionChoice) -> SourceArchiveNode:
        return cast(
            "SourceArchiveNode",  # strawberry-django resolves the model by the type's fields
            archive_create(
                user=signed_in_user(info.context.request), choice=choice.read(), now=timezone.now()
            ),
        )
