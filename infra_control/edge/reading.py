"""The edge as one value, read from AWS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from common.ports import KeptAddresses, kept_addresses
from infra_control.clients import Gateways
from infra_control.edge.rules import (
    behaviours_hit,
    first_match,
    later_matches,
    shadowed,
    span_words,
)
from infra_control.gateways.edge import DEFAULT_PATTERN, CachePolicy, Invalidation
from infra_control.gateways.errors import CloudError


@dataclass(frozen=True, kw_only=True)
class BehaviourView:
    """One row of the distribution's table; the last is the default."""

    number: int
    pattern: str
    origin: str
    methods: tuple[str, ...]
    min_ttl_s: int
    default_ttl_s: int
    max_ttl_s: int
    key: str
    """What two requests must share to get one copy, in words."""
    policy: str
    policy_id: str
    policy_etag: str
    """Of the cache policy as it was read; a change of its times names it."""
    shadowed_by: str
    """The pattern because of which this one never matches; empty: none."""

    @property
    def has_own_times(self) -> bool:
        """Whether its times may be changed: AWS' own policies are everybody's."""
        return bool(self.policy_etag) and not self.policy.startswith("Managed-")

    @property
    def kept_words(self) -> str:
        """For how long copies are kept."""
        if not self.is_cached:
            return "never"
        least = f"at least {span_words(self.min_ttl_s)}, " if self.min_ttl_s > 1 else ""
        silent = f", else {span_words(self.default_ttl_s)}" if self.default_ttl_s else ""
        return f"{least}up to {span_words(self.max_ttl_s)} as the answer says{silent}"

    @property
    def is_cached(self) -> bool:
        return self.max_ttl_s > 0


@dataclass(frozen=True, kw_only=True)
class OriginView:
    """Where a behaviour's requests go on."""

    name: str
    domain: str
    is_bucket: bool


@dataclass(frozen=True, kw_only=True)
class EdgeView:
    distribution_id: str
    domain: str
    aliases: tuple[str, ...]
    status: str
    etag: str
    behaviours: tuple[BehaviourView, ...]
    invalidations: tuple[Invalidation, ...]
    origins: tuple[OriginView, ...] = ()
    is_enabled: bool = True

    def origin(self, name: str) -> OriginView | None:
        return next((one for one in self.origins if one.name == name), None)


@dataclass(frozen=True, kw_only=True)
class WildcardHit:
    """What a path of an invalidation reaches."""

    path: str
    behaviours: tuple[BehaviourView, ...]
    known: KeptAddresses | None
    """Our own addresses under it; None: it is one address."""

    @property
    def is_in_vain(self) -> bool:
        """Nothing keeps copies there."""
        return not any(one.is_cached for one in self.behaviours)


@dataclass(frozen=True, kw_only=True)
class PathTest:
    """What becomes of one request at the edge."""

    path: str
    method: str
    behaviour: BehaviourView
    is_allowed: bool
    may_be_kept: bool
    also: tuple[BehaviourView, ...]
    """Later behaviours whose patterns match it too, in vain."""


def read_edge(gateways: Gateways) -> EdgeView | None:
    """Ask AWS; None: there is no distribution. Raises CloudError."""
    summaries = gateways.edge.distributions()
    if not summaries:
        return None
    summary = summaries[0]
    distribution = gateways.edge.distribution(summary.distribution_id)
    rows = [
        *distribution.config.get("CacheBehaviors", {}).get("Items", []),
        distribution.config["DefaultCacheBehavior"],
    ]
    hidden = shadowed([row.get("PathPattern", DEFAULT_PATTERN) for row in rows])
    policies = _policies(gateways, rows)
    return EdgeView(
        distribution_id=summary.distribution_id,
        domain=summary.domain,
        aliases=summary.aliases,
        status=distribution.status,
        etag=distribution.etag,
        behaviours=tuple(
            _behaviour(
                number,
                row,
                policies.get(row.get("CachePolicyId", "")),
                rows[hidden[number]].get("PathPattern", "") if number in hidden else "",
            )
            for number, row in enumerate(rows)
        ),
        origins=tuple(
            OriginView(
                name=one["Id"],
                domain=one["DomainName"],
                is_bucket=not one.get("CustomOriginConfig"),
            )
            for one in distribution.config.get("Origins", {}).get("Items", [])
        ),
        is_enabled=summary.is_enabled,
        invalidations=tuple(
            gateways.edge.invalidation(summary.distribution_id, one.invalidation_id)
            for one in gateways.edge.invalidations(summary.distribution_id, limit=10)
        ),
    )


def path_test(edge: EdgeView, path: str, method: str) -> PathTest:
    """Which behaviour a request meets, and what it then may do."""
    patterns = [one.pattern for one in edge.behaviours]
    bare = path.partition("?")[0]
    number = first_match(patterns, bare)
    behaviour = edge.behaviours[-1 if number is None else number]
    return PathTest(
        path=path,
        method=method,
        behaviour=behaviour,
        is_allowed=method in behaviour.methods,
        may_be_kept=behaviour.is_cached and method in ("GET", "HEAD"),
        also=tuple(edge.behaviours[one] for one in later_matches(patterns, bare)),
    )


def wildcard_hits(edge: EdgeView, paths: Sequence[str]) -> list[WildcardHit]:
    """What an invalidation of these paths would make the edge forget."""
    patterns = [one.pattern for one in edge.behaviours]
    return [
        WildcardHit(
            path=path,
            behaviours=tuple(
                edge.behaviours[number]
                for number in behaviours_hit(patterns, path.partition("?")[0])
            ),
            known=kept_addresses(path[:-1].partition("?")[0]) if path.endswith("*") else None,
        )
        for path in paths
    ]


def _policies(gateways: Gateways, rows: list[dict[str, Any]]) -> dict[str, CachePolicy]:
    found = {}
    for policy_id in {row.get("CachePolicyId", "") for row in rows} - {""}:
        try:
            found[policy_id] = gateways.edge.cache_policy(policy_id)
        except CloudError as error:
            if error.retryable:
                raise
    return found


def _behaviour(
    number: int, row: dict[str, Any], policy: CachePolicy | None, shadowed_by: str
) -> BehaviourView:
    if policy is None:
        times = (row.get("MinTTL", 0), row.get("DefaultTTL", 0), row.get("MaxTTL", 0))
        key = "its own old-style settings"
    else:
        times = (policy.min_ttl_s, policy.default_ttl_s, policy.max_ttl_s)
        key = _key(policy)
    return BehaviourView(
        number=number,
        pattern=row.get("PathPattern", DEFAULT_PATTERN),
        origin=row["TargetOriginId"],
        methods=tuple(row.get("AllowedMethods", {}).get("Items", ("GET", "HEAD"))),
        min_ttl_s=int(times[0]),
        default_ttl_s=int(times[1]),
        max_ttl_s=int(times[2]),
        key=key,
        policy=policy.name if policy else "",
        policy_id=policy.policy_id if policy else "",
        policy_etag=policy.etag if policy else "",
        shadowed_by=shadowed_by,
    )


def _key(policy: CachePolicy) -> str:
    parts = ["path"]
    if policy.key_queries == "all":
        parts.append("query")
    elif policy.key_queries != "none":
        parts.append(f"query ({policy.key_queries}: {', '.join(policy.key_query_names)})")
    if policy.key_headers:
        parts.append(f"headers {', '.join(policy.key_headers)}")
    if policy.key_cookies != "none":
        parts.append(f"cookies ({policy.key_cookies})")
    return ", ".join(parts)
