"""Fields of the sign-up beside those of django-allauth."""

from django import forms
from django.http import HttpRequest

from accounts.models import DISPLAY_NAME_MAX_CHARS, User


class SignupForm(forms.Form):
    """Read by django-allauth (ACCOUNT_SIGNUP_FORM_CLASS); the adapter saves the fields."""

    display_name = forms.CharField(max_length=DISPLAY_NAME_MAX_CHARS, required=False)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by django-allauth when the account has been saved."""
