"""Names: Route 53's zones and their records."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import boto3

from infra_control.gateways.calls import asking, patience

if TYPE_CHECKING:
    from mypy_boto3_route53 import Route53Client


@dataclass(frozen=True, kw_only=True)
class Zone:
    zone_id: str
    name: str
    """With its final dot."""
    is_private: bool
    record_count: int


@dataclass(frozen=True, kw_only=True)
class Record:
    name: str
    """With its final dot."""
    kind: str
    """Such as A, AAAA, CNAME, TXT."""
    ttl_s: int | None
    """None: an alias has that of its target."""
    values: tuple[str, ...]
    alias_target: str
    """Empty: it is no alias."""
    alias_zone_id: str


class DnsGateway(Protocol):
    """All methods raise CloudError."""

    def zones(self) -> list[Zone]: ...

    def records(self, zone_id: str) -> list[Record]: ...


class AwsDns:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = ("route53:ListHostedZones", "route53:ListResourceRecordSets")

    def __init__(self, *, region: str) -> None:
        self._client: Route53Client = boto3.client("route53", region_name=region, config=patience())

    def zones(self) -> list[Zone]:
        with asking("reading the zones"):
            pages = self._client.get_paginator("list_hosted_zones").paginate()
            found = [one for page in pages for one in page["HostedZones"]]
        return [
            Zone(
                zone_id=one["Id"].rpartition("/")[2],
                name=_dotted(one["Name"]),
                is_private=one.get("Config", {}).get("PrivateZone", False),
                record_count=one.get("ResourceRecordSetCount", 0),
            )
            for one in found
        ]

    def records(self, zone_id: str) -> list[Record]:
        with asking(f"reading the records of zone {zone_id}"):
            pages = self._client.get_paginator("list_resource_record_sets").paginate(
                HostedZoneId=zone_id
            )
            found = [one for page in pages for one in page["ResourceRecordSets"]]
        return [
            Record(
                name=_dotted(one["Name"]),
                kind=one["Type"],
                ttl_s=one.get("TTL"),
                values=tuple(value["Value"] for value in one.get("ResourceRecords", [])),
                alias_target=one.get("AliasTarget", {}).get("DNSName", ""),
                alias_zone_id=one.get("AliasTarget", {}).get("HostedZoneId", ""),
            )
            for one in found
        ]


def _dotted(name: str) -> str:
    """AWS ends every name with a dot; moto only some."""
    return f"{name.rstrip('.')}."
