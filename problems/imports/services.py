"""Every write on imports: start, record what the judge found, finish whole or refuse whole."""

import logging
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils.text import slugify
from pydantic import ValidationError

from accounts.models import User
from common.errors import DomainError, InvalidInputError
from courses.models import Course
from judging.contract_checks import Finding, PackageCheckReport
from judging.limits import Limits
from judging.packages import PackageProblem, PackageRefused, SourcePackage, read
from problems.archive import judge_package_name, source_archive, source_name, store
from problems.imports.dispatch import package_check_send
from problems.imports.judges_copy import judges_copy_forget
from problems.imports.live import package_import_announce
from problems.imports.models import ImportState, PackageImport
from problems.models import Visibility
from problems.services import Imported, import_check, package_apply
from problems.uploads.services import storage_copy
from problems.versions.models import DraftState, TestPackageDraft

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
"""Who began to finish an import and is silent for so long has died over it."""


def package_import_start(
    *,
    path: Path,
    now: datetime,
    actor: User | None = None,
    course: Course | None = None,
    visibility: Visibility | None = None,
) -> PackageImport:
    """Keep a package (a directory or a zip) and have it checked.

    ``actor`` is None for the operator at the command line; anybody else needs to teach
    the course. Raises PackageRefused for what can be told without running anything,
    NotAllowedError, InvalidInputError; nothing but unreferenced files in storage is left then.
    """
    import_check(actor, course)
    started = PackageImport(
        actor=actor,
        is_by_operator=actor is None,
        course=course,
        visibility=visibility.value if visibility else "",
        created_at=now,
    )
    package_import_check(started, read(path, for_judging_only=True))
    return started


def package_import_check(package_import: PackageImport, source: SourcePackage) -> None:
    """Keep a package as read, and have a judge check it for an import; saves the import.

    Raises InvalidInputError for a name that makes no address.
    """
    target = package_import.target
    package_import.short_name = target.slug if target is not None else _short_name(source)
    with tempfile.TemporaryDirectory(prefix="problem-import-") as folder:
        archive, sha256 = source_archive(source, Path(folder))
        store(archive, source_name(sha256))
        # Judgehosts read one folder only; it goes when the import ends.
        store(archive, judge_package_name(sha256))
    package_import.source_sha256 = sha256
    package_import.attempt_token = secrets.token_hex(16)
    package_import.findings = _findings("warning", _told(source.warnings))
    package_import.state = ImportState.PENDING
    with transaction.atomic():
        _changed(package_import)
        transaction.on_commit(partial(package_check_send, package_import))


def package_import_refuse(
    package_import: PackageImport, problems: Iterable[PackageProblem], now: datetime
) -> None:
    """End an import whose package can't be honoured, before any judge has seen it."""
    package_import.findings += _findings("problem", _told(problems))
    with transaction.atomic():
        _end(package_import, ImportState.REFUSED, now)
        _changed(package_import)


def package_check_record(*, report: PackageCheckReport, now: datetime) -> bool:
    """Record what a check found. False: it was recorded before, or is stale."""
    if not 0 < report.import_id <= 2**63 - 1:
        return False
    with transaction.atomic():
        checked = (
            PackageImport.objects.select_for_update()
            .filter(
                pk=report.import_id,
                attempt_token=report.attempt_token,
                state=ImportState.PENDING,
            )
            .first()
        )
        if checked is None:
            return False
        checked.judgehost = report.judgehost[:200]
        known = [_fields(finding) for finding in checked.findings]
        checked.findings += [
            finding
            for severity, found in (("problem", report.problems), ("warning", report.warnings))
            for finding in _findings(severity, found)
            if _fields(finding) not in known
        ]
        if report.internal_error is not None:
            _fail(checked, f"{report.internal_error.kind}: {report.internal_error.message}", now)
        elif report.problems:
            _end(checked, ImportState.REFUSED, now)
        else:
            checked.state = ImportState.CHECKED
            checked.report = _without_nul(report.model_dump(mode="json"))
            if report.time_limit is not None:
                checked.measured_time_limit_ms = report.time_limit.time_limit_ms
                note = Finding(file="problem.yaml", message=report.time_limit.explanation)
                checked.findings += _findings("note", [note])
        _changed(checked)
    return True


def package_import_give_up(*, package_import: PackageImport, reason: str, now: datetime) -> bool:
    """End an import that nobody checked. False: it had ended, or is checked now."""
    states = (ImportState.PREPARING, ImportState.PENDING)
    with transaction.atomic():
        waiting = (
            PackageImport.objects.select_for_update()
            .filter(pk=package_import.pk, state__in=states)
            .first()
        )
        if waiting is None:
            return False
        _fail(waiting, reason, now)
        _changed(waiting)
    return True


def package_import_finish(*, import_id: int, now: datetime) -> PackageImport | None:
    """Make a checked package a problem, or refuse it whole. None: somebody else does, or did.

    It reads and packs the whole package, which takes seconds for a large one: not for
    a process that others wait for.
    """
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM)
    claimed = PackageImport.objects.filter(unclaimed, pk=import_id, state=ImportState.CHECKED)
    if not claimed.update(claimed_at=now):
        return None
    checked = PackageImport.objects.select_related("actor", "course", "target").get(pk=import_id)
    try:
        imported = _import(checked)
    except PackageRefused as refused:
        checked.findings += _findings("problem", _told(refused.problems))
        _end(checked, ImportState.REFUSED, now)
    except DomainError as error:
        checked.findings += _findings("problem", [Finding(file="", message=error.message)])
        _end(checked, ImportState.REFUSED, now)
    except DatabaseError:
        # Tried again by the next sweep after the claim.
        raise
    except Exception as fault:
        # Storage away, or a fault of ours: whoever sweeps must live, and the person be told.
        logger.exception("import %s could not be finished", import_id)
        _fail(checked, f"{type(fault).__name__}, see the log of the site", now)
    else:
        checked.problem = imported.problem
        checked.version = imported.version
        checked.change = imported.change.value
        _end(checked, ImportState.DONE, now)
    with transaction.atomic():
        _changed(checked)
    return checked


def _import(checked: PackageImport) -> Imported:
    report = PackageCheckReport.model_validate(checked.report)
    with _kept_source(checked) as path:
        return package_apply(
            source=_as_checked(read(path, for_judging_only=True), report),
            actor=None if checked.is_by_operator else _still_allowed(checked),
            course=checked.course,
            visibility=Visibility(checked.visibility) if checked.visibility else None,
            target=checked.target,
            make_live=checked.makes_live,
            keep_texts=checked.keeps_texts,
            comment=checked.comment,
        )


def _still_allowed(checked: PackageImport) -> User:
    if checked.actor is None or not checked.actor.is_active:
        raise InvalidInputError("Whoever started this import has no account any more.")
    return checked.actor


@contextmanager
def _kept_source(checked: PackageImport) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="problem-import-") as folder:
        path = Path(folder) / f"{checked.short_name}.zip"
        storage_copy(source_name(checked.source_sha256), path)
        yield path


def _as_checked(source: SourcePackage, report: PackageCheckReport) -> SourcePackage:
    """The package with what the check has found out of it. Raises PackageRefused."""
    markdown = {statement.path: statement.markdown for statement in report.statements}
    statements = tuple(
        replace(one, markdown=markdown[one.path], kind="markdown") if one.path in markdown else one
        for one in source.statements
    )
    for one in statements:
        if one.kind == "latex":
            message = "it was not converted: write it in Markdown, or import it again"
            raise PackageRefused([PackageProblem(file=one.path, line=None, message=message)])
    limits = source.limits
    if report.time_limit is not None:
        values = {**limits.model_dump(), "cpu_time_ms": report.time_limit.time_limit_ms}
        try:
            limits = Limits(**values)
        except ValidationError as error:
            message = f"{report.time_limit.explanation}: beyond this site's bounds"
            problem = PackageProblem(file="problem.yaml", line=None, message=message)
            raise PackageRefused([problem]) from error
    return replace(source, statements=statements, limits=limits)


def _fail(package_import: PackageImport, reason: str, now: datetime) -> None:
    message = f"It could not be imported, which says nothing of the package: {reason}"
    package_import.findings += _findings("problem", [Finding(file="", message=message[:2_000])])
    _end(package_import, ImportState.FAILED, now)


def _end(package_import: PackageImport, state: ImportState, now: datetime) -> None:
    package_import.state = state
    package_import.finished_at = now
    # Gathered edits that became no version stay to be corrected.
    drafts = TestPackageDraft.objects.filter(
        package_import_id=package_import.pk, state=DraftState.MAKING
    )
    drafts.update(state=DraftState.DONE if state == ImportState.DONE else DraftState.OPEN)
    transaction.on_commit(partial(judges_copy_forget, package_import.source_sha256))


def _changed(package_import: PackageImport) -> None:
    """Save it, and tell those who watch it after commit."""
    package_import.sequence += 1
    package_import.save()
    transaction.on_commit(partial(package_import_announce, package_import))


def _short_name(source: SourcePackage) -> str:
    """What the package is called, as a name of a file. Raises InvalidInputError."""
    name = source.short_name
    is_plain = re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", name) is not None
    if not is_plain or not slugify(name.replace("_", "-")):
        raise InvalidInputError(
            f"The package's name {name[:100]!r} makes no address: use letters a-z, digits, - and _."
        )
    return name


def _told(problems: Iterable[PackageProblem]) -> list[Finding]:
    return [
        Finding(file=one.file[:500], line=one.line, message=one.message[:2_000]) for one in problems
    ]


def _findings(severity: str, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        _without_nul({"severity": severity, **finding.model_dump(mode="json")})
        for finding in findings
    ]


def _fields(finding: dict[str, Any]) -> tuple[object, ...]:
    return (finding["file"], finding["line"], finding["message"])


def _without_nul(value: Any) -> Any:
    """PostgreSQL keeps no NUL, and a compiler may print one."""
    if isinstance(value, str):
        return value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, dict):
        return {key: _without_nul(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    return value
