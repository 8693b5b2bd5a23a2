"""Whether names lead where they should; pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

from infra_control.gateways.balancers import BalancerState
from infra_control.gateways.dns import Record, Zone
from infra_control.gateways.edge import DistributionSummary

ADDRESS_KINDS = ("A", "AAAA")


@dataclass(frozen=True, kw_only=True)
class NameCheck:
    """One name that must lead somewhere."""

    name: str
    wanted: str
    is_right: bool
    said: str


def zone_of(zones: Sequence[Zone], name: str) -> Zone | None:
    """The public zone that answers for a name: the one with the longest fitting name."""
    dotted = f"{name.rstrip('.')}."
    fitting = [
        zone
        for zone in zones
        if not zone.is_private and (dotted == zone.name or dotted.endswith(f".{zone.name}"))
    ]
    return max(fitting, key=lambda zone: len(zone.name), default=None)


def records_of(records: Sequence[Record], name: str) -> list[Record]:
    dotted = f"{name.rstrip('.')}."
    return [one for one in records if one.name == dotted]


def distribution_check(
    distribution: DistributionSummary, zones: Sequence[Zone], records: Sequence[Record]
) -> list[NameCheck]:
    """For each of its names: does the zone lead there, over IPv4 and IPv6?"""
    checks = []
    for name in distribution.aliases:
        if zone_of(zones, name) is None:
            said = "No zone of ours answers for it: its name servers are elsewhere."
            checks.append(
                NameCheck(name=name, wanted=distribution.domain, is_right=False, said=said)
            )
            continue
        checks += [
            _check(name, kind, distribution.domain, records_of(records, name))
            for kind in ADDRESS_KINDS
        ]
    if not distribution.aliases:
        said = "The distribution has no name of its own: only its CloudFront address leads there."
        checks.append(
            NameCheck(
                name=distribution.domain, wanted=distribution.domain, is_right=False, said=said
            )
        )
    return checks


def balancer_check(name: str, balancer: BalancerState, records: Sequence[Record]) -> NameCheck:
    """Does the origin's name lead to the load balancer?"""
    return _check(name, "A", balancer.dns_name, records_of(records, name))


def _check(name: str, kind: str, wanted: str, records: Sequence[Record]) -> NameCheck:
    found = next((one for one in records if one.kind == kind), None)
    label = f"{name} {kind}"
    if found is None:
        alias = next((one for one in records if one.kind == "CNAME"), None)
        if alias is not None and _same(next(iter(alias.values), ""), wanted):
            said = f"It leads to {wanted} by a CNAME."
            return NameCheck(name=label, wanted=wanted, is_right=True, said=said)
        said = f"There is no {kind} record: {_lost(kind)}"
        return NameCheck(name=label, wanted=wanted, is_right=False, said=said)
    target = found.alias_target or ", ".join(found.values)
    if _same(target, wanted):
        said = "The alias leads to it."
        return NameCheck(name=label, wanted=wanted, is_right=True, said=said)
    said = f"It leads to {target or 'nothing'}, and should lead to {wanted}."
    return NameCheck(name=label, wanted=wanted, is_right=False, said=said)


def _lost(kind: str) -> str:
    return "nobody finds the site." if kind == "A" else "those with IPv6 only don't find the site."


def _same(one: str, other: str) -> bool:
    # An alias to a load balancer is written with dualstack. before its name.
    def bare(name: str) -> str:
        return name.rstrip(".").casefold().removeprefix("dualstack.")

    return bare(one) == bare(other)
