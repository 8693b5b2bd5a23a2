"""The cookbook: each example is valid and runs with its values, and no field is without one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from graphql import FieldNode, parse, validate
from strawberry.relay import to_base64

from codedang.graphql import schema
from courses.models import Notice
from problems.authoring.models import ProblemRevision
from submissions.models import Rejudging
from submissions.rejudging.rules import RejudgingState
from tests.conftest import Broker
from tests.cookbook import examples
from tests.graphql_calls import root_fields
from tests.people import Cast, make_user
from tests.problems.packages import PNG, uploaded, zipped
from tests.world import World, make_world

EXAMPLES = list(examples())
MEANT = {
    "swe2001": "algorithms",
    "aplusb": "dp",
    "demo-contest": "round",
    "demo-contest-frozen": "round",
    "demo-assignment": "homework",
    "student": "minsu",
    "python3": "cpp17",
}
"""What the demo's names are in this world."""
REFUSED = {
    "removePicture": "file_not_found",
    "removeAttachment": "file_not_found",
    "resultsUnfreeze": "not_frozen",
    "putEntryMembers": "not_a_team",
    "readmitEntry": "not_excluded",
    "removeEntry": "entry_in_use",
    "revokeExtension": "no_extension",
    "editComment": "not_allowed",
    "catchUpRejudging": "nothing_chosen",
}
"""Examples that this world's state or the operator's not being an author refuses, with the code."""


def test_each_example_is_valid() -> None:
    wrong = {
        one.query: [error.message for error in errors]
        for one in EXAMPLES
        if (errors := validate(schema._schema, parse(one.query)))
    }

    assert wrong == {}


def test_no_field_is_without_an_example() -> None:
    shown = {
        (one.kind, field.name.value)
        for one in EXAMPLES
        for field in one.operation.selection_set.selections
        if isinstance(field, FieldNode)
    }
    wanted = {
        (root, name) for root in ("query", "mutation", "subscription") for name in root_fields(root)
    }

    assert wanted - shown == set(), "give them an example in docs/graphql-cookbook.md"


def test_values_are_those_that_the_example_takes() -> None:
    for one in EXAMPLES:
        taken = {node.variable.name.value for node in one.operation.variable_definitions or ()}
        assert set(one.values) <= taken, one.query


def test_what_graphiql_opens_with_needs_no_values() -> None:
    tabs = [one for one in EXAMPLES if one.is_tab]

    assert len(tabs) > 4
    assert [one.query for one in tabs if one.operation.variable_definitions] == []


def meaning(cast: Cast, world: World) -> Any:
    ids = world.ids()

    def meant(what: str) -> Any:
        if what.startswith("="):
            return MEANT.get(what[1:], what[1:])
        if what == "later Submission id":
            return to_base64("Submission", world.later.pk)
        if what.endswith(" id"):
            name = what.removesuffix(" id")
            return to_base64(name, ids[name])
        if what == "a moment within a year":
            return (timezone.now() + timedelta(days=30)).isoformat()
        name, content = {
            "key of an uploaded picture": ("plus.png", PNG),
            "key of an uploaded file": ("data.zip", zipped({"a": "b"})),
            "key of an uploaded package": ("package.zip", zipped({"1.in": "1", "1.ans": "1"})),
        }[what]
        return uploaded(cast.operator, name, content)

    return meant


@pytest.fixture
def world(cast: Cast, broker: Broker) -> World:
    make_user("newcomer")
    world = make_world(cast)
    Notice.objects.update(published_at=None)
    Rejudging.objects.update(state=RejudgingState.READY)
    ProblemRevision.objects.filter(number=1).update(
        part="statement:en", content={"title": "Sum", "source": "Add."}
    )
    return world


def test_each_runs_with_its_values(cast: Cast, world: World) -> None:
    meant = meaning(cast, world)
    said: dict[str, str] = {}

    for one in EXAMPLES:
        if one.kind == "subscription":
            continue
        with transaction.atomic():
            answer = cast.api("operator").graphql(one.query, **one.filled(meant)).json()
            transaction.set_rollback(True)
        if "errors" in answer:
            error = answer["errors"][0]
            said[one.field] = f"{error['extensions']['code']}: {error['message']}"

    assert {name: text.split(":")[0] for name, text in said.items()} == REFUSED, said
