"""What staff read of submissions, their judgements and runs."""

from datetime import datetime

import strawberry
import strawberry_django
from django.db.models import Q, QuerySet
from strawberry import relay
from strawberry.types import Info

from accounts.doors import visitor
from common.graphql import from_related
from courses.schema import UserNode
from problems.schema import ProblemNode, TestPackageNode
from submissions.choosing import choice_filter
from submissions.models import GroupResult, Judgement, Run, Submission
from submissions.reviewing.schema.types import LineCommentNode, OverrideNode
from submissions.schema.choice import SubmissionChoice
from submissions.selectors import submissions_managed_by
from submissions.sources import Source


@strawberry_django.type(Run, name="Run", pagination=True)
class RunNode(relay.Node):
    """What came of one test case in one judgement."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    ordinal: strawberry.auto
    test_case: strawberry.auto
    verdict: strawberry.auto
    cpu_time_ms: strawberry.auto
    wall_time_ms: strawberry.auto
    memory_kib: strawberry.auto
    exit_code: strawberry.auto
    signal: strawberry.auto
    judge_message: strawberry.auto
    team_message: strawberry.auto
    score: strawberry.auto


@strawberry_django.type(GroupResult, name="GroupResult", pagination=True)
class GroupResultNode(relay.Node):
    """What came of one test data group (subtask) in one judgement."""

    id: relay.NodeID[int]
    ordinal: strawberry.auto
    name: strawberry.auto
    verdict: strawberry.auto
    score: strawberry.auto
    max_score: strawberry.auto


@strawberry_django.type(Judgement, name="Judgement", pagination=True)
class JudgementNode(relay.Node):
    """One attempt to judge a submission, from the queue to its verdict."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    ordinal: strawberry.auto
    reason: strawberry.auto
    state: strawberry.auto
    stage: strawberry.auto
    verdict: strawberry.auto
    queue: strawberry.auto
    created_at: strawberry.auto
    sent_at: strawberry.auto
    send_count: strawberry.auto
    last_heard_at: strawberry.auto
    finished_at: strawberry.auto
    delivery: strawberry.auto
    judgehost: strawberry.auto
    cpu_time_ms: strawberry.auto
    memory_kib: strawberry.auto
    test_case_count: strawberry.auto
    score: strawberry.auto
    compile_message: strawberry.auto
    internal_error_kind: strawberry.auto
    internal_error_message: strawberry.auto
    requested_by: UserNode | None
    test_package: TestPackageNode
    runs: list[RunNode]
    groups: list[GroupResultNode]


@strawberry_django.filter_type(Submission)
class SubmissionFilter:
    """Which submissions to list."""

    state: strawberry_django.BaseFilterLookup[str] | None
    verdict: strawberry_django.BaseFilterLookup[str] | None
    language: strawberry_django.BaseFilterLookup[str] | None
    created_at: strawberry_django.ComparisonFilterLookup[datetime] | None

    @strawberry_django.filter_field(
        description="As for rejudgings and downloads: set, course, student, judgehost, text, …"
    )
    def choice(
        self, queryset: QuerySet[Submission], value: SubmissionChoice, prefix: str
    ) -> object:
        return choice_filter(queryset, value.read()), Q()

    @strawberry_django.filter_field(description="By the numbers in their addresses.")
    def numbers(self, queryset: QuerySet[Submission], value: list[int], prefix: str) -> object:
        return queryset.filter(**{f"{prefix}pk__in": value}), Q()

    @strawberry_django.filter_field(description="By the problem's slug.")
    def problem_slug(self, queryset: QuerySet[Submission], value: str, prefix: str) -> object:
        return queryset.filter(**{f"{prefix}problem__slug": value}), Q()

    @strawberry_django.filter_field(description="By the author's user name.")
    def username(self, queryset: QuerySet[Submission], value: str, prefix: str) -> object:
        return queryset.filter(**{f"{prefix}user__username": value}), Q()


@strawberry_django.order_type(Submission)
class SubmissionOrder:
    """In which order to list submissions.

    Indexes lead by id, and within a problem by time, memory and score; a set has few enough
    to sort. Without either, choose by `id`.
    """

    id: strawberry.auto
    cpu_time_ms: strawberry.auto
    memory_kib: strawberry.auto
    score: strawberry.auto
    source_bytes: strawberry.auto


@strawberry.type(name="SubmissionFile")
class SubmissionFileNode:
    """One file of a source."""

    name: str
    first_line: int = strawberry.field(
        description="Which line of the submission's `source` is its first, from 1."
    )
    text: str


@strawberry_django.type(
    Submission, name="Submission", filters=SubmissionFilter, ordering=SubmissionOrder
)
class SubmissionNode(relay.Node):
    """A source that was handed in to a problem that one acts for as staff."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    user: UserNode
    problem_slug: str = from_related("problem__slug")
    problem: ProblemNode | None = strawberry_django.field(
        description="null: another course's, of which one acts for the set only."
    )
    language: strawberry.auto
    source: str = strawberry_django.field(
        description="The text; of several files, theirs one after the other."
    )

    @strawberry_django.field(
        only=["source", "layout"],
        description="In their order; empty: one text that came without a name.",
    )
    def files(self: Submission) -> list[SubmissionFileNode]:
        return [
            SubmissionFileNode(name=file.name, first_line=file.first_line, text=file.text)
            for file in Source.kept(self.source, self.layout).files
        ]

    source_bytes: strawberry.auto
    created_at: strawberry.auto
    state: strawberry.auto
    verdict: strawberry.auto
    cpu_time_ms: strawberry.auto
    memory_kib: strawberry.auto
    test_case_count: strawberry.auto
    score: strawberry.auto
    max_score: strawberry.auto
    sequence: strawberry.auto
    current_judgement: JudgementNode | None
    judgements: list[JudgementNode]
    override: OverrideNode | None = strawberry_django.field(
        description="What staff set in place of the judge's verdict or score."
    )
    overrides: list[OverrideNode] = strawberry_django.field(
        description="The history of it, withdrawn ones too."
    )
    comments: list[LineCommentNode] = strawberry_django.field(description="Drafts too.")

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Submission], info: Info) -> QuerySet[Submission]:
        return queryset.filter(pk__in=submissions_managed_by(visitor(info.context.request)))
