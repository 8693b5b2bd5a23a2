"""The digest: what somebody has not read in the app, in one e-mail."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, Min, OuterRef, Q
from django.template.loader import render_to_string

from accounts.models import User
from notifications.kinds import Text
from notifications.models import Inbox, Notification
from notifications.shapes import notification_out
from notifications.unsubscribing import unsubscribe_url

logger = logging.getLogger(__name__)

SHOWN_MAX = 30
GIVEN_UP_AFTER = timedelta(days=3)
"""How long an e-mail is tried; it is old news then."""
SUBJECT = Text("읽지 않은 알림 {count}건", "{count} unread notifications")
SUBJECT_MAX_CHARS = 120


def digests_send(*, now: datetime, limit: int = 50) -> int:
    """Send up to ``limit`` digests that are due; returns how many went out.

    Somebody gets at most one in settings.DIGEST_INTERVAL_MINUTES, at a verified address, and
    nothing of what was read in the app. Several processes may do this at once. What can't
    be sent is tried again after the interval.
    """
    waiting = Notification.objects.filter(mail_due_at__isnull=False)
    waiting.filter(Q(mail_due_at__lt=now - GIVEN_UP_AFTER) | Q(read_at__isnull=False)).update(
        mail_due_at=None
    )
    return sum(_send(user_id, now) for user_id in _due_users(now, limit))


def _due_users(now: datetime, limit: int) -> list[int]:
    """Those who wait longest first."""
    interval = timedelta(minutes=settings.DIGEST_INTERVAL_MINUTES)
    verified = EmailAddress.objects.filter(
        user=OuterRef("user"), email__iexact=OuterRef("user__email"), verified=True
    )
    held_back = Inbox.objects.filter(
        Q(digest_sent_at__gt=now - interval) | Q(mail_stopped_at__isnull=False),
        user=OuterRef("user"),
    )
    due = (
        Notification.objects.filter(mail_due_at__lte=now, user__is_active=True)
        .filter(Exists(verified), ~Exists(held_back))
        .values("user_id")
        .annotate(since=Min("mail_due_at"))
        .order_by("since", "user_id")
    )
    return list(due.values_list("user_id", flat=True)[:limit])


def _send(user_id: int, now: datetime) -> bool:
    user = User.objects.get(pk=user_id)
    if not _claim(user, now):
        return False
    waiting = Notification.objects.filter(user=user, mail_due_at__lte=now, read_at__isnull=True)
    rows = list(waiting.order_by("id"))
    if not rows:
        return False
    try:
        digest_message(user, rows).send()
    except (SMTPException, OSError):
        logger.warning("the digest for account %d can't be sent", user_id, exc_info=True)
        return False
    # After sending: a crash in between repeats one digest, and loses none.
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(
        mail_due_at=None, mailed_at=now
    )
    return True


def _claim(user: User, now: datetime) -> bool:
    """Whether this process is the one to send to the user now."""
    Inbox.objects.get_or_create(user=user)
    border = now - timedelta(minutes=settings.DIGEST_INTERVAL_MINUTES)
    free = Inbox.objects.filter(
        Q(digest_sent_at__isnull=True) | Q(digest_sent_at__lte=border),
        user=user,
        mail_stopped_at__isnull=True,
    )
    return free.update(digest_sent_at=now) == 1


def digest_message(user: User, rows: Sequence[Notification]) -> EmailMultiAlternatives:
    """The e-mail that tells a user of ``rows``. It names the way to get none any more, in its
    text and, for the mail program's own button, in its headers (RFC 2369, RFC 8058)."""
    items = [notification_out(row, reader=user) for row in rows[:SHOWN_MAX]]
    stop_url = unsubscribe_url(user)
    context = {
        "name": user.shown_name,
        "items": items,
        "more": len(rows) - len(items),
        "site_url": settings.SITE_URL,
        "stop_url": stop_url,
        "language": user.language,
    }
    message = EmailMultiAlternatives(
        subject=_subject(user, [item.title for item in items], len(rows)),
        body=render_to_string("notifications/digest.txt", context),
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("notifications/digest.html", context), "text/html")
    return message


def _subject(user: User, titles: Sequence[str], count: int) -> str:
    if count == 1:
        words = " ".join(titles[0].split())
    else:
        words = SUBJECT.of(user.language).format(count=count)
    return f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{words}"[:SUBJECT_MAX_CHARS]
