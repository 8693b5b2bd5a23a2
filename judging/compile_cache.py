"""What compilers made before, kept on disk: bounded, shared by the workers of a host.

One file per compilation, named by what went into it. It appears by one rename, holds the hash
of its own content, and is thrown away when that doesn't match.
"""

import contextlib
import hashlib
import json
import logging
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from judging.contract import CompileReport

logger = logging.getLogger(__name__)

_FORMAT = b"codedang-compiled-1\n"
_HASH_BYTES = 32
_LENGTH_BYTES = 8
_SHARE_OF_ONE = 4
"""No entry takes more than this part of the cache, lest it empties the rest."""
_INCOMING = ".incoming-"
_ABANDONED_AFTER_S = 3600


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """A compilation that the compiler itself ended, with a program or with its complaints."""

    report: CompileReport
    is_program: bool


class CompileCache:
    """Compilations by key, least recently used first to go. For several processes at once."""

    def __init__(self, directory: Path, *, max_bytes: int) -> None:
        self._directory = directory
        self._max_bytes = max_bytes
        self._prepare()

    def _prepare(self) -> None:
        """Make the folder, also anew when a cleaner of temporary files has taken it."""
        # Others' programs are nobody else's business, and nobody else may put any here.
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory.chmod(0o700)

    @staticmethod
    def key(*ingredients: Any) -> str:
        """The name of a compilation: a hash over all that it depends on, as JSON values."""
        return hashlib.sha256(json.dumps(ingredients, sort_keys=True).encode()).hexdigest()

    def take(self, key: str, into: Path) -> Compiled | None:
        """Put the program of an earlier compilation into the empty directory ``into``.

        None, and ``into`` still empty, where there is none or a damaged one.
        Raises OSError where ``into`` can't be written.
        """
        path = self._directory / key
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        try:
            head, payload = _opened(content)
            compiled = Compiled(
                report=CompileReport.model_validate(head["report"]),
                is_program=bool(head["is_program"]),
            )
            files = [(_place(into, name), size, mode) for name, size, mode in head["files"]]
        except (ValueError, KeyError, TypeError) as error:
            logger.warning("the kept compilation %s is damaged and goes: %s", key, error)
            path.unlink(missing_ok=True)
            return None
        into.chmod(0o755)
        offset = 0
        for target, size, mode in files:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(payload[offset : offset + size])
            target.chmod(0o755 if mode & 0o100 else 0o644)
            offset += size
        return compiled

    def keep(self, key: str, compiled: Compiled, program: Path) -> None:
        """Keep what the directory ``program`` holds. A full disk only means that it isn't kept."""
        incoming = self._directory / f"{_INCOMING}{secrets.token_hex(8)}"
        try:
            content = _packed(compiled, program)
            if len(content) * _SHARE_OF_ONE > self._max_bytes:
                return
            self._prepare()
            incoming.write_bytes(content)
            incoming.rename(self._directory / key)
            self._evict()
        except OSError as error:
            logger.warning("a compilation can't be kept: %s", error)
            with contextlib.suppress(OSError):
                incoming.unlink(missing_ok=True)

    def _evict(self) -> None:
        entries = []
        with os.scandir(self._directory) as found:
            for entry in found:
                with contextlib.suppress(FileNotFoundError):
                    stat = entry.stat(follow_symlinks=False)
                    entries.append((stat.st_mtime_ns, stat.st_size, entry.name))
        total = sum(size for _, size, _ in entries)
        abandoned_ns = time.time_ns() - _ABANDONED_AFTER_S * 1_000_000_000
        for used_ns, size, name in sorted(entries):
            is_incoming = name.startswith(_INCOMING)
            if used_ns < abandoned_ns if is_incoming else total > self._max_bytes:
                (self._directory / name).unlink(missing_ok=True)
                total -= size


def _packed(compiled: Compiled, program: Path) -> bytes:
    files: list[tuple[str, int, int]] = []
    blobs = []
    for path in sorted(path for path in program.rglob("*") if path.is_file()):
        blobs.append(path.read_bytes())
        files.append((str(path.relative_to(program)), len(blobs[-1]), path.stat().st_mode & 0o777))
    head = json.dumps(
        {
            "report": compiled.report.model_dump(mode="json"),
            "is_program": compiled.is_program,
            "files": files,
        }
    ).encode()
    body = b"".join([len(head).to_bytes(_LENGTH_BYTES, "big"), head, *blobs])
    return _FORMAT + hashlib.sha256(body).digest() + body


def _opened(content: bytes) -> tuple[dict[str, Any], memoryview]:
    """The head and the payload of an entry. Raises ValueError for a damaged one."""
    body = memoryview(content)[len(_FORMAT) + _HASH_BYTES :]
    if not content.startswith(_FORMAT):
        raise ValueError("not in this format")
    if hashlib.sha256(body).digest() != content[len(_FORMAT) : len(_FORMAT) + _HASH_BYTES]:
        raise ValueError("its hash is another")
    length = int.from_bytes(body[:_LENGTH_BYTES], "big")
    head: dict[str, Any] = json.loads(bytes(body[_LENGTH_BYTES : _LENGTH_BYTES + length]))
    return head, body[_LENGTH_BYTES + length :]


def _place(into: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise ValueError(f"it holds a file named {name!r}")
    return into.joinpath(*parts)
