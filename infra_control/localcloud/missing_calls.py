"""What moto's server doesn't answer, or answers otherwise than AWS, and our gateways need.

| call | what is mended |
|---|---|
| CloudFront GetCachePolicy, UpdateCachePolicy | moto has no cache policies |
| CloudFront UpdateDistribution | a stale ETag is refused, and each change gets a new one |
| CloudFront CreateInvalidation | a caller's reference used again repeats nothing |
| CloudFront invalidations | `InProgress`, then `Completed`, as AWS writes it |
| ECS UpdateTaskProtection, GetTaskProtection | kept here |
| Application Auto Scaling DescribeScalingActivities | kept here |
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.cloudfront import urls as cloudfront_urls
from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.models import CloudFrontBackend, Distribution, Invalidation, random_id
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult
from moto.ecs.responses import EC2ContainerServiceResponse

from infra_control.localcloud.stack_types import cache_policies

INVALIDATION_TAKES = timedelta(seconds=5)
DEFAULT_PROTECTION_MINUTES = 120
"""ECS' own."""

protected_until: dict[str, datetime] = {}
"""By the tasks' ARNs."""

policy_etags: dict[str, str] = {}
"""Of cache policies that were changed."""

scaling_activities: list[dict[str, Any]] = []
"""As the API writes them, the newest first."""


class PreconditionFailedError(CloudFrontException):
    code = "PreconditionFailed"

    def __init__(self) -> None:
        super().__init__(
            "PreconditionFailed",
            "The precondition in one or more of the request fields evaluated to false.",
        )


class NoSuchCachePolicyError(CloudFrontException):
    code = "NoSuchCachePolicy"

    def __init__(self) -> None:
        super().__init__("NoSuchCachePolicy", "The cache policy does not exist.")


def answer_missing_calls() -> None:
    """Teach moto all of them, in this process, before its server starts."""
    cloudfront_urls.url_paths["{0}/2020-05-31/cache-policy/(?P<policy_id>[^/]+)$"] = (
        CloudFrontResponse.dispatch
    )
    CloudFrontResponse.get_cache_policy = _get_cache_policy  # type: ignore[attr-defined]  # in moto's place
    CloudFrontResponse.update_cache_policy = _update_cache_policy  # type: ignore[attr-defined]  # in moto's place
    CloudFrontBackend.update_distribution = _update_distribution  # type: ignore[method-assign]  # in moto's place
    CloudFrontBackend.create_invalidation = _create_invalidation  # type: ignore[method-assign]  # in moto's place
    Invalidation.status = property(_invalidation_status, lambda self, value: None)  # type: ignore[assignment]  # in moto's place
    for call in (_update_task_protection, _get_task_protection):
        setattr(EC2ContainerServiceResponse, call.__name__.lstrip("_"), call)
    ApplicationAutoScalingResponse.describe_scaling_activities = _describe_scaling_activities  # type: ignore[attr-defined]  # in moto's place


def _get_cache_policy(self: CloudFrontResponse) -> ActionResult:
    policy_id = self._get_param("Id")
    if policy_id not in cache_policies:
        raise NoSuchCachePolicyError
    return _cache_policy(policy_id)


def _update_cache_policy(self: CloudFrontResponse) -> ActionResult:
    """Its times alone: they are what operators change."""
    policy_id = self._get_param("Id")
    if policy_id not in cache_policies:
        raise NoSuchCachePolicyError
    if self._get_param("IfMatch") != policy_etags.get(policy_id, policy_id):
        raise PreconditionFailedError
    wanted = self._get_param("CachePolicyConfig", {})
    kept = cache_policies[policy_id]
    cache_policies[policy_id] = {
        **kept,
        **{name: int(wanted[name]) for name in ("MinTTL", "DefaultTTL", "MaxTTL")},
    }
    policy_etags[policy_id] = random_id()
    return _cache_policy(policy_id)


def _cache_policy(policy_id: str) -> ActionResult:
    return ActionResult(
        {
            "CachePolicy": {
                "Id": policy_id,
                "LastModifiedTime": datetime.now(UTC),
                "CachePolicyConfig": _with_lengths(cache_policies[policy_id]),
            },
            "ETag": policy_etags.get(policy_id, policy_id),
        }
    )


def _with_lengths(config: dict[str, Any]) -> dict[str, Any]:
    """A template writes plain lists where the API writes each with its length."""
    written = {
        key: _with_lengths(value) if isinstance(value, dict) else value
        for key, value in config.items()
    }
    for name, value in written.items():
        if isinstance(value, list):
            written[name] = {"Quantity": len(value), "Items": value}
    return written


_plain_update = CloudFrontBackend.update_distribution


def _update_distribution(
    self: CloudFrontBackend,
    dist_config: dict[str, Any],
    _id: str,
    if_match: str | bool,
) -> tuple[Distribution, str, str]:
    present = self.distributions.get(_id)
    if present is not None and if_match and if_match != present.etag:
        raise PreconditionFailedError
    distribution, location, _ = _plain_update(self, dist_config, _id, bool(if_match))
    distribution.etag = random_id()
    return distribution, location, distribution.etag


_plain_invalidation = CloudFrontBackend.create_invalidation


def _create_invalidation(
    self: CloudFrontBackend, dist_id: str, paths: list[str], caller_ref: str
) -> Invalidation:
    for known in self.invalidations.get(dist_id, []):
        if known.caller_ref == caller_ref:
            return known
    return _plain_invalidation(self, dist_id, paths, caller_ref)


def _invalidation_status(self: Invalidation) -> str:
    made_at = self.create_time.replace(tzinfo=UTC)
    is_done = datetime.now(UTC) - made_at >= INVALIDATION_TAKES
    return "Completed" if is_done else "InProgress"


def _update_task_protection(self: EC2ContainerServiceResponse) -> ActionResult:
    is_protected = self._get_param("protectionEnabled")
    minutes = self._get_param("expiresInMinutes") or DEFAULT_PROTECTION_MINUTES
    arns = _task_arns(self)
    for arn in arns:
        protected_until.pop(arn, None)
        if is_protected:
            protected_until[arn] = datetime.now(UTC) + timedelta(minutes=int(minutes))
    return _protections(arns)


def _get_task_protection(self: EC2ContainerServiceResponse) -> ActionResult:
    return _protections(_task_arns(self))


def _task_arns(self: EC2ContainerServiceResponse) -> list[str]:
    cluster = self._get_param("cluster", "default")
    tasks = self.ecs_backend.describe_tasks(cluster, self._get_param("tasks", []))
    return [task.task_arn for task in tasks]


def _protections(arns: list[str]) -> ActionResult:
    now = datetime.now(UTC)
    described = []
    for arn in arns:
        until = protected_until.get(arn)
        is_protected = until is not None and until > now
        one = {"taskArn": arn, "protectionEnabled": is_protected}
        described.append({**one, "expirationDate": until} if is_protected else one)
    return ActionResult({"protectedTasks": described, "failures": []})


def _describe_scaling_activities(self: ApplicationAutoScalingResponse) -> str:
    wanted = json.loads(self.body)
    found = [
        one
        for one in scaling_activities
        if wanted.get("ResourceId") in (None, one["ResourceId"])
        and one["ServiceNamespace"] == wanted["ServiceNamespace"]
    ]
    return json.dumps({"ScalingActivities": found[: wanted.get("MaxResults", 50)]})
