"""The sweeper sends what was never sent or got lost, and ends what died."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from common import ports
from judging.queues import RESULTS_QUEUE, JudgeQueue
from judging.verdicts import JudgementState, Verdict
from problems.models import Problem
from submissions.models import Judgement, Submission
from submissions.rules import MAX_SENDS
from submissions.sweeper import sweep
from tests.conftest import Broker
from tests.factories import NOON, judgement_of, make_submission
from tests.people import Cast

Depths = Callable[[Mapping[str, int]], None]


@pytest.fixture
def holds(monkeypatch: pytest.MonkeyPatch) -> Depths:
    """Say how many messages the broker holds in each queue; it has no dead letters."""

    def wire(held: Mapping[str, int]) -> None:
        depths = {
            str(queue): ports.QueueDepth(visible=held.get(queue, 0), in_flight=0)
            for queue in (*JudgeQueue, RESULTS_QUEUE)
        }
        monkeypatch.setattr(ports.queue_depths, "_answer", lambda: depths)

    monkeypatch.setattr(ports.dead_letters_collect, "_answer", lambda: 0)
    wire({})
    return wire


def queued(
    cast: Cast, problem: Problem, *, sent_at: datetime | None, send_count: int = 1
) -> Judgement:
    judgement = judgement_of(make_submission(cast.minsu, problem))
    Judgement.objects.filter(pk=judgement.pk).update(
        sent_at=sent_at, send_count=send_count if sent_at else 0
    )
    return judgement


@pytest.mark.usefixtures("holds")
def test_what_was_never_sent_is_sent(cast: Cast, problem: Problem, broker: Broker) -> None:
    judgement = queued(cast, problem, sent_at=None)

    assert sweep(now=NOON + timedelta(seconds=2)).sent == 0
    assert sweep(now=NOON + timedelta(seconds=4)).sent == 1

    assert [job.judgement_id for job in broker.jobs()] == [judgement.pk]
    assert sweep(now=NOON + timedelta(seconds=5)).is_empty


def test_a_broker_that_forgot_gets_the_silent_ones_again(
    cast: Cast, problem: Problem, broker: Broker, holds: Depths
) -> None:
    silent = queued(cast, problem, sent_at=NOON - timedelta(minutes=5))
    queued(cast, problem, sent_at=NOON - timedelta(seconds=1))
    holds({JudgeQueue.PRACTICE: 0})

    assert sweep(now=NOON).resent == 1

    assert [job.judgement_id for job in broker.jobs()] == [silent.pk]
    silent.refresh_from_db()
    assert silent.send_count == 2


def test_nothing_is_sent_again_that_the_broker_holds(
    cast: Cast, problem: Problem, broker: Broker, holds: Depths
) -> None:
    queued(cast, problem, sent_at=NOON - timedelta(hours=1))
    holds({JudgeQueue.PRACTICE: 1})

    assert sweep(now=NOON).is_empty
    assert broker.jobs() == []


def test_a_job_whose_report_waits_to_be_recorded_is_not_judged_again(
    cast: Cast, problem: Problem, broker: Broker, holds: Depths
) -> None:
    queued(cast, problem, sent_at=NOON - timedelta(hours=1))
    holds({RESULTS_QUEUE: 1})

    assert sweep(now=NOON).is_empty
    assert broker.jobs() == []


def test_a_job_that_a_judgehost_speaks_of_is_not_lost(
    cast: Cast, problem: Problem, broker: Broker, holds: Depths
) -> None:
    judgement = queued(cast, problem, sent_at=NOON - timedelta(hours=1))
    Judgement.objects.filter(pk=judgement.pk).update(
        state=JudgementState.JUDGING, last_heard_at=NOON - timedelta(seconds=3)
    )
    holds({})

    assert sweep(now=NOON).is_empty


def test_the_same_token_is_sent_again_so_that_a_slow_report_still_counts(
    cast: Cast, problem: Problem, broker: Broker, holds: Depths
) -> None:
    judgement = queued(cast, problem, sent_at=NOON - timedelta(minutes=5))
    holds({})

    sweep(now=NOON)

    assert broker.jobs()[0].attempt_token == judgement.attempt_token


def test_a_job_that_gets_lost_each_time_ends_as_a_judging_error(
    cast: Cast, problem: Problem, broker: Broker, holds: Depths
) -> None:
    judgement = queued(cast, problem, sent_at=NOON - timedelta(minutes=5), send_count=MAX_SENDS)
    holds({})

    assert sweep(now=NOON).given_up == 1

    judgement.refresh_from_db()
    assert (judgement.verdict, judgement.internal_error_kind) == (
        Verdict.JUDGING_ERROR,
        "attempts",
    )
    assert broker.jobs() == []


@pytest.mark.usefixtures("holds")
def test_a_broker_that_is_away_is_borne(
    cast: Cast, problem: Problem, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise OSError("connection refused")

    queued(cast, problem, sent_at=None)
    monkeypatch.setattr(ports.dead_letters_collect, "_answer", refuse)

    assert sweep(now=NOON + timedelta(minutes=1)).is_empty
    assert broker.jobs() == []


@pytest.mark.usefixtures("holds", "broker_away")
def test_a_send_that_fails_leaves_the_row_for_the_next_sweep(cast: Cast, problem: Problem) -> None:
    judgement = queued(cast, problem, sent_at=None)

    assert sweep(now=NOON + timedelta(minutes=1)).sent == 0

    judgement.refresh_from_db()
    assert judgement.sent_at is None


@pytest.mark.usefixtures("holds")
def test_a_row_that_no_job_can_be_made_of_stops_nobody_else(
    cast: Cast, problem: Problem, broker: Broker
) -> None:
    orphan = queued(cast, problem, sent_at=None)
    Submission.objects.filter(pk=orphan.submission_id).update(language="cobol")
    queued(cast, problem, sent_at=None)

    sweep(now=timezone.now())
    sweep(now=timezone.now() + timedelta(seconds=4))

    orphan.refresh_from_db()
    assert (orphan.verdict, orphan.internal_error_kind) == (Verdict.JUDGING_ERROR, "contract")
    assert len(broker.jobs()) == 1


@pytest.mark.usefixtures("holds")
def test_what_a_killed_process_had_begun_to_send_is_sent(
    cast: Cast, problem: Problem, broker: Broker
) -> None:
    judgement = queued(cast, problem, sent_at=NOON, send_count=0)

    assert sweep(now=NOON + timedelta(seconds=2)).is_empty
    assert sweep(now=NOON + timedelta(seconds=4)).resent == 1

    assert [job.judgement_id for job in broker.jobs()] == [judgement.pk]
    judgement.refresh_from_db()
    assert judgement.send_count == 1


@pytest.mark.usefixtures("holds")
def test_the_command_sweeps_once(cast: Cast, problem: Problem, broker: Broker) -> None:
    queued(cast, problem, sent_at=None)

    call_command("sweep", once=True)

    assert len(broker.jobs()) == 1


def test_the_death_of_a_job_reaches_its_judgement(cast: Cast, problem: Problem) -> None:
    judgement = judgement_of(make_submission(cast.minsu, problem))

    assert ports.judge_job_died(judgement.pk, judgement.attempt_token, "delivered in vain")

    judgement.refresh_from_db()
    assert (judgement.verdict, judgement.internal_error_message) == (
        Verdict.JUDGING_ERROR,
        "delivered in vain",
    )
