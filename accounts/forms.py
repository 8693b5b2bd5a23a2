"""Fields of the sign-up beside those of django-allauth."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import DISPLAY_NAME_MAX_CHARS, User


class SignupForm(forms.Form):
    """Read by django-allauth (ACCOUNT_SIGNUP_FORM_CLASS); the adapter saves the fields."""

    display_name = forms.CharField(max_length=DISPLAY_NAME_MAX_CHARS, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a password that repeats the name or the address, which allauth does not see."""
        cleaned = super().clean() or self.cleaned_data
        password = cleaned.get("password") or cleaned.get("password1")
        if password:
            user = User(
                username=cleaned.get("username") or "",
                email=cleaned.get("email") or "",
                display_name=cleaned.get("display_name") or "",
            )
            try:
                validate_password(password, user)
            except ValidationError as error:
                field = "password" if "password" in self.fields else "password1"
                self.add_error(field, error)
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by django-allauth when the account has been saved."""
