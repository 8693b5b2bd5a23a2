"""One job from its sources to its report: compile, run each test case, validate, grade.

Three families of fault never mix here. The program's become verdicts. A validator's or
package's own become "judging error" reports, for another try would bring the same. This
host's are raised as RetryableFault, so that the job can be tried elsewhere.
"""

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from judging import telemetry
from judging.answers import answers_by_case
from judging.compiling import (
    NO_AIDS,
    PROGRAM_DIR,
    CompileAids,
    capped,
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
from judging.cores import Claim, HostCores
from judging.faults import RetryableFault
from judging.graders import prepare_grader
from judging.interacting import shared_core
from judging.languages import ANSWER
from judging.package_programs import ValidatorFault
from judging.packages.manifest import TestCase
from judging.packages.test_package import TestPackage
from judging.points import ScoreError
from judging.preparing import (
    included_files,
    installed_language,
    named_files,
    prepare_validator,
)
from judging.reruns import Reruns
from judging.running import TestCaseRunner
from judging.sandbox.protocol import BoxSpec, Mount, Sandbox, SandboxError
from judging.scheduling import Policy, RunCase, run_test_cases
from judging.scoring import Scored, Scorer
from judging.static_validating import StaticValidator, prepare_static_validator
from judging.toolchains import InstalledLanguage, installed_languages
from judging.validating import CustomValidator
from judging.verdicts import Stage, Verdict

OnProgress = Callable[[JudgeProgress], None]


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
    aids: CompileAids = NO_AIDS,
    reruns_slow_runs: bool = True,
    cores: HostCores | None = None,
) -> JudgeReport:
    """Judge one job.

    ``on_progress`` gets news in order, from the calling thread, and must not block.
    ``work_dir`` exists; nothing stays in it. ``languages`` are what the host has, None:
    what is found on it. ``reruns_slow_runs``: as reruns.py says. ``cores``: each run is pinned
    to one of them, and test cases run on several while they are free; None: one after the other,
    wherever the host puts them. Raises RetryableFault.
    """
    if languages is None:
        languages = installed_languages()
    directory = Path(tempfile.mkdtemp(dir=work_dir, prefix=f"judgement-{job.judgement_id}-"))
    try:
        session = _Session(job, package, sandbox, languages, judgehost, delivery, on_progress, aids)
        with contextlib.nullcontext() if cores is None else Claim(cores) as claim:
            return session.judge(directory, Reruns(is_on=reruns_slow_runs), claim)
    except SandboxError as error:
        raise RetryableFault("sandbox", str(error)) from error
    finally:
        shutil.rmtree(directory, ignore_errors=True)


class _Session:
    """What one job's steps share."""

    def __init__(
        self,
        job: JudgeJob,
        package: TestPackage,
        sandbox: Sandbox,
        languages: Mapping[str, InstalledLanguage],
        judgehost: str,
        delivery: int,
        on_progress: OnProgress,
        aids: CompileAids,
    ) -> None:
        self._job = job
        self._package = package
        self._sandbox = sandbox
        self._languages = languages
        self._installed = installed_language(job.language, languages)
        self._judgehost = judgehost
        self._delivery = delivery
        self._on_progress = on_progress
        self._aids = aids
        self._included = included_files(package, self._installed)
        self._files = named_files(job.source_files, self._installed, self._included)
        self._is_interactive = package.manifest.validation.kind == "interactive"
        self._static: StaticValidator | None = None
        self._answers: dict[str, str] | None = None
        if self._installed.language is ANSWER:
            names = [case.name for case in package.manifest.test_cases]
            self._answers = answers_by_case(self._files, names)

    def judge(self, directory: Path, reruns: Reruns, claim: Claim | None) -> JudgeReport:
        program_dir = directory / "program"
        program_dir.mkdir()
        if self._answers is not None and not self._package.manifest.is_submit_answer:
            scored = Scorer(self._package.manifest).unrun(Verdict.COMPILE_ERROR)
            message = "This problem asks for a program, not for answers."
            return self._report(scored, CompileReport(succeeded=False, message=message), ())
        self._news(Stage.COMPILING)
        with telemetry.stage("compiling", language=self._job.language):
            compilation = compile_submission(
                self._sandbox,
                self._installed,
                self._files,
                self._job.limits,
                box_name=f"compile-{self._job.judgement_id}",
                into=program_dir,
                aids=self._aids,
                included=self._included,
            )
        self._files = {**self._files, **self._included}
        if compilation.verdict is not None:
            scored = Scorer(self._package.manifest).unrun(compilation.verdict)
            return self._report(scored, compilation.report, ())
        runs: list[RunReport] = []
        try:
            self._static = self._static_validator()
            validator, scorer = self._validator(directory), self._scorer()
            with telemetry.stage("running"):
                self._run_all(program_dir, validator, scorer, reruns, claim, runs)
            scored = scorer.result()
        except (ValidatorFault, ScoreError) as fault:
            return self._report(
                Scored(verdict=Verdict.JUDGING_ERROR),
                compilation.report,
                tuple(runs),
                internal_error=InternalError(kind="validator", message=capped(str(fault))),
            )
        return self._report(scored, compilation.report, tuple(runs))

    def _scorer(self) -> Scorer:
        grader = prepare_grader(
            self._sandbox,
            self._package,
            self._job.limits,
            self._languages,
            name=str(self._job.judgement_id),
        )
        return Scorer(self._package.manifest, None if grader is None else grader.grade)

    def _static_validator(self) -> StaticValidator | None:
        if self._package.manifest.static_validation is None:
            return None
        self._news(Stage.COMPILING)
        return prepare_static_validator(
            self._sandbox,
            self._package,
            self._job.limits,
            self._languages,
            self._installed,
            self._files,
            name=str(self._job.judgement_id),
        )

    def _validator(self, work_dir: Path) -> CustomValidator | None:
        if self._package.manifest.validation.language is None:
            return None
        # News allow a step its time anew, and this may be a second compilation.
        self._news(Stage.COMPILING)
        return prepare_validator(
            self._sandbox,
            self._package,
            self._job.limits,
            self._languages,
            name=str(self._job.judgement_id),
            work_dir=work_dir,
            core=None,
            aids=self._aids,
        )

    def _run_all(
        self,
        program_dir: Path,
        validator: CustomValidator | None,
        scorer: Scorer,
        reruns: Reruns,
        claim: Claim | None,
        runs: list[RunReport],
    ) -> None:
        mounts = (
            Mount(source=program_dir, target=PROGRAM_DIR),
            *toolchain_mounts(self._installed),
        )

        @contextlib.contextmanager
        def open_lane(core: int | None, cancelled: threading.Event) -> Iterator[RunCase]:
            if self._is_interactive:
                core = shared_core() if claim is None else claim.core()
            runner = TestCaseRunner(
                package=self._package,
                installed=self._installed,
                files=self._files,
                limits=self._job.limits,
                validator=None if validator is None else validator.on_core(core),
                reruns=reruns,
                cancelled=cancelled,
                static=self._static,
                answers=self._answers,
            )
            spec = BoxSpec(name=f"run-{self._job.judgement_id}", mounts=mounts, core=core)
            with self._sandbox.open_box(spec) as box:

                def run(case: TestCase, ordinal: int) -> RunReport:
                    # Lanes are threads of their own.
                    with telemetry.span("test case", parent=place, ordinal=ordinal):
                        report = runner.run(box, case, ordinal, scorer.group_of(case.name))
                        telemetry.note(verdict=report.verdict, cpu_time_ms=report.cpu_time_ms)
                        return report

                yield run

        place = telemetry.here()

        def is_needed(case: TestCase) -> bool:
            return scorer.is_needed(case.name, stops_early=self._job.stop_at_first_failure)

        def on_result(run: RunReport) -> None:
            runs.append(run)
            scorer.add(run)
            self._news(Stage.RUNNING, run)

        self._news(Stage.RUNNING)
        run_test_cases(
            self._package.manifest.test_cases,
            open_lane,
            # Both sides of a talk share one core; others would have to wait for two at once.
            None if self._is_interactive else claim,
            Policy(
                is_needed=is_needed,
                on_result=on_result,
                memory_kib=self._installed.language.memory_kib(self._job.limits),
            ),
        )

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
        scored: Scored,
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
            verdict=scored.verdict,
            compile=compile_report,
            test_case_count=len(self._package.manifest.test_cases),
            runs=runs,
            score=scored.score,
            groups=scored.groups,
            cpu_time_ms=max((run.cpu_time_ms for run in runs), default=0),
            memory_kib=max((run.memory_kib for run in runs), default=0),
            internal_error=internal_error,
        )
