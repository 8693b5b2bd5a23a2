"""One test case of one submission: run the program, validate what it printed, say the verdict."""

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from judging import grading
from judging.checkers import default as default_validator
from judging.compiling import BOX_ENV, capped, clean_text
from judging.contract import RunReport
from judging.faults import RetryableFault
from judging.limits import Limits, wall_time_ms_for
from judging.package_programs import ValidatorFault
from judging.packages.manifest import TestCase
from judging.packages.test_groups import TestGroup
from judging.packages.test_package import TestPackage
from judging.points import ScoreError, case_score
from judging.reruns import Reruns
from judging.sandbox.protocol import Box, Collect, Command, Outcome, RunLimits, StopReason
from judging.static_validating import StaticValidator
from judging.toolchains import InstalledLanguage
from judging.validating import CaseValidation, CustomValidator, Judged
from judging.verdicts import Verdict

_STDERR_BYTES = 64 * 1024
_SHOWN_STDERR_CHARS = 2_000
_NOTHING_RUN = Outcome(
    stop=StopReason.EXITED,
    exit_code=0,
    signal=None,
    stdout=b"",
    stderr=b"",
    cpu_time_ms=0,
    wall_time_ms=0,
    memory_kib=0,
)


@dataclass(frozen=True, kw_only=True)
class TestCaseRunner:
    """What the runs of one submission share."""

    __test__ = False

    package: TestPackage
    installed: InstalledLanguage
    files: Mapping[str, str]
    """The program's sources by name, with the files that the package adds."""
    limits: Limits
    """Of the problem, before the language's multiplier."""
    validator: CustomValidator | None
    """None: the default validator judges."""
    reruns: Reruns = field(default_factory=lambda: Reruns(is_on=False))
    """Whether a run that was a little too slow gets a second one."""
    cancelled: threading.Event | None = None
    """Set where nobody wants the test case under way any more."""
    static: StaticValidator | None = None
    """Judges the test cases that are about the sources; None: there are none."""
    answers: Mapping[str, str] | None = None
    """What was handed in for each test case in place of a program; None: a program was."""

    def run(
        self, box: Box, case: TestCase, ordinal: int, group: TestGroup | None = None
    ) -> RunReport:
        """Judge one test case in ``box``, which has the compiled program.

        ``group`` is the test data group that it is directly in, if the package has groups.

        Raises RetryableFault where the package has lost a file, ValidatorFault, SandboxError.
        """
        count = self.package.manifest.run_count
        worst = self.reruns.lesser(lambda: self._run(box, case, ordinal, group))
        for _ in range(count - 1):
            if worst.verdict is not Verdict.ACCEPTED:
                break
            again = self.reruns.lesser(lambda: self._run(box, case, ordinal, group))
            worst = max(worst, again, key=_badness)
        return worst

    def _run(self, box: Box, case: TestCase, ordinal: int, group: TestGroup | None) -> RunReport:
        if self.static is not None and self.package.manifest.is_static(case):
            return self._static_run(self.static, case, ordinal, group)
        for path in (case.input_path, case.answer_path):
            if not (self.package.directory / path).is_file():
                raise RetryableFault("package", f"the test package has lost {path}")
        outcomes, judged = self._passes(box, self._command(case), case)
        last = outcomes[-1]
        message = judged.judge_message
        if judged.verdict not in {Verdict.ACCEPTED, Verdict.WRONG_ANSWER}:
            said = clean_text(last.stderr)[-_SHOWN_STDERR_CHARS:]
            message = "\n".join(part for part in (said, message) if part)
        # The limits hold for each pass by itself.
        return RunReport(
            ordinal=ordinal,
            test_case=case.name,
            verdict=judged.verdict,
            cpu_time_ms=max(outcome.cpu_time_ms for outcome in outcomes),
            wall_time_ms=max(outcome.wall_time_ms for outcome in outcomes),
            memory_kib=max(outcome.memory_kib for outcome in outcomes),
            exit_code=last.exit_code,
            signal=last.signal,
            judge_message=capped(message),
            team_message=judged.team_message,
            score=_score(case, group, judged),
            passes=len(outcomes),
        )

    def _static_run(
        self, static: StaticValidator, case: TestCase, ordinal: int, group: TestGroup | None
    ) -> RunReport:
        judged = static.check(case)
        return RunReport(
            ordinal=ordinal,
            test_case=case.name,
            verdict=judged.verdict,
            cpu_time_ms=0,
            wall_time_ms=0,
            memory_kib=0,
            judge_message=capped(judged.judge_message),
            team_message=judged.team_message,
            score=_score(case, group, judged),
        )

    def _passes(self, box: Box, command: Command, case: TestCase) -> tuple[list[Outcome], Judged]:
        """Every pass of one test case (of most problems: the only one), and what came of it."""
        if self.answers is not None:
            return [_NOTHING_RUN], self._answer_judged(self.answers.get(case.name), case)
        if self.validator is None:
            outcome = self._run_program(box, command)
            return [outcome], self._fault(outcome) or self._default_judged(outcome, case)
        most = self.package.manifest.validation.passes
        outcomes: list[Outcome] = []
        with self.validator.for_case(case) as validation:
            while True:
                outcome, judged, is_validated = self._pass(box, command, validation)
                outcomes.append(outcome)
                if most == 1 or not is_validated:
                    return outcomes, judged
                next_input = validation.next_input()
                if next_input is None:
                    return outcomes, judged
                if len(outcomes) == most:
                    raise ValidatorFault(
                        f"{case.name}: the validator asks for more than {most} passes "
                        "(limits.validation_passes)"
                    )
                command = replace(command, stdin=next_input)

    def _answer_judged(self, answer: str | None, case: TestCase) -> Judged:
        if answer is None:
            message = "No answer to this test case was handed in."
            return Judged(verdict=Verdict.WRONG_ANSWER, judge_message=message, team_message=message)
        output = answer.encode("utf-8", "replace")
        if self.validator is None:
            return self._default_judged(replace(_NOTHING_RUN, stdout=output), case)
        with self.validator.for_case(case) as validation:
            return validation.check(output)

    def _pass(
        self, box: Box, command: Command, validation: CaseValidation
    ) -> tuple[Outcome, Judged, bool]:
        """One pass, and whether the validator has judged it."""
        if self.package.manifest.validation.kind == "interactive":
            talk = validation.interact(
                box,
                command,
                cpu_time_ms=self._cpu_time_ms,
                memory_errors=self.installed.language.memory_errors,
            )
            return talk.outcome, talk.judged, talk.judged.verdict is Verdict.ACCEPTED
        outcome = self._run_program(box, command)
        fault = self._fault(outcome)
        if fault is not None:
            return outcome, fault, False
        return outcome, validation.check(outcome.stdout), True

    def _run_program(self, box: Box, command: Command) -> Outcome:
        """Run it; what it wrote into the problem's output file counts as its standard output."""
        name = self.package.manifest.output_file
        if name is None:
            return box.run(command)
        with tempfile.TemporaryDirectory(prefix="output-") as directory:
            put = sum(
                len(content) if isinstance(content, bytes) else content.stat().st_size
                for content in command.files.values()
            )
            collect = Collect(into=Path(directory), max_bytes=self.limits.output_bytes + put)
            outcome = box.run(replace(command, collect=collect))
            written = Path(directory) / name
            return replace(outcome, stdout=written.read_bytes() if written.is_file() else b"")

    @property
    def _beside(self) -> Mapping[str, bytes]:
        """A program's own files in the working directory, as the formats want them there.

        Of a program of one file nobody reads that file, so it isn't put there.
        """
        if len(self.files) == 1:
            return {}
        return {name: text.encode("utf-8", "replace") for name, text in self.files.items()}

    @property
    def _cpu_time_ms(self) -> int:
        return self.installed.language.cpu_time_ms(self.limits)

    def _command(self, case: TestCase) -> Command:
        language = self.installed.language
        input_file = self.package.manifest.input_file
        shown = {} if input_file is None else {input_file: self.package.input_path(case)}
        argv = language.run_argv(
            self.files, self.limits, toolchain_root=self.installed.toolchain_root
        )
        return Command(
            argv=(*argv, *case.args),
            limits=RunLimits(
                cpu_time_ms=self.reruns.run_time_ms(self._cpu_time_ms),
                wall_time_ms=self.limits.wall_time_ms or wall_time_ms_for(self._cpu_time_ms),
                memory_kib=language.memory_kib(self.limits),
                processes=self.limits.processes,
                stdout_bytes=self.limits.output_bytes,
                stderr_bytes=_STDERR_BYTES,
            ),
            stdin=b"" if input_file is not None else self.package.input_path(case),
            env={**BOX_ENV, **language.env},
            files={**self._beside, **self.package.files(case), **shown},
            cancelled=self.cancelled,
        )

    def _fault(self, outcome: Outcome) -> Judged | None:
        fault = grading.program_fault(
            outcome,
            cpu_time_ms=self._cpu_time_ms,
            memory_errors=self.installed.language.memory_errors,
        )
        return None if fault is None else Judged(verdict=fault)

    def _default_judged(self, outcome: Outcome, case: TestCase) -> Judged:
        try:
            answer = self.package.answer_path(case).read_bytes()
        except OSError as error:
            raise RetryableFault("package", f"{case.answer_path}: {error.strerror}") from error
        try:
            comparison = default_validator.compare(outcome.stdout, answer, case.validator_flags)
        except Exception as error:
            raise ValidatorFault(f"{case.name}: the default validator failed: {error!r}") from error
        verdict = Verdict.ACCEPTED if comparison.accepted else Verdict.WRONG_ANSWER
        return Judged(verdict=verdict, judge_message=comparison.message)


def _badness(report: RunReport) -> tuple[bool, float, int]:
    return report.verdict is not Verdict.ACCEPTED, -(report.score or 0.0), report.cpu_time_ms


def _score(case: TestCase, group: TestGroup | None, judged: Judged) -> float | None:
    try:
        return case_score(group, judged.verdict, points=judged.points, factor=judged.factor)
    except ScoreError as error:
        raise ValidatorFault(f"{case.name}: {error}") from error
