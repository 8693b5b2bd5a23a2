"""One Varnish as CloudFront and load balancer, before two small origins."""

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from infra_control.gateways.balancers import BalancerState, Listener, Rule, Target, TargetGroup
from infra_control.gateways.edge import CachePolicy, Distribution
from infra_control.gateways.remembering import RememberingBalancers, RememberingEdge
from infra_control.localcloud.edge import EdgeKeeper, Varnish
from infra_control.localcloud.edge_vcl import invalidation_regex
from infra_control.localcloud.processes import ProcessGroup
from infra_control.localcloud.site import free_port


class Origin:
    """Answers each request with its own name and how many it has had."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.cache_control = "public, s-maxage=60"
        origin = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.headers.get("Upgrade") == "websocket":
                    self.connection.sendall(
                        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                        b"Connection: Upgrade\r\n\r\n"
                    )
                    self.connection.sendall(self.connection.recv(100).upper())
                    self.close_connection = True
                    return
                origin.count += 1
                body = f"{origin.name} {origin.count}".encode()
                self.send_response(200)
                if origin.cache_control:
                    self.send_header("Cache-Control", origin.cache_control)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 - http.server's name

            def log_message(self, *_: Any) -> None:
                """Not on the console."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])


ALL = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]


def behaviour(pattern: str | None, policy: str, methods: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "TargetOriginId": "api",
        "AllowedMethods": {"Quantity": len(methods), "Items": methods},
        "CachePolicyId": policy,
    }
    return row if pattern is None else {"PathPattern": pattern, **row}


def policy(name: str, *, default_s: int, max_s: int) -> CachePolicy:
    return CachePolicy(
        policy_id=name,
        name=name,
        min_ttl_s=0,
        default_ttl_s=default_s,
        max_ttl_s=max_s,
        key_queries="all",
        key_query_names=(),
        key_headers=(),
        key_cookies="none",
    )


@dataclass
class World:
    """The edge, what stands in AWS, and the origins behind."""

    keeper: EdgeKeeper
    edge: RememberingEdge
    balancers: RememberingBalancers
    client: Origin
    admin: Origin
    port: int
    asked: int = field(default=0)

    def get(self, path: str, method: str = "GET") -> tuple[int, str, str]:
        """Status, body and X-Cache."""
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, method=method)
        try:
            with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 - the edge
                return response.status, response.read().decode(), response.headers["X-Cache"]
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers["X-Cache"]

    def address(self) -> str:
        """One that nobody has asked for."""
        self.asked += 1
        return f"/api/v1/problems/{self.asked}"


def group(name: str) -> TargetGroup:
    return TargetGroup(
        arn=f"arn:{name}",
        name=name,
        protocol="HTTP",
        port=8000,
        health_path="/healthz/ready",
        health_interval_s=10,
        healthy_after=2,
        unhealthy_after=3,
        balancer_arns=("arn:lb",),
    )


def rule(priority: int, patterns: tuple[str, ...], name: str) -> Rule:
    return Rule(
        priority=priority,
        path_patterns=patterns,
        header_names=(),
        hosts=(),
        target_group_arn=f"arn:{name}",
        fixed_status="",
    )


def target(port: int, state: str = "healthy") -> Target:
    return Target(target_id="i-1", port=port, state=state, reason="", description="")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    client, admin = Origin("client"), Origin("admin")
    edge, balancers = RememberingEdge(), RememberingBalancers()
    edge.cache_policies = {
        "public": policy("public", default_s=0, max_s=3600),
        "never": policy("never", default_s=0, max_s=0),
    }
    edge.kept["D1"] = Distribution(
        distribution_id="D1",
        domain="d1.cloudfront.net",
        status="Deployed",
        etag="E1",
        config={
            "CacheBehaviors": {
                "Quantity": 3,
                "Items": [
                    behaviour("/api/*", "public", ALL),
                    behaviour("/ws/*", "never", ALL),
                    behaviour("/graphql", "never", ALL),
                ],
            },
            "DefaultCacheBehavior": behaviour(None, "public", ["GET", "HEAD"]),
        },
    )
    balancers.balancer_states = [
        BalancerState(
            arn="arn:lb",
            name="lb",
            dns_name="lb",
            zone_id="",
            scheme="internet-facing",
            state="active",
            vpc_id="",
            subnet_ids=(),
        )
    ]
    balancers.listener_states = [
        Listener(
            arn="arn:listener",
            balancer_arn="arn:lb",
            port=443,
            protocol="HTTPS",
            rules=(rule(10, ("/api/*", "/ws/*"), "client"), rule(20, ("/graphql",), "admin")),
        )
    ]
    balancers.groups = [group("client"), group("admin")]
    balancers.target_states = {
        "arn:client": [target(client.port)],
        "arn:admin": [target(admin.port)],
    }
    folder: Path = tmp_path_factory.mktemp("edge")
    varnish = Varnish(folder=folder / "varnish", port=free_port())
    keeper = EdgeKeeper(edge=edge, balancers=balancers, varnish=varnish)
    with ProcessGroup([varnish.process()], log_dir=folder / "log"):
        keeper.step()
        yield World(keeper, edge, balancers, client, admin, varnish.port)


def test_only_a_star_at_the_end_of_an_invalidation_is_a_wildcard() -> None:
    assert invalidation_regex("/api/v1/*") == "^/api/v1/"
    assert invalidation_regex("/a*b") == r"^/a\*b$"


def test_what_is_the_same_for_everybody_reaches_the_origin_once(world: World) -> None:
    path = world.address()

    first, second = world.get(path), world.get(path)

    assert first[2] == "Miss from cloudfront"
    assert second == (200, first[1], "Hit from cloudfront")


def test_the_query_is_part_of_the_key(world: World) -> None:
    path = world.address()

    assert world.get(f"{path}?a=1")[1] != world.get(f"{path}?a=2")[1]


def test_what_is_ones_own_is_never_kept(world: World) -> None:
    path = world.address()
    world.client.cache_control = "private, no-store"

    first, second = world.get(path), world.get(path)

    world.client.cache_control = "public, s-maxage=60"
    assert first[1] != second[1]
    assert second[2] == "Miss from cloudfront"


def test_an_answer_that_names_no_time_has_the_policys(world: World) -> None:
    path = world.address()
    world.client.cache_control = ""

    first, second = world.get(path), world.get(path)

    world.client.cache_control = "public, s-maxage=60"
    assert first[1] != second[1]


def test_an_invalidation_makes_the_edge_forget(world: World) -> None:
    kept, other = world.address(), "/api/v1/languages"
    before, other_before = world.get(kept), world.get(other)

    world.edge.invalidate("D1", ["/api/v1/problems*"], caller_reference=kept)
    world.keeper.step()

    assert world.get(kept)[1] != before[1]
    assert world.get(other) == (200, other_before[1], "Hit from cloudfront")


def test_requests_go_to_the_service_of_the_first_rule(world: World) -> None:
    assert world.get("/graphql")[1].startswith("admin")
    assert world.get("/ws/x")[1].startswith("client")
    assert world.get("/index.html")[1].startswith("client")


def test_a_method_that_a_behaviour_forbids_is_refused_at_the_edge(world: World) -> None:
    before = world.client.count

    assert world.get("/index.html", "POST")[0] == 403
    assert world.get("/api/v1/submissions", "POST")[0] == 200
    assert world.client.count == before + 1


def test_a_websocket_passes_through(world: World) -> None:
    with socket.create_connection(("127.0.0.1", world.port), timeout=5) as client:
        client.sendall(
            b"GET /ws/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        )
        assert b"101" in client.recv(1000)
        client.sendall(b"hello")
        assert client.recv(100) == b"HELLO"


def test_only_healthy_targets_get_requests(world: World) -> None:
    healthy = world.balancers.target_states["arn:admin"]
    world.balancers.target_states["arn:admin"] = [target(world.admin.port, "unhealthy")]
    world.keeper.step()

    assert world.get("/graphql")[0] == 503

    world.balancers.target_states["arn:admin"] = healthy
    world.keeper.step()
    assert world.get("/graphql")[0] == 200


def test_a_changed_order_of_behaviours_is_followed(world: World) -> None:
    kept = world.edge.kept["D1"]
    rows = kept.config["CacheBehaviors"]["Items"]
    first = behaviour("/api/v1/*", "never", ALL)
    world.edge.kept["D1"] = replace(
        kept, config={**kept.config, "CacheBehaviors": {"Quantity": 4, "Items": [first, *rows]}}
    )
    world.keeper.step()
    path = world.address()

    assert world.get(path)[1] != world.get(path)[1]

    world.edge.kept["D1"] = kept
    world.keeper.step()
