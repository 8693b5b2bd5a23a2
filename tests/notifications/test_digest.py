"""The digest by e-mail: to whom, when, how often, and how it ends."""

import re
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from notifications.digest import digests_send
from notifications.models import Inbox, Notification
from notifications.services import mail_stop, notifications_mark_read
from notifications.unsubscribing import unsubscribe_url
from tests.factories import NOON
from tests.notifications.test_services import tell
from tests.people import Cast, make_user

LATER = NOON + timedelta(minutes=10)
"""When a grade told at noon may go out by e-mail."""


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast()
    for user in User.objects.all():
        verify(user)
    return cast


def verify(user: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def send(mailoutbox: list[EmailMessage], now: datetime = LATER) -> list[EmailMessage]:
    """What goes out now."""
    mailoutbox.clear()
    assert digests_send(now=now) == len(mailoutbox)
    return list(mailoutbox)


def test_a_digest_holds_what_is_unread(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    for number in range(3):
        tell(
            cast.minsu, subject=f"a:{number}", params={"course": "A & B", "title": f"HW <{number}>"}
        )
    read = Notification.objects.get(subject="a:1")
    notifications_mark_read(user=cast.minsu, ids=[read.pk], now=NOON)

    assert send(mailoutbox, LATER - timedelta(seconds=1)) == []
    (message,) = send(mailoutbox)

    assert message.to == ["minsu@example.com"]
    assert message.subject == "[Codedang] 읽지 않은 알림 2건"
    assert "HW <0>" in message.body
    assert "HW <1>" not in message.body
    assert "http://127.0.0.1:8000/courses/algorithms" in message.body
    assert isinstance(message, EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert "HW &lt;2&gt;" in html
    assert "A &amp; B" in html
    assert send(mailoutbox, LATER + timedelta(days=1)) == []


def test_it_is_in_its_readers_language(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    cast.minsu.language = "en"
    cast.minsu.save()
    tell(cast.minsu, params={"course": "A", "title": "one\r\nBcc: all@example.com"})

    (message,) = send(mailoutbox)

    assert message.subject == "[Codedang] Graded: one Bcc: all@example.com"
    assert "this is new for you" in message.body


def test_one_an_hour(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    tell(cast.minsu)
    assert len(send(mailoutbox)) == 1
    tell(cast.minsu, subject="again", now=LATER)

    assert send(mailoutbox, LATER + timedelta(minutes=59)) == []
    assert len(send(mailoutbox, LATER + timedelta(minutes=60))) == 1


def test_who_gets_none(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    unverified = make_user("unverified")
    tell(cast.minsu, cast.jiwoo, cast.sora, unverified)
    mail_stop(user=cast.minsu, now=NOON)
    User.objects.filter(pk=cast.jiwoo.pk).update(is_active=False)

    assert [message.to for message in send(mailoutbox)] == [["sora@example.com"]]
    send(mailoutbox, NOON + timedelta(days=4))
    assert not Notification.objects.filter(mail_due_at__isnull=False).exists()


def test_a_mail_server_that_is_away_loses_nothing(
    cast: Cast, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(cast.minsu, cast.jiwoo)

    def away(message: Any, **options: Any) -> int:
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as context:
        context.setattr(EmailMessage, "send", away)
        assert digests_send(now=LATER) == 0
    assert send(mailoutbox, LATER + timedelta(minutes=1)) == []

    assert len(send(mailoutbox, LATER + timedelta(hours=1))) == 2


def test_another_sweeper_has_it_already(
    cast: Cast, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It claimed the reader after this one had looked who is due."""
    tell(cast.minsu)
    monkeypatch.setattr("notifications.digest._due_users", lambda *_: [cast.minsu.pk])
    Inbox.objects.update(digest_sent_at=LATER)

    assert send(mailoutbox) == []


@pytest.mark.parametrize("count", [1, 20])
def test_a_digest_costs_the_same_however_long(
    cast: Cast, mailoutbox: list[EmailMessage], queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        tell(cast.minsu, subject=f"a:{number}")

    with queries:
        send(mailoutbox)

    assert len(queries) == 7  # tidy, who, user, inbox, claim, rows, mark


def test_a_long_digest_is_cut(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    for number in range(35):
        tell(cast.minsu, subject=f"a:{number}")

    (message,) = send(mailoutbox)

    assert message.subject.endswith("35건")
    assert message.body.count("\n* ") == 30
    assert "외 5건" in message.body


def test_one_click_ends_it_without_signing_in(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    """As RFC 8058 has it: a POST without cookies, to the address in the header."""
    tell(cast.minsu)
    (message,) = send(mailoutbox)
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(
        r"<http://127.0.0.1:8000(/\S+)>", message.extra_headers["List-Unsubscribe"]
    )
    assert found is not None
    client = Client(enforce_csrf_checks=True)

    for _ in range(2):
        answer = client.post(found[1], {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200

    tell(cast.minsu, subject="again", now=LATER)
    assert send(mailoutbox, LATER + timedelta(days=1)) == []
    assert Inbox.objects.filter(mail_stopped_at__isnull=False).count() == 1
    settings = cast.api("minsu").get("/notifications/settings").json()
    assert settings["is_mail_stopped"] is True


def test_looking_at_the_address_changes_nothing(cast: Cast, client: Client) -> None:
    path = unsubscribe_url(cast.minsu).removeprefix("http://127.0.0.1:8000")

    page = client.get(path)

    assert (page.status_code, page["Cache-Control"].split(",")[0]) == (200, "max-age=0")
    assert "<form" in page.content.decode()
    client.head(path)
    assert not Inbox.objects.filter(mail_stopped_at__isnull=False).exists()


@pytest.mark.parametrize("token", ["x", "1", "MQ:1tabcd:forged", "a" * 3000])
def test_a_made_up_address_ends_nothing(cast: Cast, client: Client, token: str) -> None:
    assert client.post(f"/unsubscribe/{token}").status_code == 404
    assert not Inbox.objects.exists()


def test_another_persons_address_can_not_be_made_of_ones_own(cast: Cast, client: Client) -> None:
    mine = unsubscribe_url(cast.minsu).rsplit("/", 1)[1]
    theirs = unsubscribe_url(cast.jiwoo).rsplit("/", 1)[1]
    forged = theirs.split(":")[0] + mine[mine.index(":") :]

    assert client.post(f"/unsubscribe/{forged}").status_code == 404
    assert not Inbox.objects.exists()


def test_the_interval_is_the_sites(
    cast: Cast, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.DIGEST_INTERVAL_MINUTES = 1
    tell(cast.minsu)
    send(mailoutbox)
    tell(cast.minsu, subject="again", now=NOON)

    assert len(send(mailoutbox, LATER + timedelta(minutes=1))) == 1
