"""The GraphQL API for staff, assembled from the apps' schemas."""

from collections.abc import Iterator
from typing import Any

import strawberry
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from graphql import GraphQLError, OperationDefinitionNode, OperationType, ValidationRule
from strawberry.django.views import GraphQLView
from strawberry.extensions import (
    MaxAliasesLimiter,
    MaxTokensLimiter,
    QueryDepthLimiter,
    SchemaExtension,
)
from strawberry.http import GraphQLHTTPResponse
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext
from strawberry_django.optimizer import DjangoOptimizerExtension

from accounts.doors import visitor
from audit.schema import AuditQuery
from codedang.auditing import audit_mutations
from codedang.permissions import Permission, permissions_name
from codedang.views import built_page
from common.access import Scope, token_of
from common.errors import InvalidInputError, NotAllowedError, NotSignedInError
from common.graphql import (
    MAX_ALIASES,
    MAX_COST,
    MAX_DEPTH,
    MAX_PAGE,
    MAX_TOKENS,
    SayErrors,
    said,
)
from common.graphql_columns import ColumnsPlainly, columns_found
from common.graphql_limits import CostLimiter, statements_bounded
from common.graphql_totals import totals_together
from common.rest import body_text_check, error_response
from common.telemetry import GraphQLTelemetry
from contests.schema import (
    EntriesMutation,
    EntriesQuery,
    SetsMutation,
    SetsQuery,
    TalkMutation,
    TalkQuery,
)
from courses.schema import CoursesMutation, CoursesQuery, PlanMutation
from courses.selectors import teaches
from discussions.schema import DiscussionsMutation, DiscussionsQuery
from infra_control.schema import InfrastructureQuery
from problems.authoring.schema.mutations import AuthoringMutation
from problems.authoring.schema.types import AuthoringQuery
from problems.imports.schema import PackageImportsMutation, PackageImportsQuery
from problems.schema import ProblemsQuery
from problems.uploads.schema import UploadsMutation
from problems.versions.schema import (
    PackageCasesQuery,
    PackageVerificationsMutation,
    PackageVerificationsQuery,
    PackageVersionsMutation,
    TestPackageDraftsMutation,
    TestPackageDraftsQuery,
)
from submissions.archives.schema.doors import SourceArchivesMutation, SourceArchivesQuery
from submissions.faults.schema import FaultsMutation, FaultsQuery
from submissions.grades.schema import GradesMutation, GradesQuery
from submissions.plagiarism.schema import PlagiarismMutation, PlagiarismQuery
from submissions.rejudging.schema import RejudgingsMutation, RejudgingsQuery
from submissions.reviewing.schema.mutations import ReviewingMutation
from submissions.reviewing.schema.queries import ReviewingQuery
from submissions.schema import SubmissionsMutation, SubmissionsQuery
from submissions.schema.subscriptions import Subscription
from submissions.standings.schema import StandingsMutation, StandingsQuery
from submissions.statistics.schema import StatisticsQuery


@strawberry.type
class Query(
    CoursesQuery,
    DiscussionsQuery,
    ProblemsQuery,
    AuthoringQuery,
    PackageCasesQuery,
    PackageVerificationsQuery,
    TestPackageDraftsQuery,
    PackageImportsQuery,
    SubmissionsQuery,
    RejudgingsQuery,
    FaultsQuery,
    SourceArchivesQuery,
    ReviewingQuery,
    StandingsQuery,
    SetsQuery,
    AuditQuery,
    PlagiarismQuery,
    EntriesQuery,
    TalkQuery,
    GradesQuery,
    StatisticsQuery,
    InfrastructureQuery,
):
    """What staff may read."""


@strawberry.type
class Mutation(
    CoursesMutation,
    PlanMutation,
    DiscussionsMutation,
    AuthoringMutation,
    PackageImportsMutation,
    PackageVersionsMutation,
    PackageVerificationsMutation,
    TestPackageDraftsMutation,
    UploadsMutation,
    SubmissionsMutation,
    RejudgingsMutation,
    FaultsMutation,
    SourceArchivesMutation,
    ReviewingMutation,
    StandingsMutation,
    SetsMutation,
    PlagiarismMutation,
    EntriesMutation,
    TalkMutation,
    GradesMutation,
):
    """What staff may do."""


class OnlySubscriptions(SchemaExtension):
    """Over a websocket: what is asked or changed goes over HTTP, with its checks and limits."""

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context.context
        if isinstance(context, dict) and "ws" in context:
            rules = self.execution_context.validation_rules
            self.execution_context.validation_rules = (*rules, _NothingElse)
        yield


class _NothingElse(ValidationRule):
    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        if node.operation is not OperationType.SUBSCRIPTION:
            self.report_error(GraphQLError("Send queries and mutations over HTTP.", nodes=[node]))


class _Schema(strawberry.Schema):
    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Strawberry logs every refusal with its trace; SayErrors logs what is our fault."""


# All that one reads is of the courses that one teaches.
permissions_name(Query, default=Permission.STAFF)
permissions_name(Mutation)
permissions_name(Subscription)
schema = _Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    execution_context_class=ColumnsPlainly,
    config=StrawberryConfig(relay_max_results=MAX_PAGE),
    extensions=[
        # The first is the outermost: it hears of the others' refusals too.
        SayErrors,
        GraphQLTelemetry,
        OnlySubscriptions,
        DjangoOptimizerExtension,
        lambda: CostLimiter(MAX_COST),
        lambda: QueryDepthLimiter(max_depth=MAX_DEPTH),
        lambda: MaxAliasesLimiter(max_alias_count=MAX_ALIASES),
        lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
    ],
)
audit_mutations(schema)
totals_together(schema)
columns_found(schema)


def schema_text() -> str:
    """The schema's text, as docs/schema.graphql keeps it."""
    return schema.as_str() + "\n"


@method_decorator(csrf_protect, name="dispatch")
class StaffGraphQLView(GraphQLView):
    """Answers staff of the platform and of courses; GraphiQL for a browser that GETs the page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = visitor(request)
        if not user.is_authenticated:
            return error_response(NotSignedInError())
        if (token := token_of(request)) is not None and Scope.STAFF not in token.granted:
            return error_response(
                NotAllowedError(
                    f"This token lacks the scope {Scope.STAFF}: make one that has it.",
                    code="scope_missing",
                )
            )
        if not teaches(user):
            return error_response(
                NotAllowedError("GraphQL is for the staff of courses and of the platform.")
            )
        try:
            body_text_check(request)
        except InvalidInputError as error:
            return error_response(error)
        with statements_bounded():
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_result(self, request: HttpRequest, result: Any) -> GraphQLHTTPResponse:
        """An extension's own fault never comes by SayErrors."""
        if result.errors:
            result.errors = [
                error if "code" in (error.extensions or {}) else said(error)
                for error in result.errors
            ]
        return super().process_result(request, result)

    def render_graphql_ide(self, request: HttpRequest) -> HttpResponse:
        """The front end's build of GraphiQL: strawberry's own page loads it from a CDN."""
        get_token(request)  # sets the cookie that the page's writes repeat
        return built_page("graphiql.html")


graphql_view = StaffGraphQLView.as_view(
    schema=schema, graphql_ide="graphiql", allow_queries_via_get=False
)
