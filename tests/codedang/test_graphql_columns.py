"""Columns told without resolvers are what resolvers tell."""

import pytest
from graphql import GraphQLObjectType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from codedang.graphql import schema
from common.graphql_columns import COLUMN
from tests.codedang.test_graphql_speed import connections
from tests.graphql_calls import call_of
from tests.people import Cast
from tests.world import make_world

ASKED = """{ submissions(first: 5) { edges { node {
    later: number ...named id again: number
    currentJudgement { runs { id verdict } ordinal __typename requestedBy { username } }
} } } } fragment named on Submission { user { username id } verdict score createdAt }"""


def test_answers_are_the_same_to_the_letter(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codedang.graphql.MAX_COST", 10**9)
    make_world(cast)
    api = cast.api("operator")
    queries = [
        ASKED,
        *(call_of("query", name, lambda _: None, depth=2).query for name in connections()),
    ]

    plainly = [api.graphql(query).content for query in queries]
    monkeypatch.setattr(schema, "execution_context_class", StrawberryGraphQLCoreExecutionContext)
    usual = [api.graphql(query).content for query in queries]

    assert plainly == usual
    assert b'"later"' in plainly[0]
    assert b"errors" not in b"".join(plainly)


def test_columns_are_told_plainly_and_nothing_else() -> None:
    kind = schema._schema.type_map["Submission"]
    assert isinstance(kind, GraphQLObjectType)

    marked = {name for name, field in kind.fields.items() if COLUMN in field.extensions}

    assert {"id", "number", "language", "verdict", "createdAt", "source"} <= marked
    assert not marked & {"problemSlug", "user", "judgements", "override"}
