from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache

from infra_control.balancing.reading import (
    BalancingView,
    GroupView,
    ListenerView,
    RuleView,
    TargetView,
)
from infra_control.balancing.rules import first_rule, group_problem, shadowed_rules, target_said
from infra_control.edge.reading import EdgeView, OriginView, read_edge
from infra_control.gateways.balancers import (
    DEFAULT_PRIORITY,
    BalancerState,
    Listener,
    Rule,
    Target,
    TargetGroup,
)
from infra_control.gateways.dns import Record, Zone
from infra_control.naming.reading import NamingView, ZoneView
from infra_control.screens import tracing as tracing_screen
from infra_control.tracing.reading import answerer
from infra_control.tracing.rules import BadUrlError, HopState, Trace, request_of, trace
from tests.infra_control.edge.conftest import clouds, distributed
from tests.infra_control.fleet.conftest import NOW, Clouds
from tests.infra_control.screens.test_fleet import client, text

__all__ = ["clouds", "distributed"]

TRACE = "/admin/infra_control/operatoraction/screens/trace/"
RULE = Rule(
    priority=10,
    path_patterns=("/api/*",),
    header_names=("X-Origin-Verify",),
    hosts=(),
    target_group_arn="arn:group",
    fixed_status="",
)
LAST = replace(
    RULE, priority=DEFAULT_PRIORITY, path_patterns=(), target_group_arn="", fixed_status="403"
)
GROUP = TargetGroup(
    arn="arn:group",
    name="targets",
    protocol="HTTP",
    port=8000,
    health_path="/healthz/ready",
    health_interval_s=10,
    healthy_after=2,
    unhealthy_after=3,
    balancer_arns=("arn:balancer",),
)
WELL = Target(target_id="i-1", port=49153, state="healthy", reason="", description="")
UNWELL = replace(WELL, port=49154, state="unhealthy", reason="Target.Timeout")


def balancing(*targets: Target) -> BalancingView:
    balancer = BalancerState(
        arn="arn:balancer",
        name="balancer",
        dns_name="b.elb.amazonaws.com",
        zone_id="Z",
        scheme="internet-facing",
        state="active",
        vpc_id="v",
        subnet_ids=(),
    )
    listener = Listener(
        arn="l", balancer_arn="arn:balancer", port=443, protocol="HTTPS", rules=(RULE, LAST)
    )
    rows = tuple(
        RuleView(rule=one, service="client-api", group="targets", shadowed_by=None)
        for one in listener.rules
    )
    views = tuple(
        TargetView(
            target=one,
            said=target_said(one),
            task_id="task1",
            machine_id="m",
            version="codedang-client-api:3",
            since=NOW,
        )
        for one in targets
    )
    return BalancingView(
        balancers=((balancer, (ListenerView(listener=listener, rules=rows),)),),
        groups=(
            GroupView(
                group=GROUP,
                service="client-api",
                targets=views,
                problem=group_problem(GROUP, targets),
            ),
        ),
    )


def naming(target: str = "d1.cloudfront.net.") -> NamingView:
    zone = Zone(zone_id="Z1", name="codedang.com.", is_private=False, record_count=1)
    record = Record(
        name="codedang.com.",
        kind="A",
        ttl_s=None,
        values=(),
        alias_target=target,
        alias_zone_id="Z2",
    )
    return NamingView(zones=(ZoneView(zone=zone, records=(record,)),), checks=())


@pytest.fixture
def edge(distributed: Clouds) -> EdgeView:
    view = read_edge(distributed.gateways)
    assert view is not None
    api = OriginView(name="api", domain="origin.codedang.com", is_bucket=False)
    return replace(view, aliases=("codedang.com",), origins=(api,))


def follow(url: str, edge: EdgeView | None, method: str = "GET", **more: Any) -> Trace:
    parts = {"naming": naming(), "balancing": balancing(WELL, WELL), **more}
    request = request_of(url, method, default_host="codedang.com")
    return trace(request, edge=edge, answerer=answerer, **parts)


def test_a_request_that_is_answered_names_every_hop(edge: EdgeView) -> None:
    found = follow("https://codedang.com/api/v1/problems?page=2", edge)

    assert found.broken is None
    assert [hop.state for hop in found.hops] == [HopState.GOOD] * 9
    assert "key: path, query, here /api/v1/problems?page=2" in found.hops[3].facts
    assert "port 49153, codedang-client-api:3" in found.hops[7].facts[0]
    assert found.hops[8].facts == ("route: api/v1/problems",)


def test_the_first_broken_hop_ends_it(edge: EdgeView) -> None:
    found = follow("/api/v1/problems", edge, balancing=balancing(UNWELL))

    assert found.broken is not None
    assert found.broken.title == "Target group"
    assert "Visitors get 502 or 503" in found.broken.said
    assert "it did not answer the health check in time" in found.broken.facts[0]
    assert [hop.state for hop in found.hops[7:]] == [HopState.NOT_REACHED] * 2


def test_an_unwell_target_among_others_is_a_warning(edge: EdgeView) -> None:
    found = follow("/api/v1/problems", edge, balancing=balancing(WELL, UNWELL))

    assert found.broken is None
    assert found.hops[6].state is HopState.WARNED


@pytest.mark.parametrize(
    ("url", "method", "more", "title", "said"),
    [
        ("https://other.org/", "GET", {}, "DNS", "No zone of ours"),
        ("https://10.0.0.1/", "GET", {}, "DNS", "past the edge"),
        ("/x", "GET", {"naming": naming("d9.cloudfront.net")}, "DNS", "does not lead"),
        ("/x", "POST", {}, "Behaviour", "POST gets 403 at the edge"),
        ("/graphql", "GET", {}, "Listener rule", "it answers 403 itself"),
        ("/api/v1/no-such", "GET", {}, "Django", "it answers 404"),
    ],
)
def test_each_hop_can_break(
    edge: EdgeView, url: str, method: str, more: dict[str, Any], title: str, said: str
) -> None:
    broken = follow(url, edge, method, **more).broken

    assert broken is not None
    assert broken.title == title
    assert said in broken.said


def test_the_applications_files_come_from_the_bucket(edge: EdgeView) -> None:
    bucket = OriginView(name="api", domain="files.s3.amazonaws.com", is_bucket=True)

    found = follow("/problems/a", replace(edge, origins=(bucket,)))

    assert found.broken is None
    assert found.hops[-1].said == "The bucket answers: nothing further is asked."


@pytest.mark.parametrize("url", ["", "http://", "ftp://a.org/", "a b", "http://[/", "x" * 3000])
def test_what_is_no_address_is_said(url: str) -> None:
    with pytest.raises(BadUrlError):
        request_of(url, "GET", default_host="codedang.com")


def test_rules_are_tried_in_their_order() -> None:
    rules = [RULE, replace(RULE, priority=20, path_patterns=("/api/v1/*", "/api/x")), LAST]

    assert first_rule(rules, "/api/v1/problems") == RULE
    assert first_rule(rules, "/elsewhere") == LAST
    assert shadowed_rules(rules) == {20: 10}


def test_why_a_target_is_unwell_is_said_in_words() -> None:
    codes = replace(UNWELL, reason="Target.ResponseCodeMismatch", description="codes: [502]")

    assert target_said(WELL) == ""
    assert target_said(UNWELL) == "it did not answer the health check in time"
    assert target_said(codes) == "it answers the health check with another status (codes: [502])"
    assert target_said(replace(UNWELL, reason="Target.New")) == "Target.New"


def test_the_screen_follows_what_is_typed(
    distributed: Clouds, db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(tracing_screen, "gateways", lambda: distributed.gateways)
    operator = client()

    assert "It fails at DNS" in text(operator.get(TRACE, {"url": "https://other.org/<b>"}))
    assert "is no address" in text(operator.get(TRACE, {"url": "http://["}))
