import re
from pathlib import Path

from infra_control.blueprint.template import build_template
from infra_control.localcloud.stack_types import MAKERS, _name_only

GUIDE = Path(__file__).resolve().parents[3] / "docs/local-cloud.md"


def told() -> dict[str, set[str]]:
    """The types of each row of the guide's table, by what makes them."""
    rows = re.findall(
        r"^\| (CloudFormation, [^|]+) \| ([^|]+) \|$", GUIDE.read_text(), re.MULTILINE
    )
    return {
        made_by: {
            f"AWS::{service}::{name}"
            for group in types.split("; ")
            for service, names in [group.split(" ", 1)]
            for name in names.split(", ")
        }
        for made_by, types in rows
    }


def test_the_guide_says_of_every_resource_type_what_makes_it() -> None:
    needed = {resource["Type"] for resource in build_template().to_dict()["Resources"].values()}
    names_only = {kind for kind, make in MAKERS.items() if make is _name_only}

    assert list(told().values()) == [
        needed - MAKERS.keys(),
        MAKERS.keys() - names_only,
        names_only,
    ]
