"""The fleet agent keeps real processes: judge workers, on machines that exist by name."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from infra_control.gateways.ecs import AwsEcs
from infra_control.gateways.ecs_values import ServiceState
from infra_control.localcloud.cloud import LocalCloud
from infra_control.localcloud.fleet import Agent
from infra_control.localcloud.processes import ProcessGroup
from infra_control.localcloud.site import free_port

API, JUDGE = "codedang-api", "codedang-judge"


@dataclass
class Fleet:
    agent: Agent
    ecs: AwsEcs

    def judge(self) -> ServiceState:
        [service] = self.ecs.services(JUDGE)
        return service

    def until(self, condition: Callable[[], bool], *, within_s: float = 30) -> None:
        deadline = time.monotonic() + within_s
        self.agent.step()
        while not condition():
            assert time.monotonic() < deadline, [one.message for one in self.judge().events]
            time.sleep(0.2)
            self.agent.step()


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Judges only: the site's own services would need its database."""
    var_dir: Path = tmp_path_factory.mktemp("cloud")
    cloud = LocalCloud(var_dir=var_dir, web_port=free_port(), aws_port=free_port())
    with (
        pytest.MonkeyPatch.context() as patch,
        ProcessGroup([cloud.aws.process()], log_dir=var_dir / "log"),
    ):
        for variable, value in cloud.aws.env.items():
            patch.setenv(variable, value)
        ecs = AwsEcs(region=cloud.aws.region)
        for service in ecs.services(API):
            ecs.set_desired_count(API, service.name, 0)
        agent = cloud.agent()
        agent.boot_s = 0.2
        # What these tests set must stay.
        agent.scaling = None
        made = Fleet(agent=agent, ecs=ecs)
        made.until(lambda: made.judge().running_count == 2)
        yield made
        agent.stop()


def pids(fleet: Fleet) -> set[int]:
    found = {one.process.pid for one in fleet.agent.tasks.all()}
    assert None not in found
    return {pid for pid in found if pid is not None}


def test_three_desired_judges_are_three_processes_on_two_machines(fleet: Fleet) -> None:
    fleet.ecs.set_desired_count(JUDGE, "judge", 3)

    fleet.until(lambda: fleet.judge().running_count == 3)

    tasks = fleet.ecs.tasks(JUDGE)
    assert [task.last_status for task in tasks] == ["RUNNING"] * 3
    assert all(Path(f"/proc/{pid}").exists() for pid in pids(fleet))
    machines = fleet.ecs.machines(JUDGE)
    assert sorted(machine.running_count for machine in machines) == [1, 2]
    assert {task.machine_id for task in tasks} == {machine.machine_id for machine in machines}
    messages = " ".join(event.message for event in fleet.judge().events)
    assert "no container instance met all of its requirements" in messages
    assert fleet.judge().deployments[0].rollout == "COMPLETED"


def test_a_draining_machine_is_empty_before_its_tasks_are_missed(fleet: Fleet) -> None:
    fleet.until(lambda: fleet.judge().running_count == fleet.judge().desired_count)
    [crowded] = [one for one in fleet.ecs.machines(JUDGE) if one.running_count == 2]
    fewest = []

    fleet.ecs.drain_machine(JUDGE, crowded.machine_id, is_draining=True)

    def is_gone() -> bool:
        fewest.append(fleet.judge().running_count)
        return crowded.machine_id not in {one.machine_id for one in fleet.ecs.machines(JUDGE)}

    fleet.until(is_gone)
    assert min(fewest) >= 3


def test_a_stopped_task_ends_and_another_takes_its_place(fleet: Fleet) -> None:
    before = {task.task_id for task in fleet.ecs.tasks(JUDGE)}
    victim = min(before)

    fleet.ecs.stop_task(JUDGE, victim, reason="by the operator")

    fleet.until(
        lambda: (
            fleet.judge().running_count == 3
            and victim not in {task.task_id for task in fleet.ecs.tasks(JUDGE)}
        )
    )
    assert len({task.task_id for task in fleet.ecs.tasks(JUDGE)} - before) == 1


def test_a_process_that_dies_is_replaced(fleet: Fleet) -> None:
    died = fleet.agent.tasks.all()[0]
    died.process.signal(9)

    fleet.until(
        lambda: (
            fleet.judge().running_count == 3
            and died.task_id not in {task.task_id for task in fleet.ecs.tasks(JUDGE)}
        )
    )


def test_the_tasks_of_a_machine_that_somebody_ended_are_started_elsewhere(fleet: Fleet) -> None:
    victim = fleet.ecs.machines(JUDGE)[0]
    lost = {one.task_id for one in fleet.ecs.tasks(JUDGE) if one.machine_id == victim.machine_id}
    assert lost

    fleet.agent.machine_scaling.terminate(victim.instance_id, shrink=True)

    fleet.until(
        lambda: (
            fleet.judge().running_count == 3
            and not lost & {task.task_id for task in fleet.ecs.tasks(JUDGE)}
        )
    )


def test_a_version_that_ends_at_once_is_said_counted_and_started_less_often(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra_control.localcloud.fleet.LONGEST_WAIT_S", 0.1)
    before = {task.task_id for task in fleet.ecs.tasks(JUDGE)}
    well = fleet.agent.tasks.make_spec
    fleet.agent.tasks.make_spec = lambda *what: replace(well(*what), argv=["false"])

    fleet.ecs.deploy(JUDGE, "judge")

    fleet.until(lambda: fleet.judge().deployments[0].failed_count >= 3)
    messages = " ".join(event.message for event in fleet.judge().events)
    assert "is unable to consistently start tasks" in messages
    # and those of the former version go on
    assert before <= {task.task_id for task in fleet.ecs.tasks(JUDGE)}
    fleet.agent.tasks.make_spec = well
    fleet.until(lambda: fleet.judge().deployments[0].rollout == "COMPLETED", within_s=60)


def test_a_new_deployment_replaces_every_task(fleet: Fleet) -> None:
    before = {task.task_id for task in fleet.ecs.tasks(JUDGE)}

    deploying = fleet.ecs.deploy(JUDGE, "judge")
    assert deploying.deployments[0].deployment_id

    fleet.until(
        lambda: (
            not before & {task.task_id for task in fleet.ecs.tasks(JUDGE)}
            and fleet.judge().deployments[0].rollout == "COMPLETED"
        ),
        within_s=60,
    )


def test_scaling_in_leaves_one_process(fleet: Fleet) -> None:
    fleet.ecs.set_desired_count(JUDGE, "judge", 1)

    fleet.until(lambda: len(fleet.agent.tasks.all()) == 1)

    assert fleet.judge().running_count == 1
    fleet.until(lambda: len(fleet.ecs.machines(JUDGE)) == 1)
