"""A second factor, where it is wanted of staff, is wanted of their websockets too."""

from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from asgiref.sync import sync_to_async
from django.conf import settings as django_settings
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from codedang.asgi import application
from codedang.second_factor import CLOSE_SECOND_FACTOR
from tests.people import Cast
from tests.sockets import Socket, open_socket

pytestmark = pytest.mark.django_db(transaction=True)

DOORS = pytest.mark.parametrize(
    ("path", "protocols"), [("/ws/", []), ("/graphql", ["graphql-transport-ws"])]
)


@pytest.fixture(autouse=True)
def _factor_wanted(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


def signed_in(cast: Cast, name: str, *, by_factor: bool = False) -> bytes:
    """The cookie of a browser that signed in, with a second factor or without."""
    client = Client()
    user = getattr(cast, name)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if by_factor:
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, "mfa", type="totp")
        request.session.save()
    return f"sessionid={client.cookies['sessionid'].value}".encode()


def scope(path: str, protocols: list[str], cookie: bytes) -> dict[str, Any]:
    origin = django_settings.CSRF_TRUSTED_ORIGINS[0]
    host = origin.partition("//")[2]
    headers = [(b"host", host.encode()), (b"origin", origin.encode()), (b"cookie", cookie)]
    return {"path": path, "subprotocols": protocols, "headers": headers}


async def answers(tab: Socket, path: str) -> bool:
    if path == "/ws/":
        return bool(await tab.ask(type="ping") == {"type": "pong"})
    return bool(await tab.ask(type="connection_init") == {"type": "connection_ack"})


@DOORS
@pytest.mark.parametrize("name", ["operator", "ta_hana"])
async def test_staff_who_showed_none_are_closed(
    cast: Cast, path: str, protocols: list[str], name: str
) -> None:
    cookie = await sync_to_async(signed_in)(cast, name)

    async with open_socket(application, **scope(path, protocols, cookie)) as tab:
        assert await tab.output() == {"type": "websocket.close", "code": CLOSE_SECOND_FACTOR}


@DOORS
async def test_staff_who_showed_one_are_heard(cast: Cast, path: str, protocols: list[str]) -> None:
    cookie = await sync_to_async(signed_in)(cast, "ta_hana", by_factor=True)

    async with open_socket(application, **scope(path, protocols, cookie)) as tab:
        assert await answers(tab, path)


async def test_students_need_none(cast: Cast) -> None:
    cookie = await sync_to_async(signed_in)(cast, "minsu")

    async with open_socket(application, **scope("/ws/", [], cookie)) as tab:
        assert await answers(tab, "/ws/")
