"""The examples of docs/graphql-cookbook.md, with values that lead to something."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from graphql import OperationDefinitionNode, parse

from common.graphql import MAX_TOKENS

PATH = Path(settings.BASE_DIR, "docs", "graphql-cookbook.md")
_EXAMPLE = re.compile(
    r"^```graphql(?P<tab> tab)?\n(?P<query>.*?)^```$(?:\n\n```json\n(?P<values>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
_NAMED = re.compile(r"<(?P<what>[^>]+)>")


@dataclass(frozen=True)
class Example:
    """A query with its values, in which ``<Course id>`` and the like stand for what one has."""

    query: str
    values: dict[str, Any]
    is_tab: bool
    """GraphiQL opens with it."""

    @property
    def operation(self) -> OperationDefinitionNode:
        (found,) = parse(self.query, max_tokens=MAX_TOKENS).definitions
        assert isinstance(found, OperationDefinitionNode)
        return found

    @property
    def kind(self) -> str:
        return self.operation.operation.value

    @property
    def field(self) -> str:
        """The first root field that it asks for."""
        name: str = self.operation.selection_set.selections[0].name.value  # type: ignore[attr-defined]
        return name

    def filled(self, meant: Callable[[str], Any]) -> dict[str, Any]:
        """The values, with what each text in angle brackets and each other text is meant to be."""
        filled: dict[str, Any] = _filled(self.values, meant)
        return filled


def examples() -> Iterator[Example]:
    for found in _EXAMPLE.finditer(PATH.read_text()):
        yield Example(found["query"], json.loads(found["values"] or "{}"), bool(found["tab"]))


def _filled(value: Any, meant: Callable[[str], Any]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one, meant) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, meant) for one in value]
    if isinstance(value, str):
        named = _NAMED.fullmatch(value)
        return meant(named["what"] if named else f"={value}")
    return value
