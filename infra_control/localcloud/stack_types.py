"""The blueprint's resource types that moto's CloudFormation lacks, made by its own services.

| type | made as |
|---|---|
| ApplicationAutoScaling ScalableTarget, ScalingPolicy | moto's targets and policies |
| CloudFront Distribution, Function, OriginAccessControl | moto's |
| CloudFront CachePolicy | kept here; ``missing_calls`` answers for it |
| CloudWatch Alarm | moto's alarm, which never changes its state |
| EC2 SubnetRouteTableAssociation | moto's, which its own reader makes and forgets |
| ECS CapacityProvider, ClusterCapacityProviderAssociations | moto's, which adds no machine |
| ECS Service | moto's, with the target groups that its own reader drops |
| S3 BucketPolicy, SecretsManager Secret | moto's |
| Budgets Budget, CloudFront MonitoringSubscription | names only: nothing reads them |
| ElastiCache ReplicationGroup and SubnetGroup | names only, too |

All other types of the blueprint are moto's own; docs/local-cloud.md lists them.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.applicationautoscaling.models import applicationautoscaling_backends
from moto.cloudformation import parsing
from moto.cloudfront.models import cloudfront_backends
from moto.cloudwatch.models import cloudwatch_backends
from moto.core.common_models import CloudFormationModel
from moto.ec2.models import ec2_backends
from moto.ecs.models import Service, ecs_backends
from moto.elbv2.models import FakeLoadBalancer, FakeTargetGroup
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends

from infra_control.blueprint.edge import CACHING_DISABLED, CACHING_OPTIMIZED

BALANCERS_ZONE = "Z2P70J7EXAMPLE"
"""The zone that moto says all its load balancers are in."""

GLOBAL = "aws"
"""Where moto keeps what belongs to no region."""

Properties = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Whose resource it is, and where."""

    name: str
    """That CloudFormation chose, unless the template did."""
    account: str
    region: str


@dataclass(frozen=True, kw_only=True)
class Made:
    """A resource as CloudFormation refers to it."""

    physical_id: str
    attributes: Mapping[str, str] = field(default_factory=dict)


Maker = Callable[[Properties, Place], Made]

cache_policies: dict[str, dict[str, Any]] = {
    CACHING_DISABLED: {
        "Name": "Managed-CachingDisabled",
        "MinTTL": 0,
        "DefaultTTL": 0,
        "MaxTTL": 0,
    },
    CACHING_OPTIMIZED: {
        "Name": "Managed-CachingOptimized",
        "MinTTL": 1,
        "DefaultTTL": 86_400,
        "MaxTTL": 31_536_000,
    },
}
"""Configurations by id: moto has no notion of them. AWS keeps two of ours itself."""


_NOT_SUSPENDED: Any = {
    "DynamicScalingInSuspended": False,
    "DynamicScalingOutSuspended": False,
    "ScheduledScalingSuspended": False,
}


def _scalable_target(properties: Properties, place: Place) -> Made:
    backend = applicationautoscaling_backends[place.account][place.region]
    resource_id = properties["ResourceId"]
    backend.register_scalable_target(
        properties["ServiceNamespace"],
        resource_id,
        properties["ScalableDimension"],
        int(properties["MinCapacity"]),
        int(properties["MaxCapacity"]),
        properties.get("RoleARN", ""),
        properties.get("SuspendedState") or _NOT_SUSPENDED,
    )
    parts = (resource_id, properties["ScalableDimension"], properties["ServiceNamespace"])
    return Made(physical_id="|".join(parts))


def _scaling_policy(properties: Properties, place: Place) -> Made:
    resource_id, dimension, namespace = properties["ScalingTargetId"].split("|")
    kind = properties["PolicyType"]
    policy = applicationautoscaling_backends[place.account][place.region].put_scaling_policy(
        policy_name=properties["PolicyName"],
        service_namespace=namespace,
        resource_id=resource_id,
        scalable_dimension=dimension,
        policy_type=kind,
        policy_body=properties[f"{kind}PolicyConfiguration"],
    )
    return Made(physical_id=policy.policy_arn)


def _capacity_provider(properties: Properties, place: Place) -> Made:
    details = camel_cased(properties["AutoScalingGroupProvider"])
    made = ecs_backends[place.account][place.region].create_capacity_provider(
        properties.get("Name", place.name), details, None
    )
    return Made(physical_id=made.name)


def _cluster_capacity(properties: Properties, place: Place) -> Made:
    ecs_backends[place.account][place.region].put_cluster_capacity_providers(
        properties["Cluster"],
        properties["CapacityProviders"],
        [camel_cased(one) for one in properties["DefaultCapacityProviderStrategy"]],
    )
    return Made(physical_id=properties["Cluster"])


def _alarm(properties: Properties, place: Place) -> Made:
    alarm = cloudwatch_backends[place.account][place.region].put_metric_alarm(
        name=properties.get("AlarmName", place.name),
        namespace=properties.get("Namespace", ""),
        metric_name=properties.get("MetricName", ""),
        comparison_operator=properties["ComparisonOperator"],
        evaluation_periods=int(properties["EvaluationPeriods"]),
        period=int(properties.get("Period", 60)),
        threshold=float(properties["Threshold"]),
        statistic=properties.get("Statistic", ""),
        description=properties.get("AlarmDescription", ""),
        dimensions=properties.get("Dimensions", []),
        alarm_actions=properties.get("AlarmActions", []),
        treat_missing_data=properties.get("TreatMissingData"),
    )
    return Made(physical_id=alarm.name, attributes={"Arn": alarm.alarm_arn})


def _distribution(properties: Properties, place: Place) -> Made:
    config = distribution_config(properties["DistributionConfig"], reference=place.name)
    made, _, _ = cloudfront_backends[place.account][GLOBAL].create_distribution(config, [])
    return Made(
        physical_id=made.distribution_id,
        attributes={"DomainName": made.domain_name, "Id": made.distribution_id},
    )


def distribution_config(written: Properties, *, reference: str) -> dict[str, Any]:
    """A template's distribution as CloudFront's own API writes it: each list with its length."""

    def listed(items: list[Any]) -> dict[str, Any]:
        return {"Quantity": len(items), "Items": items}

    def behaviour(one: Properties) -> dict[str, Any]:
        allowed = listed(list(one["AllowedMethods"]))
        allowed["CachedMethods"] = listed(list(one["CachedMethods"]))
        return {**one, "AllowedMethods": allowed}

    def origin(one: Properties) -> dict[str, Any]:
        api = {key: value for key, value in one.items() if key != "OriginCustomHeaders"}
        api["CustomHeaders"] = listed(list(one.get("OriginCustomHeaders", [])))
        if custom := one.get("CustomOriginConfig"):
            protocols = listed(list(custom.get("OriginSSLProtocols", [])))
            # The ports' defaults are CloudFormation's (AWS::CloudFront::Distribution).
            ports = {"HTTPPort": 80, "HTTPSPort": 443}
            api["CustomOriginConfig"] = {**ports, **custom, "OriginSslProtocols": protocols}
        return api

    return {
        "CallerReference": reference,
        "Comment": written.get("Comment", ""),
        "Enabled": written["Enabled"],
        "HttpVersion": written["HttpVersion"],
        "IsIPV6Enabled": written["IPV6Enabled"],
        "PriceClass": written["PriceClass"],
        "DefaultRootObject": written["DefaultRootObject"],
        "Aliases": listed(list(written["Aliases"])),
        "Origins": listed([origin(one) for one in written["Origins"]]),
        "CacheBehaviors": listed([behaviour(one) for one in written["CacheBehaviors"]]),
        "DefaultCacheBehavior": behaviour(written["DefaultCacheBehavior"]),
    }


def _cache_policy(properties: Properties, place: Place) -> Made:
    policy_id = f"{place.name}-policy"
    config = dict(properties["CachePolicyConfig"])
    cache_policies[policy_id] = config
    return Made(physical_id=policy_id, attributes={"Id": policy_id})


def _function(properties: Properties, place: Place) -> Made:
    made = cloudfront_backends[place.account][GLOBAL].create_function(
        properties["Name"], properties["FunctionConfig"], properties["FunctionCode"].encode(), []
    )
    return Made(physical_id=made.arn, attributes={"FunctionARN": made.arn})


def _origin_access_control(properties: Properties, place: Place) -> Made:
    made = cloudfront_backends[place.account][GLOBAL].create_origin_access_control(
        properties["OriginAccessControlConfig"]
    )
    return Made(physical_id=made.id, attributes={"Id": made.id})


def _bucket_policy(properties: Properties, place: Place) -> Made:
    text = json.dumps(properties["PolicyDocument"]).encode()
    s3_backends[place.account][GLOBAL].put_bucket_policy(properties["Bucket"], text)
    return Made(physical_id=properties["Bucket"])


def _secret(properties: Properties, place: Place) -> Made:
    backend = secretsmanager_backends[place.account][place.region]
    name = properties.get("Name", place.name)
    value = properties.get("SecretString")
    if value is None:
        how = properties.get("GenerateSecretString", {})
        value = secrets.token_hex(int(how.get("PasswordLength", 32)) // 2)
        if "SecretStringTemplate" in how:
            filled = {**json.loads(how["SecretStringTemplate"]), how["GenerateStringKey"]: value}
            value = json.dumps(filled)
    made = json.loads(backend.create_secret(name, value, None, None, [], None, None, [], False))
    return Made(physical_id=made["ARN"], attributes={"Id": made["ARN"]})


def _subnet_routes(properties: Properties, place: Place) -> Made:
    made = ec2_backends[place.account][place.region].associate_route_table(
        properties["RouteTableId"], subnet_id=properties["SubnetId"]
    )
    return Made(physical_id=str(made))


def _name_only(properties: Properties, place: Place) -> Made:
    host = f"{place.name.lower()}.cache.internal"
    return Made(
        physical_id=place.name,
        attributes={"PrimaryEndPoint.Address": host, "PrimaryEndPoint.Port": "6379"},
    )


MAKERS: Mapping[str, Maker] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": _scalable_target,
    "AWS::ApplicationAutoScaling::ScalingPolicy": _scaling_policy,
    "AWS::Budgets::Budget": _name_only,
    "AWS::CloudFront::MonitoringSubscription": _name_only,
    "AWS::CloudFront::CachePolicy": _cache_policy,
    "AWS::CloudFront::Distribution": _distribution,
    "AWS::CloudFront::Function": _function,
    "AWS::CloudFront::OriginAccessControl": _origin_access_control,
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::EC2::SubnetRouteTableAssociation": _subnet_routes,
    "AWS::ECS::CapacityProvider": _capacity_provider,
    "AWS::ECS::ClusterCapacityProviderAssociations": _cluster_capacity,
    "AWS::ElastiCache::ReplicationGroup": _name_only,
    "AWS::ElastiCache::SubnetGroup": _name_only,
    "AWS::S3::BucketPolicy": _bucket_policy,
    "AWS::SecretsManager::Secret": _secret,
}


_models: list[type[CloudFormationModel]] = []


def camel_cased(value: Any) -> Any:
    """A template's names as ECS' API writes them: ``ManagedScaling`` as ``managedScaling``."""
    if isinstance(value, Mapping):
        return {key[:1].lower() + key[1:]: camel_cased(one) for key, one in value.items()}
    return value


def register_types() -> None:
    """Teach moto's CloudFormation all of them, in this process, before its first stack."""
    # Python forgets a class that nobody holds, and moto asks for subclasses.
    _models.extend(_model(kind, make) for kind, make in MAKERS.items())
    _keep_target_groups()
    _tell_attributes(
        FakeTargetGroup, {"TargetGroupFullName": lambda one: one.arn.rpartition(":")[2]}
    )
    _tell_attributes(
        FakeLoadBalancer,
        {
            "CanonicalHostedZoneID": lambda one: BALANCERS_ZONE,
            "DNSName": lambda one: one.dns_name,
            "LoadBalancerFullName": lambda one: one.arn.partition("loadbalancer/")[2],
        },
    )
    for cached in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
        cached.cache_clear()


def _model(kind: str, make: Maker) -> type[CloudFormationModel]:
    """moto finds a type by the direct subclasses of its model class, so each gets one."""

    class Model(CloudFormationModel):
        def __init__(self, made: Made) -> None:
            self.made = made

        @property
        def physical_resource_id(self) -> str:
            return self.made.physical_id

        @staticmethod
        def cloudformation_name_type() -> str:
            return ""

        @staticmethod
        def cloudformation_type() -> str:
            return kind

        @classmethod
        def has_cfn_attr(cls, attr: str) -> bool:
            return True

        def get_cfn_attribute(self, attribute: str) -> str:
            return self.made.attributes[attribute]

        @classmethod
        def create_from_cloudformation_json(
            cls,
            resource_name: str,
            cloudformation_json: dict[str, Any],
            account_id: str,
            region_name: str,
            **kwargs: Any,
        ) -> "Model":
            place = Place(name=resource_name, account=account_id, region=region_name)
            return cls(make(cloudformation_json["Properties"], place))

        def is_created(self) -> bool:
            return True

    return Model


def _tell_attributes(model: Any, attributes: Mapping[str, Callable[[Any], str]]) -> None:
    """Let a template ask a model of moto's for attributes that it doesn't tell."""

    def get_cfn_attribute(self: Any, attribute: str) -> str:
        return attributes[attribute](self)

    model.get_cfn_attribute = get_cfn_attribute


def _keep_target_groups() -> None:
    make = Service.create_from_cloudformation_json.__func__  # type: ignore[attr-defined]  # a class method's function

    def create_with_target_groups(
        cls: type[Service],
        /,
        resource_name: str,
        cloudformation_json: dict[str, Any],
        *where: str,
        **kwargs: Any,
    ) -> Service:
        service: Service = make(cls, resource_name, cloudformation_json, *where, **kwargs)
        balancers = cloudformation_json["Properties"].get("LoadBalancers", [])
        service.load_balancers = [camel_cased(one) for one in balancers]
        return service

    Service.create_from_cloudformation_json = classmethod(create_with_target_groups)  # type: ignore[method-assign,assignment]  # in moto's place
