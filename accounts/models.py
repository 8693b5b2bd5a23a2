"""People."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

DISPLAY_NAME_MAX_CHARS = 60


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
