"""How each REST operation says who may call it, and by which of a token's scopes.

An operation names both through ``needs``, ``open_to`` or ``session_only``; what is not said is
refused: an operation that names nothing takes sessions and no token.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.security import APIKeyCookie
from ninja.security.base import AuthBase

from common.errors import NotAllowedError


class Scope(StrEnum):
    """What a personal access token may be allowed to do."""

    READ_PROFILE = "read:profile"
    WRITE_PROFILE = "write:profile"
    READ_PROBLEMS = "read:problems"
    WRITE_PRACTICE = "write:practice"
    READ_SUBMISSIONS = "read:submissions"
    SUBMIT = "submit"
    READ_CONTESTS = "read:contests"
    WRITE_CONTESTS = "write:contests"
    READ_COURSES = "read:courses"
    WRITE_COURSES = "write:courses"
    READ_NOTIFICATIONS = "read:notifications"
    WRITE_NOTIFICATIONS = "write:notifications"
    STAFF = "staff"


SCOPE_MEANINGS = {
    Scope.READ_PROFILE: "Read your account, statistics and standing.",
    Scope.WRITE_PROFILE: "Change your preferences.",
    Scope.READ_PROBLEMS: "Read the problems that you may open, with your marks.",
    Scope.WRITE_PRACTICE: "Change favourites and drafts, and reveal hints.",
    Scope.READ_SUBMISSIONS: "Read your submissions with their sources.",
    Scope.SUBMIT: "Hand in, and run programs with inputs of your own.",
    Scope.READ_CONTESTS: "Read the contests and assignments that you may open.",
    Scope.WRITE_CONTESTS: "Register, enter, and ask for clarifications.",
    Scope.READ_COURSES: "Read your courses.",
    Scope.WRITE_COURSES: "Join courses and write in them.",
    Scope.READ_NOTIFICATIONS: "Read your notifications.",
    Scope.WRITE_NOTIFICATIONS: "Mark notifications as read and change their settings.",
    Scope.STAFF: "Use the staff's GraphQL with all of your rights.",
}


Door = Callable[[HttpRequest], Any]


class Token(Protocol):
    """A personal access token that was found valid, as ``request.access_token`` holds it."""

    @property
    def granted(self) -> frozenset[str]:
        """The scopes that its owner allowed."""


def token_of(request: HttpRequest) -> Token | None:
    """The token that the request came with; None: it came with a session or with nothing."""
    return getattr(request, "access_token", None)


class PersonalAccessToken(AuthBase):
    """``Authorization: Bearer cdt_…``: a token of its owner's, made under /me/tokens."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A personal access token, made under `/api/v1/me/tokens`."

    def __init__(self, scope: Scope, permission: str) -> None:
        super().__init__()
        self.scope = scope
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Any:
        token = token_of(request)
        if token is None:
            return None
        scope_check(token, self.scope)
        return request.user


class Session(APIKeyCookie):
    """The session cookie of an active account; writes need the CSRF token as well."""

    param_name = "sessionid"

    def __init__(self, permission: str = "") -> None:
        super().__init__(csrf=True)
        self.permission = permission

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if token_of(request) is not None:
            raise NotAllowedError(
                "A token can't do this: sign in and do it in the browser.", code="session_only"
            )
        user = request.user
        return user if user.is_authenticated and user.is_active else None


class Anyone:
    """Nobody needs to be signed in. Last in the row, and no request's cookie is looked at."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Any:
        return AnonymousUser()


def scope_check(token: Token, scope: Scope) -> None:
    """Raise NotAllowedError where the token lacks ``scope``."""
    if scope not in token.granted:
        raise NotAllowedError(
            f"This token lacks the scope {scope}: make one that has it.",
            code="scope_missing",
        )


def needs(scope: Scope, permission: str) -> list[Door]:
    """For those who are signed in, and tokens with ``scope``.

    ``permission`` says in words what the operation then lets them see or change.
    """
    return [PersonalAccessToken(scope, permission), Session(permission)]


def open_to(scope: Scope, permission: str) -> list[Door]:
    """For everybody. A token must have ``scope`` here too: it never shows more than it says."""
    return [PersonalAccessToken(scope, permission), Anyone(permission)]


def session_only(permission: str) -> list[Door]:
    """For those who are signed in in a browser; every token is refused."""
    return [Session(permission)]
