"""How each mutation of GraphQL comes into the audit: the one place, around all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLResolveInfo,
)
from strawberry import Schema
from strawberry.relay.utils import from_base64
from strawberry_django.optimizer import optimize

from accounts.doors import signed_in_user
from audit.services import Act, act_audited
from audit.snapshots import Target
from common.access import token_of
from common.ratelimit import client_ip
from contests.models import ProblemSet
from courses.models import Course, Week
from problems.models import Problem

PARTS: Mapping[type[Model], tuple[str, ...]] = {
    ProblemSet: ("problems", "contest_rules", "assignment_rules"),
    Week: ("items",),
}
"""Relations whose rows are told with the row that they belong to."""

SLUGS: Mapping[str, tuple[str, type[Model]]] = {
    "slug": ("ProblemSet", ProblemSet),
    "contest": ("ProblemSet", ProblemSet),
    "setSlug": ("ProblemSet", ProblemSet),
    "problemSlug": ("Problem", Problem),
    "problem": ("Problem", Problem),
    "courseSlug": ("Course", Course),
    "course": ("Course", Course),
}
"""What arguments name by slug; ``slug`` itself where SLUGS_OF says nothing else."""
SLUGS_OF: Mapping[str, tuple[str, type[Model]] | None] = {
    "addWeekProblem": ("Problem", Problem),
    # The slug of what is to be made.
    "createCourse": None,
    "createContest": None,
    "createAssignment": None,
    "duplicateCourse": None,
    "createProblem": None,
    "cloneProblem": None,
}

MAX_ROWS = 50
MAX_DIGITS = 18

Resolver = Callable[..., Any]


def audit_mutations(schema: Schema) -> None:
    """Wrap each mutation's resolver so that it leaves a row in the audit."""
    mutation_type = schema._schema.mutation_type
    if mutation_type is None:
        return
    models = node_models(schema)
    for name, field in mutation_type.fields.items():
        if field.resolve is not None:
            field.resolve = _audited(name, field, field.resolve, models)


def node_models(schema: Schema) -> dict[str, type[Model]]:
    """The model behind each type of GraphQL's that has ids."""
    found: dict[str, type[Model]] = {}
    for name in schema._schema.type_map:
        definition: Any = schema.get_type_by_name(name)
        django: Any = getattr(
            getattr(definition, "origin", None), "__strawberry_django_definition__", None
        )
        is_node = any(one.name == "Node" for one in getattr(definition, "interfaces", ()))
        if django is not None and is_node and not definition.is_input:
            found[name] = django.model
    return found


def _audited(
    name: str, field: GraphQLField, resolve: Resolver, models: Mapping[str, type[Model]]
) -> Resolver:
    type_names = {model: type_name for type_name, model in models.items()}

    def resolve_audited(root: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        request = info.context.request
        act = Act(
            actor=signed_in_user(request),
            action=name,
            arguments=arguments,
            targets=list(_named(name, field, arguments, models)),
            parts=PARTS,
            token_name=str(getattr(token_of(request), "name", "")),
            request_id=request.headers.get("X-Amzn-Trace-Id")
            or request.headers.get("X-Request-Id", ""),
            address=client_ip(request),
        )
        result = act_audited(
            act,
            lambda: resolve(root, info, **arguments),
            made=lambda result: _rows(result, type_names),
            now=timezone.now(),
        )
        return _read_anew(result, info, type_names)

    return resolve_audited


def _read_anew(
    result: Any, info: GraphQLResolveInfo[Any], type_names: Mapping[type[Model], str]
) -> Any:
    """The row that a mutation answers with, read as a list would read it.

    What its service holds has no annotations, and relations loaded for other ends, which
    would be shown without asking who may see them.
    """
    if type(result) not in type_names or result.pk is None:
        return result
    rows: Any = type(result)._default_manager.filter(pk=result.pk)
    return optimize(rows, info).first() or result


def _rows(result: Any, type_names: Mapping[type[Model], str]) -> Sequence[Target]:
    """The rows that a mutation answers with."""
    rows = list(result)[:MAX_ROWS] if isinstance(result, list | tuple) else [result]
    return [
        Target(type_names[type(row)], type(row), row.pk)
        for row in rows
        if type(row) in type_names and row.pk is not None
    ]


def _named(
    name: str, field: GraphQLField, arguments: Mapping[str, Any], models: Mapping[str, type[Model]]
) -> Iterator[Target]:
    """The rows that a mutation's arguments name, by id or by slug."""
    for argument, value in arguments.items():
        yield from _by_id(field.args[argument].type, value, models)
    for argument, value in arguments.items():
        kind = SLUGS.get(argument)
        if argument == "slug":
            kind = SLUGS_OF.get(name, kind)
        if kind is None or not isinstance(value, str):
            continue
        rows: Any = kind[1]._default_manager.filter(slug=value[:200])
        for pk in rows.values_list("pk", flat=True)[:1]:
            yield Target(*kind, pk)


def _by_id(
    kind: GraphQLInputType, value: Any, models: Mapping[str, type[Model]]
) -> Iterator[Target]:
    if isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    if isinstance(kind, GraphQLList):
        for one in (value if isinstance(value, list) else [])[:MAX_ROWS]:
            yield from _by_id(kind.of_type, one, models)
    elif isinstance(kind, GraphQLInputObjectType) and isinstance(value, Mapping):
        for name, inner in value.items():
            if name in kind.fields:
                yield from _by_id(kind.fields[name].type, inner, models)
    elif getattr(kind, "name", "") == "ID" and isinstance(value, str):
        try:
            type_name, number = from_base64(value)
        except ValueError:
            return
        is_number = number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS
        if type_name in models and is_number:
            yield Target(type_name, models[type_name], int(number))
