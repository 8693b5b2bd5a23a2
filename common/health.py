"""Health of a container of the web side: ``python -m common.health``.

A web process is asked over HTTP. Workers and the sweeper listen to nobody: they give signs of life
by touching the file that ALIVE_FILE names, and ``python -m common.health SECONDS`` looks whether
the last one is older. Liveness alone decides about a restart: another's fault is no reason for one,
so that a worker without its database stays alive, and says so to ``--ready``.

This module is run every few seconds: it imports nothing dear.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

BEAT_S = 5.0
LOOK_S = 5.0
NOT_READY_AFTER_S = 30.0


def is_web_alive(port: int, *, host: str = "127.0.0.1") -> bool:
    """Whether a web process of this machine answers."""
    connection = HTTPConnection(host, port, timeout=4)
    try:
        connection.request("GET", "/healthz/live")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def sign_give() -> None:
    """Say that this process's own work goes on. Nothing where nobody looks."""
    if path := _path():
        _touch(path)


def is_alive(path: Path, *, silent_s: float, now_s: float) -> bool:
    """Whether the last sign of life is recent enough. There is none before the process is ready."""
    return _is_fresh(path, silent_s, now_s)


def is_ready(path: Path, *, now_s: float) -> bool:
    """Whether what the process needs answered lately."""
    return _is_fresh(_readiness(path), NOT_READY_AFTER_S, now_s)


def readiness_watch(look: Callable[[], None]) -> None:
    """Note in a thread whether ``look``, which raises where something is away, succeeds."""
    path = _path()
    if path is None:
        return

    def watch() -> None:
        while True:
            try:
                look()
            except Exception:  # noqa: BLE001, S110 - whoever needs it logs it; here it counts as away
                pass
            else:
                _touch(_readiness(path))
            time.sleep(LOOK_S)

    threading.Thread(target=watch, name="readiness", daemon=True).start()


def main(arguments: Sequence[str]) -> int:
    if not arguments:
        return 0 if is_web_alive(8000) else 1
    path = _path()
    if path is None:
        sys.stderr.write("ALIVE_FILE says where the sign of life is: set it.\n")
        return 1
    if arguments[0] == "--ready":
        return 0 if is_ready(path, now_s=time.time()) else 1
    return 0 if is_alive(path, silent_s=float(arguments[0]), now_s=time.time()) else 1


def _path() -> Path | None:
    name = os.environ.get("ALIVE_FILE")
    return Path(name) if name else None


def _readiness(path: Path) -> Path:
    return path.with_name(f"{path.name}.ready")


def _touch(path: Path) -> None:
    try:
        path.touch()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _is_fresh(path: Path, age_s: float, now_s: float) -> bool:
    try:
        return now_s - path.stat().st_mtime < age_s
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
