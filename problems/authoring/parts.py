"""The parts of a problem that its history keeps, as plain values."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from accounts.models import User
from common.errors import ConflictError, NotFoundError
from problems.authoring.revisions import revision_record
from problems.models import Problem
from problems.selectors import problems_managed_by

Parts = dict[str, dict[str, Any]]


def _settings(problem: Problem) -> Parts:
    return {
        "settings": {
            "slug": problem.slug,
            "visibility": str(problem.visibility),
            "allowed_languages": sorted(problem.allowed_languages),
            "max_source_files": problem.max_source_files,
            "difficulty": problem.difficulty,
            "tags": sorted(problem.tags.values_list("slug", flat=True)),
            "is_archived": problem.archived_at is not None,
        }
    }


def _statements(problem: Problem) -> Parts:
    return {
        f"statement:{one.language}": {
            "title": one.title,
            "source": one.source,
            "pdf_sha256": one.pdf_sha256,
        }
        for one in problem.statements.defer("html").order_by("language")
    }


def _hints(problem: Problem) -> Parts:
    hints = problem.hints.order_by("ordinal").values_list("ordinal", "source")
    return {"hints": {f"hint {ordinal:02}": text for ordinal, text in hints}}


def _editorials(problem: Problem) -> Parts:
    return {
        f"editorial:{one.language}": {
            "source": one.source,
            "released_at": one.released_at.isoformat() if one.released_at else None,
        }
        for one in problem.editorials.defer("html").order_by("language")
    }


def _templates(problem: Problem) -> Parts:
    return {
        f"template:{language}": {"source": source}
        for language, source in problem.code_templates.order_by("language").values_list(
            "language", "source"
        )
    }


def _attachments(problem: Problem) -> Parts:
    return {"attachments": dict(problem.attachments.values_list("name", "sha256"))}


def _images(problem: Problem) -> Parts:
    return {"images": dict(problem.statement_files.values_list("name", "sha256"))}


KINDS: dict[str, Callable[[Problem], Parts]] = {
    "settings": _settings,
    "statements": _statements,
    "hints": _hints,
    "editorials": _editorials,
    "templates": _templates,
    "attachments": _attachments,
    "images": _images,
}

_PART_NAMES = {"statements": "statement", "editorials": "editorial", "templates": "template"}
"""What stands before the colon in the names of a kind's parts, where it is another word."""


def parts_of(problem: Problem, *kinds: str) -> Parts:
    """The problem's parts of these kinds, by their names in the history."""
    return {part: content for kind in kinds for part, content in KINDS[kind](problem).items()}


@contextmanager
def parts_kept(
    problem: Problem, *kinds: str, actor: User | None, summary: str, is_new: bool = False
) -> Iterator[None]:
    """Note in the history what the block changes of these kinds.

    Call it in a transaction that holds the problem's row. ``is_new``: there was nothing.
    """
    before = {} if is_new else parts_of(problem, *kinds)
    yield
    parts_note(problem, before, *kinds, actor=actor, summary=summary)


def parts_note(
    problem: Problem, before: Parts, *kinds: str, actor: User | None, summary: str
) -> None:
    """Note in the history how the parts of these kinds differ from those ``before``."""
    after = parts_of(problem, *kinds)
    for part in sorted({*before, *after}):
        revision_record(
            problem=problem,
            actor=actor,
            part=part,
            before=before.get(part),
            after=after.get(part),
            summary=summary,
        )


@contextmanager
def problem_edited(
    *,
    actor: User,
    problem_id: int,
    kinds: tuple[str, ...],
    summary: str,
    base_revision: int | None = None,
    base_part: str | None = None,
) -> Iterator[Problem]:
    """One edit by the problem's staff: its row locked, one transaction, kept in the history.

    ``base_revision`` is the last one that the editor has seen of the problem. Raises
    NotFoundError where the actor doesn't act for the problem, and ConflictError where
    somebody has changed ``base_part`` (None: any of these kinds) since. Nothing is changed then.
    """
    with transaction.atomic():
        problem = problem_locked(actor, problem_id)
        if base_revision is not None:
            _unchanged_check(problem, kinds, base_part, base_revision)
        with parts_kept(problem, *kinds, actor=actor, summary=summary):
            yield problem
        problem.save(update_fields=["updated_at"])


def problem_locked(actor: User, problem_id: int) -> Problem:
    """A problem that the actor acts for as staff, locked. Raises NotFoundError."""
    managed = problems_managed_by(actor).filter(pk=problem_id)
    problem = managed.select_for_update(no_key=True, of=("self",)).first()
    if problem is None:
        raise NotFoundError(
            "There is no such problem, or you don't act for it.", code="problem_not_found"
        )
    return problem


def _unchanged_check(
    problem: Problem, kinds: tuple[str, ...], part: str | None, base_revision: int
) -> None:
    names = {_PART_NAMES.get(kind, kind) for kind in kinds}
    later = problem.revisions.filter(number__gt=base_revision).select_related("actor")
    for revision in later.order_by("-number"):
        if part in (None, revision.part) and revision.part.partition(":")[0] in names:
            who = revision.actor.username if revision.actor else "an import"
            raise ConflictError(
                f"{who} has changed {revision.part} meanwhile (revision {revision.number}): "
                "look at the difference and save again.",
                code="edited_meanwhile",
            )
