"""Auto Scaling groups: the EC2 machines under each cluster."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import boto3

from infra_control.gateways.calls import asking, patience

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient


@dataclass(frozen=True, kw_only=True)
class Machine:
    """One EC2 machine of a group."""

    instance_id: str
    instance_type: str
    zone: str
    lifecycle: str
    """Such as Pending, InService, Terminating."""
    health: str
    is_protected_from_scale_in: bool


@dataclass(frozen=True, kw_only=True)
class MachineGroup:
    name: str
    min_machines: int
    max_machines: int
    desired_machines: int
    machines: tuple[Machine, ...]
    tags: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class MachineActivity:
    """What a group did, or tried to."""

    description: str
    cause: str
    status: str
    status_message: str
    started_at: datetime


class MachineScalingGateway(Protocol):
    """All methods raise CloudError."""

    def groups(self) -> list[MachineGroup]: ...

    def set_size(
        self, group: str, *, min_machines: int, max_machines: int, desired_machines: int
    ) -> None: ...

    def terminate(self, instance_id: str, *, shrink: bool) -> None:
        """End a machine. ``shrink``: the group shall not put another in its place."""
        ...

    def activities(self, group: str, *, limit: int = 20) -> list[MachineActivity]:
        """The newest first."""
        ...


class AwsMachineScaling:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = (
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
        "autoscaling:UpdateAutoScalingGroup",
    )

    def __init__(self, *, region: str) -> None:
        self._client: AutoScalingClient = boto3.client(
            "autoscaling", region_name=region, config=patience()
        )

    def groups(self) -> list[MachineGroup]:
        with asking("reading the machine groups"):
            pages = self._client.get_paginator("describe_auto_scaling_groups").paginate()
            found = [one for page in pages for one in page["AutoScalingGroups"]]
        return [
            MachineGroup(
                name=one["AutoScalingGroupName"],
                min_machines=one["MinSize"],
                max_machines=one["MaxSize"],
                desired_machines=one["DesiredCapacity"],
                machines=tuple(
                    Machine(
                        instance_id=machine["InstanceId"],
                        instance_type=machine.get("InstanceType", ""),
                        zone=machine["AvailabilityZone"],
                        lifecycle=machine["LifecycleState"],
                        health=machine["HealthStatus"],
                        is_protected_from_scale_in=machine["ProtectedFromScaleIn"],
                    )
                    for machine in one.get("Instances", [])
                ),
                tags={tag["Key"]: tag.get("Value", "") for tag in one.get("Tags", [])},
            )
            for one in found
        ]

    def set_size(
        self, group: str, *, min_machines: int, max_machines: int, desired_machines: int
    ) -> None:
        with asking(f"setting {group} to {desired_machines} machines"):
            self._client.update_auto_scaling_group(
                AutoScalingGroupName=group,
                MinSize=min_machines,
                MaxSize=max_machines,
                DesiredCapacity=desired_machines,
            )

    def terminate(self, instance_id: str, *, shrink: bool) -> None:
        with asking(f"ending machine {instance_id}"):
            self._client.terminate_instance_in_auto_scaling_group(
                InstanceId=instance_id, ShouldDecrementDesiredCapacity=shrink
            )

    def activities(self, group: str, *, limit: int = 20) -> list[MachineActivity]:
        with asking(f"reading what {group} did"):
            found = self._client.describe_scaling_activities(
                AutoScalingGroupName=group, MaxRecords=limit
            )["Activities"]
        return [
            MachineActivity(
                description=one.get("Description", ""),
                cause=one["Cause"],
                status=one["StatusCode"],
                status_message=one.get("StatusMessage", ""),
                started_at=one["StartTime"],
            )
            for one in found
        ]
