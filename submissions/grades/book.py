"""A course's grading book: what its students have in each assignment. For its staff."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import User
from common.errors import NotAllowedError
from contests.models import ProblemSet, ScoreAdjustment, SetKind, SetProblem
from contests.rules import points_of
from courses.models import Course, Membership, Role
from courses.selectors import courses_taught_by
from judging.verdicts import Verdict
from submissions.grades.models import SetResult
from submissions.grades.selectors import StudentScore, max_total
from submissions.models import Submission

CHUNK = 200
"""How many students' scores are in memory at once, in an export."""


class BookOrder(Enum):
    """In which order to list students."""

    NAME = "name"
    USERNAME = "username"
    STUDENT_NUMBER = "student_number"
    SECTION = "section"
    TOTAL = "total"


@dataclass(frozen=True, kw_only=True)
class BookFilter:
    """Which students and assignments to show; None and "" leave all in."""

    section: str | None = None
    search: str = ""
    """Part of a user name, a name or a student number."""
    slugs: Sequence[str] | None = None
    kinds: Sequence[SetKind] = (SetKind.ASSIGNMENT,)
    is_released: bool | None = None


@dataclass(frozen=True, kw_only=True)
class BookColumn:
    """An assignment and its problems in order."""

    assignment: ProblemSet
    places: list[SetProblem]
    is_released: bool

    @property
    def max_total(self) -> float:
        return max_total(self.places)


@dataclass(frozen=True, kw_only=True)
class ProblemCell:
    """What a student has at a problem, without its weight."""

    place: SetProblem
    auto: float
    """By the judge, before what lateness costs."""
    late_penalty: float
    days_late: int
    adjustment: ScoreAdjustment | None
    final: float
    submission_id: int | None


@dataclass(frozen=True, kw_only=True)
class BookCell:
    """What a student has in an assignment, with its problems' weights."""

    column: BookColumn
    auto: float
    late_penalty: float
    adjustment: float
    """All that was added by hand, whether or not it shows: no score is below zero."""
    final: float
    total_adjustment: ScoreAdjustment | None
    problems: list[ProblemCell]


@dataclass(frozen=True, kw_only=True)
class BookRow:
    """A student's line; cells in the order of the columns."""

    member: Membership
    cells: list[BookCell]

    @property
    def total(self) -> float:
        return round(sum(cell.final for cell in self.cells), 4)


@dataclass(kw_only=True)
class _Scores:
    """All that some students have, by student and assignment."""

    scores: Mapping[tuple[int, int], StudentScore]
    raw: Mapping[int, Submission] = field(default_factory=dict)
    """Those of which lateness took everything, by id."""


def book_course(user: User, slug: str) -> Course:
    """A course whose grading book the user may read. Raises NotAllowedError, which is the same for
    a course that is not there."""
    course = courses_taught_by(user).filter(slug=slug).first()
    if course is None:
        raise NotAllowedError("Only the course's staff may read its grading book.")
    return course


def book_columns(course: Course, chosen: BookFilter, now: datetime) -> list[BookColumn]:
    """The course's assignments, the earliest due first; two queries."""
    sets = ProblemSet.objects.filter(course=course, kind__in=chosen.kinds).exclude(
        kind=SetKind.CONTEST
    )
    if chosen.slugs is not None:
        sets = sets.filter(slug__in=chosen.slugs)
    released = Q(assignment_rules__scores_released_at__lte=now)
    if chosen.is_released is not None:
        sets = sets.filter(released if chosen.is_released else ~released)
    places = SetProblem.objects.select_related("problem").order_by("ordinal")
    by_set: defaultdict[int, list[SetProblem]] = defaultdict(list)
    found = list(sets.select_related("assignment_rules").order_by("ends_at", "id"))
    for place in places.filter(problem_set__in=[one.pk for one in found]):
        by_set[place.problem_set_id].append(place)
    return [
        BookColumn(
            assignment=one,
            places=by_set[one.pk],
            is_released=_is_past(one.assignment_rules.scores_released_at, now),
        )
        for one in found
    ]


def book_students(course: Course, chosen: BookFilter, order: BookOrder) -> QuerySet[Membership]:
    """The course's students; by total they are sorted when their scores are known."""
    members = Membership.objects.filter(course=course, role=Role.STUDENT).select_related("user")
    if chosen.section is not None:
        members = members.filter(section=chosen.section)
    for word in chosen.search.split()[:5]:
        members = members.filter(
            Q(user__username__icontains=word)
            | Q(user__display_name__icontains=word)
            | Q(user__student_number__icontains=word)
        )
    keys: Mapping[BookOrder, Sequence[Any]] = {
        BookOrder.NAME: (Lower("user__display_name"),),
        BookOrder.STUDENT_NUMBER: ("user__student_number",),
        BookOrder.SECTION: ("section", Lower("user__display_name")),
    }
    return members.order_by(*keys.get(order, ()), "user__username")


def book_rows(members: Sequence[Membership], columns: Sequence[BookColumn]) -> list[BookRow]:
    """Lines of students, in their order; at most three queries."""
    loaded = _load([one.user_id for one in members], [one.assignment.pk for one in columns])
    return [
        BookRow(
            member=member,
            cells=[_cell(column, member.user_id, loaded) for column in columns],
        )
        for member in members
    ]


def book_page(
    members: QuerySet[Membership],
    columns: Sequence[BookColumn],
    order: BookOrder,
    *,
    offset: int,
    limit: int,
) -> list[BookRow]:
    """Some lines. By total, the highest first, all students' scores are read to sort them."""
    if order is not BookOrder.TOTAL:
        return book_rows(list(members[offset : offset + limit]), columns)
    rows = [row for chunk in book_chunks(members, columns) for row in chunk]
    rows.sort(key=lambda row: (-row.total, row.member.user.username))
    return rows[offset : offset + limit]


def book_chunks(
    members: QuerySet[Membership], columns: Sequence[BookColumn]
) -> Iterator[list[BookRow]]:
    """All lines, in pieces: for exports of whole courses."""
    found = list(members)
    for start in range(0, len(found), CHUNK):
        yield book_rows(found[start : start + CHUNK], columns)


def _load(user_ids: Sequence[int], set_ids: Sequence[int]) -> _Scores:
    of_these = Q(user__in=user_ids, problem_set__in=set_ids)
    scores: defaultdict[tuple[int, int], StudentScore] = defaultdict(StudentScore)
    lost = []
    for result in SetResult.objects.filter(of_these):
        scores[result.user_id, result.problem_set_id].results[result.set_problem_id] = result
        if result.penalty_percent >= 100 and result.submission_id:
            lost.append(result.submission_id)
    for one in ScoreAdjustment.objects.filter(of_these, superseded_at=None):
        scores[one.user_id, one.problem_set_id].adjustments[one.set_problem_id] = one
    raw = Submission.objects.defer("source").in_bulk(lost) if lost else {}
    return _Scores(scores=scores, raw=raw)


def _cell(column: BookColumn, user_id: int, loaded: _Scores) -> BookCell:
    score = loaded.scores.get((user_id, column.assignment.pk), StudentScore())
    problems = [_problem_cell(place, score, loaded) for place in column.places]
    total_adjustment = score.adjustments.get(None)
    by_hand = sum(
        one.adjustment.points * one.place.weight for one in problems if one.adjustment is not None
    )
    return BookCell(
        column=column,
        auto=round(sum(one.auto * one.place.weight for one in problems), 4),
        late_penalty=round(sum(one.late_penalty * one.place.weight for one in problems), 4),
        adjustment=round(by_hand + (total_adjustment.points if total_adjustment else 0.0), 4),
        final=score.total(column.places),
        total_adjustment=total_adjustment,
        problems=problems,
    )


def _problem_cell(place: SetProblem, score: StudentScore, loaded: _Scores) -> ProblemCell:
    result = score.results.get(place.pk)
    auto = _auto(place, result, loaded) if result else 0.0
    return ProblemCell(
        place=place,
        auto=auto,
        late_penalty=round(auto - result.points, 4) if result else 0.0,
        days_late=result.days_late if result else 0,
        adjustment=score.adjustments.get(place.pk),
        final=round(score.points_at(place), 4),
        submission_id=result.submission_id if result else None,
    )


def _auto(place: SetProblem, result: SetResult, loaded: _Scores) -> float:
    """Points before the penalty, which are kept only after it."""
    if result.penalty_percent < 100:
        return round(result.points * 100 / (100 - result.penalty_percent), 4)
    submission = loaded.raw.get(result.submission_id or 0)
    if submission is None:
        return 0.0
    return points_of(
        points=place.points,
        is_accepted=submission.verdict == Verdict.ACCEPTED,
        score=submission.score,
        max_score=submission.max_score,
        penalty_percent=0,
    )


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
