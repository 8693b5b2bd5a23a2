"""YAML with line numbers, for messages that say where.

Keys are always text (``no`` is Norwegian, not false), duplicate keys are problems, and
aliases can't blow a small file up.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from judging.packages.findings import Findings
from judging.packages.tree import PackageTree

MAX_YAML_BYTES = 1024 * 1024
_MAX_NODES = 100_000
_MAX_DEPTH = 32

Scalar = str | int | float | bool | date | None


@dataclass
class YamlMap:
    """A mapping of a YAML file: its values, and the line of each key."""

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    """Each a Scalar, a list of such values, or a YamlMap."""
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int | None:
        return self.lines.get(key)


def read_yaml_map(
    tree: PackageTree, path: str, findings: Findings, *, replace: dict[str, str] | None = None
) -> YamlMap:
    """Read a file whose top is a mapping; an empty file is an empty one.

    What is wrong goes to ``findings``, and an empty mapping comes back. ``replace``
    holds the package's constants: ``{{name}}`` becomes the value.
    """
    text = read_text(tree, path, findings, max_bytes=MAX_YAML_BYTES)
    if text is None:
        return YamlMap(file=path)
    return parse_yaml_map(replace_constants(text, replace or {}), path, findings)


def read_text(
    tree: PackageTree, path: str, findings: Findings, *, max_bytes: int = 4 * 1024 * 1024
) -> str | None:
    """Read a UTF-8 file. None, with the reason in ``findings``, where it isn't one."""
    if tree.sizes[path] > max_bytes:
        findings.problem(path, f"{tree.sizes[path]} bytes; such a file may have {max_bytes}")
        return None
    try:
        text = tree.read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        findings.problem(path, f"not UTF-8 (byte {error.start}): save it as UTF-8")
        return None
    if text.startswith("\ufeff"):
        findings.warning(path, "begins with a byte-order mark: save it as UTF-8 without one")
        text = text[1:]
    return text


def replace_constants(text: str, constants: dict[str, str]) -> str:
    """Fill in ``{{name}}`` for each constant of the package."""
    for name, value in constants.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text


def parse_yaml_map(text: str, path: str, findings: Findings) -> YamlMap:
    """As read_yaml_map, for text in hand."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return YamlMap(file=path)
        value = _Builder(loader, path, findings).build(node, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        findings.problem(path, f"not valid YAML: {reason}", mark.line + 1 if mark else None)
        return YamlMap(file=path)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        findings.problem(path, f"not valid YAML: {error}")
        return YamlMap(file=path)
    finally:
        loader.dispose()
    if not isinstance(value, YamlMap):
        findings.problem(path, "must hold keys with values", 1)
        return YamlMap(file=path)
    return value


class _Builder:
    def __init__(self, loader: yaml.SafeLoader, path: str, findings: Findings) -> None:
        self._loader = loader
        self._path = path
        self._findings = findings
        self._nodes = 0

    def build(self, node: yaml.Node, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > _MAX_NODES or depth > _MAX_DEPTH:
            raise ValueError("it is too large or too deep (aliases count each time)")
        if isinstance(node, yaml.MappingNode):
            return self._build_map(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return self._loader.construct_object(node)

    def _build_map(self, node: yaml.MappingNode, depth: int) -> YamlMap:
        self._loader.flatten_mapping(node)
        result = YamlMap(file=self._path)
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._findings.problem(self._path, "a key must be text", line)
                continue
            key = key_node.value
            if key in result.values:
                self._findings.problem(self._path, f"the key {key!r} stands here twice", line)
            result.values[key] = self.build(value_node, depth + 1)
            result.lines[key] = line
        return result
