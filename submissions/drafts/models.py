"""Texts that are not handed in yet."""

from django.db import models

from accounts.models import User
from contests.models import ProblemSet
from problems.models import Problem


class Draft(models.Model):
    """What somebody has in the editor for one problem in one language.

    In a set it is another text than in practice.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="+")
    problem_set = models.ForeignKey(
        ProblemSet, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=32)
    source = models.TextField()
    layout = models.JSONField(
        default=list,
        help_text="Its files, as in submissions.sources; empty: a text without a name.",
    )
    version = models.PositiveIntegerField(help_text="+1 with each change, from 1.")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            # NULLs don't collide, so practice needs a constraint of its own.
            models.UniqueConstraint(
                fields=("user", "problem", "language"),
                condition=models.Q(problem_set__isnull=True),
                name="submissions_draft_once",
            ),
            models.UniqueConstraint(
                fields=("user", "problem_set", "problem", "language"),
                condition=models.Q(problem_set__isnull=False),
                name="submissions_draft_once_in_set",
            ),
        ]
        indexes = [models.Index(fields=("user", "-id"), name="submissions_drafts_of_user")]

    def __str__(self) -> str:
        return f"{self.language} draft {self.version} of {self.user_id} for {self.problem_id}"
