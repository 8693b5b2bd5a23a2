"""What a problem's page shows beside the problem itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.prepared_queries import PreparedQuery
from problems.models import Attachment, Hint, Problem, Sample, Statement


@dataclass(frozen=True)
class PageParts:
    """The parts, in the order in which they are shown."""

    statements: Sequence[Statement]
    tags: list[str]
    """Slugs."""
    samples: Sequence[Sample]
    hint_count: int
    attachments: Sequence[Attachment]


def page_parts(problem: Problem) -> PageParts:
    """Of a problem that can be judged. Costs five queries."""
    return PageParts(
        statements=_statements(problem.pk),
        tags=_tags(problem.pk),
        samples=_samples(problem.ready_package.pk),
        hint_count=len(_hints(problem.pk)),
        attachments=_attachments(problem.pk),
    )


_statements: PreparedQuery[Statement] = PreparedQuery(
    lambda problem_id: (
        Statement.objects.filter(problem_id=problem_id).order_by("id").defer("source")
    )
)
_tags: PreparedQuery[str] = PreparedQuery(
    lambda problem_id: (
        Problem.tags.through.objects.filter(problem_id=problem_id)
        .order_by("tag__slug")
        .values_list("tag__slug", flat=True)
    )
)
_samples: PreparedQuery[Sample] = PreparedQuery(
    lambda package_id: Sample.objects.filter(test_package_id=package_id).order_by("ordinal")
)
_hints: PreparedQuery[int] = PreparedQuery(
    lambda problem_id: Hint.objects.filter(problem_id=problem_id).values_list("pk", flat=True)
)
_attachments: PreparedQuery[Attachment] = PreparedQuery(
    lambda problem_id: Attachment.objects.filter(problem_id=problem_id).order_by("name")
)
