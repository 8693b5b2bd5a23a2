"""REST: drafts."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Status

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.pagination import paginate
from common.rest import ErrorBody, Page, PageQuery, Schema, refusals
from problems.api import Slug
from submissions.drafts.models import Draft
from submissions.drafts.services import (
    MAX_DRAFT_BYTES,
    DraftConflictError,
    draft_delete,
    draft_get,
    draft_place,
    draft_save,
)
from submissions.shapes import FILES, SOURCE, SourceFileOut, files_out
from submissions.source_inputs import FILES_IN, SourceFileIn, source_read
from submissions.sources import Source

router = Router(tags=["editor"])

OWN_DRAFTS = "your own drafts"
Language = Annotated[str, Field(max_length=32)]
SetSlug = Annotated[
    str, Query(max_length=60, description="Of the contest or assignment; empty: practice.")
]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class DraftRef(Schema):
    """A draft in a list, without its text."""

    problem: str
    problem_set: str | None = Field(description="A set's slug; null: practice.")
    language: str
    version: int
    updated_at: datetime


class DraftOut(DraftRef):
    """A draft."""

    source: str = Field(description=SOURCE)
    files: list[SourceFileOut] = FILES


class DraftQuery(PageQuery):
    """Which of one's own drafts to list."""

    problem: Annotated[str, Field(max_length=60)] = Field(
        default="", description="A problem's slug; empty: all of them."
    )


class DraftIn(Schema):
    """What to keep."""

    source: str = Field(
        default="",
        max_length=MAX_DRAFT_BYTES,
        description=f"One text, or give `files`; at most {MAX_DRAFT_BYTES} bytes.",
    )
    files: list[SourceFileIn] = FILES_IN
    expected_version: Version = Field(
        description="The version that you last saw; 0: there was no draft."
    )


class DraftConflict(ErrorBody):
    """The draft was changed elsewhere: both texts, to be merged."""

    current: DraftOut | None = Field(description="As it is kept now; null: it was deleted.")
    yours: str | None = Field(
        description="As you sent it, files one after the other; null: you asked to delete."
    )


def _draft(draft: Draft) -> DraftOut:
    return DraftOut(
        problem=draft.problem.slug,
        problem_set=draft.problem_set.slug if draft.problem_set else None,
        language=draft.language,
        version=draft.version,
        updated_at=draft.updated_at,
        source=draft.source,
        files=files_out(Source.kept(draft.source, draft.layout)),
    )


def _conflict(error: DraftConflictError, yours: str | None) -> Status[DraftConflict]:
    return Status(
        409,
        DraftConflict(
            code=error.code,
            message=error.message,
            current=_draft(error.current) if error.current else None,
            yours=yours,
        ),
    )


@router.get(
    "/drafts",
    response={200: Page[DraftRef], **refusals(401)},
    auth=needs(Scope.READ_PROBLEMS, OWN_DRAFTS),
    summary="Your drafts, newest first",
)
def drafts_list(request: HttpRequest, query: Query[DraftQuery]) -> Page[DraftRef]:
    drafts = (
        Draft.objects.filter(user=signed_in_user(request))
        .select_related("problem", "problem_set")
        .defer("source", "layout")
    )
    if query.problem:
        drafts = drafts.filter(problem__slug=query.problem)
    page = paginate(drafts, order=("-id",), cursor=query.cursor, limit=query.limit)
    return Page(
        items=[
            DraftRef(
                problem=draft.problem.slug,
                problem_set=draft.problem_set.slug if draft.problem_set else None,
                language=draft.language,
                version=draft.version,
                updated_at=draft.updated_at,
            )
            for draft in page.items
        ],
        next_cursor=page.next_cursor,
    )


@router.get(
    "/problems/{slug}/drafts/{language}",
    response={200: DraftOut, **refusals(401, 404)},
    auth=needs(Scope.READ_PROBLEMS, OWN_DRAFTS),
    summary="Your draft",
)
def draft_read(
    request: HttpRequest, slug: Slug, language: Language, problem_set: SetSlug = ""
) -> DraftOut:
    """Codes: `problem_not_found`, `set_not_found`, `draft_not_found`, `unknown_language`."""
    user = signed_in_user(request)
    place = draft_place(user=user, slug=slug, set_slug=problem_set, language=language)
    return _draft(draft_get(place))


@router.put(
    "/problems/{slug}/drafts/{language}",
    response={200: DraftOut, 409: DraftConflict | ErrorBody, **refusals(401, 403, 404, 413)},
    auth=needs(Scope.WRITE_PRACTICE, OWN_DRAFTS),
    summary="Save your draft",
)
def draft_put(
    request: HttpRequest,
    slug: Slug,
    language: Language,
    payload: DraftIn,
    problem_set: SetSlug = "",
) -> DraftOut | Status[DraftConflict]:
    """Codes: `draft_conflict` with both texts, `too_many_drafts`, `draft_too_large`."""
    user = signed_in_user(request)
    place = draft_place(user=user, slug=slug, set_slug=problem_set, language=language)
    source = source_read(payload.source, payload.files)
    try:
        return _draft(
            draft_save(
                place,
                source=source,
                expected_version=payload.expected_version,
                now=timezone.now(),
            )
        )
    except DraftConflictError as error:
        return _conflict(error, source.text)


@router.delete(
    "/problems/{slug}/drafts/{language}",
    response={204: None, 409: DraftConflict | ErrorBody, **refusals(401, 403, 404)},
    auth=needs(Scope.WRITE_PRACTICE, OWN_DRAFTS),
    summary="Delete your draft",
)
def draft_remove(
    request: HttpRequest,
    slug: Slug,
    language: Language,
    expected_version: Annotated[int, Query(ge=0, le=2**31 - 1)],
    problem_set: SetSlug = "",
) -> Status[None] | Status[DraftConflict]:
    user = signed_in_user(request)
    place = draft_place(user=user, slug=slug, set_slug=problem_set, language=language)
    try:
        draft_delete(place, expected_version=expected_version)
    except DraftConflictError as error:
        return _conflict(error, None)
    return Status(204, None)
