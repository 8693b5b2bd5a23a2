"""What staff read of comments and overrides."""

import strawberry
import strawberry_django
from django.db.models import QuerySet
from strawberry import relay
from strawberry.types import Info

from accounts.doors import visitor
from courses.schema import UserNode
from submissions.models import LineComment, Override
from submissions.schema.enums import Verdict
from submissions.selectors import submissions_managed_by


@strawberry_django.type(LineComment, name="LineComment", pagination=True)
class LineCommentNode(relay.Node):
    """A word of the staff on a line of a source. A draft until it is released."""

    id: relay.NodeID[int]
    line: strawberry.auto
    text: strawberry.auto
    html: strawberry.auto
    author: UserNode
    created_at: strawberry.auto
    edited_at: strawberry.auto
    released_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[LineComment], info: Info) -> QuerySet[LineComment]:
        mine = submissions_managed_by(visitor(info.context.request))
        return queryset.filter(submission__in=mine)


@strawberry_django.type(Override, name="Override", pagination=True)
class OverrideNode(relay.Node):
    """A verdict or score that staff set in place of the judge's; kept when it is withdrawn."""

    id: relay.NodeID[int]
    verdict: Verdict | None
    score: strawberry.auto
    reason: strawberry.auto
    is_public: strawberry.auto
    made_by: UserNode
    made_at: strawberry.auto
    withdrawn_by: UserNode | None
    withdrawn_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Override], info: Info) -> QuerySet[Override]:
        mine = submissions_managed_by(visitor(info.context.request))
        return queryset.filter(submission__in=mine)
