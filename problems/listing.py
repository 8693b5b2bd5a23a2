"""Lists of problems: their filters and orders, for every door that has one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Protocol, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from pydantic import Field

from common.pagination import DEFAULT_LIMIT, MAX_LIMIT, Slice, paginate, sliced
from common.prepared_queries import PreparedQuery
from common.rest import PageQuery
from problems.models import MAX_DIFFICULTY, Problem, Statement
from problems.searching import problems_search
from problems.selectors import problems_practisable_by, problems_ready

Order = Literal[
    "relevance", "id", "recent", "difficulty", "-difficulty", "acceptance", "-acceptance"
]
ORDERS: dict[str, tuple[str, ...]] = {
    "relevance": ("rank", "id"),
    "id": ("id",),
    "recent": ("-id",),
    "difficulty": ("difficulty", "id"),
    "-difficulty": ("-difficulty", "-id"),
    "acceptance": ("acceptance", "id"),
    "-acceptance": ("-acceptance", "-id"),
}

COLUMNS = (
    "id",
    "slug",
    "title",
    "visibility",
    "difficulty",
    "test_package__time_limit_ms",
    "test_package__memory_limit_kib",
    "statistics__attempt_count",
    "statistics__accepted_count",
    "statistics__solver_count",
)

Difficulty = Annotated[int, Field(ge=0, le=MAX_DIFFICULTY)]
TagSlug = Annotated[str, Field(max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")]


class ProblemQuery(PageQuery):
    """Which problems to list, and in which order."""

    search: Annotated[
        str,
        Field(
            max_length=100,
            description="All of its words must occur: Korean ones anywhere, others at a "
            "word's beginning.",
            examples=["정렬"],
        ),
    ] = ""
    tag: Annotated[list[TagSlug], Field(max_length=5, description="All of them.")] = []
    difficulty_min: Difficulty = 0
    difficulty_max: Difficulty = MAX_DIFFICULTY
    order: Order | None = Field(default=None, description="Default: relevance of a search; id.")


class Row(Protocol):
    """A problem in a list: its COLUMNS. Figures of practice are None where nobody tried."""

    id: int
    slug: str
    title: str
    visibility: str
    difficulty: int
    test_package__time_limit_ms: int
    test_package__memory_limit_kib: int
    statistics__attempt_count: int | None
    statistics__accepted_count: int | None
    statistics__solver_count: int | None


@dataclass(frozen=True)
class ListedProblems(Slice[Row]):
    """A page of problems, and what a list shows beside them, by the problem's id."""

    titles: Mapping[int, Mapping[str, str]]
    """By the statement's language."""
    tags: Mapping[int, Sequence[str]]
    """Slugs."""


def problems_listed(problems: QuerySet[Problem], query: ProblemQuery) -> ListedProblems:
    """The page of ``problems`` that is asked for, with all that a list shows; three queries."""
    found = problems_search(problems_ready(problems), query.search)
    for slug in dict.fromkeys(query.tag):
        found = found.filter(tags__slug=slug)
    if query.difficulty_min > 0:
        found = found.filter(difficulty__gte=query.difficulty_min)
    if query.difficulty_max < MAX_DIFFICULTY:
        found = found.filter(difficulty__lte=query.difficulty_max)
    order = query.order or ("relevance" if query.search.strip() else "id")
    rows = _rows(found, order)
    page = paginate(rows, order=ORDERS[order], cursor=query.cursor, limit=query.limit)
    return _described(page)


def public_problems_listed(query: ProblemQuery, now: datetime) -> ListedProblems:
    """As problems_listed, of those that are everybody's. The list as it opens, in any of its
    orders, is asked for by far the most."""
    order = query.order or "id"
    if query != ProblemQuery(order=query.order) or order == "relevance":
        return problems_listed(problems_practisable_by(AnonymousUser(), now=now), query)
    rows = _first_page(now, kind=(order,))
    return _described(sliced(rows, order=ORDERS[order], limit=DEFAULT_LIMIT))


def _rows(problems: QuerySet[Problem], order: str) -> "QuerySet[Problem, Row]":
    """Plain values: as objects, which cost more than all else, they would be three each."""
    columns: tuple[str, ...] = COLUMNS
    if order.endswith("acceptance"):
        rate = Coalesce("statistics__acceptance_per_mille", Value(-1))
        problems = problems.annotate(acceptance=rate)
        columns = (*COLUMNS, "acceptance")
    elif order == "relevance":
        columns = (*COLUMNS, "rank")
    rows: Any = problems.values_list(*columns, named=True)
    return cast("QuerySet[Problem, Row]", rows)


def _described(page: Slice[Row]) -> ListedProblems:
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    tags: dict[int, list[str]] = defaultdict(list)
    ids = [row.id for row in page.items]
    if ids:
        # So that few lengths of lists have to be known.
        length = DEFAULT_LIMIT if len(ids) <= DEFAULT_LIMIT else MAX_LIMIT
        ids += ids[-1:] * (length - len(ids))
        for problem_id, language, title in _titles(*ids):
            titles[problem_id][language] = title
        for problem_id, slug in _tags(*ids):
            tags[problem_id].append(slug)
    return ListedProblems(page.items, page.next_cursor, titles, tags)


def _public_rows(now: datetime, order: str) -> "QuerySet[Problem, Row]":
    public = problems_ready(problems_practisable_by(AnonymousUser(), now=now))
    return _rows(public, order).order_by(*ORDERS[order])[: DEFAULT_LIMIT + 1]


_first_page: PreparedQuery[Row] = PreparedQuery(_public_rows)
_titles: PreparedQuery[tuple[int, str, str]] = PreparedQuery(
    lambda *ids: (
        Statement.objects.filter(problem_id__in=ids)
        .order_by("id")
        .values_list("problem_id", "language", "title")
    )
)
_tags: PreparedQuery[tuple[int, str]] = PreparedQuery(
    lambda *ids: (
        Problem.tags.through.objects.filter(problem_id__in=ids)
        .order_by("tag__slug")
        .values_list("problem_id", "tag__slug")
    )
)
