"""The private network: public subnets for the load balancer and the NAT, private ones for the rest.

A subnet is public exactly when its route table sends the rest (0.0.0.0/0) to the Internet
Gateway. Telemetry leaves by the NAT, because the collectors on campus accept one address only.
"""

from dataclasses import dataclass

from troposphere import GetAtt, Ref, Sub, Tags, Template, ec2

from infra_control.blueprint.parameters import Parameters
from infra_control.blueprint.shape import PRODUCTION, Cluster, Shape

ANYWHERE = "0.0.0.0/0"
EPHEMERAL_PORTS = (32768, 65535)
"""From which Docker picks the machine's port of a task."""


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Security groups."""

    balancer: Ref
    machines: dict[Cluster, Ref]
    database: Ref
    cache: Ref


@dataclass(frozen=True, kw_only=True)
class Network:
    """References that the other parts need."""

    vpc: Ref
    public_subnets: list[Ref]
    private_subnets: list[Ref]
    groups: Groups


def add_network(template: Template, parameters: Parameters, shape: Shape = PRODUCTION) -> Network:
    vpc = template.add_resource(
        ec2.VPC(
            "Vpc",
            CidrBlock=shape.cidr,
            EnableDnsSupport=True,
            EnableDnsHostnames=True,
            Tags=Tags(Name=shape.name),
        )
    )
    gateway = template.add_resource(ec2.InternetGateway("InternetGateway"))
    attachment = template.add_resource(
        ec2.VPCGatewayAttachment(
            "InternetGatewayAttachment", VpcId=Ref(vpc), InternetGatewayId=Ref(gateway)
        )
    )
    public_table = template.add_resource(
        ec2.RouteTable("PublicRoutes", VpcId=Ref(vpc), Tags=Tags(Name=f"{shape.name}-public"))
    )
    template.add_resource(
        ec2.Route(
            "PublicRouteToInternet",
            RouteTableId=Ref(public_table),
            DestinationCidrBlock=ANYWHERE,
            GatewayId=Ref(gateway),
            DependsOn=attachment.title,
        )
    )
    private_table = template.add_resource(
        ec2.RouteTable("PrivateRoutes", VpcId=Ref(vpc), Tags=Tags(Name=f"{shape.name}-private"))
    )
    public, private = _subnets(template, shape, vpc, public_table, private_table)
    address = template.add_resource(ec2.EIP("NatAddress", Domain="vpc", DependsOn=attachment.title))
    nat = template.add_resource(
        ec2.NatGateway("Nat", AllocationId=GetAtt(address, "AllocationId"), SubnetId=public[0])
    )
    template.add_resource(
        ec2.Route(
            "PrivateRouteToNat",
            RouteTableId=Ref(private_table),
            DestinationCidrBlock=ANYWHERE,
            NatGatewayId=Ref(nat),
        )
    )
    template.add_resource(
        ec2.VPCEndpoint(
            "StorageEndpoint",
            VpcId=Ref(vpc),
            ServiceName=Sub("com.amazonaws.${AWS::Region}.s3"),
            VpcEndpointType="Gateway",
            RouteTableIds=[Ref(private_table)],
        )
    )
    return Network(
        vpc=Ref(vpc),
        public_subnets=public,
        private_subnets=private,
        groups=_groups(template, parameters, Ref(vpc)),
    )


def _subnets(
    template: Template,
    shape: Shape,
    vpc: ec2.VPC,
    public_table: ec2.RouteTable,
    private_table: ec2.RouteTable,
) -> tuple[list[Ref], list[Ref]]:
    kinds: dict[str, tuple[ec2.RouteTable, list[Ref]]] = {
        "Public": (public_table, []),
        "Private": (private_table, []),
    }
    for zone in shape.zones:
        for kind, (table, subnets) in kinds.items():
            cidr = zone.public_cidr if kind == "Public" else zone.private_cidr
            name = f"{kind}Subnet{zone.letter.upper()}"
            subnet = template.add_resource(
                ec2.Subnet(
                    name,
                    VpcId=Ref(vpc),
                    CidrBlock=cidr,
                    AvailabilityZone=Sub(f"${{AWS::Region}}{zone.letter}"),
                    MapPublicIpOnLaunch=False,
                    Tags=Tags(Name=f"{shape.name}-{kind.lower()}-{zone.letter}"),
                )
            )
            template.add_resource(
                ec2.SubnetRouteTableAssociation(
                    f"{name}Routes", SubnetId=Ref(subnet), RouteTableId=Ref(table)
                )
            )
            subnets.append(Ref(subnet))
    return kinds["Public"][1], kinds["Private"][1]


def _groups(template: Template, parameters: Parameters, vpc: Ref) -> Groups:
    """Who may talk to whom."""

    def group(name: str, description: str, **more: object) -> Ref:
        made = ec2.SecurityGroup(name, VpcId=vpc, GroupDescription=description, **more)
        template.add_resource(made)
        return Ref(made)

    def rule(port: int, to_port: int | None = None, **peer: object) -> ec2.SecurityGroupRule:
        return ec2.SecurityGroupRule(
            IpProtocol="tcp", FromPort=port, ToPort=to_port or port, **peer
        )

    balancer = group(
        "BalancerGroup",
        "Load balancer: CloudFront only",
        SecurityGroupIngress=[rule(443, SourcePrefixListId=parameters.edge_prefix_list_id)],
    )
    api = group(
        "ApiMachineGroup",
        "API machines: the load balancer only",
        SecurityGroupIngress=[rule(*EPHEMERAL_PORTS, SourceSecurityGroupId=balancer)],
    )
    judge = group(
        "JudgeMachineGroup",
        "Judge machines: nobody may dial in, and out goes HTTPS only",
        SecurityGroupEgress=[
            rule(443, CidrIp=ANYWHERE, Description="Queues, storage, registry"),
            rule(1, 65535, CidrIp=parameters.collector_cidr, Description="Collectors"),
        ],
    )
    database = group(
        "DatabaseGroup",
        "PostgreSQL: the API machines only",
        SecurityGroupIngress=[rule(5432, SourceSecurityGroupId=api)],
    )
    cache = group(
        "CacheGroup",
        "Redis: the API machines only",
        SecurityGroupIngress=[rule(6379, SourceSecurityGroupId=api)],
    )
    return Groups(
        balancer=balancer,
        machines={Cluster.API: api, Cluster.JUDGE: judge},
        database=database,
        cache=cache,
    )
