"""Lists of problems: their filters and orders, for every door that has one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from django.db.models import QuerySet, Value
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

COLUMNS = (
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


@dataclass(frozen=True)
class ListedProblems(Slice[Problem]):
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
    found = found.select_related("statistics").only(*COLUMNS)
    order = query.order or ("relevance" if query.search.strip() else "id")
    if order.endswith("acceptance"):
        found = found.annotate(acceptance=Coalesce("statistics__acceptance_per_mille", Value(-1)))
    page = paginate(found, order=ORDERS[order], cursor=query.cursor, limit=query.limit)
    ids = [problem.pk for problem in page.items]
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    tags: dict[int, list[str]] = defaultdict(list)
    # Plain values: as rows of models, which a prefetch makes, they cost more than all else.
    statements = Statement.objects.filter(problem_id__in=ids).order_by("id")
    for problem_id, language, title in statements.values_list("problem_id", "language", "title"):
        titles[problem_id][language] = title
    tagged = Problem.tags.through.objects.filter(problem_id__in=ids).order_by("tag__slug")
    for problem_id, slug in tagged.values_list("problem_id", "tag__slug"):
        tags[problem_id].append(slug)
    return ListedProblems(page.items, page.next_cursor, titles, tags)
