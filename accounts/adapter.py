"""What this site changes in django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Names that others can't be mistaken for, and mail in the reader's language."""

    def clean_username(self, username: str, shallow: bool = False) -> str:
        cleaned: str = super().clean_username(username, shallow=shallow)
        return cleaned.lower()

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.display_name = form.cleaned_data.get("display_name", "")
        user.language = "en" if getattr(request, "LANGUAGE_CODE", "ko").startswith("en") else "ko"
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved
