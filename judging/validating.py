"""A package's own output validator: compiled once per host, run in a box for each test case.

It is as untrusted as a submission. What it says by its exit code and its feedback files
counts; whatever else becomes of it is a ValidatorFault.
"""

import contextlib
import copy
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from judging import grading, testlib
from judging.compiling import (
    BOX_ENV,
    PROGRAM_DIR,
    capped,
    clean_text,
    compile_submission,
    toolchain_mounts,
)
from judging.contract import MAX_TEAM_MESSAGE_CHARS
from judging.interacting import run_interactive
from judging.limits import Limits, wall_time_ms_for
from judging.packages.manifest import MAX_VALIDATOR_BYTES, TestCase
from judging.packages.test_package import TestPackage
from judging.sandbox.protocol import (
    Box,
    BoxSpec,
    Collect,
    Command,
    Mount,
    Outcome,
    RunLimits,
    Sandbox,
)
from judging.toolchains import InstalledLanguage
from judging.verdicts import Verdict

_INPUT = "/data/testdata.in"
_ANSWER = "/data/testdata.ans"
_FEEDBACK = "/w/"
_TESTLIB_OUTPUT = "output.txt"
_TESTLIB_TRANSCRIPT = "transcript.txt"
_FEEDBACK_FILES = 64
_STDERR_BYTES = 64 * 1024
_SHOWN_STDERR_CHARS = 2_000
_READ_BYTES = 64 * 1024
_UNLIMITED = 1 << 62
_SCORE_CHARS = 1_000


class ValidatorFault(Exception):  # noqa: N818 - "fault" is the field's word for what is not the program's
    """The validator itself failed. Never the submission's fault."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a validator made of one run."""

    verdict: Verdict
    judge_message: str = ""
    team_message: str = ""
    points: str | None = None
    """What it wrote into ``score.txt``; None: there is no such file."""
    factor: str | None = None
    """What it wrote into ``score_multiplier.txt``; None: there is no such file."""


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """A program's run, and what came of its talk with the interactor."""

    outcome: Outcome
    judged: Judged


@dataclass(frozen=True, kw_only=True)
class CompiledProgram:
    """A program of the package's own, ready to run."""

    installed: InstalledLanguage
    files: Mapping[str, str]
    """Its sources by name."""
    directory: Path
    """What compiling them left."""


class CustomValidator:
    """A compiled validator of one package, for the runs of one submission.

    ``checker`` judges the transcript of a testlib interactor that has accepted.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        program: CompiledProgram,
        package: TestPackage,
        limits: Limits,
        *,
        box_name: str,
        work_dir: Path,
        core: int | None,
        checker: "CustomValidator | None" = None,
    ) -> None:
        self._sandbox = sandbox
        self._package = package
        self._box_name = box_name
        self._work_dir = work_dir
        self._core = core
        self._checker = checker
        self._protocol = package.manifest.validation.protocol
        installed = program.installed
        self._mounts = (
            Mount(source=program.directory, target=PROGRAM_DIR),
            *toolchain_mounts(installed),
        )
        language = installed.language
        own_limits = limits.model_copy(update={"memory_kib": limits.validation_memory_kib})
        self._argv = language.run_argv(
            program.files, own_limits, toolchain_root=installed.toolchain_root
        )
        self._env = {**BOX_ENV, **language.env}
        self._limits = RunLimits(
            cpu_time_ms=limits.validation_time_ms,
            wall_time_ms=wall_time_ms_for(limits.validation_time_ms),
            memory_kib=language.memory_kib(own_limits),
            stdout_bytes=limits.validation_output_bytes,
            stderr_bytes=_STDERR_BYTES,
            file_bytes=limits.validation_output_bytes,
        )

    def on_core(self, core: int | None) -> "CustomValidator":
        """The same validator, for another thread and its core."""
        other = copy.copy(self)
        other._core = core
        return other

    def check(self, output: bytes, case: TestCase) -> Judged:
        """Judge what a program printed. Raises ValidatorFault and SandboxError."""
        with self._feedback() as feedback, self._open_box(case) as box:
            command = self._command(case, feedback)
            if self._protocol == "testlib":
                command = replace(command, files={_TESTLIB_OUTPUT: output}, collect=None)
            else:
                command = replace(command, stdin=output)
            outcome = box.run(command)
            verdict = grading.validator_verdict(outcome, self._protocol)
            return self._judged(verdict, outcome, case, feedback)

    def interact(
        self,
        program_box: Box,
        program: Command,
        case: TestCase,
        *,
        cpu_time_ms: int,
        memory_errors: tuple[str, ...],
    ) -> Interaction:
        """Run a program and the interactor, connected by two pipes, until both have ended.

        ``program`` has the limits; its input and output come from here. ``cpu_time_ms`` is the
        time limit that it is judged by; it may be stopped a little later.
        Raises ValidatorFault and SandboxError.
        """
        # It must outlive a program that says nothing and is only stopped for that.
        patient = replace(
            self._limits,
            wall_time_ms=program.limits.wall_time_ms + self._limits.wall_time_ms,
            # What it says to the program is no output of its own.
            stdout_bytes=_UNLIMITED,
        )
        with self._feedback() as feedback, self._open_box(case) as box:
            output = _TESTLIB_TRANSCRIPT
            interactor = replace(self._command(case, feedback, output=output), limits=patient)
            talk = run_interactive(program_box, program, box, interactor, rejects=self._rejects)
            verdict = grading.interactive_verdict(
                talk.program,
                talk.validator,
                validator_was_first=talk.validator_was_first,
                cpu_time_ms=cpu_time_ms,
                memory_errors=memory_errors,
                protocol=self._protocol,
            )
            judged = self._judged(verdict, talk.validator, case, feedback)
            if self._checker is not None and verdict is Verdict.ACCEPTED:
                judged = self._checker.check(_transcript(feedback), case)
            return Interaction(outcome=talk.program, judged=judged)

    def _rejects(self, outcome: Outcome) -> bool:
        return grading.validator_verdict(outcome, self._protocol) is Verdict.WRONG_ANSWER

    def _judged(self, verdict: Verdict, outcome: Outcome, case: TestCase, feedback: Path) -> Judged:
        judged = _judged(verdict, outcome, case, feedback)
        points = grading.testlib_points(outcome) if self._protocol == "testlib" else None
        if points is None:
            return judged
        if self._package.manifest.validation.points_are_percent:
            return replace(judged, factor=f"{float(points) / 100:.9f}")
        return replace(judged, points=points)

    def _open_box(self, case: TestCase) -> contextlib.AbstractContextManager[Box]:
        mounts = (
            *self._mounts,
            Mount(source=self._package.input_path(case), target=_INPUT),
            Mount(source=self._package.answer_path(case), target=_ANSWER),
        )
        return self._sandbox.open_box(BoxSpec(name=self._box_name, mounts=mounts, core=self._core))

    def _command(self, case: TestCase, feedback: Path, *, output: str = _TESTLIB_OUTPUT) -> Command:
        arguments = (_INPUT, _ANSWER, _FEEDBACK)
        if self._protocol == "testlib":
            arguments = (_INPUT, _FEEDBACK + output, _ANSWER)
        return Command(
            argv=(*self._argv, *arguments, *case.validator_args),
            limits=self._limits,
            env=self._env,
            collect=Collect(
                into=feedback,
                max_files=_FEEDBACK_FILES,
                max_bytes=self._limits.stdout_bytes,
                exit_codes=grading.validator_exit_codes(self._protocol),
            ),
        )

    @contextlib.contextmanager
    def _feedback(self) -> Iterator[Path]:
        directory = Path(tempfile.mkdtemp(dir=self._work_dir, prefix="feedback-"))
        try:
            yield directory
        finally:
            shutil.rmtree(directory, ignore_errors=True)


def compile_validator(
    sandbox: Sandbox,
    installed: InstalledLanguage,
    package: TestPackage,
    files: Mapping[str, str],
    *,
    box_name: str,
    kind: str = "validator",
) -> Path:
    """The directory of the package's compiled validator (or other program of the package's own,
    which ``kind`` names), made now unless this host has it.

    It stands beside the package and goes with it. Raises ValidatorFault where it doesn't
    compile, SandboxError and OSError.
    """
    argv = installed.language.compile_argv(files, toolchain_root=installed.toolchain_root)
    made_of = "\0".join((installed.version, testlib.stamp(), *argv))
    key = hashlib.sha256(made_of.encode()).hexdigest()[:16]
    target = package.derived_dir / f"{kind}-{installed.language.id}-{key}"
    if target.is_dir():
        return target
    package.derived_dir.mkdir(exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=package.derived_dir, prefix=".compiling-"))
    try:
        compilation = compile_submission(
            sandbox,
            installed,
            files,
            Limits().model_copy(update={"source_bytes": MAX_VALIDATOR_BYTES}),
            box_name=box_name,
            into=temporary,
            is_of_package=True,
        )
        if compilation.verdict is not None:
            raise ValidatorFault(
                f"the {kind} does not compile ({compilation.verdict}): {compilation.report.message}"
            )
        temporary.chmod(0o755)
        try:
            temporary.rename(target)
        except OSError:
            # Another worker of this host was faster; what it made is the same.
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return target


def _judged(verdict: Verdict, outcome: Outcome, case: TestCase, feedback: Path) -> Judged:
    if verdict is Verdict.JUDGING_ERROR:
        said = clean_text(outcome.stderr)[-_SHOWN_STDERR_CHARS:]
        raise ValidatorFault(f"{case.name}: the validator {_end(outcome)}" + f"\n{said}".rstrip())
    judge_message = _message(feedback / "judgemessage.txt")
    return Judged(
        verdict=verdict,
        judge_message=capped(judge_message or clean_text(outcome.stderr)[-_SHOWN_STDERR_CHARS:]),
        team_message=_message(feedback / "teammessage.txt")[:MAX_TEAM_MESSAGE_CHARS],
        points=_score_text(feedback / "score.txt"),
        factor=_score_text(feedback / "score_multiplier.txt"),
    )


def _transcript(feedback: Path) -> bytes:
    """What an interactor wrote about the talk; empty where it wrote nothing."""
    try:
        return (feedback / _TESTLIB_TRANSCRIPT).read_bytes()
    except OSError:
        return b""


def _end(outcome: Outcome) -> str:
    if outcome.exit_code == grading.TESTLIB_FAILS and outcome.stderr.startswith(b"FAIL"):
        return "failed by its own word"
    if outcome.exit_code is not None:
        return f"exited with {outcome.exit_code}, which is neither 42 (accept) nor 43 (reject)"
    if outcome.signal is not None:
        return f"was ended by signal {outcome.signal}"
    return f"was stopped: {outcome.stop.value.replace('_', ' ')} limit"


def _score_text(path: Path) -> str | None:
    return _message(path)[:_SCORE_CHARS] if path.is_file() else None


def _message(path: Path) -> str:
    """A feedback file as text, as much of it as can matter; empty where there is none."""
    try:
        with path.open("rb") as stream:
            return clean_text(stream.read(_READ_BYTES))
    except OSError:
        return ""
