"""How soon 1,000 websocket clients on one scoreboard learn of a change."""

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import websockets

from tests.live import RunningSite, Student, running_site

CLIENTS = 1_000
AT_ONCE = 40
MODULE = "tests.bench.fan_out_changes"
WITHIN_S = 300


def bench_fan_out() -> dict[str, float]:
    """From before a judgement is recorded until a client has the news; milliseconds."""
    _allow_sockets()
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        env = site.site.web_env
        argv = [sys.executable, "-m", MODULE]
        made = subprocess.run(
            [*argv, "seed"], env=env, stdout=subprocess.PIPE, check=True, timeout=WITHIN_S
        )
        topic = f"set:{json.loads(made.stdout)}:scoreboard"
        return asyncio.run(_measure(site, topic, argv, env))


async def _measure(
    site: RunningSite, topic: str, argv: list[str], env: Mapping[str, str]
) -> dict[str, float]:
    cookie = Student(site.url).cookie_header
    limit = asyncio.Semaphore(AT_ONCE)
    heard: list[list[tuple[int, float]]] = [[] for _ in range(CLIENTS)]
    ready = asyncio.Barrier(CLIENTS + 1)
    clients = [
        asyncio.create_task(_client(site, topic, cookie, limit, ready, mine)) for mine in heard
    ]
    await asyncio.wait_for(ready.wait(), WITHIN_S)
    changer = await asyncio.create_subprocess_exec(*argv, env=env, stdout=asyncio.subprocess.PIPE)
    printed, _ = await asyncio.wait_for(changer.communicate(), WITHIN_S)
    for client in clients:
        client.cancel()
    changes = [json.loads(line) for line in printed.splitlines()]
    if not changes:
        raise RuntimeError("nothing was changed")
    took_ms, missed = [], 0
    for change in changes:
        for mine in heard:
            after = [at for sequence, at in mine if sequence >= change["sequence"]]
            if not after:
                missed += 1
                continue
            took_ms.append((after[0] - change["began"]) * 1000)
    cuts = statistics.quantiles(took_ms, n=100, method="inclusive")
    return {
        "clients": float(CLIENTS),
        "changes": float(len(changes)),
        # A push may be lost; on a machine that is busy with other things some are.
        "news_never_heard": float(missed),
        "news_p50_ms": round(cuts[49], 1),
        "news_p99_ms": round(cuts[98], 1),
        "news_worst_ms": round(max(took_ms), 1),
    }


async def _client(
    site: RunningSite,
    topic: str,
    cookie: str,
    limit: asyncio.Semaphore,
    ready: asyncio.Barrier,
    heard: list[tuple[int, float]],
) -> None:
    async with limit:
        socket = await websockets.connect(
            f"{site.url.replace('http', 'ws', 1)}/ws/",
            origin=websockets.Origin(site.url),
            additional_headers={"Cookie": cookie},
            open_timeout=60,
            ping_interval=None,
        )
        await socket.send(json.dumps({"type": "subscribe", "topic": topic}))
        answer = json.loads(await socket.recv())
    if answer["type"] != "subscribed":
        raise RuntimeError(f"not subscribed: {answer}")
    await ready.wait()
    async with socket:
        while True:
            message = await socket.recv()
            heard.append((json.loads(message)["sequence"], time.time()))


def _allow_sockets() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8_192), most))
