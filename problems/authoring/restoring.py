"""Putting a part of a problem back to what it was."""

from django.db import transaction

from accounts.models import User
from common.errors import ConflictError, NotFoundError
from problems import practice
from problems.authoring.models import ProblemRevision
from problems.authoring.parts import problem_locked
from problems.authoring.services import ProblemChange, problem_change
from problems.authoring.texts import statement_remove, statement_write
from problems.models import Problem, Visibility


def part_restore(*, actor: User, problem_id: int, number: int) -> Problem:
    """Make a part of the problem what it was at a revision, as a new revision.

    Files and test packages are not parts to restore so: files need their content put again,
    and a version is made live. Raises NotFoundError, ConflictError, InvalidInputError and
    NotAllowedError.
    """
    with transaction.atomic():
        problem = problem_locked(actor, problem_id)
        revision = problem.revisions.filter(number=number).first()
        if revision is None:
            raise NotFoundError(
                "The problem has no revision of this number.", code="revision_not_found"
            )
        kind, _, language = revision.part.partition(":")
        match kind:
            case "settings":
                _settings(actor, revision)
            case "statement":
                _statement(actor, revision, language)
            case "hints":
                texts = [text for _, text in sorted((revision.content or {}).items())]
                practice.hints_set(actor=actor, problem=problem, texts=texts)
            case "editorial":
                text = (revision.content or {}).get("source", "")
                practice.editorial_set(actor=actor, problem=problem, language=language, text=text)
            case "template":
                source = (revision.content or {}).get("source", "")
                practice.code_template_set(
                    actor=actor, problem=problem, language=language, source=source
                )
            case _:
                raise ConflictError(
                    "Only texts and settings go back so: upload the file again, or make the "
                    "version of the test package live.",
                    code="not_restorable",
                )
    problem.refresh_from_db()
    return problem


def _settings(actor: User, revision: ProblemRevision) -> None:
    content = revision.content or {}
    problem_change(
        actor=actor,
        problem_id=revision.problem_id,
        change=ProblemChange(
            slug=content["slug"],
            visibility=Visibility(content["visibility"]),
            allowed_languages=content["allowed_languages"],
            # Older revisions know of one file only.
            max_source_files=content.get("max_source_files", 1),
            difficulty=content["difficulty"],
            tags=content["tags"],
        ),
        summary=f"Went back to the settings of revision {revision.number}.",
    )


def _statement(actor: User, revision: ProblemRevision, language: str) -> None:
    if revision.content is None:
        statement_remove(actor=actor, problem_id=revision.problem_id, language=language)
        return
    if revision.content.get("pdf_sha256"):
        raise ConflictError(
            "The statement was a PDF then: bring it by its package.", code="not_restorable"
        )
    statement_write(
        actor=actor,
        problem_id=revision.problem_id,
        language=language,
        title=revision.content["title"],
        source=revision.content["source"],
        summary=f"Went back to revision {revision.number}.",
    )
