"""GraphQL for staff: what a problem says, and what was changed of it."""

from typing import cast

import strawberry
import strawberry_django
from django.db.models import QuerySet
from strawberry import relay
from strawberry.types import Info

from accounts.doors import signed_in_user, visitor
from common.errors import InvalidInputError
from common.graphql import node_number
from courses.schema import UserNode
from problems.authoring.models import ProblemRevision, StatementFile
from problems.authoring.revisions import FieldChange, revisions_compare
from problems.authoring.texts import statement_preview
from problems.models import Attachment, CodeTemplate, Editorial, Hint, Problem, Statement, Tag
from problems.selectors import problem_managed, problems_managed_by
from problems.templates import locked_regions

MAX_REVISION = 2**31 - 1


@strawberry_django.type(Tag, name="ProblemTag")
class ProblemTagNode(relay.Node):
    """A topic of problems, from the site's list."""

    id: relay.NodeID[int]
    slug: strawberry.auto
    name_ko: strawberry.auto
    name_en: strawberry.auto


@strawberry_django.type(Statement, name="Statement")
class StatementNode(relay.Node):
    """A problem's text in one language."""

    id: relay.NodeID[int]
    language: strawberry.auto
    title: strawberry.auto
    source: str = strawberry_django.field(description="Markdown.")
    html: str = strawberry_django.field(description="As students see it.")

    @strawberry_django.field(
        only=["pdf_sha256"], description="Whether it is a PDF; writing Markdown replaces it."
    )
    def is_pdf(self) -> bool:
        return bool(cast("Statement", self).pdf_sha256)


@strawberry_django.type(StatementFile, name="StatementPicture")
class StatementPictureNode(relay.Node):
    """A picture that statements show by `![](name)`."""

    id: relay.NodeID[int]
    name: strawberry.auto
    size_bytes: int


@strawberry_django.type(Attachment, name="ProblemAttachment")
class AttachmentNode(relay.Node):
    """A file that students get beside the statement."""

    id: relay.NodeID[int]
    name: strawberry.auto
    size_bytes: int


@strawberry_django.type(Hint, name="Hint")
class HintNode(relay.Node):
    """A step towards the solution."""

    id: relay.NodeID[int]
    ordinal: strawberry.auto
    source: strawberry.auto
    html: strawberry.auto


@strawberry_django.type(Editorial, name="Editorial")
class EditorialNode(relay.Node):
    """How a problem is solved, in one language."""

    id: relay.NodeID[int]
    language: strawberry.auto
    source: strawberry.auto
    html: strawberry.auto
    released_at: strawberry.auto


@strawberry.type(name="LockedRegion")
class LockedRegionType:
    """Lines of a template that must stay as they are, from 1."""

    first_line: int
    last_line: int


@strawberry_django.type(CodeTemplate, name="CodeTemplate")
class CodeTemplateNode(relay.Node):
    """What a solution in one language begins with."""

    id: relay.NodeID[int]
    language: strawberry.auto
    source: strawberry.auto

    @strawberry_django.field(only=["source"], description="What students can't change of it.")
    def locked_regions(self) -> list[LockedRegionType]:
        return [
            LockedRegionType(first_line=one.first_line, last_line=one.last_line)
            for one in locked_regions(cast("CodeTemplate", self).source)
        ]


@strawberry_django.type(ProblemRevision, name="ProblemRevision")
class ProblemRevisionNode(relay.Node):
    """One part of a problem as somebody left it."""

    id: relay.NodeID[int]
    number: strawberry.auto
    part: strawberry.auto
    actor: UserNode | None
    created_at: strawberry.auto
    summary: strawberry.auto
    is_baseline: strawberry.auto
    content: strawberry.scalars.JSON | None = strawberry_django.field(
        description="The part's values by name; null: it was taken away."
    )

    @classmethod
    def get_queryset(
        cls, queryset: QuerySet[ProblemRevision], info: Info
    ) -> QuerySet[ProblemRevision]:
        return queryset.filter(problem__in=problems_managed_by(visitor(info.context.request)))


@strawberry.type(name="ProblemFieldChange")
class FieldChangeType:
    """How one value differs between two states of a problem."""

    part: str
    field: str
    before: str | None = strawberry.field(description="null: it was not there.")
    after: str | None = strawberry.field(description="null: it is gone.")
    diff: list[str] = strawberry.field(
        description="Lines of a unified diff, for texts of several lines; empty for others."
    )

    @classmethod
    def of(cls, change: FieldChange) -> "FieldChangeType":
        return cls(
            part=change.part,
            field=change.field,
            before=change.before,
            after=change.after,
            diff=list(change.lines),
        )


@strawberry.type
class AuthoringQuery:
    @strawberry.field(
        description=(
            "What differs between a problem's states at two revisions (0: before the first), in "
            "its texts and settings. For staff of the problem. Errors: problem_not_found, invalid."
        )
    )
    def problem_diff(
        self, info: Info, problem_id: relay.GlobalID, older: int, newer: int
    ) -> list[FieldChangeType]:
        problem = _managed(info, problem_id)
        if not 0 <= older <= MAX_REVISION or not 0 <= newer <= MAX_REVISION:
            raise InvalidInputError("Name revisions by their numbers.", fields={"older": ["bad"]})
        return [FieldChangeType.of(one) for one in revisions_compare(problem, older, newer)]

    @strawberry.field(
        description=(
            "The HTML that a statement's Markdown becomes, by the same renderer as in pages; "
            "nothing is saved. With a problem its pictures are shown. For staff of the problem. "
            "Errors: problem_not_found, invalid, too_many_requests."
        )
    )
    def statement_preview(
        self, info: Info, source: str, problem_id: relay.GlobalID | None = None
    ) -> str:
        return statement_preview(
            actor=signed_in_user(info.context.request),
            problem_id=node_number(problem_id, "Problem") if problem_id is not None else None,
            source=source,
        )

    problem_tags: list[ProblemTagNode] = strawberry_django.field(
        description="The topics that the site's operators keep. For all staff."
    )


def _managed(info: Info, problem_id: relay.GlobalID) -> Problem:
    return problem_managed(signed_in_user(info.context.request), node_number(problem_id, "Problem"))
