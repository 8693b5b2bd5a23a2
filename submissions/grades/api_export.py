"""REST for staff: the grading book as a file."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Annotated, Any, Literal

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.caching import PRIVATE
from common.rest import refusals
from common.tables.writing import CSV_TYPE, XLSX_TYPE, Value, csv_pieces, workbook_file
from contests.models import SetKind
from contests.selectors.sets import set_not_found
from courses.models.course import SECTION_MAX_CHARS
from submissions.grades.book import (
    BookColumn,
    BookFilter,
    BookOrder,
    BookRow,
    book_chunks,
    book_columns,
    book_course,
    book_students,
)

router = Router(tags=["grading book"])

Slug = Annotated[str, Path(max_length=60, pattern=r"^[-a-zA-Z0-9_]+$")]
WHO: Sequence[str] = ("student_number", "username", "name", "section")
FILE_ANSWER = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in (CSV_TYPE, XLSX_TYPE)
            },
        }
    }
}


class BookQuery(Schema):
    """Which students, and as what."""

    format: Literal["csv", "xlsx"] = "csv"
    section: str | None = Field(default=None, max_length=SECTION_MAX_CHARS)


@router.get(
    "/courses/{slug}/grading-book",
    response=refusals(401, 403),
    auth=needs(Scope.STAFF, "courses that you teach"),
    summary="The grading book of a course, as CSV or XLSX",
    openapi_extra=FILE_ANSWER,
)
def course_book_read(request: HttpRequest, slug: Slug, query: Query[BookQuery]) -> HttpResponseBase:
    """A line for each student with the final score of each assignment and their sum, released or
    not. Texts that a spreadsheet would take for formulas begin with an apostrophe in CSV."""
    course = book_course(signed_in_user(request), slug)
    chosen = BookFilter(section=query.section)
    columns = book_columns(course, chosen, timezone.now())
    chunks = book_chunks(book_students(course, chosen, BookOrder.STUDENT_NUMBER), columns)
    header = [*WHO, *(one.assignment.slug for one in columns), "sum"]
    rows = (
        [*_who(row), *(cell.final for cell in row.cells), row.total]
        for chunk in chunks
        for row in chunk
    )
    return _file(request, query.format, course.slug, header, rows)


@router.get(
    "/courses/{slug}/grading-book/{assignment}",
    response=refusals(401, 403, 404),
    auth=needs(Scope.STAFF, "courses that you teach"),
    summary="The scores of an assignment, as CSV or XLSX",
    openapi_extra=FILE_ANSWER,
)
def assignment_book_read(
    request: HttpRequest, slug: Slug, assignment: Slug, query: Query[BookQuery]
) -> HttpResponseBase:
    """A line for each student with the points at each problem (without its weight), what the judge
    gave, what lateness cost, what was added by hand, and the sum. It can be changed and given
    back to GraphQL's `importScores`."""
    course = book_course(signed_in_user(request), slug)
    kinds = (SetKind.ASSIGNMENT, SetKind.EXERCISE)
    chosen = BookFilter(section=query.section, slugs=[assignment], kinds=kinds)
    columns = book_columns(course, chosen, timezone.now())
    column = _one(columns, assignment)
    labels = [place.label for place in column.places]
    chunks = book_chunks(book_students(course, chosen, BookOrder.STUDENT_NUMBER), [column])
    header = [*WHO, *labels, "auto", "late_penalty", "adjustment", "sum"]
    rows = ([*_who(row), *_scores(row)] for chunk in chunks for row in chunk)
    return _file(request, query.format, column.assignment.slug, header, rows)


def _one(columns: Sequence[BookColumn], slug: str) -> BookColumn:
    if not columns:
        raise set_not_found(slug)
    return columns[0]


def _who(row: BookRow) -> list[Value]:
    user = row.member.user
    return [user.student_number, user.username, user.shown_name, row.member.section]


def _scores(row: BookRow) -> list[Value]:
    (cell,) = row.cells
    points: list[Value] = [one.final for one in cell.problems]
    return [*points, cell.auto, -cell.late_penalty or 0.0, cell.adjustment, cell.final]


def _file(
    request: HttpRequest,
    kind: str,
    name: str,
    header: Sequence[Value],
    rows: Iterator[Sequence[Value]],
) -> HttpResponseBase:
    def lines() -> Iterator[Sequence[Value]]:
        yield header
        yield from rows

    if kind == "xlsx":
        return FileResponse(
            workbook_file(name, lines()),
            as_attachment=True,
            filename=f"{name}.xlsx",
            content_type=XLSX_TYPE,
            headers={"Cache-Control": PRIVATE},
        )
    pieces: Any = csv_pieces(lines())
    return StreamingHttpResponse(
        # Of a synchronous iterator an ASGI server would wait for the end.
        _from_thread(pieces) if isinstance(request, ASGIRequest) else pieces,
        content_type=CSV_TYPE,
        headers={
            "Cache-Control": PRIVATE,
            "Content-Disposition": f'attachment; filename="{name}.csv"',
        },
    )


async def _from_thread(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await sync_to_async(_next)(pieces)) is not None:
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)
