"""The link in each e-mail that ends all of them, without a sign-in."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from notifications.services import mail_stop

SALT = "notifications.unsubscribe"


def unsubscribe_url(user: User) -> str:
    """An address that only its e-mail's reader knows. It holds for ever: mail is kept long."""
    return f"{settings.SITE_URL}/unsubscribe/{signing.dumps(user.pk, salt=SALT, compress=False)}"


# The token says who asks; a mail program's one click has no cookies (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the address changes nothing, for mail filters look at each; posting does."""
    user = _user(token)
    if user is None:
        return _page(request, state="unknown", language="", status=404)
    if request.method == "POST":
        mail_stop(user=user, now=timezone.now())
        return _page(request, state="stopped", language=user.language)
    return _page(request, state="asked", language=user.language)


def _user(token: str) -> User | None:
    try:
        user_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=user_id).first()


def _page(request: HttpRequest, *, state: str, language: str, status: int = 200) -> HttpResponse:
    context = {"state": state, "language": language or getattr(request, "LANGUAGE_CODE", "ko")}
    response = render(request, "notifications/unsubscribe.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
