"""What the database itself refuses of problem sets."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from contests.models import EntryMember, ProblemSet, ScoreAdjustment, SetProblem
from problems.models import Problem
from submissions.models import Submission
from tests.contest_factories import HOUR, make_assignment, make_contest, make_entry
from tests.factories import NOON, make_problem, make_submission
from tests.people import Cast


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "fields",
    [
        {"ends_at": NOON},
        {"visibility": "course"},
        {"kind": "assignment"},
    ],
)
def test_a_set_that_makes_no_sense(fields: dict[str, Any]) -> None:
    whole: dict[str, Any] = {
        "kind": "contest",
        "slug": "x",
        "title": "X",
        "visibility": "public",
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
        **fields,
    }

    with pytest.raises(IntegrityError):
        ProblemSet.objects.create(**whole)


def test_a_problem_stands_in_a_set_once(problem: Problem) -> None:
    contest = make_contest(problems=[problem])

    with pytest.raises(IntegrityError):
        SetProblem.objects.create(problem_set=contest, problem=problem, ordinal=2, label="B")


def test_a_label_stands_in_a_set_once(problem: Problem) -> None:
    contest = make_contest(problems=[problem])

    with pytest.raises(IntegrityError):
        SetProblem.objects.create(
            problem_set=contest, problem=make_problem("other"), ordinal=2, label="A"
        )


def test_a_person_enters_a_contest_once_live_and_once_virtually(cast: Cast) -> None:
    contest = make_contest()
    make_entry(contest, cast.minsu)
    make_entry(contest, cast.minsu, virtual_starts_at=NOON + 9 * HOUR)

    assert EntryMember.objects.filter(user=cast.minsu).count() == 2
    with pytest.raises(IntegrityError):
        make_entry(contest, cast.minsu, cast.jiwoo, name="team")


def test_one_adjustment_is_in_force(cast: Cast) -> None:
    homework = make_assignment(course=cast.algorithms)

    def adjust(**fields: Any) -> None:
        ScoreAdjustment.objects.create(
            problem_set=homework, user=cast.minsu, points=1, comment="", created_at=NOON, **fields
        )

    adjust(superseded_at=NOON)
    adjust()
    with pytest.raises(IntegrityError):
        adjust()


def test_an_entry_submits_in_a_set_only(cast: Cast, problem: Problem) -> None:
    contest = make_contest(problems=[problem])
    entry = make_entry(contest, cast.minsu)
    submission = make_submission(cast.minsu, problem)

    with pytest.raises(IntegrityError):
        Submission.objects.filter(pk=submission.pk).update(entry=entry)
