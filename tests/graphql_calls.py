"""Calls of GraphQL fields made from the schema itself, for tests that walk over all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    is_leaf_type,
)

from codedang.graphql import schema

Values = Callable[[str], Any]
"""A value by the argument's name (of an input's field: its own name); None: the usual one."""

SCALARS: Mapping[str, Any] = {
    "String": "x",
    "Int": 1,
    "Float": 1.0,
    "Boolean": True,
    "DateTime": "2026-05-01T12:00:00+00:00",
    "Date": "2026-05-01",
    "Decimal": "1.0",
    "JSON": {},
    "BigInt": 1,
    "Base64": "eA==",
}


@dataclass(frozen=True)
class Call:
    query: str
    variables: dict[str, Any]


def root_fields(operation: str) -> Mapping[str, GraphQLField]:
    """Fields of Query, Mutation or Subscription by name."""
    kind = getattr(schema._schema, f"{operation}_type")
    return kind.fields if kind else {}


def call_of(operation: str, name: str, values: Values, *, depth: int = 1) -> Call:
    """A call of a root field with all that it requires, and all that ``values`` knows of."""
    field = root_fields(operation)[name]
    variables, declared, passed = {}, [], []
    for argument, spec in field.args.items():
        given = values(argument)
        if given is None and not _is_required(spec):
            continue
        variables[argument] = _value(argument, spec.type, values)
        declared.append(f"${argument}: {spec.type}")
        passed.append(f"{argument}: ${argument}")
    head = f"({', '.join(declared)})" if declared else ""
    arguments = f"({', '.join(passed)})" if passed else ""
    selected = selection(field.type, depth=depth)
    return Call(f"{operation}{head} {{ {name}{arguments} {selected} }}", variables)


def _is_required(argument: GraphQLArgument) -> bool:
    return isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined


def _value(name: str, kind: GraphQLInputType, values: Values) -> Any:
    if isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    if isinstance(kind, GraphQLList):
        given = values(name)
        return given if isinstance(given, list) else [_value(name, kind.of_type, values)]
    given = values(name)
    if given is not None:
        return given
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {
            inner: _value(inner, spec.type, values)
            for inner, spec in kind.fields.items()
            if isinstance(spec.type, GraphQLNonNull) or values(inner) is not None
        }
    named = getattr(kind, "name", "")
    if named == "ID":
        raise AssertionError(f"say which id the argument {name} takes")
    return SCALARS[named]


def selection(kind: GraphQLOutputType, *, depth: int, without: frozenset[str] = frozenset()) -> str:
    """All leaves of a type and, ``depth`` levels down, of what it leads to."""
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    if isinstance(named, GraphQLUnionType):
        parts = [
            f"... on {one.name} {selection(one, depth=depth, without=without)}"
            for one in named.types
        ]
        return "{ __typename " + " ".join(parts) + " }"
    if not isinstance(named, GraphQLObjectType):
        return "{ __typename }"
    parts = ["__typename"]
    for name, field in named.fields.items():
        if any(_is_required(one) for one in field.args.values()):
            continue
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            parts.append(name)
        elif depth > 0 and inner.name not in without:
            below = depth if name in {"edges", "node", "pageInfo"} else depth - 1
            parts.append(f"{name} {selection(field.type, depth=below, without=without)}")
    return "{ " + " ".join(parts) + " }"
