"""Package checks: what only a judgehost may do with a problem package before it is offered.

Messages of version 1, as in judging.contract.
"""

from typing import Annotated, Literal

from pydantic import Field

from judging.contract import InternalError, Message, Sha256, Token
from judging.limits import Limits
from judging.verdicts import Verdict

MAX_FINDINGS = 200
MAX_FINDING_CHARS = 2_000
MAX_PATH_CHARS = 500
MAX_SHOWN_CHARS = 500
MAX_VERIFIED = 500
MAX_STATEMENTS = 20
MAX_STATEMENTS_CHARS = 200_000
"""Of all converted statements together: what one message surely holds."""


class Finding(Message):
    """One thing to say of a package, and what to do about it."""

    file: Annotated[str, Field(max_length=MAX_PATH_CHARS)]
    """Path within the package; empty where it is about the package as a whole."""
    line: int | None = None
    message: Annotated[str, Field(max_length=MAX_FINDING_CHARS)]


class PackageCheckJob(Message):
    """One problem package to check. It lies in the package store under its own hash."""

    version: Literal[1] = 1
    import_id: Annotated[int, Field(ge=1)]
    attempt_token: Token
    source_sha256: Sha256
    """Of the zip of the problem package, not of a test package."""
    short_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$")]
    """What the package is called: some formats take it for its title."""


class MeasuredTimeLimit(Message):
    """The time limit of a package that states none."""

    time_limit_ms: Annotated[int, Field(ge=1)]
    explanation: Annotated[str, Field(max_length=MAX_FINDING_CHARS)]
    """Which submission set it, on which test case."""


class ConvertedStatement(Message):
    """A LaTeX statement as Markdown."""

    path: Annotated[str, Field(max_length=MAX_PATH_CHARS)]
    markdown: str


class PackageCheckReport(Message):
    """What came of a check. The package is sound exactly where there is no problem and no error."""

    version: Literal[1] = 1
    import_id: int
    attempt_token: Token
    judgehost: str
    delivery: Annotated[int, Field(ge=1)]
    problems: Annotated[tuple[Finding, ...], Field(max_length=MAX_FINDINGS)] = ()
    """Each refuses the package."""
    warnings: Annotated[tuple[Finding, ...], Field(max_length=MAX_FINDINGS)] = ()
    time_limit: MeasuredTimeLimit | None = None
    """None: the package states one, or nothing could be measured."""
    statements: Annotated[tuple[ConvertedStatement, ...], Field(max_length=MAX_STATEMENTS)] = ()
    internal_error: InternalError | None = None
    """Nobody could check it; it says nothing of the package."""


class PackageVerifyJob(Message):
    """One version of a problem whose programs are all to be tried. It lies in the package store
    as the problem package that it was made of."""

    version: Literal[1] = 1
    verification_id: Annotated[int, Field(ge=1)]
    attempt_token: Token
    source_sha256: Sha256
    short_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$")]
    limits: Limits
    """Of the version, which may have been measured when it was made."""


VerifyStage = Literal["validators", "generators", "submissions"]


class PackageVerifyProgress(Message):
    """How far a verification is. Its loss harms nobody."""

    version: Literal[1] = 1
    verification_id: int
    attempt_token: Token
    judgehost: str
    stage: VerifyStage
    done: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=0)]


class VerifiedProgram(Message):
    """An input validator, output validator or generator, and how it did."""

    kind: Literal["input_validator", "output_validator", "generator"]
    path: Annotated[str, Field(max_length=MAX_PATH_CHARS)]
    is_fine: bool | None
    """None: this host could not try it."""
    message: Annotated[str, Field(max_length=MAX_FINDING_CHARS)] = ""


class VerifiedSubmission(Message):
    """A reference submission: what the package says of it, and what came of it."""

    path: Annotated[str, Field(max_length=MAX_PATH_CHARS)]
    """Below ``submissions/``."""
    language: str | None
    expected: Annotated[str, Field(max_length=MAX_FINDING_CHARS)]
    actual: Annotated[str, Field(max_length=MAX_FINDING_CHARS)]
    agrees: bool | None
    """None: not judged, since its language is not installed."""
    verdict: Verdict | None = None
    score: float | None = None
    cpu_time_ms: int | None = None
    """Of the slowest run."""
    memory_kib: int | None = None
    """Of the largest run."""
    rejected_at: str = ""
    """The first test case that was not accepted."""
    message: Annotated[str, Field(max_length=MAX_SHOWN_CHARS)] = ""
    """What the validator or the compiler said there."""


class PackageVerifyReport(Message):
    """What came of a verification."""

    version: Literal[1] = 1
    verification_id: int
    attempt_token: Token
    judgehost: str
    delivery: Annotated[int, Field(ge=1)]
    problems: Annotated[tuple[Finding, ...], Field(max_length=MAX_FINDINGS)] = ()
    warnings: Annotated[tuple[Finding, ...], Field(max_length=MAX_FINDINGS)] = ()
    programs: Annotated[tuple[VerifiedProgram, ...], Field(max_length=MAX_FINDINGS)] = ()
    submissions: Annotated[tuple[VerifiedSubmission, ...], Field(max_length=MAX_VERIFIED)] = ()
    internal_error: InternalError | None = None
    """Nobody could verify it; it says nothing of the package."""
