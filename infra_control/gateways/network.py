"""The private network: subnets, routes, gateways, fixed addresses, and machines in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import boto3

from infra_control.gateways.calls import asking, patience

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ec2.type_defs import FilterTypeDef, RouteTypeDef, TagTypeDef


@dataclass(frozen=True, kw_only=True)
class Vpc:
    vpc_id: str
    name: str
    cidr: str


@dataclass(frozen=True, kw_only=True)
class Subnet:
    subnet_id: str
    vpc_id: str
    name: str
    cidr: str
    zone: str
    free_address_count: int


@dataclass(frozen=True, kw_only=True)
class Route:
    destination: str
    """A CIDR block, or the id of a prefix list."""
    target: str
    """Such as local, igw-…, nat-…, vpce-…; empty: nothing that we know."""
    is_blackhole: bool


@dataclass(frozen=True, kw_only=True)
class RouteTable:
    table_id: str
    vpc_id: str
    name: str
    subnet_ids: tuple[str, ...]
    is_main: bool
    """Of subnets that name no other."""
    routes: tuple[Route, ...]


@dataclass(frozen=True, kw_only=True)
class Nat:
    nat_id: str
    vpc_id: str
    subnet_id: str
    state: str
    public_addresses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Instance:
    instance_id: str
    instance_type: str
    state: str
    subnet_id: str
    private_address: str
    public_address: str
    """Empty: it has none."""
    name: str


@dataclass(frozen=True, kw_only=True)
class NetworkState:
    """One private network, as it is."""

    vpc: Vpc
    subnets: tuple[Subnet, ...]
    tables: tuple[RouteTable, ...]
    internet_gateway_ids: tuple[str, ...]
    nats: tuple[Nat, ...]
    instances: tuple[Instance, ...]

    def table_of(self, subnet_id: str) -> RouteTable | None:
        """The route table that a subnet obeys: its own, or else the network's main one."""
        own = [table for table in self.tables if subnet_id in table.subnet_ids]
        main = [table for table in self.tables if table.is_main]
        return next(iter(own or main), None)


class NetworkGateway(Protocol):
    """All methods raise CloudError."""

    def vpcs(self) -> list[Vpc]: ...

    def network(self, vpc: Vpc) -> NetworkState: ...


class AwsNetwork:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = (
        "ec2:DescribeInstances",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeNatGateways",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
    )

    def __init__(self, *, region: str) -> None:
        self._client: EC2Client = boto3.client("ec2", region_name=region, config=patience())

    def vpcs(self) -> list[Vpc]:
        with asking("reading the private networks"):
            pages = self._client.get_paginator("describe_vpcs").paginate()
            return [
                Vpc(vpc_id=one["VpcId"], name=_name(one.get("Tags", [])), cidr=one["CidrBlock"])
                for page in pages
                for one in page["Vpcs"]
            ]

    def network(self, vpc: Vpc) -> NetworkState:
        own: list[FilterTypeDef] = [{"Name": "vpc-id", "Values": [vpc.vpc_id]}]
        with asking(f"reading the network {vpc.name or vpc.vpc_id}"):
            gateways = self._client.get_paginator("describe_internet_gateways").paginate(
                Filters=[{"Name": "attachment.vpc-id", "Values": [vpc.vpc_id]}]
            )
            return NetworkState(
                vpc=vpc,
                subnets=self._subnets(own),
                tables=self._tables(own),
                internet_gateway_ids=tuple(
                    one["InternetGatewayId"]
                    for page in gateways
                    for one in page["InternetGateways"]
                ),
                nats=self._nats(own),
                instances=self._instances(own),
            )

    def _subnets(self, own: "Sequence[FilterTypeDef]") -> tuple[Subnet, ...]:
        pages = self._client.get_paginator("describe_subnets").paginate(Filters=own)
        return tuple(
            Subnet(
                subnet_id=one["SubnetId"],
                vpc_id=one["VpcId"],
                name=_name(one.get("Tags", [])),
                cidr=one["CidrBlock"],
                zone=one["AvailabilityZone"],
                free_address_count=one["AvailableIpAddressCount"],
            )
            for page in pages
            for one in page["Subnets"]
        )

    def _tables(self, own: "Sequence[FilterTypeDef]") -> tuple[RouteTable, ...]:
        pages = self._client.get_paginator("describe_route_tables").paginate(Filters=own)
        return tuple(
            RouteTable(
                table_id=one["RouteTableId"],
                vpc_id=one["VpcId"],
                name=_name(one.get("Tags", [])),
                subnet_ids=tuple(
                    x["SubnetId"] for x in one.get("Associations", []) if "SubnetId" in x
                ),
                is_main=any(x.get("Main", False) for x in one.get("Associations", [])),
                routes=tuple(_route(route) for route in one.get("Routes", [])),
            )
            for page in pages
            for one in page["RouteTables"]
        )

    def _nats(self, own: "Sequence[FilterTypeDef]") -> tuple[Nat, ...]:
        pages = self._client.get_paginator("describe_nat_gateways").paginate(Filters=own)
        return tuple(
            Nat(
                nat_id=one["NatGatewayId"],
                vpc_id=one["VpcId"],
                subnet_id=one["SubnetId"],
                state=one["State"],
                public_addresses=tuple(
                    x["PublicIp"] for x in one.get("NatGatewayAddresses", []) if "PublicIp" in x
                ),
            )
            for page in pages
            for one in page["NatGateways"]
            if one["State"] != "deleted"
        )

    def _instances(self, own: "Sequence[FilterTypeDef]") -> tuple[Instance, ...]:
        pages = self._client.get_paginator("describe_instances").paginate(Filters=own)
        return tuple(
            Instance(
                instance_id=one["InstanceId"],
                instance_type=one["InstanceType"],
                state=one["State"]["Name"],
                subnet_id=one.get("SubnetId", ""),
                private_address=one.get("PrivateIpAddress", ""),
                public_address=one.get("PublicIpAddress", ""),
                name=_name(one.get("Tags", [])),
            )
            for page in pages
            for reservation in page["Reservations"]
            for one in reservation.get("Instances", [])
            if one["State"]["Name"] != "terminated"
        )


def _name(tags: "Sequence[TagTypeDef]") -> str:
    return next((tag["Value"] for tag in tags if tag.get("Key") == "Name"), "")


def _route(one: "RouteTypeDef") -> Route:
    destination = (
        one.get("DestinationCidrBlock")
        or one.get("DestinationIpv6CidrBlock")
        or one.get("DestinationPrefixListId", "")
    )
    target = one.get("NatGatewayId") or one.get("GatewayId") or one.get("InstanceId", "")
    return Route(
        destination=destination, target=target, is_blackhole=one.get("State") == "blackhole"
    )
