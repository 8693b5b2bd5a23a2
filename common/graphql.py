"""What all GraphQL doors share: how errors are said, and how much one query may ask."""

import logging
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import strawberry
import strawberry_django
from django.db.models import F
from graphql import GraphQLError
from strawberry import UNSET, relay
from strawberry.extensions import SchemaExtension

from common.errors import DomainError, InvalidInputError
from common.tables.report import ImportReport

logger = logging.getLogger(__name__)

MAX_DEPTH = 12
MAX_ALIASES = 15
MAX_TOKENS = 1_000
MAX_PAGE = 100
MAX_COST = 20_000
"""Rows that one query may read at most, were all its pages full."""


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


@strawberry.type(name="ImportFault")
class ImportFaultNode:
    """What is wrong with a line of a table, and what to do about it."""

    line: int = strawberry.field(description="As a spreadsheet counts; 0: the whole file.")
    column: str = strawberry.field(description="Empty: the whole line.")
    message: str


@strawberry.type(name="ImportEffect")
class ImportEffectNode:
    """What a line of a table does."""

    line: int
    message: str


@strawberry.type(name="ImportReport")
class ImportReportNode:
    """All that is wrong with a table, or all that it does."""

    is_dry_run: bool
    is_applied: bool = strawberry.field(
        description="false: nothing was changed, for it was a dry run or a line is at fault."
    )
    row_count: int
    faults: list[ImportFaultNode]
    effects: list[ImportEffectNode] = strawberry.field(
        description="Of the lines that change something."
    )


def import_report(report: ImportReport) -> ImportReportNode:
    """A report as GraphQL says it."""
    return ImportReportNode(
        is_dry_run=report.is_dry_run,
        is_applied=report.is_applied,
        row_count=report.row_count,
        faults=[ImportFaultNode(**asdict(one)) for one in report.faults],
        effects=[ImportEffectNode(**asdict(one)) for one in report.effects],
    )


def from_related(path: str, *, description: str | None = None) -> Any:
    """A field with a column of a related row, such as ``problem__slug``.

    Lists have it as an annotation. The relation itself is left alone: once loaded, it would be
    shown to those who may see only this column of it. What a mutation answers with was loaded
    by its service and has no annotation: there it is asked for.
    """
    name = f"{path.replace('__', '_')}_told"

    def told(root: Any) -> Any:
        if hasattr(root, name):
            return getattr(root, name)
        rows = type(root)._default_manager.filter(pk=root.pk)
        return rows.values_list(path, flat=True).first()

    return strawberry_django.field(resolver=told, annotate={name: F(path)}, description=description)


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
