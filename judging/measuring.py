"""Judging example submissions, and the time limit that follows from it where none is stated."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from judging.answers import bundled
from judging.compiling import NO_AIDS, CompileAids
from judging.contract import JudgeJob, JudgeReport, SourceFile
from judging.cores import HostCores
from judging.languages import ANSWER, Language, language_table
from judging.limits import Limits
from judging.packages import (
    ExampleSubmission,
    PackageProblem,
    PackageRefused,
    SourcePackage,
    TestPackage,
)
from judging.packages.expectations import runs_in_question
from judging.packages.source import TimeLimitBound
from judging.packages.time_limit import InferredTimeLimit, Measured, infer_time_limit
from judging.runner import judge
from judging.sandbox.protocol import Sandbox
from judging.toolchains import installed_languages
from judging.verdicts import Verdict

MEASURING_LIMIT_MS = 60_000
"""What a submission may take while it is measured; a slower one needs a stated time limit."""


@dataclass(frozen=True, kw_only=True)
class ExampleJudge:
    """Judges example submissions of one package."""

    package: SourcePackage
    tests: TestPackage
    sha256: str
    sandbox: Sandbox
    work_dir: Path
    aids: CompileAids = NO_AIDS
    cores: HostCores | None = None

    def _source_files(
        self, submission: ExampleSubmission, language: Language
    ) -> tuple[SourceFile, ...]:
        texts = {
            name: content.decode("utf-8", "replace")
            for name, content in sorted(self.package.submission_files(submission).items())
        }
        if language is ANSWER:
            texts = {ANSWER.source_name: bundled(texts)}
        return tuple(SourceFile(name=name, text=text) for name, text in texts.items())

    def judge(
        self,
        submission: ExampleSubmission,
        language: Language,
        limits: Limits,
        *,
        stop_at_first_failure: bool = False,
    ) -> JudgeReport:
        """Raises RetryableFault."""
        job = JudgeJob(
            submission_id=1,
            judgement_id=1,
            attempt_token=secrets.token_hex(16),
            language=language.id,
            source_files=self._source_files(submission, language),
            package_sha256=self.sha256,
            limits=limits,
            stop_at_first_failure=stop_at_first_failure,
        )
        return judge(
            job,
            self.tests,
            self.sandbox,
            judgehost="verify",
            delivery=1,
            on_progress=lambda news: None,
            work_dir=self.work_dir,
            aids=self.aids,
            cores=self.cores,
        )


@dataclass(frozen=True, kw_only=True)
class MeasuredPackage:
    """A package with the time limit that its submissions gave it."""

    package: SourcePackage
    time_limit: InferredTimeLimit | None = None
    """None where the package states one, or nothing could be measured."""
    warnings: tuple[PackageProblem, ...] = ()
    reports: dict[str, JudgeReport] = field(default_factory=dict)
    """Of submissions that need not be judged again, by path."""


def measure_time_limit(
    examples: ExampleJudge, *, refuses_narrow_margins: bool = True
) -> MeasuredPackage:
    """Give a package that states no time limit the one that its format's rule gives.

    Raises PackageRefused where no time limit does, and RetryableFault. Without
    ``refuses_narrow_margins`` submissions that are hardly too slow are only warned of.
    """
    package = examples.package
    if package.time_limit.is_stated:
        return MeasuredPackage(package=package)
    generous = package.limits.model_copy(update={"cpu_time_ms": MEASURING_LIMIT_MS})
    warnings: list[PackageProblem] = []
    measured: list[Measured] = []
    reports: dict[str, JudgeReport] = {}
    for submission in _bounding(package, TimeLimitBound.LOWER):
        language = _installed(submission)
        if language is None:
            warnings.append(_finding(submission, "is in no language of this host: not measured"))
            continue
        report = examples.judge(submission, language, generous)
        reports[submission.path] = report
        slowest = _slowest(submission, TimeLimitBound.LOWER, report)
        if slowest is None:
            warnings.append(_finding(submission, "has no run that could be measured"))
            continue
        measured.append(slowest)
    if not measured:
        return MeasuredPackage(package=package, warnings=tuple(warnings))
    inferred = infer_time_limit(package.time_limit, measured)
    limits = _limits(package, inferred)
    too_quick = list(_too_quick(examples, limits, inferred))
    if too_quick and refuses_narrow_margins and not package.time_limit.rounds_to_nearest:
        raise PackageRefused(too_quick)
    return MeasuredPackage(
        package=replace(package, limits=limits),
        time_limit=inferred,
        warnings=(*warnings, *too_quick),
        reports={
            path: report
            for path, report in reports.items()
            if report.cpu_time_ms <= inferred.time_limit_ms
        },
    )


def _limits(package: SourcePackage, inferred: InferredTimeLimit) -> Limits:
    values = {**package.limits.model_dump(), "cpu_time_ms": inferred.time_limit_ms}
    try:
        return Limits(**values)
    except ValidationError as error:
        message = f"the {inferred} is beyond this site's bounds: make it faster or state a limit"
        problem = PackageProblem(file="problem.yaml", line=None, message=message)
        raise PackageRefused([problem]) from error


def _too_quick(
    examples: ExampleJudge, limits: Limits, inferred: InferredTimeLimit
) -> Iterator[PackageProblem]:
    """Submissions that must be too slow, and are not by the margin.

    2025-09 takes them for an error, the legacy formats for a warning.
    """
    cap = min(inferred.least_too_slow_ms, MEASURING_LIMIT_MS * 4)
    for submission in _bounding(examples.package, TimeLimitBound.UPPER):
        language = _installed(submission)
        if language is None:
            continue
        upper = [
            expectation
            for expectation in submission.expectations
            if expectation.bound is TimeLimitBound.UPPER
        ]
        report = examples.judge(
            submission,
            language,
            limits.model_copy(update={"cpu_time_ms": cap}),
            # One run that is too slow is enough, and the others may be as slow.
            stop_at_first_failure=all(expectation.test_cases is None for expectation in upper),
        )
        runs = [run for expectation in upper for run in runs_in_question(expectation, report)]
        if runs and not any(
            run.verdict in {Verdict.TIME_LIMIT, Verdict.WALL_TIME_LIMIT} for run in runs
        ):
            took = max(run.cpu_time_ms for run in runs)
            yield _finding(
                submission,
                f"must be too slow, but needs {took} ms only; with the {inferred}, it should "
                f"need {inferred.least_too_slow_ms} ms: make it slower or state a time limit",
            )


def _bounding(package: SourcePackage, bound: TimeLimitBound) -> Iterator[ExampleSubmission]:
    for submission in package.submissions:
        if any(expectation.bound is bound for expectation in submission.expectations):
            yield submission


def _slowest(
    submission: ExampleSubmission, bound: TimeLimitBound, report: JudgeReport
) -> Measured | None:
    runs = [
        run
        for expectation in submission.expectations
        if expectation.bound is bound
        for run in runs_in_question(expectation, report)
    ]
    if any(run.verdict in {Verdict.TIME_LIMIT, Verdict.WALL_TIME_LIMIT} for run in runs):
        seconds = MEASURING_LIMIT_MS / 1000
        message = f"takes more than {seconds:g} s: make it faster or state a time limit"
        raise PackageRefused([_finding(submission, message)])
    if not runs:
        return None
    slowest = max(runs, key=lambda run: run.cpu_time_ms)
    return Measured(
        submission=submission.path,
        test_case=slowest.test_case,
        cpu_time_ms=slowest.cpu_time_ms,
    )


def _installed(submission: ExampleSubmission) -> Language | None:
    if submission.language is None or submission.language not in installed_languages():
        return None
    return language_table().get(submission.language)


def _finding(submission: ExampleSubmission, message: str) -> PackageProblem:
    return PackageProblem(file=f"submissions/{submission.path}", line=None, message=message)
