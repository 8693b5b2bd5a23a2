"""Work in the background: a row that tells of it, and messages that may get lost or come twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import ClassVar, Self

import pytest
from django.db import connection, models, transaction
from django.utils import timezone

from common import background
from common.background import BackgroundWork, Beat, WorkKind, WorkState, works_sweep
from common.errors import InvalidInputError
from tests.conftest import Broker


class Sum(BackgroundWork):
    """Adds a number to its total."""

    WORK_NAME = "tests.sum"

    objects: ClassVar[models.Manager[Self]] = models.Manager()
    number = models.IntegerField(default=1)
    total = models.IntegerField(default=0)

    class Meta(BackgroundWork.Meta):
        app_label = "tests"

    def __str__(self) -> str:
        return f"sum {self.pk}"


def add(work: Sum, beat: Beat[Sum]) -> str:
    beat(1, 2)
    if work.number < 0:
        raise InvalidInputError("Give a number that is not negative.")
    if work.number == 0:
        raise RuntimeError("password=hunter2")
    Sum.objects.filter(pk=work.pk).update(total=work.number)
    return f"It is {work.number}."


@pytest.fixture(autouse=True)
def _table(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(background, "_kinds", {})
    background.works_wire(WorkKind(model=Sum, run=add))
    with connection.schema_editor() as editor:
        editor.create_model(Sum)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Sum)


def start(number: int = 5) -> Sum:
    with transaction.atomic():
        work = Sum.objects.create(number=number, created_at=timezone.now())
        background.work_start(work)
    return work


def test_work_is_done_once_however_often_its_message_comes(broker: Broker) -> None:
    work = start()
    (message,) = broker.works()

    done = [background.work_run("tests.sum", work.pk) for _ in range(2)]

    work.refresh_from_db()
    assert done == [True, False]
    assert (work.state, work.message, work.total) == (WorkState.DONE, "It is 5.", 5)
    assert (work.done_steps, work.total_steps) == (1, 2)
    assert work.finished_at
    assert "tests.sum" in message


@pytest.mark.parametrize(
    ("number", "message"), [(-1, "Give a number that is not negative."), (0, "our side")]
)
def test_a_failure_says_what_to_do_and_nothing_of_our_inside(
    broker: Broker, number: int, message: str
) -> None:
    work = start(number)

    assert broker.works_do() == 1

    work.refresh_from_db()
    assert work.state == WorkState.FAILED
    assert message in work.message
    assert "hunter2" not in work.message


def test_nothing_is_sent_for_what_was_rolled_back(broker: Broker) -> None:
    with transaction.atomic():
        background.work_start(Sum.objects.create(created_at=timezone.now()))
        transaction.set_rollback(True)

    assert broker.works() == []


def test_what_the_broker_did_not_take_is_sent_later(
    broker: Broker, broker_away: Callable[[], None]
) -> None:
    work = start()
    broker_away()

    swept = works_sweep(now=work.created_at + timedelta(seconds=4))

    assert (swept, broker.works_do()) == (1, 1)


def test_a_lost_message_is_sent_again_ever_more_rarely(broker: Broker) -> None:
    now = start().created_at
    broker.works()

    after_minutes = [
        minute
        for minute in range(1, 40)
        if works_sweep(now=now + timedelta(minutes=minute, seconds=5))
    ]

    # Each sending is stamped by the real clock, so that only the doubling is seen here.
    assert after_minutes == [1, 2, 4, 8, 16, 32]
    assert len(broker.works()) == len(after_minutes)


def test_a_dead_workers_work_is_done_by_another_and_then_given_up(broker: Broker) -> None:
    work = start()
    for attempt in range(1, 4):
        broker.works()
        claimed = background._claim(Sum, work.pk, now=timezone.now())
        assert claimed is not None
        later = timezone.now() + timedelta(minutes=4)
        Sum.objects.update(sent_at=later)

        assert works_sweep(now=later) == 1

        assert len(broker.works()) == (attempt < 3)

    work.refresh_from_db()
    assert work.state == WorkState.FAILED
    assert "died" in work.message


def test_a_worker_that_lost_its_work_changes_nothing(broker: Broker) -> None:
    work = start()
    first = background._claim(Sum, work.pk, now=timezone.now())
    assert first is not None
    Sum.objects.update(attempt_token="another's")

    with pytest.raises(background.WorkTakenError):
        Beat(work=first)(1, 2)

    work.refresh_from_db()
    assert (work.state, work.total_steps) == (WorkState.RUNNING, 0)


def test_work_that_no_worker_takes_is_given_up(broker: Broker) -> None:
    work = start()

    works_sweep(now=work.created_at + timedelta(hours=4))

    work.refresh_from_db()
    assert work.state == WorkState.FAILED
    assert "No background worker" in work.message
