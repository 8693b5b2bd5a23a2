"""Telling people things, each once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notifications.kinds import KindId
from notifications.models import Inbox, Notification
from notifications.services import (
    PreferenceChange,
    mail_stop,
    notifications_mark_read,
    notify,
    preferences_change,
)
from tests.factories import NOON
from tests.people import Cast, make_user


def tell(*people: User, subject: str = "assignment:1", **changes: Any) -> int:
    return notify(
        **{
            "kind": KindId.GRADED,
            "subject": subject,
            "user_ids": [person.pk for person in people],
            "params": {"course": "Algorithms", "title": "HW 1"},
            "link": "/courses/algorithms",
            "now": NOON,
            **changes,
        }
    )


def test_a_thing_is_told_once_to_each(cast: Cast) -> None:
    assert tell(cast.minsu, cast.minsu) == 1
    assert tell(cast.minsu, cast.jiwoo) == 1
    assert tell(cast.minsu, cast.jiwoo) == 0
    assert tell(cast.minsu, subject="assignment:2") == 1

    assert Notification.objects.filter(user=cast.minsu).count() == 2
    assert Inbox.objects.get(user=cast.minsu).sequence == 2


def test_switched_off_accounts_hear_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.minsu.pk).update(is_active=False)

    assert tell(cast.minsu) == 0


def test_a_whole_course_costs_as_much_as_one(cast: Cast, queries: CaptureQueriesContext) -> None:
    with queries:
        tell(cast.minsu)
    for_one = len(queries)
    people = [make_user(f"person{number}") for number in range(20)]

    with queries:
        tell(*people, subject="assignment:2")

    assert len(queries) == for_one


@pytest.mark.parametrize(
    "changes",
    [
        {"link": "https://evil.example"},
        {"link": "//evil.example"},
        {"subject": ""},
        {"subject": "x" * 81},
        {"params": {"course": "x"}},
    ],
)
def test_a_callers_mistake_is_refused(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        tell(cast.minsu, **changes)
    assert not Notification.objects.exists()


def test_a_kind_may_be_unwanted(cast: Cast) -> None:
    change = PreferenceChange(kind=KindId.GRADED, is_shown=False, is_mailed=False)
    preferences_change(user=cast.minsu, changes=[change], now=NOON)

    assert tell(cast.minsu, cast.jiwoo) == 1
    assert not Notification.objects.filter(user=cast.minsu).exists()


def test_a_kind_may_be_wanted_in_one_place_only(cast: Cast) -> None:
    for person, change in {
        cast.minsu: PreferenceChange(kind=KindId.GRADED, is_shown=False),
        cast.jiwoo: PreferenceChange(kind=KindId.GRADED, is_mailed=False),
    }.items():
        preferences_change(user=person, changes=[change], now=NOON)

    tell(cast.minsu, cast.jiwoo)

    minsu, jiwoo = (Notification.objects.get(user=one) for one in (cast.minsu, cast.jiwoo))
    assert (minsu.is_shown, minsu.mail_due_at) == (False, NOON + timedelta(minutes=10))
    assert (jiwoo.is_shown, jiwoo.mail_due_at) == (True, None)


def test_whoever_stops_all_mail_gets_none(cast: Cast) -> None:
    tell(cast.minsu)
    mail_stop(user=cast.minsu, now=NOON)
    tell(cast.minsu, subject="assignment:2")

    assert not Notification.objects.filter(mail_due_at__isnull=False).exists()
    assert Notification.objects.filter(user=cast.minsu, is_shown=True).count() == 2


def test_reading_is_ones_own(cast: Cast) -> None:
    tell(cast.minsu, cast.jiwoo)
    rows = list(Notification.objects.values_list("pk", flat=True))

    assert notifications_mark_read(user=cast.minsu, ids=rows, now=NOON) == 1
    assert notifications_mark_read(user=cast.minsu, ids=rows, now=NOON) == 0
    assert notifications_mark_read(user=cast.sora, up_to=max(rows), now=NOON) == 0

    assert Notification.objects.get(user=cast.jiwoo).read_at is None
    assert Inbox.objects.get(user=cast.minsu).sequence == 2
