"""The production blueprint, deployed into the local AWS inside its own process."""

from moto.acm.models import acm_backends
from moto.applicationautoscaling.models import applicationautoscaling_backends
from moto.cloudformation.models import cloudformation_backends
from moto.ecs.models import ecs_backends
from moto.route53.models import route53_backends

from infra_control.blueprint.shape import JUDGE, PRODUCTION
from infra_control.blueprint.template import build_template
from infra_control.localcloud.aws import ACCOUNT
from infra_control.localcloud.stack_types import GLOBAL

DOMAIN = "codedang.test"
BALANCER_DOMAIN = f"origin.{DOMAIN}"


class BlueprintError(RuntimeError):
    """The local AWS could not make the blueprint's resources; the text says which status."""


def deploy_blueprint(region: str) -> str:
    """Make all resources of the template. Returns the stack's id. Raises BlueprintError.

    What production is told from outside is made up here: a zone, certificates, images.
    """
    zone = route53_backends[ACCOUNT][GLOBAL].create_hosted_zone(DOMAIN, private_zone=False)
    certificate = acm_backends[ACCOUNT][region].request_certificate(
        domain_name=BALANCER_DOMAIN,
        idempotency_token="",
        subject_alt_names=[],
        tags=[],
        cert_authority_arn=None,
    )
    parameters = {
        "Domain": DOMAIN,
        "HostedZoneId": zone.id,
        "EdgeCertificateArn": certificate,
        "BalancerCertificateArn": certificate,
        "BalancerDomain": BALANCER_DOMAIN,
        "EdgePrefixListId": "pl-edge",
        "WebImage": "codedang-web:local",
        "JudgeImage": "codedang-judge:local",
        "CollectorAddress": "https://collector.campus.test:4318",
        "CollectorCidr": "115.145.0.0/16",
        "AlarmEmail": f"operators@{DOMAIN}",
        "EmailUrlSecretArn": "arn:aws:secretsmanager:::secret:email-url",
    }
    stack = cloudformation_backends[ACCOUNT][region].create_stack(
        name=PRODUCTION.name,
        template=build_template().to_json(indent=None),
        parameters=parameters,
    )
    if stack.status != "CREATE_COMPLETE":
        raise BlueprintError(f"The blueprint's stack is {stack.status}")
    return str(stack.stack_id)


def set_judges(region: str, count: int) -> None:
    """Begin with so many judge tasks, and never have fewer, as if an operator had set it."""
    cluster = f"{PRODUCTION.name}-{JUDGE.cluster}"
    ecs_backends[ACCOUNT][region].services[f"{cluster}:{JUDGE.name}"].desired_count = count
    for target in applicationautoscaling_backends[ACCOUNT][region].describe_scalable_targets(
        "ecs", [f"service/{cluster}/{JUDGE.name}"], None
    ):
        target.min_capacity = count
