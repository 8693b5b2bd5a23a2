from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from infra_control import snapshots
from infra_control.gateways.errors import CloudError
from infra_control.snapshots import Snapshot, snapshot, snapshot_news
from tests.people import make_user


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


def test_an_old_one_is_read_anew_by_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(snapshots, "push", lambda group, message: told.append(group))
    old = Snapshot(value=1, taken_at=timezone.now() - timedelta(seconds=60), problem="")
    cache.set("infra:fleet", old)

    def read() -> int:
        # Meanwhile another page asks, and is given what there is.
        assert snapshot("fleet", lambda: 3).value == 1
        return 2

    assert snapshot("fleet", read).value == 2
    assert told == ["infra.fleet"]


def test_a_page_takes_what_there_is() -> None:
    old = Snapshot(value=1, taken_at=timezone.now() - timedelta(seconds=60), problem="")
    cache.set("infra:fleet", old)

    assert snapshot("fleet", lambda: 2, max_age_s=3600).value == 1


def test_a_reading_that_failed_lets_the_next_one_try() -> None:
    def fail() -> int:
        raise CloudError("AWS can't be reached", code="away", retryable=True)

    assert snapshot("fleet", fail).problem == "AWS can't be reached"
    assert snapshot("fleet", lambda: 2).value == 2


def test_news_are_for_operators(db: Any) -> None:
    snapshot("fleet", lambda: 1)

    news = snapshot_news(make_user("oh_operator", is_superuser=True), "fleet")
    assert news is not None
    assert news.sequence > 0
    assert snapshot_news(make_user("kim_staff", is_staff=True), "fleet") is None
    assert snapshot_news(make_user("lee_operator", is_superuser=True), "no such:one") is None
