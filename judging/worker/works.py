"""The kinds of work that a worker does: judgements, custom runs and package checks."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from judging import telemetry
from judging.contract import InternalError, JudgeJob, JudgeProgress, JudgeReport
from judging.contract_checks import (
    PackageCheckJob,
    PackageCheckReport,
    PackageVerifyJob,
    PackageVerifyReport,
)
from judging.contract_runs import CustomRunJob, CustomRunReport
from judging.packages import TestPackage
from judging.preparing import installed_language
from judging.queues import CHECK_REPORT_TASK, REPORT_TASK, RUN_REPORT_TASK, VERIFY_REPORT_TASK
from judging.store import PackageCache, PackageStore, StoreError
from judging.toolchains import InstalledLanguage
from judging.verdicts import Stage, Verdict
from judging.worker import deadlines
from judging.worker.lease import Lease
from judging.worker.reporting import Reporter, within_message_limit


class Judge(Protocol):
    """Judges a job with its test package."""

    def __call__(
        self,
        job: JudgeJob,
        package: TestPackage,
        *,
        delivery: int,
        on_progress: Callable[[JudgeProgress], None],
    ) -> JudgeReport:
        """Raises RetryableFault where this host could not judge."""
        ...


class RunCustom(Protocol):
    """Runs a program on inputs of a person's own."""

    def __call__(
        self,
        job: CustomRunJob,
        package: TestPackage | None,
        *,
        delivery: int,
        on_step: Callable[[], None],
    ) -> CustomRunReport:
        """Raises RetryableFault where this host could not."""
        ...


class CheckPackage(Protocol):
    """Checks the problem package in a zip."""

    def __call__(self, job: PackageCheckJob, archive: Path, *, delivery: int) -> PackageCheckReport:
        """Raises RetryableFault where this host could not."""
        ...


class VerifyPackage(Protocol):
    """Tries all programs of the problem package in a zip."""

    def __call__(
        self, job: PackageVerifyJob, archive: Path, *, delivery: int, on_step: Callable[[], None]
    ) -> PackageVerifyReport:
        """Raises RetryableFault where this host could not."""
        ...


@dataclass(frozen=True, kw_only=True)
class JudgeWork:
    """Judgements of submissions."""

    judge: Judge
    languages: Mapping[str, InstalledLanguage]
    cache: PackageCache
    lease: Lease
    reporter: Reporter
    judgehost: str
    report_task: str = REPORT_TASK

    def read(self, text: str) -> JudgeJob:
        return JudgeJob.from_json(text)

    def name(self, job: JudgeJob) -> str:
        return f"judgement {job.judgement_id}"

    def do(self, job: JudgeJob, delivery: int) -> str:
        # Before anything is fetched or told: others may have it.
        installed_language(job.language, self.languages)
        self.reporter.progress(self._news(job, Stage.FETCHING))
        with ExitStack() as held:
            with telemetry.stage("fetching", package=job.package_sha256):
                package = held.enter_context(self.cache.package(job.package_sha256))
            passes = package.manifest.validation.passes
            step_s = deadlines.step_s(job.language, job.limits, passes=passes)
            self.lease.allow(step_s)

            def on_progress(news: JudgeProgress) -> None:
                self.lease.allow(step_s)
                self.reporter.progress(news)

            report = self.judge(job, package, delivery=delivery, on_progress=on_progress)
        return within_message_limit(report).to_json()

    def gave_up(self, job: JudgeJob, delivery: int, error: InternalError) -> str:
        return JudgeReport(
            submission_id=job.submission_id,
            judgement_id=job.judgement_id,
            attempt_token=job.attempt_token,
            judgehost=self.judgehost,
            delivery=delivery,
            verdict=Verdict.JUDGING_ERROR,
            internal_error=error,
        ).to_json()

    def _news(self, job: JudgeJob, stage: Stage) -> JudgeProgress:
        return JudgeProgress(
            submission_id=job.submission_id,
            judgement_id=job.judgement_id,
            attempt_token=job.attempt_token,
            judgehost=self.judgehost,
            stage=stage,
        )


@dataclass(frozen=True, kw_only=True)
class CustomRunWork:
    """Custom runs."""

    run_custom: RunCustom
    languages: Mapping[str, InstalledLanguage]
    cache: PackageCache
    lease: Lease
    judgehost: str
    report_task: str = RUN_REPORT_TASK

    def read(self, text: str) -> CustomRunJob:
        return CustomRunJob.from_json(text)

    def name(self, job: CustomRunJob) -> str:
        return f"custom run {job.run_id}"

    def do(self, job: CustomRunJob, delivery: int) -> str:
        installed_language(job.language, self.languages)
        with self._package(job) as package:
            step_s = deadlines.step_s(job.language, job.limits)
            return self.run_custom(
                job, package, delivery=delivery, on_step=lambda: self.lease.allow(step_s)
            ).to_json()

    def gave_up(self, job: CustomRunJob, delivery: int, error: InternalError) -> str:
        return CustomRunReport(
            run_id=job.run_id,
            attempt_token=job.attempt_token,
            judgehost=self.judgehost,
            delivery=delivery,
            internal_error=error,
        ).to_json()

    @contextmanager
    def _package(self, job: CustomRunJob) -> Iterator[TestPackage | None]:
        if job.package_sha256 is None:
            yield None
            return
        with self.cache.package(job.package_sha256) as package:
            yield package


@dataclass(frozen=True, kw_only=True)
class PackageCheckWork:
    """Checks of problem packages."""

    check_package: CheckPackage
    store: PackageStore
    work_dir: Path
    lease: Lease
    judgehost: str
    report_task: str = CHECK_REPORT_TASK

    def read(self, text: str) -> PackageCheckJob:
        return PackageCheckJob.from_json(text)

    def name(self, job: PackageCheckJob) -> str:
        return f"package check {job.import_id}"

    def do(self, job: PackageCheckJob, delivery: int) -> str:
        self.work_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.work_dir, prefix="source-") as folder:
            archive = Path(folder) / "package.zip"
            fetch_source(self.store, job.source_sha256, archive)
            self.lease.allow(deadlines.CHECK_S)
            return self.check_package(job, archive, delivery=delivery).to_json()

    def gave_up(self, job: PackageCheckJob, delivery: int, error: InternalError) -> str:
        return PackageCheckReport(
            import_id=job.import_id,
            attempt_token=job.attempt_token,
            judgehost=self.judgehost,
            delivery=delivery,
            internal_error=error,
        ).to_json()


@dataclass(frozen=True, kw_only=True)
class PackageVerifyWork:
    """Verifications of versions of problems."""

    verify_package: VerifyPackage
    store: PackageStore
    work_dir: Path
    lease: Lease
    judgehost: str
    report_task: str = VERIFY_REPORT_TASK

    def read(self, text: str) -> PackageVerifyJob:
        return PackageVerifyJob.from_json(text)

    def name(self, job: PackageVerifyJob) -> str:
        return f"package verification {job.verification_id}"

    def do(self, job: PackageVerifyJob, delivery: int) -> str:
        self.work_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.work_dir, prefix="source-") as folder:
            archive = Path(folder) / "package.zip"
            fetch_source(self.store, job.source_sha256, archive)
            self.lease.allow(deadlines.CHECK_S)
            return self.verify_package(
                job,
                archive,
                delivery=delivery,
                on_step=lambda: self.lease.allow(deadlines.CHECK_S),
            ).to_json()

    def gave_up(self, job: PackageVerifyJob, delivery: int, error: InternalError) -> str:
        return PackageVerifyReport(
            verification_id=job.verification_id,
            attempt_token=job.attempt_token,
            judgehost=self.judgehost,
            delivery=delivery,
            internal_error=error,
        ).to_json()


def fetch_source(store: PackageStore, sha256: str, into: Path) -> None:
    """Fetch a problem package. Raises StoreError where it is not what it should be."""
    with into.open("w+b") as stream:
        store.fetch(sha256, stream)
        stream.seek(0)
        actual = hashlib.file_digest(stream, "sha256").hexdigest()
    if actual != sha256:
        raise StoreError(f"the store's problem package {sha256} is corrupt: it is {actual}")
