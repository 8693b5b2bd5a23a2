"""Downloads of sources that were asked for."""

from django.db import models

from common.background import BackgroundWork


class SourceArchive(BackgroundWork):
    """A zip of sources. It is its maker's alone, and lies in storage until it expires."""

    WORK_NAME = "submissions.source_archive"

    choice = models.JSONField(help_text="As in submissions.choosing.Choice.")
    submission_count = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(null=True)
    storage_name = models.CharField(max_length=200, blank=True, help_text="Empty: no file.")
    expires_at = models.DateTimeField(null=True)

    class Meta(BackgroundWork.Meta):
        indexes = [
            *BackgroundWork.Meta.indexes,
            models.Index(
                fields=("expires_at",),
                name="sourcearchive_expiring",
                condition=~models.Q(storage_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"archive {self.pk}"
