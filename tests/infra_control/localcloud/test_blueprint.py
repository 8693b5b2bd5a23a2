"""The whole blueprint stands in the local AWS; our gateways and screens find it there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from infra_control import clients
from infra_control.blueprint.edge import BEHAVIOURS, CACHING_DISABLED
from infra_control.blueprint.scaling import FLOOD
from infra_control.blueprint.shape import CLIENT_API, PRODUCTION
from infra_control.gateways.balancers import AwsBalancers
from infra_control.gateways.dns import AwsDns
from infra_control.gateways.ecs import AwsEcs
from infra_control.gateways.edge import AwsEdge, Lifetimes
from infra_control.gateways.errors import CloudError
from infra_control.gateways.machine_scaling import AwsMachineScaling
from infra_control.gateways.network import AwsNetwork
from infra_control.gateways.sqs import SqsGateway
from infra_control.gateways.task_scaling import AwsTaskScaling
from infra_control.localcloud.aws import LocalAws
from infra_control.localcloud.blueprint import DOMAIN
from infra_control.localcloud.processes import ProcessGroup
from infra_control.scaling.changing import present_plan, step_policy_remove, step_policy_set
from judging.queues import QUEUES
from tests.cloud import eventually, free_port
from tests.infra_control.screens.test_fleet import client, text
from tests.people import make_user


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    own = LocalAws(port=free_port(), has_blueprint=True)
    with (
        pytest.MonkeyPatch.context() as patch,
        ProcessGroup([own.process()], log_dir=tmp_path_factory.mktemp("aws") / Path("log")),
    ):
        for variable, value in own.env.items():
            patch.setenv(variable, value)
        clients.gateways.cache_clear()
        yield own
    clients.gateways.cache_clear()


def test_every_service_stands_in_its_cluster_behind_its_targets(cloud: LocalAws) -> None:
    ecs = AwsEcs(region=cloud.region)

    found = {
        service.name: (cluster.name, service.desired_count, len(service.target_group_arns))
        for cluster in ecs.clusters([f"codedang-{one.cluster}" for one in PRODUCTION.machines])
        for service in ecs.services(cluster.name)
    }

    assert found == {
        service.name: (
            f"codedang-{service.cluster}",
            service.min_tasks,
            1 if service.target else 0,
        )
        for service in PRODUCTION.services
    }


def test_machines_and_tasks_scale_between_their_bounds(cloud: LocalAws) -> None:
    targets = AwsTaskScaling(region=cloud.region).targets()
    groups = AwsMachineScaling(region=cloud.region).groups()

    assert {(one.service, one.min_tasks, one.max_tasks) for one in targets} == {
        (service.name, service.min_tasks, service.max_tasks)
        for service in PRODUCTION.services
        if service.max_tasks > 1
    }
    assert sorted((one.min_machines, one.max_machines, len(one.machines)) for one in groups) == (
        sorted(
            (one.min_machines, one.max_machines, one.min_machines) for one in PRODUCTION.machines
        )
    )


def test_requests_find_their_way_from_the_name_to_a_service(cloud: LocalAws) -> None:
    edge, dns, balancers = (
        AwsEdge(region=cloud.region),
        AwsDns(region=cloud.region),
        AwsBalancers(region=cloud.region),
    )
    [summary] = edge.distributions()
    distribution = edge.distribution(summary.distribution_id)
    [zone] = dns.zones()
    aliases = {
        record.name: record.alias_target
        for record in dns.records(zone.zone_id)
        if record.kind == "A"
    }
    [balancer] = balancers.balancers()
    [listener] = balancers.listeners(balancer.arn)

    assert summary.aliases == (DOMAIN,)
    assert aliases[f"{DOMAIN}."].rstrip(".") == summary.domain
    assert [one["PathPattern"] for one in distribution.config["CacheBehaviors"]["Items"]] == [
        one.path_pattern for one in BEHAVIOURS
    ]
    assert [rule.path_patterns for rule in listener.rules[:-1]] == [
        service.target.path_patterns for service in PRODUCTION.services if service.target
    ]


def test_a_private_network_with_its_one_way_out(cloud: LocalAws) -> None:
    gateway = AwsNetwork(region=cloud.region)
    [vpc] = [one for one in gateway.vpcs() if one.name == PRODUCTION.name]

    network = gateway.network(vpc)

    [nat] = network.nats
    assert nat.public_addresses
    nat_table = network.table_of(nat.subnet_id)
    assert nat_table is not None
    assert {route.target for route in nat_table.routes} & set(network.internet_gateway_ids)
    assert len(network.subnets) == 2 * len(PRODUCTION.zones)


def test_what_a_cache_keeps_is_known(cloud: LocalAws) -> None:
    edge = AwsEdge(region=cloud.region)
    [summary] = edge.distributions()
    behaviours = edge.distribution(summary.distribution_id).config["CacheBehaviors"]["Items"]
    policies = {one["PathPattern"]: one["CachePolicyId"] for one in behaviours}

    own = edge.cache_policy(policies["/api/*"])

    assert (own.default_ttl_s, own.max_ttl_s, own.key_queries) == (0, 3600, "all")
    assert own.key_cookies == "none"
    assert edge.cache_policy(CACHING_DISABLED).max_ttl_s == 0
    with pytest.raises(CloudError, match="does not exist"):
        edge.cache_policy("no-such-policy")


def test_a_change_by_an_old_etag_is_refused(cloud: LocalAws) -> None:
    edge = AwsEdge(region=cloud.region)
    [summary] = edge.distributions()
    before = edge.distribution(summary.distribution_id)

    after = edge.update(before)

    assert after.etag != before.etag
    with pytest.raises(CloudError) as caught:
        edge.update(before)
    assert caught.value.code == "PreconditionFailed"


def test_an_invalidation_is_made_once_and_takes_its_time(cloud: LocalAws) -> None:
    edge = AwsEdge(region=cloud.region)
    [summary] = edge.distributions()

    made = edge.invalidate(summary.distribution_id, ["/api/*"], caller_reference="same")
    again = edge.invalidate(summary.distribution_id, ["/api/*"], caller_reference="same")

    assert again.invalidation_id == made.invalidation_id
    assert not made.is_done
    eventually(
        lambda: edge.invalidation(summary.distribution_id, made.invalidation_id).is_done,
        within_s=8,
    )


def test_nothing_differs_from_the_plan_until_somebody_changes_it(cloud: LocalAws) -> None:
    queues = SqsGateway(prefix=cloud.queue_prefix, region=cloud.region)
    for spec in QUEUES:
        queues.ensure(spec)
    told = json.loads(_infra("plan"))
    assert told["drift"] == []
    assert sum(told["compared"].values()) > 40

    scaling = AwsTaskScaling(region=cloud.region)
    scaling.set_bounds("codedang-judge", "judge", min_tasks=1, max_tasks=9)
    try:
        [drift] = json.loads(_infra("plan"))["drift"]
    finally:
        scaling.set_bounds("codedang-judge", "judge", min_tasks=2, max_tasks=40)
    assert drift == {
        "part": "fleet",
        "item": "tasks of judge",
        "wanted": "2–40",
        "actual": "1–9",
    }


def _infra(tool: str) -> str:
    out = StringIO()
    call_command("infra", tool, "--json", stdout=out)
    return out.getvalue()


def page_of(name: str, **query: str) -> str:
    cache.clear()
    return text(client().get(reverse(f"admin:infra_{name}"), query))


def test_the_network_is_drawn_with_what_makes_each_subnet_so(cloud: LocalAws, db: Any) -> None:
    page = page_of("network")

    assert page.count("subnet-public") == 2
    assert page.count("subnet-private") == 2
    assert "the Internet Gateway, both ways" in page
    assert "Not as the blueprint has it" not in page


def test_a_route_that_is_lost_is_seen(cloud: LocalAws, db: Any) -> None:
    ec2 = boto3.client("ec2")
    [(table, nat)] = [
        (table["RouteTableId"], route["NatGatewayId"])
        for table in ec2.describe_route_tables()["RouteTables"]
        for route in table["Routes"]
        if "NatGatewayId" in route
    ]
    ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
    try:
        page = page_of("network")
    finally:
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)

    assert "Tasks there reach no queue and no storage" in page
    assert "Not as the blueprint has it" in page


def test_the_load_balancer_shows_its_rules_in_order(cloud: LocalAws, db: Any) -> None:
    page = page_of("balancing")

    assert page.index("/api/*") < page.index("/graphql")
    assert "X-Origin-Verify" in page
    assert "No task is registered: every request gets 503." in page
    assert "Not as the blueprint has it" not in page


def test_the_names_lead_to_the_distribution(cloud: LocalAws, db: Any) -> None:
    page = page_of("naming")

    assert "codedang.test AAAA" in page
    assert "is-bad" not in page


def test_an_operator_changes_for_how_long_copies_are_kept(cloud: LocalAws) -> None:
    edge = AwsEdge(region=cloud.region)
    distribution = edge.distribution(edge.distributions()[0].distribution_id)
    rows = {one["PathPattern"]: one for one in distribution.config["CacheBehaviors"]["Items"]}
    before = edge.cache_policy(rows["/api/*"]["CachePolicyId"])
    wanted = Lifetimes(min_ttl_s=0, default_ttl_s=0, max_ttl_s=60)

    edge.set_lifetimes(before.policy_id, wanted, etag=before.etag)

    after = edge.cache_policy(before.policy_id)
    assert (after.max_ttl_s, after.key_queries, after.name) == (60, "all", before.name)
    with pytest.raises(CloudError) as caught:
        edge.set_lifetimes(before.policy_id, wanted, etag=before.etag)
    assert caught.value.code == "PreconditionFailed"


def test_the_blueprints_steps_are_read_set_anew_and_removed(db: Any, cloud: LocalAws) -> None:
    own = clients.gateways()
    assert present_plan(own, CLIENT_API) == FLOOD
    operator = make_user("oh_operator", is_staff=True, is_superuser=True)
    plan = replace(FLOOD, minutes=2)

    step_policy_set(user=operator, gateways=own, service_name="client-api", plan=plan)
    assert present_plan(own, CLIENT_API) == plan

    step_policy_remove(user=operator, gateways=own, service_name="client-api")
    assert present_plan(own, CLIENT_API) is None
    left = {one.name for one in own.task_scaling.policies() if one.service == "client-api"}
    assert left == {"client-api-follows-its-load"}
