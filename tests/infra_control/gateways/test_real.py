"""The gateways against a real server: what they read is what stands there."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from infra_control.gateways.balancers import DEFAULT_PRIORITY, AwsBalancers
from infra_control.gateways.dns import AwsDns
from infra_control.gateways.ecs import AwsEcs
from infra_control.gateways.edge import AwsEdge
from infra_control.gateways.errors import CloudError
from infra_control.gateways.machine_scaling import AwsMachineScaling
from infra_control.gateways.metrics import AwsMetrics, Metric, Point
from infra_control.gateways.network import AwsNetwork
from infra_control.gateways.task_scaling import (
    TARGET_TRACKING,
    AwsTaskScaling,
    Policy,
    ScheduledChange,
)
from infra_control.localcloud.aws import LocalAws
from tests.cloud import free_port

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def cluster(aws: LocalAws) -> str:
    """A cluster with eleven services: more than ECS describes at once."""
    name = f"{aws.queue_prefix}cluster"
    ecs = boto3.client("ecs")
    ecs.create_cluster(clusterName=name)
    ecs.register_task_definition(
        family=f"{name}-web",
        containerDefinitions=[{"name": "web", "image": "web:1", "memory": 10}],
    )
    for number in range(11):
        ecs.create_service(
            cluster=name,
            serviceName=f"service-{number}",
            taskDefinition=f"{name}-web",
            desiredCount=number,
        )
    return name


@pytest.fixture
def vpc_id(aws: LocalAws) -> str:
    ec2 = boto3.client("ec2")
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


def test_services_are_read_over_all_pages(aws: LocalAws, cluster: str) -> None:
    gateway = AwsEcs(region=aws.region)

    services = gateway.services(cluster)

    assert {one.name: one.desired_count for one in services} == {
        f"service-{number}": number for number in range(11)
    }
    assert {one.task_definition for one in services} == {f"{cluster}-web:1"}
    assert [one.name for one in gateway.clusters([cluster, "none"])] == [cluster]


def test_a_service_is_scaled_and_deployed(aws: LocalAws, cluster: str) -> None:
    gateway = AwsEcs(region=aws.region)
    boto3.client("ecs").register_task_definition(
        family=f"{cluster}-web",
        containerDefinitions=[{"name": "web", "image": "web:2", "memory": 10}],
    )
    assert gateway.task_definitions(f"{cluster}-web") == [f"{cluster}-web:2", f"{cluster}-web:1"]

    scaled = gateway.set_desired_count(cluster, "service-1", 4)
    deployed = gateway.deploy(cluster, "service-1", task_definition=f"{cluster}-web:2")

    assert scaled.desired_count == 4
    assert deployed.task_definition == f"{cluster}-web:2"


def test_what_is_not_there_is_said_in_words(aws: LocalAws, cluster: str) -> None:
    with pytest.raises(CloudError, match="AWS refused setting no-such to 2 tasks") as caught:
        AwsEcs(region=aws.region).set_desired_count(cluster, "no-such", 2)

    assert not caught.value.retryable


def test_a_cloud_that_is_away_may_be_asked_again(
    aws: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")

    with pytest.raises(CloudError, match="can't be reached") as caught:
        AwsDns(region=aws.region).zones()

    assert caught.value.retryable


def test_bounds_policies_and_schedules_of_tasks(aws: LocalAws, cluster: str) -> None:
    gateway = AwsTaskScaling(region=aws.region)
    policy = Policy(
        cluster=cluster,
        service="service-3",
        name=f"{cluster}-backlog",
        kind=TARGET_TRACKING,
        configuration={
            "TargetValue": 5.0,
            "PredefinedMetricSpecification": {
                "PredefinedMetricType": "ECSServiceAverageCPUUtilization"
            },
        },
        alarm_names=(),
    )
    change = ScheduledChange(
        name=f"{cluster}-contest",
        cluster=cluster,
        service="service-3",
        schedule="at(2026-05-04T08:45:00)",
        timezone="Asia/Seoul",
        min_tasks=8,
        max_tasks=None,
    )

    gateway.set_bounds(cluster, "service-3", min_tasks=2, max_tasks=9)
    gateway.put_policy(policy)
    gateway.put_scheduled_change(change)

    [target] = [one for one in gateway.targets() if one.cluster == cluster]
    assert (target.min_tasks, target.max_tasks) == (2, 9)
    [kept] = [one for one in gateway.policies() if one.cluster == cluster]
    assert (kept.kind, kept.configuration["TargetValue"]) == (TARGET_TRACKING, 5.0)
    [scheduled] = [one for one in gateway.scheduled_changes() if one.cluster == cluster]
    assert (scheduled.schedule, scheduled.min_tasks, scheduled.max_tasks) == (
        change.schedule,
        8,
        None,
    )

    assert gateway.delete_scheduled_change(change)
    assert cluster not in {one.cluster for one in gateway.scheduled_changes()}


def test_groups_of_machines(aws: LocalAws, vpc_id: str) -> None:
    subnet = boto3.client("ec2").create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24")["Subnet"]
    scaling = boto3.client("autoscaling")
    name = f"{aws.queue_prefix}machines"
    scaling.create_launch_configuration(
        LaunchConfigurationName=name, ImageId="ami-12c6146b", InstanceType="c6i.xlarge"
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=name,
        LaunchConfigurationName=name,
        MinSize=1,
        MaxSize=3,
        VPCZoneIdentifier=subnet["SubnetId"],
    )
    gateway = AwsMachineScaling(region=aws.region)

    gateway.set_size(name, min_machines=1, max_machines=5, desired_machines=2)

    [group] = [one for one in gateway.groups() if one.name == name]
    assert (group.desired_machines, group.max_machines, len(group.machines)) == (2, 5, 2)
    assert {machine.lifecycle for machine in group.machines} == {"InService"}
    gateway.terminate(group.machines[0].instance_id, shrink=True)
    [shrunk] = [one for one in gateway.groups() if one.name == name]
    assert shrunk.desired_machines == 1


def test_a_network_tells_which_route_table_each_subnet_obeys(aws: LocalAws, vpc_id: str) -> None:
    ec2 = boto3.client("ec2")
    public = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    private = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    internet = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=internet, VpcId=vpc_id)
    table = ec2.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=internet)
    ec2.associate_route_table(RouteTableId=table, SubnetId=public)
    address = ec2.allocate_address(Domain="vpc")
    ec2.create_nat_gateway(SubnetId=public, AllocationId=address["AllocationId"])
    gateway = AwsNetwork(region=aws.region)
    [vpc] = [one for one in gateway.vpcs() if one.vpc_id == vpc_id]

    network = gateway.network(vpc)

    public_table, private_table = network.table_of(public), network.table_of(private)
    assert public_table is not None
    assert private_table is not None
    assert {route.target for route in public_table.routes} == {"local", internet}
    assert private_table.is_main
    assert {route.target for route in private_table.routes} == {"local"}
    assert network.internet_gateway_ids == (internet,)
    assert network.nats[0].public_addresses == (address["PublicIp"],)


def test_rules_stand_in_the_order_in_which_they_are_tried(aws: LocalAws, vpc_id: str) -> None:
    ec2, elb = boto3.client("ec2"), boto3.client("elbv2")
    subnets = [
        ec2.create_subnet(VpcId=vpc_id, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)[
            "Subnet"
        ]["SubnetId"]
        for number, zone in enumerate((f"{aws.region}a", f"{aws.region}c"))
    ]
    name = aws.queue_prefix[:20]
    balancer = elb.create_load_balancer(Name=f"{name}lb", Subnets=subnets)["LoadBalancers"][0]
    group = elb.create_target_group(
        Name=f"{name}api",
        Protocol="HTTP",
        Port=8000,
        VpcId=vpc_id,
        HealthCheckPath="/healthz/ready",
    )["TargetGroups"][0]
    listener = elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403"}}],
    )["Listeners"][0]
    elb.create_rule(
        ListenerArn=listener["ListenerArn"],
        Priority=10,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/api/*"]}}],
        Actions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}],
    )
    gateway = AwsBalancers(region=aws.region)

    [listening] = gateway.listeners(balancer["LoadBalancerArn"])

    first, last = listening.rules
    assert (first.priority, first.path_patterns) == (10, ("/api/*",))
    assert first.target_group_arn == group["TargetGroupArn"]
    assert (last.priority, last.fixed_status) == (DEFAULT_PRIORITY, "403")
    [found] = [one for one in gateway.target_groups() if one.name == f"{name}api"]
    assert found.health_path == "/healthz/ready"
    assert gateway.targets(found.arn) == []
    assert f"{name}lb" in {one.name for one in gateway.balancers()}


def test_a_distribution_is_changed_and_its_copies_are_invalidated(aws: LocalAws) -> None:
    made = boto3.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": aws.bucket,
            "Comment": aws.bucket,
            "Enabled": True,
            "Origins": {
                "Quantity": 1,
                "Items": [
                    {
                        "Id": "api",
                        "DomainName": "origin.codedang.test",
                        "CustomOriginConfig": {
                            "HTTPPort": 80,
                            "HTTPSPort": 443,
                            "OriginProtocolPolicy": "https-only",
                        },
                    }
                ],
            },
            "DefaultCacheBehavior": {
                "TargetOriginId": "api",
                "ViewerProtocolPolicy": "redirect-to-https",
                "MinTTL": 0,
                "ForwardedValues": {"QueryString": True, "Cookies": {"Forward": "none"}},
            },
        }
    )["Distribution"]
    gateway = AwsEdge(region=aws.region)

    before = gateway.distribution(made["Id"])
    before.config["Comment"] = "changed"
    after = gateway.update(before)
    invalidation = gateway.invalidate(
        made["Id"], ["/api/v1/problems*"], caller_reference="problem-12"
    )

    assert after.etag
    assert gateway.distribution(made["Id"]).config["Comment"] == "changed"
    assert gateway.invalidation(made["Id"], invalidation.invalidation_id).paths == (
        "/api/v1/problems*",
    )
    assert [one.invalidation_id for one in gateway.invalidations(made["Id"])] == [
        invalidation.invalidation_id
    ]
    assert made["Id"] in {one.distribution_id for one in gateway.distributions()}


def test_records_tell_aliases_from_values(aws: LocalAws) -> None:
    route53 = boto3.client("route53")
    zone = route53.create_hosted_zone(Name=f"{aws.bucket}.test", CallerReference=aws.bucket)
    zone_id = zone["HostedZone"]["Id"].rpartition("/")[2]
    route53.change_resource_record_sets(
        HostedZoneId=zone_id,
        ChangeBatch={
            "Changes": [
                {
                    "Action": "CREATE",
                    "ResourceRecordSet": {
                        "Name": f"{aws.bucket}.test",
                        "Type": "A",
                        "AliasTarget": {
                            "HostedZoneId": "Z2FDTNDATAQYW2",
                            "DNSName": "d1.cloudfront.net",
                            "EvaluateTargetHealth": False,
                        },
                    },
                }
            ]
        },
    )
    gateway = AwsDns(region=aws.region)

    assert zone_id in {one.zone_id for one in gateway.zones()}
    [alias] = [record for record in gateway.records(zone_id) if record.kind == "A"]
    assert alias.alias_target.startswith("d1.cloudfront.net")
    assert alias.ttl_s is None


def test_figures_are_kept_and_read_in_order(aws: LocalAws) -> None:
    gateway = AwsMetrics(region=aws.region)
    metric = Metric(namespace=aws.bucket, name="Backlog", dimensions=(("Service", "judge"),))
    other = Metric(namespace=aws.bucket, name="Nothing")
    gateway.put(
        metric,
        [Point(at=NOW + timedelta(minutes=minute), value=minute) for minute in (3, 1, 2)],
    )

    found, none = gateway.series(
        [metric, other], since=NOW, until=NOW + timedelta(hours=1), period_s=60
    )

    assert [point.value for point in found] == [1, 2, 3]
    assert none == []
