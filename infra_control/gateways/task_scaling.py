"""Service auto scaling: how many tasks a service has, by policy and by schedule.

AWS calls it Application Auto Scaling; ECS is the one kind of target that we have.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import boto3

from infra_control.gateways.calls import asking, patience

if TYPE_CHECKING:
    from mypy_boto3_application_autoscaling import ApplicationAutoScalingClient

ECS_NAMESPACE: Final = "ecs"
DESIRED_COUNT: Final = "ecs:service:DesiredCount"
TARGET_TRACKING: Final = "TargetTrackingScaling"
STEP: Final = "StepScaling"
PolicyKind = Literal["TargetTrackingScaling", "StepScaling"]


@dataclass(frozen=True, kw_only=True)
class ScalableService:
    """A service whose number of tasks AWS may change."""

    cluster: str
    service: str
    min_tasks: int
    max_tasks: int
    is_scale_in_suspended: bool
    is_scale_out_suspended: bool


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One scaling policy, with AWS' own configuration of it."""

    cluster: str
    service: str
    name: str
    kind: PolicyKind
    configuration: dict[str, Any]
    alarm_names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ScheduledChange:
    """New bounds for a service's tasks at one time."""

    name: str
    cluster: str
    service: str
    schedule: str
    """Such as ``at(2026-05-04T08:45:00)``, in ``timezone``."""
    timezone: str
    min_tasks: int | None
    max_tasks: int | None


@dataclass(frozen=True, kw_only=True)
class ScalingActivity:
    """What scaling did, or tried to."""

    service: str
    description: str
    cause: str
    status: str
    """Such as Successful, Failed, InProgress."""
    status_message: str
    started_at: datetime


class TaskScalingGateway(Protocol):
    """All methods raise CloudError."""

    def targets(self) -> list[ScalableService]: ...

    def set_bounds(self, cluster: str, service: str, *, min_tasks: int, max_tasks: int) -> None:
        """Between which the policies choose. A desired count outside is moved inside."""
        ...

    def policies(self) -> list[Policy]: ...

    def put_policy(self, policy: Policy) -> str:
        """Make the policy, or give the one of this name a new configuration. Returns its ARN."""
        ...

    def delete_policy(self, policy: Policy) -> bool:
        """False: there was none of its name."""
        ...

    def scheduled_changes(self) -> list[ScheduledChange]: ...

    def put_scheduled_change(self, change: ScheduledChange) -> None: ...

    def delete_scheduled_change(self, change: ScheduledChange) -> bool:
        """False: there was none of its name."""
        ...

    def activities(self, cluster: str, service: str, *, limit: int = 50) -> list[ScalingActivity]:
        """The newest first."""
        ...


def _resource(cluster: str, service: str) -> str:
    return f"service/{cluster}/{service}"


def _of(resource_id: str) -> tuple[str, str]:
    _, cluster, service = resource_id.split("/")
    return cluster, service


class AwsTaskScaling:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = (
        "application-autoscaling:DeleteScalingPolicy",
        "application-autoscaling:DeleteScheduledAction",
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScalingActivities",
        "application-autoscaling:DescribeScalingPolicies",
        "application-autoscaling:DescribeScheduledActions",
        "application-autoscaling:PutScalingPolicy",
        "application-autoscaling:PutScheduledAction",
        "application-autoscaling:RegisterScalableTarget",
    )

    def __init__(self, *, region: str) -> None:
        self._client: ApplicationAutoScalingClient = boto3.client(
            "application-autoscaling", region_name=region, config=patience()
        )

    def targets(self) -> list[ScalableService]:
        with asking("reading the scaling targets"):
            pages = self._client.get_paginator("describe_scalable_targets").paginate(
                ServiceNamespace=ECS_NAMESPACE
            )
            found = [one for page in pages for one in page["ScalableTargets"]]
        made = []
        for one in found:
            cluster, service = _of(one["ResourceId"])
            suspended = one.get("SuspendedState", {})
            made.append(
                ScalableService(
                    cluster=cluster,
                    service=service,
                    min_tasks=one["MinCapacity"],
                    max_tasks=one["MaxCapacity"],
                    is_scale_in_suspended=suspended.get("DynamicScalingInSuspended", False),
                    is_scale_out_suspended=suspended.get("DynamicScalingOutSuspended", False),
                )
            )
        return made

    def set_bounds(self, cluster: str, service: str, *, min_tasks: int, max_tasks: int) -> None:
        with asking(f"setting {service} to between {min_tasks} and {max_tasks} tasks"):
            self._client.register_scalable_target(
                ServiceNamespace=ECS_NAMESPACE,
                ResourceId=_resource(cluster, service),
                ScalableDimension=DESIRED_COUNT,
                MinCapacity=min_tasks,
                MaxCapacity=max_tasks,
            )

    def policies(self) -> list[Policy]:
        with asking("reading the scaling policies"):
            pages = self._client.get_paginator("describe_scaling_policies").paginate(
                ServiceNamespace=ECS_NAMESPACE
            )
            found = [one for page in pages for one in page["ScalingPolicies"]]
        made = []
        for one in found:
            cluster, service = _of(one["ResourceId"])
            kind: PolicyKind = TARGET_TRACKING if one["PolicyType"] == TARGET_TRACKING else STEP
            configuration: Any = one.get(f"{kind}PolicyConfiguration", {})
            made.append(
                Policy(
                    cluster=cluster,
                    service=service,
                    name=one["PolicyName"],
                    kind=kind,
                    configuration=dict(configuration),
                    alarm_names=tuple(alarm["AlarmName"] for alarm in one.get("Alarms", [])),
                )
            )
        return made

    def put_policy(self, policy: Policy) -> str:
        with asking(f"setting policy {policy.name}"):
            # The keyword depends on the kind, which the stubs can't follow.
            configuration: Any = {f"{policy.kind}PolicyConfiguration": policy.configuration}
            answer = self._client.put_scaling_policy(
                PolicyName=policy.name,
                ServiceNamespace=ECS_NAMESPACE,
                ResourceId=_resource(policy.cluster, policy.service),
                ScalableDimension=DESIRED_COUNT,
                PolicyType=policy.kind,
                **configuration,
            )
        return answer["PolicyARN"]

    def delete_policy(self, policy: Policy) -> bool:
        with asking(f"removing policy {policy.name}"):
            try:
                self._client.delete_scaling_policy(
                    PolicyName=policy.name,
                    ServiceNamespace=ECS_NAMESPACE,
                    ResourceId=_resource(policy.cluster, policy.service),
                    ScalableDimension=DESIRED_COUNT,
                )
            except self._client.exceptions.ObjectNotFoundException:
                return False
        return True

    def scheduled_changes(self) -> list[ScheduledChange]:
        with asking("reading the scheduled changes"):
            pages = self._client.get_paginator("describe_scheduled_actions").paginate(
                ServiceNamespace=ECS_NAMESPACE
            )
            found = [one for page in pages for one in page["ScheduledActions"]]
        made = []
        for one in found:
            cluster, service = _of(one["ResourceId"])
            bounds = one.get("ScalableTargetAction", {})
            made.append(
                ScheduledChange(
                    name=one["ScheduledActionName"],
                    cluster=cluster,
                    service=service,
                    schedule=one["Schedule"],
                    timezone=one.get("Timezone", "UTC"),
                    min_tasks=bounds.get("MinCapacity"),
                    max_tasks=bounds.get("MaxCapacity"),
                )
            )
        return made

    def put_scheduled_change(self, change: ScheduledChange) -> None:
        bounds: Any = {
            key: value
            for key, value in (
                ("MinCapacity", change.min_tasks),
                ("MaxCapacity", change.max_tasks),
            )
            if value is not None
        }
        with asking(f"scheduling {change.name}"):
            self._client.put_scheduled_action(
                ServiceNamespace=ECS_NAMESPACE,
                ScheduledActionName=change.name,
                ResourceId=_resource(change.cluster, change.service),
                ScalableDimension=DESIRED_COUNT,
                Schedule=change.schedule,
                Timezone=change.timezone,
                ScalableTargetAction=bounds,
            )

    def delete_scheduled_change(self, change: ScheduledChange) -> bool:
        with asking(f"removing the scheduled change {change.name}"):
            try:
                self._client.delete_scheduled_action(
                    ServiceNamespace=ECS_NAMESPACE,
                    ScheduledActionName=change.name,
                    ResourceId=_resource(change.cluster, change.service),
                    ScalableDimension=DESIRED_COUNT,
                )
            except self._client.exceptions.ObjectNotFoundException:
                return False
        return True

    def activities(self, cluster: str, service: str, *, limit: int = 50) -> list[ScalingActivity]:
        with asking(f"reading what scaling did to {service}"):
            found = self._client.describe_scaling_activities(
                ServiceNamespace=ECS_NAMESPACE,
                ResourceId=_resource(cluster, service),
                ScalableDimension=DESIRED_COUNT,
                MaxResults=limit,
            )["ScalingActivities"]
        return [
            ScalingActivity(
                service=service,
                description=one["Description"],
                cause=one["Cause"],
                status=one["StatusCode"],
                status_message=one.get("StatusMessage", ""),
                started_at=one["StartTime"],
            )
            for one in found
        ]
