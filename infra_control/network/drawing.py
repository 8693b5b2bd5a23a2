"""The network's map: where each box and line of the drawing stands; pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infra_control.blueprint.shape import Cluster
from infra_control.gateways.network import NetworkState
from infra_control.network.rules import Reach, SubnetView

MARGIN = 20
ZONE_WIDTH = 380
SUBNET_HEIGHT = 128
GAP = 18
TOP = 132
"""Of the zones: above them are the internet and its gateway."""
MACHINES_DRAWN = 12
"""In one subnet; more are told as a number."""
MACHINE = 18
NAT_WIDTH = 132
NAT_HEIGHT = 44


@dataclass(frozen=True, kw_only=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    kind: str
    """A class of screens.css."""
    title: str = ""
    lines: tuple[str, ...] = ()
    note: str = ""
    """Shown when one points at it."""

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def text_x(self) -> float:
        return self.x + 10

    @property
    def title_y(self) -> float:
        return self.y + 19

    @property
    def placed_lines(self) -> tuple[tuple[float, str], ...]:
        return tuple((self.y + 36 + 15 * n, line) for n, line in enumerate(self.lines))


@dataclass(frozen=True, kw_only=True)
class Link:
    path: str
    kind: str
    """broken: the route is missing or leads to nothing."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    width: float
    height: float
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    summary: str
    """For who can't see it."""


def draw_network(
    state: NetworkState,
    views: Sequence[SubnetView],
    instances: Mapping[Cluster, Sequence[str]],
) -> Drawing:
    """Zones as columns, public subnets above private ones, gateways where they stand."""
    zones = sorted({view.subnet.zone for view in views})
    columns = {zone: _ordered(views, zone) for zone in zones}
    deepest = max((len(column) for column in columns.values()), default=1)
    width = 2 * MARGIN + max(1, len(zones)) * (ZONE_WIDTH + GAP) + GAP
    height = TOP + 34 + deepest * (SUBNET_HEIGHT + GAP) + MARGIN + 6
    internet = Box(
        x=width / 2 - 75, y=6, width=150, height=32, kind="internet", title="The Internet"
    )
    vpc = Box(
        x=MARGIN,
        y=86,
        width=width - 2 * MARGIN,
        height=height - 86 - 6,
        kind="vpc",
        title=f"VPC {state.vpc.name} {state.vpc.cidr}",
    )
    gateway = Box(
        x=width / 2 - 105,
        y=68,
        width=210,
        height=36,
        kind="gateway" if state.internet_gateway_ids else "missing",
        title=next(iter(state.internet_gateway_ids), "no Internet Gateway"),
    )
    boxes, links = [internet, vpc], []
    places: dict[str, Box] = {}
    nats: dict[str, Box] = {}
    for number, zone in enumerate(zones):
        x = MARGIN + GAP + number * (ZONE_WIDTH + GAP)
        boxes.append(
            Box(
                x=x,
                y=TOP,
                width=ZONE_WIDTH,
                height=height - TOP - MARGIN - 2,
                kind="zone",
                title=zone,
            )
        )
        for row, view in enumerate(columns[zone]):
            box = _subnet_box(view, x + 12, TOP + 30 + row * (SUBNET_HEIGHT + GAP))
            places[view.subnet.subnet_id] = box
            boxes += [box, *_machine_boxes(view, box, instances)]
    for nat in state.nats:
        if (home := places.get(nat.subnet_id)) is not None:
            nats[nat.nat_id] = Box(
                x=home.right - NAT_WIDTH - 10,
                y=home.y + SUBNET_HEIGHT - NAT_HEIGHT - 10,
                width=NAT_WIDTH,
                height=NAT_HEIGHT,
                kind="nat",
                title="NAT",
                lines=nat.public_addresses[:1] or ("no address",),
                note=f"{nat.nat_id}, {nat.state}",
            )
    links.append(Link(path=_down(internet, gateway), kind="both"))
    links += [_route(view, places[view.subnet.subnet_id], gateway, nats) for view in views]
    links += [
        Link(
            path=f"M{nat.middle} {nat.y} V{gateway.y + 48} H{gateway.middle} V{gateway.y + 36}",
            kind="out",
        )
        for nat in nats.values()
    ]
    return Drawing(
        width=width,
        height=height,
        boxes=(*boxes, gateway, *nats.values()),
        links=tuple(links),
        summary="; ".join(f"{_name(v)} ({v.subnet.cidr}) is {v.reach}: {v.why}" for v in views),
    )


def _ordered(views: Sequence[SubnetView], zone: str) -> list[SubnetView]:
    rank = {Reach.PUBLIC: 0, Reach.PRIVATE: 1, Reach.ISOLATED: 2}
    own = [view for view in views if view.subnet.zone == zone]
    return sorted(own, key=lambda view: (rank[view.reach], view.subnet.cidr))


def _subnet_box(view: SubnetView, x: float, y: float) -> Box:
    return Box(
        x=x,
        y=y,
        width=ZONE_WIDTH - 24,
        height=SUBNET_HEIGHT,
        kind=f"subnet-{view.reach}",
        title=f"{_name(view)}  ·  {view.reach}",
        lines=(
            f"{view.subnet.cidr}, {view.subnet.free_address_count} addresses free",
            f"0.0.0.0/0 → {_short(view.target)}" if view.target else "no way out",
        ),
        note=view.why,
    )


def _machine_boxes(
    view: SubnetView, home: Box, instances: Mapping[Cluster, Sequence[str]]
) -> list[Box]:
    cluster_of = {one: cluster for cluster, ids in instances.items() for one in ids}
    boxes = [
        Box(
            x=home.x + 10 + place * (MACHINE + 5),
            y=home.y + SUBNET_HEIGHT - MACHINE - 12,
            width=MACHINE,
            height=MACHINE,
            kind=f"machine-{cluster_of.get(instance, 'other')}",
            note=f"{instance}: a machine of {cluster_of.get(instance, 'none of our clusters')}",
        )
        for place, instance in enumerate(view.machines[:MACHINES_DRAWN])
    ]
    more = len(view.machines) - MACHINES_DRAWN
    if more > 0:
        last = boxes[-1]
        boxes.append(
            Box(x=last.right, y=last.y - 5, width=40, height=MACHINE, kind="text", title=f"+{more}")
        )
    return boxes


def _route(view: SubnetView, box: Box, gateway: Box, nats: Mapping[str, Box]) -> Link:
    """From a subnet to where its own route leads."""
    if view.reach is Reach.PUBLIC:
        return Link(
            path=f"M{box.middle} {box.y} V{gateway.y + 52} H{gateway.middle} V{gateway.y + 36}",
            kind="both",
        )
    target = nats.get(view.target)
    if target is None:
        return Link(path=f"M{box.x} {box.y + 20} h-6", kind="broken")
    lane = box.y - GAP / 2
    return Link(
        path=(f"M{box.middle + 40} {box.y} V{lane} H{target.middle} V{target.y + NAT_HEIGHT}"),
        kind="out",
    )


def _short(name: str) -> str:
    """An id by its beginning and its end; the table below has the whole."""
    return name if len(name) <= 16 else f"{name[:7]}…{name[-5:]}"


def _down(above: Box, below: Box) -> str:
    return f"M{above.middle} {above.y + above.height} V{below.y}"


def _name(view: SubnetView) -> str:
    return view.subnet.name or view.subnet.subnet_id
