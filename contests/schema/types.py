"""What staff read of contests and assignments."""

import strawberry
import strawberry_django
from django.db.models import F, QuerySet
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import visitor
from common.graphql import MAX_PAGE
from contests.models import (
    Announcement,
    AssignmentRules,
    Clarification,
    ContestRules,
    Extension,
    ProblemSet,
    ScoreAdjustment,
    SetProblem,
)
from contests.selectors.sets import sets_managed_by
from courses.schema import CourseNode, UserNode
from problems.schema import ProblemNode


@strawberry_django.type(SetProblem, name="SetProblem")
class SetProblemNode(relay.Node):
    """A problem's place in a set."""

    id: relay.NodeID[int]
    ordinal: strawberry.auto
    label: strawberry.auto
    points: strawberry.auto
    weight: strawberry.auto
    colour: strawberry.auto
    problem_slug: str = strawberry_django.field(annotate=F("problem__slug"))
    problem_title: str = strawberry_django.field(annotate=F("problem__title"))
    problem: ProblemNode | None = strawberry_django.field(
        description="null: one does not act for the problem itself."
    )


@strawberry_django.type(ContestRules, name="ContestRules")
class ContestRulesNode:
    """What makes a set a contest."""

    format: str
    penalty_minutes: strawberry.auto
    counts_compile_errors: strawberry.auto
    board_visibility: str
    freeze_at: strawberry.auto
    unfrozen_at: strawberry.auto
    finalized_at: strawberry.auto
    registration_opens_at: strawberry.auto
    registration_closes_at: strawberry.auto
    entry_mode: str
    max_team_size: strawberry.auto
    allows_unofficial: strawberry.auto
    invite_code: strawberry.auto
    allows_virtual: strawberry.auto
    has_balloons: strawberry.auto
    gold_medals: strawberry.auto
    silver_medals: strawberry.auto
    bronze_medals: strawberry.auto


@strawberry_django.type(AssignmentRules, name="AssignmentRules")
class AssignmentRulesNode:
    """What makes a set an assignment or an exercise. It is due at the set's end."""

    closes_at: strawberry.auto
    late_penalty_percent: strawberry.auto
    scores_released_at: strawberry.auto


@strawberry_django.type(Clarification, name="Clarification", pagination=True)
class ClarificationNode(relay.Node):
    """A question to the jury and its answer."""

    id: relay.NodeID[int]
    set_problem: SetProblemNode | None
    asked_by: UserNode
    question: strawberry.auto
    asked_at: strawberry.auto
    answer: strawberry.auto
    answered_by: UserNode | None
    answered_at: strawberry.auto
    is_broadcast: strawberry.auto


@strawberry_django.type(Announcement, name="Announcement", pagination=True)
class AnnouncementNode(relay.Node):
    """A word of the jury to all."""

    id: relay.NodeID[int]
    sequence: strawberry.auto
    set_problem: SetProblemNode | None
    text: strawberry.auto
    author: UserNode | None
    created_at: strawberry.auto


@strawberry_django.type(Extension, name="Extension", pagination=True)
class ExtensionNode(relay.Node):
    """More time for one student."""

    id: relay.NodeID[int]
    user: UserNode
    ends_at: strawberry.auto
    closes_at: strawberry.auto
    reason: strawberry.auto
    granted_by: UserNode | None


@strawberry_django.type(ScoreAdjustment, name="ScoreAdjustment", pagination=True)
class ScoreAdjustmentNode(relay.Node):
    """Points that staff added or took, and why; a later one supersedes it."""

    id: relay.NodeID[int]
    user: UserNode
    set_problem: SetProblemNode | None
    points: strawberry.auto
    comment: strawberry.auto
    made_by: UserNode | None
    created_at: strawberry.auto
    superseded_at: strawberry.auto


@strawberry_django.order_type(ProblemSet)
class ProblemSetOrder:
    """In which order to list sets."""

    id: strawberry.auto
    starts_at: strawberry.auto
    ends_at: strawberry.auto


@strawberry_django.filter_type(ProblemSet)
class ProblemSetFilter:
    """Which sets to list."""

    slug: strawberry_django.BaseFilterLookup[str] | None
    kind: strawberry_django.BaseFilterLookup[str] | None


@strawberry_django.type(
    ProblemSet, name="ProblemSet", filters=ProblemSetFilter, ordering=ProblemSetOrder
)
class ProblemSetNode(relay.Node):
    """A contest, assignment or exercise that one acts for as staff."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    kind: str
    slug: strawberry.auto
    title: strawberry.auto
    description: strawberry.auto
    description_html: strawberry.auto
    course: CourseNode | None
    visibility: str
    starts_at: strawberry.auto
    ends_at: strawberry.auto
    verdict_policy: str
    allowed_languages: list[str]
    max_submissions_per_problem: strawberry.auto
    max_submissions_per_minute: strawberry.auto
    allows_upsolving: strawberry.auto
    solutions_released_at: strawberry.auto
    problems: list[SetProblemNode]
    contest_rules: ContestRulesNode | None
    assignment_rules: AssignmentRulesNode | None
    clarifications: list[ClarificationNode]
    announcements: list[AnnouncementNode]
    extensions: list[ExtensionNode]
    adjustments: list[ScoreAdjustmentNode]

    @classmethod
    def get_queryset(cls, queryset: QuerySet[ProblemSet], info: Info) -> QuerySet[ProblemSet]:
        return queryset.filter(pk__in=sets_managed_by(visitor(info.context.request)))


@strawberry.type
class SetsQuery:
    problem_sets: DjangoCursorConnection[ProblemSetNode] = strawberry_django.connection(
        description="Contests and assignments of the courses that one teaches; all for operators.",
        max_results=MAX_PAGE,
    )

    problem_set: ProblemSetNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )
