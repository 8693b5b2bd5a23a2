"""Making the test package that judgehosts fetch out of a package as read."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from judging.packages.manifest import (
    MANIFEST_NAME,
    FurtherValidator,
    Grader,
    PackageManifest,
    StaticValidation,
    TestCase,
    TranscriptChecker,
    Validation,
    included_path,
)
from judging.packages.source import SourcePackage, in_name_order
from judging.packages.static_validation import case_name

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold; every member bears it, for equal bytes each time."""


@dataclass(frozen=True, kw_only=True)
class BuiltPackage:
    """A test package on disk, named after its content."""

    sha256: str
    path: Path
    manifest: PackageManifest
    size_bytes: int


def build_test_package(source: SourcePackage, into: Path) -> BuiltPackage:
    """Write ``<sha256>.zip`` into the directory ``into``, which must exist.

    Equal test data and limits give equal bytes. It appears under its name only when
    it is whole. Raises PackageRefused where a file of the package can't be read.
    """
    manifest = PackageManifest(
        limits=source.limits,
        validation=_validation(source),
        test_cases=_test_cases(source),
        static_validation=_static_validation(source),
        included_files={
            key: tuple(sorted(files)) for key, files in sorted(source.included_files.items())
        },
        input_file=source.input_file,
        output_file=source.output_file,
        run_count=source.run_count,
        is_submit_answer=source.is_submit_answer,
        is_scoring=source.grading.is_scoring,
        max_score=source.grading.max_score,
        groups=source.grading.groups,
        grader=_grader(source),
    )
    descriptor, temporary_name = tempfile.mkstemp(dir=into, prefix=".building-", suffix=".zip")
    temporary = Path(temporary_name)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                for name, chunks in _members(source, manifest):
                    add_member(archive, name, chunks)
            stream.flush()
            stream.seek(0)
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size_bytes = stream.tell()
        temporary.chmod(0o644)
        path = into / f"{sha256}.zip"
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return BuiltPackage(sha256=sha256, path=path, manifest=manifest, size_bytes=size_bytes)


def _members(
    source: SourcePackage, manifest: PackageManifest
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Every file of the test package with its content, in their order."""
    yield MANIFEST_NAME, [manifest.to_json().encode()]
    programs = {
        "validator": source.validator_files(),
        **{
            f"validator{number}": files
            for number, files in enumerate(source.other_validator_files(), start=2)
        },
        "checker": source.checker_files(),
        "grader": source.grader_files(),
        "static_validator": source.static_validator_files(),
    }
    for directory, files in programs.items():
        for name, content in sorted(files.items()):
            yield f"{directory}/{name}", [content]
    for key, paths in sorted(source.included_files.items()):
        for name, path in sorted(paths.items()):
            yield included_path(key, name), [source.filled_in(path)]
    members = {member.name: member for member in manifest.test_cases}
    for case in source.test_cases:
        member = members[case.name]
        yield member.input_path, source.tree.chunks(case.input_path)
        yield member.answer_path, source.tree.chunks(case.answer_path)
        for name, path in sorted(case.files.items()):
            yield member.file_path(name), source.tree.chunks(path)


def _validation(source: SourcePackage) -> Validation:
    validator = source.validator
    if validator is None:
        return Validation()
    checker = validator.checker
    return Validation(
        kind=validator.kind,
        language=validator.language,
        files=tuple(sorted(source.validator_files())),
        protocol=validator.protocol,
        passes=validator.passes,
        points_are_percent=validator.points_are_percent,
        checker=None
        if checker is None
        else TranscriptChecker(
            language=checker.language, files=tuple(sorted(source.checker_files()))
        ),
        others=tuple(
            FurtherValidator(
                language=other.language, files=tuple(sorted(files)), protocol=other.protocol
            )
            for other, files in zip(validator.others, source.other_validator_files(), strict=True)
        ),
    )


def _test_cases(source: SourcePackage) -> tuple[TestCase, ...]:
    """Those with files and those of the static validator, in judging order."""
    cases = {
        case.name: TestCase(
            name=case.name,
            validator_flags=case.validator_flags,
            validator_args=case.validator_args,
            description=case.description,
            args=case.args,
            files=tuple(sorted(case.files)),
        )
        for case in source.test_cases
    }
    if source.static_validation is None:
        return tuple(cases.values())
    for static in source.static_validation.cases:
        name = case_name(static.group)
        cases[name] = TestCase(name=name, validator_args=static.args)
    return tuple(cases[name] for name in in_name_order(cases))


def _static_validation(source: SourcePackage) -> StaticValidation | None:
    static = source.static_validation
    if static is None:
        return None
    return StaticValidation(
        language=static.language,
        files=tuple(sorted(static.files)),
        cases=tuple(case_name(case.group) for case in static.cases),
    )


def _grader(source: SourcePackage) -> Grader | None:
    grader = source.grading.grader
    if grader is None:
        return None
    return Grader(language=grader.language, files=tuple(sorted(grader.files)))


def add_member(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> None:
    """Add a file to a zip in the one way that gives equal bytes for equal content."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o100644 << 16
    member.create_system = 3
    with archive.open(member, "w") as target:
        for chunk in chunks:
            target.write(chunk)
