"""A problem package's own programs as read: what judges, grades, and makes tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class SourceChecker:
    """A program of the package's own: what judges the transcript of a testlib interactor, the
    source of a standard checker, or what makes tests."""

    language: str
    """Id in the language table."""
    files: Mapping[str, str]
    """File name to path in the package."""
    standard_files: Mapping[str, bytes] = field(default_factory=dict)
    """File name to content, of what the package only names."""


@dataclass(frozen=True, kw_only=True)
class SourceValidator(SourceChecker):
    """The package's own output validator, or interactor."""

    kind: Literal["custom", "interactive"]
    protocol: Literal["icpc", "testlib"] = "icpc"
    passes: int = 1
    """More than one: of a multi-pass problem, at most so many."""
    points_are_percent: bool = False
    checker: SourceChecker | None = None
    """Beside a testlib interactor."""
    others: tuple["SourceValidator", ...] = ()
    """Further ones, which are asked in this order and must accept as well."""


@dataclass(frozen=True, kw_only=True)
class UnmadeTest:
    """A test of which the package only tells how it is made."""

    input_path: str
    commands: tuple[tuple[str, ...], ...] = ()
    """Generators with arguments; each reads what the last one printed. None: it is there."""
    from_file: str | None = None
    """The file that the generator writes the input into; None: its standard output."""
    answer_path: str | None = None
    """What the main solution is to print; None: the answer is there."""


@dataclass(frozen=True, kw_only=True)
class SourceGrader:
    """The package's own grader."""

    language: str
    """Id in the language table."""
    files: Mapping[str, str]
    """File name to path in the package."""


@dataclass(frozen=True, kw_only=True)
class StaticCase:
    """What a group wants to know of a submission's sources."""

    group: str
    """``sample``, ``secret`` or a group in it."""
    args: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SourceStaticValidation:
    """The package's static validator, and the groups that ask it."""

    language: str
    """Id in the language table."""
    files: Mapping[str, str]
    """File name to path in the package."""
    cases: tuple[StaticCase, ...]


@dataclass(frozen=True, kw_only=True)
class GeneratedInput:
    """A generator's call that printed a test case's input."""

    generator: str
    """One of the package's ``generators``."""
    args: tuple[str, ...]
    input_path: str
