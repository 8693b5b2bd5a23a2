"""The edge: CloudFront's distribution, its behaviours in order of precedence, invalidations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import boto3

from infra_control.gateways.calls import asking, patience

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_cloudfront.type_defs import InvalidationTypeDef

DEFAULT_PATTERN = "*"
"""How the default behaviour is shown: CloudFront gives it no pattern."""


@dataclass(frozen=True, kw_only=True)
class DistributionSummary:
    distribution_id: str
    domain: str
    aliases: tuple[str, ...]
    status: str
    is_enabled: bool
    comment: str


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """A distribution with its whole configuration, as CloudFront writes it."""

    distribution_id: str
    domain: str
    status: str
    """Deployed, or InProgress while a change is on its way to the edges."""
    etag: str
    """Of this configuration: a change must name it, and fails when another came first."""
    config: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Invalidation:
    invalidation_id: str
    status: str
    """InProgress or Completed."""
    created_at: datetime
    paths: tuple[str, ...]
    """Empty in lists, which don't tell them."""
    caller_reference: str

    @property
    def is_done(self) -> bool:
        # moto shouts it.
        return self.status.casefold() == "completed"


@dataclass(frozen=True, kw_only=True)
class CachePolicy:
    """What a behaviour's cache keeps, for how long, and under which key."""

    policy_id: str
    name: str
    min_ttl_s: int
    default_ttl_s: int
    max_ttl_s: int
    key_queries: str
    """none, all, whitelist or allExcept."""
    key_query_names: tuple[str, ...]
    key_headers: tuple[str, ...]
    key_cookies: str
    etag: str = ""
    """Of what was read; a change names it."""


@dataclass(frozen=True, kw_only=True)
class Lifetimes:
    """How long copies are kept, in seconds: what an answer says of itself is moved between least
    and most; one that says nothing is kept as by default."""

    min_ttl_s: int
    default_ttl_s: int
    max_ttl_s: int


class EdgeGateway(Protocol):
    """All methods raise CloudError."""

    def distributions(self) -> list[DistributionSummary]: ...

    def distribution(self, distribution_id: str) -> Distribution: ...

    def update(self, distribution: Distribution) -> Distribution:
        """Put its configuration in place of the one that its ETag names.

        CloudError with the code PreconditionFailed: somebody else changed it meanwhile.
        """
        ...

    def cache_policy(self, policy_id: str) -> CachePolicy: ...

    def set_lifetimes(self, policy_id: str, lifetimes: Lifetimes, *, etag: str) -> None:
        """Change a cache policy that its ETag names. CloudError as update has it."""
        ...

    def invalidate(
        self, distribution_id: str, paths: Sequence[str], *, caller_reference: str
    ) -> Invalidation:
        """Forget what the edge keeps of these paths. A reference used again repeats nothing."""
        ...

    def invalidation(self, distribution_id: str, invalidation_id: str) -> Invalidation: ...

    def invalidations(self, distribution_id: str, *, limit: int = 50) -> list[Invalidation]:
        """The newest first."""
        ...


class AwsEdge:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = (
        "cloudfront:CreateInvalidation",
        "cloudfront:GetCachePolicy",
        "cloudfront:GetDistribution",
        "cloudfront:GetInvalidation",
        "cloudfront:ListDistributions",
        "cloudfront:ListInvalidations",
        "cloudfront:UpdateCachePolicy",
        "cloudfront:UpdateDistribution",
    )

    def __init__(self, *, region: str) -> None:
        self._client: CloudFrontClient = boto3.client(
            "cloudfront", region_name=region, config=patience()
        )

    def distributions(self) -> list[DistributionSummary]:
        with asking("reading the distributions"):
            pages = self._client.get_paginator("list_distributions").paginate()
            found = [one for page in pages for one in page["DistributionList"].get("Items", [])]
        return [
            DistributionSummary(
                distribution_id=one["Id"],
                domain=one["DomainName"],
                aliases=tuple(one.get("Aliases", {}).get("Items", [])),
                status=one["Status"],
                is_enabled=one["Enabled"],
                comment=one["Comment"],
            )
            for one in found
        ]

    def distribution(self, distribution_id: str) -> Distribution:
        with asking(f"reading distribution {distribution_id}"):
            answer = self._client.get_distribution(Id=distribution_id)
        one: Any = answer["Distribution"]
        return Distribution(
            distribution_id=one["Id"],
            domain=one["DomainName"],
            status=one["Status"],
            etag=answer["ETag"],
            config=one["DistributionConfig"],
        )

    def update(self, distribution: Distribution) -> Distribution:
        with asking(f"changing distribution {distribution.distribution_id}"):
            config: Any = distribution.config
            answer = self._client.update_distribution(
                Id=distribution.distribution_id,
                IfMatch=distribution.etag,
                DistributionConfig=config,
            )
        one: Any = answer["Distribution"]
        return Distribution(
            distribution_id=one["Id"],
            domain=one["DomainName"],
            status=one["Status"],
            etag=answer["ETag"],
            config=one["DistributionConfig"],
        )

    def cache_policy(self, policy_id: str) -> CachePolicy:
        with asking(f"reading cache policy {policy_id}"):
            answer = self._client.get_cache_policy(Id=policy_id)
        one = answer["CachePolicy"]
        config = one["CachePolicyConfig"]
        key: Any = config.get("ParametersInCacheKeyAndForwardedToOrigin", {})
        queries = key.get("QueryStringsConfig", {})
        return CachePolicy(
            policy_id=one["Id"],
            name=config["Name"],
            min_ttl_s=config["MinTTL"],
            default_ttl_s=config.get("DefaultTTL", 86_400),
            max_ttl_s=config.get("MaxTTL", 31_536_000),
            key_queries=queries.get("QueryStringBehavior", "none"),
            key_query_names=tuple(queries.get("QueryStrings", {}).get("Items", [])),
            key_headers=tuple(key.get("HeadersConfig", {}).get("Headers", {}).get("Items", [])),
            key_cookies=key.get("CookiesConfig", {}).get("CookieBehavior", "none"),
            etag=answer.get("ETag", ""),
        )

    def set_lifetimes(self, policy_id: str, lifetimes: Lifetimes, *, etag: str) -> None:
        with asking(f"changing cache policy {policy_id}"):
            # CloudFront takes a policy as a whole: all else stays as it is.
            config = self._client.get_cache_policy(Id=policy_id)["CachePolicy"]["CachePolicyConfig"]
            self._client.update_cache_policy(
                Id=policy_id,
                IfMatch=etag,
                CachePolicyConfig={
                    **config,
                    "MinTTL": lifetimes.min_ttl_s,
                    "DefaultTTL": lifetimes.default_ttl_s,
                    "MaxTTL": lifetimes.max_ttl_s,
                },
            )

    def invalidate(
        self, distribution_id: str, paths: Sequence[str], *, caller_reference: str
    ) -> Invalidation:
        with asking(f"invalidating {len(paths)} paths"):
            answer = self._client.create_invalidation(
                DistributionId=distribution_id,
                InvalidationBatch={
                    "Paths": {"Quantity": len(paths), "Items": list(paths)},
                    "CallerReference": caller_reference,
                },
            )
        return _invalidation(answer["Invalidation"])

    def invalidation(self, distribution_id: str, invalidation_id: str) -> Invalidation:
        with asking(f"reading invalidation {invalidation_id}"):
            answer = self._client.get_invalidation(
                DistributionId=distribution_id, Id=invalidation_id
            )
        return _invalidation(answer["Invalidation"])

    def invalidations(self, distribution_id: str, *, limit: int = 50) -> list[Invalidation]:
        with asking("reading the invalidations"):
            pages = self._client.get_paginator("list_invalidations").paginate(
                DistributionId=distribution_id,
                PaginationConfig={"MaxItems": limit, "PageSize": min(limit, 100)},
            )
            found = [one for page in pages for one in page["InvalidationList"].get("Items", [])]
        made = [
            Invalidation(
                invalidation_id=one["Id"],
                status=one["Status"],
                created_at=one["CreateTime"],
                paths=(),
                caller_reference="",
            )
            for one in found
        ]
        return sorted(made, key=lambda one: one.created_at, reverse=True)


def _invalidation(one: "InvalidationTypeDef") -> Invalidation:
    batch = one["InvalidationBatch"]
    return Invalidation(
        invalidation_id=one["Id"],
        status=one["Status"],
        created_at=one["CreateTime"],
        paths=tuple(batch["Paths"].get("Items", [])),
        caller_reference=batch["CallerReference"],
    )
