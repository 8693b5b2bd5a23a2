"""What is public, what is private, and who may talk to whom."""

from infra_control.blueprint.shape import PRODUCTION
from tests.infra_control.blueprint.conftest import Blueprint

ANYWHERE = "0.0.0.0/0"


def default_target(blueprint: Blueprint, table: str) -> str:
    """Where a route table sends what is not local."""
    (route,) = [
        route
        for route in blueprint.of_type("AWS::EC2::Route").values()
        if route["RouteTableId"] == {"Ref": table} and route["DestinationCidrBlock"] == ANYWHERE
    ]
    target = route["GatewayId"] if "GatewayId" in route else route["NatGatewayId"]
    return str(target["Ref"])


def test_the_network_spans_two_zones_with_a_public_and_a_private_subnet_each(
    blueprint: Blueprint,
) -> None:
    subnets = blueprint.of_type("AWS::EC2::Subnet")

    assert blueprint.properties("Vpc")["CidrBlock"] == "10.0.0.0/16"
    assert {subnet["CidrBlock"] for subnet in subnets.values()} == {
        cidr for zone in PRODUCTION.zones for cidr in (zone.public_cidr, zone.private_cidr)
    }
    assert len({str(subnet["AvailabilityZone"]) for subnet in subnets.values()}) == 2


def test_a_subnet_is_public_exactly_when_its_routes_lead_to_the_internet_gateway(
    blueprint: Blueprint,
) -> None:
    targets = {
        association["SubnetId"]["Ref"]: default_target(
            blueprint, association["RouteTableId"]["Ref"]
        )
        for association in blueprint.of_type("AWS::EC2::SubnetRouteTableAssociation").values()
    }

    assert targets == {
        "PublicSubnetA": "InternetGateway",
        "PublicSubnetC": "InternetGateway",
        "PrivateSubnetA": "Nat",
        "PrivateSubnetC": "Nat",
    }


def test_the_nat_stands_in_a_public_subnet_with_a_fixed_address(blueprint: Blueprint) -> None:
    nat = blueprint.properties("Nat")

    assert nat["SubnetId"] == {"Ref": "PublicSubnetA"}
    assert nat["AllocationId"] == {"Fn::GetAtt": ["NatAddress", "AllocationId"]}


def test_only_the_edge_reaches_the_balancer_and_only_the_balancer_the_tasks(
    blueprint: Blueprint,
) -> None:
    (edge,) = blueprint.properties("BalancerGroup")["SecurityGroupIngress"]
    (tasks,) = blueprint.properties("ApiMachineGroup")["SecurityGroupIngress"]

    assert edge["SourcePrefixListId"] == {"Ref": "EdgePrefixListId"}
    assert (edge["FromPort"], edge["ToPort"]) == (443, 443)
    assert tasks["SourceSecurityGroupId"] == {"Ref": "BalancerGroup"}


def test_nobody_dials_into_a_judge_machine(blueprint: Blueprint) -> None:
    judge = blueprint.properties("JudgeMachineGroup")

    assert "SecurityGroupIngress" not in judge
    anywhere = [
        rule["ToPort"] for rule in judge["SecurityGroupEgress"] if rule["CidrIp"] == ANYWHERE
    ]
    assert anywhere == [443]


def test_data_is_private_encrypted_and_for_the_api_machines_only(blueprint: Blueprint) -> None:
    database, cache = blueprint.properties("Database"), blueprint.properties("Cache")

    assert database["PubliclyAccessible"] is False
    assert database["StorageEncrypted"] is True
    assert cache["TransitEncryptionEnabled"] is True
    for title in ("DatabaseGroup", "CacheGroup"):
        (rule,) = blueprint.properties(title)["SecurityGroupIngress"]
        assert rule["SourceSecurityGroupId"] == {"Ref": "ApiMachineGroup"}
    private = [{"Ref": "PrivateSubnetA"}, {"Ref": "PrivateSubnetC"}]
    assert blueprint.properties("DatabaseSubnets")["SubnetIds"] == private
    assert blueprint.properties("CacheSubnets")["SubnetIds"] == private
