"""Locked regions of code templates."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import InvalidInputError
from problems.templates import (
    Region,
    locked_regions,
    locked_regions_check,
    template_check,
)

TEMPLATE = """\
# @locked
import sys
# @unlocked
def solve(numbers):
    ...
# @locked: do not touch
print(solve([int(x) for x in sys.stdin]))
"""
MIDDLE = "a\n# @locked\nfixed\n# @unlocked\nb\n"


def test_regions_are_found_by_their_marks() -> None:
    assert locked_regions(TEMPLATE) == [Region(1, 3), Region(6, 7)]
    assert locked_regions(MIDDLE) == [Region(2, 4)]
    assert locked_regions("x = 1\n") == []


def solution(*body: str) -> str:
    lines = TEMPLATE.splitlines()
    return "\n".join([*lines[:3], *body, *lines[5:]]) + "\n"


@pytest.mark.parametrize(
    "source",
    [
        TEMPLATE,
        solution(),
        solution("def solve(numbers):", "    return sum(numbers)"),
        solution("def solve(numbers):", "    return 1").replace("\n", "\r\n"),
        solution("x") + "\n\n  \n",
        solution("x").replace("import sys", "import sys   "),
        solution("# @locked: do not touch", "a copy of the mark"),
    ],
)
def test_anything_may_stand_between_locked_regions(source: str) -> None:
    locked_regions_check(source, TEMPLATE)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("", 1),
        ("import os\n" + TEMPLATE, 1),
        (TEMPLATE.replace("import sys", "import sys, os"), 2),
        (TEMPLATE.replace("# @unlocked\n", ""), 3),
        (TEMPLATE.replace("int(x)", "float(x)"), 7),
        (TEMPLATE + "print(1)\n", 8),
        (TEMPLATE.replace("# @locked: do not touch\n", ""), 7),
        (solution("x").splitlines()[0], 2),
    ],
)
def test_a_changed_line_is_named(source: str, line: int) -> None:
    with pytest.raises(InvalidInputError) as caught:
        locked_regions_check(source, TEMPLATE)

    assert caught.value.code == "locked_region_changed"
    assert f"Line {line} " in caught.value.message


@pytest.mark.parametrize(
    ("source", "is_whole"),
    [
        (MIDDLE, True),
        ("# @locked\nfixed\n# @unlocked", True),
        ("x\n# @locked\nbroken\n# @unlocked\n# @locked\nfixed\n# @unlocked\n", True),
        ("# @locked\nbroken\n# @unlocked", False),
        ("fixed", False),
    ],
)
def test_a_region_in_the_middle_may_move(source: str, is_whole: bool) -> None:
    if is_whole:
        locked_regions_check(source, MIDDLE)
        return
    with pytest.raises(InvalidInputError):
        locked_regions_check(source, MIDDLE)


@pytest.mark.parametrize("template", ["# @unlocked\n", "# @locked\n# @locked\n"])
def test_marks_that_make_no_regions_are_refused(template: str) -> None:
    with pytest.raises(InvalidInputError, match=r"Line [12]"):
        template_check(template)


LINE = st.sampled_from(["a", "b", "# @locked", "# @unlocked", "", "  "])


@given(st.lists(LINE, max_size=12), st.lists(LINE, max_size=12))
def test_a_template_fits_itself_and_no_text_breaks_the_check(
    template: list[str], source: list[str]
) -> None:
    text = "\n".join(template)
    locked_regions_check(text, text)
    with suppress(InvalidInputError):
        locked_regions_check("\n".join(source), text)
