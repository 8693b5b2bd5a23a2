"""Who stands before a door, typed."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models import User
from common.errors import NotSignedInError


def signed_in_user(request: HttpRequest) -> User:
    """The active account that asks. Raises NotSignedInError."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise NotSignedInError
    return user


def visitor(request: HttpRequest) -> User | AnonymousUser:
    """Whoever asks, signed in or not."""
    user = request.user
    return user if isinstance(user, User) else AnonymousUser()
