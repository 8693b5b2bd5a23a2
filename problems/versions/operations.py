"""Edits of a test package, as values: what each needs, and what it makes of the test cases.

They speak of test cases by their names in judging order (``secret/1-small/03``) and of other
files by their path in the package. Applying them to files is problems.versions.applying.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from common.errors import InvalidInputError
from judging.packages.manifest import MAX_TEST_CASES, TestCaseName

MAX_OPERATIONS = 500
"""In one draft."""
MAX_FILE_TEXT_CHARS = 256 * 1024

_NUMBERED = re.compile(r"^\d+[-_.]?")
_FILE_NAMES = r"(/[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}){1,6}"
_FILE_PLACES = (
    r"(submissions|generators|input_validators|output_validators?|include"
    r"|data/invalid_input|data/valid_output|data/invalid_output)"
)
# Of test cases only their settings are files to put: the rest has edits of its own.
_SETTINGS = r"data(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}){0,6}/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\.yaml"
FilePath = Annotated[
    str, Field(pattern=rf"^({_FILE_PLACES}{_FILE_NAMES}|{_SETTINGS})$", max_length=400)
]
ValidatorFlag = Annotated[str, Field(max_length=200)]
GroupName = Annotated[str, Field(pattern=r"^secret(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99})?$")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Content(_Value):
    """Bytes that lie in storage under their hash."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size_bytes: Annotated[int, Field(ge=0)]


class PutCase(_Value):
    """Add a test case, or change what is given of one."""

    kind: Literal["put_case"] = "put_case"
    name: TestCaseName
    input: Content | None = None
    answer: Content | None = None
    description: Annotated[str, Field(max_length=1_000)] | None = None


class RenameCase(_Value):
    """Give a test case another name: so it moves between samples, secret ones and groups."""

    kind: Literal["rename_case"] = "rename_case"
    name: TestCaseName
    new_name: TestCaseName


class RemoveCase(_Value):
    """Take a test case away."""

    kind: Literal["remove_case"] = "remove_case"
    name: TestCaseName


class ReorderCases(_Value):
    """Give all test cases of a directory this order, by numbers before their names."""

    kind: Literal["reorder_cases"] = "reorder_cases"
    names: Annotated[tuple[TestCaseName, ...], Field(min_length=1, max_length=MAX_TEST_CASES)]


class SetGroup(_Value):
    """What a test data group is worth, and how. None leaves a value as it is."""

    kind: Literal["set_group"] = "set_group"
    name: GroupName
    max_score: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    aggregation: Literal["pass-fail", "sum", "min"] | None = None
    require_pass: Annotated[tuple[str, ...], Field(max_length=100)] | None = None
    """Groups in which everything must be accepted first."""


class SetLimits(_Value):
    """Limits of a run and of sources. None leaves a value as it is."""

    kind: Literal["set_limits"] = "set_limits"
    time_limit_ms: Annotated[int, Field(ge=10, le=300_000)] | None = None
    memory_limit_kib: Annotated[int, Field(ge=4 * 1024, le=8 * 1024 * 1024)] | None = None
    output_limit_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] | None = None
    source_limit_bytes: Annotated[int, Field(ge=1, le=256 * 1024)] | None = None


class SourceFile(_Value):
    """A source file of a validator."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}$")]
    content: Content


class SetValidator(_Value):
    """How outputs are judged. None leaves a value as it is."""

    kind: Literal["set_validator"] = "set_validator"
    mode: Literal["default", "custom", "interactive"] | None = None
    flags: Annotated[tuple[ValidatorFlag, ...], Field(max_length=64)] | None = None
    """Arguments for every test case that has none of its own."""
    files: Annotated[tuple[SourceFile, ...], Field(max_length=64)] | None = None
    """In place of all its former files."""


class PutFile(_Value):
    """Add or replace another file, such as a reference submission or an input validator."""

    kind: Literal["put_file"] = "put_file"
    path: FilePath
    content: Content


class RemoveFile(_Value):
    """Take another file away."""

    kind: Literal["remove_file"] = "remove_file"
    path: FilePath


Operation = (
    PutCase
    | RenameCase
    | RemoveCase
    | ReorderCases
    | SetGroup
    | SetLimits
    | SetValidator
    | PutFile
    | RemoveFile
)
OPERATION: TypeAdapter[Operation] = TypeAdapter(Annotated[Operation, Field(discriminator="kind")])


class CaseNames:
    """The names of test cases while edits are made to them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = set(names)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @property
    def in_order(self) -> list[str]:
        return sorted(self._names, key=lambda name: name.split("/"))

    def apply(self, operation: Operation) -> dict[str, str]:
        """Note an edit; returns which test cases it renames, to what.

        Raises InvalidInputError where it makes no sense after those before it.
        """
        match operation:
            case PutCase():
                if operation.name not in self._names:
                    if operation.input is None or operation.answer is None:
                        raise _refusal(
                            f"There is no test case {operation.name}: a new one needs its input "
                            "and its answer."
                        )
                    if len(self._names) >= MAX_TEST_CASES:
                        raise _refusal(f"At most {MAX_TEST_CASES} test cases: remove one first.")
                    self._names.add(operation.name)
            case RenameCase():
                self._known(operation.name)
                if operation.new_name in self._names:
                    raise _refusal(
                        f"There is a test case {operation.new_name} already: remove or rename it "
                        "first."
                    )
                return self._renamed({operation.name: operation.new_name})
            case RemoveCase():
                self._known(operation.name)
                self._names.remove(operation.name)
            case ReorderCases():
                return self._renamed(self._reordered(operation.names))
            case _:
                pass
        return {}

    def _known(self, name: str) -> None:
        if name not in self._names:
            raise _refusal(f"There is no test case {name}.")

    def _renamed(self, changes: dict[str, str]) -> dict[str, str]:
        self._names -= set(changes)
        self._names |= set(changes.values())
        return changes

    def _reordered(self, names: Sequence[str]) -> dict[str, str]:
        directory = names[0].rpartition("/")[0]
        inside = {name for name in self._names if name.rpartition("/")[0] == directory}
        if set(names) != inside or len(names) != len(inside):
            odd = sorted(inside ^ set(names))
            raise _refusal(
                f"Name each of the {len(inside)} test cases of {directory} once"
                + (f"; look at {', '.join(odd[:5])}." if odd else ".")
            )
        width = len(str(len(names)))
        changes = {}
        for place, name in enumerate(names, start=1):
            rest = _NUMBERED.sub("", name.rpartition("/")[2])
            number = f"{place:0{width}}"
            changes[name] = f"{directory}/{number}-{rest}" if rest else f"{directory}/{number}"
        return changes


def _refusal(message: str) -> InvalidInputError:
    return InvalidInputError(message, code="operation_refused")
