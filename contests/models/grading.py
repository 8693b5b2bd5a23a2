"""What staff grant and change by hand in an assignment."""

from django.db import models

from accounts.models import User
from contests.models.sets import ProblemSet, SetProblem

REASON_MAX_CHARS = 500
COMMENT_MAX_CHARS = 2_000


class Extension(models.Model):
    """More time for one student; a group is given one row each."""

    problem_set = models.ForeignKey(ProblemSet, on_delete=models.CASCADE, related_name="extensions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="set_extensions")
    ends_at = models.DateTimeField(help_text="When it is due for this student.")
    closes_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="The student's hard close. Empty: the assignment's, or the date above if later.",
    )
    reason = models.CharField(max_length=REASON_MAX_CHARS, blank=True, help_text="For staff.")
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("problem_set", "user"), name="contests_extension_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gte=models.F("ends_at")),
                name="contests_extension_closes_after_due",
                violation_error_message="The hard close can't come before the due date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.problem_set_id}"


class ScoreAdjustment(models.Model):
    """Points that staff add to or take from a student's score, with the reason.

    Never changed: a later one supersedes it, so that the history stays.
    """

    problem_set = models.ForeignKey(
        ProblemSet, on_delete=models.CASCADE, related_name="adjustments"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="score_adjustments")
    set_problem = models.ForeignKey(
        SetProblem, on_delete=models.CASCADE, null=True, blank=True, help_text="Empty: the total."
    )
    points = models.FloatField(help_text="Added to the score; below zero to take away.")
    comment = models.TextField(max_length=COMMENT_MAX_CHARS, help_text="The student reads it.")
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=("problem_set", "user", "-id"), name="contests_adjustment_of_user")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("problem_set", "user", "set_problem"),
                condition=models.Q(superseded_at__isnull=True, set_problem__isnull=False),
                name="contests_adjustment_once",
            ),
            models.UniqueConstraint(
                fields=("problem_set", "user"),
                condition=models.Q(superseded_at__isnull=True, set_problem__isnull=True),
                name="contests_adjustment_total_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points:+g} for {self.user_id} at {self.problem_set_id}"
