"""What has changed between two sources; pure functions."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from common.errors import InvalidInputError
from judging.languages import UnknownLanguageError, language_table
from submissions.sources import Source

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
    file: str = ""
    """In which its lines are counted; empty: of a text without a name."""


def lines_of(source: str) -> list[str]:
    """The source's lines without their ends; Windows' line ends are no change."""
    lines = re.split(r"\r\n|\r|\n", source)
    return lines[:-1] if lines and not lines[-1] else lines


def hunks_of(old: str, new: str) -> list[Hunk]:
    """The changes from ``old`` to ``new``, as ``diff -u`` groups them.

    Raises InvalidInputError where too many lines differ to be compared in good time.
    """
    before, after = lines_of(old), lines_of(new)
    head, tail = _shared(before, after)
    _count_check(max(len(before), len(after)) - head - tail)
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


def hunks_of_files(old: Mapping[str, str], new: Mapping[str, str]) -> list[Hunk]:
    """The changes from ``old`` to ``new``, which are names and texts, file by file in the order of
    ``new``; files that are gone come last. Raises InvalidInputError as hunks_of, for all together.
    """
    names = [*new, *(name for name in old if name not in new)]
    pairs = [(name, old.get(name, ""), new.get(name, "")) for name in names]
    changed = 0
    for _, left, right in pairs:
        before, after = lines_of(left), lines_of(right)
        changed += max(len(before), len(after)) - sum(_shared(before, after))
    _count_check(changed)
    return [replace(hunk, file=name) for name, *texts in pairs for hunk in hunks_of(*texts)]


def source_hunks(old: tuple[str, Source], new: tuple[str, Source]) -> list[Hunk]:
    """The changes between two sources, each with its language. Raises InvalidInputError."""
    if not old[1].layout and not new[1].layout:
        return hunks_of(old[1].text, new[1].text)
    return hunks_of_files(*(_named(*one) for one in (old, new)))


def _named(language: str, source: Source) -> dict[str, str]:
    try:
        return source.named(language_table().get(language))
    except UnknownLanguageError:
        return {file.name: file.text for file in source.files} or {"": source.text}


def _shared(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many lines at the beginning, and at the end, are the same."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return head, tail


def _count_check(changed: int) -> None:
    if changed > MAX_CHANGED_LINES:
        raise InvalidInputError(
            f"More than {MAX_CHANGED_LINES} lines differ: compare the files on your machine.",
            code="too_different",
        )


def unified(hunks: Sequence[Hunk]) -> str:
    """The hunks as ``diff -u`` prints them; names of files only where they have any."""
    signs = {"same": " ", "removed": "-", "added": "+"}
    text = []
    file = ""
    for hunk in hunks:
        if hunk.file != file:
            file = hunk.file
            text += [f"--- a/{file}", f"+++ b/{file}"]
        text.append(
            f"@@ -{_range(hunk.old_start, hunk.old_count)} "
            f"+{_range(hunk.new_start, hunk.new_count)} @@"
        )
        text += [signs[kind] + line for kind, line in hunk.lines]
    return "\n".join(text) + ("\n" if text else "")


def _range(start: int, count: int) -> str:
    # An empty range is named by the line before it.
    return f"{start if count else start - 1},{count}"
