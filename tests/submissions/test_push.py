"""Live news from another process, over a real Redis."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer
from pytest_django import Settings

REDIS = shutil.which("redis-server")

SENDER = """
import sys
import django
django.setup()
from common.push import push, start_loop
start_loop()
for number in range(3):
    push("submission.7", {"type": "live.event", "number": number})
"""


@pytest.fixture
def redis_url() -> Iterator[str]:
    if REDIS is None:
        pytest.skip("redis-server is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        deadline_s = time.monotonic() + 10
        while time.monotonic() < deadline_s:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


async def test_what_one_process_pushes_another_hears_in_order(
    redis_url: str, settings: Settings
) -> None:
    layer = RedisPubSubChannelLayer(hosts=[redis_url], prefix="codedang")
    channel = await layer.new_channel()
    await layer.group_add("submission.7", channel)

    done = subprocess.run(  # noqa: ASYNC221 - nothing else runs in this loop
        [sys.executable, "-c", SENDER],
        env={"DJANGO_SETTINGS_MODULE": "codedang.settings", "REDIS_URL": redis_url},
        cwd=settings.BASE_DIR,
        timeout=60,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert [(await layer.receive(channel))["number"] for _ in range(3)] == [0, 1, 2]
    await layer.flush()
