"""What was changed of a problem, by whom and when."""

from django.db import models

from accounts.models import User


class ProblemRevision(models.Model):
    """One part of a problem as somebody left it.

    A problem as it stood at a revision is the last one of each part up to it.
    """

    problem = models.ForeignKey(
        "problems.Problem", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField(help_text="Counts the problem's revisions from 1.")
    part = models.CharField(
        max_length=60,
        help_text="settings, statement:ko, hints, editorial:ko, template:python3, attachments, "
        "images or package.",
    )
    actor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="problem_revisions"
    )
    created_at = models.DateTimeField()
    summary = models.CharField(max_length=300, help_text="What was done, in one sentence.")
    is_baseline = models.BooleanField(
        default=False, help_text="What was there before the part's first change."
    )
    content = models.JSONField(
        null=True, help_text="The part's values by name. null: the part was taken away."
    )

    class Meta:
        ordering = ("problem_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=("problem", "number"), name="problems_revision_number")
        ]
        indexes = [
            models.Index(fields=("problem", "part", "-number"), name="problems_revision_part")
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.problem_id}, revision {self.number}"


class StatementFile(models.Model):
    """A picture that statements show, by its name. Storage keeps it under its own hash."""

    problem = models.ForeignKey(
        "problems.Problem", on_delete=models.CASCADE, related_name="statement_files"
    )
    name = models.CharField(max_length=255, help_text="As in ![](name), relative to statements.")
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("problem_id", "name")
        constraints = [
            models.UniqueConstraint(fields=("problem", "name"), name="problems_statement_file_once")
        ]

    def __str__(self) -> str:
        return self.name
