"""What live clients are told of submissions, and in which groups of the channel layer."""

from collections.abc import Sequence

from django.utils import timezone

from common.push import live_event, push
from contests.rules import Sight
from submissions.models import Judgement, Run, Submission
from submissions.shapes import submission_event, submission_item
from submissions.sight import author_sight, standing_of


def submission_group(submission_id: int, sight: Sight) -> str:
    """Those who watch it with this sight. Nothing is ever sent to those who may see nothing."""
    return f"submission.{submission_id}.{sight}"


def user_group(user_id: int) -> str:
    return f"user.{user_id}"


NEWS_TYPE = "staff.news"
"""Of messages to staff who watch a course or a set as a whole."""


def news_group_of_course(course_id: int) -> str:
    return f"news.course.{course_id}"


def news_group_of_set(set_id: int) -> str:
    return f"news.set.{set_id}"


def judgement_news_send(judgement: Judgement) -> None:
    """Tell staff that a submission was handed in, or judged; call it after commit.

    They get its number and read it with their own eyes.
    """
    submission = judgement.submission
    problem_set = submission.problem_set
    course_id = problem_set.course_id if problem_set else submission.problem.course_id
    groups = [news_group_of_set(problem_set.pk)] if problem_set else []
    if course_id is not None:
        groups.append(news_group_of_course(course_id))
    for group in groups:
        push(group, {"type": NEWS_TYPE, "group": group, "judgement": judgement.pk})


def submission_announce(submission: Submission) -> None:
    """Tell the author's pages how the submission stands in lists; call it after commit."""
    push(*submission_message(submission))


def submission_message(submission: Submission) -> tuple[str, dict[str, object]]:
    """What the author's pages are told of how the submission stands in lists, and their group."""
    sight = author_sight(submission, timezone.now())
    payload = {"submission": submission_item(submission, sight).model_dump(mode="json")}
    sequence = standing_of(submission, sight).sequence
    return user_group(submission.user_id), live_event("user:me", sequence, payload)


def judgement_announce(judgement: Judgement, runs: Sequence[Run], sight: Sight) -> None:
    """Tell those who watch the submission with this sight what is new; call it after commit."""
    push(*judgement_message(judgement, runs, sight))


def judgement_message(
    judgement: Judgement, runs: Sequence[Run], sight: Sight
) -> tuple[str, dict[str, object]]:
    """What those who watch the submission with this sight are told, and their group."""
    submission = judgement.submission
    topic = f"submission:{submission.pk}"
    payload = submission_event(judgement, runs, sight).model_dump(mode="json")
    sequence = standing_of(submission, sight).sequence
    return submission_group(submission.pk, sight), live_event(topic, sequence, payload)
