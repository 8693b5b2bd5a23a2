"""The load balancer: listeners, rules in their order, target groups and who is well in them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import boto3

from infra_control.gateways.calls import asking, patience

if TYPE_CHECKING:
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_elbv2.type_defs import ActionOutputTypeDef, RuleTypeDef, TargetGroupTypeDef

DEFAULT_PRIORITY = 1_000_000
"""Of a listener's last rule, which has no condition: after all others."""


@dataclass(frozen=True, kw_only=True)
class BalancerState:
    arn: str
    name: str
    dns_name: str
    zone_id: str
    scheme: str
    state: str
    vpc_id: str
    subnet_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of a listener: lower priorities are tried first."""

    priority: int
    path_patterns: tuple[str, ...]
    header_names: tuple[str, ...]
    """Of headers that a request must bring; their values may be secret."""
    hosts: tuple[str, ...]
    target_group_arn: str
    """Empty: it answers by itself."""
    fixed_status: str


@dataclass(frozen=True, kw_only=True)
class Listener:
    arn: str
    balancer_arn: str
    port: int
    protocol: str
    rules: tuple[Rule, ...]
    """In the order in which they are tried."""


@dataclass(frozen=True, kw_only=True)
class TargetGroup:
    arn: str
    name: str
    protocol: str
    port: int
    health_path: str
    health_interval_s: int
    healthy_after: int
    unhealthy_after: int
    balancer_arns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Target:
    """One task's place in a target group."""

    target_id: str
    """The machine's instance id."""
    port: int
    state: str
    """Such as healthy, unhealthy, initial, draining."""
    reason: str
    description: str

    @property
    def is_healthy(self) -> bool:
        return self.state == "healthy"


class BalancerGateway(Protocol):
    """All methods raise CloudError."""

    def balancers(self) -> list[BalancerState]: ...

    def listeners(self, balancer_arn: str) -> list[Listener]: ...

    def target_groups(self) -> list[TargetGroup]: ...

    def targets(self, target_group_arn: str) -> list[Target]: ...


class AwsBalancers:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = (
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
    )

    def __init__(self, *, region: str) -> None:
        self._client: ElasticLoadBalancingv2Client = boto3.client(
            "elbv2", region_name=region, config=patience()
        )

    def balancers(self) -> list[BalancerState]:
        with asking("reading the load balancers"):
            pages = self._client.get_paginator("describe_load_balancers").paginate()
            found = [one for page in pages for one in page["LoadBalancers"]]
        return [
            BalancerState(
                arn=one["LoadBalancerArn"],
                name=one["LoadBalancerName"],
                dns_name=one["DNSName"],
                zone_id=one.get("CanonicalHostedZoneId", ""),
                scheme=one.get("Scheme", "internet-facing"),
                state=one.get("State", {}).get("Code", ""),
                vpc_id=one.get("VpcId", ""),
                subnet_ids=tuple(zone["SubnetId"] for zone in one["AvailabilityZones"]),
            )
            for one in found
        ]

    def listeners(self, balancer_arn: str) -> list[Listener]:
        with asking("reading the listeners"):
            pages = self._client.get_paginator("describe_listeners").paginate(
                LoadBalancerArn=balancer_arn
            )
            return [
                Listener(
                    arn=one["ListenerArn"],
                    balancer_arn=balancer_arn,
                    port=one["Port"],
                    protocol=one["Protocol"],
                    rules=self._rules(one["ListenerArn"]),
                )
                for page in pages
                for one in page["Listeners"]
            ]

    def target_groups(self) -> list[TargetGroup]:
        with asking("reading the target groups"):
            pages = self._client.get_paginator("describe_target_groups").paginate()
            return [_target_group(one) for page in pages for one in page["TargetGroups"]]

    def targets(self, target_group_arn: str) -> list[Target]:
        with asking("reading the health of targets"):
            found = self._client.describe_target_health(TargetGroupArn=target_group_arn)
        return [
            Target(
                target_id=one["Target"]["Id"],
                port=one["Target"].get("Port", 0),
                state=one["TargetHealth"].get("State", ""),
                reason=one["TargetHealth"].get("Reason", ""),
                description=one["TargetHealth"].get("Description", ""),
            )
            for one in found["TargetHealthDescriptions"]
        ]

    def _rules(self, listener_arn: str) -> tuple[Rule, ...]:
        pages = self._client.get_paginator("describe_rules").paginate(ListenerArn=listener_arn)
        rules = [_rule(one) for page in pages for one in page["Rules"]]
        return tuple(sorted(rules, key=lambda rule: rule.priority))


def _rule(one: "RuleTypeDef") -> Rule:
    paths: list[str] = []
    headers: list[str] = []
    hosts: list[str] = []
    for condition in one.get("Conditions", []):
        if condition.get("Field") == "path-pattern":
            paths += condition.get("PathPatternConfig", {}).get("Values") or condition.get(
                "Values", []
            )
        elif condition.get("Field") == "http-header":
            headers.append(condition.get("HttpHeaderConfig", {}).get("HttpHeaderName", ""))
        elif condition.get("Field") == "host-header":
            hosts += condition.get("HostHeaderConfig", {}).get("Values") or condition.get(
                "Values", []
            )
    action = one["Actions"][-1]
    priority = one.get("Priority", "default")
    return Rule(
        priority=int(priority) if priority.isdigit() else DEFAULT_PRIORITY,
        path_patterns=tuple(paths),
        header_names=tuple(headers),
        hosts=tuple(hosts),
        target_group_arn=_forwarded_to(action),
        fixed_status=action.get("FixedResponseConfig", {}).get("StatusCode", ""),
    )


def _forwarded_to(action: "ActionOutputTypeDef") -> str:
    if "TargetGroupArn" in action:
        return action["TargetGroupArn"]
    groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
    return groups[0].get("TargetGroupArn", "") if groups else ""


def _target_group(one: "TargetGroupTypeDef") -> TargetGroup:
    return TargetGroup(
        arn=one["TargetGroupArn"],
        name=one["TargetGroupName"],
        protocol=one.get("Protocol", ""),
        port=one.get("Port", 0),
        health_path=one.get("HealthCheckPath", ""),
        health_interval_s=one.get("HealthCheckIntervalSeconds", 0),
        healthy_after=one.get("HealthyThresholdCount", 0),
        unhealthy_after=one.get("UnhealthyThresholdCount", 0),
        balancer_arns=tuple(one.get("LoadBalancerArns", [])),
    )
