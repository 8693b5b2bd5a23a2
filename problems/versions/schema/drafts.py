"""GraphQL for staff: edits of a test package, gathered and made into one version."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

import strawberry
import strawberry_django
from django.utils import timezone
from pydantic import ValidationError
from strawberry import relay
from strawberry.types import Info

from accounts.doors import signed_in_user
from accounts.models import User
from common.errors import InvalidInputError
from common.graphql import node_number
from courses.schema import UserNode
from problems.imports.schema import PackageImportNode
from problems.schema import TestPackageNode
from problems.selectors import problem_managed
from problems.versions import drafts
from problems.versions.models import TestPackageDraft, TestPackageDraftChange
from problems.versions.operations import MAX_OPERATIONS, OPERATION, Content, Operation


@strawberry.input(description="A file's content: a text of at most 256 KiB, or an upload's key.")
class ContentInput:
    text: str | None = None
    upload: str | None = None

    def read(self, user: User) -> Content:
        if (self.text is None) == (self.upload is None):
            raise InvalidInputError("Give either a text or an upload's key as content.")
        if self.text is not None:
            return drafts.content_of_text(self.text)
        return drafts.content_of_upload(user, str(self.upload))


@strawberry.input(description="Add a test case (with input and answer), or change one.")
class PutCaseInput:
    name: str = strawberry.field(description="Such as secret/1-small/03 or sample/1.")
    input: ContentInput | None = None
    answer: ContentInput | None = None
    description: str | None = None


@strawberry.input(description="Give a test case another name: between samples, secret, groups.")
class RenameCaseInput:
    name: str
    new_name: str


@strawberry.input(description="Give all test cases of one directory this order.")
class ReorderCasesInput:
    names: list[str] = strawberry.field(description="Each of the directory's, once.")


@strawberry.enum(description="How the results within a group become its points.")
class ScoreAggregation(StrEnum):
    PASS_FAIL = "pass-fail"  # noqa: S105 - a word of the format
    SUM = "sum"
    MIN = "min"


@strawberry.input(description="A group's points; the problem becomes one with points.")
class SetGroupInput:
    name: str = strawberry.field(description="secret, or a group such as secret/1-small.")
    max_score: int | None = None
    aggregation: ScoreAggregation | None = None
    require_pass: list[str] | None = strawberry.field(
        default=None, description="Groups in which everything must be accepted first."
    )


@strawberry.input(description="Limits; what is left out stays.")
class SetLimitsInput:
    time_limit_ms: int | None = None
    memory_limit_kib: int | None = None
    output_limit_bytes: int | None = None
    source_limit_bytes: int | None = None


@strawberry.enum(description="How outputs are judged.")
class ValidationMode(StrEnum):
    DEFAULT = "default"
    CUSTOM = "custom"
    INTERACTIVE = "interactive"


@strawberry.input(description="A source file of a validator.")
class SourceFileInput:
    name: str
    content: ContentInput


@strawberry.input(description="How outputs are judged; what is left out stays.")
class SetValidatorInput:
    mode: ValidationMode | None = None
    flags: list[str] | None = strawberry.field(
        default=None, description="Word by word: case_sensitive, or float_tolerance and 1e-6."
    )
    files: list[SourceFileInput] | None = strawberry.field(
        default=None, description="The checker's or interactor's sources, in place of its former."
    )


@strawberry.input(description="Add or replace a file, such as submissions/accepted/main.cpp.")
class PutFileInput:
    path: str
    content: ContentInput


@strawberry.input(description="One edit: exactly one of these.")
class TestPackageEditInput:
    put_case: PutCaseInput | None = None
    rename_case: RenameCaseInput | None = None
    remove_case: str | None = None
    reorder_cases: ReorderCasesInput | None = None
    set_group: SetGroupInput | None = None
    set_limits: SetLimitsInput | None = None
    set_validator: SetValidatorInput | None = None
    put_file: PutFileInput | None = None
    remove_file: str | None = None

    def read(self, user: User, place: int) -> Operation:
        """The edit as a value. Raises InvalidInputError, which names its place."""
        stated = {name: one for name, one in vars(self).items() if one is not None}
        if len(stated) != 1:
            raise InvalidInputError(f"Edit {place} must be exactly one of the kinds of edits.")
        ((kind, given),) = stated.items()
        keys = {"remove_case": "name", "remove_file": "path"}
        values = {keys[kind]: given} if kind in keys else _plain(given, user)
        try:
            return OPERATION.validate_python({"kind": kind, **values})
        except ValidationError as error:
            told = "; ".join(
                f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()[:5]
            )
            raise InvalidInputError(
                f"Edit {place} ({kind}) is not valid: {told}", fields={"edits": [str(place)]}
            ) from error


def _plain(given: Any, user: User) -> Any:
    if isinstance(given, ContentInput):
        return given.read(user).model_dump()
    if isinstance(given, list | tuple):
        return [_plain(one, user) for one in given]
    if isinstance(given, StrEnum):
        return given.value
    if hasattr(given, "__strawberry_definition__"):
        return {name: _plain(one, user) for name, one in vars(given).items()}
    return given


@strawberry_django.type(TestPackageDraftChange, name="TestPackageDraftEdit")
class DraftEditNode(relay.Node):
    """An edit of a draft."""

    id: relay.NodeID[int]
    ordinal: strawberry.auto
    actor: UserNode | None
    created_at: strawberry.auto
    operation: strawberry.scalars.JSON = strawberry_django.field(
        description="Its `kind` and values; contents by hash and size."
    )


@strawberry.type(name="TestPackageDraftCase")
class DraftCaseType:
    """A test case as the draft leaves it."""

    name: str
    state: str = strawberry.field(description="kept, added, changed or moved.")


@strawberry_django.type(TestPackageDraft, name="TestPackageDraft")
class DraftNode(relay.Node):
    """Edits of a problem's test package that become one new version together."""

    id: relay.NodeID[int]
    state: strawberry.auto
    base: TestPackageNode | None = strawberry_django.field(
        description="The version that it changes; null: there is none yet."
    )
    created_by: UserNode | None
    created_at: datetime
    updated_at: datetime
    package_import: PackageImportNode | None = strawberry_django.field(
        description="What the last attempt to make a version came to, with its findings."
    )

    @strawberry_django.field(description="In order; at most 500.")
    def edits(self) -> list[DraftEditNode]:
        draft = cast("TestPackageDraft", self)
        rows = draft.changes.select_related("actor").order_by("ordinal")
        return cast("list[DraftEditNode]", list(rows))

    @strawberry_django.field(description="All test cases as it leaves them, in judging order.")
    def cases(self) -> list[DraftCaseType]:
        pairs = drafts.draft_case_names(cast("TestPackageDraft", self))
        return [DraftCaseType(name=name, state=state) for name, state in pairs]


@strawberry.type
class TestPackageDraftsQuery:
    __test__ = False

    @strawberry_django.field(
        description=(
            "The edits of a problem's test package that are being gathered; null: none. For staff "
            "of the problem. Errors: problem_not_found."
        )
    )
    def test_package_draft(self, info: Info, problem_id: relay.GlobalID) -> DraftNode | None:
        user = signed_in_user(info.context.request)
        problem = problem_managed(user, node_number(problem_id, "Problem"))
        return cast("DraftNode | None", drafts.draft_of(problem))


@strawberry.type
class TestPackageDraftsMutation:
    __test__ = False

    @strawberry_django.mutation(
        description=(
            "Add edits to a problem's draft, all of them or none; nothing is judged by them "
            "before `makeTestPackage`. For staff of the problem. Errors: problem_not_found, "
            "operation_refused, upload_not_found, draft_being_made, too_many_edits, invalid."
        )
    )
    def edit_test_package(
        self, info: Info, problem_id: relay.GlobalID, edits: list[TestPackageEditInput]
    ) -> DraftNode:
        user = signed_in_user(info.context.request)
        number = node_number(problem_id, "Problem")
        problem_managed(user, number)
        if not 1 <= len(edits) <= MAX_OPERATIONS:
            raise InvalidInputError(f"Send 1 to {MAX_OPERATIONS} edits at a time.")
        operations = [one.read(user, place) for place, one in enumerate(edits, start=1)]
        return _node(
            drafts.draft_edit(
                actor=user, problem_id=number, operations=operations, now=timezone.now()
            )
        )

    @strawberry_django.mutation(
        description=(
            "Take edits back out of the draft. For staff of the problem. Errors: "
            "problem_not_found, no_draft, edit_not_found, operation_refused, draft_being_made."
        )
    )
    def undo_test_package_edits(
        self, info: Info, problem_id: relay.GlobalID, ordinals: list[int]
    ) -> DraftNode:
        return _node(
            drafts.draft_undo(
                actor=signed_in_user(info.context.request),
                problem_id=node_number(problem_id, "Problem"),
                ordinals=ordinals,
                now=timezone.now(),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Put the draft with all its edits away. For staff of the problem. Errors: "
            "problem_not_found, no_draft, draft_being_made."
        )
    )
    def discard_test_package_draft(self, info: Info, problem_id: relay.GlobalID) -> DraftNode:
        return _node(
            drafts.draft_discard(
                actor=signed_in_user(info.context.request),
                problem_id=node_number(problem_id, "Problem"),
                now=timezone.now(),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Make one new version of the draft's edits: in the background, checked by a judge, "
            "and live if `makeLive` says so. Watch the import that comes back; refused, the draft "
            "is open again. For staff of the problem. Errors: problem_not_found, no_draft, "
            "no_edits, draft_outdated, draft_being_made, operation_refused."
        )
    )
    def make_test_package(
        self,
        info: Info,
        problem_id: relay.GlobalID,
        make_live: bool,
        comment: str = "",
        onto_newest: bool = False,
    ) -> PackageImportNode:
        return cast(
            "PackageImportNode",
            drafts.draft_make(
                actor=signed_in_user(info.context.request),
                problem_id=node_number(problem_id, "Problem"),
                now=timezone.now(),
                make_live=make_live,
                comment=comment,
                onto_newest=onto_newest,
            ),
        )


def _node(draft: TestPackageDraft) -> DraftNode:
    return cast("DraftNode", draft)
