"""A contest of three problems from noon to five, frozen at four."""

import pytest

from contests.models import Entry, ProblemSet
from problems.models import Problem
from tests.contest_factories import make_contest, make_entry
from tests.factories import make_problem
from tests.people import Cast
from tests.submissions.standings.support import at


@pytest.fixture
def problems(db: None) -> list[Problem]:
    return [make_problem(name) for name in ("apples", "bridges", "cards")]


@pytest.fixture
def contest(cast: Cast, problems: list[Problem]) -> ProblemSet:
    return make_contest(problems=problems, course=cast.algorithms, freeze_at=at(240))


@pytest.fixture
def minsu(cast: Cast, contest: ProblemSet) -> Entry:
    return make_entry(contest, cast.minsu)


@pytest.fixture
def jiwoo(cast: Cast, contest: ProblemSet) -> Entry:
    return make_entry(contest, cast.jiwoo)
