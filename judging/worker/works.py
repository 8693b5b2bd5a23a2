"""The kinds of work that a worker does: judgements and custom runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from judging.contract import InternalError, JudgeJob, JudgeProgress, JudgeReport
from judging.contract_runs import CustomRunJob, CustomRunReport
from judging.packages import TestPackage
from judging.queues import REPORT_TASK, RUN_REPORT_TASK
from judging.store import PackageCache
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


@dataclass(frozen=True, kw_only=True)
class JudgeWork:
    """Judgements of submissions."""

    judge: Judge
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
        self.reporter.progress(self._news(job, Stage.FETCHING))
        with self.cache.package(job.package_sha256) as package:
            step_s = deadlines.step_s(job.language, job.limits)
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
    cache: PackageCache
    lease: Lease
    judgehost: str
    report_task: str = RUN_REPORT_TASK

    def read(self, text: str) -> CustomRunJob:
        return CustomRunJob.from_json(text)

    def name(self, job: CustomRunJob) -> str:
        return f"custom run {job.run_id}"

    def do(self, job: CustomRunJob, delivery: int) -> str:
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
