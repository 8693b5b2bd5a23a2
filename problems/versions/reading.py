"""Looking into a version of a test package without unpacking it."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Literal

from django.conf import settings
from django.core.files.storage import default_storage

from accounts.models import User
from common.errors import NotFoundError
from judging.packages.manifest import PackageManifest, TestCase
from problems.archive import judge_package_name
from problems.models import TestPackage
from problems.versions.live import packages_managed_by

MAX_CASES = 100
MAX_PREVIEW_BYTES = 4_096
_CHUNK_BYTES = 1024 * 1024
_AHEAD_BYTES = 256 * 1024

Part = Literal["input", "answer"]


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A test case's input or answer."""

    size_bytes: int
    preview: str
    """Its first bytes as text; what is no UTF-8 is replaced."""


@dataclass(frozen=True, kw_only=True)
class CaseShown:
    """A test case of a version, with the beginning of its files."""

    ordinal: int
    """In judging order, from 1."""
    case: TestCase
    input: CaseFile
    answer: CaseFile


@dataclass(frozen=True, kw_only=True)
class CasesPage:
    """Some of a version's test cases."""

    total: int
    cases: list[CaseShown]


def package_managed(actor: User, package_id: int) -> TestPackage:
    """A version of a problem that the actor acts for. Raises NotFoundError."""
    package = packages_managed_by(actor).select_related("problem").filter(pk=package_id).first()
    if package is None:
        raise NotFoundError(
            "There is no such version, or it is not yours.", code="package_not_found"
        )
    return package


def cases_read(
    package: TestPackage, *, directory: str, offset: int, limit: int, preview_bytes: int
) -> CasesPage:
    """Test cases of the version below a directory such as ``secret/1-small``; empty: all.

    One page of at most MAX_CASES, each with at most MAX_PREVIEW_BYTES of its files.
    """
    manifest = PackageManifest.model_validate(package.manifest)
    inside = [
        (ordinal, case)
        for ordinal, case in enumerate(manifest.test_cases, start=1)
        if not directory or case.name.startswith(f"{directory}/")
    ]
    chosen = inside[max(0, offset) :][: max(0, min(limit, MAX_CASES))]
    wanted = max(0, min(preview_bytes, MAX_PREVIEW_BYTES))
    if not chosen:
        return CasesPage(total=len(inside), cases=[])
    with _opened(package) as archive:
        cases = [
            CaseShown(
                ordinal=ordinal,
                case=case,
                input=_case_file(archive, case.input_path, wanted),
                answer=_case_file(archive, case.answer_path, wanted),
            )
            for ordinal, case in chosen
        ]
    return CasesPage(total=len(inside), cases=cases)


def case_chunks(package: TestPackage, name: str, part: Part) -> tuple[int, Iterator[bytes]]:
    """A test case's whole input or answer: its size, and its bytes as they are read.

    Raises NotFoundError.
    """
    cases = {case["name"] for case in package.manifest["test_cases"]}
    if name not in cases:
        raise NotFoundError("The version has no such test case.", code="case_not_found")
    case = TestCase(name=name)
    path = case.input_path if part == "input" else case.answer_path
    with _opened(package) as archive:
        size_bytes = archive.getinfo(path).file_size
    return size_bytes, _chunks(package, path)


def _chunks(package: TestPackage, path: str) -> Iterator[bytes]:
    with _opened(package) as archive, archive.open(path) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk


def _case_file(archive: zipfile.ZipFile, path: str, wanted: int) -> CaseFile:
    with archive.open(path) as stream:
        head = stream.read(wanted)
    # A character that the cut has split is left out rather than shown broken.
    size_bytes = archive.getinfo(path).file_size
    text = head.decode("utf-8", "ignore" if size_bytes > wanted else "replace")
    return CaseFile(
        size_bytes=size_bytes, preview=text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    )


@contextmanager
def _opened(package: TestPackage) -> Iterator[zipfile.ZipFile]:
    name = judge_package_name(package.sha256)
    stream: IO[bytes]
    if settings.STORAGE_BUCKET:
        stream = io.BufferedReader(_Ranged(name, package.size_bytes), _AHEAD_BYTES)
    else:
        stream = default_storage.open(name)
    with stream, zipfile.ZipFile(stream) as archive:
        yield archive


class _Ranged(io.RawIOBase):
    """An object of a bucket of which only the parts asked for are fetched."""

    def __init__(self, name: str, size_bytes: int) -> None:
        super().__init__()
        storage: Any = default_storage
        self._object = storage.bucket.Object(name)
        self._size_bytes = size_bytes
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size_bytes}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readinto(self, buffer: Any) -> int:
        last = min(self._place + len(buffer), self._size_bytes) - 1
        if last < self._place:
            return 0
        answer = self._object.get(Range=f"bytes={self._place}-{last}")
        content: bytes = answer["Body"].read()
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)
