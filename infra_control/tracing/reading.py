"""Where what a trace needs comes from."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from infra_control.balancing.reading import read_balancing
from infra_control.clients import Gateways
from infra_control.edge.reading import read_edge
from infra_control.naming.reading import read_naming
from infra_control.tracing.rules import Answerer, Trace, request_of, trace

NOBODY = "nothing_here"
"""The view of addresses below the servers' own paths that nobody has."""


def answerer(path: str) -> Answerer:
    """Which view answers a path, by Django's own table of addresses."""
    if path == "/ws/":
        return Answerer(is_known=True, view="the live socket (codedang.asgi)", route="/ws/")
    try:
        match = resolve(path)
    except Resolver404:
        return Answerer(is_known=False, view="", route="none")
    name = f"{match.func.__module__}.{getattr(match.func, '__qualname__', match.func)}"
    return Answerer(
        is_known=not name.endswith(f".{NOBODY}"),
        # Ninja's operations have names; the function is its own for all of them.
        view=match.view_name if match.namespace or match.url_name else name,
        route=str(match.route),
    )


def own_addresses() -> tuple[str, ...]:
    """The site's own host, which may be no name."""
    return (urlsplit(settings.SITE_URL).hostname or "",)


def read_trace(gateways: Gateways, url: str, method: str) -> Trace:
    """Ask AWS for all of it. Raises CloudError, BadUrlError."""
    edge = read_edge(gateways)
    default_host = edge.aliases[0] if edge and edge.aliases else own_addresses()[0]
    return trace(
        request_of(url, method, default_host=default_host),
        naming=read_naming(gateways),
        edge=edge,
        balancing=read_balancing(gateways),
        answerer=answerer,
        own_addresses=own_addresses(),
    )
