"""One import of one package, from its start to the problem or the refusal."""

from django.db import models

from accounts.models import User
from courses.models import Course


class ImportState(models.TextChoices):
    """Where an import stands."""

    PREPARING = "preparing", "Being read"
    PENDING = "pending", "Being checked"
    CHECKED = "checked", "Checked, about to be imported"
    DONE = "done", "Imported"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Could not be checked"


OPEN_IMPORTS = (ImportState.PREPARING, ImportState.PENDING, ImportState.CHECKED)


class PackageImport(models.Model):
    """A package on its way to being a problem. Nothing of it is offered before it is done."""

    actor = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="package_imports",
        help_text="Empty: the operator at the command line.",
    )
    is_by_operator = models.BooleanField(
        default=False, help_text="Started at the command line, where everything is allowed."
    )
    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, null=True, related_name="package_imports"
    )
    visibility = models.CharField(
        max_length=10, blank=True, help_text="Empty: as it is, or the default for a new problem."
    )
    short_name = models.CharField(max_length=100)
    source_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PENDING)
    attempt_token = models.CharField(
        max_length=32, help_text="A report must repeat it to be believed."
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="When the broker last took the job.")
    send_count = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, help_text="When somebody began to finish it.")
    finished_at = models.DateTimeField(null=True)
    judgehost = models.CharField(max_length=200, blank=True)
    findings = models.JSONField(
        default=list, help_text="Each with severity, file, line and message."
    )
    report = models.JSONField(null=True, help_text="What the check brought to import by.")
    measured_time_limit_ms = models.PositiveIntegerField(null=True)
    problem = models.ForeignKey(
        "problems.Problem", on_delete=models.SET_NULL, null=True, related_name="imports"
    )
    version = models.PositiveIntegerField(null=True, help_text="Of its test package.")
    change = models.CharField(max_length=20, blank=True)
    target = models.ForeignKey(
        "problems.Problem",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="Whose version it becomes; empty: the problem of the package's name.",
    )
    makes_live = models.BooleanField(
        default=True, help_text="Whether new submissions are judged by it at once."
    )
    keeps_texts = models.BooleanField(
        default=False, help_text="Only test data and limits come in; texts and settings stay."
    )
    comment = models.CharField(max_length=300, default="", help_text="What the version is for.")
    sequence = models.PositiveIntegerField(default=0, help_text="+1 with each change of state.")

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=("state", "sent_at"),
                name="problems_open_imports",
                condition=models.Q(state__in=["pending", "checked"]),
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk} of {self.short_name}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_IMPORTS
