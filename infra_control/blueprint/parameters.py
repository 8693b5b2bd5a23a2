"""What a deployment is told from outside."""

from dataclasses import dataclass

from troposphere import Parameter, Ref, Template

from infra_control.blueprint.shape import Image


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """References to the template's parameters."""

    domain: Ref
    hosted_zone_id: Ref
    edge_certificate_arn: Ref
    balancer_certificate_arn: Ref
    balancer_domain: Ref
    edge_prefix_list_id: Ref
    images: dict[Image, Ref]
    collector_image: Ref
    machine_image: Ref
    collector_address: Ref
    collector_cidr: Ref
    database_class: Ref
    database_gib: Ref
    cache_class: Ref
    alarm_email: Ref
    monthly_budget_usd: Ref
    site_languages: Ref
    collectors_allow_list: Ref
    two_person_actions: Ref
    judge_verify_key: Ref
    email_url_secret_arn: Ref


def add_parameters(template: Template) -> Parameters:
    def text(name: str, description: str, default: str | None = None, **more: object) -> Ref:
        values = {"Type": "String", "Description": description, **more}
        if default is not None:
            values["Default"] = default
        template.add_parameter(Parameter(name, **values))
        return Ref(name)

    def number(name: str, description: str, default: int) -> Ref:
        return text(name, description, str(default), Type="Number", MinValue=1)

    return Parameters(
        domain=text("Domain", "What people type, such as codedang.com."),
        hosted_zone_id=text(
            "HostedZoneId", "The domain's zone in Route 53.", Type="AWS::Route53::HostedZone::Id"
        ),
        edge_certificate_arn=text(
            "EdgeCertificateArn", "Of the domain, in us-east-1, where CloudFront looks for it."
        ),
        balancer_certificate_arn=text(
            "BalancerCertificateArn", "Of the load balancer's own name, in this region."
        ),
        balancer_domain=text(
            "BalancerDomain", "The load balancer's own name, such as origin.codedang.com."
        ),
        edge_prefix_list_id=text(
            "EdgePrefixListId",
            "CloudFront's addresses here: the id of com.amazonaws.global.cloudfront.origin-facing.",
        ),
        images={
            Image.WEB: text("WebImage", "The site's image, by digest."),
            Image.JUDGE: text("JudgeImage", "The judge's image, by digest."),
        },
        collector_image=text(
            "CollectorImage",
            "The telemetry collector beside each task.",
            "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3",
        ),
        machine_image=text(
            "MachineImage",
            "What machines start from.",
            "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
            Type="AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
        ),
        collector_address=text(
            "CollectorAddress", "Where the campus takes telemetry: https://host:port."
        ),
        collector_cidr=text(
            "CollectorCidr",
            "The campus' collectors, the only place that judges may reach.",
            AllowedPattern=r"\d+\.\d+\.\d+\.\d+/\d+",
        ),
        database_class=text("DatabaseClass", "Size of PostgreSQL.", "db.t4g.medium"),
        database_gib=number("DatabaseGib", "Disk of PostgreSQL.", 50),
        cache_class=text("CacheClass", "Size of Redis.", "cache.t4g.small"),
        alarm_email=text("AlarmEmail", "Who is told when something is wrong."),
        monthly_budget_usd=number("MonthlyBudgetUsd", "Told when it is nearly spent.", 600),
        collectors_allow_list=text(
            "CollectorsAllowList",
            "Whom the campus' collectors let in, so that operators see whether the NAT is.",
            "",
        ),
        two_person_actions=text(
            "TwoPersonActions", "Operators' actions that a second one approves.", ""
        ),
        site_languages=text(
            "SiteLanguages",
            "Ids of the languages that students may use.",
            "c17,cpp20,java17,python3",
        ),
        judge_verify_key=text(
            "JudgeVerifyKey",
            "By what judges know the site's jobs: what `manage.py judge_verify_key` prints there. "
            "Empty: they take every job.",
            "",
        ),
        email_url_secret_arn=text(
            "EmailUrlSecretArn", "A secret that holds smtp+tls://user:password@host:587."
        ),
    )
