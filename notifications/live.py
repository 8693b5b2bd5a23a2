"""What live clients are told of their notifications."""

from collections.abc import Sequence

from accounts.models import User
from common.push import live_event, push_many
from notifications.models import Inbox, Notification
from notifications.selectors import sequence_of, unread_count_of, unread_counts_of
from notifications.shapes import NotificationsEvent, notification_out

TOPIC = "notifications:me"


def notifications_group(user_id: int) -> str:
    return f"notifications.{user_id}"


def created_announce(kind: str, subject: str, user_ids: Sequence[int]) -> None:
    """Tell people what is new for them; call it after commit. Costs three queries."""
    counts = unread_counts_of(user_ids)
    sequences = dict(Inbox.objects.filter(user_id__in=user_ids).values_list("user_id", "sequence"))
    rows = Notification.objects.filter(
        kind=kind, subject=subject, user_id__in=user_ids, is_shown=True
    ).select_related("user")
    messages = []
    for row in rows:
        event = NotificationsEvent(
            unread_count=counts.get(row.user_id, 0),
            notification=notification_out(row, reader=row.user),
        )
        messages.append(_message(row.user_id, sequences.get(row.user_id, 0), event))
    push_many(messages)


def read_announce(user: User, *, read_ids: Sequence[int], read_up_to: int | None) -> None:
    """Tell the person's other tabs what has been read; call it after commit."""
    event = NotificationsEvent(
        unread_count=unread_count_of(user), read_ids=list(read_ids), read_up_to=read_up_to
    )
    push_many([_message(user.pk, sequence_of(user), event)])


def _message(
    user_id: int, sequence: int, event: NotificationsEvent
) -> tuple[str, dict[str, object]]:
    payload = event.model_dump(mode="json")
    return notifications_group(user_id), live_event(TOPIC, sequence, payload)
