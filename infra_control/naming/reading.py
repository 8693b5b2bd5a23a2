"""Zones and records as one value, read from AWS."""

from dataclasses import dataclass
from typing import Any

from infra_control.clients import Gateways
from infra_control.gateways.dns import Record, Zone
from infra_control.naming.rules import (
    NameCheck,
    balancer_check,
    distribution_check,
    records_of,
    zone_of,
)


@dataclass(frozen=True, kw_only=True)
class ZoneView:
    zone: Zone
    records: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True)
class NamingView:
    zones: tuple[ZoneView, ...]
    checks: tuple[NameCheck, ...]

    def records(self, name: str) -> list[Record]:
        """What our zone answers for a name."""
        zone = zone_of([one.zone for one in self.zones], name)
        own = [one for one in self.zones if one.zone == zone]
        return records_of(own[0].records, name) if own else []

    def answers_for(self, name: str) -> bool:
        return zone_of([one.zone for one in self.zones], name) is not None


def read_naming(gateways: Gateways) -> NamingView:
    """Ask AWS for all of it. Raises CloudError."""
    zones = tuple(
        ZoneView(zone=zone, records=tuple(gateways.dns.records(zone.zone_id)))
        for zone in gateways.dns.zones()
    )
    records = [one for view in zones for one in view.records]
    plain = [view.zone for view in zones]
    checks: list[NameCheck] = []
    balancers = {one.dns_name: one for one in gateways.balancers.balancers()}
    for summary in gateways.edge.distributions():
        checks += distribution_check(summary, plain, records)
        for name in origin_names(gateways.edge.distribution(summary.distribution_id).config):
            if zone_of(plain, name) is not None and balancers:
                checks.append(balancer_check(name, next(iter(balancers.values())), records))
    return NamingView(zones=zones, checks=tuple(checks))


def origin_names(config: dict[str, Any]) -> list[str]:
    """Of a distribution's origins that are servers, not buckets."""
    return [
        one["DomainName"]
        for one in config.get("Origins", {}).get("Items", [])
        if one.get("CustomOriginConfig")
    ]
