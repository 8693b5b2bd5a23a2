"""REST: what staff say on the lines of a source."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.errors import NotFoundError
from common.rest import refusals
from submissions.reviewing.commenting import released_comments
from submissions.selectors import submissions_visible_to

router = Router(tags=["submissions"])


class CommentOut(Schema):
    """A word of the staff on a line."""

    id: int
    line: int = Field(description="From 1.")
    html: str = Field(description="Made from Markdown, sanitised.")
    author: str = Field(description="The name that is shown.")
    released_at: datetime
    edited_at: datetime | None


class CommentsOut(Schema):
    """All that is released, by line."""

    items: list[CommentOut]


@router.get(
    "/submissions/{submission_id}/comments",
    response={200: CommentsOut, **refusals(401, 404)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own submissions, and those of problems you manage"),
    summary="What staff say on the lines of a source",
)
def submission_comments(
    request: HttpRequest, submission_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> CommentsOut:
    """Released ones only; drafts are the staff's."""
    visible = submissions_visible_to(signed_in_user(request))
    submission = visible.only("pk").filter(pk=submission_id).first()
    if submission is None:
        raise NotFoundError(
            f"There is no submission {submission_id}, or you may not see it.",
            code="submission_not_found",
        )
    return CommentsOut(
        items=[
            CommentOut(
                id=one.pk,
                line=one.line,
                html=one.html,
                author=one.author.display_name or one.author.username,
                released_at=one.released_at or one.created_at,
                edited_at=one.edited_at,
            )
            for one in released_comments(submission)
        ]
    )
