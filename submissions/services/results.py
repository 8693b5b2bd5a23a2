"""Where people stand with problems, kept up with each verdict."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Min, Q

from judging.verdicts import Verdict
from problems.models import Problem, ProblemStatistics, Visibility
from submissions.models import SOLVES, ProblemResult, Submission, UserStatistics

JUDGED = ~Q(verdict=Verdict.JUDGING_ERROR) & Q(verdict__isnull=False)
FIGURES = ("attempts", "first_accepted", "practice_attempts", "practice_accepted", "is_counted")
BATCH = 200
PRACTICE = Q(problem_set__isnull=True)
"""All that counts in public: a set's board may be frozen, its verdicts veiled."""


def problem_result_update(*, user_id: int, problem_id: int) -> None:
    """Count one person's submissions to one problem anew; call it in the verdict's transaction."""
    problem_results_update(problem_id=problem_id, user_ids=[user_id])


def problem_results_update(*, problem_id: int, user_ids: Collection[int]) -> None:
    """Count people's submissions to one problem anew; call it in the verdicts' transaction.

    Counting anew instead of adding one keeps it right when a rejudge takes a verdict
    back; the totals of the problem and of the person change by the difference, so a
    verdict costs the same however many there are. The rows are locked first, so that of
    two verdicts at once the second sees the first.
    """
    ProblemResult.objects.bulk_create(
        [ProblemResult(user_id=pk, problem_id=problem_id) for pk in sorted(user_ids)],
        ignore_conflicts=True,
    )
    locked = ProblemResult.objects.select_for_update().filter(
        user_id__in=user_ids, problem_id=problem_id
    )
    results = list(locked.order_by("user_id"))
    counts = {
        row["user_id"]: row
        for row in Submission.objects.filter(user_id__in=user_ids, problem_id=problem_id)
        .order_by()
        .values("user_id")
        .annotate(
            attempts=Count("id", filter=JUDGED),
            first_accepted=Min("id", filter=SOLVES),
            practice_attempts=Count("id", filter=JUDGED & PRACTICE),
            practice_accepted=Count("id", filter=SOLVES & PRACTICE),
        )
    }
    is_public = Problem.objects.filter(pk=problem_id, visibility=Visibility.PUBLIC).exists()
    _problem_follow(problem_id, [(one, counts[one.user_id]) for one in results])
    for result in results:
        found = counts[result.user_id]
        is_counted = is_public and found["practice_accepted"] > 0
        if is_counted != result.is_counted:
            _person_follow(result, is_counted=is_counted)
        result.attempts = found["attempts"]
        result.first_accepted_id = found["first_accepted"]
        result.practice_attempts = found["practice_attempts"]
        result.practice_accepted = found["practice_accepted"]
        result.is_counted = is_counted
    # As an upsert, which is several times as fast as bulk_update.
    ProblemResult.objects.bulk_create(
        results,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=FIGURES,
        batch_size=BATCH,
    )


def _problem_follow(
    problem_id: int, counted: Sequence[tuple[ProblemResult, Mapping[str, Any]]]
) -> None:
    attempts = accepted = solvers = 0
    for result, found in counted:
        attempts += found["practice_attempts"] - result.practice_attempts
        accepted += found["practice_accepted"] - result.practice_accepted
        solvers += (found["practice_accepted"] > 0) - (result.practice_accepted > 0)
    if not (attempts or accepted or solvers):
        return
    ProblemStatistics.objects.get_or_create(problem_id=problem_id)
    ProblemStatistics.objects.filter(problem_id=problem_id).update(
        attempt_count=F("attempt_count") + attempts,
        accepted_count=F("accepted_count") + accepted,
        solver_count=F("solver_count") + solvers,
    )


def _person_follow(result: ProblemResult, *, is_counted: bool) -> None:
    UserStatistics.objects.get_or_create(user_id=result.user_id)
    person = UserStatistics.objects.filter(user_id=result.user_id)
    if not is_counted:
        person.update(solved_count=F("solved_count") - 1)
        return
    solved_at = Submission.objects.filter(
        SOLVES, PRACTICE, user_id=result.user_id, problem_id=result.problem_id
    ).aggregate(at=Min("created_at"))["at"]
    person.update(solved_count=F("solved_count") + 1, last_solved_at=solved_at)


def statistics_rebuild() -> tuple[int, int]:
    """Count all totals anew from the submissions; (problems, people) that have some.

    For the operator, after a problem's visibility has changed or rows were brought in.
    """
    pairs = Submission.objects.values_list("user_id", "problem_id").distinct()
    ProblemStatistics.objects.update(attempt_count=0, accepted_count=0, solver_count=0)
    UserStatistics.objects.update(solved_count=0, last_solved_at=None)
    ProblemResult.objects.update(practice_attempts=0, practice_accepted=0, is_counted=False)
    for user_id, problem_id in pairs.order_by("user_id", "problem_id").iterator():
        problem_result_update(user_id=user_id, problem_id=problem_id)
    return ProblemStatistics.objects.count(), UserStatistics.objects.count()
