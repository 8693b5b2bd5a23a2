"""The two ECS clusters on EC2 machines of their own.

The Auto Scaling group adds machines, which are useless empty; the capacity provider's managed
scaling does so when tasks find no place, and termination protection keeps machines that have
any.
"""

from dataclasses import dataclass

from troposphere import Base64, Ref, Sub, Template, autoscaling, ec2, ecs

from infra_control.blueprint.network import Network
from infra_control.blueprint.parameters import Parameters
from infra_control.blueprint.roles import Roles
from infra_control.blueprint.shape import PRODUCTION, Cluster, Machines, Shape

TARGET_CAPACITY_PERCENT = 90
"""A tenth of the machines may be empty, so that a new task rarely waits for one."""

_USER_DATA = """#!/bin/bash
cat >> /etc/ecs/ecs.config <<'SETTINGS'
ECS_CLUSTER=${cluster}
ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
ECS_CONTAINER_STOP_TIMEOUT=2m
ECS_ENABLE_TASK_IAM_ROLE=true
ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
SETTINGS
# A task has its own role; the machine's is not for it.
iptables --insert DOCKER-USER 1 --destination 169.254.169.254/32 --jump DROP
${more}"""

_FOR_THE_SANDBOX = "swapoff --all\n"
"""With swap a run's memory could not be told exactly."""


@dataclass(frozen=True, kw_only=True)
class Clusters:
    names: dict[Cluster, Ref]
    capacity_providers: dict[Cluster, Ref]
    associations: dict[Cluster, str]
    """Titles: a service can't start before its cluster has its capacity provider."""


def add_clusters(
    template: Template,
    parameters: Parameters,
    network: Network,
    roles: Roles,
    shape: Shape = PRODUCTION,
) -> Clusters:
    names, providers, associations = {}, {}, {}
    for machines in shape.machines:
        title = machines.cluster.value.capitalize()
        cluster = template.add_resource(
            ecs.Cluster(
                f"{title}Cluster",
                ClusterName=f"{shape.name}-{machines.cluster}",
                ClusterSettings=[ecs.ClusterSetting(Name="containerInsights", Value="enabled")],
            )
        )
        group = _group(template, parameters, network, roles, machines, shape)
        provider = template.add_resource(
            ecs.CapacityProvider(
                f"{title}Capacity",
                AutoScalingGroupProvider=ecs.AutoScalingGroupProvider(
                    AutoScalingGroupArn=Ref(group),
                    ManagedScaling=ecs.ManagedScaling(
                        Status="ENABLED",
                        TargetCapacity=TARGET_CAPACITY_PERCENT,
                        MinimumScalingStepSize=1,
                        MaximumScalingStepSize=4,
                        InstanceWarmupPeriod=60,
                    ),
                    ManagedTerminationProtection="ENABLED",
                    ManagedDraining="ENABLED",
                ),
            )
        )
        association = template.add_resource(
            ecs.ClusterCapacityProviderAssociations(
                f"{title}ClusterCapacity",
                Cluster=Ref(cluster),
                CapacityProviders=[Ref(provider)],
                DefaultCapacityProviderStrategy=[
                    ecs.CapacityProviderStrategy(CapacityProvider=Ref(provider), Weight=1)
                ],
            )
        )
        names[machines.cluster] = Ref(cluster)
        providers[machines.cluster] = Ref(provider)
        associations[machines.cluster] = association.title
    return Clusters(names=names, capacity_providers=providers, associations=associations)


def _group(
    template: Template,
    parameters: Parameters,
    network: Network,
    roles: Roles,
    machines: Machines,
    shape: Shape,
) -> autoscaling.AutoScalingGroup:
    title = machines.cluster.value.capitalize()
    launch = template.add_resource(
        ec2.LaunchTemplate(
            f"{title}LaunchTemplate",
            LaunchTemplateData=ec2.LaunchTemplateData(
                ImageId=parameters.machine_image,
                InstanceType=machines.instance_type,
                IamInstanceProfile=ec2.IamInstanceProfile(Arn=roles.machine_profile_arn),
                SecurityGroupIds=[network.groups.machines[machines.cluster]],
                MetadataOptions=ec2.MetadataOptions(
                    HttpTokens="required",
                    # One hop reaches the machine and never a container on it.
                    HttpPutResponseHopLimit=1,
                ),
                BlockDeviceMappings=[
                    ec2.LaunchTemplateBlockDeviceMapping(
                        DeviceName="/dev/xvda",
                        Ebs=ec2.EBSBlockDevice(
                            VolumeSize=machines.disk_gib, VolumeType="gp3", Encrypted=True
                        ),
                    )
                ],
                UserData=Base64(
                    Sub(
                        _USER_DATA,
                        cluster=f"{shape.name}-{machines.cluster}",
                        more=_FOR_THE_SANDBOX if machines.cluster is Cluster.JUDGE else "",
                    )
                ),
            ),
        )
    )
    return template.add_resource(
        autoscaling.AutoScalingGroup(
            f"{title}Machines",
            MinSize=str(machines.min_machines),
            MaxSize=str(machines.max_machines),
            VPCZoneIdentifier=network.private_subnets,
            LaunchTemplate=autoscaling.LaunchTemplateSpecification(
                LaunchTemplateId=Ref(launch), Version=launch.get_att("LatestVersionNumber")
            ),
            # The capacity provider decides which machine may go.
            NewInstancesProtectedFromScaleIn=True,
            Tags=autoscaling.Tags(Name=f"{shape.name}-{machines.cluster}", AmazonECSManaged="true"),
        )
    )
