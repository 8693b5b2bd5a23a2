"""A test package as a judgehost uses it: fetched as a zip, checked, and opened from a directory."""

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from judging.packages.manifest import (
    INCLUDED_FOR_ALL,
    MANIFEST_NAME,
    PackageManifest,
    TestCase,
    included_path,
)

_MAX_MANIFEST_BYTES = 16 * 1024 * 1024
_MAX_TOTAL_BYTES = 4 * 1024 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024


class PackageError(Exception):
    """What was fetched is not the test package that was asked for, or not one at all."""


class TestPackage:
    """A test package in a directory of the judgehost's own."""

    __test__ = False

    def __init__(self, directory: Path, manifest: PackageManifest) -> None:
        self.directory = directory
        self.manifest = manifest

    @classmethod
    def open(cls, directory: Path) -> "TestPackage":
        """Raises PackageError where the directory holds no test package."""
        try:
            manifest = PackageManifest.model_validate_json((directory / MANIFEST_NAME).read_bytes())
        except (OSError, ValidationError) as error:
            raise PackageError(f"no test package in {directory.name}: {error}") from error
        return cls(directory, manifest)

    def input_path(self, case: TestCase) -> Path:
        return self.directory / case.input_path

    @property
    def derived_dir(self) -> Path:
        """Beside the package, and gone with it: for what this host makes of it. May not exist."""
        return self.directory.with_name(f"{self.directory.name}.derived")

    def validator_files(self) -> dict[str, str]:
        """The sources of the package's own validator by name. Raises OSError."""
        validation = self.manifest.validation
        return self._texts(validation.files, validation.paths)

    def other_validator_files(self, index: int) -> dict[str, str]:
        """The sources of one of the validators after the first by name. Raises OSError."""
        validation = self.manifest.validation
        return self._texts(validation.others[index].files, validation.other_paths(index))

    def checker_files(self) -> dict[str, str]:
        """The sources of the checker beside an interactor by name. Raises OSError."""
        checker = self.manifest.validation.checker
        return {} if checker is None else self._texts(checker.files, checker.paths)

    def _texts(self, names: Iterable[str], paths: Iterable[str]) -> dict[str, str]:
        return {
            name: (self.directory / path).read_text(encoding="utf-8", errors="replace")
            for name, path in zip(names, paths, strict=True)
        }

    def grader_files(self) -> dict[str, str]:
        """The sources of the package's own grader by name. Raises OSError."""
        grader = self.manifest.grader
        return {} if grader is None else self._texts(grader.files, grader.paths)

    def static_validator_files(self) -> dict[str, str]:
        """The sources of the package's static validator by name. Raises OSError."""
        static = self.manifest.static_validation
        return {} if static is None else self._texts(static.files, static.paths)

    def answer_path(self, case: TestCase) -> Path:
        return self.directory / case.answer_path

    def files(self, case: TestCase) -> dict[str, Path]:
        """What a run of this test case finds in its working directory, by name."""
        return {name: self.directory / case.file_path(name) for name in case.files}

    def included_files(self, package_code: str) -> dict[str, str]:
        """What is added to a submission in this language (a code of the package format).

        Raises OSError where the directory has lost a file.
        """
        included = self.manifest.included_files
        key = package_code if package_code in included else INCLUDED_FOR_ALL
        return {
            name: (self.directory / included_path(key, name)).read_text(encoding="utf-8")
            for name in included.get(key, ())
        }


def extract_test_package(zip_path: Path, into: Path, sha256: str) -> TestPackage:
    """Check a test package's hash and unpack it as the directory ``into``.

    ``into`` appears whole or not at all; where another process has made it meanwhile,
    that one is used. Only what the manifest names is unpacked. Raises PackageError.
    """
    with zip_path.open("rb") as stream:
        # The very bytes that were hashed are unpacked: one open file serves for both.
        actual = hashlib.file_digest(stream, "sha256").hexdigest()
        if actual != sha256:
            raise PackageError(f"the test package's hash is {actual}, not {sha256}")
        stream.seek(0)
        into.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=into.parent, prefix=".unpacking-"))
        try:
            try:
                _unpack(stream, temporary)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                raise PackageError(f"not a readable zip: {error}") from error
            temporary.chmod(0o755)
            try:
                temporary.rename(into)
            except OSError:
                if not into.is_dir():
                    raise
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    return TestPackage.open(into)


def _member_paths(manifest: PackageManifest) -> list[str]:
    checker = manifest.validation.checker
    paths = [
        *manifest.validation.paths,
        *(
            path
            for index in range(len(manifest.validation.others))
            for path in manifest.validation.other_paths(index)
        ),
        *(checker.paths if checker is not None else ()),
        *(manifest.grader.paths if manifest.grader is not None else ()),
        *(manifest.static_validation.paths if manifest.static_validation is not None else ()),
        *(
            included_path(key, name)
            for key, names in manifest.included_files.items()
            for name in names
        ),
    ]
    for case in manifest.test_cases:
        if manifest.is_static(case):
            continue
        paths += [case.input_path, case.answer_path, *map(case.file_path, case.files)]
    return paths


def _unpack(stream: IO[bytes], directory: Path) -> None:
    with zipfile.ZipFile(stream) as archive:
        members = {member.filename: member for member in archive.infolist()}
        if sum(member.file_size for member in members.values()) > _MAX_TOTAL_BYTES:
            raise PackageError("it unpacks to more than a test package may hold")
        if MANIFEST_NAME not in members:
            raise PackageError(f"it has no {MANIFEST_NAME}")
        if members[MANIFEST_NAME].file_size > _MAX_MANIFEST_BYTES:
            raise PackageError(f"its {MANIFEST_NAME} is too large")
        manifest_bytes = archive.read(MANIFEST_NAME)
        try:
            manifest = PackageManifest.model_validate_json(manifest_bytes)
        except ValidationError as error:
            raise PackageError(f"its {MANIFEST_NAME} can't be read: {error}") from error
        wanted = _member_paths(manifest)
        strangers = members.keys() - {MANIFEST_NAME, *wanted}
        if strangers:
            raise PackageError(f"it holds {min(strangers)!r}, which its manifest does not name")
        (directory / MANIFEST_NAME).write_bytes(manifest_bytes)
        for path in wanted:
            if path not in members:
                raise PackageError(f"it lacks {path!r}")
            # The manifest's names have neither an empty part nor "..", so this stays inside.
            target = directory / path
            target.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(target, flags, 0o644)
            with os.fdopen(descriptor, "wb") as out, archive.open(members[path]) as member:
                shutil.copyfileobj(member, out, _CHUNK_BYTES)
