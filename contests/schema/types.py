"""What staff read of contests and assignments."""

import strawberry
import strawberry_django
from django.db.models import Q, QuerySet
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from common.graphql import MAX_PAGE
from contests.models import (
    AssignmentRules,
    ContestRules,
    Extension,
    ProblemSet,
    ScoreAdjustment,
    SetKind,
)
from contests.schema.entries import EntryNode, InvitationNode
from contests.schema.places import SetProblemNode, managed
from contests.schema.talk import AnnouncementNode, BalloonNode, ClarificationNode
from courses.schema import CourseNode, UserNode


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


@strawberry_django.filter_type(Extension)
class ExtensionFilter:
    """Which extensions to list."""

    @strawberry_django.filter_field(description="By the student's user name.")
    def username(self, queryset: QuerySet[Extension], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}user__username": value})


@strawberry_django.type(Extension, name="Extension", pagination=True, filters=ExtensionFilter)
class ExtensionNode(relay.Node):
    """More time for one student."""

    id: relay.NodeID[int]
    user: UserNode
    ends_at: strawberry.auto
    closes_at: strawberry.auto
    reason: strawberry.auto
    granted_by: UserNode | None
    created_at: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Extension], info: Info) -> QuerySet[Extension]:
        return queryset.filter(problem_set__in=managed(info))


@strawberry_django.filter_type(ScoreAdjustment)
class ScoreAdjustmentFilter:
    """Which adjustments to list."""

    @strawberry_django.filter_field(description="By the student's user name.")
    def username(self, queryset: QuerySet[ScoreAdjustment], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}user__username": value})

    @strawberry_django.filter_field(description="Whether it counts, or a later one does.")
    def is_current(self, queryset: QuerySet[ScoreAdjustment], value: bool, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}superseded_at__isnull": value})


@strawberry_django.type(
    ScoreAdjustment, name="ScoreAdjustment", pagination=True, filters=ScoreAdjustmentFilter
)
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

    @classmethod
    def get_queryset(
        cls, queryset: QuerySet[ScoreAdjustment], info: Info
    ) -> QuerySet[ScoreAdjustment]:
        return queryset.filter(problem_set__in=managed(info))


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
    visibility: strawberry_django.BaseFilterLookup[str] | None

    @strawberry_django.filter_field(description="By the course's slug.")
    def course_slug(self, queryset: QuerySet[ProblemSet], value: str, prefix: str) -> object:
        return queryset, Q(**{f"{prefix}course__slug": value})

    @strawberry_django.filter_field(description="Whether its course is read-only.")
    def is_archived(self, queryset: QuerySet[ProblemSet], value: bool, prefix: str) -> object:
        archived = Q(**{f"{prefix}course__archived_at__isnull": False})
        return queryset, archived if value else ~archived

    @strawberry_django.filter_field(
        description="An assignment that is due and whose scores are not released."
    )
    def awaits_release(self, queryset: QuerySet[ProblemSet], value: bool, prefix: str) -> object:
        awaits = Q(
            **{
                f"{prefix}kind": SetKind.ASSIGNMENT,
                f"{prefix}ends_at__lte": timezone.now(),
                f"{prefix}assignment_rules__scores_released_at__isnull": True,
            }
        )
        return queryset, awaits if value else ~awaits

    @strawberry_django.filter_field(description="Part of its title or slug.")
    def search(self, queryset: QuerySet[ProblemSet], value: str, prefix: str) -> object:
        titled = Q(**{f"{prefix}title__icontains": value})
        return queryset, titled | Q(**{f"{prefix}slug__icontains": value})


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
    entries: list[EntryNode]
    invitations: list[InvitationNode]
    balloons: list[BalloonNode]
    clarifications: list[ClarificationNode]
    announcements: list[AnnouncementNode]
    extensions: list[ExtensionNode]
    adjustments: list[ScoreAdjustmentNode]

    @classmethod
    def get_queryset(cls, queryset: QuerySet[ProblemSet], info: Info) -> QuerySet[ProblemSet]:
        return queryset.filter(pk__in=managed(info))


@strawberry.type
class SetsQuery:
    problem_sets: DjangoCursorConnection[ProblemSetNode] = strawberry_django.connection(
        description="Contests and assignments of the courses that one teaches; all for operators.",
        max_results=MAX_PAGE,
    )

    problem_set: ProblemSetNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )
