"""Subqueries that are compiled once say the same as those that are compiled each time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.prepared import PreparedIds
from contests.models import SetProblem, SetVisibility
from contests.selectors import problems as rules
from problems.models import Problem, Visibility
from tests.contest_factories import HOUR, make_assignment, make_contest, make_entry
from tests.factories import NOON, make_problem
from tests.people import EVERYBODY, Cast

RULES: list[tuple[Callable[..., QuerySet[SetProblem]], PreparedIds]] = [
    (rules.set_problems_open_to, rules._in_sets_prepared),
    (rules._for_practice, rules._for_practice_prepared),
    (rules._withheld, rules._withheld_prepared),
    (rules._with_solutions, rules._with_solutions_prepared),
]


def test_they_find_the_same_for_everybody_at_every_time(cast: Cast) -> None:
    course = cast.algorithms
    problems = [
        make_problem(f"p{n}", visibility=Visibility.COURSE, course=course) for n in range(4)
    ]
    make_entry(make_contest("open", problems=problems[:1]), cast.minsu)
    make_contest(
        "of-course", problems=problems[1:2], course=course, visibility=SetVisibility.COURSE
    )
    make_assignment("homework", problems=problems[2:3], course=course)
    make_contest(
        "past",
        problems=problems[3:],
        starts_at=NOON - 9 * HOUR,
        set_fields={"solutions_released_at": NOON},
    )

    seen = set()
    for rule, prepared in RULES:
        for hours in (-8, -1, 1, 6, 24 * 8):
            now = NOON + hours * HOUR
            for name in EVERYBODY:
                user = cast.named(name) or AnonymousUser()
                plain = set(rule(user, now).values_list("problem_id", flat=True))

                found = Problem.objects.filter(pk__in=prepared(user, now))

                assert set(found.values_list("pk", flat=True)) == plain, (rule, name, hours)
                seen.add((rule, bool(plain)))
    assert len(seen) == 2 * len(RULES), "each rule must let something through and keep something"


def test_the_statement_is_made_once_for_each_kind_of_person(cast: Cast) -> None:
    made = []

    def make(user: User, now: datetime) -> QuerySet[Problem, int]:
        made.append(user.is_staff)
        return Problem.objects.filter(owner=user, created_at__lt=now).values_list("pk", flat=True)

    prepared = PreparedIds(make)
    mine = make_problem("mine", owner=cast.minsu)
    future = mine.created_at + timedelta(days=1)

    for user in (cast.jiwoo, cast.minsu, cast.operator, cast.minsu):
        found = Problem.objects.filter(pk__in=prepared(user, future))
        assert list(found) == ([mine] if user == cast.minsu else [])

    assert made == [False, False, True, True]
    assert not Problem.objects.filter(pk__in=prepared(cast.minsu, mine.created_at)).exists()


def test_what_depends_on_more_is_refused(cast: Cast, queries: CaptureQueriesContext) -> None:
    prepared = PreparedIds(lambda user, now: Problem.objects.filter(pk=user.pk + 1).values("pk"))

    with queries, pytest.raises(RuntimeError, match="more than the person"):
        prepared(cast.minsu, NOON)

    assert len(queries) == 0
