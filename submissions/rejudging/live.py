"""Telling live clients how far a rejudging has come: at most once a second for each."""

import asyncio
import time
from typing import Any

from common.coalescing import Coalescer
from common.push import push

INTERVAL_S = 1.0


def rejudging_group(rejudging_id: int) -> str:
    """The channel layer's group of those who watch a rejudging."""
    return f"rejudging.{rejudging_id}"


def rejudging_moved(rejudging_id: int) -> None:
    """Note that a rejudging has come further; call it after commit. Costs its caller nothing."""
    _coalescer.note(rejudging_id)


def rejudging_publish(rejudging_id: int, loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Tell everybody who watches a rejudging to look at it anew."""
    message: dict[str, Any] = {
        "type": "rejudging.moved",
        "rejudging": rejudging_id,
        "sequence": time.time_ns() // 1_000_000,
    }
    push(rejudging_group(rejudging_id), message, loop=loop)


def start_publisher(loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Let this process tell how rejudgings get on."""
    _coalescer.start(loop)


_coalescer: Coalescer[int] = Coalescer(
    "rejudgings", interval_s=INTERVAL_S, publish=rejudging_publish
)
