"""GraphQL for staff: rejudgings."""

from typing import cast

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import signed_in_user
from common.graphql import MAX_PAGE, node_number
from submissions.models import Rejudging
from submissions.rejudging import services
from submissions.rejudging.applying import rejudging_apply
from submissions.rejudging.schema.types import (
    PreviewNode,
    RejudgingCountNode,
    RejudgingNode,
    RejudgingPart,
)
from submissions.rejudging.selectors import rejudgings_managed_by
from submissions.schema.choice import SubmissionChoice


def _trial(test_package_id: relay.GlobalID | None, repeat_count: int) -> services.Trial:
    package = node_number(test_package_id, "TestPackage") if test_package_id else None
    return services.Trial(test_package_id=package, repeat_count=repeat_count)


def _node(rejudging: Rejudging) -> RejudgingNode:
    # strawberry-django resolves the model by the type's fields
    return cast("RejudgingNode", rejudging)


@strawberry.type
class RejudgingsQuery:
    rejudgings: DjangoCursorConnection[RejudgingNode] = strawberry_django.connection(
        description="Rejudgings all of whose submissions one acts on as staff.",
        max_results=MAX_PAGE,
    )

    rejudging: RejudgingNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )

    @strawberry.field(
        description=(
            "What applying a rejudging, or a part of it, would change: matrix, boards, grades. "
            "null: none, or not yours."
        )
    )
    def rejudging_preview(
        self, info: Info, rejudging_id: relay.GlobalID, part: RejudgingPart | None = None
    ) -> PreviewNode | None:
        user = signed_in_user(info.context.request)
        number = node_number(rejudging_id, "Rejudging")
        rejudging = rejudgings_managed_by(user).filter(pk=number).first()
        if rejudging is None:
            return None
        return PreviewNode(
            rejudging=rejudging,
            chosen=part.read() if part is not None else None,
            missed_count=services.missed_by(user, rejudging).count(),
        )

    @strawberry.field(
        description=(
            "What a rejudging would hold, before it is made. Errors: not_allowed, invalid, "
            "text_too_wide, package_of_other_problem."
        )
    )
    def rejudging_count(
        self,
        info: Info,
        choice: SubmissionChoice,
        test_package_id: relay.GlobalID | None = None,
        repeat_count: int = 1,
    ) -> RejudgingCountNode:
        counted = services.rejudging_count(
            user=signed_in_user(info.context.request),
            choice=choice.read(),
            trial=_trial(test_package_id, repeat_count),
        )
        return RejudgingCountNode(
            submissions=counted.submissions,
            judgements=counted.judgements,
            left_out=counted.left_out,
        )


@strawberry.type
class RejudgingsMutation:
    @strawberry_django.mutation(
        description=(
            "Have submissions judged again, at low priority, beside the verdicts that count; "
            "with a version of the tests that is not live: by that. Nothing else changes until it "
            "is applied. For staff of the submissions. Errors: not_allowed, invalid, "
            "nothing_chosen, too_many_chosen, text_too_wide, package_of_other_problem."
        )
    )
    def create_rejudging(
        self,
        info: Info,
        choice: SubmissionChoice,
        reason: str = "",
        test_package_id: relay.GlobalID | None = None,
        repeat_count: int = 1,
    ) -> RejudgingNode:
        return _node(
            services.rejudging_create(
                user=signed_in_user(info.context.request),
                choice=choice.read(),
                trial=_trial(test_package_id, repeat_count),
                reason=reason,
                now=timezone.now(),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Take in submissions that fit a rejudging's choice and came after it was made; they "
            "are judged, and it is ready again. For staff of all its submissions. "
            "Errors: not_allowed, not_ready, already_applied, already_cancelled, too_many_chosen."
        )
    )
    def catch_up_rejudging(self, info: Info, rejudging_id: relay.GlobalID) -> RejudgingNode:
        return _node(
            services.rejudging_catch_up(
                user=signed_in_user(info.context.request),
                rejudging_id=node_number(rejudging_id, "Rejudging"),
                now=timezone.now(),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Let what a rejudging found out count: all of it, or a part, and the rest stays as it "
            "is. A version of the tests that was tried becomes the live one. Again: no change, "
            "the same answer. For staff of all its submissions. Errors: not_allowed, not_ready, "
            "already_cancelled."
        )
    )
    def apply_rejudging(
        self, info: Info, rejudging_id: relay.GlobalID, part: RejudgingPart | None = None
    ) -> RejudgingNode:
        return _node(
            rejudging_apply(
                user=signed_in_user(info.context.request),
                rejudging_id=node_number(rejudging_id, "Rejudging"),
                chosen=part.read() if part is not None else None,
                now=timezone.now(),
            )
        )

    @strawberry_django.mutation(
        description=(
            "End a rejudging without a trace in what counts; jobs that were not sent never are. "
            "For staff of all its submissions. Errors: not_allowed, already_applied."
        )
    )
    def cancel_rejudging(self, info: Info, rejudging_id: relay.GlobalID) -> RejudgingNode:
        return _node(
            services.rejudging_cancel(
                user=signed_in_user(info.context.request),
                rejudging_id=node_number(rejudging_id, "Rejudging"),
                now=timezone.now(),
            )
        )
