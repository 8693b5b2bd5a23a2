"""Sign-ins in the audit: who came in, from where, and who tried in vain; and what was changed of
how an account signs in. Django and allauth tell of it by signals, whatever the door."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry, Outcome
from common.ratelimit import client_ip

ACTIONS: dict[str, Signal] = {
    "signIn": user_logged_in,
    "signOut": user_logged_out,
    "changePassword": password_changed,
    "resetPassword": password_reset,
    "changeEmail": email_changed,
    "addSecondFactor": authenticator_added,
    "removeSecondFactor": authenticator_removed,
    "renewRecoveryCodes": authenticator_reset,
}


def sign_ins_audit() -> None:
    """Called once, when all apps are loaded."""
    for action, signal in ACTIONS.items():
        signal.connect(_recorder(action), weak=False, dispatch_uid=f"audit.{action}")
    user_login_failed.connect(_password_refused, dispatch_uid="audit.refused")
    authentication_failed.connect(_factor_refused, dispatch_uid="audit.factor_refused")
    authenticator_added.connect(_factor_shown, dispatch_uid="audit.factor_shown")


def _recorder(action: str) -> Any:
    def record(sender: Any, request: HttpRequest | None = None, **told: Any) -> None:
        user = told.get("user")
        if isinstance(user, User):
            _keep(action, user, request)

    return record


def _password_refused(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """Of accounts that exist: what is typed as an unknown name may be a password."""
    name = str(credentials.get("username") or credentials.get("email") or "")[:254]
    by_name = User.objects.filter(username__iexact=name)
    user = by_name.first() or User.objects.filter(email__iexact=name).first() if name else None
    if user is not None:
        _keep("signIn", user, request, code="wrong_password")


def _factor_refused(sender: Any, user: Any, request: HttpRequest, **_: Any) -> None:
    if isinstance(user, User):
        _keep("signIn", user, request, code="wrong_code")


def _factor_shown(sender: Any, user: Any, request: HttpRequest, **_: Any) -> None:
    """Whoever sets up a factor has just shown it: the session counts as signed in with it."""
    record_authentication(request, user, method="mfa", type="set up")


def _keep(action: str, user: User, request: HttpRequest | None, code: str = "") -> None:
    if request is None or not request.path:
        # Nobody's: a test's or a command's.
        return
    AuditEntry.objects.create(
        at=timezone.now(),
        actor=user,
        actor_name=user.username[:150],
        action=action,
        target_type="User",
        target_id=str(user.pk),
        target_label=user.username[:200],
        outcome=Outcome.REFUSED if code else Outcome.DONE,
        code=code,
        request_id=request.headers.get("X-Amzn-Trace-Id", "")[:100],
        address=client_ip(request)[:64],
    )
