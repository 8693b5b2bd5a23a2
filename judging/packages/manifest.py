"""The manifest of a test package: what a judgehost needs to know beside the files themselves.

A test package is a deterministic zip: ``manifest.json`` and ``data/<name>.in`` and
``data/<name>.ans`` for each test case. Its name is the sha256 of its bytes, so equal
packages are one package and a package never changes.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from judging.limits import Limits

MANIFEST_VERSION = 1
MANIFEST_NAME = "manifest.json"

MAX_TEST_CASES = 2_000

TestCaseName = Annotated[
    str, Field(pattern=r"^(sample|secret)(/[A-Za-z0-9_][A-Za-z0-9_.-]*){1,8}$", max_length=255)
]


class ValidatorFlags(BaseModel):
    """Flags of the problem package format's default output validator."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_sensitive: bool = False
    space_change_sensitive: bool = False
    float_absolute_tolerance: Annotated[float, Field(ge=0)] | None = None
    float_relative_tolerance: Annotated[float, Field(ge=0)] | None = None


class TestCase(BaseModel):
    """One input with its answer."""

    __test__: ClassVar[bool] = False
    """It is no class of tests, whatever its name makes pytest think."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: TestCaseName
    validator_flags: ValidatorFlags = ValidatorFlags()
    description: str = ""

    @property
    def is_sample(self) -> bool:
        return self.name.startswith("sample/")

    @property
    def input_path(self) -> str:
        return f"data/{self.name}.in"

    @property
    def answer_path(self) -> str:
        return f"data/{self.name}.ans"


class PackageManifest(BaseModel):
    """All of a test package but its files. Test cases stand in judging order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    limits: Limits
    test_cases: Annotated[tuple[TestCase, ...], Field(min_length=1, max_length=MAX_TEST_CASES)]

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [case.name for case in self.test_cases]
        if len(set(names)) != len(names):
            raise ValueError("two test cases have the same name")
        return self
