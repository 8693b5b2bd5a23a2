"""Problem sets for tests, each made by one plain function."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from contests.models import (
    AssignmentRules,
    ContestRules,
    Entry,
    EntryKind,
    EntryMember,
    ProblemSet,
    SetKind,
    SetProblem,
    SetVisibility,
)
from courses.models import Course
from problems.models import Problem
from tests.factories import NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def add_problems(problem_set: ProblemSet, problems: Sequence[Problem]) -> list[SetProblem]:
    """Labelled A, B, …"""
    return [
        SetProblem.objects.create(
            problem_set=problem_set, problem=problem, ordinal=number, label=chr(64 + number)
        )
        for number, problem in enumerate(problems, start=1)
    ]


def make_contest(
    slug: str = "round",
    *,
    problems: Sequence[Problem] = (),
    starts_at: datetime = NOON,
    length: timedelta = 5 * HOUR,
    visibility: SetVisibility = SetVisibility.PUBLIC,
    course: Course | None = None,
    set_fields: dict[str, Any] | None = None,
    **rules: Any,
) -> ProblemSet:
    """A contest from noon to five; ``rules`` are columns of ContestRules."""
    contest = ProblemSet.objects.create(
        kind=SetKind.CONTEST,
        slug=slug,
        title=slug.title(),
        course=course,
        visibility=visibility,
        starts_at=starts_at,
        ends_at=starts_at + length,
        **(set_fields or {}),
    )
    ContestRules.objects.create(problem_set=contest, **rules)
    add_problems(contest, problems)
    return contest


def make_assignment(
    slug: str = "homework",
    *,
    course: Course,
    problems: Sequence[Problem] = (),
    starts_at: datetime = NOON,
    length: timedelta = 7 * DAY,
    kind: SetKind = SetKind.ASSIGNMENT,
    visibility: SetVisibility = SetVisibility.COURSE,
    set_fields: dict[str, Any] | None = None,
    **rules: Any,
) -> ProblemSet:
    """Due a week after noon; ``rules`` are columns of AssignmentRules."""
    assignment = ProblemSet.objects.create(
        kind=kind,
        slug=slug,
        title=slug.title(),
        course=course,
        visibility=visibility,
        starts_at=starts_at,
        ends_at=starts_at + length,
        **(set_fields or {}),
    )
    AssignmentRules.objects.create(problem_set=assignment, **rules)
    add_problems(assignment, problems)
    return assignment


def make_entry(
    problem_set: ProblemSet,
    *members: User,
    name: str = "",
    virtual_starts_at: datetime | None = None,
    **fields: Any,
) -> Entry:
    """Of one member: individual, under the member's name."""
    length = problem_set.ends_at - problem_set.starts_at
    entry = Entry.objects.create(
        problem_set=problem_set,
        kind=EntryKind.INDIVIDUAL if len(members) == 1 else EntryKind.TEAM,
        name=name or members[0].username,
        virtual_starts_at=virtual_starts_at,
        virtual_ends_at=virtual_starts_at and virtual_starts_at + length,
        created_by=members[0],
        **fields,
    )
    for member in members:
        EntryMember.objects.create(
            entry=entry, user=member, problem_set=problem_set, is_virtual=entry.is_virtual
        )
    return entry
