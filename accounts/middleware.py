"""Who asks with a token, and how often anybody may ask."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.services import token_use
from common.errors import InvalidInputError, NotSignedInError, TooManyRequestsError
from common.middleware import GetResponse
from common.ratelimit import client_ip, rate_class, rate_limit
from common.rest import error_response

TOKEN_PATHS = ("/api/v1/", "/graphql")
LIMITED_PATHS = ("/api/", "/graphql")
_PERIOD_S = 60


class AccessTokenMiddleware:
    """Makes the owner of a valid ``Authorization: Bearer`` token the request's user.

    A request with a token is judged by the token alone, whatever cookies it brings; it
    needs no CSRF token, since no browser sends the header by itself. Elsewhere than under
    the APIs the header is not looked at.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        header = request.headers.get("Authorization", "")
        kind, _, text = header.partition(" ")
        if kind.lower() != "bearer" or not request.path.startswith(TOKEN_PATHS):
            return self.get_response(request)
        token = token_use(text=text.strip(), now=timezone.now())
        if token is None:
            try:
                rate_limit(
                    f"token:{client_ip(request)}",
                    limit=settings.RATE_LIMITS["auth"],
                    period_s=_PERIOD_S,
                )
            except TooManyRequestsError as error:
                return error_response(error)
            response = error_response(
                NotSignedInError("This token is unknown, expired or revoked: make a new one.")
            )
            response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return response
        request.user = token.user
        request.access_token = token  # type: ignore[attr-defined]  # read by token_of
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # Django's own
        return self.get_response(request)


class RateLimitMiddleware:
    """Refuses addresses that are no text, and counts requests to the APIs by person, or by
    address where nobody is signed in.

    The one place for it: doors add no limits of their own. An address may stand for a
    whole lecture hall, so its limits are several times a person's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(LIMITED_PATHS):
            if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
                # No database keeps or finds it; TextParser refuses it in bodies.
                return error_response(
                    InvalidInputError("An address holds no NUL character.", code="not_text")
                )
            kind = rate_class(request.method or "GET", request.path)
            person = _person(request)
            who = f"user:{person}" if person else f"ip:{client_ip(request)}"
            factor = 1 if person else settings.RATE_LIMIT_ADDRESS_FACTOR
            try:
                rate_limit(
                    f"{kind}:{who}", limit=settings.RATE_LIMITS[kind] * factor, period_s=_PERIOD_S
                )
            except TooManyRequestsError as error:
                return error_response(error)
        return self.get_response(request)


def _person(request: HttpRequest) -> str:
    """The number of the account that asks; "" for nobody. Reads no row of the account."""
    token = getattr(request, "access_token", None)
    if token is not None:
        return str(token.user_id)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(request.session.get("_auth_user_id", ""))
