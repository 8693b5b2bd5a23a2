"""Columns of rows, told without a resolver's machinery.

A page of 50 rows with three levels has thousands of columns, and strawberry makes for each of them
an info, arguments, extensions and a chain of middlewares, to read a value that lies in the row.
"""

from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import strawberry
from django.db.models import FileField, Model
from django.db.models.query_utils import DeferredAttribute
from graphql import GraphQLField, GraphQLNonNull, GraphQLObjectType, Undefined, is_leaf_type
from strawberry.relay.utils import to_base64
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry_django.fields.field import StrawberryDjangoField
from strawberry_django.relay import DjangoCursorConnection
from strawberry_django.relay.utils import resolve_model_id

from common.graphql_totals import peers_told

COLUMN = "codedang-column"


@dataclass(frozen=True, slots=True)
class Column:
    """What a field tells of a row: a column as it is, or an id with the type's name."""

    attname: str
    kind: Any
    is_required: bool
    id_of: str = ""


class ColumnsPlainly(StrawberryGraphQLCoreExecutionContext):
    """Tells the columns that ``columns_found`` has marked; all else goes strawberry's way.

    So does a column that was not loaded, that is null where it must not be, or whose value its
    type refuses: what is slow or wrong there is said as ever. Extensions of the schema's that
    have a ``resolve`` don't hear of these fields; the optimizer's only cares for querysets.
    """

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Any,
        grouped_field_set: dict[str, Any],
        position_context: Any,
    ) -> Any:
        if not isinstance(source_value, Model):
            if isinstance(source_value, DjangoCursorConnection):
                peers_told(edge.node for edge in source_value.edges)
            return super().execute_fields(
                parent_type, source_value, path, grouped_field_set, position_context
            )
        told, left = _columns_told(parent_type, source_value, grouped_field_set)
        if not left:
            return told
        rest = super().execute_fields(parent_type, source_value, path, left, position_context)
        if self.is_awaitable(rest):
            return _in_order_later(grouped_field_set, told, rest)
        return _in_order(grouped_field_set, told, rest)


def _columns_told(
    kind: GraphQLObjectType, row: Model, asked: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns' values, and the fields that are left to their resolvers."""
    fields = kind.fields
    told, left = {}, {}
    for name, details in asked.items():
        field = fields.get(details[0].node.name.value)
        column = field.extensions.get(COLUMN) if field is not None else None
        value = Undefined if column is None else _told(column, row)
        if value is Undefined:
            left[name] = details
        else:
            told[name] = value
    return told, left


def _in_order(asked: Iterable[str], told: Mapping[str, Any], rest: Any) -> dict[str, Any]:
    both = {**told, **rest}
    return {name: both[name] for name in asked if name in both}


async def _in_order_later(
    asked: Iterable[str], told: Mapping[str, Any], rest: Awaitable[Any]
) -> dict[str, Any]:
    return _in_order(asked, told, await rest)


def _told(column: Column, row: Model) -> Any:
    """Undefined: ask the resolver."""
    value = row.__dict__.get(column.attname, Undefined)
    if value is Undefined:
        return Undefined
    if value is None:
        return Undefined if column.is_required else None
    if column.id_of:
        return to_base64(column.id_of, value)
    try:
        said = column.kind.coerce_output_value(value)
    except Exception:  # noqa: BLE001 - the resolver's way meets it again, and says it
        return Undefined
    return Undefined if said is None else said


def columns_found(schema: strawberry.Schema) -> None:
    """Mark the fields of models' types that are nothing but a column."""
    for kind in schema._schema.type_map.values():
        definition: Any = schema.get_type_by_name(kind.name)
        origin = getattr(definition, "origin", None)
        django: Any = getattr(origin, "__strawberry_django_definition__", None)
        if django is None or not isinstance(kind, GraphQLObjectType):
            continue
        for field in kind.fields.values():
            column = _column(kind.name, origin, django.model, field)
            if column is not None:
                field.extensions = {**field.extensions, COLUMN: column}


def _column(type_name: str, origin: Any, model: type[Model], field: GraphQLField) -> Column | None:
    definition = field.extensions.get("strawberry-definition")
    is_required = isinstance(field.type, GraphQLNonNull)
    kind: Any = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    if definition is None or field.args or definition.extensions or not is_leaf_type(kind):
        return None
    if definition.python_name == "_id":
        is_usual = getattr(getattr(origin, "resolve_id", None), "__func__", None)
        pk = model._meta.pk
        if is_usual is not resolve_model_id or pk is None:
            return None
        return Column(pk.attname, kind, is_required, id_of=type_name)
    if not isinstance(definition, StrawberryDjangoField) or definition.base_resolver is not None:
        return None
    attname = definition.django_name or definition.python_name
    attribute = getattr(model, attname, None)
    # Exactly: a subclass may make something else of the value.
    if type(attribute) is not DeferredAttribute or isinstance(attribute.field, FileField):
        return None
    return Column(attribute.field.attname, kind, is_required)
