"""Gathering edits of a test package, and making one version of them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from common.background import work_start
from common.errors import ConflictError, InvalidInputError, NotFoundError
from problems.archive import blob_name
from problems.authoring.parts import problem_locked
from problems.imports.models import ImportState, PackageImport
from problems.models import Problem, TestPackage
from problems.uploads.services import upload_opened
from problems.versions.models import (
    OPEN_DRAFTS,
    DraftState,
    PackageMaking,
    TestPackageDraft,
    TestPackageDraftChange,
)
from problems.versions.operations import (
    MAX_FILE_TEXT_CHARS,
    MAX_OPERATIONS,
    OPERATION,
    CaseNames,
    Content,
    Operation,
)


def content_of_text(text: str) -> Content:
    """Keep a text that edits bring. Raises InvalidInputError where it is too long."""
    if len(text) > MAX_FILE_TEXT_CHARS:
        raise InvalidInputError(
            f"A text in a query has at most {MAX_FILE_TEXT_CHARS} characters: upload it as a file.",
            code="too_large",
        )
    content = text.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    # Saved anew where it is there already: it is as young as its last use (blobs_sweep).
    default_storage.save(blob_name(sha256), ContentFile(content))
    return Content(sha256=sha256, size_bytes=len(content))


def content_of_upload(actor: User, key: str) -> Content:
    """Keep an uploaded file that edits bring. Raises NotFoundError."""
    with upload_opened(actor, key) as path:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            default_storage.save(blob_name(sha256), File(stream))
        return Content(sha256=sha256, size_bytes=path.stat().st_size)


def draft_edit(
    *, actor: User, problem_id: int, operations: Sequence[Operation], now: datetime
) -> TestPackageDraft:
    """Add edits to the problem's draft, which begins with the first on its newest version.

    All of them are taken or none. Raises NotFoundError, InvalidInputError for an edit that
    makes no sense after those before it, and ConflictError while a version is being made.
    """
    with transaction.atomic():
        problem = problem_locked(actor, problem_id)
        draft = _open_draft(problem)
        if draft is None:
            draft = TestPackageDraft.objects.create(
                problem=problem,
                base=_newest(problem),
                created_by=actor,
                created_at=now,
                updated_at=now,
            )
        _editable_check(draft)
        known = [row.operation for row in draft.changes.order_by("ordinal")]
        if len(known) + len(operations) > MAX_OPERATIONS:
            raise ConflictError(
                f"A draft holds at most {MAX_OPERATIONS} edits: make a version of these first.",
                code="too_many_edits",
            )
        names = _names(draft.base)
        for row in known:
            names.apply(OPERATION.validate_python(row))
        for operation in operations:
            names.apply(operation)
        last = draft.changes.aggregate(last=Max("ordinal"))["last"] or 0
        TestPackageDraftChange.objects.bulk_create(
            TestPackageDraftChange(
                draft=draft,
                ordinal=ordinal,
                actor=actor,
                created_at=now,
                operation=operation.model_dump(mode="json"),
            )
            for ordinal, operation in enumerate(operations, start=last + 1)
        )
        draft.updated_at = now
        draft.save(update_fields=["updated_at"])
    return draft


def draft_undo(
    *, actor: User, problem_id: int, ordinals: Sequence[int], now: datetime
) -> TestPackageDraft:
    """Take edits back out of the draft.

    Raises NotFoundError, InvalidInputError where a later edit needs one of them, and
    ConflictError while a version is being made. Nothing is changed then.
    """
    with transaction.atomic():
        problem = problem_locked(actor, problem_id)
        draft = _the_draft(problem)
        _editable_check(draft)
        gone, _ = draft.changes.filter(ordinal__in=list(ordinals)[:MAX_OPERATIONS]).delete()
        if gone != len(set(ordinals)):
            raise NotFoundError("The draft has no such edit.", code="edit_not_found")
        names = _names(draft.base)
        for row in draft.changes.order_by("ordinal"):
            try:
                names.apply(OPERATION.validate_python(row.operation))
            except InvalidInputError as error:
                raise InvalidInputError(
                    f"Edit {row.ordinal} needs what you take back ({error.message}): take it back "
                    "as well.",
                    code="operation_refused",
                ) from error
        draft.updated_at = now
        draft.save(update_fields=["updated_at"])
    return draft


def draft_discard(*, actor: User, problem_id: int, now: datetime) -> TestPackageDraft:
    """Put the draft away; it can be read in the database, and a new one begins afresh.

    Raises NotFoundError, and ConflictError while a version is being made.
    """
    with transaction.atomic():
        problem = problem_locked(actor, problem_id)
        draft = _the_draft(problem)
        _editable_check(draft)
        draft.state, draft.updated_at = DraftState.DISCARDED, now
        draft.save(update_fields=["state", "updated_at"])
    return draft


def draft_make(
    *,
    actor: User,
    problem_id: int,
    now: datetime,
    make_live: bool,
    comment: str = "",
    onto_newest: bool = False,
) -> PackageImport:
    """Make one version of the draft's edits: in the background, and checked by a judge.

    Where the package is refused the draft is open again, with the findings at its import.
    Raises NotFoundError, InvalidInputError, and ConflictError where it is being made, has no
    edits, or stands on a version that is no longer the newest, unless ``onto_newest``.
    """
    with transaction.atomic():
        problem = problem_locked(actor, problem_id)
        draft = _the_draft(problem)
        _editable_check(draft)
        if not draft.changes.exists():
            raise ConflictError("There are no edits yet.", code="no_edits")
        _base_check(draft, _newest(problem), onto_newest=onto_newest)
        started = PackageImport.objects.create(
            actor=actor,
            course=problem.course,
            short_name=problem.slug,
            state=ImportState.PREPARING,
            target=problem,
            makes_live=make_live,
            keeps_texts=True,
            comment=comment[:300],
            created_at=now,
        )
        draft.state, draft.package_import, draft.updated_at = DraftState.MAKING, started, now
        draft.save()
        work_start(
            PackageMaking.objects.create(
                package_import=started, draft=draft, requested_by=actor, created_at=now
            )
        )
    return started


def draft_case_names(draft: TestPackageDraft) -> list[tuple[str, str]]:
    """Test cases as the draft leaves them, in judging order: name, and what happens to it
    (kept, added, changed or moved)."""
    names = _names(draft.base)
    states = dict.fromkeys(names.in_order, "kept")
    for row in draft.changes.order_by("ordinal"):
        operation = OPERATION.validate_python(row.operation)
        if operation.kind == "put_case":
            is_new = operation.name not in names or states.get(operation.name) == "added"
            states[operation.name] = "added" if is_new else "changed"
        for old in (renamed := names.apply(operation)):
            states.pop(old, None)
        states |= dict.fromkeys(renamed.values(), "moved")
    return [(name, states[name]) for name in names.in_order]


def draft_of(problem: Problem) -> TestPackageDraft | None:
    """The problem's draft that is not finished."""
    return _open_draft(problem)


def _base_check(draft: TestPackageDraft, newest: TestPackage | None, *, onto_newest: bool) -> None:
    if draft.base == newest or newest is None:
        return
    if not onto_newest:
        since = f"version {draft.base.version}" if draft.base else "nothing"
        raise ConflictError(
            f"The edits were begun on {since}, and version {newest.version} came since: look at "
            "what it changed, and make the version with ontoNewest, or discard the edits.",
            code="draft_outdated",
        )
    names = _names(newest)
    for row in draft.changes.order_by("ordinal"):
        names.apply(OPERATION.validate_python(row.operation))
    draft.base = newest


def _names(base: TestPackage | None) -> CaseNames:
    cases = base.manifest["test_cases"] if base is not None else []
    return CaseNames(case["name"] for case in cases)


def _newest(problem: Problem) -> TestPackage | None:
    return problem.test_packages.order_by("-version").first()


def _open_draft(problem: Problem) -> TestPackageDraft | None:
    return (
        TestPackageDraft.objects.filter(problem=problem, state__in=OPEN_DRAFTS)
        .select_related("base", "problem")
        .first()
    )


def _the_draft(problem: Problem) -> TestPackageDraft:
    draft = _open_draft(problem)
    if draft is None:
        raise NotFoundError("There are no edits of this problem's tests.", code="no_draft")
    return draft


def _editable_check(draft: TestPackageDraft) -> None:
    if draft.state == DraftState.MAKING:
        raise ConflictError(
            "A version is being made of these edits: wait for it, then edit on.",
            code="draft_being_made",
        )
