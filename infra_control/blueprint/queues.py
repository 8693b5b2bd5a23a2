"""The queues between the web side and the judge, each with its dead letters."""

from dataclasses import dataclass

from troposphere import GetAtt, Sub, Template, sqs

from infra_control.blueprint.shape import title_of
from judging.queues import QUEUES

DEAD_LETTERS_KEPT_S = 14 * 24 * 3600
"""As long as SQS keeps anything."""
PREFIX = "codedang-"


@dataclass(frozen=True, kw_only=True)
class Queues:
    """ARNs by the queue's name, without prefix."""

    arns: dict[str, GetAtt]
    dead_letter_arns: dict[str, GetAtt]
    names: dict[str, GetAtt]


def add_queues(template: Template) -> Queues:
    arns, dead_letter_arns, names = {}, {}, {}
    for spec in QUEUES:
        title = title_of(spec.name)
        dead = template.add_resource(
            sqs.Queue(
                f"{title}DeadLetters",
                QueueName=f"{PREFIX}{spec.dead_letter_name}",
                MessageRetentionPeriod=DEAD_LETTERS_KEPT_S,
                SqsManagedSseEnabled=True,
            )
        )
        queue = template.add_resource(
            sqs.Queue(
                f"{title}Queue",
                QueueName=f"{PREFIX}{spec.name}",
                VisibilityTimeout=spec.visibility_timeout_s,
                SqsManagedSseEnabled=True,
                RedrivePolicy=sqs.RedrivePolicy(
                    deadLetterTargetArn=GetAtt(dead, "Arn"),
                    maxReceiveCount=spec.max_receive_count,
                ),
            )
        )
        arns[spec.name] = GetAtt(queue, "Arn")
        dead_letter_arns[spec.name] = GetAtt(dead, "Arn")
        names[spec.name] = GetAtt(queue, "QueueName")
    return Queues(arns=arns, dead_letter_arns=dead_letter_arns, names=names)


def queue_url_base() -> Sub:
    """What stands before each queue's name in its URL."""
    return Sub("https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}")
