"""GraphQL for staff: problems."""

from typing import cast

import strawberry
import strawberry_django
from django.db.models import Q, QuerySet
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import visitor
from common.graphql import MAX_PAGE, from_related
from common.graphql_totals import counted_rows
from courses.schema import CourseNode, UserNode
from problems.authoring.models import ProblemRevision
from problems.authoring.schema.types import (
    AttachmentNode,
    CodeTemplateNode,
    EditorialNode,
    HintNode,
    ProblemRevisionNode,
    ProblemTagNode,
    StatementNode,
    StatementPictureNode,
)
from problems.models import Problem, Tag, TestPackage
from problems.searching import problems_search
from problems.selectors import problems_managed_by


@strawberry_django.type(TestPackage, name="TestPackage", pagination=True)
class TestPackageNode(relay.Node):
    """One immutable version of a problem's test data."""

    __test__ = False

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    problem_slug: str = from_related("problem__slug")
    version: strawberry.auto
    sha256: strawberry.auto
    size_bytes: int
    time_limit_ms: strawberry.auto
    memory_limit_kib: strawberry.auto
    test_case_count: strawberry.auto
    max_score: strawberry.auto
    created_at: strawberry.auto
    created_by: UserNode | None
    comment: strawberry.auto

    @strawberry_django.field(
        only=["problem__test_package"],
        select_related=["problem"],
        description="Whether new submissions are judged by it.",
    )
    def is_live(self) -> bool:
        package = cast("TestPackage", self)
        return package.problem.test_package_id == package.pk


@strawberry_django.filter_type(Problem)
class ProblemFilter:
    """Which problems to list."""

    slug: strawberry_django.BaseFilterLookup[str] | None
    visibility: strawberry_django.BaseFilterLookup[str] | None

    @strawberry_django.filter_field(description="Of the course with this address.")
    def course(self, value: str, prefix: str) -> Q:
        return Q(**{f"{prefix}course__slug": value})

    @strawberry_django.filter_field(description="With the tag of this slug.")
    def tag(self, queryset: QuerySet[Problem], value: str, prefix: str) -> object:
        tagged = Tag.objects.filter(slug=value).values("problems")
        return queryset, Q(**{f"{prefix}pk__in": tagged})

    @strawberry_django.filter_field(description="true: those in the archive; false: the others.")
    def is_archived(self, value: bool, prefix: str) -> Q:
        return Q(**{f"{prefix}archived_at__isnull": not value})

    @strawberry_django.filter_field(
        description="With all of these words in address, titles, tags or statements."
    )
    def search(self, queryset: QuerySet[Problem], value: str, prefix: str) -> object:
        return problems_search(queryset, value), Q()


@strawberry_django.order_type(Problem)
class ProblemOrder:
    """In which order to list problems."""

    id: strawberry.auto
    slug: strawberry.auto
    updated_at: strawberry.auto


@strawberry_django.type(Problem, name="Problem", filters=ProblemFilter, ordering=ProblemOrder)
class ProblemNode(relay.Node):
    """A problem that one acts for as staff."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    slug: strawberry.auto
    title: strawberry.auto
    visibility: strawberry.auto
    course: CourseNode | None
    owner: UserNode | None
    difficulty: strawberry.auto
    allowed_languages: list[str] = strawberry_django.field(
        description="Ids of the language table; empty allows all."
    )
    max_source_files: int = strawberry_django.field(
        description="How many files a solution may have; 1: one text."
    )
    tags: list[ProblemTagNode]
    archived_at: strawberry.auto
    created_at: strawberry.auto
    updated_at: strawberry.auto
    statements: list[StatementNode]
    pictures: list[StatementPictureNode] = strawberry_django.field(field_name="statement_files")
    attachments: list[AttachmentNode]
    hints: list[HintNode]
    editorials: list[EditorialNode]
    code_templates: list[CodeTemplateNode]
    revisions: DjangoCursorConnection[ProblemRevisionNode] = strawberry_django.connection(
        description="What was changed, the latest first; compare two of them by `problemDiff`.",
        max_results=MAX_PAGE,
        annotate=counted_rows(ProblemRevision.objects.all(), "problem"),
    )
    test_package: TestPackageNode | None = strawberry_django.field(
        description="The live version: what new submissions are judged by."
    )
    test_packages: list[TestPackageNode]

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Problem], info: Info) -> QuerySet[Problem]:
        return queryset.filter(pk__in=problems_managed_by(visitor(info.context.request)))


@strawberry.type
class ProblemsQuery:
    problems: DjangoCursorConnection[ProblemNode] = strawberry_django.connection(
        description="Problems of the courses that one teaches; all of them for an operator.",
        max_results=MAX_PAGE,
    )

    problem: ProblemNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )
