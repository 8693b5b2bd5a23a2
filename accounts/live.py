"""Open websockets end with their session, and follow what their owner may hear.

Whoever changes what somebody may see says so here, and the person's sockets look again at once.
What changes by other ways (an account is closed in the admin, a session runs out, a veil lifts)
they find by themselves, for each looks again once a minute.
"""

import hashlib
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from channels.auth import get_user
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete

from accounts.models import User
from common.push import push, push_many

ALL_SOCKETS = "sockets"
"""The channel layer's group of every socket."""
LOOK_AGAIN_WITHIN_S = 5.0
"""Over how long many sockets look again, so that a class does not ask at once."""


def account_group(user_id: int) -> str:
    """The channel layer's group of somebody's sockets."""
    return f"account.{user_id}"


def access_changed(user_ids: Iterable[int]) -> None:
    """After commit, let these people's sockets look again at what they may hear."""
    messages = [(account_group(pk), {"type": "access.changed"}) for pk in user_ids]
    transaction.on_commit(lambda: push_many(messages))


def access_changed_for_many() -> None:
    """The same for all, where it is dear to say for whom."""
    message = {"type": "access.changed", "within_s": LOOK_AGAIN_WITHIN_S}
    transaction.on_commit(lambda: push(ALL_SOCKETS, message))


def session_name(session_key: str | None) -> str:
    """What tells a session's sockets from others, without being its key."""
    return hashlib.sha256(str(session_key).encode()).hexdigest()


async def socket_user(scope: Any) -> User | None:
    """Whose socket it is now; None: the session has ended, or the account is closed."""
    session = scope.get("session")
    if session is None:
        user = await database_sync_to_async(_account)(scope["user"].pk)
    else:
        # The scope's own keeps what it read when the socket was opened.
        store = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
        user = await get_user({"session": store})
    return user if isinstance(user, User) and user.is_active else None


def connect_signals() -> None:
    """Let sockets end with the session, by whatever door it is ended."""
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.live")
    post_delete.connect(
        _session_removed, sender="usersessions.UserSession", dispatch_uid="accounts.live"
    )


def _account(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id).first()


def _signed_out(sender: Any, request: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None and request is not None:
        _session_ended(user.pk, request.session.session_key)


def _session_removed(sender: Any, instance: Any, **kwargs: Any) -> None:
    _session_ended(instance.user_id, instance.session_key)


def _session_ended(user_id: int, session_key: str | None) -> None:
    message = {"type": "session.ended", "session": session_name(session_key)}
    transaction.on_commit(lambda: push(account_group(user_id), message))
