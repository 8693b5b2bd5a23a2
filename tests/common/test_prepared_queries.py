"""Queries that are compiled once find the same as those that are compiled each time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from common.prepared_queries import PreparedQuery
from problems.models import Problem, Statement
from submissions.models import Submission
from submissions.selectors import latest_of
from tests.factories import NOON, make_problem, make_submission
from tests.people import Cast


def test_values_take_their_places(cast: Cast, queries: CaptureQueriesContext) -> None:
    made = []

    def make(name: str, joined: object, number: int) -> object:
        made.append(name)
        people = User.objects.filter(username=name, date_joined__lt=joined, pk__lte=number)
        return people.exclude(username="nobody")

    find: PreparedQuery[User] = PreparedQuery(make)  # type: ignore[arg-type]
    later, last = timezone.now() + timedelta(hours=1), cast.operator.pk

    with queries:
        assert find("minsu", later, last) == [cast.minsu]
        assert find("jiwoo", later, last) == [cast.jiwoo]
        assert find("minsu", NOON, last) == find("minsu", later, 0) == []

    assert len(queries) == 4
    assert len(made) == 2, "compiled twice, to be compared, and never again"


def test_hostile_values_stay_values(cast: Cast) -> None:
    find: PreparedQuery[User] = PreparedQuery(lambda name: User.objects.filter(username=name))

    for name in ("' OR 1=1 --", "%s", "\ue0a10\ue0b10"):
        assert find(name) == []


def test_kinds_have_statements_of_their_own(cast: Cast) -> None:
    find: PreparedQuery[str] = PreparedQuery(
        lambda pk, order: (
            User.objects.filter(pk__gte=pk).order_by(order).values_list("username", flat=True)
        )
    )

    upwards, downwards = find(0, kind=("pk",)), find(0, kind=("-pk",))

    assert upwards == downwards[::-1]
    assert len(upwards) == User.objects.count()


def test_what_depends_on_more_than_its_values_is_refused(cast: Cast) -> None:
    turns = iter([User.objects.filter(pk__gt=1), User.objects.filter(pk__lt=1)])
    find: PreparedQuery[User] = PreparedQuery(lambda pk: next(turns))
    prefetching: PreparedQuery[User] = PreparedQuery(
        lambda pk: User.objects.filter(pk=pk).prefetch_related("memberships")
    )

    with pytest.raises(RuntimeError, match="more than the values"):
        find(1)
    with pytest.raises(RuntimeError, match="prefetches"):
        prefetching(1)


def test_what_can_find_nothing_asks_nobody(db: None, queries: CaptureQueriesContext) -> None:
    find: PreparedQuery[User] = PreparedQuery(lambda pk: User.objects.filter(pk__in=[]))

    with queries:
        assert find(1) == []
    assert len(queries) == 0


def test_one_that_was_made_elsewhere_asks_this_connection(cast: Cast) -> None:
    find: PreparedQuery[str] = PreparedQuery(
        lambda pk: User.objects.filter(pk=pk).values_list(F("username"), flat=True)
    )
    find(cast.minsu.pk)

    (statement,) = find._statements.values()

    assert statement is not None
    assert statement.compiler.connection is None
    assert find(cast.minsu.pk) == ["minsu"]
    assert connection.vendor in {"sqlite", "postgresql"}


def test_the_first_page_is_the_page_that_filters_would_give(cast: Cast) -> None:
    problems = [make_problem(f"p{number}") for number in range(3)]
    mine = [make_submission(cast.minsu, problem) for problem in problems]
    make_submission(cast.jiwoo, problems[0])
    api = cast.api("minsu")

    assert [one.pk for one in latest_of(cast.minsu.pk)] == [one.pk for one in reversed(mine)]
    opened = api.get("/submissions").json()
    assert opened == api.get("/submissions", limit=49).json()
    assert [item["id"] for item in opened["items"]] == [one.pk for one in reversed(mine)]
    listed = cast.api("visitor").get("/problems").json()
    assert listed == cast.api("visitor").get("/problems", limit=49).json()
    assert [item["slug"] for item in listed["items"]] == ["p0", "p1", "p2"]
    assert Problem.objects.count() == Submission.objects.count() - 1 == 3
    assert Statement.objects.filter(problem=problems[0]).exists()
