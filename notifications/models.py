"""Notifications, and how each person wants to have them."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.background import BackgroundWork
from notifications.audiences import AudienceId
from notifications.kinds import MAX_LINK_CHARS, MAX_SUBJECT_CHARS, KindId, params_given

KIND_MAX_CHARS = 30
AUDIENCE_CHOICES = [(one.value, one.value.replace("_", " ").capitalize()) for one in AudienceId]
KIND_CHOICES = [(kind.value, kind.value.replace("_", " ").capitalize()) for kind in KindId]


class Notification(models.Model):
    """One piece of news for one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=KIND_MAX_CHARS, choices=KIND_CHOICES)
    subject = models.CharField(
        max_length=MAX_SUBJECT_CHARS,
        help_text="What it is about, such as notice:12: told once to each person.",
    )
    params = models.JSONField(help_text="What the kind's words are filled with.")
    link = models.CharField(max_length=MAX_LINK_CHARS, help_text="A path of this site.")
    is_shown = models.BooleanField(help_text="In the app; else it goes by e-mail only.")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(
        null=True, blank=True, help_text="When it may go by e-mail; empty: it won't, or it has."
    )
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("user", "kind", "subject"), name="notifications_told_once"
            )
        ]
        indexes = [
            models.Index(
                fields=("user", "id"), name="notifications_shown", condition=Q(is_shown=True)
            ),
            models.Index(
                fields=("user",),
                name="notifications_unread",
                condition=Q(is_shown=True, read_at__isnull=True),
            ),
            models.Index(
                fields=("mail_due_at",),
                name="notifications_mail_due",
                condition=Q(mail_due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} for {self.user_id}"


class Inbox(models.Model):
    """Where one person's notifications stand."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="inbox")
    sequence = models.PositiveBigIntegerField(
        default=0, help_text="+1 with each change, as live events count."
    )
    digest_sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last e-mail was tried."
    )
    mail_stopped_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the person wants no e-mail at all."
    )

    class Meta:
        verbose_name_plural = "inboxes"

    def __str__(self) -> str:
        return f"inbox of {self.user_id}"


class KindPreference(models.Model):
    """How somebody wants one kind, where it differs from the default: shown and mailed."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=KIND_MAX_CHARS, choices=KIND_CHOICES)
    is_shown = models.BooleanField(default=True)
    is_mailed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "kind"), name="notifications_preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"


class Telling(BackgroundWork):
    """News for more people than a request should tell."""

    WORK_NAME = "notifications.telling"

    kind = models.CharField(max_length=KIND_MAX_CHARS, choices=KIND_CHOICES)
    subject = models.CharField(max_length=MAX_SUBJECT_CHARS)
    params = models.JSONField(help_text="As a notification keeps them.")
    link = models.CharField(max_length=MAX_LINK_CHARS)
    audience = models.CharField(max_length=KIND_MAX_CHARS, choices=AUDIENCE_CHOICES)
    of_id = models.BigIntegerField(help_text="What the audience belongs to.")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def told_params(self) -> dict[str, str | datetime]:
        return params_given(self.params)
