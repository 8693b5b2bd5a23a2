"""Clusters, tasks, scaling and roles."""

import re
from typing import Any

import pytest

from infra_control.blueprint.roles import INVALIDATE, OPERATORS_GATEWAYS, TIDY
from infra_control.blueprint.shape import (
    ADMIN_API,
    CLIENT_API,
    JUDGE,
    KEEP_ALIVE_S,
    LOAD_BALANCER_IDLE_S,
    PRODUCTION,
    Cluster,
    Service,
    tasks_per_machine,
)
from judging.queues import QUEUES, RESULTS_QUEUE, WORKER_QUEUES
from tests.infra_control.blueprint.conftest import Blueprint

SERVICES = pytest.mark.parametrize("service", PRODUCTION.services, ids=lambda one: one.name)


def container(blueprint: Blueprint, service: Service) -> dict[str, Any]:
    task = blueprint.properties(f"{service.title}Task")
    found: dict[str, Any] = task["ContainerDefinitions"][0]
    return found


def actions(blueprint: Blueprint, role: str) -> set[str]:
    return {
        action
        for policy in blueprint.properties(role)["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        for action in statement["Action"]
    }


@SERVICES
def test_a_service_fits_on_the_machines_of_its_cluster(service: Service) -> None:
    machines = PRODUCTION.machines_of(service.cluster)

    per_machine = tasks_per_machine(service, machines)

    assert per_machine >= 1
    assert per_machine * machines.max_machines >= service.max_tasks


@SERVICES
def test_tasks_share_a_bridge_and_get_a_port_of_the_machines_choice(
    blueprint: Blueprint, service: Service
) -> None:
    task = blueprint.properties(f"{service.title}Task")
    ports = container(blueprint, service).get("PortMappings", [])

    assert task["NetworkMode"] == "bridge"
    assert [(one["ContainerPort"], one["HostPort"]) for one in ports] == (
        [(service.target.port, 0)] if service.target else []
    )


def test_students_and_staff_have_services_and_targets_of_their_own(blueprint: Blueprint) -> None:
    rules = blueprint.of_type("AWS::ElasticLoadBalancingV2::ListenerRule")

    paths = {
        title: rule["Conditions"][0]["PathPatternConfig"]["Values"] for title, rule in rules.items()
    }

    assert paths == {
        "ClientApiRule": ["/api/*", "/ws/*", "/ccs/*"],
        "AdminApiRule": ["/graphql", "/admin/*", "/static/*"],
    }
    assert CLIENT_API.image is ADMIN_API.image
    headers = {rule["Conditions"][1]["Field"] for rule in rules.values()}
    assert headers == {"http-header"}, "only what comes through our own distribution"


def test_only_the_judge_is_privileged(blueprint: Blueprint) -> None:
    privileged = {
        service.name
        for service in PRODUCTION.services
        if container(blueprint, service).get("Privileged")
    }

    assert privileged == {"judge"}


def test_the_judge_has_no_secret_and_may_only_use_its_queues_and_read_packages(
    blueprint: Blueprint,
) -> None:
    judge = container(blueprint, JUDGE)
    statements = blueprint.properties("JudgeTaskRole")["Policies"][0]["PolicyDocument"]["Statement"]

    assert "Secrets" not in judge
    names = {variable["Name"] for variable in judge["Environment"]}
    assert not names & {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "STORAGE_BUCKET"}
    assert blueprint.properties("JudgeExecutionRole")["Policies"] == []
    assert actions(blueprint, "JudgeTaskRole") == {
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:SendMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "s3:GetObject",
        "ecs:UpdateTaskProtection",
    }
    (objects,) = [one["Resource"] for one in statements if one["Action"] == ["s3:GetObject"]]
    assert objects[0]["Fn::Join"][1][1] == "/packages/*"


def test_the_site_sends_jobs_and_takes_none(blueprint: Blueprint) -> None:
    assert "sqs:SendMessage" in actions(blueprint, "ClientApiTaskRole")
    assert "sqs:ReceiveMessage" not in actions(blueprint, "ClientApiTaskRole")


def test_operators_read_the_dead_letters_and_take_no_jobs(blueprint: Blueprint) -> None:
    [policy] = blueprint.properties("AdminApiTaskRole")["Policies"]

    received_from = [
        resource["Fn::GetAtt"][0]
        for statement in policy["PolicyDocument"]["Statement"]
        if "sqs:ReceiveMessage" in statement["Action"]
        for resource in statement["Resource"]
    ]

    assert received_from
    assert all(title.endswith("DeadLetters") for title in received_from)


def test_only_the_admin_api_may_do_what_operators_do(blueprint: Blueprint) -> None:
    """Its role has the actions of the operators' gateways; the sweeper, which keeps figures for
    their overview, has those that look; no other has any of them."""

    operators = {action for gateway in OPERATORS_GATEWAYS for action in gateway.ACTIONS}

    assert operators <= actions(blueprint, "AdminApiTaskRole")
    looking = {one for one in operators if re.match(r"[a-z0-9-]+:(Describe|Get|List)", one)}
    assert operators & actions(blueprint, "SweeperTaskRole") == looking | {*INVALIDATE, *TIDY}
    for role in ("ClientApiTaskRole", "ResultsTaskRole", "JudgeTaskRole"):
        assert not operators & actions(blueprint, role)


@pytest.mark.parametrize("cluster", ["Api", "Judge"])
def test_no_task_reaches_the_machines_metadata(blueprint: Blueprint, cluster: str) -> None:
    data = blueprint.properties(f"{cluster}LaunchTemplate")["LaunchTemplateData"]

    assert data["MetadataOptions"] == {"HttpTokens": "required", "HttpPutResponseHopLimit": 1}
    assert "--destination 169.254.169.254/32 --jump DROP" in str(data["UserData"])


@pytest.mark.parametrize("cluster", ["Api", "Judge"])
def test_machines_follow_tasks_and_stay_while_they_have_any(
    blueprint: Blueprint, cluster: str
) -> None:
    provider = blueprint.properties(f"{cluster}Capacity")["AutoScalingGroupProvider"]

    assert provider["ManagedScaling"]["Status"] == "ENABLED"
    assert provider["ManagedTerminationProtection"] == "ENABLED"
    assert blueprint.properties(f"{cluster}Machines")["NewInstancesProtectedFromScaleIn"] is True


def test_judges_are_scaled_by_the_backlog_of_all_their_queues(blueprint: Blueprint) -> None:
    policy = blueprint.properties("JudgeScalingPolicy")["TargetTrackingScalingPolicyConfiguration"]
    metrics = policy["CustomizedMetricSpecification"]["Metrics"]

    waiting = [one for one in metrics if one["Id"].startswith("waiting")]
    (backlog,) = [one for one in metrics if one["ReturnData"]]

    assert policy["TargetValue"] == JUDGE.backlog_per_task
    assert len(waiting) == len(WORKER_QUEUES)
    assert all(f"FILL({one['Id']}, 0)" in backlog["Expression"] for one in waiting)
    assert backlog["Expression"].endswith("/ IF(FILL(running, 0) > 0, running, 1)")
    working = [one for one in metrics if one["Id"].startswith("working")]
    assert f"{JUDGE.work_weight} * (FILL({working[0]['Id']}, 0)" in backlog["Expression"]
    assert len(working) == len(JUDGE.busy_queues)
    # CloudWatch's own bound for the alarms that AWS makes of it.
    assert sum("MetricStat" in one for one in metrics) <= 10


def test_api_services_grow_by_steps_in_a_flood(blueprint: Blueprint) -> None:
    for title in ("ClientApi", "AdminApi"):
        policy = blueprint.properties(f"{title}StepPolicy")
        alarm = blueprint.properties(f"{title}Flood")

        steps = policy["StepScalingPolicyConfiguration"]["StepAdjustments"]
        assert [one["ScalingAdjustment"] for one in steps] == [2, 4]
        assert steps[0]["MetricIntervalUpperBound"] == steps[1]["MetricIntervalLowerBound"] == 15
        assert alarm["AlarmActions"] == [{"Ref": f"{title}StepPolicy"}]
        assert alarm["Threshold"] == 75


def test_every_queue_of_the_contract_is_there_with_its_dead_letters(blueprint: Blueprint) -> None:
    queues = {one["QueueName"]: one for one in blueprint.of_type("AWS::SQS::Queue").values()}

    assert set(queues) == {
        f"codedang-{name}" for spec in QUEUES for name in (spec.name, spec.dead_letter_name)
    }
    for spec in QUEUES:
        queue = queues[f"codedang-{spec.name}"]
        assert queue["VisibilityTimeout"] == spec.visibility_timeout_s
        assert queue["RedrivePolicy"]["maxReceiveCount"] == spec.max_receive_count
    assert RESULTS_QUEUE in {spec.name for spec in QUEUES}


def test_a_task_keeps_connections_longer_than_the_load_balancer() -> None:
    assert KEEP_ALIVE_S > LOAD_BALANCER_IDLE_S
    assert f"--timeout-keep-alive={KEEP_ALIVE_S}" in CLIENT_API.command
    assert f"--timeout-keep-alive={KEEP_ALIVE_S}" in ADMIN_API.command


@SERVICES
def test_a_container_that_hangs_is_noticed(blueprint: Blueprint, service: Service) -> None:
    own = container(blueprint, service)
    command = own["HealthCheck"]["Command"]

    if service.cluster is Cluster.JUDGE:
        assert command[-1] == "judging.worker.alive"
    elif service.target is not None:
        assert command[-1] == "common.health"
    else:
        assert command[-2:] == ["common.health", str(service.silent_s)]
        assert {"Name": "ALIVE_FILE", "Value": "/tmp/alive"} in own["Environment"]
