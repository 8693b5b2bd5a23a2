"""The glob patterns of ``submissions.yaml``: ``*`` within a name, and ``{a,b}``. Pure."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

_MAX_PATTERN_CHARS = 500
_MAX_EXPANSIONS = 100


class GlobError(ValueError):
    """The text is no pattern of the format."""


def expand(glob: str) -> tuple[str, ...]:
    """The patterns without braces that a pattern stands for.

    Raises GlobError where it is none, or stands for too many.
    """
    if len(glob) > _MAX_PATTERN_CHARS:
        raise GlobError(f"a pattern may have {_MAX_PATTERN_CHARS} characters")
    if "**" in glob or any(character in glob for character in "[]?"):
        raise GlobError("the format has no '**', '?' and '[…]': use '*' and '{a,b}'")
    done: list[str] = []
    waiting = [glob]
    while waiting:
        pattern = waiting.pop()
        parts = _innermost_braces(pattern)
        if parts is None:
            done.append(pattern.strip("/"))
        else:
            before, choices, after = parts
            waiting.extend(f"{before}{choice}{after}" for choice in choices)
        if len(done) + len(waiting) > _MAX_EXPANSIONS:
            raise GlobError(f"stands for more than {_MAX_EXPANSIONS} patterns: write it simpler")
    return tuple(sorted(set(done)))


def is_matched(patterns: Iterable[str], path: str) -> bool:
    """Whether the path, or a directory that holds it, is matched by one of the patterns."""
    names = path.split("/")
    return any(_is_prefix(pattern.split("/"), names) for pattern in patterns)


def is_matched_itself(patterns: Iterable[str], path: str) -> bool:
    """Whether the path itself is matched by one of the patterns."""
    depth = path.count("/")
    return is_matched((pattern for pattern in patterns if pattern.count("/") == depth), path)


def _is_prefix(wanted: list[str], names: list[str]) -> bool:
    # fnmatch turns stars into atomic groups, so that no pattern takes long.
    return len(wanted) <= len(names) and all(
        fnmatchcase(name, pattern) for name, pattern in zip(names, wanted, strict=False)
    )


def _innermost_braces(pattern: str) -> tuple[str, list[str], str] | None:
    end = pattern.find("}")
    start = pattern.rfind("{", 0, end if end >= 0 else None)
    if end < 0 and start < 0:
        return None
    if end < 0 or start < 0:
        raise GlobError("a brace is not closed or not opened")
    return pattern[:start], pattern[start + 1 : end].split(","), pattern[end + 1 :]
