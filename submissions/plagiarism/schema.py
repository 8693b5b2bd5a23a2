"""GraphQL for staff: how alike sources are."""

from typing import cast

import strawberry
import strawberry_django
from django.db.models import Q, QuerySet
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import signed_in_user, visitor
from common.graphql import MAX_PAGE, node_number
from contests.schema.types import ProblemSetNode
from courses.schema import UserNode
from problems.schema import ProblemNode
from submissions.plagiarism.models import (
    Keeps,
    Mark,
    PlagiarismCheck,
    PlagiarismCluster,
    PlagiarismPair,
)
from submissions.plagiarism.selectors import plagiarism_checks_managed_by
from submissions.plagiarism.services import (
    CheckWish,
    plagiarism_check_remove,
    plagiarism_check_start,
    plagiarism_pair_mark,
)
from submissions.schema import SubmissionNode

strawberry.enum(Keeps, name="PlagiarismKeeps", description="Which of a person's sources counts.")
strawberry.enum(Mark, name="PlagiarismMark", description="What staff made of a pair.")


@strawberry.type(name="SourceRegion")
class SourceRegionType:
    """A stretch of a source. Lines and columns count from 1; the end is excluded."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@strawberry.type(name="SourceLeftOut")
class SourceLeftOutType:
    """A submission that could not be compared."""

    submission_number: int = strawberry.field(description="As in addresses.")
    reason: str


def _regions(rows: list[list[int]]) -> list[SourceRegionType]:
    return [
        SourceRegionType(
            start_line=start_line, start_column=start, end_line=end_line, end_column=end
        )
        for start_line, start, end_line, end in rows
    ]


@strawberry_django.filter_type(PlagiarismPair)
class PlagiarismPairFilter:
    """Which pairs to list."""

    mark: strawberry_django.BaseFilterLookup[str] | None
    similarity: strawberry_django.ComparisonFilterLookup[float] | None

    @strawberry_django.filter_field(description="By the number of their check.")
    def check_number(self, queryset: QuerySet[PlagiarismPair], value: int, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}check_run": value})

    @strawberry_django.filter_field(description="By the user name of either author.")
    def username(self, queryset: QuerySet[PlagiarismPair], value: str, prefix: str) -> object:
        either = Q(**{f"{prefix}left__user__username": value}) | Q(
            **{f"{prefix}right__user__username": value}
        )
        return queryset, either


@strawberry_django.order_type(PlagiarismPair)
class PlagiarismPairOrder:
    """In which order to list pairs."""

    id: strawberry.auto
    similarity: strawberry.auto


@strawberry_django.type(
    PlagiarismPair,
    name="PlagiarismPair",
    pagination=True,
    filters=PlagiarismPairFilter,
    ordering=PlagiarismPairOrder,
)
class PlagiarismPairNode(relay.Node):
    """Two sources of different people that are alike, to be looked at side by side."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    left: SubmissionNode
    right: SubmissionNode
    similarity: strawberry.auto
    left_share: strawberry.auto
    right_share: strawberry.auto
    mark: strawberry.auto
    note: strawberry.auto
    marked_by: UserNode | None
    marked_at: strawberry.auto

    @strawberry_django.field(only=["left_regions"], description="What is alike in the left one.")
    def left_regions(self, root: PlagiarismPair) -> list[SourceRegionType]:
        return _regions(root.left_regions)

    @strawberry_django.field(only=["right_regions"], description="What is alike in the right one.")
    def right_regions(self, root: PlagiarismPair) -> list[SourceRegionType]:
        return _regions(root.right_regions)

    @classmethod
    def get_queryset(
        cls, queryset: QuerySet[PlagiarismPair], info: Info
    ) -> QuerySet[PlagiarismPair]:
        checks = plagiarism_checks_managed_by(visitor(info.context.request))
        return queryset.filter(check_run__in=checks)


@strawberry_django.type(PlagiarismCluster, name="PlagiarismCluster", pagination=True)
class PlagiarismClusterNode(relay.Node):
    """Sources of one problem that hang together by pairs."""

    id: relay.NodeID[int]
    ordinal: strawberry.auto
    problem: ProblemNode | None = strawberry_django.field(
        description="null: one does not act for the problem itself."
    )
    source_count: strawberry.auto
    similarity: strawberry.auto
    pairs: list[PlagiarismPairNode]

    @classmethod
    def get_queryset(
        cls, queryset: QuerySet[PlagiarismCluster], info: Info
    ) -> QuerySet[PlagiarismCluster]:
        checks = plagiarism_checks_managed_by(visitor(info.context.request))
        return queryset.filter(check_run__in=checks)


@strawberry_django.order_type(PlagiarismCheck)
class PlagiarismCheckOrder:
    """In which order to list checks."""

    id: strawberry.auto


@strawberry_django.filter_type(PlagiarismCheck)
class PlagiarismCheckFilter:
    """Which checks to list."""

    state: strawberry_django.BaseFilterLookup[str] | None

    @strawberry_django.filter_field(description="By the set's slug.")
    def set_slug(self, queryset: QuerySet[PlagiarismCheck], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}problem_set__slug": value})

    @strawberry_django.filter_field(description="By the problem's slug.")
    def problem_slug(self, queryset: QuerySet[PlagiarismCheck], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}problem__slug": value})


@strawberry_django.type(
    PlagiarismCheck,
    name="PlagiarismCheck",
    filters=PlagiarismCheckFilter,
    ordering=PlagiarismCheckOrder,
)
class PlagiarismCheckNode(relay.Node):
    """A comparison of all sources of a set, or of a problem, done in the background."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    problem_set: ProblemSetNode | None
    problem: ProblemNode | None
    language: strawberry.auto
    keeps: strawberry.auto
    threshold: strawberry.auto
    state: strawberry.auto
    message: strawberry.auto
    done_steps: strawberry.auto
    total_steps: strawberry.auto
    requested_by: UserNode | None
    created_at: strawberry.auto
    started_at: strawberry.auto
    finished_at: strawberry.auto
    source_count: strawberry.auto
    pair_count: strawberry.auto
    cluster_count: strawberry.auto
    clusters: list[PlagiarismClusterNode]
    pairs: list[PlagiarismPairNode]

    @strawberry_django.field(only=["left_out"], description="What could not be compared, and why.")
    def left_out(self, root: PlagiarismCheck) -> list[SourceLeftOutType]:
        return [
            SourceLeftOutType(submission_number=one["submission"], reason=one["reason"])
            for one in root.left_out
        ]

    @classmethod
    def get_queryset(
        cls, queryset: QuerySet[PlagiarismCheck], info: Info
    ) -> QuerySet[PlagiarismCheck]:
        return queryset.filter(
            pk__in=plagiarism_checks_managed_by(visitor(info.context.request)).values("pk")
        )


@strawberry.type
class PlagiarismQuery:
    plagiarism_checks: DjangoCursorConnection[PlagiarismCheckNode] = strawberry_django.connection(
        description="Comparisons of sources in the courses that one teaches; all for operators.",
        max_results=MAX_PAGE,
    )

    plagiarism_check: PlagiarismCheckNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )

    plagiarism_pairs: DjangoCursorConnection[PlagiarismPairNode] = strawberry_django.connection(
        description="Pairs of those comparisons.",
        max_results=MAX_PAGE,
    )

    plagiarism_pair: PlagiarismPairNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )


@strawberry.type
class PlagiarismMutation:
    @strawberry_django.mutation(
        description=(
            "Compare the sources of a set, of one problem of it, or of a problem by itself, in the "
            "background. Watch `state`. For the set's or the problem's staff. "
            "Errors: not_allowed, already_comparing, invalid."
        )
    )
    def start_plagiarism_check(
        self,
        info: Info,
        problem_set_id: relay.GlobalID | None = None,
        problem_id: relay.GlobalID | None = None,
        language: str = "",
        keeps: Keeps = Keeps.LAST,
        threshold: float = 0.5,
    ) -> PlagiarismCheckNode:
        return cast(
            "PlagiarismCheckNode",  # strawberry-django resolves the model by the type's fields
            plagiarism_check_start(
                actor=signed_in_user(info.context.request),
                wish=CheckWish(
                    problem_set_id=node_number(problem_set_id, "ProblemSet")
                    if problem_set_id
                    else None,
                    problem_id=node_number(problem_id, "Problem") if problem_id else None,
                    language=language[:32],
                    keeps=keeps,
                    threshold=threshold,
                ),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Say what you make of a pair, with a note. For the set's or the problem's staff. "
            "Errors: not_allowed, invalid."
        )
    )
    def mark_plagiarism_pair(
        self, info: Info, pair_id: relay.GlobalID, mark: Mark, note: str = ""
    ) -> PlagiarismPairNode:
        return cast(
            "PlagiarismPairNode",
            plagiarism_pair_mark(
                actor=signed_in_user(info.context.request),
                pair_id=node_number(pair_id, "PlagiarismPair"),
                mark=mark,
                note=note,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Remove a comparison with its pairs and marks. For the set's or the problem's staff. "
            "Errors: not_allowed."
        )
    )
    def remove_plagiarism_check(self, info: Info, check_id: relay.GlobalID) -> bool:
        plagiarism_check_remove(
            actor=signed_in_user(info.context.request),
            check_id=node_number(check_id, "PlagiarismCheck"),
        )
        return True
