"""What live clients are told of their notifications."""

import asyncio
from collections.abc import Sequence

from accounts.models import User
from common.coalescing import Coalescer
from common.push import live_event, push_many
from notifications.models import Inbox, Notification
from notifications.selectors import sequence_of, unread_count_of, unread_counts_of
from notifications.shapes import NotificationsEvent, notification_out

TOPIC = "notifications:me"
FEW = 50
"""So many are told within the request that has news for them."""
News = tuple[str, str, tuple[int, ...]]
"""A kind, a subject, and the people who were told."""


def notifications_group(user_id: int) -> str:
    return f"notifications.{user_id}"


def start_publisher(loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Let this process tell many people from a thread of its own, so that nobody's request waits.

    ``loop`` is the server's, where there is one; else common.push has its own.
    """
    _many.start(loop)


def created_announce(kind: str, subject: str, user_ids: Sequence[int]) -> None:
    """Tell people what is new for them; call it after commit."""
    if len(user_ids) > FEW and _many.is_started:
        _many.note((kind, subject, tuple(user_ids)))
    else:
        _created_push((kind, subject, tuple(user_ids)))


def _created_push(news: News, loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Costs three queries."""
    kind, subject, user_ids = news
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
    push_many(messages, loop=loop)


_many: Coalescer[News] = Coalescer("notifications", interval_s=0.05, publish=_created_push)


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
