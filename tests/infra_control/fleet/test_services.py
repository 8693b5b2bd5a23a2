from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from infra_control.acting import ActionFailedError
from infra_control.fleet import services
from infra_control.fleet.rules import Bounds
from infra_control.gateways.errors import CloudError
from infra_control.models import OperatorAction, Outcome
from tests.infra_control.fleet.conftest import Clouds
from tests.people import make_user

JUDGE = "codedang-judge/judge"


@pytest.fixture
def operator(db: None) -> User:
    return make_user("oh_operator", is_staff=True, is_superuser=True)


@pytest.fixture
def staff(db: None) -> User:
    """May enter the admin, and nothing of the infrastructure."""
    return make_user("seo_staff", is_staff=True)


ACTIONS: dict[str, Callable[[User, Clouds], OperatorAction]] = {
    "service_scale": lambda user, clouds: services.service_scale(
        user=user, gateways=clouds.gateways, service_name="judge", tasks=5
    ),
    "service_bounds_set": lambda user, clouds: services.service_bounds_set(
        user=user,
        gateways=clouds.gateways,
        service_name="judge",
        bounds=Bounds(min_tasks=3, max_tasks=9),
    ),
    "service_deploy": lambda user, clouds: services.service_deploy(
        user=user, gateways=clouds.gateways, service_name="judge"
    ),
    "service_roll_back": lambda user, clouds: services.service_deploy(
        user=user, gateways=clouds.gateways, service_name="judge", version="codedang-judge:1"
    ),
    "task_stop": lambda user, clouds: services.task_stop(
        user=user, gateways=clouds.gateways, service_name="judge", task_id="task-judge"
    ),
    "machine_drain": lambda user, clouds: services.machine_drain(
        user=user, gateways=clouds.gateways, machine_id="machine-judge", is_draining=True
    ),
}


def test_scaling_asks_ecs_and_keeps_what_stood_before_and_after(
    operator: User, clouds: Clouds
) -> None:
    row = ACTIONS["service_scale"](operator, clouds)

    assert ("set_desired_count", "codedang-judge", "judge", 5) in clouds.ecs.calls
    assert (row.outcome, row.target, row.actor_name) == (Outcome.DONE, JUDGE, "oh_operator")
    assert (row.before, row.asked, row.after) == ({"tasks": 2}, {"tasks": 5}, {"tasks": 5})
    assert row.ended_at is not None


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_leaves_its_row(name: str, operator: User, clouds: Clouds) -> None:
    ACTIONS[name](operator, clouds)

    row = OperatorAction.objects.get()
    assert (row.action, row.outcome) == (name, Outcome.DONE)


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may_not_makes_us_ask_nobody(name: str, staff: User, clouds: Clouds) -> None:
    with pytest.raises(NotAllowedError, match="change_fleet"):
        ACTIONS[name](staff, clouds)

    assert clouds.ecs.calls == []
    assert clouds.task_scaling.calls == []
    assert not OperatorAction.objects.exists()


def test_a_dry_run_is_written_down_and_changes_nothing(operator: User, clouds: Clouds) -> None:
    row = services.service_scale(
        user=operator,
        gateways=clouds.gateways,
        service_name="judge",
        tasks=5,
        is_dry_run=True,
    )

    assert row.outcome == Outcome.DRY
    assert not [call for call in clouds.ecs.calls if call[0] == "set_desired_count"]


def test_what_aws_refused_is_written_down_and_said(operator: User, clouds: Clouds) -> None:
    refusal = CloudError("AWS refused it: throttled", code="Throttling", retryable=True)

    def refuse(*_: object) -> None:
        raise refusal

    clouds.ecs.set_desired_count = refuse  # type: ignore[method-assign,assignment]

    with pytest.raises(ActionFailedError, match="Try it again"):
        ACTIONS["service_scale"](operator, clouds)

    row = OperatorAction.objects.get()
    assert (row.outcome, row.is_retryable) == (Outcome.FAILED, True)
    assert "throttled" in row.message
    assert row.after == {}


@pytest.mark.parametrize("tasks", [-1, 1, 41])
def test_a_count_out_of_bounds_asks_nothing(tasks: int, operator: User, clouds: Clouds) -> None:
    with pytest.raises(InvalidInputError):
        services.service_scale(
            user=operator, gateways=clouds.gateways, service_name="judge", tasks=tasks
        )

    assert not [call for call in clouds.ecs.calls if call[0] == "set_desired_count"]
    assert not OperatorAction.objects.exists()


def test_what_is_not_there_is_said(operator: User, clouds: Clouds) -> None:
    with pytest.raises(NotFoundError, match="no service ghost"):
        services.service_scale(
            user=operator, gateways=clouds.gateways, service_name="ghost", tasks=1
        )
    with pytest.raises(NotFoundError, match="has no task gone"):
        services.task_stop(
            user=operator, gateways=clouds.gateways, service_name="judge", task_id="gone"
        )
    with pytest.raises(NotFoundError, match="has a machine gone"):
        services.machine_drain(
            user=operator, gateways=clouds.gateways, machine_id="gone", is_draining=True
        )
    with pytest.raises(InvalidInputError, match="choose one of the list"):
        services.service_deploy(
            user=operator,
            gateways=clouds.gateways,
            service_name="judge",
            version="codedang-judge:9",
        )


def test_a_machine_is_ended_only_when_it_is_drained_and_empty(
    operator: User, clouds: Clouds
) -> None:
    own, name = clouds.gateways, "machine-judge"

    def ended() -> list[tuple[object, ...]]:
        return [one for one in clouds.machine_scaling.calls if one[0] == "terminate"]

    with pytest.raises(ConflictError, match="Drain"):
        services.machine_stop(user=operator, gateways=own, machine_id=name)
    services.machine_drain(user=operator, gateways=own, machine_id=name, is_draining=True)
    with pytest.raises(ConflictError, match="2 of its tasks"):
        services.machine_stop(user=operator, gateways=own, machine_id=name)
    clouds.ecs.machine_states = [replace(one, running_count=0) for one in clouds.ecs.machine_states]
    with pytest.raises(NotFoundError):
        services.machine_stop(user=operator, gateways=own, machine_id="nonsense")
    with pytest.raises(NotAllowedError):
        services.machine_stop(user=make_user("minsu"), gateways=own, machine_id=name)
    services.machine_stop(user=operator, gateways=own, machine_id=name, is_dry_run=True)
    assert ended() == []

    services.machine_stop(user=operator, gateways=own, machine_id=name)

    assert ended() == [("terminate", "i-1", False)]
