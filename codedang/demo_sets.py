"""Contests and an assignment of the demo, around the time when they are made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from contests.models import (
    AssignmentRules,
    ContestFormat,
    ContestRules,
    Entry,
    EntryMember,
    ProblemSet,
    SetKind,
    SetProblem,
    SetVisibility,
)
from courses.models import Course
from problems.models import Problem

COLOURS = ("#d62728", "#1f77b4", "#2ca02c", "#ff7f0e", "#9467bd", "#8c564b", "#e377c2")
MAX_PROBLEMS = 5


def demo_sets_create(
    *, course: Course, problems: Sequence[Problem], student: User, now: datetime
) -> list[ProblemSet]:
    """A running contest that the student is in, one to come, and an assignment.

    Those that are there already are left as they are.
    """
    hour = timedelta(hours=1)
    running = ProblemSet(
        kind=SetKind.CONTEST,
        slug="demo-contest",
        title="코드당 데모 대회",
        visibility=SetVisibility.PUBLIC,
        starts_at=now - hour,
        ends_at=now + 47 * hour,
    )
    coming = ProblemSet(
        kind=SetKind.CONTEST,
        slug="demo-contest-next",
        title="다음 데모 대회",
        visibility=SetVisibility.PUBLIC,
        starts_at=now + 48 * hour,
        ends_at=now + 53 * hour,
    )
    homework = ProblemSet(
        kind=SetKind.ASSIGNMENT,
        slug="demo-assignment",
        title="1주차 과제",
        course=course,
        visibility=SetVisibility.COURSE,
        starts_at=now - hour,
        ends_at=now + timedelta(days=7),
    )
    made = [one for one in (running, coming, homework) if _is_new(one)]
    for problem_set in made:
        problem_set.save()
        _add_problems(problem_set, problems[:MAX_PROBLEMS])
    if running in made:
        ContestRules.objects.create(
            problem_set=running, freeze_at=running.ends_at - hour, has_balloons=True
        )
        entry = Entry.objects.create(
            problem_set=running, name=student.shown_name, created_by=student
        )
        EntryMember.objects.create(entry=entry, user=student, problem_set=running)
    if coming in made:
        ContestRules.objects.create(problem_set=coming, format=ContestFormat.IOI)
    if homework in made:
        AssignmentRules.objects.create(
            problem_set=homework,
            closes_at=homework.ends_at + timedelta(days=3),
            late_penalty_percent=10,
        )
    return made


def _is_new(problem_set: ProblemSet) -> bool:
    return not ProblemSet.objects.filter(slug=problem_set.slug).exists()


def _add_problems(problem_set: ProblemSet, problems: Sequence[Problem]) -> None:
    for number, problem in enumerate(problems, start=1):
        SetProblem.objects.create(
            problem_set=problem_set,
            problem=problem,
            ordinal=number,
            label=chr(ord("A") + number - 1),
            colour=COLOURS[(number - 1) % len(COLOURS)],
        )
