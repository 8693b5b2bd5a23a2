"""The environment's variables as typed values; a faulty one is named in one sentence."""

import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse

from environs import Env, EnvError


class SettingError(SystemExit):
    """A variable that the site can't start with. Ends the process with its sentence alone."""


def fail(variable: str, reason: str) -> NoReturn:
    """Stop with one sentence that names the variable at fault."""
    raise SettingError(f"codedang: the environment variable {variable} {reason}")


class Environment:
    """Reads variables; each reader ends the process by SettingError on a value it can't take."""

    def __init__(self, dotenv: Path) -> None:
        self._env = Env()
        if dotenv.is_file():
            self._env.read_env(str(dotenv), recurse=False)

    def text(self, name: str, default: str = "") -> str:
        """A text; where it is empty and ``<name>_FILE`` names a file, what that file holds."""
        value = str(self._read("str", name, "")).strip()
        kept_in = str(self._read("str", f"{name}_FILE", "")).strip()
        if value or not kept_in:
            return value or default
        try:
            return Path(kept_in).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            fail(f"{name}_FILE", f"must name a file that can be read: {error}.")

    def flag(self, name: str, *, default: bool) -> bool:
        return bool(self._read("bool", name, default))

    def integer(self, name: str, default: int) -> int:
        return int(self._read("int", name, default))

    def words(self, name: str, default: list[str]) -> list[str]:
        """A list separated by commas, without its empty places."""
        return [word.strip() for word in self._read("list", name, default) if word.strip()]

    def networks(self, name: str) -> list[IPv4Network | IPv6Network]:
        """A list of networks, such as ``10.0.0.0/16``, separated by commas."""
        try:
            return [ip_network(word) for word in self.words(name, [])]
        except ValueError as error:
            fail(name, f"must be networks such as 10.0.0.0/16, separated by commas: {error}.")

    def site_url(self, name: str, default: str) -> ParseResult:
        """An address of http or https without a path."""
        url = urlparse(self.text(name, default))
        if url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/"):
            fail(
                name,
                "must be an address such as https://codedang.com, without a path; "
                f"it is {self.text(name)!r}.",
            )
        return url

    def secret(self, name: str, *, kept_in: Path | None) -> str:
        """A secret of at least 32 characters.

        Where the variable is empty, one is made once and kept in the file
        ``kept_in``; None: the variable must be set.
        """
        value = self.text(name)
        if value:
            if len(value) < 32:
                fail(name, "must have at least 32 characters.")
            return value
        if kept_in is None:
            fail(name, "must be set when DATABASE_URL is, to the same value on every host.")
        if not kept_in.exists():
            kept_in.parent.mkdir(parents=True, exist_ok=True)
            kept_in.touch(mode=0o600)
            kept_in.write_text(secrets.token_urlsafe(50))
        return kept_in.read_text().strip()

    def _read(self, kind: str, name: str, default: Any) -> Any:
        if self._env.str(name, "") == "":
            return default
        try:
            return getattr(self._env, kind)(name)
        except EnvError:
            words = {"bool": "true or false", "int": "a whole number"}
            fail(name, f"must be {words.get(kind, 'text')}; it is {self._env.str(name)!r}.")


def database_from_url(
    variable: str, url: str, *, sqlite_default: Path, pool_size: int
) -> dict[str, Any]:
    """Django's database settings for an address; "" means SQLite in ``sqlite_default``."""
    parts = urlparse(url)
    if not url or parts.scheme == "sqlite":
        path = Path(unquote(parts.path)) if url else sqlite_default
        path.parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            # Threads stay, and so do their connections (codedang.serving): opening one costs as
            # much as a short query.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A transaction that may write takes the lock at its start: with the
                # default, 44 % of competing writers failed with "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    # In KiB, for each thread's connection: the system keeps the file's pages.
                    "PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;"
                ),
            },
            "TEST": {"NAME": None},
        }
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        fail(
            variable,
            "must be sqlite:////absolute/file or postgresql://user:password@host:5432/name.",
        )
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        # The pool keeps them: threads are more than a small database has connections.
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**query, "pool": {"min_size": 1, "max_size": pool_size, "timeout": 10}},
    }


def email_from_url(variable: str, url: str, *, folder: Path) -> dict[str, Any]:
    """Django's e-mail settings for an address; "" means one file per message in ``folder``."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    parts = urlparse(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
        fail(variable, "must be such as smtp+tls://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": 10,
    }
