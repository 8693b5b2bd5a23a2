"""Counting uses in the cache."""

import pytest

from common.errors import TooManyRequestsError
from common.ratelimit import rate_limit


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now_s = [6_000.0]
    monkeypatch.setattr("common.ratelimit.time.time", lambda: now_s[0])
    return now_s


def test_a_key_is_refused_beyond_its_limit_until_the_period_ends(clock: list[float]) -> None:
    for _ in range(3):
        rate_limit("minsu", limit=3, period_s=60)
    clock[0] += 20

    with pytest.raises(TooManyRequestsError) as caught:
        rate_limit("minsu", limit=3, period_s=60)

    assert caught.value.retry_after_s == 41
    rate_limit("jiwoo", limit=3, period_s=60)
    clock[0] += 40
    rate_limit("minsu", limit=3, period_s=60)
