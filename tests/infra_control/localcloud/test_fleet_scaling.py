from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infra_control.blueprint.shape import JUDGE
from infra_control.gateways.sqs import Depth
from infra_control.gateways.task_scaling import TARGET_TRACKING, Policy, ScheduledChange
from infra_control.localcloud.fleet_scaling import PERIOD_S, LocalScaling
from tests.infra_control.fleet.conftest import Clouds, clouds

__all__ = ["clouds"]

CLUSTER = "codedang-judge"


class Watch:
    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def scaling(clouds: Clouds, watch: Watch) -> LocalScaling:
    clouds.task_scaling.put_policy(
        Policy(
            cluster=CLUSTER,
            service=JUDGE.name,
            name="judge-follows-its-load",
            kind=TARGET_TRACKING,
            configuration={"TargetValue": 5, "ScaleOutCooldown": 30, "ScaleInCooldown": 300},
            alarm_names=(),
        )
    )
    return LocalScaling(
        ecs=clouds.ecs,
        task_scaling=clouds.task_scaling,
        queues=clouds.queues,
        clock=watch,
    )


def look(scaling: LocalScaling, clouds: Clouds, watch: Watch, times: int) -> list[str]:
    """Let so many periods go by. Returns what scaling says that it did."""
    done = []
    for _ in range(times):
        watch.now += timedelta(seconds=PERIOD_S)
        services = [one for one in clouds.ecs.service_states.values() if one.name == JUDGE.name]
        done += [one.description for one in scaling.step(services)]
    return done


def test_a_backlog_adds_judges_after_three_periods(
    scaling: LocalScaling, clouds: Clouds, watch: Watch
) -> None:
    assert look(scaling, clouds, watch, 2) == []

    assert look(scaling, clouds, watch, 1) == ["Setting desired count to 9."]
    assert clouds.ecs.service_states[CLUSTER, JUDGE.name].desired_count == 9


def test_a_calm_quarter_takes_them_away_again(
    scaling: LocalScaling, clouds: Clouds, watch: Watch
) -> None:
    look(scaling, clouds, watch, 3)
    clouds.queues.depths["judge-contest"] = Depth(visible=0, in_flight=0, delayed=0)

    assert look(scaling, clouds, watch, 16) == ["Setting desired count to 2."]


def test_suspended_scaling_leaves_the_number_alone(
    scaling: LocalScaling, clouds: Clouds, watch: Watch
) -> None:
    key = (CLUSTER, JUDGE.name)
    clouds.task_scaling.bounds[key] = replace(
        clouds.task_scaling.bounds[key], is_scale_out_suspended=True
    )

    assert look(scaling, clouds, watch, 5) == []


def test_between_periods_nobody_is_asked(
    scaling: LocalScaling, clouds: Clouds, watch: Watch
) -> None:
    look(scaling, clouds, watch, 1)
    calls = len(clouds.task_scaling.calls)
    watch.now += timedelta(seconds=PERIOD_S / 2)

    assert scaling.step([]) == []
    assert len(clouds.task_scaling.calls) == calls


def test_a_scheduled_bound_acts_once_when_its_moment_has_come(
    scaling: LocalScaling, clouds: Clouds, watch: Watch
) -> None:
    clouds.queues.depths.clear()
    clouds.task_scaling.put_scheduled_change(
        ScheduledChange(
            name="contest-midterm",
            cluster=CLUSTER,
            service=JUDGE.name,
            schedule="at(2026-05-04T09:00:10)",
            timezone="UTC",
            min_tasks=8,
            max_tasks=None,
        )
    )

    assert look(scaling, clouds, watch, 2) == []
    assert look(scaling, clouds, watch, 1) == [
        "Setting min capacity to 8 and max capacity to 40",
        "Setting desired count to 8.",
    ]
    clouds.task_scaling.set_bounds(CLUSTER, JUDGE.name, min_tasks=2, max_tasks=40)
    assert "Setting min capacity" not in " ".join(look(scaling, clouds, watch, 3))
