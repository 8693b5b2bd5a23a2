"""GraphQL subscriptions over a websocket at /graphql: who may connect, and its bounds."""

import asyncio
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from channels.db import database_sync_to_async
from django.utils import timezone
from strawberry.channels import GraphQLWSConsumer
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from accounts.live import account_group, session_name, socket_user
from accounts.models import User
from accounts.services import token_use
from codedang.graphql import schema
from common.access import Scope
from courses.selectors import teaches

CLOSE_NOT_SIGNED_IN = 4401
CLOSE_NOT_ALLOWED = 4403
CLOSE_IDLE = 4408
CLOSE_TOO_MANY = 4429
CLOSE_TOO_LARGE = 1009
MAX_SUBSCRIPTIONS = 20
"""Of one socket."""
MAX_SOCKETS = 10
"""Of one person in one web process."""
MAX_MESSAGE_CHARS = 64 * 1024
LOOK_AGAIN_S = 60.0
IDLE_S = 300.0
"""So long a socket may be open without any subscription."""

_sockets: Counter[int] = Counter()


class _Refused(Exception):  # noqa: N818 - no error of ours
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class StaffSubscriptions(GraphQLWSConsumer):
    """One browser tab's, or one program's, subscriptions."""

    def __init__(self) -> None:
        super().__init__(
            schema=schema,
            # The older protocol, graphql-ws, is not spoken.
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=timedelta(seconds=10),
            max_subscriptions_per_connection=MAX_SUBSCRIPTIONS,
        )
        self.user: User | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def layer(self) -> Any:
        """The channel layer, which every deployment has."""
        return self.channel_layer

    async def connect(self) -> None:
        try:
            self.user = await database_sync_to_async(self._owner)()
        except _Refused as refusal:
            # Accepted first: a browser learns a close code only of an open socket.
            await self.accept(subprotocol=await self.pick_websocket_subprotocol(self))
            await self.close(code=refusal.code)
            return
        _sockets[self.user.pk] += 1
        await self.layer.group_add(account_group(self.user.pk), self.channel_name)
        self._watch = asyncio.create_task(self._look_again())
        await super().connect()

    async def disconnect(self, code: int) -> None:
        if self._watch is None or self.user is None:
            return
        _sockets[self.user.pk] -= 1
        self._watch.cancel()
        await self.layer.group_discard(account_group(self.user.pk), self.channel_name)
        await super().disconnect(code)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self._watch is None:
            return
        if text_data is None or len(text_data) > MAX_MESSAGE_CHARS:
            await self.close(code=CLOSE_TOO_LARGE)
            return
        await super().receive(text_data=text_data)

    async def dispatch(self, message: Any) -> None:
        if message.get("type") == "session.ended":
            session = self.scope.get("session")
            if session is not None and session_name(session.session_key) == message["session"]:
                await self.close(code=CLOSE_NOT_SIGNED_IN)
            return
        await super().dispatch(message)

    def _owner(self) -> User:
        """Whose socket it is: by the token where it brings one, else by the session."""
        headers = {name.lower(): value for name, value in self.scope["headers"]}
        kind, _, text = headers.get(b"authorization", b"").decode("latin1").partition(" ")
        if kind.lower() == "bearer":
            token = token_use(text=text.strip(), now=timezone.now())
            if token is None:
                raise _Refused(CLOSE_NOT_SIGNED_IN)
            if Scope.STAFF not in token.granted:
                raise _Refused(CLOSE_NOT_ALLOWED)
            self.scope["session"] = None
            self.scope["user"] = token.user
        user = self.scope.get("user")
        if not isinstance(user, User) or not user.is_active:
            raise _Refused(CLOSE_NOT_SIGNED_IN)
        if not teaches(user):
            raise _Refused(CLOSE_NOT_ALLOWED)
        if _sockets[user.pk] >= MAX_SOCKETS:
            raise _Refused(CLOSE_TOO_MANY)
        return user

    async def _look_again(self) -> None:
        """Close the socket when its session or its owner's place among staff has ended, or when
        nothing was watched for long."""
        last_used_s = time.monotonic()
        while True:
            await asyncio.sleep(LOOK_AGAIN_S)
            user = await socket_user(self.scope)
            if user is None:
                await self.close(code=CLOSE_NOT_SIGNED_IN)
                return
            if not await database_sync_to_async(teaches)(user):
                await self.close(code=CLOSE_NOT_ALLOWED)
                return
            if any(self.listen_queues.values()):
                last_used_s = time.monotonic()
            elif time.monotonic() - last_used_s > IDLE_S:
                await self.close(code=CLOSE_IDLE)
                return
