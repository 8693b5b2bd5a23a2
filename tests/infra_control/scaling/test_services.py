"""Policies, and judges ahead of contests: approved, set, verified, removed afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError, InvalidInputError, NotAllowedError, NotFoundError
from common.ports import ContestAhead
from infra_control.acting import ActionFailedError
from infra_control.approving import action_approve
from infra_control.gateways.errors import CloudError
from infra_control.gateways.task_scaling import ScheduledChange
from infra_control.models import OperatorAction, Outcome, PreScaling
from infra_control.scaling.contests import HEAD_START, TAIL
from infra_control.scaling.prescaling import PREFIX
from infra_control.scaling.schedules import at_expression
from infra_control.scaling.services import (
    Tuning,
    policy_tune,
    prescale_approve,
    prescale_withdraw,
    prescales_tidy,
    proposals,
    schedule_remove,
    schedules_difference,
)
from tests.infra_control.fleet.conftest import Clouds
from tests.infra_control.scaling.conftest import JUDGES, contest_ahead
from tests.people import make_user

pytestmark = pytest.mark.django_db

GOOD = Tuning(target=8, out_cooldown_s=60, in_cooldown_s=120)


@pytest.fixture
def operator() -> User:
    return make_user("oh_operator", is_staff=True, is_superuser=True)


def bounds_of(clouds: Clouds) -> dict[str, int | None]:
    found = sorted(clouds.task_scaling.scheduled.values(), key=lambda one: one.schedule)
    return {one.schedule: one.min_tasks for one in found}


def approve(clouds: Clouds, user: User, now: datetime, contest: str = "midterm") -> OperatorAction:
    return prescale_approve(user=user, gateways=clouds.gateways, contest=contest, now=now)


def test_a_policys_figures_change_and_what_it_measures_stays(
    operator: User, tracked: Clouds
) -> None:
    row = policy_tune(
        user=operator, gateways=tracked.gateways, policy_name="judge-follows-its-load", tuning=GOOD
    )

    kept = tracked.task_scaling.kept_policies["judge-follows-its-load"].configuration
    assert (kept["TargetValue"], kept["ScaleInCooldown"]) == (8, 120)
    assert kept["CustomizedMetricSpecification"] == {"Metrics": ["kept"]}
    assert row.before["TargetValue"] == 5.0


@pytest.mark.parametrize(
    "tuning",
    [replace(GOOD, target=0), replace(GOOD, out_cooldown_s=-1), replace(GOOD, in_cooldown_s=9999)],
)
def test_impossible_figures_are_refused(tuning: Tuning, operator: User, tracked: Clouds) -> None:
    with pytest.raises(InvalidInputError):
        policy_tune(
            user=operator,
            gateways=tracked.gateways,
            policy_name="judge-follows-its-load",
            tuning=tuning,
        )
    assert not OperatorAction.objects.exists()


def test_an_approved_contest_gets_its_judges_before_it_and_loses_them_after(
    operator: User, tracked: Clouds, ahead: list[ContestAhead]
) -> None:
    now, [contest] = timezone.now(), ahead

    row = approve(tracked, operator, now)

    assert row.after["verified"] is True
    assert bounds_of(tracked) == {
        at_expression(contest.starts_at - HEAD_START): 10,
        at_expression(contest.ends_at + TAIL): 2,
    }
    target = tracked.task_scaling.bounds[JUDGES, "judge"]
    [shown] = proposals(target, now)
    assert (shown.approved_min_tasks, shown.approved_by, shown.problem) == (10, "oh_operator", "")
    again = approve(tracked, operator, now)
    assert again.after["scheduled"] == {}
    assert len(tracked.task_scaling.scheduled) == 2


def test_contests_that_overlap_add_up_and_one_withdrawn_leaves_the_other(
    operator: User, tracked: Clouds, ahead: list[ContestAhead]
) -> None:
    now = timezone.now()
    ahead.append(contest_ahead("final", starts_at=ahead[0].starts_at + timedelta(hours=1)))
    approve(tracked, operator, now)
    approve(tracked, operator, now, "final")
    assert list(bounds_of(tracked).values()) == [10, 20, 10, 2]

    prescale_withdraw(user=operator, gateways=tracked.gateways, contest="midterm", now=now)

    assert list(bounds_of(tracked).values()) == [10, 2]
    assert PreScaling.objects.get().contest == "final"


def test_a_contest_that_was_moved_is_said_and_approving_again_follows_it(
    operator: User, tracked: Clouds, ahead: list[ContestAhead]
) -> None:
    now = timezone.now()
    approve(tracked, operator, now)
    ahead[0] = contest_ahead(starts_at=ahead[0].starts_at + timedelta(hours=5))
    target = tracked.task_scaling.bounds[JUDGES, "judge"]
    assert "was moved" in proposals(target, now)[0].problem

    approve(tracked, operator, now)

    assert at_expression(ahead[0].starts_at - HEAD_START) in bounds_of(tracked)
    assert len(bounds_of(tracked)) == 2
    assert proposals(target, now)[0].problem == ""


def test_one_that_has_begun_gets_its_judges_at_once(
    operator: User, tracked: Clouds, ahead: list[ContestAhead]
) -> None:
    now = timezone.now()
    ahead[0] = contest_ahead(starts_at=now + timedelta(minutes=5))

    assert approve(tracked, operator, now).after["min_tasks"] == 10
    assert tracked.task_scaling.bounds[JUDGES, "judge"].min_tasks == 10

    prescale_withdraw(user=operator, gateways=tracked.gateways, contest="midterm", now=now)
    assert tracked.task_scaling.bounds[JUDGES, "judge"].min_tasks == 2


def test_what_was_half_done_is_seen_and_done_by_asking_again(
    operator: User,
    tracked: Clouds,
    ahead: list[ContestAhead],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = timezone.now()
    put = tracked.task_scaling.put_scheduled_change

    def put_one(change: ScheduledChange) -> None:
        if tracked.task_scaling.scheduled:
            raise CloudError("Rate exceeded", code="Throttling", retryable=True)
        put(change)

    with monkeypatch.context() as patch:
        patch.setattr(tracked.task_scaling, "put_scheduled_change", put_one)
        with pytest.raises(ActionFailedError, match="Try it again"):
            approve(tracked, operator, now)
    assert OperatorAction.objects.get().outcome == Outcome.FAILED
    target = tracked.task_scaling.bounds[JUDGES, "judge"]
    present = tracked.task_scaling.scheduled_changes()
    assert len(schedules_difference(present, target, now).put) == 1

    approve(tracked, operator, now)

    present = tracked.task_scaling.scheduled_changes()
    assert schedules_difference(present, target, now).is_empty


def test_afterwards_its_scheduled_actions_go_and_others_stay(
    operator: User, tracked: Clouds, ahead: list[ContestAhead]
) -> None:
    now = timezone.now()
    other = ScheduledChange(
        name="night",
        cluster=JUDGES,
        service="judge",
        schedule="cron(0 3 * * ? *)",
        timezone="UTC",
        min_tasks=1,
        max_tasks=None,
    )
    tracked.task_scaling.put_scheduled_change(other)
    approve(tracked, operator, now)

    assert prescales_tidy(tracked.gateways, ahead[0].starts_at) == 1
    assert prescales_tidy(tracked.gateways, ahead[0].ends_at + TAIL) == 1

    assert list(tracked.task_scaling.scheduled) == ["night"]
    assert not PreScaling.objects.exists()
    schedule_remove(user=operator, gateways=tracked.gateways, name="night")
    assert tracked.task_scaling.scheduled == {}


def test_a_dry_run_and_refusals_change_nothing(
    operator: User, tracked: Clouds, ahead: list[ContestAhead]
) -> None:
    now, own = timezone.now(), tracked.gateways
    prescale_approve(user=operator, gateways=own, contest="midterm", now=now, is_dry_run=True)
    refused: list[tuple[str, int | None, type[DomainError]]] = [
        ("nonsense", None, NotFoundError),
        ("midterm", 0, InvalidInputError),
        ("midterm", 41, InvalidInputError),
    ]
    for contest, tasks, error in refused:
        with pytest.raises(error):
            prescale_approve(user=operator, gateways=own, contest=contest, now=now, min_tasks=tasks)
    minsu = make_user("minsu", is_staff=True)
    tracked.task_scaling.calls.clear()
    with pytest.raises(NotAllowedError):
        approve(tracked, minsu, now)
    with pytest.raises(NotAllowedError):
        prescale_withdraw(user=minsu, gateways=own, contest="midterm", now=now)
    with pytest.raises(NotAllowedError):
        policy_tune(user=minsu, gateways=own, policy_name="judge-follows-its-load", tuning=GOOD)
    with pytest.raises(NotAllowedError):
        schedule_remove(user=minsu, gateways=own, name=f"{PREFIX}x")

    assert tracked.task_scaling.calls == []
    assert not PreScaling.objects.exists()
    assert tracked.task_scaling.scheduled == {}


def test_two_operators_can_be_needed_for_each(
    operator: User, tracked: Clouds, ahead: list[ContestAhead], settings: Any
) -> None:
    settings.INFRA_TWO_PERSON_ACTIONS = ["policy_tune", "prescale_approve"]
    own, policy = tracked.gateways, "judge-follows-its-load"
    second = make_user("song_operator", is_staff=True, is_superuser=True)
    rows = [
        policy_tune(user=operator, gateways=own, policy_name=policy, tuning=GOOD),
        approve(tracked, operator, timezone.now()),
    ]
    assert {one.outcome for one in rows} == {Outcome.WAITING}
    assert tracked.task_scaling.scheduled == {}

    for row in rows:
        assert action_approve(user=second, gateways=own, action_id=row.pk).outcome == Outcome.DONE

    assert tracked.task_scaling.kept_policies[policy].configuration["TargetValue"] == 8
    assert len(tracked.task_scaling.scheduled) == 2
