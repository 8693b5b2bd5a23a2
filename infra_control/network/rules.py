"""What is public, what is private, and what is wrong with it; pure functions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network

from infra_control.gateways.network import NetworkState, Route, Subnet

ANYWHERE = "0.0.0.0/0"


class Reach(StrEnum):
    """Where a subnet's own route sends what is not of the network."""

    PUBLIC = "public"
    PRIVATE = "private"
    """Out by a NAT, and nobody comes in."""
    ISOLATED = "isolated"
    """Nothing leaves."""


@dataclass(frozen=True, kw_only=True)
class SubnetView:
    subnet: Subnet
    reach: Reach
    table_name: str
    table_id: str
    route: str
    """The one that makes it so, such as 0.0.0.0/0 → igw-1."""
    target: str
    """Of that route; empty: none."""
    why: str
    nat_ids: tuple[str, ...]
    machines: tuple[str, ...]
    """The instances in it, by id."""


@dataclass(frozen=True, kw_only=True)
class NetworkWarning:
    said: str
    is_grave: bool


def subnet_view(state: NetworkState, subnet: Subnet) -> SubnetView:
    """A subnet is public exactly when its route table sends the rest to the Internet Gateway."""
    table = state.table_of(subnet.subnet_id)
    rest = _rest(table.routes if table else ())
    target = rest.target if rest and not rest.is_blackhole else ""
    if target.startswith("igw-"):
        reach, why = Reach.PUBLIC, f"{ANYWHERE} → {target}: the Internet Gateway, both ways."
    elif target.startswith("nat-"):
        reach, why = Reach.PRIVATE, f"{ANYWHERE} → {target}: the NAT, one way out."
    elif rest and rest.is_blackhole:
        reach, why = Reach.ISOLATED, f"{ANYWHERE} → {rest.target} is a black hole: it is gone."
    elif target:
        reach, why = Reach.PRIVATE, f"{ANYWHERE} → {target}."
    else:
        reach, why = Reach.ISOLATED, f"No route for {ANYWHERE}: only the network is reached."
    name = (table.name or table.table_id) if table else "no table"
    if table and subnet.subnet_id not in table.subnet_ids:
        why += " By the main table, for it names none of its own."
    return SubnetView(
        subnet=subnet,
        reach=reach,
        table_name=name,
        table_id=table.table_id if table else "",
        route=f"{ANYWHERE} → {rest.target}" if rest else "",
        target=target,
        why=why,
        nat_ids=tuple(one.nat_id for one in state.nats if one.subnet_id == subnet.subnet_id),
        machines=tuple(
            one.instance_id for one in state.instances if one.subnet_id == subnet.subnet_id
        ),
    )


def network_warnings(
    state: NetworkState, views: Sequence[SubnetView], *, judge_instances: Collection[str]
) -> list[NetworkWarning]:
    """What an operator should mend, the grave first."""
    of = {view.subnet.subnet_id: view for view in views}
    grave: list[str] = []
    mild: list[str] = []
    if not state.internet_gateway_ids:
        grave.append("No Internet Gateway is attached: nothing comes in and nothing leaves.")
    for nat in state.nats:
        view = of.get(nat.subnet_id)
        if view and view.reach is not Reach.PUBLIC:
            grave.append(
                f"{nat.nat_id} stands in {_named(view)}, which is {view.reach}: a NAT itself needs "
                "a public subnet, so nothing private reaches the outside."
            )
        if nat.state not in ("available", "pending"):
            grave.append(f"{nat.nat_id} is {nat.state}: private subnets reach nothing outside.")
        if not nat.public_addresses:
            mild.append(f"{nat.nat_id} has no fixed address: the collectors can't know it.")
    for view in views:
        if view.reach is Reach.ISOLATED:
            grave.append(f"{_named(view)}: {view.why} Tasks there reach no queue and no storage.")
        if view.machines and set(view.machines) & set(judge_instances) and _is_open(view):
            grave.append(
                f"Judge machines stand in {_named(view)}, which is public: students' code must "
                "run where nobody can come in."
            )
    public_judges = [
        one.instance_id
        for one in state.instances
        if one.instance_id in judge_instances and one.public_address
    ]
    if public_judges:
        grave.append(f"Judge machines have public addresses: {', '.join(public_judges)}.")
    return [
        *(NetworkWarning(said=one, is_grave=True) for one in grave),
        *(NetworkWarning(said=one, is_grave=False) for one in mild),
    ]


@dataclass(frozen=True, kw_only=True)
class AllowCheck:
    """Whether the collectors on campus let one of our addresses in."""

    address: str
    is_allowed: bool
    by: str
    """The entry that lets it in; empty: none."""


def allow_checks(addresses: Sequence[str], allow_list: Sequence[str]) -> list[AllowCheck]:
    """Each fixed address against the collectors' list, of addresses and CIDR blocks."""
    checks = []
    for address in addresses:
        by = next((one for one in allow_list if _holds(one, address)), "")
        checks.append(AllowCheck(address=address, is_allowed=bool(by), by=by))
    return checks


def allow_list_problems(allow_list: Sequence[str]) -> list[str]:
    """Entries that are no address and no block."""
    problems = []
    for one in allow_list:
        try:
            ip_network(one, strict=False)
        except ValueError:
            problems.append(f"{one[:60]} is no address and no CIDR block.")
    return problems


def _holds(entry: str, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(entry, strict=False)
    except ValueError:
        return False


def _is_open(view: SubnetView) -> bool:
    return view.reach is Reach.PUBLIC


def _named(view: SubnetView) -> str:
    return view.subnet.name or view.subnet.subnet_id


def _rest(routes: Sequence[Route]) -> Route | None:
    return next((one for one in routes if one.destination == ANYWHERE), None)
