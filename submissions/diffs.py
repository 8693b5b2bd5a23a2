"""What has changed between two sources; pure functions."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from common.errors import InvalidInputError

MAX_CHANGED_LINES = 3_000
"""Comparing takes time by the square of the lines between the common beginning and end."""
CONTEXT_LINES = 3

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Hunk:
    """Neighbouring changes with the lines around them; line numbers count from 1."""

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    lines: Sequence[tuple[Kind, str]]


def lines_of(source: str) -> list[str]:
    """The source's lines without their ends; Windows' line ends are no change."""
    lines = re.split(r"\r\n|\r|\n", source)
    return lines[:-1] if lines and not lines[-1] else lines


def hunks_of(old: str, new: str) -> list[Hunk]:
    """The changes from ``old`` to ``new``, as ``diff -u`` groups them.

    Raises InvalidInputError where too many lines differ to be compared in good time.
    """
    before, after = lines_of(old), lines_of(new)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if max(len(before), len(after)) - head - tail > MAX_CHANGED_LINES:
        raise InvalidInputError(
            f"More than {MAX_CHANGED_LINES} lines differ: compare the files on your machine.",
            code="too_different",
        )
    # The context of the first and last change; the rest of what both share is left away.
    skip = max(0, head - CONTEXT_LINES)
    cut = max(0, tail - CONTEXT_LINES)
    matcher = difflib.SequenceMatcher(
        None, before[skip : len(before) - cut], after[skip : len(after) - cut]
    )
    if len(before) == len(after) == head:
        return []
    hunks = []
    for group in matcher.get_grouped_opcodes(CONTEXT_LINES):
        lines: list[tuple[Kind, str]] = []
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                lines += [("same", line) for line in before[skip + old_from : skip + old_to]]
            else:
                lines += [("removed", line) for line in before[skip + old_from : skip + old_to]]
                lines += [("added", line) for line in after[skip + new_from : skip + new_to]]
        first, last = group[0], group[-1]
        hunks.append(
            Hunk(
                old_start=skip + first[1] + 1,
                old_count=last[2] - first[1],
                new_start=skip + first[3] + 1,
                new_count=last[4] - first[3],
                lines=lines,
            )
        )
    return hunks


def unified(hunks: Sequence[Hunk]) -> str:
    """The hunks as ``diff -u`` prints them, without the names of files."""
    signs = {"same": " ", "removed": "-", "added": "+"}
    text = []
    for hunk in hunks:
        text.append(
            f"@@ -{_range(hunk.old_start, hunk.old_count)} "
            f"+{_range(hunk.new_start, hunk.new_count)} @@"
        )
        text += [signs[kind] + line for kind, line in hunk.lines]
    return "\n".join(text) + ("\n" if text else "")


def _range(start: int, count: int) -> str:
    # An empty range is named by the line before it.
    return f"{start if count else start - 1},{count}"
