from infra_control.blueprint.shape import JUDGE, PRODUCTION, Cluster
from infra_control.fleet.rules import Bounds, Preview, bounds_problems, fit_warnings, preview

MACHINES = PRODUCTION.machines_of(Cluster.JUDGE)
BOUNDS = Bounds(min_tasks=2, max_tasks=40)


def of(tasks: int, *, waiting: int | None = 600) -> Preview:
    return preview(
        JUDGE,
        MACHINES,
        tasks=tasks,
        max_machines=3,
        usd_per_machine_hour=0.2,
        waiting_jobs=waiting,
        jobs_per_task_minute=60,
    )


def test_a_preview_tells_machines_cost_and_how_long_the_backlog_takes() -> None:
    made = of(4)

    assert (made.machines_needed, made.usd_per_hour, made.drain_s) == (2, 0.4, 150)
    assert made.problems == ()
    assert of(4, waiting=None).drain_s is None


def test_more_tasks_than_machines_may_hold_are_named() -> None:
    [problem] = of(8).problems

    assert "8 tasks need 4 machines" in problem
    assert "2 tasks would find no place" in problem


def test_no_task_at_all_is_named() -> None:
    assert "nothing takes what judge should take" in of(0).problems[0]
    assert of(0).drain_s is None


def test_a_desired_count_stays_within_the_blueprint_and_auto_scaling() -> None:
    assert bounds_problems(JUDGE, desired=3, bounds=BOUNDS) == []
    assert "from 0 to 40" in bounds_problems(JUDGE, desired=41, bounds=BOUNDS)[0]
    assert "from 0 to 40" in bounds_problems(JUDGE, desired=-1, bounds=None)[0]
    [undone] = bounds_problems(JUDGE, desired=1, bounds=BOUNDS)
    assert "would undo this" in undone


def test_both_kinds_of_scaling_must_fit_each_other() -> None:
    few = fit_warnings(MACHINES, services=[(JUDGE, BOUNDS)], min_machines=1, max_machines=4)
    idle = fit_warnings(MACHINES, services=[(JUDGE, BOUNDS)], min_machines=5, max_machines=20)
    fine = fit_warnings(MACHINES, services=[(JUDGE, BOUNDS)], min_machines=1, max_machines=20)

    assert "need 20.0 machines, and the group may have 4" in few[0]
    assert "fill 1.0 machines, and the group keeps 5" in idle[0]
    assert fine == []


def test_the_blueprint_fits_itself() -> None:
    for machines in PRODUCTION.machines:
        services = [
            (one, Bounds(min_tasks=one.min_tasks, max_tasks=one.max_tasks))
            for one in PRODUCTION.services_of(machines.cluster)
        ]
        assert (
            fit_warnings(
                machines,
                services=services,
                min_machines=machines.min_machines,
                max_machines=machines.max_machines,
            )
            == []
        )
