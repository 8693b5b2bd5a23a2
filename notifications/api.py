"""REST: one's own notifications, and how one wants to have them."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from accounts.doors import signed_in_user
from accounts.models import User
from common.access import Scope, needs
from common.errors import InvalidInputError
from common.pagination import paginate
from common.rest import Page, PageQuery, Schema, refusals
from notifications.kinds import KINDS, KindId
from notifications.selectors import (
    mail_is_stopped,
    notifications_of,
    preferences_of,
    sequence_of,
    unread_count_of,
)
from notifications.services import PreferenceChange, notifications_mark_read, preferences_change
from notifications.shapes import NotificationOut, notification_out

router = Router(tags=["notifications"])

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class NotificationQuery(PageQuery):
    """Which of one's own notifications to list."""

    kind: KindId | None = None
    is_read: bool | None = None
    order: Literal["newest", "oldest"] = "newest"


class Unread(Schema):
    """How much is new."""

    unread_count: int
    sequence: int = Field(description="Of the topic `notifications:me`, +1 with each change.")


class ReadIn(Schema):
    """What has been read: some by id, or all up to one."""

    ids: list[Id] = Field(default=[], max_length=100)
    up_to: Id | None = None


class KindSetting(Schema):
    """How one kind is had."""

    kind: KindId
    label: str
    is_shown: bool = Field(description="In the app.")
    is_mailed: bool = Field(description="In the e-mail digest.")


class NotificationSettings(Schema):
    """How one wants to have notifications."""

    is_mail_stopped: bool = Field(description="No e-mail at all, whatever the kinds say.")
    kinds: list[KindSetting]


class KindSettingIn(Schema):
    """A kind's changed settings; a missing field stays."""

    kind: KindId
    is_shown: bool | None = None
    is_mailed: bool | None = None


class NotificationSettingsIn(Schema):
    """What to change; a missing field stays."""

    is_mail_stopped: bool | None = None
    kinds: list[KindSettingIn] = Field(default=[], max_length=len(KINDS))


@router.get(
    "/notifications",
    response={200: Page[NotificationOut], **refusals(401)},
    auth=needs(Scope.READ_NOTIFICATIONS, "your own notifications"),
    summary="One's own notifications, newest first",
)
def notifications_list(
    request: HttpRequest, query: Query[NotificationQuery]
) -> Page[NotificationOut]:
    user = signed_in_user(request)
    notifications = notifications_of(user)
    if query.kind is not None:
        notifications = notifications.filter(kind=query.kind)
    if query.is_read is not None:
        notifications = notifications.filter(read_at__isnull=not query.is_read)
    order = "-id" if query.order == "newest" else "id"
    page = paginate(notifications, order=(order,), cursor=query.cursor, limit=query.limit)
    return Page(
        items=[notification_out(row, reader=user) for row in page.items],
        next_cursor=page.next_cursor,
    )


@router.get(
    "/notifications/unread",
    response={200: Unread, **refusals(401)},
    auth=needs(Scope.READ_NOTIFICATIONS, "your own notifications"),
    summary="How many are unread",
)
def notifications_unread(request: HttpRequest) -> Unread:
    return _unread(signed_in_user(request))


@router.post(
    "/notifications/read",
    response={200: Unread, **refusals(401, 403)},
    auth=needs(Scope.WRITE_NOTIFICATIONS, "your own notifications"),
    summary="Mark notifications as read",
)
def notifications_read(request: HttpRequest, payload: ReadIn) -> Unread:
    user = signed_in_user(request)
    if bool(payload.ids) is (payload.up_to is not None):
        raise InvalidInputError(
            "Give either ids or up_to.", fields={"ids": ["or up_to"], "up_to": ["or ids"]}
        )
    notifications_mark_read(user=user, now=timezone.now(), ids=payload.ids, up_to=payload.up_to)
    return _unread(user)


@router.get(
    "/notifications/settings",
    response={200: NotificationSettings, **refusals(401)},
    auth=needs(Scope.READ_NOTIFICATIONS, "your own notifications"),
    summary="How one is notified",
)
def notification_settings_read(request: HttpRequest) -> NotificationSettings:
    return _settings(signed_in_user(request))


@router.patch(
    "/notifications/settings",
    response={200: NotificationSettings, **refusals(401, 403)},
    auth=needs(Scope.WRITE_NOTIFICATIONS, "your own notifications"),
    summary="Change how one is notified",
)
def notification_settings_change(
    request: HttpRequest, payload: NotificationSettingsIn
) -> NotificationSettings:
    user = signed_in_user(request)
    preferences_change(
        user=user,
        changes=[PreferenceChange(**row.model_dump()) for row in payload.kinds],
        is_mail_stopped=payload.is_mail_stopped,
        now=timezone.now(),
    )
    return _settings(user)


def _unread(user: User) -> Unread:
    return Unread(unread_count=unread_count_of(user), sequence=sequence_of(user))


def _settings(user: User) -> NotificationSettings:
    return NotificationSettings(
        is_mail_stopped=mail_is_stopped(user),
        kinds=[
            KindSetting(
                kind=kind,
                label=KINDS[kind].label.of(user.language),
                is_shown=preference.is_shown,
                is_mailed=preference.is_mailed,
            )
            for kind, preference in preferences_of(user).items()
        ],
    )
