"""How notifications look to their reader, over REST and the websocket alike."""

from datetime import datetime

from ninja import Field

from accounts.models import User
from common.rest import Schema
from notifications.kinds import KINDS, KindId, words
from notifications.models import Notification


class NotificationOut(Schema):
    """One piece of news, in its reader's language and time."""

    id: int
    kind: KindId
    title: str
    body: str
    link: str = Field(description="A path of this site.")
    created_at: datetime
    is_read: bool


class NotificationsEvent(Schema):
    """What a live event of the topic `notifications:me` carries."""

    unread_count: int
    notification: NotificationOut | None = Field(default=None, description="What is new.")
    read_ids: list[int] = Field(default=[], description="What has been read, perhaps elsewhere.")
    read_up_to: int | None = Field(default=None, description="Up to which id all has been read.")


def notification_out(notification: Notification, *, reader: User) -> NotificationOut:
    """Raises KeyError for a kind that the site no longer has."""
    kind = KINDS[KindId(notification.kind)]
    title, body = words(kind, notification.params, language=reader.language, zone=reader.time_zone)
    return NotificationOut(
        id=notification.pk,
        kind=kind.id,
        title=title,
        body=body,
        link=notification.link,
        created_at=notification.created_at,
        is_read=notification.read_at is not None,
    )
