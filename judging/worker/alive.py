"""A sign of life for the container's health check: ``python -m judging.worker.alive``.

A worker listens to nobody, so it touches a file: while it waits by its event loop's timer, and
while it judges with each beat of the lease. A job that hangs is ended by the lease itself.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

from celery.signals import worker_ready

from judging.worker.config import ConfigError, WorkerConfig, read_config
from judging.worker.lease import Delivery, Visibility

BEAT_S = 5.0
SILENT_S = 60.0


def alive_path(config: WorkerConfig) -> Path:
    return config.work_dir.with_name(f"{config.work_dir.name}.alive")


class SignOfLife:
    """Around a Visibility: each beat is a sign."""

    def __init__(self, visibility: Visibility, path: Path) -> None:
        self._visibility = visibility
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.give()
        worker_ready.connect(self._begin, dispatch_uid="sign of life")

    def change(self, delivery: Delivery, seconds: int) -> None:
        self.give()
        self._visibility.change(delivery, seconds)

    def give(self) -> None:
        self._path.touch()

    def _begin(self, sender: Any, **_: Any) -> None:
        sender.timer.call_repeatedly(BEAT_S, self.give)


def is_alive(path: Path, *, now_s: float) -> bool:
    try:
        return now_s - path.stat().st_mtime < SILENT_S
    except FileNotFoundError:
        return False


def main() -> int:
    try:
        path = alive_path(read_config(os.environ))
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0 if is_alive(path, now_s=time.time()) else 1


if __name__ == "__main__":
    sys.exit(main())
