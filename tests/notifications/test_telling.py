"""News for thousands: one row in the request, the rest in the background."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from contests.models import ProblemSet
from contests.services.assignments import scores_release
from courses.models import Membership, Role
from courses.services import notice_publish
from notifications.models import Notification, Telling
from notifications.telling import FEW
from tests.conftest import Broker
from tests.contest_factories import make_assignment
from tests.courses.factories import make_draft
from tests.factories import NOON
from tests.people import Cast
from tests.problems.packages import works_run


def enrol(cast: Cast, prefix: str, count: int) -> None:
    people = User.objects.bulk_create(
        User(username=f"{prefix}{number}", email=f"{prefix}{number}@example.com")
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=one, course=cast.algorithms, role=Role.STUDENT) for one in people
    )


@pytest.fixture
def pushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    groups: list[str] = []

    def note(messages: Any, **_: Any) -> None:
        groups.extend(group for group, _ in messages)

    monkeypatch.setattr("notifications.live.push_many", note)
    return groups


def test_a_notice_to_many_costs_its_request_the_same(
    cast: Cast,
    broker: Broker,
    queries: CaptureQueriesContext,
    django_capture_on_commit_callbacks: Any,
) -> None:
    enrol(cast, "a", FEW)
    costs = []
    for number in range(2):
        notice = make_draft(cast, cast.algorithms, f"n{number}")
        with queries, django_capture_on_commit_callbacks(execute=True):
            notice_publish(actor=cast.ta_hana, notice_id=notice.pk, now=NOON)
        costs.append(len(queries))
        enrol(cast, f"b{number}", 100)

    assert costs[0] == costs[1]
    assert Telling.objects.count() == len(broker.works()) == 2
    assert not Notification.objects.exists()


def test_all_who_have_not_read_it_are_told_once(
    cast: Cast, broker: Broker, pushed: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    enrol(cast, "a", FEW)
    notice = make_draft(cast, cast.algorithms)
    with django_capture_on_commit_callbacks(execute=True):
        notice_publish(actor=cast.ta_hana, notice_id=notice.pk, now=NOON)
    # Minsu reads it before the background worker comes to it.
    cast.api("minsu").post(f"/notices/{notice.pk}/read", None)

    with django_capture_on_commit_callbacks(execute=True):
        works_run(broker)

    told = set(Notification.objects.values_list("user__username", flat=True))
    everybody = set(cast.algorithms.memberships.values_list("user__username", flat=True))
    assert told == everybody - {"minsu", "ta_hana"}
    assert len(pushed) == len(told)
    telling = Telling.objects.get()
    assert (telling.state, telling.message) == ("done", f"{len(told)} people were told.")
    row = Notification.objects.get(user=cast.jiwoo)
    assert (row.created_at, row.link) == (NOON, f"/courses/algorithms/notices/{notice.pk}")


def test_a_removed_notice_is_told_to_nobody(
    cast: Cast, broker: Broker, django_capture_on_commit_callbacks: Any
) -> None:
    enrol(cast, "a", FEW)
    notice = make_draft(cast, cast.algorithms)
    with django_capture_on_commit_callbacks(execute=True):
        notice_publish(actor=cast.ta_hana, notice_id=notice.pk, now=NOON)
    notice.delete()

    works_run(broker)

    assert not Notification.objects.exists()


def test_released_scores_reach_every_student(
    cast: Cast, broker: Broker, django_capture_on_commit_callbacks: Any
) -> None:
    enrol(cast, "a", FEW)
    assignment: ProblemSet = make_assignment(course=cast.algorithms)
    with django_capture_on_commit_callbacks(execute=True):
        scores_release(user=cast.ta_hana, slug=assignment.slug, now=NOON)
    assert not Notification.objects.exists()

    works_run(broker)

    assert Notification.objects.filter(kind="graded").count() == FEW + 2
