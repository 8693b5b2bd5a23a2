"""What all GraphQL doors share: how errors are said, and how much one query may ask."""

import logging
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError
from strawberry import UNSET, relay
from strawberry.extensions import SchemaExtension

from common.errors import DomainError, InvalidInputError

logger = logging.getLogger(__name__)

MAX_DEPTH = 12
MAX_ALIASES = 15
MAX_TOKENS = 1_000
MAX_PAGE = 100


def node_number(given: relay.GlobalID, type_name: str) -> int:
    """The row's number behind an id. Raises InvalidInputError where it is no ``type_name``'s."""
    text = given.node_id
    is_number = text.isascii() and text.isdigit() and len(text) <= 18
    if given.type_name != type_name or not is_number:
        raise InvalidInputError(f"This is no {type_name}'s id.", fields={"id": ["unknown"]})
    return int(text)


def given(values: object) -> dict[str, Any]:
    """What an input names, null included: as arguments of a service's change."""
    return {name: value for name, value in vars(values).items() if value is not UNSET}


class SayErrors(SchemaExtension):
    """Says refusals with their code in ``extensions.code``, and hides faults of our own.

    In place of strawberry's MaskErrors, which hides refusals as well.
    """

    def on_operation(self) -> Iterator[None]:
        yield
        # graphql-core's result or strawberry's, which have no base in common.
        result: Any = self.execution_context.result
        if getattr(result, "errors", None):
            result.errors = [said(error) for error in result.errors]


def said(error: GraphQLError) -> GraphQLError:
    """The error as a client may read it."""
    cause = error.original_error
    if isinstance(cause, DomainError):
        extensions: dict[str, Any] = {"code": cause.code}
        if cause.fields:
            extensions["fields"] = cause.fields
        message = cause.message
    elif cause is None or isinstance(cause, GraphQLError) or _is_of_strawberry(cause):
        # The query itself: its syntax, its types, its pages, or a limit above.
        extensions, message = {"code": "invalid_query"}, error.message
    else:
        logger.error("GraphQL field %s failed", error.path, exc_info=cause)
        extensions = {"code": "internal_error"}
        message = "Something broke on our side: try again later."
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )


def _is_of_strawberry(error: BaseException) -> bool:
    """Whether strawberry itself refused a value: a page's size or cursor is a ValueError."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace is not None else ""
    return isinstance(error, ValueError) and str(module).startswith("strawberry")
