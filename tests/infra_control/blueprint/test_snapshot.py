"""What a change of the blueprint changes in the template, resource by resource."""

import hashlib
import json
import os
from pathlib import Path

from tests.infra_control.blueprint.conftest import Blueprint

SNAPSHOT = Path(__file__).with_name("snapshot.txt")
"""A line for each resource: its title, type, and the beginning of its definition's hash."""


def lines(blueprint: Blueprint) -> list[str]:
    resources = blueprint.template["Resources"]
    return [
        f"{title} {one['Type']} {hashlib.sha256(_normal(one).encode()).hexdigest()[:10]}"
        for title, one in sorted(resources.items())
    ]


def _normal(resource: object) -> str:
    return json.dumps(resource, sort_keys=True, separators=(",", ":"))


def test_only_what_was_meant_has_changed(blueprint: Blueprint) -> None:
    now = lines(blueprint)
    if os.environ.get("WRITE_SNAPSHOT"):
        SNAPSHOT.write_text("\n".join(now) + "\n")

    before = SNAPSHOT.read_text().splitlines()

    came, went = sorted(set(now) - set(before)), sorted(set(before) - set(now))
    assert (came, went) == ([], []), (
        "Are these the resources that you meant to change? Then keep them: "
        "WRITE_SNAPSHOT=1 .venv/bin/pytest tests/infra_control/blueprint/test_snapshot.py"
    )
