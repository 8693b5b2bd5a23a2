"""What the audit may keep of values; pure functions."""

import re
from collections.abc import Mapping
from typing import Any

SECRET = re.compile(
    r"password|secret|token|credential|private_?key|recovery|^code$|invite_?code|^cookie",
    re.IGNORECASE,
)
"""Names of arguments and columns whose values are not kept."""
LEFT_OUT = "(left out)"
MAX_TEXT_CHARS = 400
MAX_ITEMS = 50
MAX_DEPTH = 6


def told(value: Any, *, name: str = "", depth: int = 0) -> Any:
    """The value as the audit keeps it: JSON's own types, without secrets, of bounded size."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if name and SECRET.search(name):
        return LEFT_OUT
    if isinstance(value, str):
        return cut(value)
    if depth >= MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {
            str(key)[:100]: told(one, name=str(key), depth=depth + 1)
            for key, one in list(value.items())[:MAX_ITEMS]
        }
    if isinstance(value, list | tuple | set | frozenset):
        items = list(value)
        kept = [told(one, name=name, depth=depth + 1) for one in items[:MAX_ITEMS]]
        return [*kept, f"… ({len(items)} in all)"] if len(items) > MAX_ITEMS else kept
    if hasattr(value, "chunks"):
        return cut(f"file {value.name}, {value.size} bytes")
    return cut(str(value))


def cut(text: str) -> str:
    text = text.replace("\x00", "�")
    if len(text) <= MAX_TEXT_CHARS:
        return text
    return f"{text[:MAX_TEXT_CHARS]}… ({len(text)} characters)"


def changed(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of two snapshots (columns by row) only what differs: whole rows where one came or went."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for key in sorted({*before, *after}):
        was, became = before.get(key), after.get(key)
        if was is None or became is None:
            if was is not None:
                old[key] = dict(was)
            if became is not None:
                new[key] = dict(became)
            continue
        names = [name for name in became if was.get(name) != became[name]]
        if names:
            old[key] = {name: was.get(name) for name in names}
            new[key] = {name: became[name] for name in names}
    return old, new
