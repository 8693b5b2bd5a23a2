"""Where test packages come from, and the cache of them on a judgehost's disk.

A package is named by the sha256 of its bytes, so whatever a store answers can be
checked, and a cached package never goes stale.
"""

import errno
import fcntl
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import unquote, urlparse

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from judging import telemetry
from judging.packages import PackageError, TestPackage, extract_test_package
from judging.telemetry.metrics import CACHE_LOOKUPS

logger = logging.getLogger(__name__)

CHUNK_BYTES = 1024 * 1024

NEIGHBOUR_PATIENCE_S = 8.0
"""For another worker's fetch. Most take less; one that hangs must not cost the verdict's 30 s."""

LOCK_LOOK_S = 0.02

FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})

ROUNDS_MAX = 3
"""How often a package is fetched that others evict, or that changes, before it can be used."""


class StoreError(Exception):
    """A test package could not be had. Never the submission's fault; another try may do better."""


class PackageMissingError(StoreError):
    """The store answers, and has no package of this hash."""


class DiskFaultError(StoreError):
    """This host's disk, and not the store, is at fault: another host does better."""


class PackageStore(Protocol):
    """Holds test packages as ``<sha256>.zip``."""

    def fetch(self, sha256: str, into: IO[bytes]) -> None:
        """Write the package's bytes, as they come and unchecked.

        Raises PackageMissingError, StoreError where the store can't be read, and OSError where
        there is no room to write.
        """
        ...


class DirectoryStore:
    """Packages in a folder."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def fetch(self, sha256: str, into: IO[bytes]) -> None:
        path = self._directory / f"{sha256}.zip"
        try:
            with path.open("rb") as source:
                shutil.copyfileobj(source, into, CHUNK_BYTES)
        except FileNotFoundError as error:
            raise PackageMissingError(f"no test package {sha256} in {self._directory}") from error
        except OSError as error:
            if error.errno in FULL_DISK:
                raise
            raise StoreError(f"test package {sha256} can't be copied: {error}") from error


class S3Store:
    """Packages in an S3 bucket. Endpoint and credentials come from the environment."""

    def __init__(self, bucket: str, prefix: str = "") -> None:
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._client = boto3.client(
            "s3",
            config=Config(
                connect_timeout=3,
                read_timeout=20,
                retries={"total_max_attempts": 3, "mode": "standard"},
            ),
        )

    def fetch(self, sha256: str, into: IO[bytes]) -> None:
        key = f"{self._prefix}{sha256}.zip"
        place = f"s3://{self._bucket}/{key}"
        try:
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"]
            for chunk in body.iter_chunks(CHUNK_BYTES):
                into.write(chunk)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                raise PackageMissingError(f"no test package at {place}") from error
            raise StoreError(f"{place} can't be read: {error}") from error
        except (BotoCoreError, OSError) as error:
            if isinstance(error, OSError) and error.errno in FULL_DISK:
                raise
            raise StoreError(f"{place} can't be read: {error}") from error


def package_store_from_url(url: str) -> PackageStore:
    """The store at ``file:///absolute/folder`` or ``s3://bucket/prefix``.

    Raises ValueError, whose text says what is wrong with the address.
    """
    parts = urlparse(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return DirectoryStore(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        return S3Store(parts.netloc, parts.path)
    raise ValueError(f"must be file:///absolute/folder or s3://bucket/prefix, not {url!r}")


class PackageCache:
    """Extracted test packages on disk, shared by all workers of a judgehost.

    For each hash there is a lock file: held shared while a package is in use, and
    exclusively while it is fetched or evicted. Packages unused for longest are evicted
    when the folder outgrows ``max_bytes``, and all unused ones when the disk is full; those in
    use stay, so the bound may be exceeded by them.

    A worker that hangs keeps its locks. So nobody waits for one longer than ``patience_s``:
    the package is then fetched into a folder in ``own_dir``, for this one use.
    """

    def __init__(
        self,
        directory: Path,
        store: PackageStore,
        *,
        max_bytes: int,
        own_dir: Path | None = None,
        patience_s: float = NEIGHBOUR_PATIENCE_S,
    ) -> None:
        self._store = store
        self._max_bytes = max_bytes
        self._own_dir = own_dir
        self._patience_s = patience_s
        self._packages = directory / "packages"
        self._locks = directory / "locks"
        self._incoming = directory / "incoming"
        for folder in (self._packages, self._locks, self._incoming):
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def package(self, sha256: str) -> Iterator[TestPackage]:
        """The package, kept in place until the context is left.

        Raises StoreError. A package that arrives corrupt is fetched once more first.
        """
        with (self._locks / sha256).open("w") as lock:
            if self._is_made_whole(sha256, lock):
                os.utime(self._packages / sha256)
                yield TestPackage.open(self._packages / sha256 / "files")
                return
        logger.warning("another worker hangs with test package %s: a copy is used", sha256)
        with self._own_copy(sha256) as package:
            yield package

    def _is_made_whole(self, sha256: str, lock: IO[str]) -> bool:
        """Have the package in its place, and the lock shared; False: another keeps the lock."""
        for round_number in range(ROUNDS_MAX):
            if not self._is_locked(lock, fcntl.LOCK_SH):
                return False
            is_whole = self._is_whole(sha256)
            if round_number == 0:
                result = "hit" if is_whole else "miss"
                telemetry.record(CACHE_LOOKUPS, cache="packages", result=result)
            if is_whole:
                return True
            if not self._is_locked(lock, fcntl.LOCK_EX):
                return False
            # Another worker may have fetched it while this one waited for the lock.
            if not self._is_whole(sha256):
                self._fetch(sha256)
                self._evict(but=sha256, max_bytes=self._max_bytes)
        raise StoreError(f"test package {sha256} does not stay whole in the cache")

    def _is_locked(self, lock: IO[str], kind: int) -> bool:
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                fcntl.flock(lock, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(LOCK_LOOK_S)
            else:
                return True

    @contextmanager
    def _own_copy(self, sha256: str) -> Iterator[TestPackage]:
        if self._own_dir is not None:
            self._own_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._own_dir, prefix="package-") as name:
            with _store_faults(sha256):
                self._fetch_into(sha256, Path(name) / "copy")
            yield TestPackage.open(Path(name) / "copy" / "entry" / "files")

    def total_bytes(self) -> int:
        return sum(size for _, size, _ in self._entries())

    def _fetch(self, sha256: str) -> None:
        shutil.rmtree(self._packages / sha256, ignore_errors=True)
        work = self._incoming / sha256
        try:
            with _store_faults(sha256):
                try:
                    self._fetch_into(sha256, work)
                except OSError as error:
                    if error.errno not in FULL_DISK:
                        raise
                    logger.warning("the disk is full: unused test packages are given up")
                    shutil.rmtree(work, ignore_errors=True)
                    self._evict(but=sha256, max_bytes=0)
                    self._fetch_into(sha256, work)
                (work / "entry").rename(self._packages / sha256)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _fetch_into(self, sha256: str, work: Path) -> None:
        """Raises PackageError, OSError and StoreError."""
        try:
            self._fetch_once(sha256, work)
        except PackageError as fault:
            logger.warning("test package %s, fetched once more: %s", sha256, fault)
            self._fetch_once(sha256, work)

    def _fetch_once(self, sha256: str, work: Path) -> None:
        shutil.rmtree(work, ignore_errors=True)
        files = work / "entry" / "files"
        files.parent.mkdir(parents=True)
        archive = work / "package.zip"
        with archive.open("wb") as target:
            self._store.fetch(sha256, target)
        extract_test_package(archive, files, sha256)
        (work / "entry" / "index.json").write_text(json.dumps(_stamps(files)))

    def _is_whole(self, sha256: str) -> bool:
        """Whether the package is there with the files it was extracted with, untouched since."""
        entry = self._packages / sha256
        try:
            index: dict[str, list[int]] = json.loads((entry / "index.json").read_text())
        except (OSError, ValueError):
            return False
        if index == _stamps(entry / "files"):
            return True
        logger.warning("cached test package %s was changed on disk: it is fetched again", sha256)
        return False

    def _entries(self) -> list[tuple[float, int, str]]:
        """(last use, bytes, hash) of each cached package, least recently used first."""
        entries = []
        for entry in self._packages.iterdir():
            try:
                index: dict[str, list[int]] = json.loads((entry / "index.json").read_text())
                used = entry.stat().st_mtime
            except (OSError, ValueError):
                continue
            entries.append((used, sum(size for size, _ in index.values()), entry.name))
        return sorted(entries)

    def _evict(self, *, but: str, max_bytes: int) -> None:
        entries = self._entries()
        total = sum(size for _, size, _ in entries)
        for _, size, sha256 in entries:
            if total <= max_bytes:
                return
            if sha256 != but and self._remove(sha256):
                total -= size

    def _remove(self, sha256: str) -> bool:
        """Remove a package unless somebody uses it; tells whether it did."""
        with (self._locks / sha256).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            # Gone by one rename, so that a crash in between leaves no half of a package.
            grave = self._incoming / sha256
            shutil.rmtree(grave, ignore_errors=True)
            (self._packages / sha256).rename(grave)
            shutil.rmtree(grave, ignore_errors=True)
            return True


@contextmanager
def _store_faults(sha256: str) -> Iterator[None]:
    """Faults of fetching as StoreError."""
    try:
        yield
    except PackageError as error:
        raise StoreError(f"the store's test package {sha256} is corrupt: {error}") from error
    except OSError as error:
        raise DiskFaultError(f"test package {sha256} can't be cached: {error}") from error


def _stamps(folder: Path) -> dict[str, list[int]]:
    """Size and time of change of each file: a cheap way to see that a file was touched."""
    stamps = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            stat = path.stat()
            stamps[str(path.relative_to(folder))] = [stat.st_size, stat.st_mtime_ns]
    return stamps
