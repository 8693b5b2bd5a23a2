"""Bare Django views that return the same bytes as REST: what the comparison is made with.

``/bare/…`` asks the database what REST asked, word for word and without the ORM, and returns
the bytes that it has ready; ``/constant/…`` returns them and asks nothing. Both stand under
the site's own middleware.
"""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, re_path

from codedang.urls import urlpatterns as site

_bodies: dict[str, bytes] = {}
_statements: dict[str, list[str]] = {}


def install(client: Client, address: str) -> None:
    """Learn what REST answers at ``address`` and by which queries; add the bare views."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        _bodies[address] = client.get(address).content
    _statements[address] = [query["sql"] for query in queries]
    if __name__ != settings.ROOT_URLCONF:
        settings.ROOT_URLCONF = __name__
        clear_url_caches()


def bare(request: HttpRequest, address: str) -> HttpResponse:
    with connection.cursor() as cursor:
        for statement in _statements[address]:
            cursor.execute(statement.replace("%", "%%"), ())
            cursor.fetchall()
    return constant(request, address)


def constant(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(_bodies[address], content_type="application/json; charset=utf-8")


urlpatterns: list[Any] = [
    re_path(r"^bare(?P<address>/.*)$", bare),
    re_path(r"^constant(?P<address>/.*)$", constant),
    *site,
]
