"""An ICPC contest that was played: a solved problem, a rejected one, one in the freeze."""

import pytest
from allauth.account.models import EmailAddress

from contests.models import Entry, ProblemSet
from problems.models import Problem
from tests.contest_factories import make_contest, make_entry
from tests.factories import make_problem
from tests.people import Cast
from tests.submissions.standings.support import AC, CE, WA, at, hand_in, play


@pytest.fixture
def problems(db: None) -> list[Problem]:
    return [make_problem(name) for name in ("apples", "bridges", "cards")]


@pytest.fixture
def contest(cast: Cast, problems: list[Problem]) -> ProblemSet:
    return make_contest(problems=problems, course=cast.algorithms, freeze_at=at(240))


@pytest.fixture
def minsu(cast: Cast, contest: ProblemSet) -> Entry:
    EmailAddress.objects.create(user=cast.minsu, email=cast.minsu.email, verified=True)
    return make_entry(contest, cast.minsu, organization="Sungkyunkwan")


@pytest.fixture
def jiwoo(cast: Cast, contest: ProblemSet) -> Entry:
    return make_entry(contest, cast.jiwoo, is_official=False)


@pytest.fixture
def played(contest: ProblemSet, minsu: Entry, jiwoo: Entry, problems: list[Problem]) -> ProblemSet:
    play(minsu, problems[0], 10, WA)
    play(minsu, problems[0], 20.5, AC)
    play(jiwoo, problems[0], 25, CE)
    play(jiwoo, problems[1], 250, AC)
    hand_in(jiwoo, problems[2], 260)
    return contest
