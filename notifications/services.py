"""Writes on notifications. They take plain values, so that every app may call them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F

from accounts.models import User
from common.errors import InvalidInputError
from notifications.kinds import (
    KINDS,
    MAX_LINK_CHARS,
    MAX_SUBJECT_CHARS,
    Kind,
    KindId,
    params_stored,
)
from notifications.live import created_announce, read_announce
from notifications.models import Inbox, KindPreference, Notification
from notifications.selectors import notifications_of

BATCH = 500


def notify(
    *,
    kind: KindId,
    subject: str,
    user_ids: Iterable[int],
    params: Mapping[str, str | datetime],
    link: str,
    now: datetime,
) -> int:
    """Tell people something, each of them once for the same kind and subject.

    ``subject`` names what it is about, such as ``notice:12``; ``params`` are those of
    the kind's row in KINDS; ``link`` is a path of this site. Repeating a call tells nobody
    anything anew. Returns how many were told. Raises ValueError for a caller's mistake.
    """
    row = KINDS[kind]
    stored = stored_params(kind, subject, params, link)
    told = 0
    for batch in _batches(sorted(set(user_ids))):
        with transaction.atomic():
            created = _create(row, subject, batch, stored, link, now)
            if created:
                _count_change(created)
                transaction.on_commit(partial(created_announce, kind, subject, created))
        told += len(created)
    return told


def stored_params(
    kind: KindId, subject: str, params: Mapping[str, str | datetime], link: str
) -> dict[str, str]:
    """The parameters as rows keep them. Raises ValueError for what notify can't tell."""
    if not (0 < len(subject) <= MAX_SUBJECT_CHARS):
        raise ValueError(f"a subject has 1 to {MAX_SUBJECT_CHARS} characters")
    if not link.startswith("/") or link.startswith("//") or len(link) > MAX_LINK_CHARS:
        raise ValueError(f"a link is a path of this site of up to {MAX_LINK_CHARS} characters")
    return params_stored(KINDS[kind], params)


def _batches(user_ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (user_ids[start : start + BATCH] for start in range(0, len(user_ids), BATCH))


def _create(
    kind: Kind,
    subject: str,
    user_ids: Sequence[int],
    params: Mapping[str, str],
    link: str,
    now: datetime,
) -> list[int]:
    """Make the rows of those who want the kind and have none; returns their ids."""
    wanted = set(User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", flat=True))
    told = Notification.objects.filter(kind=kind.id, subject=subject, user_id__in=user_ids)
    wanted -= set(told.values_list("user_id", flat=True))
    if not wanted:
        return []
    preferences = {
        row.user_id: row for row in KindPreference.objects.filter(kind=kind.id, user_id__in=wanted)
    }
    stopped = set(
        Inbox.objects.filter(user_id__in=wanted, mail_stopped_at__isnull=False).values_list(
            "user_id", flat=True
        )
    )
    rows = []
    for user_id in sorted(wanted):
        preference = preferences.get(user_id, KindPreference())
        is_mailed = preference.is_mailed and user_id not in stopped
        if preference.is_shown or is_mailed:
            rows.append(
                Notification(
                    user_id=user_id,
                    kind=kind.id,
                    subject=subject,
                    params=dict(params),
                    link=link,
                    is_shown=preference.is_shown,
                    created_at=now,
                    mail_due_at=now + kind.mail_after if is_mailed else None,
                )
            )
    # Somebody else may be telling the same at this moment: the constraint keeps one.
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return [row.user_id for row in rows]


def _count_change(user_ids: Sequence[int]) -> None:
    """Let the people's sequences grow by one."""
    Inbox.objects.bulk_create(
        [Inbox(user_id=user_id) for user_id in user_ids], ignore_conflicts=True
    )
    inboxes = Inbox.objects.filter(user_id__in=user_ids)
    # Locked in one order, so that two tellers don't wait for each other.
    list(inboxes.select_for_update().order_by("user_id").values_list("pk", flat=True))
    inboxes.update(sequence=F("sequence") + 1)


def notifications_mark_read(
    *, user: User, now: datetime, ids: Sequence[int] = (), up_to: int | None = None
) -> int:
    """Mark own notifications as read: those named, or all up to an id. Returns how many were."""
    with transaction.atomic():
        unread = notifications_of(user).filter(read_at__isnull=True)
        chosen = unread.filter(pk__lte=up_to) if up_to is not None else unread.filter(pk__in=ids)
        marked = chosen.update(read_at=now)
        if marked:
            _count_change([user.pk])
            transaction.on_commit(
                partial(read_announce, user, read_ids=list(ids), read_up_to=up_to)
            )
    return marked


def notifications_mark_seen(*, user: User, links: Sequence[str], now: datetime) -> int:
    """Mark own notifications that lead to what the user has just read; returns how many were."""
    unread = notifications_of(user).filter(read_at__isnull=True, link__in=links)
    ids = list(unread.values_list("pk", flat=True))
    return notifications_mark_read(user=user, ids=ids, now=now) if ids else 0


@dataclass(frozen=True, kw_only=True)
class PreferenceChange:
    """How somebody wants a kind from now on; None leaves a value as it is."""

    kind: KindId
    is_shown: bool | None = None
    is_mailed: bool | None = None


def preferences_change(
    *,
    user: User,
    changes: Sequence[PreferenceChange],
    is_mail_stopped: bool | None = None,
    now: datetime,
) -> None:
    """Change how somebody is told things. What waits for an unwanted e-mail doesn't go out."""
    kinds = [change.kind for change in changes]
    if len(set(kinds)) != len(kinds):
        raise InvalidInputError("Name each kind once.", fields={"kinds": ["each kind once"]})
    with transaction.atomic():
        for change in changes:
            given = {"is_shown": change.is_shown, "is_mailed": change.is_mailed}
            values = {name: value for name, value in given.items() if value is not None}
            KindPreference.objects.update_or_create(user=user, kind=change.kind, defaults=values)
            if change.is_mailed is False:
                _mail_drop(user, change.kind)
        if is_mail_stopped is not None:
            mail_stop(user=user, now=now) if is_mail_stopped else _mail_resume(user)


def mail_stop(*, user: User, now: datetime) -> None:
    """Send the person no more e-mail of this kind at all; also those that wait."""
    with transaction.atomic():
        Inbox.objects.get_or_create(user=user)
        Inbox.objects.filter(user=user, mail_stopped_at__isnull=True).update(mail_stopped_at=now)
        _mail_drop(user, None)


def _mail_resume(user: User) -> None:
    Inbox.objects.filter(user=user).update(mail_stopped_at=None)


def _mail_drop(user: User, kind: KindId | None) -> None:
    waiting = Notification.objects.filter(user=user, mail_due_at__isnull=False)
    if kind is not None:
        waiting = waiting.filter(kind=kind)
    waiting.update(mail_due_at=None)
