"""What a student's best submission to a problem of an assignment is worth."""

from django.db import models

from accounts.models import User
from contests.models import ProblemSet, SetProblem


class SetResult(models.Model):
    """Where one student stands with one problem of an assignment, kept up with each verdict."""

    problem_set = models.ForeignKey(
        ProblemSet, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    set_problem = models.ForeignKey(SetProblem, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    submission = models.ForeignKey(
        "submissions.Submission",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="What counts: worth most after its penalty, and of equals the first.",
    )
    points = models.FloatField(default=0.0, help_text="After the penalty, without the weight.")
    days_late = models.PositiveIntegerField(default=0, help_text="Begun, of what counts.")
    penalty_percent = models.PositiveSmallIntegerField(default=0)
    is_solved = models.BooleanField(default=False, help_text="By any submission, late or not.")

    class Meta:
        indexes = [models.Index(fields=("user", "problem_set"), name="submissions_set_result_user")]
        constraints = [
            models.UniqueConstraint(
                fields=("problem_set", "user", "set_problem"), name="submissions_set_result_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.points:g} of {self.user_id} at {self.set_problem_id}"
