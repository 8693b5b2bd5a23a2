"""Telling contests which problems their entries have solved, for the balloons."""

from datetime import datetime

from contests.services.balloons import balloon_follow
from judging.verdicts import Verdict
from submissions.models import Submission


def balloons_follow(submission: Submission, now: datetime) -> None:
    """Look anew whether the entry has solved the problem; call it in the verdict's transaction.

    Anew, instead of from this verdict, so that a rejudge can take it back.
    """
    if submission.entry is None or submission.entry.is_virtual:
        return
    accepted = Submission.objects.filter(
        entry=submission.entry, problem=submission.problem_id, verdict=Verdict.ACCEPTED
    )
    balloon_follow(
        entry=submission.entry,
        problem_id=submission.problem_id,
        is_solved=accepted.exists(),
        now=now,
    )
