"""GraphQL for staff: submissions, and judging one again."""

from typing import cast

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import signed_in_user
from common.graphql import MAX_PAGE, node_number
from submissions.schema.types import JudgementNode, SubmissionNode
from submissions.services import judgement_rejudge


@strawberry.type
class SubmissionsQuery:
    submissions: DjangoCursorConnection[SubmissionNode] = strawberry_django.connection(
        description="Submissions to the problems that one acts for as staff.",
        max_results=MAX_PAGE,
    )

    submission: SubmissionNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )


@strawberry.type
class SubmissionsMutation:
    @strawberry_django.mutation(
        description=(
            "Judge a submission again by its problem's present test package. Its verdict stays "
            "until the new one is there; a judging error takes none away. For staff of the "
            "submission. Errors: not_allowed, already_judging, no_test_package, language_gone."
        )
    )
    def rejudge(self, info: Info, submission_id: relay.GlobalID) -> JudgementNode:
        return cast(
            "JudgementNode",  # strawberry-django resolves the model by the type's fields
            judgement_rejudge(
                user=signed_in_user(info.context.request),
                submission_id=node_number(submission_id, "Submission"),
                now=timezone.now(),
            ),
        )
