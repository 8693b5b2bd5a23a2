"""A cache that is away is an empty one."""

import pytest

from common import outages
from common.outages import BearingRedisCache
from tests.cloud import free_port


def test_what_is_away_holds_nothing_and_hurts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages._Outage, "ends_at", 0.0)
    away = BearingRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})

    away.set("session", "kept")
    assert away.get("session", "made anew") == "made anew"
    assert away.get_many(["session"]) == {}
    assert away.add("lock", 1) is True
    with pytest.raises(ValueError, match="not found"):
        away.incr("rate")
    assert outages._Outage.ends_at > 0, "and it is left alone for a while"
