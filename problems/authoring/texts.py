"""Writing statements, with their pictures and files, and looking at them before they are saved."""

import hashlib
import mimetypes
import posixpath
import re
from pathlib import Path

from django.core.files.storage import default_storage

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotFoundError
from common.ratelimit import rate_limit
from problems.archive import attachment_name, store
from problems.attachments import MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS
from problems.authoring.parts import problem_edited
from problems.authoring.services import language_read, title_read, title_refresh
from problems.models import TEXT_MAX_CHARS, Attachment, Problem, Statement, StatementFile
from problems.rendering import IMAGE_TYPES, MAX_IMAGE_BYTES, statement_html
from problems.searching import problems_index
from problems.selectors import problem_managed

MAX_IMAGES = 50
PREVIEWS_PER_MINUTE = 120
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}){0,3}")


def statement_write(
    *,
    actor: User,
    problem_id: int,
    language: str,
    title: str,
    source: str,
    summary: str = "",
    base_revision: int | None = None,
) -> Statement:
    """Write the statement in one language; there need not have been one.

    Raises NotFoundError, InvalidInputError, and ConflictError where somebody has changed the
    statement in this language since ``base_revision``.
    """
    language, title = language_read(language), title_read(title)
    text_check(source)
    with problem_edited(
        actor=actor,
        problem_id=problem_id,
        kinds=("statements",),
        summary=summary or f"Wrote the statement ({language}).",
        base_revision=base_revision,
        base_part=f"statement:{language}",
    ) as problem:
        statement, _ = Statement.objects.update_or_create(
            problem=problem,
            language=language,
            defaults={
                "title": title,
                "source": source,
                "html": _html(source, problem),
                "pdf_sha256": "",
            },
        )
        _text_changed(problem)
    return statement


def statement_remove(*, actor: User, problem_id: int, language: str) -> Problem:
    """Take a statement away; its text stays in the history.

    Raises NotFoundError, and ConflictError for the only one that there is.
    """
    with problem_edited(
        actor=actor,
        problem_id=problem_id,
        kinds=("statements",),
        summary=f"Removed the statement ({language[:10]}).",
    ) as problem:
        statements = list(problem.statements.defer("html", "source"))
        chosen = next((one for one in statements if one.language == language), None)
        if chosen is None:
            raise NotFoundError("There is no statement in this language.", code="no_statement")
        if len(statements) == 1:
            raise ConflictError(
                "A problem needs a statement: write one in another language first.",
                code="last_statement",
            )
        chosen.delete()
        _text_changed(problem)
    return problem


def statement_preview(*, actor: User, problem_id: int | None, source: str) -> str:
    """The HTML that saving ``source`` would show; nothing is saved.

    With a problem its pictures are shown. Raises NotFoundError, InvalidInputError and
    TooManyRequestsError.
    """
    text_check(source)
    rate_limit(f"preview:{actor.pk}", limit=PREVIEWS_PER_MINUTE, period_s=60)
    if problem_id is None:
        return statement_html(source, directory="", images={}, read_file=_read_nothing)
    return _html(source, problem_managed(actor, problem_id))


def statement_file_put(*, actor: User, problem_id: int, name: str, path: Path) -> StatementFile:
    """Keep a picture for statements, in place of one of this name.

    Raises NotFoundError, InvalidInputError and ConflictError.
    """
    name = _file_name(name)
    kind, _ = mimetypes.guess_type(name)
    size_bytes = path.stat().st_size
    if kind not in IMAGE_TYPES:
        raise InvalidInputError(
            "Statements show PNG, JPEG, GIF, WebP and SVG: give the name one of their endings.",
            fields={"name": ["no picture"]},
        )
    if size_bytes > MAX_IMAGE_BYTES:
        raise InvalidInputError(
            f"A picture has at most {MAX_IMAGE_BYTES // 1024} KiB: make it smaller.",
            code="too_large",
        )
    with problem_edited(
        actor=actor, problem_id=problem_id, kinds=("images",), summary=f"Put the picture {name}."
    ) as problem:
        others = problem.statement_files.exclude(name=name)
        if others.count() >= MAX_IMAGES:
            raise ConflictError(
                f"A problem has at most {MAX_IMAGES} pictures: remove one first.", code="too_many"
            )
        row, _ = StatementFile.objects.update_or_create(
            problem=problem,
            name=name,
            defaults={"sha256": _kept(path), "size_bytes": size_bytes},
        )
        _render_again(problem)
    return row


def statement_file_remove(*, actor: User, problem_id: int, name: str) -> Problem:
    """Take a picture away. Raises NotFoundError."""
    with problem_edited(
        actor=actor,
        problem_id=problem_id,
        kinds=("images",),
        summary=f"Removed the picture {name[:200]}.",
    ) as problem:
        gone, _ = problem.statement_files.filter(name=name).delete()
        if not gone:
            raise NotFoundError("There is no picture of this name.", code="file_not_found")
        _render_again(problem)
    return problem


def attachment_put(*, actor: User, problem_id: int, name: str, path: Path) -> Attachment:
    """Give students a file beside the statement, in place of one of this name.

    Raises NotFoundError, InvalidInputError and ConflictError.
    """
    name = _file_name(name)
    size_bytes = path.stat().st_size
    if size_bytes > MAX_ATTACHMENT_BYTES:
        raise InvalidInputError(
            f"A file has at most {MAX_ATTACHMENT_BYTES // 1024**2} MiB.", code="too_large"
        )
    with problem_edited(
        actor=actor, problem_id=problem_id, kinds=("attachments",), summary=f"Put the file {name}."
    ) as problem:
        if problem.attachments.exclude(name=name).count() >= MAX_ATTACHMENTS:
            raise ConflictError(
                f"A problem has at most {MAX_ATTACHMENTS} files: remove one first.",
                code="too_many",
            )
        row, _ = Attachment.objects.update_or_create(
            problem=problem,
            name=name,
            defaults={"sha256": _kept(path), "size_bytes": size_bytes},
        )
    return row


def attachment_remove(*, actor: User, problem_id: int, name: str) -> Problem:
    """Take a file away. Raises NotFoundError."""
    with problem_edited(
        actor=actor,
        problem_id=problem_id,
        kinds=("attachments",),
        summary=f"Removed the file {name[:200]}.",
    ) as problem:
        gone, _ = problem.attachments.filter(name=name).delete()
        if not gone:
            raise NotFoundError("There is no file of this name.", code="file_not_found")
    return problem


def text_check(source: str) -> None:
    """Raise InvalidInputError where a text can't be kept."""
    if len(source) > TEXT_MAX_CHARS or "\x00" in source:
        raise InvalidInputError(
            f"A text has at most {TEXT_MAX_CHARS} characters, and no NUL.",
            fields={"source": ["length"]},
        )


def _html(source: str, problem: Problem) -> str:
    files = {one.name: one for one in problem.statement_files.all()}

    def read(path: str) -> bytes:
        with default_storage.open(attachment_name(files[path].sha256)) as stream:
            content: bytes = stream.read()
        return content

    sizes = {name: one.size_bytes for name, one in files.items()}
    return statement_html(source, directory="", images=sizes, read_file=read)


def _render_again(problem: Problem) -> None:
    for statement in problem.statements.filter(pdf_sha256=""):
        statement.html = _html(statement.source, problem)
        statement.save(update_fields=["html"])


def _text_changed(problem: Problem) -> None:
    title_refresh(problem)
    problem.save(update_fields=["title", "updated_at"])
    problems_index([problem])


def _file_name(name: str) -> str:
    if not _FILE_NAME.fullmatch(name) or posixpath.normpath(name) != name:
        raise InvalidInputError(
            "A file's name has letters a-z, digits, '.', '_' and '-', in at most 4 directories.",
            fields={"name": ["invalid"]},
        )
    return name


def _kept(path: Path) -> str:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    store(path, attachment_name(sha256))
    return sha256


def _read_nothing(path: str) -> bytes:
    raise FileNotFoundError(path)
