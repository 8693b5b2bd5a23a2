"""Telling contests which problems their entries have solved, for the balloons."""

from collections.abc import Collection
from datetime import datetime

from contests.services.balloons import balloon_follow, balloons_follow_all
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


def balloons_follow_many(cells: Collection[tuple[int, int]], now: datetime) -> None:
    """As balloons_follow, for many (entry id, problem id) at once."""
    if not cells:
        return
    solved = set(
        Submission.objects.filter(
            entry__in={entry_id for entry_id, _ in cells}, verdict=Verdict.ACCEPTED
        )
        .order_by()
        .values_list("entry_id", "problem_id")
        .distinct()
    )
    balloons_follow_all(is_solved={cell: cell in solved for cell in cells}, now=now)
