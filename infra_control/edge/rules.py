"""What operators should know of the edge; pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

FREE_PATHS_A_MONTH = 1_000
"""Of invalidations, for each account; more cost half a cent each (CloudFront pricing)."""
MAX_PATHS = 100
"""In one invalidation from a screen; CloudFront takes three thousand."""
MAX_PATH_CHARS = 400


SPANS = ((31_536_000, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"))


def span_words(seconds: int) -> str:
    """A time as people say it: 86400 as "1 day", 90 as "90 s"."""
    for length, name in SPANS:
        if seconds and seconds % length == 0:
            count = seconds // length
            return f"{count} {name}{'s' if count > 1 else ''}"
    return f"{seconds} s"


def pattern_regex(pattern: str) -> str:
    """A path pattern of CloudFront or of a listener rule, as a regular expression.

    ``*`` is any characters, ``?`` is one, case counts ("PathPattern", CloudFront API reference).
    """
    special = {"*": ".*", "?": "."}
    inner = "".join(special.get(one, re.escape(one)) for one in pattern)
    return f"^{inner if pattern.startswith(('/', '*')) else '/' + inner}$"


def first_match(patterns: Sequence[str], path: str) -> int | None:
    """Which of the patterns, in order of precedence, a path is served by."""
    for number, pattern in enumerate(patterns):
        if re.match(pattern_regex(pattern), path):
            return number
    return None


def later_matches(patterns: Sequence[str], path: str) -> list[int]:
    """The patterns that match, too, and never get this path because an earlier one does."""
    matching = [n for n, one in enumerate(patterns) if re.match(pattern_regex(one), path)]
    return matching[1:]


def shadowed(patterns: Sequence[str]) -> dict[int, int]:
    """Patterns that can never match because an earlier one takes all of theirs, by number.

    A pattern without wildcards is taken as its own path; one with them as the path that it is
    with each ``*`` and ``?`` read as a letter: good for all patterns that people write.
    """
    found = {}
    for number, pattern in enumerate(patterns):
        sample = pattern.replace("*", "x").replace("?", "x")
        path = sample if sample.startswith("/") else f"/{sample}"
        first = first_match(patterns[:number], path)
        if first is not None and _covers(patterns[first], pattern):
            found[number] = first
    return found


def _covers(wide: str, narrow: str) -> bool:
    """Whether ``wide`` is the same up to its final star."""
    return wide == narrow or (wide.endswith("*") and narrow.startswith(wide[:-1]))


def behaviours_hit(patterns: Sequence[str], path: str) -> list[int]:
    """Which of the patterns, in order of precedence, may serve what a path of an invalidation
    means: without a wildcard the first that matches it, else all that overlap and ever match, up
    to the first that takes all of it."""
    if not path.endswith("*"):
        first = first_match(patterns, path)
        return [] if first is None else [first]
    found = []
    hidden = shadowed(patterns)
    for number, pattern in enumerate(patterns):
        if number in hidden:
            continue
        begins = re.split(r"[*?]", pattern if pattern.startswith(("/", "*")) else f"/{pattern}")[0]
        if begins.startswith(path[:-1]) or (path[:-1].startswith(begins) and begins != pattern):
            found.append(number)
        if _covers(pattern, path):
            break
    return found


def order_warnings(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """What another order of the patterns does to paths that two of them match, in words."""
    hidden, was_hidden = shadowed(after), shadowed(before)
    named_before = {before[number] for number in was_hidden}
    words = [
        f"{after[number]} will never match: {after[first]} takes all of its paths before."
        for number, first in hidden.items()
        if after[number] not in named_before
    ]
    named_after = {after[number] for number in hidden}
    words += [
        f"{before[number]} will match again."
        for number in was_hidden
        if before[number] not in named_after
    ]
    return words


@dataclass(frozen=True, kw_only=True)
class PathsCheck:
    """What stands in an invalidation's form: the paths, and what is wrong with them."""

    paths: tuple[str, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def paths_check(text: str) -> PathsCheck:
    """The paths of a form, one in a line."""
    paths = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    problems = []
    if not paths:
        problems.append("Give at least one path, such as /api/v1/problems*.")
    if len(paths) > MAX_PATHS:
        problems.append(f"At most {MAX_PATHS} paths at once: use a * at the end of fewer.")
    for path in paths[:MAX_PATHS]:
        if not path.startswith("/"):
            problems.append(f"{path[:60]}: a path begins with /.")
        elif len(path) > MAX_PATH_CHARS or not path.isascii() or " " in path:
            problems.append(f"{path[:60]}: write it as a browser sends it, without spaces.")
        elif "*" in path[:-1]:
            problems.append(f"{path[:60]}: a * is a wildcard at the end only.")
    notes = []
    if "/*" in paths:
        notes.append("/* makes the edge forget everything: every page is then asked of the site.")
    notes.append(
        f"{len(paths)} of the {FREE_PATHS_A_MONTH} paths that are free each month; a path with a * "
        "counts as one."
    )
    return PathsCheck(paths=paths, problems=tuple(problems), notes=tuple(notes))


MIN_DEPTH = 3
"""Of /api/v1/problems: wider, everything would be asked of the site again."""
MAX_AUTOMATIC_PATHS = 15
"""Wildcards that CloudFront takes at a time ("Quotas", CloudFront developer guide)."""


def paths_joined(paths: Sequence[str]) -> tuple[str, ...]:
    """The same copies by fewer paths: none twice, none that a wildcard of the others holds, and
    where they are still too many, wildcards over their last parts."""
    kept = tuple(one for one in dict.fromkeys(paths) if not _is_held(one, paths))
    while len(kept) > MAX_AUTOMATIC_PATHS:
        wider = [_wider(one) for one in kept]
        if tuple(wider) == kept:
            return ("/*",)
        kept = tuple(one for one in dict.fromkeys(wider) if not _is_held(one, wider))
    return kept


def _is_held(path: str, paths: Sequence[str]) -> bool:
    return any(
        other != path and other.endswith("*") and path.startswith(other[:-1]) for other in paths
    )


def _wider(path: str) -> str:
    """/api/v1/problems/sum* as /api/v1/problems*; at the API's own root it stays."""
    parent = path.rstrip("*").rpartition("/")[0]
    return path if parent.count("/") < MIN_DEPTH else f"{parent}*"
