"""Runs the engine as a process of its own, with bounds of memory, processor time and time."""

import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

logger = logging.getLogger(__name__)

ENGINE = Path(__file__).with_name("engine.py")
MEMORY_BYTES = 1536 * 1024 * 1024
"""Of addresses; the libraries alone map half of it."""
CPU_S = 300
WALL_S = 420
MAX_PAIRS = 1_000
"""Kept of one problem and kind of language, the most similar first."""


class EngineFailedError(Exception):
    """The engine ended without a result: it ran out of time or memory."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Texts of one problem in one kind of language."""

    documents: Mapping[int, str]
    teams: Mapping[int, int | None]
    """Who handed in for whom: what is of one team is not compared."""
    templates: Sequence[str]
    extension: str
    threshold: float


def sources_compare(
    comparison: Comparison, on_progress: Callable[[int, int], None], *, wall_s: float = WALL_S
) -> dict[str, Any]:
    """The engine's result: ``pairs``, ``found`` and ``skipped``. Raises EngineFailedError, and
    whatever ``on_progress`` raises."""
    job = {
        "documents": [
            {"id": key, "team": comparison.teams.get(key), "text": text}
            for key, text in comparison.documents.items()
        ],
        "templates": list(comparison.templates),
        "file_name": f"source{comparison.extension}",
        "threshold": comparison.threshold,
        "max_pairs": MAX_PAIRS,
    }
    with tempfile.TemporaryDirectory(prefix="codedang-compare-") as folder:
        given, said = Path(folder, "job.json"), Path(folder, "stderr")
        given.write_text(json.dumps(job))
        with given.open("rb") as stdin, said.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-B", str(ENGINE)],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=folder,
                # None of the site's secrets; the libraries use threads and folders only if told.
                env={
                    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
                    "MPLCONFIGDIR": folder,
                    "MPLBACKEND": "Agg",
                    "OPENBLAS_NUM_THREADS": "1",
                    # Which stretches are looked at depends on hashes: the same each time.
                    "PYTHONHASHSEED": "0",
                },
            )
            _bound(process.pid)
            watch = threading.Timer(wall_s, process.kill)
            watch.start()
            try:
                result = _read(cast("IO[bytes]", process.stdout), on_progress)
            finally:
                watch.cancel()
                process.kill()
                process.wait()
        if result is None:
            logger.warning(
                "the engine ended with status %s: %s",
                process.returncode,
                said.read_text(errors="replace")[-500:],
            )
            raise EngineFailedError
    return result


def _read(lines: IO[bytes], on_progress: Callable[[int, int], None]) -> dict[str, Any] | None:
    with lines:
        for line in lines:
            said: dict[str, Any] = json.loads(line)
            if "pairs" in said:
                return said
            on_progress(said["done"], said["total"])
    return None


def _bound(pid: int) -> None:
    try:
        resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.prlimit(pid, resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
    except ProcessLookupError:
        # It has ended already, and its status tells why.
        return
