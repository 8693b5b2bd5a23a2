"""One delivery of one job, from its text to a report that the broker has."""

import logging
from collections.abc import Callable
from typing import Protocol

from judging.contract import (
    ContractError,
    InternalError,
    JudgeJob,
    JudgeProgress,
    JudgeReport,
)
from judging.faults import RetryableFault
from judging.packages import TestPackage
from judging.queues import MAX_RECEIVE_COUNT
from judging.store import PackageCache, StoreError
from judging.verdicts import Stage, Verdict
from judging.worker import deadlines
from judging.worker.lease import Delivery, Lease
from judging.worker.reporting import Reporter, ReportNotSentError

logger = logging.getLogger(__name__)

LONGEST_BACKOFF_S = 8
SANDBOX_FAULTS_MAX = 3
"""A worker whose sandbox fails so often in a row leaves: its start checks the isolation anew."""


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


class HandedBackError(Exception):
    """The delivery must not be settled: others get the message again, or the dead letters do."""


class JobHandler:
    """Handles one delivery after the other."""

    def __init__(
        self,
        *,
        judge: Judge,
        cache: PackageCache,
        lease: Lease,
        reporter: Reporter,
        judgehost: str,
        leave: Callable[[], None],
    ) -> None:
        self._judge = judge
        self._cache = cache
        self._lease = lease
        self._reporter = reporter
        self._judgehost = judgehost
        self._leave = leave
        self._sandbox_faults = 0

    def handle(self, text: str, delivery: Delivery) -> None:
        """Judge the job and report. When it returns, the message may be settled.

        Raises HandedBackError, and anything that is a fault of this code; then it must not be.
        """
        try:
            job = JudgeJob.from_json(text)
        except ContractError as error:
            # Another version of this worker may read it, in the middle of a deployment.
            self._lease.hand_back(delivery, after_s=_backoff_s(delivery))
            raise HandedBackError(f"no job that this worker can read: {error}") from error
        logger.info("judgement %s: delivery %s", job.judgement_id, delivery.number)
        with self._lease.hold(delivery, for_s=deadlines.FETCH_S):
            try:
                report = self._judge_job(job, delivery)
            except Exception as fault:  # noqa: BLE001 - whatever goes wrong here never blames the program
                self._hand_back(job, delivery, fault)
            self._sandbox_faults = 0
            self._send(report)
        logger.info("judgement %s: %s", job.judgement_id, report.verdict)

    def _judge_job(self, job: JudgeJob, delivery: Delivery) -> JudgeReport:
        self._reporter.progress(self._news(job, Stage.FETCHING))
        with self._cache.package(job.package_sha256) as package:
            step_s = deadlines.step_s(job)
            self._lease.allow(step_s)

            def on_progress(news: JudgeProgress) -> None:
                self._lease.allow(step_s)
                self._reporter.progress(news)

            return self._judge(job, package, delivery=delivery.number, on_progress=on_progress)

    def _send(self, report: JudgeReport) -> None:
        self._lease.allow(deadlines.REPORT_S + deadlines.SLACK_S)
        try:
            self._reporter.report(report, patience_s=deadlines.REPORT_S)
        except ReportNotSentError as error:
            raise HandedBackError(str(error)) from error

    def _hand_back(self, job: JudgeJob, delivery: Delivery, fault: Exception) -> None:
        """Give the job to another try, or report why there is none; raises HandedBackError."""
        kind = _kind(fault)
        logger.error("judgement %s: %s", job.judgement_id, fault, exc_info=kind == "worker")
        self._sandbox_faults += kind == "sandbox"
        if self._sandbox_faults >= SANDBOX_FAULTS_MAX:
            logger.critical("the sandbox failed %s times: this worker leaves", SANDBOX_FAULTS_MAX)
            self._leave()
        if delivery.number >= MAX_RECEIVE_COUNT:
            # The broker moves the message to the dead letters; their reason travels here.
            self._send(self._gave_up(job, delivery, kind, fault))
            self._lease.hand_back(delivery, after_s=0)
        else:
            self._lease.hand_back(delivery, after_s=_backoff_s(delivery))
        raise HandedBackError(f"{kind}: {fault}") from fault

    def _news(self, job: JudgeJob, stage: Stage) -> JudgeProgress:
        return JudgeProgress(
            submission_id=job.submission_id,
            judgement_id=job.judgement_id,
            attempt_token=job.attempt_token,
            judgehost=self._judgehost,
            stage=stage,
        )

    def _gave_up(
        self, job: JudgeJob, delivery: Delivery, kind: str, fault: Exception
    ) -> JudgeReport:
        return JudgeReport(
            submission_id=job.submission_id,
            judgement_id=job.judgement_id,
            attempt_token=job.attempt_token,
            judgehost=self._judgehost,
            delivery=delivery.number,
            verdict=Verdict.JUDGING_ERROR,
            internal_error=InternalError.model_validate(
                {"kind": kind, "message": str(fault)[:4_000] or type(fault).__name__}
            ),
        )


def _kind(fault: Exception) -> str:
    if isinstance(fault, StoreError):
        return "store"
    return fault.kind if isinstance(fault, RetryableFault) else "worker"


def _backoff_s(delivery: Delivery) -> int:
    return min(1 << (delivery.number - 1), LONGEST_BACKOFF_S)
