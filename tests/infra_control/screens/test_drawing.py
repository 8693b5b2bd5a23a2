"""A screen is drawn from its last reading: it asks nobody, and the database little."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.core.cache import cache
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from infra_control.gateways.calls import Remembering
from infra_control.gateways.errors import CloudError
from infra_control.screens.table import SCREENS
from tests.infra_control.edge.conftest import clouds, distributed
from tests.infra_control.fleet.conftest import Clouds
from tests.infra_control.screens.test_fleet import client, text

__all__ = ["clouds", "distributed"]

QUERIES = 14
"""Session, user, permissions and what stands beside the snapshot; the menu asks nothing."""
NAMES = [screen.name for screen in SCREENS if screen.is_listed]


def fakes(clouds: Clouds) -> Iterator[Remembering]:
    for name in vars(clouds.gateways):
        fake = getattr(clouds.gateways, name)
        if isinstance(fake, Remembering):
            yield fake


@pytest.mark.parametrize("name", NAMES)
def test_an_old_reading_is_shown_without_asking_aws(
    name: str,
    db: None,
    distributed: Clouds,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    cache.clear()
    module = import_module(f"infra_control.screens.{name}")
    if hasattr(module, "gateways"):
        monkeypatch.setattr(module, "gateways", lambda: distributed.gateways)
    operator, address = client(), reverse(f"admin:infra_{name}")
    text(operator.get(address))
    for fake in fakes(distributed):
        fake.calls.clear()
        fake.fault = CloudError("AWS can't be reached", code="away", retryable=True)

    with django_assert_max_num_queries(QUERIES):
        page = text(operator.get(address))

    assert all(fake.calls == [] for fake in fakes(distributed))
    assert "can&#x27;t be reached" not in page
    if name != "audit":
        assert "As of " in page
