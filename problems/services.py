"""Writes on problems."""

import hashlib
import posixpath
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from courses.models import Course
from courses.selectors import courses_taught_by
from judging.packages import (
    BuiltPackage,
    PackageProblem,
    PackageRefused,
    SourcePackage,
    build_test_package,
    read,
)
from judging.packages import Statement as SourceStatement
from problems.archive import (
    judge_package_name,
    source_archive,
    source_name,
    statement_pdf_name,
    store,
)
from problems.attachments import attachments_set, statement_files_set
from problems.authoring.parts import Parts, parts_note, parts_of
from problems.models import Problem, Sample, Statement, TestPackage, Visibility
from problems.rendering import statement_html
from problems.searching import problems_index
from problems.selectors import problems_managed_by
from problems.versions.live import package_make_live

TITLE_LANGUAGES = ("ko", "en")
MAX_SAMPLE_CHARS = 64 * 1024
"""A longer sample is cut where it is shown; the judge uses the whole."""


_IMPORTED_PARTS = ("settings", "statements", "attachments", "images")
MAX_PDF_BYTES = 20 * 1024 * 1024


class Change(StrEnum):
    """What an import did."""

    CREATED = "created"
    NEW_VERSION = "new version"
    TEXT = "text changed"
    NOTHING = "unchanged"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A problem as it stands after an import."""

    problem: Problem
    version: int
    change: Change
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Files:
    built: BuiltPackage
    source_sha256: str


def problem_import(
    *,
    path: Path,
    actor: User | None = None,
    course: Course | None = None,
    visibility: Visibility | None = None,
) -> Imported:
    """Make a problem of a package (a directory or a zip), or bring it up to the package.

    The same package again changes nothing. Changed test data or limits make a new
    version of the test package, and results of older versions stay. ``actor`` is None
    for the operator at the command line; anybody else needs to teach the course.
    ``visibility`` None leaves an existing problem's as it is; a new one is for its
    course's members, or public where it has none.

    The package is taken as read: what needs a judgehost (its validators, a time limit that it
    doesn't state, LaTeX) is for problems.imports, which comes here after its check.

    Raises judging.packages.PackageRefused, which lists everything wrong with the
    package; NotAllowedError; ConflictError where another problem has the address.
    Nothing but unreferenced files in storage is left of a refused import.
    """
    import_check(actor, course)
    return package_apply(source=read(path), actor=actor, course=course, visibility=visibility)


def import_check(actor: User | None, course: Course | None) -> None:
    """Raises NotAllowedError where the actor may not import into the course, or anywhere."""
    if actor is not None and not _may_import(actor, course):
        raise NotAllowedError("Only staff of the course may import problems into it.")


def package_apply(
    *,
    source: SourcePackage,
    actor: User | None,
    course: Course | None,
    visibility: Visibility | None,
    target: Problem | None = None,
    make_live: bool = True,
    keep_texts: bool = False,
    comment: str = "",
) -> Imported:
    """As problem_import, for a package that was read and perhaps checked.

    ``target`` is the problem that it belongs to whatever it is called, which the actor
    needs to act for; None: the one of its name. Without ``make_live`` an existing problem
    gets a version beside the live one, and its texts and settings stay; with ``keep_texts``
    these stay in any case.
    """
    if target is None:
        import_check(actor, course)
    slug = target.slug if target is not None else _slug(source)
    files = _files_kept(source)
    with transaction.atomic():
        known = Problem.objects.filter(slug=slug).first()
        before = parts_of(known, *_IMPORTED_PARTS) if known is not None else {}
        if target is not None:
            problem, is_new = _target(target, actor), False
        else:
            problem, is_new = _problem(source, slug, actor, course)
        is_text_changed = False
        if is_new or (make_live and not keep_texts):
            _describe(problem, source, visibility)
            is_text_changed = _statements_set(problem, source)
            is_text_changed |= attachments_set(problem, source)
            statement_files_set(problem, source)
        package, is_new_version = _package_set(problem, source, files, actor, comment)
        problem.save()
        if make_live:
            is_new_version |= package_make_live(package=package, actor=actor)
            problem.test_package = package
        problems_index([problem])
        _imported_note(problem, before, actor, package.version)
    return Imported(
        problem=problem,
        version=package.version,
        change=_change(
            is_new=is_new, is_new_version=is_new_version, is_text_changed=is_text_changed
        ),
        warnings=tuple(str(warning) for warning in source.warnings),
    )


def _files_kept(source: SourcePackage) -> _Files:
    """Put the test package and the package as it came into storage."""
    with tempfile.TemporaryDirectory(prefix="problem-import-") as folder:
        built = build_test_package(source, Path(folder))
        archive, source_sha256 = source_archive(source, Path(folder))
        store(built.path, judge_package_name(built.sha256))
        store(archive, source_name(source_sha256))
    return _Files(built=built, source_sha256=source_sha256)


def _imported_note(problem: Problem, before: Parts, actor: User | None, version: int) -> None:
    summary = f"Imported version {version} of the package."
    parts_note(problem, before, *_IMPORTED_PARTS, actor=actor, summary=summary)


def _change(*, is_new: bool, is_new_version: bool, is_text_changed: bool) -> Change:
    if is_new:
        return Change.CREATED
    if is_new_version:
        return Change.NEW_VERSION
    return Change.TEXT if is_text_changed else Change.NOTHING


def _may_import(actor: User, course: Course | None) -> bool:
    if course is None:
        return actor.is_staff
    return courses_taught_by(actor).filter(pk=course.pk).exists()


def _problem(
    source: SourcePackage,
    slug: str,
    actor: User | None,
    course: Course | None,
) -> tuple[Problem, bool]:
    problem = Problem.objects.select_for_update().filter(slug=slug).first()
    is_new = problem is None
    if problem is None:
        default = Visibility.COURSE if course else Visibility.PUBLIC
        problem = Problem(slug=slug, owner=actor, course=course, visibility=default)
    elif course is not None and problem.course_id != course.pk:
        raise ConflictError(
            f"The problem {slug} belongs elsewhere than to {course.slug}: rename the package.",
            code="slug_taken",
        )
    elif actor is not None and not actor.is_staff and problem.course_id is None:
        raise NotAllowedError(f"Only operators may change the problem {slug}.")
    if problem.package_uuid and source.uuid and problem.package_uuid != source.uuid:
        raise ConflictError(
            f"Another problem has the address {slug}: rename the package.", code="slug_taken"
        )
    if is_new:
        problem.title = _title(source)
        problem.save()
    return problem, is_new


def _target(target: Problem, actor: User | None) -> Problem:
    managed = Problem.objects.all() if actor is None else problems_managed_by(actor)
    problem = managed.select_for_update(of=("self",)).filter(pk=target.pk).first()
    if problem is None:
        raise NotAllowedError("Only staff of the problem may bring packages for it.")
    return problem


def _describe(problem: Problem, source: SourcePackage, visibility: Visibility | None) -> None:
    problem.package_uuid = source.uuid or problem.package_uuid
    problem.title = _title(source)
    problem.allowed_languages = list(source.languages or ())
    if visibility is not None:
        problem.visibility = visibility
    problem.save()


def _slug(source: SourcePackage) -> str:
    slug = slugify(source.short_name.replace("_", "-"))
    if not slug:
        raise InvalidInputError(
            f"The package's name {source.short_name!r} makes no address: use letters a-z."
        )
    return slug


def _title(source: SourcePackage) -> str:
    for language in TITLE_LANGUAGES:
        if language in source.names:
            return source.names[language]
    return next(iter(source.names.values()), source.short_name)


def _package_set(
    problem: Problem, source: SourcePackage, files: _Files, actor: User | None, comment: str
) -> tuple[TestPackage, bool]:
    """The version with this content, and whether it was made now."""
    built = files.built
    package = problem.test_packages.filter(sha256=built.sha256).first()
    is_new_version = package is None
    if package is None:
        last = problem.test_packages.aggregate(last=Max("version"))["last"] or 0
        limits = built.manifest.limits
        package = TestPackage.objects.create(
            problem=problem,
            version=last + 1,
            sha256=built.sha256,
            source_sha256=files.source_sha256,
            size_bytes=built.size_bytes,
            manifest=built.manifest.model_dump(mode="json"),
            limits=limits.model_dump(mode="json"),
            time_limit_ms=limits.cpu_time_ms,
            memory_limit_kib=limits.memory_kib,
            source_limit_bytes=limits.source_bytes,
            test_case_count=len(built.manifest.test_cases),
            max_score=built.manifest.max_score,
            created_by=actor,
            comment=comment[:300],
        )
        _samples_set(package, source)
    elif package.source_sha256 != files.source_sha256:
        # The same test data: its programs, or what is shown of samples, may be new.
        package.source_sha256 = files.source_sha256
        package.save(update_fields=["source_sha256"])
        package.samples.all().delete()
        _samples_set(package, source)
    return package, is_new_version


def _samples_set(package: TestPackage, source: SourcePackage) -> None:
    Sample.objects.bulk_create(
        Sample(
            test_package=package,
            ordinal=ordinal,
            name=sample.name,
            input=_sample_text(sample.input),
            answer=_sample_text(sample.answer),
            interaction=_sample_text(sample.interaction),
        )
        for ordinal, sample in enumerate(source.samples(), start=1)
    )


def _pdf_store(source: SourcePackage, text: SourceStatement) -> str:
    """Keep a statement's PDF in storage; returns its sha256. Raises PackageRefused."""
    if source.tree.sizes[text.path] > MAX_PDF_BYTES:
        message = f"a PDF has at most {MAX_PDF_BYTES // 1024**2} MiB: make it smaller"
        raise PackageRefused([PackageProblem(file=text.path, line=None, message=message)])
    with tempfile.NamedTemporaryFile(prefix="statement-", suffix=".pdf") as stream:
        for chunk in source.tree.chunks(text.path):
            stream.write(chunk)
        stream.flush()
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        store(Path(stream.name), statement_pdf_name(sha256))
    return sha256


def _sample_text(text: str) -> str:
    text = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if len(text) <= MAX_SAMPLE_CHARS:
        return text
    return text[:MAX_SAMPLE_CHARS] + "\n…\n"


def _statements_set(problem: Problem, source: SourcePackage) -> bool:
    """Make the problem's statements those of the package; True where one has changed."""
    known = {statement.language: statement for statement in problem.statements.all()}
    images = {
        name: source.tree.sizes[name]
        for name in source.statement_files
        if name in source.tree.sizes
    }
    is_changed = False
    for text in source.statements:
        statement = known.pop(text.language, None) or Statement(
            problem=problem, language=text.language
        )
        wanted = {
            "title": source.names.get(text.language, problem.title),
            "pdf_sha256": _pdf_store(source, text) if text.kind == "pdf" else "",
            "source": text.markdown,
            "html": statement_html(
                text.markdown,
                directory=posixpath.dirname(text.path),
                images=images,
                read_file=source.tree.read_bytes,
            ),
        }
        if any(getattr(statement, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(statement, name, value)
            statement.save()
            is_changed = True
    for statement in known.values():
        statement.delete()
        is_changed = True
    return is_changed
