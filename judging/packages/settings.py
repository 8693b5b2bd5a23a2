"""Typed reading of one YAML mapping: each value checked, each key accounted for."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from judging.packages.findings import Findings
from judging.packages.yaml_file import YamlMap

_NUMBER = re.compile(r"[+-]?(\d*\.\d+|\d+\.|\d+)([eE][+-]?\d+)?")


class Settings:
    """Reads values out of a mapping. A value of a wrong type is a problem and reads as absent."""

    def __init__(self, yaml_map: YamlMap, findings: Findings, *, where: str = "") -> None:
        self._map = yaml_map
        self._findings = findings
        self._where = where
        self.file = yaml_map.file

    def has(self, key: str) -> bool:
        return self._map.values.get(key) is not None

    def line(self, key: str) -> int | None:
        return self._map.line(key)

    def raw(self, key: str) -> Any:
        return self._map.values.get(key)

    def problem(self, key: str, message: str) -> None:
        self._findings.problem(self.file, f"{self._where}{key}: {message}", self.line(key))

    def warning(self, key: str, message: str) -> None:
        self._findings.warning(self.file, f"{self._where}{key}: {message}", self.line(key))

    def check_keys(self, known: Iterable[str], *, unknown_is_problem: bool) -> None:
        """Say which keys the format doesn't know."""
        for key in [key for key in self._map.values if key not in set(known)]:
            message = "this key is not part of the package format"
            if unknown_is_problem:
                self.problem(key, f"{message}: remove it or correct its spelling")
            else:
                self.warning(key, f"{message} and has no effect")

    def text(self, key: str) -> str | None:
        value = self.raw(key)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, (int, float, date)) and not isinstance(value, bool):
            return str(value)
        self.problem(key, "must be text")
        return None

    def number(
        self, key: str, *, above: float | None = None, least: float | None = None
    ) -> float | None:
        """A finite number. YAML takes 1e-3 for text, so text that is a number is one too."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            value = float(value)
        if not isinstance(value, (int, float)) or isinstance(value, bool) or value != value:
            self.problem(key, "must be a number")
            return None
        if abs(value) > 1e15:
            self.problem(key, "is out of all bounds")
            return None
        if above is not None and value <= above:
            self.problem(key, f"must be more than {above:g}")
            return None
        if least is not None and value < least:
            self.problem(key, f"must be at least {least:g}")
            return None
        return float(value)

    def number_if_good(self, key: str) -> float | None:
        """As number, where what is wrong with it is said elsewhere."""
        return Settings(self._map, Findings()).number(key)

    def flag(self, key: str) -> bool | None:
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return value
        self.problem(key, "must be true or false")
        return None

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A text, or a sequence of texts."""
        value = self.raw(key)
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, (list, YamlMap)) or item is None for item in items):
            self.problem(key, "must be text or a list of texts")
            return None
        return tuple(str(item) for item in items)

    def section(self, key: str) -> "Settings | None":
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, YamlMap):
            return Settings(value, self._findings, where=f"{self._where}{key}.")
        self.problem(key, "must hold keys with values")
        return None

    def is_map(self, key: str) -> bool:
        return isinstance(self.raw(key), YamlMap)

    def text_map(self, key: str) -> Mapping[str, str] | None:
        """A mapping of texts to texts."""
        section = self.section(key)
        if section is None:
            return None
        pairs = {name: section.text(name) for name in section.names}
        return {name: value for name, value in pairs.items() if value is not None}

    @property
    def names(self) -> list[str]:
        return list(self._map.values)
