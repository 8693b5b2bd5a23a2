"""What staff read of rejudgings."""

from typing import cast

import strawberry
import strawberry_django
from django.db.models import QuerySet
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import visitor
from common.graphql import MAX_PAGE
from contests.scoring.values import Place
from courses.schema import UserNode
from problems.schema import ProblemNode, TestPackageNode
from submissions.models import Rejudging, RejudgingItem
from submissions.rejudging import effects
from submissions.rejudging.applying import Chosen
from submissions.rejudging.rules import Fate, RejudgingState
from submissions.rejudging.selectors import (
    items_counted,
    items_managed_by,
    matrix_of,
    rejudgings_managed_by,
)
from submissions.schema.enums import Verdict
from submissions.schema.types import JudgementNode, SubmissionNode

strawberry.enum(RejudgingState, name="RejudgingState", description="Where a rejudging stands.")
strawberry.enum(Fate, name="RejudgingFate", description="What applying did with a submission.")


@strawberry.input(description="A cell of a rejudging's matrix.")
class MatrixCellInput:
    old_verdict: Verdict
    new_verdict: Verdict


@strawberry.input(description="A part of a rejudging: what fits any of these.")
class RejudgingPart:
    cells: list[MatrixCellInput] = strawberry.field(default_factory=list)
    submissions: list[int] = strawberry.field(
        default_factory=list, description="By the numbers in their addresses."
    )

    def read(self) -> Chosen:
        return Chosen(
            cells=[(one.old_verdict, one.new_verdict) for one in self.cells],
            submissions=self.submissions[:10_000],
        )


@strawberry.type(name="RejudgingMatrixCell")
class MatrixCellNode:
    """So many submissions had one verdict and got the other."""

    old_verdict: Verdict
    new_verdict: Verdict
    count: int
    changed_count: int = strawberry.field(description="In verdict or score.")


@strawberry.type(name="BoardStanding")
class StandingNode:
    """Where an entry stands on a board."""

    rank: int | None
    solved: int
    score: float
    penalty_ms: int

    @classmethod
    def of(cls, place: Place) -> "StandingNode":
        totals = place.row.totals
        return cls(
            rank=place.rank,
            solved=totals.solved,
            score=totals.score,
            penalty_ms=totals.penalty_ms,
        )


@strawberry.type(name="BoardRowChange")
class RowChangeNode:
    """A row of a board that would be another one."""

    entry: int = strawberry.field(description="The entry's id, as on the scoreboard.")
    name: str
    before: StandingNode
    after: StandingNode


@strawberry.type(name="BoardEffect")
class BoardEffectNode:
    """What applying would change on a contest's board, as its staff see it."""

    problem_set: str = strawberry.field(description="The contest's slug.")
    is_final: bool = strawberry.field(description="Its results are official and stay.")
    changed_count: int
    rows: list[RowChangeNode] = strawberry.field(
        description=f"Up to {effects.MAX_ROWS}, by their rank afterwards."
    )


@strawberry.type(name="GradeChange")
class GradeChangeNode:
    """A student's points at a problem that would be others."""

    user_number: int
    set_problem_number: int
    before: float
    after: float


@strawberry.type(name="GradeEffect")
class GradeEffectNode:
    """What applying would change in an assignment's grades."""

    problem_set: str = strawberry.field(description="The assignment's slug.")
    changed_count: int
    grades: list[GradeChangeNode] = strawberry.field(description=f"Up to {effects.MAX_ROWS}.")


@strawberry_django.filter_type(RejudgingItem)
class RejudgingItemFilter:
    """Which submissions of a rejudging to list."""

    old_verdict: strawberry_django.BaseFilterLookup[str] | None
    new_verdict: strawberry_django.BaseFilterLookup[str] | None
    is_finished: bool | None
    is_changed: bool | None
    is_unstable: bool | None
    fate: strawberry_django.BaseFilterLookup[str] | None


@strawberry_django.order_type(RejudgingItem)
class RejudgingItemOrder:
    """In which order to list submissions of a rejudging."""

    id: strawberry.auto


@strawberry_django.type(
    RejudgingItem,
    name="RejudgingItem",
    filters=RejudgingItemFilter,
    ordering=RejudgingItemOrder,
)
class RejudgingItemNode(relay.Node):
    """One submission of a rejudging: what counted, and what came out."""

    id: relay.NodeID[int]
    submission: SubmissionNode
    old_judgement: JudgementNode
    new_judgement: JudgementNode | None = strawberry_django.field(
        description="The one that counts when it is applied; null: not known yet."
    )
    old_verdict: Verdict
    old_score: strawberry.auto
    new_verdict: Verdict | None
    new_score: strawberry.auto
    is_finished: strawberry.auto
    is_changed: strawberry.auto
    is_unstable: strawberry.auto
    verdicts: list[str] = strawberry_django.field(description="All that came out, sorted.")
    cpu_time_min_ms: strawberry.auto
    cpu_time_max_ms: strawberry.auto
    fate: Fate | None = strawberry_django.field(
        description="What applying did; null: it was not applied yet."
    )

    @classmethod
    def get_queryset(cls, queryset: QuerySet[RejudgingItem], info: Info) -> QuerySet[RejudgingItem]:
        return queryset.filter(pk__in=items_managed_by(visitor(info.context.request)))


@strawberry_django.filter_type(Rejudging)
class RejudgingFilter:
    """Which rejudgings to list."""

    state: strawberry_django.BaseFilterLookup[str] | None


@strawberry_django.order_type(Rejudging)
class RejudgingOrder:
    """In which order to list rejudgings."""

    id: strawberry.auto


@strawberry_django.type(
    Rejudging, name="Rejudging", filters=RejudgingFilter, ordering=RejudgingOrder
)
class RejudgingNode(relay.Node):
    """Submissions that are judged again beside the verdicts that count."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    reason: strawberry.auto
    state: RejudgingState
    problem: ProblemNode | None
    test_package: TestPackageNode | None = strawberry_django.field(
        description="A version that is tried; applying makes it the live one. null: the live ones."
    )
    repeat_count: strawberry.auto
    created_by: UserNode
    created_at: strawberry.auto
    submission_count: strawberry.auto
    finished_count: int = strawberry_django.field(
        annotate=items_counted(is_finished=True), description="Submissions that are judged."
    )
    changed_count: int = strawberry_django.field(
        annotate=items_counted(is_changed=True), description="In verdict or score."
    )
    unstable_count: int = strawberry_django.field(
        annotate=items_counted(is_unstable=True), description="Whose repetitions differ."
    )
    ready_at: strawberry.auto
    ended_by: UserNode | None
    ended_at: strawberry.auto
    items: DjangoCursorConnection[RejudgingItemNode] = strawberry_django.connection(
        description="Its submissions, such as those behind a cell of the matrix.",
        max_results=MAX_PAGE,
    )

    @strawberry_django.field(description="Which submissions were chosen, as JSON.", only=["choice"])
    def choice_json(self, root: strawberry.Parent[Rejudging]) -> strawberry.scalars.JSON:
        return cast("strawberry.scalars.JSON", root.choice)

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Rejudging], info: Info) -> QuerySet[Rejudging]:
        return queryset.filter(pk__in=rejudgings_managed_by(visitor(info.context.request)))


@strawberry.type(name="RejudgingPreview")
class PreviewNode:
    """What applying a rejudging, or a part of it, would change."""

    rejudging: strawberry.Private[Rejudging]
    chosen: strawberry.Private[Chosen | None]
    missed_count: int = strawberry.field(
        description="Submissions that fit the choice by now and are not in it (catchUpRejudging)."
    )

    @strawberry.field(
        description="How many finished submissions went from which verdict to which; of all."
    )
    def matrix(self) -> list[MatrixCellNode]:
        return [
            MatrixCellNode(
                old_verdict=Verdict(cell.old),
                new_verdict=Verdict(cell.new),
                count=cell.count,
                changed_count=cell.changed_count,
            )
            for cell in matrix_of(self.rejudging)
        ]

    @strawberry.field(description="On the scoreboards of contests.")
    def board_effects(self) -> list[BoardEffectNode]:
        found = effects.board_effects(self.rejudging, self.chosen, now=timezone.now())
        return [
            BoardEffectNode(
                problem_set=one.problem_set.slug,
                is_final=one.is_final,
                changed_count=one.changed_count,
                rows=[
                    RowChangeNode(
                        entry=row.entry.pk,
                        name=row.entry.name,
                        before=StandingNode.of(row.before),
                        after=StandingNode.of(row.after),
                    )
                    for row in one.rows
                ],
            )
            for one in found
        ]

    @strawberry.field(description="In the grades of assignments.")
    def grade_effects(self) -> list[GradeEffectNode]:
        return [
            GradeEffectNode(
                problem_set=one.problem_set.slug,
                changed_count=one.changed_count,
                grades=[
                    GradeChangeNode(
                        user_number=grade.user_id,
                        set_problem_number=grade.set_problem_id,
                        before=grade.before,
                        after=grade.after,
                    )
                    for grade in one.grades
                ],
            )
            for one in effects.grade_effects(self.rejudging, self.chosen)
        ]


@strawberry.type(name="RejudgingCount")
class RejudgingCountNode:
    """What a rejudging would hold."""

    submissions: int
    judgements: int
    left_out: int = strawberry.field(
        description=(
            "Chosen too, but not judged yet, without a test package, or in a language that is "
            "no longer judged."
        )
    )
