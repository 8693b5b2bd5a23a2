"""Custom runs: a program with inputs of one's own. Messages of version 1, as in judging.contract.

A custom run is no judgement: nothing is counted, and no secret test case is touched.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from judging.contract import (
    MAX_MESSAGE_TEXT_CHARS,
    MAX_TEAM_MESSAGE_CHARS,
    CompileReport,
    InternalError,
    Message,
    Sha256,
    SourceFile,
    Token,
)
from judging.limits import Limits
from judging.names import MAX_SOURCE_FILES
from judging.packages.manifest import TestCaseName

MAX_RUN_INPUTS = 10

MAX_RUN_BYTES = 128 * 1024
"""Of a run's own inputs and expected outputs together: with a source, what one message holds."""

MAX_STDOUT_BYTES = 32 * 1024
MAX_STDERR_BYTES = 8 * 1024
"""What comes back of each input's outputs; the rest is cut, and the report says so."""


class RunWord(StrEnum):
    """What came of one input: a verdict's word where it applies."""

    OK = "OK"
    """It ended by itself, and nothing was expected of its output."""
    ACCEPTED = "AC"
    WRONG_ANSWER = "WA"
    TIME_LIMIT = "TLE"
    WALL_TIME_LIMIT = "WTL"
    MEMORY_LIMIT = "MLE"
    OUTPUT_LIMIT = "OLE"
    RUN_TIME_ERROR = "RTE"
    SKIPPED = "SKIPPED"
    """It was not run: the inputs before it took the time, or it can't be."""
    JUDGING_ERROR = "JE"
    """The problem's own validator failed on it."""


class RunInput(Message):
    """One input: a sample of the problem, or one's own."""

    sample: TestCaseName | None = None
    """A sample test case of the package, judged as in a judgement. None: ``stdin`` it is."""
    stdin: str = ""
    expected: str | None = None
    """What the output is compared with, by the default validator. None: it isn't."""

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if self.sample is not None and (self.stdin or self.expected is not None):
            raise ValueError("a sample brings its own input and answer")
        if self.sample is not None and not self.sample.startswith("sample/"):
            raise ValueError("secret test cases are not for custom runs")
        return self


class CustomRunJob(Message):
    """One program and its inputs: all that a judgehost needs but the test package itself."""

    version: Literal[1] = 1
    run_id: Annotated[int, Field(ge=1)]
    attempt_token: Token
    language: str
    source_files: Annotated[
        tuple[SourceFile, ...], Field(min_length=1, max_length=MAX_SOURCE_FILES)
    ]
    package_sha256: Sha256 | None = None
    """For its included code, its samples, and how it compares. None: a program by itself."""
    limits: Limits
    """Before the language's multiplier."""
    inputs: Annotated[tuple[RunInput, ...], Field(min_length=1, max_length=MAX_RUN_INPUTS)]

    @model_validator(mode="after")
    def _samples_have_a_package(self) -> Self:
        if self.package_sha256 is None and any(one.sample is not None for one in self.inputs):
            raise ValueError("a sample needs a package")
        return self


class RunResult(Message):
    """What came of one input."""

    ordinal: Annotated[int, Field(ge=1)]
    word: RunWord
    stdout: str = ""
    """Empty for an interactive problem: the interactor read it."""
    is_stdout_cut: bool = False
    stderr: str = ""
    is_stderr_cut: bool = False
    exit_code: int | None = None
    signal: int | None = None
    cpu_time_ms: Annotated[int, Field(ge=0)] = 0
    wall_time_ms: Annotated[int, Field(ge=0)] = 0
    memory_kib: Annotated[int, Field(ge=0)] = 0
    message: Annotated[str, Field(max_length=MAX_MESSAGE_TEXT_CHARS)] = ""
    """For the person: the first difference, or why it was skipped. Never of a validator."""
    team_message: Annotated[str, Field(max_length=MAX_TEAM_MESSAGE_CHARS)] = ""


class CustomRunReport(Message):
    """The whole result."""

    version: Literal[1] = 1
    run_id: int
    attempt_token: Token
    judgehost: str
    delivery: Annotated[int, Field(ge=1)]
    compile: CompileReport | None = None
    """None where it never came so far."""
    results: Annotated[tuple[RunResult, ...], Field(max_length=MAX_RUN_INPUTS)] = ()
    """In the order of the inputs; none where it does not compile."""
    internal_error: InternalError | None = None
