from typing import Any

import pytest

from infra_control.gateways.edge import CachePolicy, Distribution
from tests.infra_control.fleet.conftest import Clouds, clouds

__all__ = ["clouds", "distributed"]

ALL = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]


def row(pattern: str | None, policy: str, methods: list[str]) -> dict[str, Any]:
    one: dict[str, Any] = {
        "TargetOriginId": "api",
        "AllowedMethods": {"Quantity": len(methods), "Items": methods},
        "CachePolicyId": policy,
    }
    return one if pattern is None else {"PathPattern": pattern, **one}


@pytest.fixture
def distributed(clouds: Clouds) -> Clouds:
    """With a distribution of three behaviours and the default one."""
    for name, max_s in (("public", 3600), ("never", 0)):
        clouds.edge.cache_policies[name] = CachePolicy(
            policy_id=name,
            name=name,
            min_ttl_s=0,
            default_ttl_s=0,
            max_ttl_s=max_s,
            key_queries="all",
            key_query_names=(),
            key_headers=(),
            key_cookies="none",
            etag="P1",
        )
    clouds.edge.kept["D1"] = Distribution(
        distribution_id="D1",
        domain="d1.cloudfront.net",
        status="Deployed",
        etag="E1",
        config={
            "CacheBehaviors": {
                "Quantity": 3,
                "Items": [
                    row("/api/*", "public", ALL),
                    row("/api/v1/problems/*", "never", ALL),
                    row("/graphql", "never", ALL),
                ],
            },
            "DefaultCacheBehavior": row(None, "public", ["GET", "HEAD"]),
        },
    )
    return clouds
