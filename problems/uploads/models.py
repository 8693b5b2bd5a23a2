"""Where an upload stands."""

from django.db import models

from accounts.models import User


class Upload(models.Model):
    """A place in storage that its owner may fill once, and use for a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    key = models.CharField(max_length=255, unique=True, help_text="Its name in storage.")
    file_name = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField(help_text="As announced: nothing else is taken.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("created_at",), name="problems_upload_age")]

    def __str__(self) -> str:
        return self.key
