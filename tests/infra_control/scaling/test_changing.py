from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accounts.models import User
from common.errors import InvalidInputError, NotAllowedError, NotFoundError
from infra_control.acting import ActionFailedError
from infra_control.blueprint.scaling import FLOOD
from infra_control.blueprint.shape import CLIENT_API
from infra_control.gateways.errors import CloudError
from infra_control.gateways.remembering import RememberingMetrics
from infra_control.models import OperatorAction, Outcome
from infra_control.scaling.changing import (
    ScheduleWish,
    present_plan,
    schedule_set,
    step_policy_remove,
    step_policy_set,
)
from infra_control.scaling.prescaling import PREFIX
from tests.infra_control.fleet.conftest import Clouds, clouds
from tests.people import make_user

__all__ = ["clouds"]

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
NIGHT = ScheduleWish(
    name="night",
    service="judge",
    schedule="cron(0 3 * * ? *)",
    timezone="Asia/Seoul",
    min_tasks=3,
    max_tasks=None,
)
ALARM = "codedang-client-api-flood"


@pytest.fixture
def operator() -> User:
    return make_user("oh_operator", is_staff=True, is_superuser=True)


def metrics(clouds: Clouds) -> RememberingMetrics:
    found = clouds.gateways.metrics
    assert isinstance(found, RememberingMetrics)
    return found


def test_steps_are_made_changed_and_removed_with_their_alarm(
    operator: User, clouds: Clouds
) -> None:
    own = clouds.gateways
    step_policy_set(user=operator, gateways=own, service_name="client-api", plan=FLOOD)
    [policy] = clouds.task_scaling.kept_policies.values()
    alarm = metrics(clouds).kept_alarms[ALARM]
    assert policy.kind == "StepScaling"
    assert (alarm.threshold, alarm.periods) == (75.0, 1)
    assert alarm.action_arns == (f"arn:{policy.name}",)
    assert present_plan(own, CLIENT_API) == FLOOD

    calmer = replace(FLOOD, minutes=3)
    row = step_policy_set(user=operator, gateways=own, service_name="client-api", plan=calmer)
    assert len(clouds.task_scaling.kept_policies) == 1
    assert metrics(clouds).kept_alarms[ALARM].periods == 3
    assert (row.before["minutes"], row.asked["minutes"]) == (1, 3)

    step_policy_remove(user=operator, gateways=own, service_name="client-api")
    assert clouds.task_scaling.kept_policies == {}
    assert metrics(clouds).kept_alarms == {}
    with pytest.raises(NotFoundError):
        step_policy_remove(user=operator, gateways=own, service_name="client-api")


def test_half_of_it_is_seen_and_asking_again_does_the_rest(
    operator: User, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(alarm: object) -> None:
        raise CloudError("Rate exceeded", code="Throttling", retryable=True)

    with monkeypatch.context() as patch:
        patch.setattr(metrics(clouds), "put_alarm", refuse)
        with pytest.raises(ActionFailedError, match="Try it again"):
            step_policy_set(
                user=operator, gateways=clouds.gateways, service_name="client-api", plan=FLOOD
            )
    assert OperatorAction.objects.get().outcome == Outcome.FAILED

    step_policy_set(user=operator, gateways=clouds.gateways, service_name="client-api", plan=FLOOD)

    assert ALARM in metrics(clouds).kept_alarms


def test_a_scheduled_action_is_made_and_changed_by_its_name(operator: User, clouds: Clouds) -> None:
    own = clouds.gateways
    schedule_set(user=operator, gateways=own, wish=NIGHT, now=NOW)
    row = schedule_set(
        user=operator, gateways=own, wish=replace(NIGHT, min_tasks=4, max_tasks=10), now=NOW
    )

    [kept] = clouds.task_scaling.scheduled.values()
    assert (kept.min_tasks, kept.max_tasks, kept.timezone) == (4, 10, "Asia/Seoul")
    assert row.before["min_tasks"] == 3


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (replace(NIGHT, name="Night!"), "small letters"),
        (replace(NIGHT, name=f"{PREFIX}1"), "approved contests"),
        (replace(NIGHT, min_tasks=41), "0 ≤ least ≤ most ≤ 40"),
        (replace(NIGHT, min_tasks=-1), "0 ≤ least"),
        (replace(NIGHT, max_tasks=1), "0 ≤ least"),
        (replace(NIGHT, min_tasks=None), "least or the most"),
        (replace(NIGHT, schedule="at(2026-05-04T08:00:00)", timezone="UTC"), "past"),
        (replace(NIGHT, schedule="at(2028-05-04T08:00:00)", timezone="UTC"), "a year ahead"),
        (replace(NIGHT, schedule="soon"), "no schedule"),
    ],
)
def test_a_wrong_wish_is_refused_with_its_reason(
    wish: ScheduleWish, said: str, operator: User, clouds: Clouds
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        schedule_set(user=operator, gateways=clouds.gateways, wish=wish, now=NOW)
    assert clouds.task_scaling.scheduled == {}
    assert not OperatorAction.objects.exists()


def test_what_is_not_there_takes_neither_steps_nor_schedules(
    operator: User, clouds: Clouds
) -> None:
    own = clouds.gateways
    for name in ("judge", "sweeper", "nonsense"):
        with pytest.raises(NotFoundError):
            step_policy_set(user=operator, gateways=own, service_name=name, plan=FLOOD)
    for name in ("sweeper", "nonsense"):
        with pytest.raises(NotFoundError):
            schedule_set(user=operator, gateways=own, wish=replace(NIGHT, service=name), now=NOW)
    with pytest.raises(InvalidInputError):
        step_policy_set(
            user=operator, gateways=own, service_name="client-api", plan=replace(FLOOD, steps=())
        )
    assert clouds.task_scaling.kept_policies == {}


def test_a_dry_run_and_strangers_change_and_ask_nothing(operator: User, clouds: Clouds) -> None:
    own, minsu = clouds.gateways, make_user("minsu", is_staff=True)
    step_policy_set(
        user=operator, gateways=own, service_name="client-api", plan=FLOOD, is_dry_run=True
    )
    schedule_set(user=operator, gateways=own, wish=NIGHT, now=NOW, is_dry_run=True)
    assert {one.outcome for one in OperatorAction.objects.all()} == {Outcome.DRY}
    clouds.task_scaling.calls.clear()
    metrics(clouds).calls.clear()
    with pytest.raises(NotAllowedError):
        step_policy_set(user=minsu, gateways=own, service_name="client-api", plan=FLOOD)
    with pytest.raises(NotAllowedError):
        step_policy_remove(user=minsu, gateways=own, service_name="client-api")
    with pytest.raises(NotAllowedError):
        schedule_set(user=minsu, gateways=own, wish=NIGHT, now=NOW)

    assert clouds.task_scaling.calls == metrics(clouds).calls == []
    assert not clouds.task_scaling.kept_policies
    assert not clouds.task_scaling.scheduled
