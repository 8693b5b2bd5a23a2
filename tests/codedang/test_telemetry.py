"""What the web side tells of itself, as Prometheus reads it."""

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from django.test import Client
from pytest_django import Settings

from judging import telemetry
from judging.telemetry.connecting import connect
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _scraped() -> Iterator[None]:
    connect("web", env={}, is_scraped=True)
    yield
    telemetry.tell_by(None)


@pytest.fixture
def told(_scraped: None, settings: Settings) -> None:
    settings.TELEMETRY_IS_ON = True
    settings.METRICS_NETWORKS = [ip_network("10.0.0.0/16")]


def figures(client: Client) -> str:
    return client.get(
        "/metrics", REMOTE_ADDR="10.0.3.4", HTTP_HOST="10.0.1.7:32768"
    ).content.decode()


def test_figures_are_for_the_networks_that_are_named(told: None, client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="10.0.255.255").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.1.0.1").status_code == 404


def test_nobody_is_told_who_is_not_named(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


def test_a_client_can_not_claim_an_address(told: None, client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    response = client.get("/metrics", HTTP_X_FORWARDED_FOR="10.0.3.4, 203.0.113.9")

    assert response.status_code == 404


def test_requests_are_told_by_pattern(told: None, client: Client) -> None:
    client.get("/api/v1/problems/nobody-knows-this")

    text = figures(client)

    assert (
        'codedang_http_request_seconds_count{method="GET",'
        'route="api/v1/problems/<slug>",status="404"}'
    ) in text
    assert "nobody-knows-this" not in text


def test_operations_are_told_by_their_first_field(told: None, client: Client, cast: Cast) -> None:
    client.force_login(cast.operator)

    client.post(
        "/graphql",
        {"query": "query Whatever { courses { edges { node { id } } } }"},
        content_type="application/json",
    )

    assert (
        'codedang_graphql_operation_seconds_count{field="courses",kind="query",outcome="done"}'
    ) in figures(client)
