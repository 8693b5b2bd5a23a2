"""A package's own output validator: compiled once per host, run in a box for each test case.

It is as untrusted as a submission. What it says by its exit code and its feedback files
counts; whatever else becomes of it is a ValidatorFault.
"""

import contextlib
import copy
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from judging import grading
from judging.compiling import (
    BOX_ENV,
    PROGRAM_DIR,
    capped,
    clean_text,
    toolchain_mounts,
)
from judging.contract import MAX_TEAM_MESSAGE_CHARS
from judging.interacting import run_interactive
from judging.limits import Limits, wall_time_ms_for
from judging.package_programs import CompiledProgram, ValidatorFault
from judging.packages.manifest import TestCase
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
from judging.sandbox.starving import longest_ms
from judging.verdicts import Verdict

_INPUT = "/data/testdata.in"
_ANSWER = "/data/testdata.ans"
_FEEDBACK = "/w/"
_TESTLIB_OUTPUT = "output.txt"
_NEXT_INPUT = "nextpass.in"
_FEEDBACK_FILES = 64
_STDERR_BYTES = 64 * 1024
_SHOWN_STDERR_CHARS = 2_000
_READ_BYTES = 64 * 1024
_UNLIMITED = 1 << 62
_SCORE_CHARS = 1_000


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


class CustomValidator:
    """A compiled validator of one package, for the runs of one submission.

    ``checker`` judges the transcript of a testlib interactor that has accepted, ``then`` a
    finished output that this one has accepted. ``protocol`` is what the program speaks.
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
        protocol: Literal["icpc", "testlib"],
        checker: "CustomValidator | None" = None,
        then: "CustomValidator | None" = None,
    ) -> None:
        self._sandbox = sandbox
        self.package = package
        self._box_name = box_name
        self._work_dir = work_dir
        self._core = core
        self._checker = checker
        self._then = then
        self.protocol = protocol
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
        self.limits = RunLimits(
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
        if self._checker is not None:
            other._checker = self._checker.on_core(core)
        if self._then is not None:
            other._then = self._then.on_core(core)
        return other

    @contextlib.contextmanager
    def for_case(self, case: TestCase) -> "Iterator[CaseValidation]":
        """Judge the runs of one test case: one, or each pass of a multi-pass problem."""
        directory = Path(tempfile.mkdtemp(dir=self._work_dir, prefix="feedback-"))
        try:
            yield CaseValidation(self, case, directory)
        finally:
            shutil.rmtree(directory, ignore_errors=True)

    def check_transcript(self, transcript: bytes, case: TestCase) -> Judged | None:
        """What the checker beside an interactor says; None where there is none."""
        if self._checker is None:
            return None
        with self._checker.for_case(case) as validation:
            return validation.check(transcript)

    def ask_next(self, output: bytes, case: TestCase) -> Judged | None:
        """What the next of several validators says; None where this is the last."""
        if self._then is None:
            return None
        with self._then.for_case(case) as validation:
            return validation.check(output)

    def open_box(self, case: TestCase, data: Path) -> contextlib.AbstractContextManager[Box]:
        """A box that shows this input, and the test case's answer."""
        mounts = (
            *self._mounts,
            Mount(source=data, target=_INPUT),
            Mount(source=self.package.answer_path(case), target=_ANSWER),
        )
        return self._sandbox.open_box(BoxSpec(name=self._box_name, mounts=mounts, core=self._core))

    def command(self, case: TestCase, feedback: Path, kept: Mapping[str, Path]) -> Command:
        """``feedback`` is where its files go, ``kept`` are those of earlier passes."""
        arguments = (_INPUT, _ANSWER, _FEEDBACK)
        if self.protocol == "testlib":
            arguments = (_INPUT, _FEEDBACK + _TESTLIB_OUTPUT, _ANSWER)
        return Command(
            argv=(*self._argv, *arguments, *case.validator_args),
            limits=self.limits,
            env=self._env,
            files=kept,
            collect=Collect(
                into=feedback,
                max_files=_FEEDBACK_FILES,
                max_bytes=self.limits.stdout_bytes,
                exit_codes=grading.validator_exit_codes(self.protocol),
            ),
        )


class CaseValidation:
    """The validator's part in one test case. What it writes stays for its later passes."""

    def __init__(self, validator: CustomValidator, case: TestCase, directory: Path) -> None:
        self._validator = validator
        self._case = case
        self._directory = directory
        self._data = validator.package.input_path(case)
        self._feedback: Path | None = None
        self._has_accepted = False

    def check(self, output: bytes) -> Judged:
        """Judge what a program printed. Raises ValidatorFault and SandboxError."""
        validator = self._validator
        command = self._command()
        if validator.protocol == "testlib":
            files = {**command.files, _TESTLIB_OUTPUT: output}
            command = replace(command, files=files, collect=None)
        else:
            command = replace(command, stdin=output)
        with validator.open_box(self._case, self._data) as box:
            outcome = box.run(command)
        judged = self._judged(grading.validator_verdict(outcome, validator.protocol), outcome)
        if judged.verdict is Verdict.ACCEPTED:
            return validator.ask_next(output, self._case) or judged
        return judged

    def interact(
        self,
        program_box: Box,
        program: Command,
        *,
        cpu_time_ms: int,
        memory_errors: tuple[str, ...],
    ) -> Interaction:
        """Run a program and the interactor, connected by two pipes, until both have ended.

        ``program`` has the limits; its input and output come from here. ``cpu_time_ms`` is the
        time limit that it is judged by; it may be stopped a little later.
        Raises ValidatorFault and SandboxError.
        """
        validator = self._validator
        command = self._command()
        # It must outlive a program that says nothing and is only stopped for that.
        patient = replace(
            command.limits,
            wall_time_ms=longest_ms(program.limits.wall_time_ms) + command.limits.wall_time_ms,
            # What it says to the program is no output of its own.
            stdout_bytes=_UNLIMITED,
        )
        interactor = replace(command, limits=patient)
        with validator.open_box(self._case, self._data) as box:
            talk = run_interactive(program_box, program, box, interactor, rejects=self._rejects)
        verdict = grading.interactive_verdict(
            talk.program,
            talk.validator,
            validator_was_first=talk.validator_was_first,
            cpu_time_ms=cpu_time_ms,
            memory_errors=memory_errors,
            protocol=validator.protocol,
        )
        judged = self._judged(verdict, talk.validator)
        if verdict is Verdict.ACCEPTED:
            judged = validator.check_transcript(self._transcript(), self._case) or judged
        return Interaction(outcome=talk.program, judged=judged)

    def next_input(self) -> Path | None:
        """What the program gets in its next pass; None where the last one was the last.

        Raises ValidatorFault where the validator asks for another pass without accepting.
        """
        assert self._feedback is not None  # noqa: S101 -- a pass has been judged
        written = self._feedback / _NEXT_INPUT
        if not written.is_file():
            return None
        if not self._has_accepted:
            raise ValidatorFault(
                f"{self._case.name}: the validator wrote {_NEXT_INPUT}, but did not accept"
            )
        self._data = self._directory / f"{self._feedback.name}.in"
        written.rename(self._data)
        return self._data

    def _command(self) -> Command:
        kept: dict[str, Path] = {}
        if self._feedback is not None:
            kept = {path.name: path for path in self._feedback.iterdir() if path.is_file()}
        self._feedback = Path(tempfile.mkdtemp(dir=self._directory))
        return self._validator.command(self._case, self._feedback, kept)

    def _rejects(self, outcome: Outcome) -> bool:
        protocol = self._validator.protocol
        return grading.validator_verdict(outcome, protocol) is Verdict.WRONG_ANSWER

    def _judged(self, verdict: Verdict, outcome: Outcome) -> Judged:
        assert self._feedback is not None  # noqa: S101 -- _command has made it
        self._has_accepted = verdict is Verdict.ACCEPTED
        judged = judged_by(verdict, outcome, self._case, self._feedback)
        is_testlib = self._validator.protocol == "testlib"
        points = grading.testlib_points(outcome) if is_testlib else None
        if points is None:
            return judged
        if self._validator.package.manifest.validation.points_are_percent:
            return replace(judged, factor=f"{float(points) / 100:.9f}")
        return replace(judged, points=points)

    def _transcript(self) -> bytes:
        """What an interactor wrote about the talk; empty where it wrote nothing."""
        assert self._feedback is not None  # noqa: S101 -- _command has made it
        try:
            return (self._feedback / _TESTLIB_OUTPUT).read_bytes()
        except OSError:
            return b""


def judged_by(verdict: Verdict, outcome: Outcome, case: TestCase, feedback: Path) -> Judged:
    """What a validator says by its verdict and its feedback files.

    Raises ValidatorFault where it failed.
    """
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
