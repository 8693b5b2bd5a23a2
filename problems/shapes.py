"""How problems look to students. What is here is the same for everybody who may open one."""

from typing import Any

from ninja import Field

from common.rest import Schema
from problems.listing import ListedProblems, Row
from problems.models import MAX_DIFFICULTY


class TagOut(Schema):
    """A topic."""

    slug: str
    names: dict[str, str] = Field(description="By language.", examples=[{"ko": "그래프"}])


class ProblemItem(Schema):
    """A problem in a list, without anything of the person who reads it."""

    slug: str
    title: str
    titles: dict[str, str] = Field(description="By language of the statement.")
    difficulty: int | None = Field(
        description=f"From 1 (easiest) to {MAX_DIFFICULTY}; null: not rated."
    )
    tags: list[str] = Field(description="Slugs of /tags.")
    time_limit_ms: int
    memory_limit_kib: int
    attempt_count: int = Field(description="Judged submissions in practice.")
    accepted_count: int
    solver_count: int = Field(description="People who have solved it in practice.")
    acceptance_rate: float | None = Field(description="From 0 to 1; null: no attempts.")


def problem_item(row: Row, page: ListedProblems) -> ProblemItem:
    """``row`` is one of the page's."""
    return ProblemItem(**problem_fields(row, page))


def problem_fields(row: Row, page: ListedProblems) -> dict[str, Any]:
    """What a ProblemItem is made from, for those who add to it."""
    attempts = row.statistics__attempt_count or 0
    accepted = row.statistics__accepted_count or 0
    return {
        "slug": row.slug,
        "title": row.title,
        "titles": page.titles.get(row.id, {}),
        "difficulty": row.difficulty or None,
        "tags": page.tags.get(row.id, []),
        "time_limit_ms": row.test_package__time_limit_ms,
        "memory_limit_kib": row.test_package__memory_limit_kib,
        "attempt_count": attempts,
        "accepted_count": accepted,
        "solver_count": row.statistics__solver_count or 0,
        "acceptance_rate": round(accepted / attempts, 3) if attempts else None,
    }
