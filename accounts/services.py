"""Writes on accounts beside those of django-allauth."""

from accounts.models import PreferredLanguage, User


def user_preferences_change(
    *, user: User, display_name: str | None = None, language: PreferredLanguage | None = None
) -> User:
    """Change what a person may change of their own account; None leaves a value as it is."""
    changed = []
    if display_name is not None:
        user.display_name = " ".join(display_name.split())
        changed.append("display_name")
    if language is not None:
        user.language = language
        changed.append("language")
    if changed:
        user.save(update_fields=changed)
    return user
