import threading
import time

from judging.queues import JUDGE_LEASE_S
from judging.worker.lease import BrokerRefusedError, Delivery, Lease
from tests.cloud import eventually

FIRST = Delivery(queue_url="http://q", receipt_handle="first", number=1)
SECOND = Delivery(queue_url="http://q", receipt_handle="second", number=1)
BEAT_S = 0.02


class RememberingVisibility:
    def __init__(self) -> None:
        self.changes: list[tuple[str, int]] = []
        self.is_away = False

    def change(self, delivery: Delivery, seconds: int) -> None:
        self.changes.append((delivery.receipt_handle, seconds))
        if self.is_away:
            raise BrokerRefusedError("away")


def test_a_held_job_stays_hidden_until_it_is_let_go() -> None:
    visibility = RememberingVisibility()
    lease = Lease(visibility, beat_interval_s=BEAT_S)

    with lease.hold(FIRST, for_s=60):
        eventually(lambda: len(visibility.changes) >= 3)
    after = len(visibility.changes)
    time.sleep(5 * BEAT_S)

    assert set(visibility.changes) == {("first", JUDGE_LEASE_S)}
    assert len(visibility.changes) == after


def test_a_short_job_costs_no_beat() -> None:
    visibility = RememberingVisibility()
    lease = Lease(visibility, beat_interval_s=0.2)

    for delivery in (FIRST, SECOND):
        with lease.hold(delivery, for_s=60):
            time.sleep(0.02)

    assert visibility.changes == []


def test_each_job_has_its_own_beats() -> None:
    visibility = RememberingVisibility()
    lease = Lease(visibility, beat_interval_s=BEAT_S)

    with lease.hold(FIRST, for_s=60):
        eventually(lambda: bool(visibility.changes))
    visibility.changes.clear()
    with lease.hold(SECOND, for_s=60):
        eventually(lambda: bool(visibility.changes))

    assert {handle for handle, _ in visibility.changes} == {"second"}


def test_a_broker_that_is_away_for_a_while_loses_no_lease() -> None:
    visibility = RememberingVisibility()
    visibility.is_away = True
    lease = Lease(visibility, beat_interval_s=BEAT_S)

    with lease.hold(FIRST, for_s=60):
        eventually(lambda: len(visibility.changes) >= 3)


def test_a_job_that_outlives_its_step_ends_the_worker() -> None:
    gave_up = threading.Event()
    lease = Lease(RememberingVisibility(), beat_interval_s=BEAT_S, give_up=gave_up.set)

    with lease.hold(FIRST, for_s=5 * BEAT_S):
        assert gave_up.wait(5)


def test_each_step_may_take_its_own_time() -> None:
    gave_up = threading.Event()
    lease = Lease(RememberingVisibility(), beat_interval_s=BEAT_S, give_up=gave_up.set)

    with lease.hold(FIRST, for_s=5 * BEAT_S):
        for _ in range(4):
            lease.allow(60)
            assert not gave_up.wait(3 * BEAT_S)


def test_a_job_handed_back_gets_no_more_beats() -> None:
    visibility = RememberingVisibility()
    lease = Lease(visibility, beat_interval_s=BEAT_S)

    with lease.hold(FIRST, for_s=60):
        lease.hand_back(FIRST, after_s=3)
        time.sleep(5 * BEAT_S)

    assert visibility.changes == [("first", 3)]


def test_a_job_that_outlives_a_stop_is_handed_back_and_a_free_worker_just_ends() -> None:
    visibility = RememberingVisibility()
    ended = threading.Event()
    lease = Lease(visibility, beat_interval_s=60, give_up=ended.set)

    lease.leave_within(BEAT_S)
    time.sleep(5 * BEAT_S)
    assert visibility.changes == []
    with lease.hold(FIRST, for_s=60):
        lease.leave_within(BEAT_S)
        assert ended.wait(5)

    assert visibility.changes == [("first", 0)]
