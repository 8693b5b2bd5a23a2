"""GraphQL for staff: statistics of problems, sets and courses, as data for plots."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import strawberry
from strawberry.types import Info

from accounts.doors import signed_in_user
from accounts.models import User
from submissions.statistics import figures
from submissions.statistics.selectors import (
    Counted,
    course_counted,
    problem_counted,
    set_counted,
)


@strawberry.type
class VerdictCount:
    """How many submissions in a language got a verdict."""

    language: str
    verdict: str
    count: int


@strawberry.type
class TimeCount:
    """How many solutions took so much CPU time."""

    from_ms: int
    to_ms: int | None = strawberry.field(description="Without; null: no bound.")
    count: int


@strawberry.type
class ScoreCount:
    """How many people have such a part of a problem's points, by their best submission."""

    from_percent: int
    to_percent: int = strawberry.field(description="Without; the last one with.")
    count: int


@strawberry.type
class TestFailure:
    """How many failed submissions failed at a test case, and how."""

    problem_slug: str
    test_case: str
    verdict: str
    count: int


@strawberry.type
class SolvePoint:
    """How many have solved it by then."""

    minutes: int
    solved: int


@strawberry.type
class SolveCurve:
    """How a problem was solved over time."""

    problem_slug: str
    points: list[SolvePoint]


@strawberry.type
class DayCount:
    """What was handed in on a day of one's own time zone."""

    day: date
    submissions: int
    solved: int


@strawberry.type
class StuckStudent:
    """Somebody who tried a problem five times or more and has not solved it."""

    username: str
    name: str
    problem_slug: str
    attempts: int
    last_at: datetime


@strawberry.type
class StaffStatistics:
    """How submissions went. Counted at most half a minute ago."""

    submission_count: int = strawberry.field(description="That were judged, and are counted here.")
    is_cut: bool = strawberry.field(description="There are more: the newest are counted.")
    verdicts: list[VerdictCount]
    cpu_times: list[TimeCount]
    scores: list[ScoreCount]
    test_failures: list[TestFailure]
    solve_curves: list[SolveCurve] = strawberry.field(
        description="Since a set's start, or else since each person's first attempt."
    )
    days: list[DayCount]
    hours: list[int] = strawberry.field(description="By the hour of the day, from 0 to 23.")
    stuck: list[StuckStudent]


@strawberry.type
class StatisticsQuery:
    @strawberry.field(
        description=(
            "Of a problem: practice, and sets that one acts for. For the problem's staff. "
            "Errors: not_allowed."
        )
    )
    def problem_statistics(self, info: Info, problem_slug: str) -> StaffStatistics:
        user = signed_in_user(info.context.request)
        return _told(problem_counted(user, problem_slug), user)

    @strawberry.field(
        description=(
            "Of a contest or an assignment, without virtual entries. For its staff. "
            "Errors: not_allowed."
        )
    )
    def set_statistics(self, info: Info, slug: str) -> StaffStatistics:
        user = signed_in_user(info.context.request)
        return _told(set_counted(user, slug), user)

    @strawberry.field(
        description=(
            "Of a course: its contests and assignments, and practice at its problems. For its "
            "staff. Errors: not_allowed."
        )
    )
    def course_statistics(self, info: Info, course_slug: str) -> StaffStatistics:
        user = signed_in_user(info.context.request)
        return _told(course_counted(user, course_slug), user)


def _told(counted: Counted, user: User) -> StaffStatistics:
    facts, slugs, zone = counted.facts, counted.slugs, ZoneInfo(user.time_zone)
    stuck = figures.stuck(facts)
    people = User.objects.in_bulk({one.user_id for one in stuck})
    curves = figures.solve_curves(facts, counted.since)
    return StaffStatistics(
        submission_count=len(facts),
        is_cut=counted.is_cut,
        verdicts=[
            VerdictCount(language=a, verdict=b, count=n)
            for a, b, n in figures.verdicts_by_language(facts)
        ],
        cpu_times=[
            TimeCount(from_ms=a, to_ms=b, count=n) for a, b, n in figures.time_counts(facts)
        ],
        scores=[
            ScoreCount(from_percent=a, to_percent=b, count=n)
            for a, b, n in figures.score_counts(facts)
        ],
        test_failures=[
            TestFailure(problem_slug=slugs[problem], test_case=case, verdict=verdict, count=n)
            for problem, case, verdict, n in counted.failures
        ],
        solve_curves=[
            SolveCurve(
                problem_slug=slugs[problem],
                points=[SolvePoint(minutes=minutes, solved=n) for minutes, n in points],
            )
            for problem, points in sorted(curves.items())
        ],
        days=[
            DayCount(day=day, submissions=n, solved=solved)
            for day, n, solved in figures.by_day(facts, zone)
        ],
        hours=figures.by_hour(facts, zone),
        stuck=[
            StuckStudent(
                username=people[one.user_id].username,
                name=people[one.user_id].shown_name,
                problem_slug=slugs[one.problem_id],
                attempts=one.attempts,
                last_at=one.last_at,
            )
            for one in stuck
        ],
    )
