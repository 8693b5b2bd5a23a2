"""Code templates with locked regions; pure functions.

A template is a source. A line that holds the word ``@locked`` begins a locked region, and the
next line that holds ``@unlocked`` ends it; both lines belong to it. Without a last ``@unlocked``
the region goes on to the end. The words stand in comments of whatever language it is:

    # @locked
    import sys
    # @unlocked
    def solve(numbers):
        ...
    # @locked
    print(solve(list(map(int, sys.stdin))))

A submission must hold the regions line by line, in order: the first at its beginning where the
template begins with one, the last at its end likewise. White space at the ends of lines and
empty lines at the end of the source don't count. Anything may stand between the regions.

This keeps an honest student's work in the form that the problem asks for. It is no wall: code
between the regions can still change what the locked lines mean. What must not be touched
belongs into the package's ``include/``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from common.errors import InvalidInputError

_BEGIN = re.compile(r"@locked\b")
_END = re.compile(r"@unlocked\b")


@dataclass(frozen=True)
class Region:
    """A locked part of a template: its first and last line, counted from 1."""

    first_line: int
    last_line: int


def lines_of(source: str) -> list[str]:
    """The lines as they are compared."""
    lines = [line.rstrip() for line in re.split(r"\r\n|\r|\n", source)]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def locked_regions(template: str) -> list[Region]:
    """Where the template is locked."""
    regions: list[Region] = []
    begin: int | None = None
    lines = lines_of(template)
    for number, line in enumerate(lines, start=1):
        if begin is None and _BEGIN.search(line):
            begin = number
        elif begin is not None and _END.search(line):
            regions.append(Region(begin, number))
            begin = None
    if begin is not None:
        regions.append(Region(begin, len(lines)))
    return regions


def template_check(template: str) -> None:
    """Raise InvalidInputError for marks that make no regions."""
    begin: int | None = None
    for number, line in enumerate(lines_of(template), start=1):
        if _BEGIN.search(line):
            if begin is not None:
                raise InvalidInputError(
                    f"Line {number} begins a locked region inside that of line {begin}: "
                    "end it with @unlocked first.",
                    code="template_invalid",
                    fields={"source": [f"line {number}"]},
                )
            begin = number
        elif _END.search(line):
            if begin is None:
                raise InvalidInputError(
                    f"Line {number} ends a locked region that no line begins: "
                    "write @locked where it begins.",
                    code="template_invalid",
                    fields={"source": [f"line {number}"]},
                )
            begin = None


def locked_regions_check(source: str, template: str) -> None:
    """Raise InvalidInputError, which names the line, where a locked region was changed."""
    wanted = lines_of(template)
    given = lines_of(source)
    place = 0
    regions = locked_regions(template)
    for region in regions:
        block = wanted[region.first_line - 1 : region.last_line]
        if region.last_line == len(wanted) and region is regions[-1]:
            begin = len(given) - len(block)
            if begin < place or block[0] != given[begin]:
                begin = _find(given, block, place, region)
        elif region.first_line == 1:
            begin = 0
        else:
            begin = _find(given, block, place, region)
        _compare(given, block, begin, region)
        place = begin + len(block)
        if region.last_line == len(wanted) and place < len(given):
            raise _refusal(place + 1, "nothing may follow the template's last locked line")


def _find(given: Sequence[str], block: Sequence[str], place: int, region: Region) -> int:
    """Where the block stands at or after ``place``; else, where it begins at least."""
    begins = [i for i in range(place, len(given)) if given[i] == block[0]]
    for begin in begins:
        if list(given[begin : begin + len(block)]) == list(block):
            return begin
    if begins:
        return begins[0]
    raise _refusal(
        len(given) + 1,
        f"line {region.first_line} of the template is missing: put back {block[0].strip()!r}",
    )


def _compare(given: Sequence[str], block: Sequence[str], begin: int, region: Region) -> None:
    for offset, line in enumerate(block):
        at = begin + offset
        if at >= len(given) or given[at] != line:
            wanted = line.strip()[:80]
            raise _refusal(
                at + 1,
                f"it must be line {region.first_line + offset} of the template, {wanted!r}",
            )


def _refusal(line: int, what: str) -> InvalidInputError:
    return InvalidInputError(
        f"Line {line} belongs to a locked part of the template: {what}.",
        code="locked_region_changed",
        fields={"source": [f"line {line}: {what}"]},
    )
