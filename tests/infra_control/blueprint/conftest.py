"""The template, made once."""

from collections.abc import Mapping
from typing import Any

import pytest

from infra_control.blueprint.template import build_template

Resources = Mapping[str, Any]


class Blueprint:
    """Looks things up in the template as CloudFormation will read it."""

    def __init__(self) -> None:
        self.template: dict[str, Any] = build_template().to_dict()

    def properties(self, title: str) -> dict[str, Any]:
        found: dict[str, Any] = self.template["Resources"][title]["Properties"]
        return found

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Properties of all resources of a type, by title."""
        return {
            title: resource.get("Properties", {})
            for title, resource in self.template["Resources"].items()
            if resource["Type"] == kind
        }


@pytest.fixture(scope="session")
def blueprint() -> Blueprint:
    return Blueprint()
