"""The web process: HTTP by Django, /ws/ by Channels."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codedang.settings")
http_application = get_asgi_application()

# Models can be imported only now.
from django.conf import settings  # noqa: E402

from submissions.consumers import LiveConsumer  # noqa: E402
from submissions.dispatch import warm_sender  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": http_application,
        "websocket": OriginValidator(
            AuthMiddlewareStack(URLRouter([path("ws/", LiveConsumer.as_asgi())])),
            settings.CSRF_TRUSTED_ORIGINS,
        ),
    }
)
warm_sender()
