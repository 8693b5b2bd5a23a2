"""A Polygon package's files as this site wants them."""

import re
from collections.abc import Iterator, Mapping

from judging.packages.tree import PackageTree

_FIRST_LINE_BYTES = 1024 * 1024
_PATTERN = re.compile(r"[A-Za-z0-9_./-]*%(?:0([1-9]))?d[A-Za-z0-9_./-]*")


def path_of_test(pattern: str, number: int) -> str | None:
    """The path that a pattern such as ``tests/%02d.a`` has for one test; None: it is none."""
    return pattern % number if _PATTERN.fullmatch(pattern) else None


class PolygonTree:
    """A tree with LF at the ends of tests' lines, where a Windows package has CR LF, and with
    statements that were put together from their sections."""

    def __init__(
        self, tree: PackageTree, tests: frozenset[str], added: Mapping[str, bytes]
    ) -> None:
        self._tree = tree
        self._tests = tests
        self._added = added
        self.name = tree.name
        self.sizes = {**tree.sizes, **{path: len(content) for path, content in added.items()}}

    def chunks(self, path: str) -> Iterator[bytes]:
        if path in self._added:
            yield self._added[path]
        elif path in self._tests:
            yield from _with_lf(self._tree.chunks(path))
        else:
            yield from self._tree.chunks(path)

    def read_bytes(self, path: str) -> bytes:
        return b"".join(self.chunks(path))


def _with_lf(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A file whose first line ends with CR LF was written on Windows: all its lines do."""
    held = b""
    for chunk in chunks:
        held += chunk
        if b"\n" in held or len(held) > _FIRST_LINE_BYTES:
            break
    before, _, _ = held.partition(b"\n")
    is_windows = before.endswith(b"\r")
    if not is_windows:
        yield held
        yield from chunks
        return
    while held or (held := next(chunks, b"")):
        # A CR at the end may be half of a line's end.
        following = next(chunks, b"")
        if held.endswith(b"\r") and following:
            following, held = b"\r" + following, held[:-1]
        yield held.replace(b"\r\n", b"\n")
        held = following
