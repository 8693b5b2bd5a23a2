"""Trying all programs of a problem package on a judgehost: what is expected of each, and what
came of it. Nothing of it refuses anything; whoever asked reads the table.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from judging.checking import check_inputs
from judging.compiling import NO_AIDS, CompileAids
from judging.contract import JudgeReport
from judging.contract_checks import (
    MAX_FINDING_CHARS,
    MAX_FINDINGS,
    MAX_PATH_CHARS,
    MAX_SHOWN_CHARS,
    MAX_VERIFIED,
    Finding,
    PackageVerifyJob,
    PackageVerifyProgress,
    PackageVerifyReport,
    VerifiedProgram,
    VerifiedSubmission,
    VerifyStage,
)
from judging.faults import RetryableFault
from judging.generator_checks import try_generators
from judging.output_checks import check_outputs
from judging.packages import PackageProblem, PackageRefused, SourcePackage, read
from judging.sandbox.protocol import Sandbox, SandboxError
from judging.verdicts import Verdict
from judging.verify import LanguageChoice, PackageVerifier, Verified

OnProgress = Callable[[PackageVerifyProgress], None]


def verify_package(
    job: PackageVerifyJob,
    archive: Path,
    sandbox: Sandbox,
    *,
    judgehost: str,
    delivery: int,
    work_dir: Path,
    on_progress: OnProgress,
    aids: CompileAids = NO_AIDS,
) -> PackageVerifyReport:
    """Try the problem package in the zip ``archive`` under the job's limits.

    ``work_dir`` exists; nothing stays in it. Raises RetryableFault where this host could not.
    """
    directory = Path(tempfile.mkdtemp(dir=work_dir, prefix=f"verify-{job.verification_id}-"))

    def tell(stage: VerifyStage, done: int, total: int) -> None:
        on_progress(
            PackageVerifyProgress(
                verification_id=job.verification_id,
                attempt_token=job.attempt_token,
                judgehost=judgehost,
                stage=stage,
                done=done,
                total=total,
            )
        )

    report = PackageVerifyReport(
        verification_id=job.verification_id,
        attempt_token=job.attempt_token,
        judgehost=judgehost,
        delivery=delivery,
    )
    try:
        package = _package(job, archive, directory)
        found = _Tried(package, sandbox, aids, directory, tell)
        found.run()
        return report.model_copy(update=found.table())
    except PackageRefused as refused:
        return report.model_copy(update={"problems": _findings(refused.problems)})
    except SandboxError as error:
        raise RetryableFault("sandbox", str(error)) from error
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _package(job: PackageVerifyJob, archive: Path, directory: Path) -> SourcePackage:
    """The package under the version's limits. Raises PackageRefused."""
    # Some formats take the file's name for the problem's.
    named = directory / f"{job.short_name}.zip"
    named.symlink_to(archive.absolute())
    package = read(named, for_judging_only=True)
    time_limit = replace(package.time_limit, is_stated=True)
    return replace(package, limits=job.limits, time_limit=time_limit)


class _Tried:
    """A package whose programs are tried one kind after the other."""

    def __init__(
        self,
        package: SourcePackage,
        sandbox: Sandbox,
        aids: CompileAids,
        directory: Path,
        tell: Callable[[VerifyStage, int, int], None],
    ) -> None:
        self._package = package
        self._sandbox = sandbox
        self._aids = aids
        self._directory = directory
        self._tell = tell
        self.problems: list[PackageProblem] = []
        self.warnings: list[PackageProblem] = []
        self.programs: list[VerifiedProgram] = []
        self.submissions: list[VerifiedSubmission] = []

    def run(self) -> None:
        self._tell("validators", 0, len(self._package.input_validators))
        self.programs.extend(self._input_validators())
        self.programs.extend(self._output_validator())
        self._tell("generators", 0, len(self._package.generators))
        self.programs.extend(self._generators())
        total = len(self._package.submissions)
        self._tell("submissions", 0, total)
        verifier = PackageVerifier(
            sandbox=self._sandbox, choice=LanguageChoice(), jobs=1, aids=self._aids
        )
        for done, one in enumerate(verifier.verify(self._package), start=1):
            self.submissions.append(_row(one))
            self._tell("submissions", done, total)

    def table(self) -> dict[str, object]:
        """The report's fields, within its bounds."""
        return {
            "problems": _findings(self.problems),
            "warnings": _findings(self.warnings),
            "programs": tuple(self.programs[:MAX_FINDINGS]),
            "submissions": tuple(self.submissions[:MAX_VERIFIED]),
        }

    def _input_validators(self) -> Iterator[VerifiedProgram]:
        count = len(self._package.test_cases)
        for program in self._package.input_validators:
            alone = replace(self._package, input_validators=(program,))
            path = min(program.files.values())
            try:
                checked = check_inputs(alone, self._sandbox)
            except PackageRefused as refused:
                self.problems.extend(refused.problems)
                message = f"{len(refused.problems)} problems: {refused.problems[0]}"
                yield _program("input_validator", path, message, is_fine=False)
                continue
            self.warnings.extend(checked.warnings)
            if checked.warnings:
                message = "; ".join(one.message for one in checked.warnings)
                yield _program("input_validator", path, message, is_fine=None)
            else:
                message = f"accepts the inputs of all {count} test cases"
                yield _program("input_validator", path, message, is_fine=True)

    def _output_validator(self) -> Iterator[VerifiedProgram]:
        validator = self._package.validator
        if validator is None:
            return
        path = min(validator.files.values(), default="")
        tests = len(self._package.output_tests)
        try:
            check_outputs(self._package, self._sandbox)
        except PackageRefused as refused:
            self.problems.extend(refused.problems)
            message = f"{len(refused.problems)} problems: {refused.problems[0]}"
            yield _program("output_validator", path, message, is_fine=False)
        else:
            message = f"judges {tests} outputs of the package's own as it should"
            yield _program("output_validator", path, message, is_fine=True)

    def _generators(self) -> Iterator[VerifiedProgram]:
        for one in try_generators(self._package, self._sandbox, self._directory):
            yield _program("generator", one.path, one.message, is_fine=one.is_fine)


def _program(kind: str, path: str, message: str, *, is_fine: bool | None) -> VerifiedProgram:
    return VerifiedProgram.model_validate(
        {
            "kind": kind,
            "path": path[:MAX_PATH_CHARS],
            "is_fine": is_fine,
            "message": message[:MAX_FINDING_CHARS],
        }
    )


def _row(one: Verified) -> VerifiedSubmission:
    report = one.report
    runs = report.runs if report is not None else ()
    rejected = next((run for run in runs if run.verdict != Verdict.ACCEPTED), None)
    return VerifiedSubmission(
        path=one.path[:MAX_PATH_CHARS],
        language=one.language,
        expected=one.expected[:MAX_FINDING_CHARS],
        actual=one.actual[:MAX_FINDING_CHARS],
        agrees=one.agrees,
        verdict=report.verdict if report is not None else None,
        score=report.score if report is not None else None,
        cpu_time_ms=max((run.cpu_time_ms for run in runs), default=None),
        memory_kib=max((run.memory_kib for run in runs), default=None),
        rejected_at=rejected.test_case if rejected is not None else "",
        message=_said(report, rejected.judge_message if rejected is not None else ""),
    )


def _said(report: JudgeReport | None, validators_message: str) -> str:
    if report is not None and report.verdict == Verdict.COMPILE_ERROR and report.compile:
        return report.compile.message[:MAX_SHOWN_CHARS]
    return validators_message[:MAX_SHOWN_CHARS]


def _findings(problems: Iterable[PackageProblem]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            file=problem.file[:MAX_PATH_CHARS],
            line=problem.line,
            message=problem.message[:MAX_FINDING_CHARS],
        )
        for problem in list(problems)[:MAX_FINDINGS]
    )
