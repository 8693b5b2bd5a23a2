"""The web process: HTTP by Django, websockets at /ws/ and /graphql by Channels."""

import asyncio
import os
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django import setup
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codedang.settings")
setup(set_prefix=False)

# Models can be imported only now.
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from codedang.graphql_socket import StaffSubscriptions  # noqa: E402
from codedang.second_factor import SecondFactorSockets  # noqa: E402
from codedang.serving import http_application  # noqa: E402
from common.push import push_through  # noqa: E402
from common.telemetry import SocketsCounted, web_connect  # noqa: E402
from submissions import waiting  # noqa: E402
from submissions.consumers import LiveConsumer  # noqa: E402
from submissions.measuring import queues_watch  # noqa: E402
from submissions.outbox import senders_start  # noqa: E402
from submissions.rejudging import live as rejudgings  # noqa: E402
from submissions.standings import publishing  # noqa: E402
from submissions.standings.warming import boards_warm_apart  # noqa: E402

WARMING_MAX_S = 3.0
"""So long a new process waits until it knows the boards of running contests."""


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """The server's start and end (ASGI lifespan)."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            web_connect("web", is_scraped=bool(settings.METRICS_NETWORKS))
            queues_watch()
            senders_start()
            warming = asyncio.to_thread(boards_warm_apart, now=timezone.now())
            # A database that is away keeps nobody from starting.
            await asyncio.wait({asyncio.create_task(warming)}, timeout=WARMING_MAX_S)
            loop = asyncio.get_running_loop()
            push_through(loop)
            publishing.start_publisher(loop)
            waiting.start_publisher(loop)
            rejudgings.start_publisher(loop)
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = ProtocolTypeRouter(
    {
        "http": http_application(),
        "lifespan": lifespan,
        "websocket": SocketsCounted(
            OriginValidator(
                AuthMiddlewareStack(
                    SecondFactorSockets(
                        URLRouter(
                            [
                                path("ws/", LiveConsumer.as_asgi()),
                                path("graphql", StaffSubscriptions.as_asgi()),
                            ]
                        )
                    )
                ),
                settings.CSRF_TRUSTED_ORIGINS,
            )
        ),
    }
)
