"""Judging errors that are equal, and what they hit."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from problems.models import TestPackage
from submissions.faults.rules import NOTE_MAX_CHARS, Blamed

BLAMED = [(one.value, one.value) for one in Blamed]


class Fault(models.Model):
    """Equal judging errors, and the one thing that they are blamed on.

    While it is switched off no job that needs it goes to the judges: submissions wait.
    """

    fingerprint = models.CharField(max_length=64, help_text="Of cause and reason.")
    blamed = models.CharField(max_length=20, choices=BLAMED)
    test_package = models.ForeignKey(
        TestPackage, on_delete=models.CASCADE, null=True, related_name="faults"
    )
    language = models.CharField(max_length=32, blank=True)
    judgehost = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=20, help_text="The kind of the internal error.")
    message = models.TextField(help_text="Of the last one. For staff only.")
    count = models.PositiveIntegerField(default=0, help_text="Judgements that ended so.")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    switched_off_at = models.DateTimeField(null=True)
    alerted_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=NOTE_MAX_CHARS, blank=True, help_text="What was done.")

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=("switched_off_at",),
                name="submissions_switched_off",
                condition=Q(switched_off_at__isnull=False, resolved_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("fingerprint",),
                condition=Q(resolved_at__isnull=True),
                name="submissions_open_fault_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.thing}"

    @property
    def thing(self) -> str:
        """What is blamed, in words."""
        if self.test_package is not None:
            return f"problem {self.test_package.problem.slug}, version {self.test_package.version}"
        if self.language:
            return f"language {self.language}"
        return f"judgehost {self.judgehost}"


class FaultHit(models.Model):
    """One judgement that ended with it."""

    fault = models.ForeignKey(Fault, on_delete=models.CASCADE, db_index=False, related_name="hits")
    judgement = models.OneToOneField(
        "submissions.Judgement", on_delete=models.CASCADE, related_name="fault_hit"
    )
    is_redone = models.BooleanField(default=False, help_text="Judged again, or needs it no more.")

    class Meta:
        indexes = [models.Index(fields=("fault", "is_redone", "id"), name="submissions_fault_hits")]

    def __str__(self) -> str:
        return f"{self.judgement_id} by {self.fault_id}"
