"""The drill: a site is lost, and comes back from its backup.

tests/e2e/cloud/test_production_shape.py has the same with PostgreSQL and a bucket, while the site
runs.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import wants_postgres
from tests.prepared import migrated_sqlite

pytestmark = pytest.mark.skipif(wants_postgres(), reason="of the embedded site alone")


def manage(var_dir: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(var_dir)},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
    )


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(var_dir: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(var_dir / "db.sqlite3") as database:
        asked = "SELECT id, username, password FROM accounts_user ORDER BY id"
        return database.execute(asked).fetchall()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An embedded site with an operator and two files."""
    var_dir = tmp_path / "var"
    (var_dir / "media/packages").mkdir(parents=True)
    shutil.copy(migrated_sqlite(), var_dir / "db.sqlite3")
    (var_dir / "media/packages/0.zip").write_bytes(b"a package")
    (var_dir / "media/picture.png").write_bytes(b"a picture")
    (var_dir / "secret_key").write_text("of a test's site, which is lost " * 2)
    with sqlite3.connect(var_dir / "db.sqlite3") as database:
        columns = database.execute("PRAGMA table_info(accounts_user)").fetchall()
        needed = [name for _, name, _, is_needed, _, is_key in columns if is_needed and not is_key]
        values = [{"username": "hana", "email": "hana@example.com"}.get(one, 0) for one in needed]
        marks = ", ".join("?" for _ in needed)
        database.execute(
            f"INSERT INTO accounts_user ({', '.join(needed)}) VALUES ({marks})",  # noqa: S608 - of our own table
            values,
        )
    return var_dir


def test_a_site_that_was_lost_comes_back(site: Path, tmp_path: Path) -> None:
    # given a backup, made while somebody writes
    before, files = rows(site), files_below(site / "media")
    writer = sqlite3.connect(site / "db.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE accounts_user SET username = 'half a change'")
    made = manage(site, "backup", str(tmp_path / "backup"))
    writer.rollback()
    writer.close()
    assert made.returncode == 0, made.stderr
    # and the disk is gone
    key = (site / "secret_key").read_text()
    shutil.rmtree(site)

    # when it is restored on a new one
    done = manage(site, "restore", str(tmp_path / "backup"))

    # then all is there
    assert done.returncode == 0, done.stderr
    assert rows(site) == before
    assert len(before) == 1
    assert files_below(site / "media") == files
    assert len(files) == 2
    assert (site / "secret_key").read_text() == key

    # and a damaged copy changes nothing
    with (tmp_path / "backup/database.sqlite3").open("r+b") as stream:
        stream.seek(4_096)
        stream.write(b"\0" * 64)
    damaged = manage(site, "restore", "--replace", str(tmp_path / "backup"))
    assert "damaged" in damaged.stderr
    assert rows(site) == before
    assert json.loads((tmp_path / "backup/manifest.json").read_text())["files"] == len(files)
