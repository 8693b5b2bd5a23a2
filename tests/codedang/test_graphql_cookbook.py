"""The cookbook: each example is valid, no field is without one, and those without values run."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from graphql import FieldNode, OperationDefinitionNode, parse, validate

from codedang.graphql import schema
from common.graphql import MAX_TOKENS
from tests.graphql_calls import root_fields
from tests.people import Cast

COOKBOOK = Path(settings.BASE_DIR, "docs", "graphql-cookbook.md").read_text()
EXAMPLES = re.findall(r"^```graphql(?: tab)?\n(.*?)^```$", COOKBOOK, re.MULTILINE | re.DOTALL)


def operation(example: str) -> OperationDefinitionNode:
    (found,) = parse(example, max_tokens=MAX_TOKENS).definitions
    assert isinstance(found, OperationDefinitionNode)
    return found


def test_each_example_is_valid() -> None:
    wrong = {
        example: [error.message for error in errors]
        for example in EXAMPLES
        if (errors := validate(schema._schema, parse(example)))
    }

    assert wrong == {}


def test_no_field_is_without_an_example() -> None:
    shown = {
        (found.operation.value, field.name.value)
        for found in map(operation, EXAMPLES)
        for field in found.selection_set.selections
        if isinstance(field, FieldNode)
    }
    wanted = {
        (root, name) for root in ("query", "mutation", "subscription") for name in root_fields(root)
    }

    assert wanted - shown == set(), "give them an example in docs/graphql-cookbook.md"


def test_example_values_are_json() -> None:
    for values in re.findall(r"^```json\n(.*?)^```$", COOKBOOK, re.MULTILINE | re.DOTALL):
        json.loads(values)


@pytest.mark.parametrize("name", ["ta_hana", "operator"])
def test_lists_of_the_cookbook_run(cast: Cast, name: str) -> None:
    api = cast.api(name)
    failed = {}

    for example in EXAMPLES:
        found = operation(example)
        if found.operation.value == "query" and not found.variable_definitions:
            answer = api.graphql(example).json()
            if "errors" in answer:
                failed[example] = answer["errors"][0]["message"]

    assert failed == {}
