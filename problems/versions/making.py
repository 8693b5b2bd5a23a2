"""Packages from an upload or from edits: read in the background, then checked by a judge."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.background import Beat, WorkKind, work_start
from common.errors import DomainError, InvalidInputError
from courses.models import Course
from judging.packages import PackageProblem, PackageRefused, read
from problems.archive import source_name, tree_archive
from problems.authoring.parts import problem_locked
from problems.imports.models import ImportState, PackageImport
from problems.imports.services import package_import_check, package_import_refuse
from problems.models import Problem, TestPackage, Visibility
from problems.services import import_check
from problems.uploads.services import storage_copy, upload_of
from problems.versions.applying import package_edited, tests_taken_over
from problems.versions.models import PackageMaking, TestPackageDraft
from problems.versions.operations import OPERATION

PLAIN = "plain"


def package_import_start_stored(
    *,
    key: str,
    actor: User,
    course: Course | None,
    visibility: Visibility | None,
    now: datetime,
    problem_id: int | None = None,
    make_live: bool = True,
    comment: str = "",
) -> PackageImport:
    """Import a zip that the actor has uploaded: it is read in the background, and checked.

    ``problem_id`` is the problem that it brings a version for, whatever it is called; bare
    test data leave the rest of such a problem's package as it is. What is wrong with the
    package stands in the import's findings.

    Raises NotFoundError for a key that is nobody's upload or another one's, or a problem
    that the actor doesn't act for, and NotAllowedError.
    """
    with transaction.atomic():
        target = problem_locked(actor, problem_id) if problem_id is not None else None
        if target is None:
            import_check(actor, course)
        upload = upload_of(actor, key)
        started = PackageImport.objects.create(
            actor=actor,
            course=target.course if target is not None else course,
            visibility=visibility.value if visibility else "",
            short_name=target.slug if target is not None else Path(upload.file_name).stem[:100],
            state=ImportState.PREPARING,
            target=target,
            makes_live=make_live,
            comment=comment[:300],
            created_at=now,
        )
        work_start(
            PackageMaking.objects.create(
                package_import=started, upload=upload, requested_by=actor, created_at=now
            )
        )
    return started


def package_make(work: PackageMaking, beat: Beat[PackageMaking]) -> str:
    """Read the upload, or lay the draft's edits over its base, and have the judge check it."""
    package_import = PackageImport.objects.select_related("target", "actor").get(
        pk=work.package_import_id
    )
    if package_import.state != ImportState.PREPARING:
        return "It has been read before."
    now = timezone.now()
    try:
        with tempfile.TemporaryDirectory(prefix="package-making-") as folder:
            path = _path(work, package_import, Path(folder))
            beat()
            package_import_check(package_import, read(path, for_judging_only=True))
    except PackageRefused as refused:
        return _refused(package_import, refused.problems, now)
    except DomainError as error:
        told = PackageProblem(file="", line=None, message=error.message)
        return _refused(package_import, [told], now)
    return "A judge checks it."


def _refused(
    package_import: PackageImport,
    problems: Sequence[PackageProblem],
    now: datetime,
) -> str:
    package_import_refuse(package_import, problems, now)
    return "The package was refused: see its findings."


def _path(work: PackageMaking, package_import: PackageImport, folder: Path) -> Path:
    if work.draft is not None:
        return _edited(work.draft, folder)
    if work.upload is None:
        raise InvalidInputError("The upload is gone: send it again.")
    path = folder / work.upload.file_name
    storage_copy(work.upload.key, path)
    target = package_import.target
    if target is None:
        return path
    given = read(path, for_judging_only=True)
    if given.format_version != PLAIN:
        return path
    with _source_of(_latest(target), folder) as base:
        tree = tests_taken_over(target, base, given, folder)
        archive, _ = tree_archive(tree, folder)
    PackageImport.objects.filter(pk=package_import.pk).update(keeps_texts=True)
    package_import.keeps_texts = True
    return archive


def _edited(draft: TestPackageDraft, folder: Path) -> Path:
    operations = [
        OPERATION.validate_python(values)
        for values in draft.changes.order_by("ordinal").values_list("operation", flat=True)
    ]
    with _source_of(draft.base, folder) as base:
        archive, _ = tree_archive(package_edited(draft.problem, base, operations, folder), folder)
    return archive


def _latest(problem: Problem) -> TestPackage | None:
    return problem.test_package or problem.test_packages.order_by("-version").first()


@contextmanager
def _source_of(package: TestPackage | None, folder: Path) -> Iterator[Path | None]:
    """The problem package that a version was made of."""
    if package is None:
        yield None
        return
    inner = folder / "base"
    inner.mkdir()
    path = inner / f"{package.problem.slug}.zip"
    storage_copy(source_name(package.source_sha256), path)
    yield path


PACKAGE_MAKING = WorkKind(model=PackageMaking, run=package_make)
