"""Where people stand with problems, kept up with each verdict."""

from django.db.models import Count, Min, Q

from judging.verdicts import Verdict
from submissions.models import ProblemResult, Submission


def problem_result_update(*, user_id: int, problem_id: int) -> None:
    """Count one person's submissions to one problem anew; call it in the verdict's transaction.

    Counting anew instead of adding one keeps it right when a rejudge takes a verdict
    back. The row is locked first, so that of two verdicts at once the second sees
    the first.
    """
    ProblemResult.objects.get_or_create(user_id=user_id, problem_id=problem_id)
    result = ProblemResult.objects.select_for_update().get(user_id=user_id, problem_id=problem_id)
    counts = Submission.objects.filter(user_id=user_id, problem_id=problem_id).aggregate(
        attempts=Count("id", filter=~Q(verdict=Verdict.JUDGING_ERROR) & Q(verdict__isnull=False)),
        first_accepted=Min("id", filter=Q(verdict=Verdict.ACCEPTED)),
    )
    result.attempts = counts["attempts"]
    result.first_accepted_id = counts["first_accepted"]
    result.save(update_fields=["attempts", "first_accepted"])
