"""What staff say to a submission by hand. The services decide who may."""

from typing import cast

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.graphql import node_number
from submissions.reviewing import commenting, overriding
from submissions.reviewing.schema.types import LineCommentNode, OverrideNode
from submissions.schema.enums import Verdict
from submissions.schema.types import SubmissionNode


def _submission(given: relay.GlobalID) -> int:
    return node_number(given, "Submission")


@strawberry.type
class ReviewingMutation:
    @strawberry_django.mutation(
        description=(
            "Let a verdict, a score or both count in place of the judge's, whose judgement stays "
            "as it is; a former override is withdrawn. Students see that staff set it, and the "
            "reason where it is public. For staff of the submission. Errors: not_allowed, invalid, "
            "still_judging."
        )
    )
    def override_verdict(
        self,
        info: Info,
        submission_id: relay.GlobalID,
        reason: str,
        verdict: Verdict | None = None,
        score: float | None = None,
        is_public: bool = False,
    ) -> OverrideNode:
        return cast(
            "OverrideNode",  # strawberry-django resolves the model by the type's fields
            overriding.verdict_override(
                user=signed_in_user(info.context.request),
                submission_id=_submission(submission_id),
                verdict=verdict,
                score=score,
                reason=reason,
                is_public=is_public,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Let the judge's verdict count again; the override stays in the history. For staff of "
            "the submission. Errors: not_allowed."
        )
    )
    def withdraw_override(self, info: Info, submission_id: relay.GlobalID) -> SubmissionNode:
        return cast(
            "SubmissionNode",
            overriding.override_withdraw(
                user=signed_in_user(info.context.request),
                submission_id=_submission(submission_id),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Write a comment on a line, a draft until it is released. For staff of the "
            "submission. Errors: not_allowed, invalid, no_such_line, too_many_comments."
        )
    )
    def add_comment(
        self, info: Info, submission_id: relay.GlobalID, line: int, text: str
    ) -> LineCommentNode:
        return cast(
            "LineCommentNode",
            commenting.comment_create(
                user=signed_in_user(info.context.request),
                submission_id=_submission(submission_id),
                line=line,
                text=text,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Change a comment. For its author, as staff of the submission. "
            "Errors: not_allowed, invalid."
        )
    )
    def edit_comment(self, info: Info, comment_id: relay.GlobalID, text: str) -> LineCommentNode:
        return cast(
            "LineCommentNode",
            commenting.comment_edit(
                user=signed_in_user(info.context.request),
                comment_id=node_number(comment_id, "LineComment"),
                text=text,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description="Remove a comment. For staff of the submission. Errors: not_allowed."
    )
    def remove_comment(self, info: Info, comment_id: relay.GlobalID) -> SubmissionNode:
        return cast(
            "SubmissionNode",
            commenting.comment_remove(
                user=signed_in_user(info.context.request),
                comment_id=node_number(comment_id, "LineComment"),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Show the student all drafts on a submission, and notify those who handed it in. For "
            "staff of the submission. Errors: not_allowed."
        )
    )
    def release_comments(self, info: Info, submission_id: relay.GlobalID) -> SubmissionNode:
        return cast(
            "SubmissionNode",
            commenting.comments_release(
                user=signed_in_user(info.context.request),
                submission_id=_submission(submission_id),
                now=timezone.now(),
            ),
        )
