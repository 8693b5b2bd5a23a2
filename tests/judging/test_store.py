import errno
import fcntl
import hashlib
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import boto3
import pytest

from infra_control.localcloud.aws import LocalAws
from judging.limits import Limits
from judging.packages.manifest import MANIFEST_NAME, PackageManifest
from judging.packages.manifest import TestCase as Case
from judging.store import (
    DirectoryStore,
    PackageCache,
    PackageMissingError,
    S3Store,
    StoreError,
    package_store_from_url,
)
from tests.cloud import free_port

MIB = 1024 * 1024


def make_package(folder: Path, *, input_bytes: int = 10) -> str:
    """Write a test package with one test case into the folder; its hash."""
    case = Case(name="sample/1")
    manifest = PackageManifest(limits=Limits(), test_cases=(case,))
    path = folder / "new.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MANIFEST_NAME, manifest.model_dump_json())
        archive.writestr(case.input_path, "1" * input_bytes)
        archive.writestr(case.answer_path, "1")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    path.rename(folder / f"{sha256}.zip")
    return sha256


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


class CountingStore(DirectoryStore):
    """Remembers how often it was asked, and may spoil or delay what it gives."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.fetches = 0
        self.spoiled = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def fetch(self, sha256: str, into: IO[bytes]) -> None:
        self.fetches += 1
        self.meanwhile()
        super().fetch(sha256, into)
        if self.fetches <= self.spoiled:
            into.write(b"one byte too many")


@pytest.fixture
def store(packages: Path) -> CountingStore:
    return CountingStore(packages)


@pytest.fixture
def cache(tmp_path: Path, store: CountingStore) -> PackageCache:
    return PackageCache(tmp_path / "cache", store, max_bytes=MIB)


def test_a_package_is_fetched_once_and_then_kept(
    packages: Path, store: CountingStore, cache: PackageCache
) -> None:
    sha256 = make_package(packages)

    for _ in range(2):
        with cache.package(sha256) as package:
            case = package.manifest.test_cases[0]
            assert package.input_path(case).read_text() == "1" * 10

    assert store.fetches == 1


def test_a_package_that_arrives_spoiled_is_fetched_once_more(
    packages: Path, store: CountingStore, cache: PackageCache
) -> None:
    sha256 = make_package(packages)
    store.spoiled = 1

    with cache.package(sha256):
        assert store.fetches == 2


def test_a_package_that_stays_spoiled_is_a_fault_of_the_store(
    tmp_path: Path, packages: Path, store: CountingStore, cache: PackageCache
) -> None:
    sha256 = make_package(packages)
    store.spoiled = 99

    with pytest.raises(StoreError, match="corrupt"), cache.package(sha256):
        pass

    assert store.fetches == 2
    assert list((tmp_path / "cache" / "incoming").iterdir()) == []


def test_a_file_that_changed_on_disk_is_noticed(
    packages: Path, store: CountingStore, cache: PackageCache
) -> None:
    sha256 = make_package(packages)
    with cache.package(sha256) as package:
        answer = package.answer_path(package.manifest.test_cases[0])
    answer.chmod(0o600)
    answer.write_text("2")

    with cache.package(sha256) as package:
        assert package.answer_path(package.manifest.test_cases[0]).read_text() == "1"

    assert store.fetches == 2


def test_the_package_unused_for_longest_is_evicted_and_one_in_use_is_not(
    packages: Path, store: CountingStore, cache: PackageCache
) -> None:
    in_use, idle, new = (make_package(packages, input_bytes=400_000 + n) for n in range(3))
    with cache.package(in_use) as used:
        with cache.package(idle):
            pass
        with cache.package(new):
            pass
        assert used.input_path(used.manifest.test_cases[0]).exists()
        assert cache.total_bytes() <= MIB

        with cache.package(new):
            assert store.fetches == 3
        with cache.package(idle):
            assert store.fetches == 4


def test_what_is_made_of_a_package_stays_and_goes_with_it(
    packages: Path, store: CountingStore, cache: PackageCache
) -> None:
    first, second, third = (make_package(packages, input_bytes=400_000 + n) for n in range(3))
    with cache.package(first) as package:
        package.derived_dir.mkdir()
        (package.derived_dir / "validator").write_text("compiled")

    with cache.package(first) as again:
        assert (again.derived_dir / "validator").read_text() == "compiled"
    assert store.fetches == 1
    for other in (second, third):
        with cache.package(other):
            pass
    assert not package.derived_dir.exists()


def test_two_workers_of_a_host_fetch_a_package_once(
    tmp_path: Path, packages: Path, store: CountingStore
) -> None:
    sha256 = make_package(packages)
    store.meanwhile = lambda: time.sleep(0.2)
    caches = [PackageCache(tmp_path / "cache", store, max_bytes=MIB) for _ in range(2)]

    def use(cache: PackageCache) -> None:
        with cache.package(sha256) as package:
            assert package.manifest.test_cases

    threads = [threading.Thread(target=use, args=(cache,)) for cache in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.fetches == 1


def test_what_a_killed_worker_left_of_a_fetch_does_no_harm(
    tmp_path: Path, packages: Path, cache: PackageCache
) -> None:
    sha256 = make_package(packages)
    left = tmp_path / "cache" / "incoming" / sha256 / "entry" / "files"
    left.mkdir(parents=True)
    (left / "half").write_text("x")

    with cache.package(sha256) as package:
        assert not (package.directory / "half").exists()


def test_a_full_disk_is_a_fault_of_the_store(
    packages: Path, store: CountingStore, cache: PackageCache
) -> None:
    sha256 = make_package(packages)

    def disk_is_full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store.meanwhile = disk_is_full

    with pytest.raises(StoreError, match="No space left"), cache.package(sha256):
        pass


def test_on_a_full_disk_unused_packages_are_given_up(
    tmp_path: Path, packages: Path, store: CountingStore, cache: PackageCache
) -> None:
    old, new = make_package(packages), make_package(packages, input_bytes=20)
    with cache.package(old):
        pass

    def disk_is_full() -> None:
        if (tmp_path / "cache" / "packages" / old).exists():
            raise OSError(errno.ENOSPC, "No space left on device")

    store.meanwhile = disk_is_full

    with cache.package(new) as package:
        assert package.manifest.test_cases
    assert not (tmp_path / "cache" / "packages" / old).exists()


def test_a_worker_that_hangs_in_its_fetch_holds_up_nobody(
    tmp_path: Path, packages: Path, store: CountingStore
) -> None:
    sha256 = make_package(packages)
    own_dir = tmp_path / "own"
    cache = PackageCache(tmp_path / "cache", store, max_bytes=MIB, own_dir=own_dir, patience_s=0.05)
    with (tmp_path / "cache" / "locks" / sha256).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with cache.package(sha256) as package:
            assert package.directory.is_relative_to(own_dir)
            assert package.manifest.test_cases

    assert list(own_dir.iterdir()) == []
    with cache.package(sha256) as package:
        assert not package.directory.is_relative_to(own_dir)


def test_a_missing_package_is_named(cache: PackageCache) -> None:
    with pytest.raises(PackageMissingError, match="0" * 64), cache.package("0" * 64):
        pass


def test_packages_come_from_s3(tmp_path: Path, packages: Path, aws: LocalAws) -> None:
    sha256 = make_package(packages, input_bytes=3 * MIB)
    s3 = boto3.client("s3")
    s3.upload_file(str(packages / f"{sha256}.zip"), aws.bucket, f"packages/{sha256}.zip")
    store = package_store_from_url(f"s3://{aws.bucket}/packages")

    with PackageCache(tmp_path / "cache", store, max_bytes=MIB).package(sha256) as package:
        assert package.input_path(package.manifest.test_cases[0]).stat().st_size == 3 * MIB


def test_a_package_missing_from_s3_is_told_from_a_store_that_is_away(
    tmp_path: Path, aws: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PackageMissingError, match=f"s3://{aws.bucket}/p/{'0' * 64}.zip"):
        S3Store(aws.bucket, "p").fetch("0" * 64, (tmp_path / "x").open("wb"))

    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StoreError, match="can't be read") as caught:
        S3Store(aws.bucket, "p").fetch("0" * 64, (tmp_path / "x").open("wb"))
    assert not isinstance(caught.value, PackageMissingError)


@pytest.mark.parametrize("url", ["", "/srv/packages", "file://host/x", "http://x/y", "s3:///x"])
def test_an_address_of_no_store_says_what_it_must_be(url: str) -> None:
    with pytest.raises(ValueError, match="file:///absolute/folder or s3://bucket/prefix"):
        package_store_from_url(url)


def test_a_folder_with_spaces_is_a_store(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    sha256 = make_package(folder)

    store = package_store_from_url(folder.as_uri())

    with (tmp_path / "out").open("wb") as out:
        store.fetch(sha256, out)
    assert (tmp_path / "out").read_bytes() == (folder / f"{sha256}.zip").read_bytes()
