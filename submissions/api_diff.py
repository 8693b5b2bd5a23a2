"""REST: what has changed between two of one's own submissions."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Router

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.errors import NotFoundError
from common.rest import Schema, refusals
from submissions.diffs import source_hunks, unified
from submissions.selectors import submissions_of
from submissions.sources import Source

router = Router(tags=["editor"])

SubmissionId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class LineOut(Schema):
    kind: Literal["same", "removed", "added"]
    text: str


class HunkOut(Schema):
    """Neighbouring changes with three lines around them; line numbers count from 1."""

    file: str = Field(description="In which the lines are; empty: a text without a name.")
    old_start: int
    old_count: int
    new_start: int
    new_count: int
    lines: list[LineOut]


class DiffOut(Schema):
    """What has changed from the old submission to the new one."""

    old: int
    new: int
    added_count: int
    removed_count: int
    hunks: list[HunkOut]
    unified: str = Field(description="The same as `diff -u` prints it.")


@router.get(
    "/submissions/{old}/diff/{new}",
    response={200: DiffOut, **refusals(401, 404)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own submissions"),
    summary="What has changed between two of your submissions",
)
def submissions_diff(request: HttpRequest, old: SubmissionId, new: SubmissionId) -> DiffOut:
    """Codes: `submission_not_found`, `too_different`."""
    own = submissions_of(signed_in_user(request)).filter(pk__in={old, new})
    rows = own.values_list("pk", "language", "source", "layout")
    sources = {pk: (language, Source.kept(*kept)) for pk, language, *kept in rows}
    for number in (old, new):
        if number not in sources:
            raise NotFoundError(
                f"There is no submission {number} of yours.", code="submission_not_found"
            )
    hunks = source_hunks(sources[old], sources[new])
    kinds = [kind for hunk in hunks for kind, _ in hunk.lines]
    return DiffOut(
        old=old,
        new=new,
        added_count=kinds.count("added"),
        removed_count=kinds.count("removed"),
        hunks=[
            HunkOut(
                file=hunk.file,
                old_start=hunk.old_start,
                old_count=hunk.old_count,
                new_start=hunk.new_start,
                new_count=hunk.new_count,
                lines=[LineOut(kind=kind, text=text) for kind, text in hunk.lines],
            )
            for hunk in hunks
        ],
        unified=unified(hunks),
    )
