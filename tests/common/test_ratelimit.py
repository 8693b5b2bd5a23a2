"""Counting uses in the cache."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from common.errors import TooManyRequestsError
from common.ratelimit import client_ip, rate_limit
from tests.people import Api, Cast


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


@pytest.fixture
def few(settings: Settings, clock: list[float]) -> None:
    settings.RATE_LIMITS = {"read": 2, "write": 1, "auth": 1, "submit": 1}
    settings.RATE_LIMIT_ADDRESS_FACTOR = 2


@pytest.mark.usefixtures("few")
def test_each_person_and_each_address_has_limits_of_its_own(cast: Cast) -> None:
    minsu = cast.api("minsu")
    answers = [minsu.get("/me").status_code for _ in range(3)]
    visitor = [Api().get("/languages").status_code for _ in range(5)]

    assert answers == [200, 200, 429]
    assert cast.api("jiwoo").get("/me").status_code == 200
    assert visitor == [200, 200, 200, 200, 429]
    refused = minsu.get("/me")
    assert refused["Retry-After"] == "61"
    assert refused.json()["code"] == "too_many_requests"
    assert "2 in 60 s" in refused.json()["message"]


@pytest.mark.usefixtures("few")
def test_reading_writing_submitting_and_signing_in_are_counted_apart(cast: Cast) -> None:
    minsu = cast.api("minsu")
    for _ in range(2):
        submitted = minsu.post("/submissions", {}).status_code
        written = minsu.patch("/me", {}).status_code
    signed_in = [Api().client.post("/api/auth/browser/v1/auth/login").status_code for _ in "123"]

    assert (submitted, written, signed_in[-1]) == (429, 429, 429)
    assert minsu.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 10.0.0.1", "10.0.0.1"),
        (2, "6.6.6.6, 10.0.0.1, 10.0.0.2", "10.0.0.1"),
        (2, "6.6.6.6", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_a_client_cant_claim_anothers_address(
    settings: Settings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})

    assert client_ip(request) == expected
