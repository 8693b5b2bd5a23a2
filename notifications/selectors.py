"""Reads on notifications."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, QuerySet

from accounts.models import User
from notifications.kinds import KINDS, KindId
from notifications.models import Inbox, KindPreference, Notification


def notifications_of(user: User) -> QuerySet[Notification]:
    """Those that the person sees in the app."""
    return Notification.objects.filter(user=user, is_shown=True)


def unread_count_of(user: User) -> int:
    return notifications_of(user).filter(read_at__isnull=True).count()


def unread_counts_of(user_ids: Iterable[int]) -> Mapping[int, int]:
    """Those of the people who have any; one query."""
    rows = (
        Notification.objects.filter(user_id__in=user_ids, is_shown=True, read_at__isnull=True)
        .values("user_id")
        .annotate(unread=Count("pk"))
    )
    return dict(rows.values_list("user_id", "unread"))


def sequence_of(user: User) -> int:
    """How many changes the person's notifications have seen."""
    sequence = Inbox.objects.filter(user=user).values_list("sequence", flat=True).first()
    return sequence or 0


def preferences_of(user: User) -> Mapping[KindId, KindPreference]:
    """How the person wants each kind; those never set are the default, unsaved."""
    found = {row.kind: row for row in KindPreference.objects.filter(user=user)}
    return {kind: found.get(kind, KindPreference(user=user, kind=kind)) for kind in KINDS}


def mail_is_stopped(user: User) -> bool:
    return Inbox.objects.filter(user=user, mail_stopped_at__isnull=False).exists()
