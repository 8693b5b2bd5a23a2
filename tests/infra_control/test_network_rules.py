from infra_control.blueprint.shape import Cluster
from infra_control.gateways.network import (
    Instance,
    Nat,
    NetworkState,
    Route,
    RouteTable,
    Subnet,
    Vpc,
)
from infra_control.network.drawing import draw_network
from infra_control.network.rules import (
    Reach,
    SubnetView,
    allow_checks,
    allow_list_problems,
    network_warnings,
    subnet_view,
)


def subnet(name: str, zone: str = "a") -> Subnet:
    return Subnet(
        subnet_id=name, vpc_id="v", name=name, cidr="10.0.0.0/24", zone=zone, free_address_count=9
    )


def table(subnet_id: str, target: str, *, is_blackhole: bool = False) -> RouteTable:
    routes = [Route(destination="10.0.0.0/16", target="local", is_blackhole=False)]
    if target:
        routes.append(Route(destination="0.0.0.0/0", target=target, is_blackhole=is_blackhole))
    return RouteTable(
        table_id=f"t-{subnet_id}",
        vpc_id="v",
        name="",
        subnet_ids=(subnet_id,),
        is_main=False,
        routes=tuple(routes),
    )


def network(
    *tables: RouteTable, nat_in: str = "open", instances: tuple[Instance, ...] = ()
) -> NetworkState:
    return NetworkState(
        vpc=Vpc(vpc_id="v", name="codedang", cidr="10.0.0.0/16"),
        subnets=tuple(subnet(name) for one in tables for name in one.subnet_ids),
        tables=tables,
        internet_gateway_ids=("igw-1",),
        nats=(
            Nat(
                nat_id="nat-1",
                vpc_id="v",
                subnet_id=nat_in,
                state="available",
                public_addresses=("3.35.1.2",),
            ),
        ),
        instances=instances,
    )


def views(state: NetworkState) -> list[SubnetView]:
    return [subnet_view(state, one) for one in state.subnets]


def said(state: NetworkState, *judges: str) -> str:
    return " ".join(
        one.said for one in network_warnings(state, views(state), judge_instances=judges)
    )


def judge(subnet_id: str, public_address: str = "") -> Instance:
    return Instance(
        instance_id="i-judge",
        instance_type="c6i.xlarge",
        state="running",
        subnet_id=subnet_id,
        private_address="10.0.0.9",
        public_address=public_address,
        name="",
    )


def test_a_subnet_is_what_the_route_of_the_rest_makes_it() -> None:
    state = network(table("open", "igw-1"), table("shut", "nat-1"), table("alone", ""))

    assert [view.reach for view in views(state)] == [Reach.PUBLIC, Reach.PRIVATE, Reach.ISOLATED]
    assert views(state)[0].route == "0.0.0.0/0 → igw-1"


def test_a_route_to_what_is_gone_leads_nowhere() -> None:
    [view] = views(network(table("shut", "nat-9", is_blackhole=True)))

    assert view.reach is Reach.ISOLATED
    assert "black hole" in view.why


def test_a_sound_network_is_not_warned_of() -> None:
    state = network(table("open", "igw-1"), table("shut", "nat-1"), instances=(judge("shut"),))

    assert said(state, "i-judge") == ""


def test_a_nat_in_a_private_subnet_is_warned_of() -> None:
    state = network(table("open", "igw-1"), table("shut", "nat-1"), nat_in="shut")

    assert "nat-1 stands in shut, which is private" in said(state)


def test_a_judge_that_anybody_reaches_is_warned_of() -> None:
    state = network(
        table("open", "igw-1"), table("shut", "nat-1"), instances=(judge("open", "52.1.2.3"),)
    )

    assert "Judge machines stand in open, which is public" in said(state, "i-judge")
    assert "have public addresses: i-judge" in said(state, "i-judge")
    assert said(state) == ""


def test_an_address_is_looked_up_in_the_collectors_list() -> None:
    allowed, refused = allow_checks(["3.35.1.2", "3.36.9.9"], ["115.145.0.0/16", "3.35.0.0/16"])

    assert (allowed.is_allowed, allowed.by) == (True, "3.35.0.0/16")
    assert not refused.is_allowed
    assert allow_list_problems(["3.35.0.0/16", "campus"]) == [
        "campus is no address and no CIDR block."
    ]


def test_the_map_leads_private_subnets_to_the_nat_and_marks_lost_ones() -> None:
    state = network(table("open", "igw-1"), table("shut", "nat-1"), table("alone", ""))

    drawing = draw_network(state, views(state), {Cluster.JUDGE: ["i-judge"]})

    kinds = [link.kind for link in drawing.links]
    assert kinds.count("broken") == 1
    assert {"both", "out"} <= set(kinds)
    assert [box.title for box in drawing.boxes if box.kind == "nat"] == ["NAT"]
    assert "alone (10.0.0.0/24) is isolated" in drawing.summary
    assert all(box.x >= 0 and box.right <= drawing.width for box in drawing.boxes)
