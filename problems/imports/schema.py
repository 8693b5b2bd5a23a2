"""GraphQL for staff: imports of packages."""

from typing import cast

import strawberry
import strawberry_django
from django.db.models import QuerySet
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info
from strawberry_django.relay import DjangoCursorConnection

from accounts.doors import signed_in_user, visitor
from common.errors import NotFoundError
from common.graphql import MAX_PAGE, node_number
from courses.models import Course
from courses.schema import CourseNode
from courses.selectors import courses_taught_by
from problems.imports.models import PackageImport
from problems.imports.selectors import package_imports_managed_by
from problems.models import Visibility
from problems.schema import ProblemNode
from problems.versions.making import package_import_start_stored


@strawberry.type(name="PackageFinding")
class PackageFindingType:
    """One thing to say of a package, and what to do about it."""

    severity: str = strawberry.field(description="problem, warning or note.")
    file: str = strawberry.field(description="Within the package; empty: all of it.")
    line: int | None
    message: str


@strawberry_django.order_type(PackageImport)
class PackageImportOrder:
    """In which order to list imports."""

    id: strawberry.auto


@strawberry_django.type(PackageImport, name="PackageImport", ordering=PackageImportOrder)
class PackageImportNode(relay.Node):
    """A package on its way to being a problem."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    short_name: strawberry.auto
    state: strawberry.auto
    course: CourseNode | None
    created_at: strawberry.auto
    finished_at: strawberry.auto
    judgehost: strawberry.auto
    measured_time_limit_ms: strawberry.auto
    problem: ProblemNode | None
    version: strawberry.auto
    change: strawberry.auto
    makes_live: strawberry.auto
    comment: strawberry.auto
    sequence: strawberry.auto

    @strawberry_django.field(only=["findings"], description="What was found, problems first.")
    def findings(self) -> list[PackageFindingType]:
        rows = cast("PackageImport", self).findings
        order = {"problem": 0, "warning": 1, "note": 2}
        return [
            PackageFindingType(**row)
            for row in sorted(rows, key=lambda row: order.get(row["severity"], 3))
        ]

    @classmethod
    def get_queryset(cls, queryset: QuerySet[PackageImport], info: Info) -> QuerySet[PackageImport]:
        return queryset.filter(
            pk__in=package_imports_managed_by(visitor(info.context.request)).order_by().values("pk")
        )


@strawberry.type
class PackageImportsQuery:
    package_imports: DjangoCursorConnection[PackageImportNode] = strawberry_django.connection(
        description="One's own imports, and those into courses that one teaches.",
        max_results=MAX_PAGE,
    )

    package_import: PackageImportNode | None = strawberry_django.node(
        description="One of them; null: none, or not yours."
    )


@strawberry.type
class PackageImportsMutation:
    @strawberry_django.mutation(
        description=(
            "Import a zip that one has uploaded (`startUpload`): ICPC/Kattis, Polygon, or bare "
            "test data such as 1.in with 1.out. It is read, checked by a judge, and then imported "
            "or refused whole: watch `state` and `findings`, or the live topic "
            "`package-import:<number>`. With `problemId` it becomes a version for this problem, "
            "and bare test data leave the rest of its package as it is; without `makeLive` it is "
            "a version beside the live one, and texts and settings stay. For staff of the "
            "problem, or of the course; without both for operators. Errors: not_allowed, "
            "upload_not_found, course_not_found, problem_not_found."
        )
    )
    def import_package(
        self,
        info: Info,
        storage_key: str,
        course: str | None = None,
        visibility: Visibility | None = None,
        problem_id: relay.GlobalID | None = None,
        make_live: bool = True,
        comment: str = "",
    ) -> PackageImportNode:
        user = signed_in_user(info.context.request)
        into: Course | None = None
        if course is not None:
            into = courses_taught_by(user).filter(slug=course[:200]).first()
            if into is None and user.is_staff:
                into = Course.objects.filter(slug=course[:200]).first()
            if into is None:
                raise NotFoundError("You teach no such course.", code="course_not_found")
        return cast(
            "PackageImportNode",  # strawberry-django resolves the model by the type's fields
            package_import_start_stored(
                key=storage_key,
                actor=user,
                course=into,
                visibility=visibility,
                now=timezone.now(),
                problem_id=node_number(problem_id, "Problem") if problem_id is not None else None,
                make_live=make_live,
                comment=comment,
            ),
        )
