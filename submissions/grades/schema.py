"""GraphQL for staff: the grading book, scores changed by hand, and scores from tables."""

from datetime import datetime
from typing import cast

import strawberry
from django.utils import timezone
from strawberry.scalars import Base64
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.errors import InvalidInputError
from common.graphql import MAX_PAGE, ImportReportNode, import_report
from contests.models import ScoreAdjustment, SetKind
from contests.services.assignments import NewAdjustment, adjustments_make
from courses.models import Course
from submissions.grades.book import (
    BookCell,
    BookColumn,
    BookFilter,
    BookOrder,
    BookRow,
    ProblemCell,
    book_columns,
    book_course,
    book_page,
    book_students,
)
from submissions.grades.importing import scores_import

strawberry.enum(BookOrder, name="GradingBookOrder", description="In which order to list students.")
ASSIGNMENTS = (SetKind.ASSIGNMENT,)
WITH_EXERCISES = (SetKind.ASSIGNMENT, SetKind.EXERCISE)
MAX_OFFSET = 100_000


@strawberry.type(name="GradingProblem")
class GradingProblem:
    """A problem of an assignment."""

    label: str
    title: str
    points: int
    weight: float


@strawberry.type(name="GradingColumn")
class GradingColumn:
    """An assignment in the grading book."""

    slug: str
    title: str
    kind: str
    due_at: datetime
    is_released: bool = strawberry.field(description="Whether students see their scores.")
    max_total: float
    problems: list[GradingProblem]


@strawberry.type(name="GradingAdjustment")
class GradingAdjustment:
    """Points that staff added, and why."""

    points: float
    comment: str
    created_at: datetime


@strawberry.type(name="GradingProblemCell")
class GradingProblemCell:
    """What a student has at a problem, without its weight."""

    label: str
    auto: float = strawberry.field(description="By the judge, before what lateness costs.")
    late_penalty: float
    days_late: int
    adjustment: GradingAdjustment | None
    final: float
    submission_number: int | None = strawberry.field(description="What counts; null: nothing.")


@strawberry.type(name="GradingCell")
class GradingCell:
    """What a student has in an assignment, with its problems' weights."""

    slug: str
    auto: float = strawberry.field(description="By the judge, before what lateness costs.")
    late_penalty: float
    adjustment: float = strawberry.field(description="All points added by hand.")
    final: float = strawberry.field(description="Never below zero.")
    total_adjustment: GradingAdjustment | None = strawberry.field(
        description="What was added to the total, beside the problems'."
    )
    problems: list[GradingProblemCell]


@strawberry.type(name="GradingRow")
class GradingRow:
    """A student's line; cells in the order of the columns."""

    username: str
    name: str
    student_number: str
    section: str
    total: float = strawberry.field(description="Of the assignments shown.")
    cells: list[GradingCell]


@strawberry.type(name="GradingBook")
class GradingBook:
    """Scores by student and assignment."""

    student_count: int = strawberry.field(description="That the filter leaves.")
    sections: list[str]
    columns: list[GradingColumn]
    course: strawberry.Private[Course]
    chosen: strawberry.Private[BookFilter]
    found: strawberry.Private[list[BookColumn]]

    @strawberry.field(description="A page of students. Errors: invalid.")
    def rows(
        self, order: BookOrder = BookOrder.NAME, limit: int = 50, offset: int = 0
    ) -> list[GradingRow]:
        if not (1 <= limit <= MAX_PAGE and 0 <= offset <= MAX_OFFSET):
            raise InvalidInputError(
                f"Ask for 1 to {MAX_PAGE} students.", fields={"limit": [f"1 to {MAX_PAGE}"]}
            )
        students = book_students(self.course, self.chosen, order)
        page = book_page(students, self.found, order, offset=offset, limit=limit)
        return [_row(row) for row in page]


@strawberry.input(description="Which students and assignments to show.")
class GradingBookFilter:
    section: str | None = None
    search: str = strawberry.field(
        default="", description="Part of a user name, a name or a student number."
    )
    slugs: list[str] | None = strawberry.field(default=None, description="Assignments; null: all.")
    is_released: bool | None = None
    has_exercises: bool = strawberry.field(
        default=False, description="Also exercises, which count for no grade."
    )

    def read(self) -> BookFilter:
        return BookFilter(
            section=self.section,
            search=self.search[:200],
            slugs=self.slugs,
            kinds=WITH_EXERCISES if self.has_exercises else ASSIGNMENTS,
            is_released=self.is_released,
        )


@strawberry.input(description="Points to add to a student's score, in place of those before.")
class ScoreCellInput:
    slug: str = strawberry.field(description="The assignment's.")
    username: str
    points: float = strawberry.field(description="Below zero takes away; 0 takes it back.")
    comment: str = strawberry.field(description="The student reads it.")
    label: str | None = strawberry.field(default=None, description="null: to the total.")


@strawberry.type
class GradesQuery:
    @strawberry.field(
        description=(
            "Scores by student and assignment, released or not. For the course's staff. "
            "Errors: not_allowed."
        )
    )
    def grading_book(
        self,
        info: Info,
        course_slug: str,
        filters: GradingBookFilter | None = None,
    ) -> GradingBook:
        now, chosen = timezone.now(), (filters or GradingBookFilter()).read()
        course = book_course(signed_in_user(info.context.request), course_slug)
        columns = book_columns(course, chosen, now)
        students = book_students(course, chosen, BookOrder.USERNAME)
        sections = course.memberships.exclude(section="").order_by("section")
        return GradingBook(
            student_count=students.count(),
            sections=list(sections.values_list("section", flat=True).distinct()),
            columns=[_column(one) for one in columns],
            course=course,
            chosen=chosen,
            found=columns,
        )


@strawberry.type
class GradesMutation:
    @strawberry.mutation(
        description=(
            "Change many scores by hand, also of several assignments: all of them or none. For "
            "the assignments' staff. Errors: not_allowed, course_archived, cells_refused (fields "
            "name each cell by its place, such as cells.3)."
        )
    )
    def adjust_scores(self, info: Info, cells: list[ScoreCellInput]) -> int:
        return len(
            adjustments_make(
                user=signed_in_user(info.context.request),
                wanted=[NewAdjustment(**vars(cell)) for cell in cells],
                now=timezone.now(),
            )
        )

    @strawberry.mutation(
        description=(
            "Make students' scores in an assignment what a table says: CSV (UTF-8 or CP949) or "
            "XLSX with one of username, student_number, email, and labels of problems or total; "
            "the export of the grading book can be given back. Each change is an adjustment with "
            "the line's comment, or with this one. Either all lines or none; a dry run changes "
            "nothing and tells everything. For the assignment's staff. Errors: not_allowed, "
            "course_archived, bad_table, unknown_encoding, too_large."
        )
    )
    def import_scores(
        self, info: Info, slug: str, file: Base64, comment: str = "", is_dry_run: bool = True
    ) -> ImportReportNode:
        return import_report(
            scores_import(
                user=signed_in_user(info.context.request),
                slug=slug,
                content=cast("bytes", file),
                comment=comment,
                is_dry_run=is_dry_run,
                now=timezone.now(),
            )
        )


def _column(column: BookColumn) -> GradingColumn:
    one = column.assignment
    return GradingColumn(
        slug=one.slug,
        title=one.title,
        kind=one.kind,
        due_at=one.ends_at,
        is_released=column.is_released,
        max_total=column.max_total,
        problems=[
            GradingProblem(
                label=place.label,
                title=place.problem.title,
                points=place.points,
                weight=place.weight,
            )
            for place in column.places
        ],
    )


def _row(row: BookRow) -> GradingRow:
    user = row.member.user
    return GradingRow(
        username=user.username,
        name=user.shown_name,
        student_number=user.student_number,
        section=row.member.section,
        total=row.total,
        cells=[_cell(cell) for cell in row.cells],
    )


def _cell(cell: BookCell) -> GradingCell:
    return GradingCell(
        slug=cell.column.assignment.slug,
        auto=cell.auto,
        late_penalty=cell.late_penalty,
        adjustment=cell.adjustment,
        final=cell.final,
        total_adjustment=_adjustment(cell.total_adjustment),
        problems=[_problem(one) for one in cell.problems],
    )


def _problem(cell: ProblemCell) -> GradingProblemCell:
    return GradingProblemCell(
        label=cell.place.label,
        auto=cell.auto,
        late_penalty=cell.late_penalty,
        days_late=cell.days_late,
        adjustment=_adjustment(cell.adjustment),
        final=cell.final,
        submission_number=cell.submission_id,
    )


def _adjustment(one: ScoreAdjustment | None) -> GradingAdjustment | None:
    if one is None:
        return None
    return GradingAdjustment(points=one.points, comment=one.comment, created_at=one.created_at)
