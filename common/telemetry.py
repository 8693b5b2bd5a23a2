"""What the web side tells of itself (docs/telemetry.md): requests, statements, operations of
GraphQL, websockets. Nothing of it stands in anybody's way where telemetry is off."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from graphql import FieldNode, OperationDefinitionNode, OperationType
from strawberry.extensions import SchemaExtension

from common.middleware import GetResponse
from judging import telemetry
from judging.telemetry.connecting import connect
from judging.telemetry.metrics import GRAPHQL_SECONDS, HTTP_SECONDS, SOCKETS_OPEN

UNTOLD_PATHS = ("/healthz/", "/metrics")
MAX_STATEMENT_CHARS = 500


def web_connect(service: str, *, is_scraped: bool = False) -> None:
    """Let this process of the web side tell, where the settings say that anybody listens."""
    if settings.TELEMETRY_IS_ON and connect(service, is_scraped=is_scraped):
        connection_created.connect(_statements_tell, dispatch_uid="telemetry")
        for connection in connections.all(initialized_only=True):
            _statements_tell(connection=connection)


class TelemetryMiddleware:
    """A span and a time for each request, named by the address's pattern: addresses themselves
    may hold what is nobody's business, and are too many."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.TELEMETRY_IS_ON:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(UNTOLD_PATHS):
            return self.get_response(request)
        method = request.method or "GET"
        began = time.perf_counter()
        headers = {name: request.headers.get(name, "") for name in telemetry.TRACE_HEADERS}
        with telemetry.served(method, headers=headers):
            response = self.get_response(request)
            route = _route(request)
            told = {"method": method, "route": route, "status": str(response.status_code)}
            telemetry.rename(f"{method} {route}")
            telemetry.note(**told)
        telemetry.record(HTTP_SECONDS, time.perf_counter() - began, **told)
        return response


class GraphQLTelemetry(SchemaExtension):
    """A span and a time for each query and mutation, named by the first field it asks for: names
    of operations are whatever a client writes."""

    def on_execute(self) -> Iterator[None]:
        operation = self._operation()
        if not telemetry.is_on() or operation is None:
            yield
            return
        kind, field = operation
        began = time.perf_counter()
        with telemetry.span(f"{kind} {field}"):
            yield
        result = self.execution_context.result
        outcome = "refused" if getattr(result, "errors", None) else "done"
        took_s = time.perf_counter() - began
        telemetry.record(GRAPHQL_SECONDS, took_s, kind=kind, field=field, outcome=outcome)

    def _operation(self) -> tuple[str, str] | None:
        """Its kind and first field; None for what lasts, or begins with a fragment."""
        document = self.execution_context.graphql_document
        name = self.execution_context.operation_name
        for node in document.definitions if document else ():
            if not isinstance(node, OperationDefinitionNode):
                continue
            if name and (node.name is None or node.name.value != name):
                continue
            first = node.selection_set.selections[0]
            if node.operation is not OperationType.SUBSCRIPTION and isinstance(first, FieldNode):
                return node.operation.value, first.name.value
            return None
        return None


class SocketsCounted:
    """Around an ASGI application: counts the websockets that are open."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.open = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._count(1)
        try:
            await self.application(scope, receive, send)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        self.open += more
        telemetry.record(SOCKETS_OPEN, self.open)


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    try:
        # What was answered before any view knows no match.
        return str((match or resolve(request.path_info)).route)
    except Resolver404:
        return "(none)"


def _statements_tell(*, connection: Any, **_: Any) -> None:
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_statement)


def _statement(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """A span for a statement within a trace; its values stay here."""
    if telemetry.ids() is None:
        return execute(sql, params, many, context)
    with telemetry.span(
        sql.split(None, 1)[0].upper() if sql.strip() else "SQL",
        **{"db.system.name": context["connection"].vendor},
        **{"db.query.text": sql[:MAX_STATEMENT_CHARS]},
    ):
        return execute(sql, params, many, context)
