from infra_control.gateways.dns import Record, Zone
from infra_control.gateways.edge import DistributionSummary
from infra_control.naming.rules import distribution_check, zone_of

ZONES = [
    Zone(zone_id="Z1", name="codedang.com.", is_private=False, record_count=2),
    Zone(zone_id="Z2", name="lab.codedang.com.", is_private=False, record_count=2),
    Zone(zone_id="Z3", name="lab.codedang.com.", is_private=True, record_count=2),
]
DISTRIBUTION = DistributionSummary(
    distribution_id="D1",
    domain="d1.cloudfront.net",
    aliases=("codedang.com",),
    status="Deployed",
    is_enabled=True,
    comment="",
)


def alias(kind: str, target: str) -> Record:
    return Record(
        name="codedang.com.",
        kind=kind,
        ttl_s=None,
        values=(),
        alias_target=target,
        alias_zone_id="",
    )


def test_the_longest_public_zone_answers() -> None:
    assert zone_of(ZONES, "a.lab.codedang.com") == ZONES[1]
    assert zone_of(ZONES, "codedang.com") == ZONES[0]
    assert zone_of(ZONES, "notcodedang.com") is None


def test_aliases_of_both_kinds_lead_to_the_distribution() -> None:
    records = [alias("A", "d1.cloudfront.net."), alias("AAAA", "D1.cloudfront.net")]

    assert all(one.is_right for one in distribution_check(DISTRIBUTION, ZONES, records))


def test_a_lost_record_and_a_wrong_target_are_told() -> None:
    four, six = distribution_check(DISTRIBUTION, ZONES, [alias("A", "d2.cloudfront.net.")])

    assert four.said == "It leads to d2.cloudfront.net., and should lead to d1.cloudfront.net."
    assert six.said.startswith("There is no AAAA record")


def test_a_name_without_a_zone_is_told() -> None:
    [check] = distribution_check(DISTRIBUTION, [], [])

    assert "No zone of ours answers" in check.said
