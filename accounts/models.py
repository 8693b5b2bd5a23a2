"""People."""

from datetime import datetime
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

DISPLAY_NAME_MAX_CHARS = 60
TOKEN_NAME_MAX_CHARS = 60
STUDENT_NUMBER_MAX_CHARS = 20


def time_zone_validate(name: str) -> None:
    """Raise ValidationError where the tz database knows no such zone."""
    if name not in available_timezones():
        raise ValidationError(f"There is no time zone {name!r}: use a name such as Asia/Seoul.")


class PreferredLanguage(models.TextChoices):
    """Languages that the site speaks."""

    KOREAN = "ko", "한국어"
    ENGLISH = "en", "English"


class User(AbstractUser):
    """An account. ``is_staff`` marks the platform's operators, never a course's TAs."""

    email = models.EmailField("e-mail address")
    display_name = models.CharField(
        max_length=DISPLAY_NAME_MAX_CHARS,
        blank=True,
        help_text="Shown to others. Where it is empty, the user name is shown.",
    )
    language = models.CharField(
        max_length=2, choices=PreferredLanguage, default=PreferredLanguage.KOREAN
    )

    time_zone = models.CharField(
        max_length=40,
        default="Asia/Seoul",
        validators=[time_zone_validate],
        help_text="Such as Asia/Seoul: where the person's days begin.",
    )
    is_listed = models.BooleanField(
        "on the leaderboard",
        default=True,
        help_text="Whether others may see the person on the site's leaderboard.",
    )
    student_number = models.CharField(
        max_length=STUDENT_NUMBER_MAX_CHARS,
        blank=True,
        help_text=(
            "As the person says. Seen by themselves, by staff of their courses and by operators; "
            "once given, only operators change it."
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message="Another account has this e-mail address.",
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_username_unique",
                violation_error_message="Another account has this user name.",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def shown_name(self) -> str:
        return self.display_name or self.username


class AccessToken(models.Model):
    """A personal access token. The token itself is shown once and never kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=TOKEN_NAME_MAX_CHARS, help_text="What it is for.")
    beginning = models.CharField(
        max_length=20, editable=False, help_text="Its first characters, to tell it from others."
    )
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256.")
    scopes = models.JSONField(help_text="As in common.access.Scope.")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, help_text="Exact to a minute.")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=("user", "-id"), name="accounts_tokens_of_user")]

    def __str__(self) -> str:
        return f"{self.beginning}… of {self.user_id}"

    @property
    def granted(self) -> frozenset[str]:
        return frozenset(self.scopes)

    def is_live(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
