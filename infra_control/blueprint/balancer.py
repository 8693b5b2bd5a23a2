"""The load balancer: which path goes to which service, and who is well enough to get requests."""

from dataclasses import dataclass

from troposphere import GetAtt, Ref, Sub, Template
from troposphere import elasticloadbalancingv2 as elb

from infra_control.blueprint.network import Network
from infra_control.blueprint.parameters import Parameters
from infra_control.blueprint.shape import LOAD_BALANCER_IDLE_S, PRODUCTION, Service, Shape

ORIGIN_HEADER = "X-Origin-Verify"
"""By its secret value a request shows that it came through our own distribution: CloudFront's
addresses are everybody's."""


@dataclass(frozen=True, kw_only=True)
class Balancer:
    full_name: GetAtt
    target_groups: dict[str, Ref]
    """By the service's name."""
    target_group_names: dict[str, GetAtt]
    listener_rules: dict[str, str]
    """Titles, by the service's name: a service can't start before its rule."""
    origin_secret: Sub


def add_balancer(
    template: Template, parameters: Parameters, network: Network, shape: Shape = PRODUCTION
) -> Balancer:
    origin_secret = Sub("{{resolve:secretsmanager:${OriginSecret}}}")
    balancer = template.add_resource(
        elb.LoadBalancer(
            "Balancer",
            Type="application",
            Scheme="internet-facing",
            Subnets=network.public_subnets,
            SecurityGroups=[network.groups.balancer],
            LoadBalancerAttributes=[
                elb.LoadBalancerAttributes(Key=key, Value=value)
                for key, value in {
                    "idle_timeout.timeout_seconds": str(LOAD_BALANCER_IDLE_S),
                    "routing.http.drop_invalid_header_fields.enabled": "true",
                    "deletion_protection.enabled": "true",
                }.items()
            ],
        )
    )
    listener = template.add_resource(
        elb.Listener(
            "BalancerListener",
            LoadBalancerArn=Ref(balancer),
            Port=443,
            Protocol="HTTPS",
            SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06",
            Certificates=[elb.Certificate(CertificateArn=parameters.balancer_certificate_arn)],
            DefaultActions=[_refusal()],
        )
    )
    groups: dict[str, Ref] = {}
    names: dict[str, GetAtt] = {}
    rules: dict[str, str] = {}
    for service in shape.services:
        if service.target is None:
            continue
        group = _target_group(template, network, service)
        groups[service.name] = Ref(group)
        names[service.name] = GetAtt(group, "TargetGroupFullName")
        rules[service.name] = _rule(template, service, Ref(listener), Ref(group), origin_secret)
    return Balancer(
        full_name=GetAtt(balancer, "LoadBalancerFullName"),
        target_groups=groups,
        target_group_names=names,
        listener_rules=rules,
        origin_secret=origin_secret,
    )


def _refusal() -> elb.Action:
    """To whoever came by another way, or asks for what is nobody's."""
    return elb.Action(
        Type="fixed-response",
        FixedResponseConfig=elb.FixedResponseConfig(
            StatusCode="403", ContentType="text/plain", MessageBody="Forbidden"
        ),
    )


def _target_group(template: Template, network: Network, service: Service) -> elb.TargetGroup:
    assert service.target is not None  # noqa: S101 -- for the type checker
    return template.add_resource(
        elb.TargetGroup(
            f"{service.title}Targets",
            VpcId=network.vpc,
            Protocol="HTTP",
            # Each task brings the port of its own when it is registered.
            Port=service.target.port,
            TargetType="instance",
            HealthCheckPath=service.target.health_path,
            HealthCheckPort="traffic-port",
            HealthCheckIntervalSeconds=10,
            HealthCheckTimeoutSeconds=5,
            HealthyThresholdCount=2,
            UnhealthyThresholdCount=3,
            Matcher=elb.Matcher(HttpCode="200"),
            TargetGroupAttributes=[
                elb.TargetGroupAttribute(
                    Key="deregistration_delay.timeout_seconds", Value=str(service.stop_timeout_s)
                )
            ],
        )
    )


def _rule(
    template: Template, service: Service, listener: Ref, group: Ref, origin_secret: Sub
) -> str:
    assert service.target is not None  # noqa: S101 -- for the type checker
    title = f"{service.title}Rule"
    template.add_resource(
        elb.ListenerRule(
            title,
            ListenerArn=listener,
            Priority=service.target.priority,
            Conditions=[
                elb.Condition(
                    Field="path-pattern",
                    PathPatternConfig=elb.PathPatternConfig(
                        Values=list(service.target.path_patterns)
                    ),
                ),
                elb.Condition(
                    Field="http-header",
                    HttpHeaderConfig=elb.HttpHeaderConfig(
                        HttpHeaderName=ORIGIN_HEADER, Values=[origin_secret]
                    ),
                ),
            ],
            Actions=[elb.ListenerRuleAction(Type="forward", TargetGroupArn=group)],
        )
    )
    return title
