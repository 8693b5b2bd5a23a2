"""How much one query of GraphQL may ask: what it costs, and how long it may take."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.db import connection
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    VariableNode,
    get_named_type,
)
from strawberry.extensions import SchemaExtension

from common.errors import DomainError

DEFAULT_PAGE = 50
LIST_ROWS = 10
"""What a list without pages is taken to hold."""
SIZES = ("first", "last", "limit")
OF_PAGES = {"edges", "node", "pageInfo"}
STATEMENTS_S = 20.0
"""No statement begins later than this after its query, and none on PostgreSQL takes longer."""


class TooSlowError(DomainError):
    """The query took longer than a query may."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "too_slow"


class CostLimiter(SchemaExtension):
    """Refuses queries that could read more than ``max_cost`` rows: pages multiply with what is
    nested in them. Counted before anything is read, and whatever the data."""

    def __init__(self, max_cost: int) -> None:
        self.max_cost = max_cost

    def on_operation(self) -> Iterator[None]:
        given = self.execution_context.variables or {}
        max_cost = self.max_cost

        class CostRule(ValidationRule):
            def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
                roots = self.context.schema
                kind = {
                    "query": roots.query_type,
                    "mutation": roots.mutation_type,
                    "subscription": roots.subscription_type,
                }[node.operation.value]
                cost = _Counter(self.context, given).cost(node.selection_set, kind)
                if cost > max_cost:
                    self.report_error(
                        GraphQLError(
                            f"The query may read {cost} rows, and at most {max_cost} are allowed: "
                            "ask for smaller pages, or nest less.",
                            nodes=[node],
                        )
                    )

        rules = self.execution_context.validation_rules
        self.execution_context.validation_rules = (*rules, CostRule)
        yield


class _Counter:
    """Counts rows. A fragment is counted once for each type, so that none can explode."""

    def __init__(self, context: ValidationContext, variables: Mapping[str, Any]) -> None:
        self.context = context
        self.variables = variables
        self.known: dict[tuple[str, str], int] = {}

    def cost(self, selected: SelectionSetNode | None, kind: Any) -> int:
        total = 0
        for one in selected.selections if selected else ():
            if isinstance(one, FieldNode):
                total += self._field(one, kind)
            elif isinstance(one, InlineFragmentNode):
                total += self.cost(one.selection_set, self._narrowed(one.type_condition, kind))
            elif isinstance(one, FragmentSpreadNode):
                total += self._spread(one, kind)
        return total

    def _spread(self, spread: FragmentSpreadNode, kind: Any) -> int:
        name = spread.name.value
        key = (name, str(kind))
        if key not in self.known:
            # Another rule refuses fragments that hold themselves.
            self.known[key] = 0
            fragment = self.context.get_fragment(name)
            if fragment is not None:
                within = self._narrowed(fragment.type_condition, kind)
                self.known[key] = self.cost(fragment.selection_set, within)
        return self.known[key]

    def _narrowed(self, condition: Any, kind: Any) -> Any:
        if condition is None:
            return kind
        return self.context.schema.get_type(condition.name.value) or kind

    def _field(self, node: FieldNode, kind: Any) -> int:
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            return 0
        field = kind.fields.get(node.name.value)
        if field is None or node.selection_set is None:
            return 0
        inner = self.cost(node.selection_set, get_named_type(field.type))
        if node.name.value in OF_PAGES:
            return inner
        return self._rows(node, field.type, set(field.args)) * (1 + inner)

    def _rows(self, node: FieldNode, kind: Any, known: set[str]) -> int:
        arguments = node.arguments or ()
        sizes = [self._size(one.value) for one in arguments if one.name.value in SIZES]
        pagination = [one.value for one in arguments if one.name.value == "pagination"]
        for value in pagination:
            inner = getattr(value, "fields", ())
            sizes += [self._size(one.value) for one in inner if one.name.value in SIZES]
        if sizes:
            return max(1, *sizes)
        if known & {"first", "last"}:
            return DEFAULT_PAGE
        plain = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        return LIST_ROWS if isinstance(plain, GraphQLList) else 1

    def _size(self, value: Any) -> int:
        if isinstance(value, VariableNode):
            given = self.variables.get(value.name.value)
            return given if isinstance(given, int) else DEFAULT_PAGE
        return int(value.value) if isinstance(value, IntValueNode) else DEFAULT_PAGE


@contextmanager
def statements_bounded(seconds: float = STATEMENTS_S) -> Iterator[None]:
    """Within it no statement of the database begins after so long; TooSlowError is raised."""
    ends_s = time.monotonic() + seconds

    def bounded(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if time.monotonic() > ends_s:
            raise TooSlowError("This takes too long: ask for less at once.")
        return execute(sql, params, many, context)

    if connection.vendor != "postgresql":
        with connection.execute_wrapper(bounded):
            yield
        return
    connection.ensure_connection()
    raw: Any = connection.connection
    raw.execute(f"SET statement_timeout = {int(seconds * 1000)}")
    try:
        with connection.execute_wrapper(bounded):
            yield
    finally:
        raw.execute("RESET statement_timeout")
