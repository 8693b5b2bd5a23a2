"""Lists of problems: their filters and orders, for every door that has one."""

from typing import Annotated, Literal

from django.db.models import Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce
from pydantic import Field

from common.pagination import Slice, paginate
from common.rest import PageQuery
from problems.models import MAX_DIFFICULTY, Problem, Statement
from problems.searching import problems_search
from problems.selectors import problems_ready

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


def problems_listed(problems: QuerySet[Problem], query: ProblemQuery) -> Slice[Problem]:
    """The page of ``problems`` that is asked for, with all that a list shows; three queries."""
    found = problems_search(problems_ready(problems), query.search)
    for slug in dict.fromkeys(query.tag):
        found = found.filter(tags__slug=slug)
    if query.difficulty_min > 0:
        found = found.filter(difficulty__gte=query.difficulty_min)
    if query.difficulty_max < MAX_DIFFICULTY:
        found = found.filter(difficulty__lte=query.difficulty_max)
    found = found.select_related("statistics").prefetch_related(
        Prefetch("statements", Statement.objects.only("problem_id", "language", "title")), "tags"
    )
    order = query.order or ("relevance" if query.search.strip() else "id")
    if order.endswith("acceptance"):
        found = found.annotate(acceptance=Coalesce("statistics__acceptance_per_mille", Value(-1)))
    return paginate(found, order=ORDERS[order], cursor=query.cursor, limit=query.limit)
