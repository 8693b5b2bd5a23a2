"""Who may do what in AWS: one role for each service, with nothing that it doesn't need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from troposphere import GetAtt, Join, Ref, Sub, Template, iam

from infra_control.blueprint.data import Data
from infra_control.blueprint.queues import Queues
from infra_control.blueprint.shape import PRODUCTION, Cluster, Image, Service, Shape
from infra_control.blueprint.storage import PACKAGES_PREFIX, Storage
from infra_control.gateways.balancers import AwsBalancers
from infra_control.gateways.dns import AwsDns
from infra_control.gateways.ecs import AwsEcs
from infra_control.gateways.edge import AwsEdge
from infra_control.gateways.machine_scaling import AwsMachineScaling
from infra_control.gateways.metrics import AwsMetrics
from infra_control.gateways.network import AwsNetwork
from infra_control.gateways.task_scaling import AwsTaskScaling
from judging.queues import BACKGROUND_QUEUE, RESULTS_QUEUE, WORKER_QUEUES

RECEIVE = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility")
SEND = ("sqs:SendMessage",)
LOOK = ("sqs:GetQueueAttributes", "sqs:GetQueueUrl")
READ_OBJECTS = ("s3:GetObject",)
KEEP_OBJECTS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")


TIDY = ("application-autoscaling:DeleteScheduledAction",)
INVALIDATE = ("cloudfront:CreateInvalidation", "cloudfront:ListDistributions")


@dataclass(frozen=True, kw_only=True)
class Roles:
    task: dict[str, GetAtt]
    """By the service's name: what its code may do."""
    execution: dict[Image, GetAtt]
    """What ECS may do to start a task of an image: pull it, and hand it its secrets."""
    machine_profile_arn: GetAtt


def add_roles(
    template: Template, queues: Queues, storage: Storage, data: Data, shape: Shape = PRODUCTION
) -> Roles:
    task = {
        service.name: _role(
            template,
            f"{service.title}TaskRole",
            "ecs-tasks.amazonaws.com",
            statements=_judge(queues, storage)
            if service.cluster is Cluster.JUDGE
            else _web(service, queues, storage),
        )
        for service in shape.services
    }
    managed = "arn:${AWS::Partition}:iam::aws:policy/service-role/"
    pull_and_log = Sub(f"{managed}AmazonECSTaskExecutionRolePolicy")
    execution = {
        Image.WEB: _role(
            template,
            "WebExecutionRole",
            "ecs-tasks.amazonaws.com",
            managed=[pull_and_log],
            statements=[
                _allow(("secretsmanager:GetSecretValue",), list(data.secrets.values())),
            ],
        ),
        # It is handed no secret, so it may read none.
        Image.JUDGE: _role(
            template, "JudgeExecutionRole", "ecs-tasks.amazonaws.com", managed=[pull_and_log]
        ),
    }
    _role(
        template,
        "MachineRole",
        "ec2.amazonaws.com",
        managed=[
            Sub(f"{managed}AmazonEC2ContainerServiceforEC2Role"),
            Sub("arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"),
        ],
    )
    profile = template.add_resource(
        iam.InstanceProfile("MachineProfile", Roles=[Ref("MachineRole")])
    )
    return Roles(task=task, execution=execution, machine_profile_arn=GetAtt(profile, "Arn"))


_JUDGES_TASKS = Sub(
    "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task/"
    f"{PRODUCTION.name}-{Cluster.JUDGE}/*"
)


def _judge(queues: Queues, storage: Storage) -> list[dict[str, Any]]:
    """Its queues, and reading test packages. Submissions run beside it.

    It sends to its own queues what it passes on; what isn't signed by the web no judge takes.
    """
    return [
        _allow((*RECEIVE, *SEND, *LOOK), [queues.arns[name] for name in WORKER_QUEUES]),
        _allow((*SEND, *LOOK), [queues.arns[RESULTS_QUEUE]]),
        _allow(READ_OBJECTS, [Join("", [storage.files_arn, f"/{PACKAGES_PREFIX}*"])]),
        # That it judges, so that scaling in takes another task.
        _allow(("ecs:UpdateTaskProtection",), [_JUDGES_TASKS]),
    ]


def _web(service: Service, queues: Queues, storage: Storage) -> list[dict[str, Any]]:
    statements = [
        _allow((*SEND, *LOOK), [queues.arns[name] for name in (*WORKER_QUEUES, BACKGROUND_QUEUE)]),
        _allow(KEEP_OBJECTS, [Join("", [storage.files_arn, "/*"])]),
        _allow(("s3:ListBucket",), [storage.files_arn]),
    ]
    if service.queues:
        statements.append(_allow((*RECEIVE, *LOOK), [queues.arns[name] for name in service.queues]))
    if service.name == "admin-api":
        statements += _operators(queues)
    if service.name == "sweeper":
        # It tells whose job died, and leaves the letters where they are.
        dead = [queues.dead_letter_arns[name] for name in WORKER_QUEUES]
        statements.append(_allow((*RECEIVE, *LOOK), dead))
        # It keeps figures for the operators' overview.
        statements.append(_allow(sorted(filter(_is_reading, _screen_actions())), ["*"]))
        statements.append(_allow(LOOK, [*queues.arns.values(), *queues.dead_letter_arns.values()]))
        # It has the edge forget what changed.
        statements.append(_allow(INVALIDATE, ["*"]))
        # It removes the scheduled actions of contests that are over.
        statements.append(_allow(TIDY, ["*"]))
    return statements


OPERATORS_GATEWAYS = (
    AwsBalancers,
    AwsDns,
    AwsEcs,
    AwsEdge,
    AwsMachineScaling,
    AwsMetrics,
    AwsNetwork,
    AwsTaskScaling,
)
"""Through which the operators' screens see and change the deployment."""


def _screen_actions() -> list[str]:
    return [action for gateway in OPERATORS_GATEWAYS for action in gateway.ACTIONS]


def _is_reading(action: str) -> bool:
    return action.partition(":")[2].startswith(("Describe", "Get", "List"))


def _operators(queues: Queues) -> list[dict[str, Any]]:
    """What the operators' screens need: the very actions of their gateways.

    Most of these calls know no narrower resource than all (Service Authorization Reference), so
    what they may change is bounded by the actions themselves.
    """
    return [
        _allow(sorted(_screen_actions()), ["*"]),
        _allow((*RECEIVE, *LOOK), list(queues.dead_letter_arns.values())),
        _allow((*SEND, *LOOK), list(queues.arns.values())),
        _allow(("sqs:PurgeQueue",), [*queues.arns.values(), *queues.dead_letter_arns.values()]),
    ]


def _allow(actions: Sequence[str], resources: Sequence[object]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def _role(
    template: Template,
    title: str,
    principal: str,
    *,
    statements: Sequence[Mapping[str, Any]] = (),
    managed: Sequence[object] = (),
) -> GetAtt:
    policies = [
        iam.Policy(
            PolicyName="own",
            PolicyDocument={"Version": "2012-10-17", "Statement": list(statements)},
        )
    ]
    template.add_resource(
        iam.Role(
            title,
            AssumeRolePolicyDocument={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": principal},
                        "Action": "sts:AssumeRole",
                    }
                ],
            },
            ManagedPolicyArns=list(managed),
            Policies=policies if statements else [],
        )
    )
    return GetAtt(title, "Arn")
