"""The audit's one table."""

from django.db import models

from accounts.models import User
from courses.models import Course


class Outcome(models.TextChoices):
    """How an act ended."""

    DONE = "done", "Done"
    REFUSED = "refused", "Refused; nothing changed"
    FAILED = "failed", "Failed by our fault; nothing changed"


class AuditEntry(models.Model):
    """One act of somebody's, done or refused."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="audit_entries"
    )
    actor_name = models.CharField(
        max_length=150, help_text="The user name at that time; it outlives the account."
    )
    token_name = models.CharField(
        max_length=200, blank=True, help_text="Of the access token; empty: by a session."
    )
    action = models.CharField(max_length=100, help_text="The mutation's name.")
    arguments = models.JSONField(
        default=dict, help_text="Secrets are left out, and long texts cut."
    )
    target_type = models.CharField(max_length=100, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    target_label = models.CharField(max_length=200, blank=True)
    course = models.ForeignKey(
        Course, on_delete=models.SET_NULL, null=True, related_name="audit_entries"
    )
    before = models.JSONField(
        default=dict, help_text="What was changed, by row, as it was before; empty: nothing was."
    )
    after = models.JSONField(default=dict, help_text="What was changed, as it was afterwards.")
    outcome = models.CharField(max_length=10, choices=Outcome)
    code = models.CharField(max_length=100, blank=True, help_text="Of the refusal.")
    message = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=64, blank=True, help_text="Of the client.")

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("course", "-id"), name="audit_course"),
            models.Index(fields=("actor", "-id"), name="audit_actor"),
            models.Index(fields=("action", "-id"), name="audit_action"),
            models.Index(fields=("target_type", "target_id", "-id"), name="audit_target"),
            models.Index(fields=("at",), name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action} ({self.outcome})"
