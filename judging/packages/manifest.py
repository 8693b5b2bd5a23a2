"""The manifest of a test package: what a judgehost needs to know beside the files themselves.

A test package is a deterministic zip: ``manifest.json``; ``data/<name>.in``,
``data/<name>.ans`` and ``data/<name>.files/`` for each test case; code that is added to every
submission under ``include/``, and the sources of validators and a grader of the package's own
under ``validator/`` (``validator2/``, …) and ``grader/``. Its name is the sha256 of its bytes, so
equal packages are one package and a package never changes.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from judging.limits import Limits
from judging.names import SOURCE_FILE_PATTERN
from judging.packages.test_groups import TestGroup

MANIFEST_VERSION = 1
MANIFEST_NAME = "manifest.json"

MAX_TEST_CASES = 2_000
MAX_TEST_GROUPS = 500
MAX_VALIDATOR_FILES = 64
MAX_VALIDATORS = 8
MAX_VALIDATOR_BYTES = 1024 * 1024
"""Of all its source files together; a testlib.h of the package's own has 200 KiB."""


TestCaseName = Annotated[
    str,
    Field(
        pattern=r"^(sample|secret)(/[A-Za-z0-9_(\[+][A-Za-z0-9_. +=,;@%()~#&'!\[\]-]*){1,8}$",
        max_length=255,
    ),
]


PlainName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$")]

IncludeKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
INCLUDED_FOR_ALL = "default"

MAX_CASE_FILES = 64
MAX_PASSES = 100
MAX_RUN_COUNT = 10


def included_path(key: str, file_name: str) -> str:
    """Where an included file lies in a test package."""
    return f"include/{key}/{file_name}"


class ValidatorFlags(BaseModel):
    """Flags of the problem package format's default output validator."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_sensitive: bool = False
    space_change_sensitive: bool = False
    float_absolute_tolerance: Annotated[float, Field(ge=0)] | None = None
    float_relative_tolerance: Annotated[float, Field(ge=0)] | None = None


class TranscriptChecker(BaseModel):
    """A testlib checker that judges what an interactor has written about its talk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    files: Annotated[
        tuple[Annotated[str, Field(pattern=SOURCE_FILE_PATTERN)], ...],
        Field(min_length=1, max_length=MAX_VALIDATOR_FILES),
    ]
    """Names of its source files, which stand in ``checker/``."""

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(f"checker/{name}" for name in self.files)


class FurtherValidator(BaseModel):
    """A validator that is asked after another one has accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    """An id of the language table."""
    files: Annotated[
        tuple[Annotated[str, Field(pattern=SOURCE_FILE_PATTERN)], ...],
        Field(min_length=1, max_length=MAX_VALIDATOR_FILES),
    ]
    """Names of its source files, which stand in ``validator2/``, ``validator3/`` and so on."""
    protocol: Literal["icpc", "testlib"] = "icpc"


class Validation(BaseModel):
    """How output is judged: by the format's default validator, or by a program of the package.

    ``custom``: it runs after the program, with the program's output as its input.
    ``interactive``: it runs while the program does, each one's output being the other's input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["default", "custom", "interactive"] = "default"
    language: str | None = None
    """Of the validator: an id of the language table."""
    files: Annotated[
        tuple[Annotated[str, Field(pattern=SOURCE_FILE_PATTERN)], ...],
        Field(max_length=MAX_VALIDATOR_FILES),
    ] = ()
    """Names of its source files, which stand in ``validator/``."""
    protocol: Literal["icpc", "testlib"] = "icpc"
    """How the program is called and what its exit codes mean: as the package format says, or as
    testlib does (input, output and answer files as arguments; 0 accepts)."""
    passes: Annotated[int, Field(ge=1, le=MAX_PASSES)] = 1
    """How often at most the program is run for one test case, each time after the first with an
    input that the validator wrote."""
    points_are_percent: bool = False
    """Of a testlib program: whether its points are of hundred, not those that a test is worth."""
    checker: TranscriptChecker | None = None
    """Only beside an interactor, and only where its word alone is not enough."""
    others: Annotated[tuple[FurtherValidator, ...], Field(max_length=MAX_VALIDATORS - 1)] = ()
    """What the first one accepts, these must accept too; the last one's word counts then."""

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(f"validator/{name}" for name in self.files)

    def other_paths(self, index: int) -> tuple[str, ...]:
        """Where the sources of one of ``others`` lie."""
        return tuple(f"validator{index + 2}/{name}" for name in self.others[index].files)

    @model_serializer(mode="wrap")
    def _without_what_says_nothing(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, object]:
        """``others`` have come later: packages without any keep their hashes."""
        values: dict[str, object] = serialize(self)
        if not self.others:
            values.pop("others", None)
        return values

    @model_validator(mode="after")
    def _has_a_program_unless_default(self) -> Self:
        has_program = self.language is not None and bool(self.files)
        if has_program == (self.kind == "default"):
            raise ValueError("a program is needed where validation is not the default one")
        if self.others and (self.kind != "custom" or self.passes > 1):
            raise ValueError("only what judges a finished output can be several programs")
        if self.checker is not None and (self.kind, self.protocol) != ("interactive", "testlib"):
            raise ValueError("only an interactor written for testlib has a checker beside it")
        return self


class Grader(BaseModel):
    """A program of the package that turns the results within a group into the group's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    """An id of the language table."""
    files: Annotated[
        tuple[Annotated[str, Field(pattern=SOURCE_FILE_PATTERN)], ...],
        Field(min_length=1, max_length=MAX_VALIDATOR_FILES),
    ]
    """Names of its source files, which stand in ``grader/``."""

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(f"grader/{name}" for name in self.files)


class StaticValidation(BaseModel):
    """A program of the package that looks at a submission's sources."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    """An id of the language table."""
    files: Annotated[
        tuple[Annotated[str, Field(pattern=SOURCE_FILE_PATTERN)], ...],
        Field(min_length=1, max_length=MAX_VALIDATOR_FILES),
    ]
    """Names of its source files, which stand in ``static_validator/``."""
    cases: Annotated[tuple[TestCaseName, ...], Field(min_length=1)]
    """The test cases that it judges, for which nothing is run; they have no files."""

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(f"static_validator/{name}" for name in self.files)


class TestCase(BaseModel):
    """One input with its answer."""

    __test__: ClassVar[bool] = False
    """It is no class of tests, whatever its name makes pytest think."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: TestCaseName
    validator_flags: ValidatorFlags = ValidatorFlags()
    """For the default validator."""
    validator_args: tuple[str, ...] = ()
    """For a validator of the package's own."""
    description: str = ""
    args: tuple[str, ...] = ()
    """Command-line arguments of the program."""
    files: Annotated[tuple[PlainName, ...], Field(max_length=MAX_CASE_FILES)] = ()
    """Names of files that the program finds in its working directory."""

    @property
    def is_sample(self) -> bool:
        return self.name.startswith("sample/")

    @property
    def input_path(self) -> str:
        return f"data/{self.name}.in"

    @property
    def answer_path(self) -> str:
        return f"data/{self.name}.ans"

    def file_path(self, file_name: str) -> str:
        """Where one of ``files`` lies."""
        return f"data/{self.name}.files/{file_name}"


class PackageManifest(BaseModel):
    """All of a test package but its files. Test cases stand in judging order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    limits: Limits
    validation: Validation = Validation()
    test_cases: Annotated[tuple[TestCase, ...], Field(min_length=1, max_length=MAX_TEST_CASES)]
    included_files: dict[
        IncludeKey, Annotated[tuple[PlainName, ...], Field(max_length=MAX_CASE_FILES)]
    ] = {}
    """Names of files that are added to every submission before it is compiled, by the package
    format's code of its language; those under ``default`` are for languages without an entry."""
    static_validation: StaticValidation | None = None
    input_file: PlainName | None = None
    """The file in its working directory that the program reads; None: its standard input."""
    output_file: PlainName | None = None
    """The file there that it writes; None: its standard output."""
    run_count: Annotated[int, Field(ge=1, le=MAX_RUN_COUNT)] = 1
    """How often the program is run on each test case; the worst run counts."""
    is_submit_answer: bool = False
    """Whether answers are handed in, and not a program that makes them."""
    is_scoring: bool = False
    """Whether submissions get points. ``groups`` is not empty then."""
    max_score: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """What a submission can get at most; None: pass-fail, or without a bound."""
    groups: Annotated[tuple[TestGroup, ...], Field(max_length=MAX_TEST_GROUPS)] = ()
    """How results add up, the root (of the empty name) first. None: a submission's verdict is
    that of the first test case that was not accepted."""
    grader: Grader | None = None

    def is_static(self, case: TestCase) -> bool:
        """Whether a test case is a matter of the static validator."""
        return self.static_validation is not None and case.name in self.static_validation.cases

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [case.name for case in self.test_cases]
        if len(set(names)) != len(names):
            raise ValueError("two test cases have the same name")
        return self

    def to_json(self) -> str:
        """What has come into manifests later, and says nothing, is left out: packages keep their
        hashes."""
        later = {"static_validation": None, "input_file": None, "output_file": None, "run_count": 1}
        silent = {name for name, default in later.items() if getattr(self, name) == default}
        return self.model_dump_json(exclude=silent)

    @model_validator(mode="after")
    def _files_are_for_programs_alone(self) -> Self:
        is_talking = self.validation.kind == "interactive" or self.validation.passes > 1
        if (self.input_file or self.output_file) and (is_talking or self.is_submit_answer):
            raise ValueError("interactive and multi-pass problems use standard input and output")
        return self

    @model_validator(mode="after")
    def _groups_are_a_tree(self) -> Self:
        names = [group.name for group in self.groups]
        if len(set(names)) != len(names):
            raise ValueError("two test data groups have the same name")
        if self.is_scoring or names:
            if "" not in names:
                raise ValueError("the group of all test cases is missing")
            if any(needed not in names for one in self.groups for needed in one.required_groups):
                raise ValueError("a group requires another that does not exist")
        if self.grader is None and any(group.grader_args is not None for group in self.groups):
            raise ValueError("a group has a grader that does not exist")
        return self
