"""Backups: database, files and the embedded site's own key, in one folder (docs/backup.md).

The database is copied first, as it stood at one moment, and the files after it: a row's file is
there before the row is, and test packages never change, so every file that the copy names is found.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import connection, transaction

FORMAT = 1
MANIFEST = "manifest.json"
SECRET_KEY_FILE = "secret_key"  # noqa: S105 - a file's name
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BackupError(Exception):
    """Why there is no backup, or nothing was restored; the text says what to do."""


def backup_make(into: Path, *, now: datetime, with_files: bool = True) -> dict[str, Any]:
    """Make a backup in the new folder ``into``; returns its manifest. The site may run meanwhile.

    The folder appears when it is whole. Raises BackupError.
    """
    if into.exists():
        raise BackupError(f"{into} is there already: name a new folder.")
    begun = into.with_name(f"{into.name}.begun")
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(parents=True, mode=0o700)
    database = begun / DATABASES[connection.vendor]
    counts = _sqlite_dump(database) if connection.vendor == "sqlite" else _postgres_dump(database)
    file_count = _files_copy(default_storage, begun / "files") if with_files else None
    key = settings.VAR_DIR / SECRET_KEY_FILE
    if key.exists():
        shutil.copy(key, begun / SECRET_KEY_FILE)
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "database": connection.vendor,
        "sha256": _sha256(database),
        "rows": counts,
        "files": file_count,
    }
    (begun / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    begun.rename(into)
    return manifest


def backup_restore(path: Path, *, replaces: bool = False) -> dict[str, Any]:
    """Bring a backup back, and the database to this version; returns its manifest.

    The site must stand still. Raises BackupError, before anything is changed where the backup is
    damaged, of another kind of database, or where there is something that ``replaces`` doesn't
    allow to lose; after it, where not every row came back.
    """
    manifest = _manifest(path)
    database = path / DATABASES[manifest["database"]]
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"This is a backup of {manifest['database']}; DATABASE_URL names {connection.vendor}."
        )
    if _sha256(database) != manifest["sha256"]:
        raise BackupError(f"{database} is damaged: its hash is not the manifest's.")
    if not replaces and _has_people():
        raise BackupError("This database has people in it: --replace loses them.")
    if connection.vendor == "sqlite":
        _sqlite_load(database)
    else:
        _postgres_load(database)
    if (path / SECRET_KEY_FILE).exists() and not os.environ.get("SECRET_KEY"):
        shutil.copy(path / SECRET_KEY_FILE, settings.VAR_DIR / SECRET_KEY_FILE)
    _files_bring_back(path / "files")
    found = _rows()
    lost = {name: n for name, n in manifest["rows"].items() if found.get(name, n) != n}
    if lost:
        raise BackupError(f"Not every row came back: {lost}")
    call_command("migrate", interactive=False, verbosity=0)
    cache.clear()
    return manifest


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupError(f"{path} is no backup: {error}") from error
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{path} has format {manifest.get('format')}; this is {FORMAT}.")
    return manifest


def _sqlite_dump(into: Path) -> dict[str, int]:
    name = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(into)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError(f"{name} is damaged: an earlier backup may be whole.")
        tables = [table for table in _tables() if _exists(copy, table)]
        return {
            table: copy.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - of our models
            for table in tables
        }


def _exists(database: sqlite3.Connection, table: str) -> bool:
    asked = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return database.execute(asked, (table,)).fetchone() is not None


def _sqlite_load(dump: Path) -> None:
    connection.close()
    name = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(dump)) as source, closing(sqlite3.connect(name)) as target:
        source.backup(target)


def _postgres_dump(into: Path) -> dict[str, int]:
    """What is counted and what is dumped is the same moment's."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        counts = _rows()
        _postgres("pg_dump", f"--snapshot={snapshot}", "--format=custom", f"--file={into}")
    return counts


def _postgres_load(dump: Path) -> None:
    connection.close()
    _postgres(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(dump)
    )


def _postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password never stands in its arguments."""
    database = settings.DATABASES["default"]
    environment = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGSSLMODE": database["OPTIONS"].get("sslmode", ""),
    }
    told = {name: str(value) for name, value in environment.items() if value}
    try:
        subprocess.run(
            [program, "--no-privileges", f"--dbname={database['NAME']}", *arguments],
            env={**os.environ, **told},
            check=True,
            stderr=subprocess.PIPE,
            text=True,
        )
    except FileNotFoundError as error:
        raise BackupError(f"{program} is missing: install postgresql-client.") from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} failed: {error.stderr.strip()[-2_000:]}") from error


def _tables() -> list[str]:
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})


def _rows() -> dict[str, int]:
    known = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        counts = {}
        for table in known & set(_tables()):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - of our models
            counts[table] = int(cursor.fetchone()[0])
    return dict(sorted(counts.items()))


def _has_people() -> bool:
    return bool(_rows().get("accounts_user"))


def _files_copy(storage: Storage, into: Path) -> int:
    count = 0
    for name in _names(storage, ""):
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with storage.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:
            # Somebody removed it meanwhile, and its row before it.
            continue
        count += 1
    return count


def _files_bring_back(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as source:
                default_storage.save(str(path.relative_to(folder)), File(source))


def _names(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from _names(storage, f"{folder}/{name}" if folder else name)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
