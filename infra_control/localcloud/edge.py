"""The local edge: one Varnish that plays CloudFront and the load balancer.

It follows the very distribution, listener rules and target health that the operators' screens
show and change, and forgets what they invalidate.
"""

import logging
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra_control.gateways.balancers import BalancerGateway, TargetGroup
from infra_control.gateways.edge import CachePolicy, Distribution, EdgeGateway
from infra_control.localcloud.edge_vcl import (
    EdgeBehaviour,
    EdgeRule,
    EdgeShape,
    invalidation_regex,
    render,
)
from infra_control.localcloud.processes import ProcessSpec

logger = logging.getLogger(__name__)

CACHE_MIB = 64
ADMIN_TIMEOUT_S = 15


class EdgeError(OSError):
    """Varnish did not take a configuration or an order; the text has its own words."""


def edge_shape(
    distribution: Distribution,
    policies: dict[str, CachePolicy],
    rules: Sequence[EdgeRule],
    ports: dict[str, tuple[int, ...]],
) -> EdgeShape:
    """What the edge must know, of what AWS says."""
    config = distribution.config
    rows = [*config.get("CacheBehaviors", {}).get("Items", []), config["DefaultCacheBehavior"]]
    return EdgeShape(
        behaviours=tuple(
            _behaviour(row, policies.get(row.get("CachePolicyId", ""))) for row in rows
        ),
        rules=tuple(rules),
        ports=ports,
        # The client API: the first that the listener tries.
        default_group=rules[0].group if rules else "",
    )


def _behaviour(row: dict[str, Any], policy: CachePolicy | None) -> EdgeBehaviour:
    if policy is None:
        # A behaviour of the old kind has its times itself.
        times = (row.get("MinTTL", 0), row.get("DefaultTTL", 0), row.get("MaxTTL", 0))
        keeps_query = bool(row.get("ForwardedValues", {}).get("QueryString", False))
    else:
        times = (policy.min_ttl_s, policy.default_ttl_s, policy.max_ttl_s)
        keeps_query = policy.key_queries != "none"
    return EdgeBehaviour(
        pattern=row.get("PathPattern", "*"),
        methods=tuple(row.get("AllowedMethods", {}).get("Items", ("GET", "HEAD"))),
        min_ttl_s=int(times[0]),
        default_ttl_s=int(times[1]),
        max_ttl_s=int(times[2]),
        keeps_query=keeps_query,
    )


@dataclass
class Varnish:
    """One Varnish, reached by its own tools through its folder."""

    folder: Path
    port: int
    host: str = "127.0.0.1"
    _loaded: int = 0

    def process(self) -> ProcessSpec:
        self.folder.mkdir(parents=True, exist_ok=True)
        first = self.folder / "first.vcl"
        first.write_text(
            'vcl 4.1; backend nobody { .host = "127.0.0.1"; .port = "1"; }\n'
            'sub vcl_recv { return (synth(503, "The edge is starting")); }\n'
        )
        return ProcessSpec(
            name="varnish",
            argv=[
                *("varnishd", "-F", "-j", "none", "-n", str(self.folder)),
                *("-a", f"{self.host}:{self.port}", "-f", str(first)),
                *("-s", f"malloc,{CACHE_MIB}m", "-p", "thread_pool_min=20"),
                # Its log in memory, of which one reader follows.
                *("-p", "vsl_space=8m"),
            ],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder)},
            is_ready=self.answers,
            stop_grace_s=5,
        )

    def answers(self) -> bool:
        try:
            self._admin("ping")
        except (EdgeError, OSError, subprocess.TimeoutExpired):
            return False
        return True

    def use(self, text: str) -> None:
        """Serve by this configuration from now on; open sockets stay. Raises EdgeError."""
        self._loaded += 1
        name = f"edge{self._loaded}"
        path = self.folder / f"{name}.vcl"
        path.write_text(text)
        self._admin("vcl.load", name, str(path))
        self._admin("vcl.use", name)
        if self._loaded > 2:
            # The one before may still serve a request.
            self._admin("vcl.discard", f"edge{self._loaded - 2}")

    def forget(self, path: str) -> None:
        """Answer nothing under this path of an invalidation from the cache. Raises EdgeError."""
        self._admin("ban", "obj.http.X-Edge-Url", "~", _quoted(invalidation_regex(path)))

    def _admin(self, *command: str) -> str:
        done = subprocess.run(
            ["varnishadm", "-n", str(self.folder), *command],  # noqa: S607 - Debian's, wherever PATH has it
            capture_output=True,
            text=True,
            check=False,
            timeout=ADMIN_TIMEOUT_S,
        )
        if done.returncode != 0:
            raise EdgeError(f"varnishadm {command[0]}: {(done.stdout + done.stderr).strip()}")
        return done.stdout


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass
class EdgeKeeper:
    """Keeps one Varnish as AWS says. ``step`` is called again and again."""

    edge: EdgeGateway
    balancers: BalancerGateway
    varnish: Varnish
    _text: str = ""
    _done: set[str] = field(default_factory=set)

    def step(self) -> None:
        """Follow what has changed. Raises CloudError, EdgeError."""
        summaries = self.edge.distributions()
        if not summaries:
            return
        distribution = self.edge.distribution(summaries[0].distribution_id)
        self._forget(distribution.distribution_id)
        groups = self.balancers.target_groups()
        text = render(
            edge_shape(
                distribution, self._known(distribution), self._rules(groups), self._ports(groups)
            )
        )
        if text != self._text:
            self.varnish.use(text)
            self._text = text
            logger.info("the edge follows a change")

    def _known(self, distribution: Distribution) -> dict[str, CachePolicy]:
        """The behaviours' cache policies, as they are now."""
        config = distribution.config
        rows = [*config.get("CacheBehaviors", {}).get("Items", []), config["DefaultCacheBehavior"]]
        ids = {row.get("CachePolicyId", "") for row in rows} - {""}
        return {policy_id: self.edge.cache_policy(policy_id) for policy_id in ids}

    def _rules(self, groups: Sequence[TargetGroup]) -> list[EdgeRule]:
        name_of = {group.arn: group.name for group in groups}
        return [
            EdgeRule(patterns=rule.path_patterns, group=name_of.get(rule.target_group_arn, ""))
            for balancer in self.balancers.balancers()
            for listener in self.balancers.listeners(balancer.arn)
            for rule in listener.rules
            if rule.path_patterns
        ]

    def _ports(self, groups: Sequence[TargetGroup]) -> dict[str, tuple[int, ...]]:
        return {
            group.name: tuple(
                sorted(
                    target.port for target in self.balancers.targets(group.arn) if target.is_healthy
                )
            )
            for group in groups
        }

    def _forget(self, distribution_id: str) -> None:
        for one in self.edge.invalidations(distribution_id):
            if one.invalidation_id in self._done:
                continue
            for path in self.edge.invalidation(distribution_id, one.invalidation_id).paths:
                self.varnish.forget(path)
            self._done.add(one.invalidation_id)
