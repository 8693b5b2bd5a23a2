"""The distribution: what goes where, in which order, and what may be kept."""

from pathlib import Path
from typing import Any

from infra_control.blueprint.edge import API_ORIGIN, BEHAVIOURS, CACHING_DISABLED
from infra_control.blueprint.shape import PRODUCTION
from tests.infra_control.blueprint.conftest import Blueprint


def config(blueprint: Blueprint) -> dict[str, Any]:
    found: dict[str, Any] = blueprint.properties("Distribution")["DistributionConfig"]
    return found


def test_behaviours_stand_in_their_order_and_the_rest_is_the_front_end(
    blueprint: Blueprint,
) -> None:
    patterns = [one["PathPattern"] for one in config(blueprint)["CacheBehaviors"]]

    assert patterns == [one.path_pattern for one in BEHAVIOURS]
    assert config(blueprint)["DefaultCacheBehavior"]["TargetOriginId"] == "frontend"


def test_what_the_edge_sends_on_the_balancer_knows(blueprint: Blueprint) -> None:
    known = {
        pattern
        for service in PRODUCTION.services
        if service.target
        for pattern in service.target.path_patterns
    }

    sent = {one.path_pattern for one in BEHAVIOURS if one.origin == API_ORIGIN}
    assert sent == known


def test_files_of_former_builds_stay_where_open_pages_find_them(blueprint: Blueprint) -> None:
    rows = config(blueprint)["CacheBehaviors"]
    patterns = [one["PathPattern"] for one in rows]
    [own] = [one for one in rows if one["PathPattern"] == "/static/app/*"]

    assert patterns.index("/static/app/*") < patterns.index("/static/*")
    assert own["TargetOriginId"] == "frontend"
    assert "OriginRequestPolicyId" not in own
    publishing = (Path(__file__).parents[3] / "scripts/publish-frontend").read_text()
    assert "/static/app" in publishing
    assert "--delete" not in publishing


def test_the_caches_hit_rate_is_counted(blueprint: Blueprint) -> None:
    subscription = blueprint.properties("EdgeFigures")

    assert subscription["DistributionId"] == {"Ref": "Distribution"}
    config_of = subscription["MonitoringSubscription"]["RealtimeMetricsSubscriptionConfig"]
    assert config_of["RealtimeMetricsSubscriptionStatus"] == "Enabled"


def test_cookies_reach_the_api_and_are_no_part_of_what_is_kept(blueprint: Blueprint) -> None:
    policy = blueprint.properties("PublicAnswers")["CachePolicyConfig"]
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]

    assert key["CookiesConfig"] == {"CookieBehavior": "none"}
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert policy["DefaultTTL"] == 0, "nothing is kept that doesn't say so"
    cached = {
        one["PathPattern"]
        for one in config(blueprint)["CacheBehaviors"]
        if one["CachePolicyId"] != CACHING_DISABLED
    }
    assert cached == {"/api/*", "/static/app/*", "/static/*"}


def test_the_domain_is_an_alias_of_the_distribution(blueprint: Blueprint) -> None:
    for kind in ("A", "AAAA"):
        record = blueprint.properties(f"Domain{kind}Record")
        assert record["AliasTarget"]["DNSName"] == {"Fn::GetAtt": ["Distribution", "DomainName"]}


def test_the_front_ends_bucket_opens_to_the_distribution_alone(blueprint: Blueprint) -> None:
    (statement,) = blueprint.properties("FrontendBucketPolicy")["PolicyDocument"]["Statement"]

    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "AWS:SourceArn" in statement["Condition"]["StringEquals"]
    for bucket in blueprint.of_type("AWS::S3::Bucket").values():
        assert all(bucket["PublicAccessBlockConfiguration"].values())


def test_the_sites_pages_may_post_uploads_to_the_files_bucket(blueprint: Blueprint) -> None:
    (rule,) = blueprint.properties("FilesBucket")["CorsConfiguration"]["CorsRules"]

    assert rule["AllowedMethods"] == ["POST"]
    assert rule["AllowedOrigins"] == [{"Fn::Join": ["", ["https://", {"Ref": "Domain"}]]}]
