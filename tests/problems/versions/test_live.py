"""Which version new submissions are judged by."""

import pytest
from django.db import transaction
from strawberry.relay import to_base64

from problems.models import Problem, TestPackage, Visibility
from problems.versions.live import package_make_live
from tests.factories import make_package, make_problem
from tests.people import EVERYBODY, Cast

MAKE_LIVE = """
mutation ($id: ID!) { makePackageLive(packageId: $id) { version isLive } }
"""
MANAGERS = {"ta_hana", "professor", "operator"}


@pytest.fixture
def second(cast: Cast) -> TestPackage:
    """A version beside the live one of a problem of algorithms."""
    problem = make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)
    first = problem.ready_package
    second = make_package(problem, version=2)
    Problem.objects.filter(pk=problem.pk).update(test_package=first)
    return second


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_staff_of_the_problem_make_a_version_live(
    cast: Cast, second: TestPackage, name: str
) -> None:
    answer = cast.api(name).graphql(MAKE_LIVE, id=to_base64("TestPackage", second.pk)).json()

    live = Problem.objects.get().ready_package.version
    if name in MANAGERS:
        assert answer["data"] == {"makePackageLive": {"version": 2, "isLive": True}}
        assert live == 2
    else:
        assert "errors" in answer or "code" in answer
        assert live == 1


def test_going_live_is_kept_in_the_history_once(cast: Cast, second: TestPackage) -> None:
    assert package_make_live(package=second, actor=cast.ta_hana)
    assert not package_make_live(package=second, actor=cast.ta_hana)

    rows = second.problem.revisions.order_by("number").values_list("actor__username", "content")
    assert list(rows) == [(None, {"live_version": 1}), ("ta_hana", {"live_version": 2})]


def test_it_goes_back_with_the_transaction_around_it(cast: Cast, second: TestPackage) -> None:
    with transaction.atomic():
        package_make_live(package=second, actor=None)
        transaction.set_rollback(True)

    assert Problem.objects.get().ready_package.version == 1


def test_versions_tell_which_of_them_is_live(cast: Cast, second: TestPackage) -> None:
    query = "{ problems { edges { node { testPackages { version isLive } } } } }"

    answer = cast.api("ta_hana").graphql(query).json()

    (edge,) = answer["data"]["problems"]["edges"]
    assert edge["node"]["testPackages"] == [
        {"version": 1, "isLive": True},
        {"version": 2, "isLive": False},
    ]
