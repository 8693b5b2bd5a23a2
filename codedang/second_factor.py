"""Staff act with a second factor where the site asks for it (STAFF_SECOND_FACTOR)."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from accounts.models import User
from common.access import token_of
from common.errors import NotAllowedError
from common.middleware import GetResponse
from common.rest import error_response
from courses.selectors import teaches

ACTING_PATHS = ("/api/v1/", "/ccs/", "/graphql", "/admin/")
OWN_PATHS = ("/api/v1/me",)
"""What somebody who has to set up a factor first still needs."""
SET_UP_AT = "/settings/security"
STAFF_KNOWN_S = 60
CLOSE_SECOND_FACTOR = 4403


def lacks_second_factor(user: User | AnonymousUser, session: SessionBase) -> bool:
    """Whether this session may not act, because its owner is staff and showed no second factor."""
    if not settings.STAFF_SECOND_FACTOR or not isinstance(user, User):
        return False
    request = HttpRequest()
    request.session = session
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, user)):
        return False
    return bool(cache.get_or_set(f"staff:{user.pk}", lambda: teaches(user), STAFF_KNOWN_S))


class SecondFactorMiddleware:
    """Refuses staff without one whatever acts; a token was made in a session that had it."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.STAFF_SECOND_FACTOR:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_acting = request.path.startswith(ACTING_PATHS) and request.path not in OWN_PATHS
        if not is_acting or token_of(request) is not None:
            return self.get_response(request)
        if not lacks_second_factor(request.user, request.session):
            return self.get_response(request)
        if request.path.startswith("/admin/"):
            return HttpResponseRedirect(SET_UP_AT)
        return error_response(
            NotAllowedError(
                "Staff work with a second factor here: set one up in the settings, under Security, "
                "and sign in with it.",
                code="second_factor_required",
            )
        )


class SecondFactorSockets:
    """The same for websockets."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        session = scope.get("session")
        lacks = database_sync_to_async(lacks_second_factor)
        if settings.STAFF_SECOND_FACTOR and session and await lacks(scope["user"], session):
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": CLOSE_SECOND_FACTOR})
            return
        await self.application(scope, receive, send)
