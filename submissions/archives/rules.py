"""Names and bounds of archives."""

import re

from submissions.sources import Source

MAX_SUBMISSIONS = 10_000
MAX_BYTES = 512 * 1024 * 1024
"""Of all sources together."""
MAX_OPEN = 3
"""Archives that one person may have in the making."""
KEPT_HOURS = 24


def member_name(
    *, problem: str, username: str, number: int, verdict: str, extension: str, place: str
) -> str:
    """Where a source stands in its archive: ``set/problem/user/number-verdict.ext``.

    Of letters, digits, dot, dash and underline only, so that no name leads out of the folder
    that it is unpacked into, and none is another's: the number is the submission's own.
    """
    parts = [place or "practice", problem, username]
    return "/".join([*map(_safe, parts), f"{number}-{_safe(verdict)}{_extension(extension)}"])


def members(name: str, source: Source) -> list[tuple[str, str]]:
    """What stands in the archive for a source: the file ``name``, or a folder of its files."""
    if not source.layout:
        return [(name, source.text)]
    return [(f"{name.rpartition('.')[0]}/{file.name}", file.text) for file in source.files]


def _safe(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", text).strip(".")[:80] or "_"


def _extension(extension: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9]", "", extension)[:10]
    return f".{plain}" if plain else ".txt"
