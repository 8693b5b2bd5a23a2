"""Telling contests which problems their entries have solved, for the balloons."""

from collections.abc import Collection
from datetime import datetime

from contests.models import Balloon, BalloonState, Entry
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


def balloons_follow_many(cells: Collection[tuple[int, int]], now: datetime) -> None:
    """As balloons_follow, for many (entry id, problem id) at once.

    Only those are looked at one by one whose balloon is not as it should be.
    """
    entries = {
        entry.pk: entry
        for entry in Entry.objects.filter(
            pk__in={entry_id for entry_id, _ in cells},
            virtual_starts_at__isnull=True,
            problem_set__contest_rules__has_balloons=True,
        )
    }
    if not entries:
        return
    solved = set(
        Submission.objects.filter(entry__in=entries, verdict=Verdict.ACCEPTED)
        .order_by()
        .values_list("entry_id", "problem_id")
        .distinct()
    )
    up = set(
        Balloon.objects.filter(entry__in=entries)
        .exclude(state=BalloonState.WITHDRAWN)
        .values_list("entry_id", "set_problem__problem_id")
    )
    for entry_id, problem_id in sorted(cells):
        is_solved = (entry_id, problem_id) in solved
        if entry_id in entries and is_solved != ((entry_id, problem_id) in up):
            balloon_follow(
                entry=entries[entry_id], problem_id=problem_id, is_solved=is_solved, now=now
            )
