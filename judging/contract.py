"""The messages between the web side and the judge, version 1 (docs/queue-contract.md).

Every message states its version; one of an unknown version is refused by name.
Values are frozen and refuse unknown fields, so that a drift is seen at once.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from judging.limits import Limits
from judging.names import MAX_SOURCE_FILE_CHARS, MAX_SOURCE_FILES, SOURCE_FILE_PATTERN
from judging.verdicts import Stage, Verdict

CONTRACT_VERSION = 1

MAX_MESSAGE_TEXT_CHARS = 16 * 1024
"""Cap of each free text in a report (compiler output, a validator's message)."""

MAX_TEAM_MESSAGE_CHARS = 2_000
"""Cap of what a validator tells a student about one test case."""

MAX_GROUPS = 200

MAX_RUNS = 10_000
"""Of one report; no package has as many test cases."""

Judgehost = Annotated[str, Field(max_length=200)]
Status = Annotated[int, Field(ge=-(2**31), lt=2**31)]
"""Of a process that ended."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Token = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class ContractError(ValueError):
    """A message that this version of the contract can't read. The text says why."""


class Message(BaseModel):
    """A value that travels as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a message.

        Raises ContractError, naming an unknown version or the first faulty field.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or cls.__name__
            if place == "version":
                raise ContractError(
                    f"{cls.__name__} of contract version {first['input']!r}: "
                    f"this side speaks version {CONTRACT_VERSION}"
                ) from error
            raise ContractError(f"{cls.__name__}: {place}: {first['msg']}") from error

    def to_json(self) -> str:
        return self.model_dump_json()


class SourceFile(Message):
    """One file of a submission, which may stand in directories of it."""

    name: Annotated[str, Field(pattern=SOURCE_FILE_PATTERN, max_length=MAX_SOURCE_FILE_CHARS)]
    text: str


class JudgeJob(Message):
    """One attempt to judge one submission: all a judgehost needs but the test package itself."""

    version: Literal[1] = 1
    submission_id: Annotated[int, Field(ge=1)]
    judgement_id: Annotated[int, Field(ge=1)]
    attempt_token: Token
    """Names the attempt. A report with another token is stale and changes nothing."""
    language: str
    """An id of the language table (judging/languages.toml)."""
    source_files: Annotated[
        tuple[SourceFile, ...], Field(min_length=1, max_length=MAX_SOURCE_FILES)
    ]
    package_sha256: Sha256
    """The test package, found under this hash in the package store."""
    limits: Limits
    """Of the problem, before the language's multiplier."""
    stop_at_first_failure: bool = False


class CompileReport(Message):
    """What came of compiling (or of the syntax check of an interpreted language)."""

    succeeded: bool
    message: Annotated[str, Field(max_length=MAX_MESSAGE_TEXT_CHARS)] = ""
    """What the compiler printed, cut to the cap, with the box's paths left out."""
    cpu_time_ms: Annotated[int, Field(ge=0)] = 0


class RunReport(Message):
    """What came of one test case."""

    ordinal: Annotated[int, Field(ge=1, lt=2**31)]
    """Position in judging order, from 1."""
    test_case: Annotated[str, Field(max_length=1_000)]
    """Name in the package, such as ``secret/02-large``."""
    verdict: Verdict
    cpu_time_ms: Annotated[int, Field(ge=0)]
    wall_time_ms: Annotated[int, Field(ge=0)]
    memory_kib: Annotated[int, Field(ge=0)]
    exit_code: Status | None = None
    """None where a signal ended the program or the judge did."""
    signal: Status | None = None
    judge_message: Annotated[str, Field(max_length=MAX_MESSAGE_TEXT_CHARS)] = ""
    """For staff only: it may quote secret data."""
    team_message: Annotated[str, Field(max_length=MAX_TEAM_MESSAGE_CHARS)] = ""
    """What the problem's own validator wants the student to read; empty: nothing."""
    score: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """Points for this test case alone; None where test cases have none."""
    attempts: Annotated[int, Field(ge=1)] = 1
    """How often it was run: more than once where the first time was close to the limit."""
    passes: Annotated[int, Field(ge=1)] = 1
    """How many passes of a multi-pass problem it went through."""


class GroupReport(Message):
    """What came of one test data group whose score is a part of the submission's."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    """In the package, such as ``secret/group1``."""
    verdict: Verdict | None
    """None: nothing of it was run, because an earlier rejection decided."""
    score: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    max_score: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """None: the group has no bound."""


class InternalError(Message):
    """Our fault or the package's, never the submission's."""

    kind: Literal["package", "validator", "sandbox", "store", "contract", "worker", "attempts"]
    message: Annotated[str, Field(max_length=MAX_MESSAGE_TEXT_CHARS)]


class JudgeProgress(Message):
    """News of a job under way. It may be lost, doubled or reordered and nobody is hurt."""

    version: Literal[1] = 1
    submission_id: int
    judgement_id: int
    attempt_token: Token
    judgehost: Judgehost
    stage: Stage
    test_case_count: Annotated[int, Field(ge=0)] | None = None
    """None until the package has been fetched."""
    runs: Annotated[tuple[RunReport, ...], Field(max_length=MAX_RUNS)] = ()
    """Test cases that ended since the last news."""


class JudgeReport(Message):
    """The whole result of one attempt; no progress message is needed to understand it."""

    version: Literal[1] = 1
    submission_id: int
    judgement_id: int
    attempt_token: Token
    judgehost: Judgehost
    delivery: Annotated[int, Field(ge=1)]
    """Which delivery of the job this was, from 1."""
    verdict: Verdict
    compile: CompileReport | None = None
    """None where the job never came so far."""
    test_case_count: Annotated[int, Field(ge=0)] = 0
    runs: Annotated[tuple[RunReport, ...], Field(max_length=MAX_RUNS)] = ()
    score: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """None for pass-fail problems, and where there is a judging error."""
    groups: Annotated[tuple[GroupReport, ...], Field(max_length=MAX_GROUPS)] = ()
    """The groups that ``score`` is made of (subtasks), in judging order; empty: none."""
    cpu_time_ms: Annotated[int, Field(ge=0)] = 0
    """Of the slowest run."""
    memory_kib: Annotated[int, Field(ge=0)] = 0
    """Of the largest run."""
    internal_error: InternalError | None = None
    """Set exactly when the verdict is JE."""
