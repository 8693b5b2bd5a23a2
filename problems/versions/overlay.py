"""A package's files with changes laid over them, nothing of it written yet."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml
from django.core.files.storage import default_storage

from judging.packages.tree import PackageTree
from problems.archive import blob_name
from problems.versions.operations import Content

Source = Callable[[], Iterator[bytes]]

_CHUNK_BYTES = 1024 * 1024
_OF_CASE = re.compile(
    r"\.(in|ans|desc|yaml|out|interaction|in\.statement|ans\.statement|hint|files/.+|png|jpg|svg)"
)


class Overlay:
    """Reads as a PackageTree."""

    def __init__(self, name: str, base: PackageTree | None = None) -> None:
        self.name = name
        self._sizes: dict[str, int] = dict(base.sizes) if base is not None else {}
        self._sources: dict[str, Source] = {}
        if base is not None:
            for path in base.sizes:
                self._sources[path] = _of_tree(base, path)

    @property
    def sizes(self) -> Mapping[str, int]:
        return self._sizes

    def chunks(self, path: str) -> Iterator[bytes]:
        return self._sources[path]()

    def read_bytes(self, path: str) -> bytes:
        return b"".join(self.chunks(path))

    def put(self, path: str, content: bytes) -> None:
        self._sizes[path] = len(content)
        self._sources[path] = lambda: iter([content])

    def put_stored(self, path: str, name: str, size_bytes: int) -> None:
        """A file of storage."""
        self._sizes[path] = size_bytes
        self._sources[path] = lambda: _stored(name)

    def put_content(self, path: str, content: Content) -> None:
        self.put_stored(path, blob_name(content.sha256), content.size_bytes)

    def put_from(self, path: str, tree: PackageTree, other_path: str) -> None:
        """A file of another package."""
        self._sizes[path] = tree.sizes[other_path]
        self._sources[path] = _of_tree(tree, other_path)

    def remove(self, path: str) -> None:
        del self._sizes[path], self._sources[path]

    def move(self, changes: Mapping[str, str]) -> None:
        """Rename files, all at once."""
        taken = {
            new: (self._sizes.pop(old), self._sources.pop(old)) for old, new in changes.items()
        }
        for path, (size_bytes, source) in taken.items():
            self._sizes[path], self._sources[path] = size_bytes, source

    def below(self, directory: str) -> list[str]:
        return [path for path in self._sizes if path.startswith(f"{directory}/")]

    def case_paths(self, name: str) -> list[str]:
        """All files of a test case."""
        place = f"data/{name}"
        return [
            path
            for path in self._sizes
            if path.startswith(place) and _OF_CASE.fullmatch(path, len(place))
        ]

    def yaml_change(self, path: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Change the mapping in a YAML file, which need not be there; comments are lost."""
        values: Any = {}
        if path in self._sizes:
            values = yaml.safe_load(self.read_bytes(path)) or {}
        if not isinstance(values, dict):
            values = {}
        before = dict(values)
        change(values)
        if values != before or path in self._sizes:
            text = yaml.safe_dump(values, sort_keys=False, allow_unicode=True)
            self.put(path, text.encode())


def _of_tree(tree: PackageTree, path: str) -> Source:
    return lambda: tree.chunks(path)


def _stored(name: str) -> Iterator[bytes]:
    with default_storage.open(name) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk
