"""Any list of 50 rows with three nested levels costs at most 12 queries, whatever the data."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLNonNull, GraphQLObjectType, get_named_type, is_leaf_type

from courses.models import Role
from judging.verdicts import Verdict
from submissions.services import judgement_report_record
from tests.contest_factories import make_contest, make_entry
from tests.factories import NOON, judgement_of, make_problem, make_submission, report_of
from tests.graphql_calls import root_fields
from tests.people import Api, Cast, join, make_user
from tests.world import make_world

MAX_QUERIES = 12
LEVELS = 3
ROWS = 6
"""More of everything than there is of it in a query that costs the same for one."""


def connections() -> list[str]:
    return [
        name
        for name, field in root_fields("query").items()
        if get_named_type(field.type).name.endswith("Connection")
    ]


def paths(
    kind: GraphQLObjectType, levels: int, above: frozenset[str] = frozenset()
) -> Iterator[tuple[str, ...]]:
    """All ways down from a type through others, to the given depth."""
    yield ()
    above |= {kind.name}
    if levels == 0:
        return
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        is_asked = any(isinstance(one.type, GraphQLNonNull) for one in field.args.values())
        if (
            isinstance(inner, GraphQLObjectType)
            and not is_asked
            and inner.name not in {"PageInfo", *above}
        ):
            below = levels if name in {"edges", "node"} else levels - 1
            for path in paths(inner, below, above):
                yield (name, *path)


def selected(kind: GraphQLObjectType, path: tuple[str, ...]) -> str:
    """All leaves of the types on the way."""
    leaves = [
        name
        for name, field in kind.fields.items()
        if is_leaf_type(get_named_type(field.type))
        and not any(isinstance(one.type, GraphQLNonNull) for one in field.args.values())
    ]
    if path:
        inner = get_named_type(kind.fields[path[0]].type)
        assert isinstance(inner, GraphQLObjectType)
        leaves.append(f"{path[0]} {selected(inner, path[1:])}")
    return "{ " + " ".join(["__typename", *leaves]) + " }"


def longest(kind: GraphQLObjectType) -> list[tuple[str, ...]]:
    """Ways of which none is the beginning of another."""
    found = [("edges", "node", *path) for path in paths(_node(kind), LEVELS)]
    inner = {path[:-1] for path in found}
    return [path for path in found if path not in inner]


def _node(kind: GraphQLObjectType) -> GraphQLObjectType:
    edge = get_named_type(kind.fields["edges"].type)
    assert isinstance(edge, GraphQLObjectType)
    node = get_named_type(edge.fields["node"].type)
    assert isinstance(node, GraphQLObjectType)
    return node


@pytest.fixture
def api(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Api:
    """An operator's, of a site with several of what lists and their rows mostly hold."""
    monkeypatch.setattr("codedang.graphql.MAX_COST", 10**9)
    make_world(cast)
    problems = [make_problem(f"extra-{number}", course=cast.algorithms) for number in range(ROWS)]
    for number, problem in enumerate(problems):
        student = join(make_user(f"student-{number}"), cast.algorithms, Role.STUDENT)
        contest = make_contest(f"round-{number}", course=cast.algorithms, problems=problems)
        make_entry(contest, student)
        submission = make_submission(student, problem)
        report = report_of(judgement_of(submission), Verdict.ACCEPTED, Verdict.WRONG_ANSWER)
        judgement_report_record(report=report, now=NOON)
    return cast.api("operator")


@pytest.mark.parametrize("name", connections())
def test_a_list_costs_few_queries_whatever_is_nested(api: Api, name: str) -> None:
    kind = get_named_type(root_fields("query")[name].type)
    assert isinstance(kind, GraphQLObjectType)
    dear = {}

    for path in longest(kind):
        query = f"{{ {name}(first: 50) {selected(kind, path)} }}"
        with CaptureQueriesContext(connection) as queries:
            answer = api.graphql(query).json()
        assert "errors" not in answer, (path, answer["errors"][0]["message"])
        if len(queries) > MAX_QUERIES:
            dear[".".join(path[2:])] = len(queries)

    assert dear == {}
