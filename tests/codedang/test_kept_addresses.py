"""What the operators' preview of an invalidation says of our own addresses."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codedang.kept_addresses import FIXED, kept_addresses, public_objects
from common.caching import PRIVATE
from contests.models import SetVisibility
from problems.models import Visibility
from tests.contest_factories import make_contest
from tests.factories import make_problem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _public_and_hidden() -> None:
    for slug in ("sum", "summit", "tree"):
        make_problem(slug)
    make_problem("secret", visibility=Visibility.HIDDEN)
    make_contest("summer")
    make_contest("hidden", visibility=SetVisibility.HIDDEN)


def test_a_wildcard_counts_what_is_public_under_it() -> None:
    assert kept_addresses("/api/v1/problems/su").count == 4
    found = kept_addresses("/api/v1/problems/sum/")
    assert found.samples == ("/api/v1/problems/sum/templates",)
    assert kept_addresses("/api/v1/contests/").count == 4
    assert kept_addresses("/graphql").count == 0


def test_everything_is_counted_in_a_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(6):
        found = kept_addresses("/")

    assert found.count == len(FIXED) + 3 * 2 + 4
    assert not any("secret" in one or "hidden" in one for one in found.samples)


def test_the_addresses_that_are_named_are_really_shared() -> None:
    visitor = Client()

    for address in kept_addresses("/api/v1/problems").samples:
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] != PRIVATE, address


def test_an_object_is_found_by_its_name_or_title_and_only_if_public() -> None:
    found = {(one.kind, one.name): one.paths for one in public_objects("sum")}

    assert set(found) == {("problem", "sum"), ("problem", "summit"), ("contest", "summer")}
    assert found["problem", "sum"][0] == "/api/v1/problems/sum*"
    assert found["contest", "summer"] == ("/api/v1/contests/summer*",)
    assert public_objects("secret") == public_objects("hidden") == public_objects(" ") == []
