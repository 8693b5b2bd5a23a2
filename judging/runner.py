"""One job from its sources to its report: compile, run each test case, validate, grade.

Three families of fault never mix here. The program's become verdicts. A validator's or
package's own become "judging error" reports, for another try would bring the same. This
host's are raised as RetryableFault, so that the job can be tried elsewhere.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from judging import grading
from judging.checkers import default as default_validator
from judging.compiling import (
    BOX_ENV,
    PROGRAM_DIR,
    capped,
    clean_text,
    compile_submission,
    toolchain_mounts,
)
from judging.contract import (
    CompileReport,
    InternalError,
    JudgeJob,
    JudgeProgress,
    JudgeReport,
    RunReport,
)
from judging.languages import UnknownLanguageError, language_table
from judging.limits import Limits, wall_time_ms_for
from judging.packages.manifest import TestCase
from judging.packages.test_package import TestPackage
from judging.sandbox.protocol import (
    Box,
    BoxSpec,
    Command,
    Mount,
    Outcome,
    RunLimits,
    Sandbox,
    SandboxError,
)
from judging.toolchains import InstalledLanguage, installed_languages
from judging.verdicts import Stage, Verdict

_STDERR_BYTES = 64 * 1024
_SHOWN_STDERR_CHARS = 2_000

OnProgress = Callable[[JudgeProgress], None]


class RetryableFault(Exception):  # noqa: N818 - "fault" is the field's word for what is ours
    """This host could not judge the job; another one, or this one later, may."""

    def __init__(
        self, kind: Literal["package", "sandbox", "contract", "worker"], message: str
    ) -> None:
        super().__init__(message)
        self.kind = kind


class LanguageMissing(RetryableFault):
    """The job's language is not on this host, or not in its table."""


class ValidatorFault(Exception):  # noqa: N818 - as above
    """The validator itself failed on a test case. Never the submission's fault."""


def judge(
    job: JudgeJob,
    package: TestPackage,
    sandbox: Sandbox,
    *,
    judgehost: str,
    delivery: int,
    on_progress: OnProgress,
    work_dir: Path,
    languages: Mapping[str, InstalledLanguage] | None = None,
) -> JudgeReport:
    """Judge one job.

    ``on_progress`` gets news in order, from the calling thread, and must not block.
    ``work_dir`` exists; nothing stays in it. ``languages`` are what the host has, None:
    what is found on it. Raises RetryableFault.
    """
    installed = _installed(job.language, installed_languages() if languages is None else languages)
    directory = Path(tempfile.mkdtemp(dir=work_dir, prefix=f"judgement-{job.judgement_id}-"))
    try:
        session = _Session(job, package, sandbox, installed, judgehost, delivery, on_progress)
        return session.judge(directory)
    except SandboxError as error:
        raise RetryableFault("sandbox", str(error)) from error
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _installed(language_id: str, languages: Mapping[str, InstalledLanguage]) -> InstalledLanguage:
    if language_id in languages:
        return languages[language_id]
    try:
        name = language_table().get(language_id).name
    except UnknownLanguageError as error:
        raise LanguageMissing("contract", str(error)) from error
    raise LanguageMissing("worker", f"this judgehost has no {name}: install it or route jobs away")


class _Session:
    """What one job's steps share."""

    def __init__(
        self,
        job: JudgeJob,
        package: TestPackage,
        sandbox: Sandbox,
        installed: InstalledLanguage,
        judgehost: str,
        delivery: int,
        on_progress: OnProgress,
    ) -> None:
        self._job = job
        self._package = package
        self._sandbox = sandbox
        self._installed = installed
        self._judgehost = judgehost
        self._delivery = delivery
        self._on_progress = on_progress
        self._files = _named_files(job, installed)

    def judge(self, directory: Path) -> JudgeReport:
        program_dir = directory / "program"
        program_dir.mkdir()
        self._news(Stage.COMPILING)
        compilation = compile_submission(
            self._sandbox,
            self._installed,
            self._files,
            self._job.limits,
            box_name=f"compile-{self._job.judgement_id}",
            into=program_dir,
        )
        if compilation.verdict is not None:
            return self._report(compilation.verdict, compilation.report, ())
        runs: list[RunReport] = []
        try:
            self._run_all(program_dir, runs)
        except ValidatorFault as fault:
            error = InternalError(kind="validator", message=capped(str(fault)))
            return self._report(
                Verdict.JUDGING_ERROR, compilation.report, tuple(runs), internal_error=error
            )
        return self._report(grading.judgement_verdict(runs), compilation.report, tuple(runs))

    def _run_all(self, program_dir: Path, runs: list[RunReport]) -> None:
        mounts = (
            Mount(source=program_dir, target=PROGRAM_DIR),
            *toolchain_mounts(self._installed),
        )
        spec = BoxSpec(name=f"run-{self._job.judgement_id}", mounts=mounts)
        self._news(Stage.RUNNING)
        with self._sandbox.open_box(spec) as box:
            for ordinal, case in enumerate(self._package.manifest.test_cases, start=1):
                run = self._run(box, case, ordinal)
                runs.append(run)
                self._news(Stage.RUNNING, run)
                if self._job.stop_at_first_failure and run.verdict is not Verdict.ACCEPTED:
                    break

    def _run(self, box: Box, case: TestCase, ordinal: int) -> RunReport:
        language, limits = self._installed.language, self._job.limits
        cpu_time_ms = language.cpu_time_ms(limits)
        input_path = self._package.input_path(case)
        if not input_path.is_file():
            raise RetryableFault("package", f"the test package has lost {case.input_path}")
        outcome = box.run(
            Command(
                argv=language.run_argv(
                    self._files, limits, toolchain_root=self._installed.toolchain_root
                ),
                limits=_run_limits(limits, cpu_time_ms, language.memory_kib(limits)),
                stdin=input_path,
                env={**BOX_ENV, **language.env},
            )
        )
        verdict = grading.program_fault(
            outcome, cpu_time_ms=cpu_time_ms, memory_errors=language.memory_errors
        )
        if verdict is None:
            verdict, message = self._validate(outcome, case)
        else:
            message = clean_text(outcome.stderr)[-_SHOWN_STDERR_CHARS:]
        return RunReport(
            ordinal=ordinal,
            test_case=case.name,
            verdict=verdict,
            cpu_time_ms=outcome.cpu_time_ms,
            wall_time_ms=outcome.wall_time_ms,
            memory_kib=outcome.memory_kib,
            exit_code=outcome.exit_code,
            signal=outcome.signal,
            judge_message=capped(message),
        )

    def _validate(self, outcome: Outcome, case: TestCase) -> tuple[Verdict, str]:
        try:
            answer = self._package.answer_path(case).read_bytes()
        except OSError as error:
            raise RetryableFault("package", f"{case.answer_path}: {error.strerror}") from error
        try:
            comparison = default_validator.compare(outcome.stdout, answer, case.validator_flags)
        except Exception as error:
            raise ValidatorFault(f"{case.name}: the default validator failed: {error!r}") from error
        verdict = Verdict.ACCEPTED if comparison.accepted else Verdict.WRONG_ANSWER
        return verdict, comparison.message

    def _news(self, stage: Stage, *runs: RunReport) -> None:
        self._on_progress(
            JudgeProgress(
                submission_id=self._job.submission_id,
                judgement_id=self._job.judgement_id,
                attempt_token=self._job.attempt_token,
                judgehost=self._judgehost,
                stage=stage,
                test_case_count=len(self._package.manifest.test_cases),
                runs=runs,
            )
        )

    def _report(
        self,
        verdict: Verdict,
        compile_report: CompileReport,
        runs: tuple[RunReport, ...],
        *,
        internal_error: InternalError | None = None,
    ) -> JudgeReport:
        return JudgeReport(
            submission_id=self._job.submission_id,
            judgement_id=self._job.judgement_id,
            attempt_token=self._job.attempt_token,
            judgehost=self._judgehost,
            delivery=self._delivery,
            verdict=verdict,
            compile=compile_report,
            test_case_count=len(self._package.manifest.test_cases),
            runs=runs,
            cpu_time_ms=max((run.cpu_time_ms for run in runs), default=0),
            memory_kib=max((run.memory_kib for run in runs), default=0),
            internal_error=internal_error,
        )


def _named_files(job: JudgeJob, installed: InstalledLanguage) -> dict[str, str]:
    """The submission's files by name. A single one gets the name that its language wants."""
    if len(job.source_files) == 1:
        text = job.source_files[0].text
        return {installed.language.source_file_name(text): text}
    return {file.name: file.text for file in job.source_files}


def _run_limits(limits: Limits, cpu_time_ms: int, memory_kib: int) -> RunLimits:
    return RunLimits(
        cpu_time_ms=cpu_time_ms,
        wall_time_ms=limits.wall_time_ms or wall_time_ms_for(cpu_time_ms),
        memory_kib=memory_kib,
        processes=limits.processes,
        stdout_bytes=limits.output_bytes,
        stderr_bytes=_STDERR_BYTES,
    )
