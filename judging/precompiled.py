"""Headers that every submission of a language includes, compiled once per host.

GCC takes a precompiled header only where compiler and flags are exactly those that it was made
with and nothing stands before its ``#include``, and reads the plain header otherwise. A damaged one
it may choke on: so a changed file isn't shown, and what it chokes on is compiled without.
"""

import fcntl
import hashlib
import json
import logging
import shutil
import tempfile
import threading
from pathlib import Path

from judging.limits import wall_time_ms_for
from judging.sandbox.protocol import (
    BoxSpec,
    Collect,
    Command,
    Mount,
    RunLimits,
    Sandbox,
    SandboxError,
)
from judging.toolchains import InstalledLanguage, toolchain_stamp

logger = logging.getLogger(__name__)

PRECOMPILED_DIR = "/opt/precompiled"
"""Where a compile box shows it; the languages' commands look for headers here first."""

_ENV = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
_SOURCE = "header.h"
_MADE = "header.gch"
_SHOWN = "include"
_INDEX = "index.json"
_CHOKES = (b"PCH file", b"precompiled header", b"internal compiler error")
_UNFINISHED = ".making-"
_CPU_TIME_MS = 120_000
_MEMORY_KIB = 2 * 1024 * 1024
_MAX_BYTES = 512 * 1024 * 1024
_LIMITS = RunLimits(
    cpu_time_ms=_CPU_TIME_MS,
    wall_time_ms=wall_time_ms_for(_CPU_TIME_MS),
    memory_kib=_MEMORY_KIB,
    file_bytes=_MAX_BYTES,
)


class PrecompiledHeaders:
    """The precompiled headers of a host, in a folder that its workers share.

    One is made when it is first missed: in the background, or, with ``waits``, before that
    submission is compiled. For several threads at once.
    """

    def __init__(self, directory: Path, sandbox: Sandbox, *, waits: bool = False) -> None:
        self._directory = directory
        self._sandbox = sandbox
        self._waits = waits
        self._failed: set[str] = set()
        self._prepare()

    def mount(self, installed: InstalledLanguage) -> Mount | None:
        """What to show in a compile box of this language; None where there is nothing (yet)."""
        if installed.language.precompiled_header is None:
            return None
        made = self._directory / _name(installed)
        if not _is_whole(made) and made.name not in self._failed:
            if self._waits:
                self.make(installed)
            else:
                threading.Thread(target=self.make, args=(installed,), daemon=True).start()
        if not _is_whole(made):
            return None
        return Mount(source=made / _SHOWN, target=PRECOMPILED_DIR)

    def make(self, installed: InstalledLanguage) -> None:
        """Make this language's header in a box, and remove what it had with other compilers.

        Where another process is at it, or it can't be done, this leaves it at that.
        """
        name = _name(installed)
        self._prepare()
        with (self._directory / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if _is_whole(self._directory / name):
                return
            self._remove_outdated(installed)
            try:
                self._make_one(installed)
            except (OSError, SandboxError) as error:
                self._failed.add(name)
                logger.warning("%s gets no precompiled header: %s", installed.language.name, error)

    def _prepare(self) -> None:
        """Make the folder, also anew when a cleaner of temporary files has taken it."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory.chmod(0o700)

    def _make_one(self, installed: InstalledLanguage) -> None:
        language = installed.language
        assert language.precompiled_header is not None  # noqa: S101 -- mount() asks for no others
        with tempfile.TemporaryDirectory(dir=self._directory, prefix=_UNFINISHED) as folder:
            into = Path(folder, "made")
            into.mkdir()
            command = Command(
                argv=language.precompile_argv(_SOURCE, _MADE),
                limits=_LIMITS,
                env=_ENV,
                files={_SOURCE: f"#include <{language.precompiled_header}>\n".encode()},
                collect=Collect(into=into, max_bytes=_MAX_BYTES),
            )
            with self._sandbox.open_box(BoxSpec(name=f"precompile-{language.id}")) as box:
                outcome = box.run(command)
            if outcome.exit_code != 0 or not (into / _MADE).is_file():
                said = outcome.stderr.decode("utf-8", "replace")[:500]
                raise SandboxError(f"the compiler ended by {outcome.stop}: {said}")
            whole = Path(folder, "whole")
            target = whole / _SHOWN / f"{language.precompiled_header}.gch"
            target.parent.mkdir(parents=True)
            (into / _MADE).rename(target)
            (whole / _INDEX).write_text(json.dumps(_stamps(whole / _SHOWN)))
            whole.rename(self._directory / _name(installed))
        logger.info("made the precompiled header of %s", language.name)

    def _remove_outdated(self, installed: InstalledLanguage) -> None:
        for pattern in (f"{_UNFINISHED}*", f"{installed.language.id}-*"):
            for entry in self._directory.glob(pattern):
                shutil.rmtree(entry, ignore_errors=True)


def _is_whole(made: Path) -> bool:
    """Whether it is there, and untouched since it was made."""
    try:
        index = json.loads((made / _INDEX).read_text())
        return bool(index == _stamps(made / _SHOWN))
    except (OSError, ValueError):
        return False


def _stamps(folder: Path) -> list[list[int]]:
    stats = [path.stat() for path in sorted(folder.rglob("*.gch"))]
    return [[stat.st_size, stat.st_mtime_ns] for stat in stats]


def choked(stderr: bytes) -> bool:
    """Whether a compiler's complaint may come from the precompiled header."""
    return any(words in stderr for words in _CHOKES)


def _name(installed: InstalledLanguage) -> str:
    language = installed.language
    ingredients = (
        language.precompile_argv(_SOURCE, _MADE),
        language.precompiled_header,
        toolchain_stamp(installed),
    )
    digest = hashlib.sha256(json.dumps(ingredients).encode()).hexdigest()
    return f"{language.id}-{digest[:20]}"
