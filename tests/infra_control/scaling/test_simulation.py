from dataclasses import replace

import pytest

from infra_control.blueprint.shape import JUDGE
from infra_control.scaling.curves import preset_curve
from infra_control.scaling.simulation import Fleet, Replay, replay
from infra_control.scaling.tracking import Tracking

POLICY = Tracking(target=5, min_tasks=2, max_tasks=20, out_cooldown_s=30, in_cooldown_s=300)
FLEET = Fleet(
    jobs_per_task_minute=60,
    task_start_s=20,
    machine_start_s=120,
    tasks_per_machine=2,
    min_machines=1,
    max_machines=10,
    usd_per_machine_hour=0.2,
)


def test_what_the_least_fleet_can_do_never_waits() -> None:
    done = replay([100] * 30, POLICY, FLEET)

    assert done.longest_wait_s < 1
    assert done.most_tasks == POLICY.min_tasks
    assert done.judged_jobs == pytest.approx(3_000, abs=5)
    assert done.usd == pytest.approx(0.2 * 0.5, rel=0.01)


def test_a_wave_is_followed_by_tasks_and_then_by_fewer_again() -> None:
    done = replay([60] * 5 + [600] * 20 + [0] * 60, POLICY, FLEET)

    assert done.most_tasks > 10
    assert done.moments[-1].running_tasks == POLICY.min_tasks
    assert done.moments[-1].waiting_jobs == 0
    assert done.judged_jobs == pytest.approx(60 * 5 + 600 * 20, abs=5)


def test_tasks_come_no_sooner_than_their_machines() -> None:
    done = replay([1_200] * 10, POLICY, FLEET)

    for moment in done.moments:
        assert moment.running_tasks <= moment.machines * FLEET.tasks_per_machine


def test_scheduled_judges_save_the_wait_that_tracking_alone_costs() -> None:
    curve = [0] * 10 + [600] * 20
    tracked = replay(curve, POLICY, FLEET)
    scheduled = replay(curve, POLICY, FLEET, min_tasks_by_minute=[12] * 30)

    assert tracked.longest_wait_s > 60
    assert scheduled.longest_wait_s < 1
    assert scheduled.usd > tracked.usd * 0.9


def shipped(weight: int) -> Replay:
    """A contest of three hours under the blueprint's policy, with nothing kept ready for it."""
    policy = replace(
        POLICY, target=JUDGE.backlog_per_task or 0, max_tasks=JUDGE.max_tasks, in_cooldown_s=300
    )
    fleet = replace(
        FLEET,
        jobs_per_task_minute=100,
        machine_start_s=180,
        max_machines=20,
        work_weight=weight,
    )
    return replay(preset_curve("contest"), policy, fleet)


def test_the_shipped_policy_finds_its_number_and_keeps_it() -> None:
    by_backlog_alone, as_shipped = shipped(0), shipped(JUDGE.work_weight)

    assert by_backlog_alone.turns > 10
    assert as_shipped.turns <= 3
    assert as_shipped.usd < by_backlog_alone.usd / 2
    assert as_shipped.longest_wait_s <= by_backlog_alone.longest_wait_s


def test_a_fleet_of_no_tasks_says_that_nothing_is_ever_taken() -> None:
    none = replace(POLICY, min_tasks=0, max_tasks=0)

    assert replay([10], none, FLEET).longest_wait_s == float("inf")
