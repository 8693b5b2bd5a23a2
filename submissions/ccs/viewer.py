"""Who asks the Contest API, and by which right."""

import base64
import binascii
import hmac
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.services import token_use
from common.access import Scope
from common.errors import NotAllowedError, NotSignedInError
from common.ratelimit import client_ip, rate_limit
from contests.models import Entry, ProblemSet
from contests.selectors.entries import entries_of
from contests.selectors.sets import manages
from submissions.models import Audience

PASSWORD_KEPT_S = 300
"""A right password is not hashed anew for each request of a tool: that takes 0.1 s."""


@dataclass(frozen=True, slots=True)
class Caller:
    """An account, or nobody, before any contest is looked at."""

    user: User | None
    scopes: frozenset[str] | None
    """Of the token it came with; None: a password or a session, which may all."""
    is_by_cookie: bool = False

    def may(self, scope: Scope) -> bool:
        return self.scopes is None or scope in self.scopes


@dataclass(frozen=True, slots=True)
class Viewer:
    """A caller before one contest."""

    caller: Caller
    is_staff: bool
    entries: tuple[Entry, ...]
    """Own live entries."""

    @property
    def audience(self) -> Audience:
        return Audience.STAFF if self.is_staff else Audience.PUBLIC

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(entry.pk for entry in self.entries)


def caller_of(request: HttpRequest) -> Caller:
    """Who asks: by HTTP basic authentication, a bearer token, or the session.

    A personal access token may stand in the place of the password, and must where the
    account has a second factor. Raises NotSignedInError for wrong credentials: nobody is
    silently taken for a visitor.
    """
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return _by_token(request, value.strip())
    if kind.lower() == "basic":
        username, password = _basic(value)
        if password.startswith("cdt_"):
            return _by_token(request, password, username)
        return Caller(_by_password(request, username, password), None)
    user = request.user
    if isinstance(user, User) and user.is_active:
        return Caller(user, None, is_by_cookie=True)
    return Caller(None, None)


def viewer_of(caller: Caller, contest: ProblemSet) -> Viewer:
    """The caller's part in a contest. A token without the scope ``staff`` makes nobody staff."""
    if caller.user is None:
        return Viewer(caller, is_staff=False, entries=())
    entries = entries_of(caller.user).filter(problem_set=contest, virtual_starts_at__isnull=True)
    return Viewer(
        caller,
        is_staff=caller.may(Scope.STAFF) and manages(caller.user, contest),
        entries=tuple(entries),
    )


def _by_token(request: HttpRequest, text: str, username: str | None = None) -> Caller:
    token = token_use(text=text, now=timezone.now())
    if token is None or username not in {None, token.user.username}:
        raise _wrong(request)
    if Scope.READ_CONTESTS not in token.granted:
        raise NotAllowedError(f"This token lacks the scope {Scope.READ_CONTESTS}.")
    return Caller(token.user, token.granted)


def _by_password(request: HttpRequest, username: str, password: str) -> User:
    known = User.objects.filter(username__iexact=username, is_active=True).first()
    if known is None:
        raise _wrong(request)
    # The stored hash is part of the name, so that a changed password is asked for at once.
    facts = f"{known.pk}:{known.password}:{password}".encode()
    name = "ccs-password:" + hmac.digest(settings.SECRET_KEY.encode(), facts, "sha256").hex()
    if cache.get(name) is None:
        if authenticate(request, username=known.username, password=password) is None:
            raise _wrong(request)
        cache.set(name, 1, PASSWORD_KEPT_S)
    if is_mfa_enabled(known):
        raise NotAllowedError(
            "This account has a second factor: give a personal access token as the password."
        )
    if not EmailAddress.objects.filter(user=known, verified=True).exists():
        raise NotAllowedError("Verify the account's e-mail address first.")
    return known


def _basic(value: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    username, _, password = text.partition(":")
    if "\x00" in text:
        return "", ""
    return username, password


def _wrong(request: HttpRequest) -> Exception:
    """The refusal of wrong credentials, which are counted by address. Too many are refused."""
    rate_limit(f"ccs-auth:{client_ip(request)}", limit=settings.RATE_LIMITS["auth"], period_s=60)
    return NotSignedInError("The name, password or token is wrong.")
