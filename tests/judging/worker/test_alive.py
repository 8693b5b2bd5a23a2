"""The judge container's health check."""

import os
from pathlib import Path

from judging.worker.alive import SILENT_S, SignOfLife, is_alive
from judging.worker.lease import Delivery

DELIVERY = Delivery(queue_url="q", receipt_handle="h", number=1)


class Broker:
    def change(self, delivery: Delivery, seconds: int) -> None:
        """Takes whatever it is told."""


class Timer:
    def call_repeatedly(self, seconds: float, act: object) -> None:
        self.told = (seconds, act)


class Consumer:
    timer = Timer()


def test_beats_and_the_waiting_loop_are_signs_of_life(tmp_path: Path) -> None:
    path = tmp_path / "work" / "judge-1.alive"
    assert not is_alive(path, now_s=0)
    sign = SignOfLife(Broker(), path)
    begun_s = path.stat().st_mtime

    os.utime(path, (begun_s - SILENT_S, begun_s - SILENT_S))
    assert not is_alive(path, now_s=begun_s)

    sign.change(DELIVERY, 10)
    assert is_alive(path, now_s=path.stat().st_mtime)
    sign._begin(Consumer())
    assert Consumer.timer.told == (5.0, sign.give)
