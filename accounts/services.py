"""Writes on accounts beside those of django-allauth."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Q

from accounts.models import AccessToken, PreferredLanguage, User
from accounts.rules import student_number_read
from accounts.tokens import SHOWN_CHARS, token_digest, token_is_wellformed, token_make
from common.access import Scope
from common.errors import ConflictError, InvalidInputError, NotFoundError

MAX_TOKENS = 20
MAX_TOKEN_DAYS = 366
LAST_USED_EXACT_TO = timedelta(minutes=1)


def user_preferences_change(
    *,
    user: User,
    display_name: str | None = None,
    language: PreferredLanguage | None = None,
    time_zone: str | None = None,
    is_listed: bool | None = None,
) -> User:
    """Change what a person may change of their own account; None leaves a value as it is.

    Raises InvalidInputError for a time zone that there is not; nothing is changed then.
    """
    if time_zone is not None and time_zone not in available_timezones():
        raise InvalidInputError(
            f"There is no time zone {time_zone!r}: use a name such as Asia/Seoul.",
            code="unknown_time_zone",
            fields={"time_zone": ["a name of the tz database"]},
        )
    changed = []
    if display_name is not None:
        user.display_name = " ".join(display_name.split())
        changed.append("display_name")
    if language is not None:
        user.language = language
        changed.append("language")
    if time_zone is not None:
        user.time_zone = time_zone
        changed.append("time_zone")
    if is_listed is not None:
        user.is_listed = is_listed
        changed.append("is_listed")
    if changed:
        user.save(update_fields=changed)
    return user


def student_number_set(*, user: User, student_number: str) -> User:
    """Say one's student number, which can be done once: courses let people in by it.

    Raises InvalidInputError, and ConflictError where it was said before; repeating the same
    is no error.
    """
    number = student_number_read(student_number)
    # In the database, so that of two requests at once only one has its way.
    User.objects.filter(pk=user.pk, student_number="").update(student_number=number)
    user.refresh_from_db(fields=["student_number"])
    if user.student_number != number:
        raise ConflictError(
            "Your student number is set: ask an operator to correct it.",
            code="student_number_set",
        )
    return user


def token_create(
    *, user: User, name: str, scopes: Collection[Scope], days: int, now: datetime
) -> tuple[AccessToken, str]:
    """Make a token; the text beside the row is the token, and never to be had again.

    Raises InvalidInputError for no name, no scope or a life out of bounds, and ConflictError
    where the person has as many tokens as allowed.
    """
    name = " ".join(name.split())
    if not name or not scopes or not 1 <= days <= MAX_TOKEN_DAYS:
        raise InvalidInputError(
            f"A token needs a name, at least one scope, and a life of 1 to {MAX_TOKEN_DAYS} days.",
            code="token_invalid",
        )
    text = token_make()
    with transaction.atomic():
        # Of two requests at once the second counts the first's token.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        live = AccessToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now)
        if live.count() >= MAX_TOKENS:
            raise ConflictError(
                f"You have {MAX_TOKENS} tokens: revoke one first.", code="too_many_tokens"
            )
        token = AccessToken.objects.create(
            user=user,
            name=name,
            beginning=text[:SHOWN_CHARS],
            digest=token_digest(text),
            scopes=sorted(scopes),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    return token, text


def token_revoke(*, user: User, token_id: int, now: datetime) -> None:
    """End one of the user's tokens for good. Raises NotFoundError where no live one is theirs."""
    found = AccessToken.objects.filter(user=user, pk=token_id, revoked_at=None)
    if not found.update(revoked_at=now):
        raise NotFoundError("You have no such token, or it is revoked.", code="token_not_found")


def token_use(*, text: str, now: datetime) -> AccessToken | None:
    """The live token of an active account that ``text`` is; None: there is none.

    When it was used is written at most once a minute.
    """
    if not token_is_wellformed(text):
        return None
    token = AccessToken.objects.select_related("user").filter(digest=token_digest(text)).first()
    if token is None or not token.is_live(now) or not token.user.is_active:
        return None
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - LAST_USED_EXACT_TO)
    if token.last_used_at is None or token.last_used_at < now - LAST_USED_EXACT_TO:
        AccessToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token
