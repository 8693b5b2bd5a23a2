"""GraphQL for staff: what a version's programs were expected to do, and what they did."""

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
from courses.schema import UserNode
from problems.imports.schema import PackageFindingType
from problems.schema import TestPackageNode
from problems.versions.models import PackageVerification
from problems.versions.verifying import verification_start, verifications_managed_by


@strawberry.type(name="VerifiedProgram")
class VerifiedProgramType:
    """A validator or generator, and how it did."""

    kind: str = strawberry.field(description="input_validator, output_validator or generator.")
    path: str
    is_fine: bool | None = strawberry.field(description="null: the judge could not try it.")
    message: str


@strawberry.type(name="VerifiedSubmission")
class VerifiedSubmissionType:
    """A reference submission: what the package says of it, and what came of it."""

    path: str
    language: str | None
    expected: str
    actual: str
    agrees: bool | None = strawberry.field(description="null: its language is not installed.")
    verdict: str | None
    score: float | None
    cpu_time_ms: int | None = strawberry.field(description="Of the slowest run.")
    memory_kib: int | None = strawberry.field(description="Of the largest run.")
    rejected_at: str = strawberry.field(description="The first test case not accepted.")
    message: str = strawberry.field(description="What the validator or compiler said there.")


@strawberry_django.filter_type(PackageVerification)
class PackageVerificationFilter:
    """Which verifications to list."""

    state: strawberry_django.BaseFilterLookup[str] | None

    @strawberry_django.filter_field(description="Of this version.")
    def test_package_id(
        self, queryset: QuerySet[PackageVerification], value: relay.GlobalID, prefix: str
    ) -> object:
        return queryset, Q(**{f"{prefix}test_package": node_number(value, "TestPackage")})


@strawberry_django.order_type(PackageVerification)
class PackageVerificationOrder:
    """In which order to list verifications."""

    id: strawberry.auto


@strawberry_django.type(
    PackageVerification,
    name="PackageVerification",
    filters=PackageVerificationFilter,
    ordering=PackageVerificationOrder,
)
class PackageVerificationNode(relay.Node):
    """One try of all programs of a version."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    test_package: TestPackageNode
    requested_by: UserNode | None
    state: strawberry.auto
    stage: strawberry.auto
    done_count: strawberry.auto
    total_count: strawberry.auto
    created_at: strawberry.auto
    finished_at: strawberry.auto
    judgehost: strawberry.auto
    sequence: strawberry.auto

    @strawberry_django.field(only=["findings"])
    def findings(self) -> list[PackageFindingType]:
        rows = cast("PackageVerification", self).findings
        return [PackageFindingType(**row) for row in rows]

    @strawberry_django.field(only=["programs"], description="Its validators and generators.")
    def programs(self) -> list[VerifiedProgramType]:
        return [VerifiedProgramType(**row) for row in cast("PackageVerification", self).programs]

    @strawberry_django.field(only=["submissions"], description="Expected against actual.")
    def submissions(self) -> list[VerifiedSubmissionType]:
        rows = cast("PackageVerification", self).submissions
        return [VerifiedSubmissionType(**row) for row in rows]

    @strawberry_django.field(only=["submissions"], description="How many agree.")
    def agree_count(self) -> int:
        rows = cast("PackageVerification", self).submissions
        return sum(row["agrees"] is True for row in rows)

    @strawberry_django.field(only=["submissions"], description="How many don't.")
    def disagree_count(self) -> int:
        rows = cast("PackageVerification", self).submissions
        return sum(row["agrees"] is False for row in rows)

    @classmethod
    def get_queryset(
        cls, queryset: QuerySet[PackageVerification], info: Info
    ) -> QuerySet[PackageVerification]:
        managed = verifications_managed_by(visitor(info.context.request))
        return queryset.filter(pk__in=managed.order_by().values("pk"))


@strawberry.type
class PackageVerificationsQuery:
    package_verifications: DjangoCursorConnection[PackageVerificationNode] = (
        strawberry_django.connection(
            description="Verifications of versions of problems that one acts for.",
            max_results=MAX_PAGE,
        )
    )

    package_verification: PackageVerificationNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )


@strawberry.type
class PackageVerificationsMutation:
    @strawberry_django.mutation(
        description=(
            "Have a judge run a version's validators, generators and all its reference "
            "submissions: watch `state`, or the live topic "
            "`package-verification:<number>`. One that is on its way is answered instead. For "
            "staff of the problem. Errors: package_not_found."
        )
    )
    def verify_test_package(
        self, info: Info, package_id: relay.GlobalID
    ) -> PackageVerificationNode:
        return cast(
            "PackageVerificationNode",
            verification_start(
                actor=signed_in_user(info.context.request),
                package_id=node_number(package_id, "TestPackage"),
                now=timezone.now(),
            ),
        )
