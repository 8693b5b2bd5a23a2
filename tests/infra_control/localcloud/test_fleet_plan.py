from dataclasses import replace

from infra_control.blueprint.shape import CLIENT_API, JUDGE, PRODUCTION, SWEEPER, Cluster
from infra_control.localcloud.fleet_plan import Host, Plan, Task, Wanted, machines_wanted, plan

JUDGE_MACHINES = PRODUCTION.machines_of(Cluster.JUDGE)
WANTED = Wanted(service=JUDGE, count=2, version="1")


def host(name: str, *, is_draining: bool = False) -> Host:
    return Host(
        machine_id=name,
        cluster=Cluster.JUDGE,
        cpu_units=JUDGE_MACHINES.cpu_units,
        memory_mib=JUDGE_MACHINES.memory_mib,
        is_draining=is_draining,
    )


def task(number: int, *, machine: str = "m1", version: str = "1", **more: bool) -> Task:
    return Task(
        task_id=f"t{number}",
        service=JUDGE.name,
        version=version,
        machine_id=machine,
        cpu_units=JUDGE.cpu_units,
        memory_mib=JUDGE.memory_mib,
        started_order=number,
        **more,
    )


def test_tasks_fill_one_machine_before_the_next() -> None:
    made = plan([replace(WANTED, count=3)], [host("m1"), host("m2")], [])

    assert made == Plan(starts=(("judge", "m1"), ("judge", "m1"), ("judge", "m2")))


def test_what_finds_no_room_is_said_and_asks_for_machines() -> None:
    wanted = [replace(WANTED, count=5)]
    hosts = [host("m1")]

    made = plan(wanted, hosts, [])

    assert len(made.starts) == 2
    assert made.unplaced == {"judge": 3}
    assert machines_wanted(JUDGE_MACHINES, wanted=wanted, hosts=hosts, unplaced=made.unplaced) == 3


def test_scaling_in_takes_the_newest_and_leaves_the_protected() -> None:
    tasks = [task(1), task(2), task(3, machine="m2", is_protected=True)]

    made = plan([replace(WANTED, count=1)], [host("m1"), host("m2")], tasks)
    held = plan([replace(WANTED, count=0)], [host("m1"), host("m2")], tasks)

    assert made.stops == ("t2", "t1")
    assert made.held_by_protection == {}
    assert held.held_by_protection == {"judge": 1}
    assert "t3" not in held.stops


def test_a_draining_machines_tasks_go_when_others_serve_in_their_place() -> None:
    hosts = [host("m1", is_draining=True), host("m2")]
    before = [task(1), task(2)]

    first = plan([WANTED], hosts, before)
    starting = [*before, task(3, machine="m2", is_ready=False), task(4, machine="m2")]
    second = plan([WANTED], hosts, starting)

    assert (len(first.starts), first.stops) == (2, ())
    assert second.starts == ()
    assert second.stops == ("t1",)


def test_a_new_version_replaces_the_old_one_for_one() -> None:
    wanted = [replace(WANTED, version="2")]
    hosts = [host("m1"), host("m2")]

    first = plan(wanted, hosts, [task(1), task(2)])
    after = plan(
        wanted,
        hosts,
        [task(1), task(2), *(task(n, machine="m2", version="2") for n in (3, 4))],
    )

    assert len(first.starts) == 2
    assert first.stops == ()
    assert after == Plan(stops=("t1", "t2"))


def test_a_deployment_leaves_the_protected_until_they_are_not_and_draining_does_not() -> None:
    wanted = [replace(WANTED, version="2")]
    fresh = [task(n, machine="m2", version="2") for n in (3, 4)]
    judging = [task(1, is_protected=True), task(2)]

    deployed = plan(wanted, [host("m1"), host("m2")], [*judging, *fresh])
    drained = plan(wanted, [host("m1", is_draining=True), host("m2")], [*judging, *fresh])

    assert deployed.stops == ("t2",)
    assert drained.stops == ("t1", "t2")


def test_an_unhealthy_task_serves_on_until_its_successor_does() -> None:
    hosts = [host("m1"), host("m2")]
    sick = [task(1, is_unhealthy=True), task(2)]

    first = plan([WANTED], hosts, sick)
    after = plan([WANTED], hosts, [*sick, task(3, machine="m2")])

    assert (len(first.starts), first.stops) == (1, ())
    assert after == Plan(stops=("t1",))


def test_a_service_of_one_task_never_runs_twice() -> None:
    sweeper = Wanted(service=SWEEPER, count=1, version="2")
    api_host = replace(host("m1"), cluster=Cluster.API)
    old = replace(task(1), service=SWEEPER.name, version="1")

    first = plan([sweeper], [api_host], [old])
    second = plan([sweeper], [api_host], [replace(old, is_stopping=True)])
    third = plan([sweeper], [api_host], [])

    assert first == Plan(stops=("t1",))
    assert second == Plan()
    assert third.starts == ((SWEEPER.name, "m1"),)


def test_a_stopped_task_is_replaced_and_another_clusters_machines_are_not_used() -> None:
    told = plan([WANTED], [host("m1"), host("m2")], [task(1, is_told_to_stop=True), task(2)])
    foreign = plan([Wanted(service=CLIENT_API, count=1, version="1")], [host("m1")], [])

    assert told.stops == ("t1",)
    assert len(told.starts) == 1
    assert foreign.unplaced == {CLIENT_API.name: 1}


def test_a_draining_machine_is_no_room_for_its_own_tasks() -> None:
    hosts = [host("m1", is_draining=True), host("m2")]
    wanted = [replace(WANTED, count=3)]
    tasks = [task(1), task(2, machine="m2"), task(3, machine="m2")]

    made = plan(wanted, hosts, tasks)

    assert made.unplaced == {"judge": 1}
    assert machines_wanted(JUDGE_MACHINES, wanted=wanted, hosts=hosts, unplaced=made.unplaced) == 3


def test_machines_that_nobody_needs_may_go_down_to_the_least() -> None:
    hosts = [host(f"m{number}") for number in range(5)]

    assert machines_wanted(JUDGE_MACHINES, wanted=[WANTED], hosts=hosts, unplaced={}) == 1
    three = [replace(WANTED, count=5)]
    assert machines_wanted(JUDGE_MACHINES, wanted=three, hosts=hosts, unplaced={}) == 3
