"""Contests and assignments of the demo, around the time when they are made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from codedang.demo_contests import Crowd, assignment_fill, contest_fill, talk_fill
from common.markdown import markdown_html
from contests.models import (
    AssignmentRules,
    ContestFormat,
    ContestRules,
    EntryMode,
    ProblemSet,
    SetKind,
    SetProblem,
    SetVisibility,
)
from courses.models import Course
from problems.models import Problem

COLOURS = ("#d62728", "#1f77b4", "#2ca02c", "#ff7f0e", "#9467bd", "#8c564b", "#e377c2")
MAX_PROBLEMS = 5


CONTEST_WORDS = """\
한 컴퓨터로 푸는 **데모 대회**입니다.

- 제출은 시간 안에 몇 번이든 할 수 있습니다.
- 틀린 제출마다 벌점이 붙습니다.
- 문제에 대한 질문은 *질문* 탭에 남겨 주세요.
"""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def demo_sets_create(
    *, course: Course, problems: Sequence[Problem], student: User, ta: User, now: datetime
) -> list[ProblemSet]:
    """Contests that run, come, wait for their reveal and are final, and two assignments.

    Those that are there already are left as they are.
    """
    made = []
    for slug, (problem_set, rules) in _sets(course, now).items():
        if ProblemSet.objects.filter(slug=slug).exists():
            continue
        problem_set.save()
        _add_problems(problem_set, problems[:MAX_PROBLEMS])
        rules.problem_set = problem_set
        rules.save()
        made.append(problem_set)
    if not problems:
        return made
    for problem_set in made:
        crowd = _crowd(problem_set, now)
        if crowd is not None:
            contest_fill(crowd, student=student)
        if problem_set.slug == "demo-contest":
            talk_fill(problem_set, student=student, ta=ta, now=now)
        if problem_set.slug == "demo-assignment-past":
            assignment_fill(problem_set, course=course, student=student, ta=ta, now=now)
    return made


def _sets(
    course: Course, now: datetime
) -> dict[str, tuple[ProblemSet, ContestRules | AssignmentRules]]:
    contests: list[tuple[ProblemSet, ContestRules | AssignmentRules]] = [
        (
            _contest("demo-contest", "코드당 데모 대회", now - 2 * HOUR, 47, course),
            ContestRules(freeze_at=now + 44 * HOUR, has_balloons=True),
        ),
        (
            _contest("demo-contest-next", "다음 데모 대회", now + 48 * HOUR, 5, course),
            ContestRules(format=ContestFormat.IOI, entry_mode=EntryMode.ANY),
        ),
        (
            _contest("demo-contest-frozen", "봄 프로그래밍 경진대회", now - 6 * HOUR, 5, course),
            ContestRules(freeze_at=now - 2 * HOUR),
        ),
        (
            _contest("demo-contest-past", "지난 학기 부분 점수 대회", now - 9 * DAY, 3, course),
            ContestRules(format=ContestFormat.POINTS, finalized_at=now - 8 * DAY),
        ),
    ]
    homework = _assignment("demo-assignment", "1주차 과제", now - HOUR, now + 7 * DAY, course)
    past = _assignment("demo-assignment-past", "0주차 과제", now - 9 * DAY, now - 2 * DAY, course)
    past.solutions_released_at = now - DAY
    return {
        problem_set.slug: (problem_set, rules)
        for problem_set, rules in (
            *contests,
            (homework, AssignmentRules(closes_at=now + 10 * DAY, late_penalty_percent=10)),
            (past, AssignmentRules(scores_released_at=now - DAY, late_penalty_percent=10)),
        )
    }


def _crowd(problem_set: ProblemSet, now: datetime) -> Crowd | None:
    """Who takes part in a contest that has begun; None: nobody does."""
    if not problem_set.is_contest or problem_set.starts_at > now:
        return None
    is_over = problem_set.ends_at <= now
    return Crowd(
        contest=problem_set,
        entry_count=40 if is_over else 24,
        until=min(now, problem_set.ends_at),
        seed=len(problem_set.slug),
    )


def _contest(slug: str, title: str, starts_at: datetime, hours: int, course: Course) -> ProblemSet:
    return ProblemSet(
        kind=SetKind.CONTEST,
        slug=slug,
        title=title,
        course=course,
        visibility=SetVisibility.PUBLIC,
        description=CONTEST_WORDS,
        description_html=markdown_html(CONTEST_WORDS),
        starts_at=starts_at,
        ends_at=starts_at + hours * HOUR,
    )


def _assignment(
    slug: str, title: str, starts_at: datetime, ends_at: datetime, course: Course
) -> ProblemSet:
    return ProblemSet(
        kind=SetKind.ASSIGNMENT,
        slug=slug,
        title=title,
        course=course,
        visibility=SetVisibility.COURSE,
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _add_problems(problem_set: ProblemSet, problems: Sequence[Problem]) -> None:
    for number, problem in enumerate(problems, start=1):
        SetProblem.objects.create(
            problem_set=problem_set,
            problem=problem,
            ordinal=number,
            label=chr(ord("A") + number - 1),
            colour=COLOURS[(number - 1) % len(COLOURS)],
        )
