"""Comments on lines of a source: drafts of the staff, until they are released to the student."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.errors import ConflictError, NotAllowedError
from common.markdown import markdown_html
from contests.models import EntryMember
from notifications.kinds import KindId
from notifications.services import notify
from submissions.diffs import lines_of
from submissions.models import LineComment, Submission
from submissions.reviewing.rules import MAX_COMMENTS, comment_check
from submissions.selectors import submissions_managed_by


def comments_managed_by(user: User) -> QuerySet[LineComment]:
    """Drafts and released ones on submissions that the user acts on as staff."""
    return LineComment.objects.filter(submission__in=submissions_managed_by(user))


def comment_create(
    *, user: User, submission_id: int, line: int, text: str, now: datetime
) -> LineComment:
    """Write a draft on a line. Raises NotAllowedError, InvalidInputError, and ConflictError where
    there are too many."""
    with transaction.atomic():
        submission = _lock(user, submission_id)
        comment_check(text=text, line=line, line_count=len(lines_of(submission.source)))
        if submission.comments.count() >= MAX_COMMENTS:
            raise ConflictError(
                f"At most {MAX_COMMENTS} comments fit on a submission: remove one.",
                code="too_many_comments",
            )
        return LineComment.objects.create(
            submission=submission,
            line=line,
            text=text,
            html=markdown_html(text),
            author=user,
            created_at=now,
        )


def comment_edit(*, user: User, comment_id: int, text: str, now: datetime) -> LineComment:
    """Change one's own comment; a released one too, which then says so.

    Raises NotAllowedError, InvalidInputError.
    """
    with transaction.atomic():
        comment = _comment(user, comment_id)
        if comment.author_id != user.pk:
            raise NotAllowedError("Only its author may change a comment.")
        comment_check(text=text, line=1, line_count=1)
        comment.text, comment.html, comment.edited_at = text, markdown_html(text), now
        comment.save(update_fields=["text", "html", "edited_at"])
    return comment


def comment_remove(*, user: User, comment_id: int) -> Submission:
    """Remove a comment, a draft or released; any staff of the submission may.

    Raises NotAllowedError. Returns the submission.
    """
    with transaction.atomic():
        comment = _comment(user, comment_id)
        comment.delete()
    return comment.submission


def comments_release(*, user: User, submission_id: int, now: datetime) -> Submission:
    """Show the student all drafts on a submission, and say so once.

    Releasing when there is no draft does nothing. Raises NotAllowedError.
    """
    with transaction.atomic():
        submission = _lock(user, submission_id)
        drafts = submission.comments.filter(released_at__isnull=True)
        last = drafts.order_by("-id").values_list("pk", flat=True).first()
        if last is not None:
            drafts.update(released_at=now)
            notify(
                kind=KindId.CODE_REVIEWED,
                subject=f"comments:{submission.pk}:{last}",
                user_ids=_authors(submission),
                params={"problem": submission.problem.title, "number": str(submission.pk)},
                link=f"/submissions/{submission.pk}",
                now=now,
            )
    return submission


def released_comments(submission: Submission) -> Sequence[LineComment]:
    """What those who handed it in may read, by line; one query."""
    released = LineComment.objects.filter(submission=submission, released_at__isnull=False)
    return list(released.select_related("author").order_by("line", "id"))


def _authors(submission: Submission) -> set[int]:
    members = EntryMember.objects.filter(entry=submission.entry_id)
    return {submission.user_id, *members.values_list("user_id", flat=True)}


def _lock(user: User, submission_id: int) -> Submission:
    mine = submissions_managed_by(user).filter(pk=submission_id).values("pk")
    submission = (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("problem")
        .filter(pk__in=mine)
        .first()
    )
    if submission is None:
        raise NotAllowedError("Only staff of the submission's course may comment on it.")
    return submission


def _comment(user: User, comment_id: int) -> LineComment:
    mine = comments_managed_by(user).filter(pk=comment_id).values("pk")
    comment = (
        LineComment.objects.select_for_update(of=("self",))
        .select_related("submission")
        .filter(pk__in=mine)
        .first()
    )
    if comment is None:
        raise NotAllowedError("There is no such comment of your course's.")
    return comment
