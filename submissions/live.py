"""What live clients are told of submissions, and in which groups of the channel layer."""

from collections.abc import Sequence

from common.push import EVENT_TYPE, push
from submissions.models import Judgement, Run, Submission
from submissions.shapes import submission_event, submission_item


def submission_group(submission_id: int) -> str:
    return f"submission.{submission_id}"


def user_group(user_id: int) -> str:
    return f"user.{user_id}"


def submission_announce(submission: Submission) -> None:
    """Tell the author's pages how the submission stands in lists; call it after commit."""
    push(
        user_group(submission.user_id),
        {
            "type": EVENT_TYPE,
            "topic": "user:me",
            "sequence": submission.sequence,
            "payload": {"submission": submission_item(submission).model_dump(mode="json")},
        },
    )


def judgement_announce(judgement: Judgement, runs: Sequence[Run]) -> None:
    """Tell those who watch the submission what is new; call it after commit."""
    submission = judgement.submission
    push(
        submission_group(submission.pk),
        {
            "type": EVENT_TYPE,
            "topic": f"submission:{submission.pk}",
            "sequence": submission.sequence,
            "payload": submission_event(judgement, runs).model_dump(mode="json"),
        },
    )
