"""Reads on custom runs. They are nobody's business but their author's, staff included."""

from django.db.models import QuerySet

from accounts.models import User
from common.errors import NotFoundError
from submissions.custom_runs.models import CustomRun


def custom_runs_of(user: User) -> QuerySet[CustomRun]:
    """The user's own, each with its problem."""
    return CustomRun.objects.filter(user=user).select_related("problem")


def custom_run_get(*, user: User, run_id: int) -> CustomRun:
    """Raises NotFoundError."""
    run = custom_runs_of(user).filter(pk=run_id).first()
    if run is None:
        raise NotFoundError(
            f"There is no run {run_id}, or it is not yours, or it is too old.",
            code="run_not_found",
        )
    return run
