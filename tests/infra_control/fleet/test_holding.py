from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.models import User
from common.errors import InvalidInputError, NotAllowedError, NotFoundError
from infra_control.acting import ActionFailedError
from infra_control.fleet.holding import hold_of, hold_release, holds_tidy, service_hold
from infra_control.gateways.errors import CloudError
from infra_control.management.commands import infra
from infra_control.models import OperatorAction, Outcome, PreScaling
from tests.infra_control.fleet.conftest import NOW, Clouds
from tests.people import make_user

JUDGE = ("codedang-judge", "judge")


@pytest.fixture
def operator(db: None) -> User:
    return make_user("oh_operator", is_staff=True, is_superuser=True)


def hold(
    operator: User, clouds: Clouds, tasks: int = 3, minutes: int | None = 15
) -> OperatorAction:
    return service_hold(
        user=operator,
        gateways=clouds.gateways,
        service_name="judge",
        tasks=tasks,
        minutes=minutes,
        now=NOW,
    )


def bounds(clouds: Clouds) -> tuple[int, int]:
    found = clouds.task_scaling.bounds[JUDGE]
    return found.min_tasks, found.max_tasks


def test_a_hold_raises_the_lower_bound_and_aws_ends_it(operator: User, clouds: Clouds) -> None:
    row = hold(operator, clouds)

    assert clouds.ecs.service_states[JUDGE].desired_count == 3
    assert bounds(clouds) == (3, 40)
    end = clouds.task_scaling.scheduled["hold-judge"]
    assert (end.schedule, end.min_tasks, end.max_tasks) == ("at(2026-05-04T09:15:00)", 2, 40)
    assert (row.action, row.outcome) == ("service_hold", Outcome.DONE)
    assert row.before == {"tasks": 2, "min_tasks": 2, "max_tasks": 40}
    assert row.after["then_min_tasks"] == 2


def test_a_second_hold_ends_as_the_first_would(operator: User, clouds: Clouds) -> None:
    hold(operator, clouds)
    hold(operator, clouds, tasks=1, minutes=60)

    assert bounds(clouds) == (1, 40)
    end = clouds.task_scaling.scheduled["hold-judge"]
    assert (end.schedule, end.min_tasks) == ("at(2026-05-04T10:00:00)", 2)


def test_from_now_on_leaves_nothing_that_ends_it(operator: User, clouds: Clouds) -> None:
    hold(operator, clouds)
    hold(operator, clouds, tasks=4, minutes=None)

    assert bounds(clouds) == (4, 40)
    assert clouds.task_scaling.scheduled == {}


def test_a_hold_is_let_go(operator: User, clouds: Clouds) -> None:
    def release() -> OperatorAction:
        return hold_release(user=operator, gateways=clouds.gateways, service_name="judge", now=NOW)

    hold(operator, clouds)
    assert release().after == {"min_tasks": 2, "max_tasks": 40}

    assert bounds(clouds) == (2, 40)
    assert clouds.task_scaling.scheduled == {}
    with pytest.raises(NotFoundError, match="ended by itself"):
        release()


def test_a_contest_at_its_end_keeps_its_judges(operator: User, clouds: Clouds) -> None:
    PreScaling.objects.create(
        contest="round",
        title="Round",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        min_tasks=7,
        begins_at=NOW,
        is_over_at=NOW + timedelta(hours=2),
        usual_min_tasks=2,
        approved_by="oh_operator",
    )

    hold(operator, clouds, tasks=9)

    assert clouds.task_scaling.scheduled["hold-judge"].min_tasks == 7


@pytest.mark.parametrize(("tasks", "minutes"), [(41, 15), (-1, 15), (3, 0), (3, 1441)])
def test_what_is_out_of_bounds_asks_nothing(
    tasks: int, minutes: int, operator: User, clouds: Clouds
) -> None:
    clouds.task_scaling.calls.clear()
    with pytest.raises(InvalidInputError):
        hold(operator, clouds, tasks, minutes)

    assert {call[0] for call in clouds.task_scaling.calls} == {"targets"}
    assert not OperatorAction.objects.exists()


def test_who_may_not_makes_us_ask_nobody(db: None, clouds: Clouds) -> None:
    clouds.task_scaling.calls.clear()
    with pytest.raises(NotAllowedError):
        hold(make_user("seo_staff", is_staff=True), clouds)

    assert clouds.task_scaling.calls == []


def test_a_hold_that_broke_in_between_is_done_by_trying_again(
    operator: User, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise CloudError("AWS is busy", code="Throttling", retryable=True)

    with monkeypatch.context() as patch:
        patch.setattr(clouds.ecs, "set_desired_count", refuse)
        with pytest.raises(ActionFailedError, match="Try it again"):
            hold(operator, clouds)
    # then it would end as it should, whoever forgets it
    assert clouds.task_scaling.scheduled["hold-judge"].min_tasks == 2

    hold(operator, clouds)

    assert bounds(clouds) == (3, 40)
    assert clouds.task_scaling.scheduled["hold-judge"].min_tasks == 2
    assert [row.outcome for row in OperatorAction.objects.order_by("pk")] == [
        Outcome.FAILED,
        Outcome.DONE,
    ]


def test_what_has_ended_a_hold_is_tidied_away(operator: User, clouds: Clouds) -> None:
    hold(operator, clouds)
    present = list(clouds.task_scaling.scheduled.values())
    assert hold_of(present, "judge", NOW) is not None

    assert holds_tidy(clouds.gateways, NOW) == 0
    assert holds_tidy(clouds.gateways, NOW + timedelta(minutes=16)) == 1

    assert clouds.task_scaling.scheduled == {}


def test_a_number_is_kept_from_the_command_line(
    operator: User, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(infra, "gateways", lambda: clouds.gateways)

    call_command("infra", "scale", "judge", "3", "--keep", "30", "--as", "oh_operator")

    assert bounds(clouds) == (3, 40)
    assert OperatorAction.objects.get().asked == {"tasks": 3, "minutes": 30}
