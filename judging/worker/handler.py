"""One delivery of one job of any kind, from its text to a report that the broker has."""

import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from judging import telemetry
from judging.contract import ContractError, InternalError
from judging.faults import LanguageMissing, RetryableFault, SwitchedOff
from judging.queues import MAX_RECEIVE_COUNT
from judging.store import FULL_DISK, DiskFaultError, StoreError
from judging.telemetry.metrics import JUDGE_JOBS, WORKER_BUSY
from judging.worker import deadlines
from judging.worker.lease import Delivery, Lease
from judging.worker.passing import PASSING_S, Trail
from judging.worker.reporting import Reporter, ReportNotSentError

logger = logging.getLogger(__name__)

LONGEST_BACKOFF_S = 8
DISK_FAULTS = FULL_DISK | {errno.EIO, errno.EROFS}
SANDBOX_FAULTS_MAX = 3
"""A worker whose sandbox fails so often in a row leaves: its start checks the isolation anew."""

J = TypeVar("J")

PassOn = Callable[[str, Delivery, Trail], None]
"""Sends a job's text, with its trail, to the queue that the delivery came from; raises where it
can't."""


class Work(Protocol[J]):
    """One kind of job: how its message is read, what is done, and what is told of it."""

    @property
    def report_task(self) -> str:
        """Of the web side: takes the reports."""
        ...

    def read(self, text: str) -> J:
        """Raises ContractError."""
        ...

    def name(self, job: J) -> str:
        """For the log, such as ``judgement 12``."""
        ...

    def do(self, job: J, delivery: int) -> str:
        """Do it, and give the report as JSON. Allows the lease its time for each step.

        Raises RetryableFault where this host could not, StoreError, and any fault of ours.
        """
        ...

    def gave_up(self, job: J, delivery: int, error: InternalError) -> str:
        """The report, as JSON, of a job that nobody could do."""
        ...


NO_TRAIL = Trail()


class HandedBackError(Exception):
    """The delivery must not be settled: others get the message again, or the dead letters do."""


class JobHandler(Generic[J]):
    """Handles one delivery after the other, of one kind of work."""

    def __init__(
        self,
        work: Work[J],
        *,
        lease: Lease,
        reporter: Reporter,
        leave: Callable[[], None],
        pass_on: PassOn,
        judgehost: str,
        passing_s: float = PASSING_S,
        is_trusted: Callable[[str, Trail], bool] = lambda text, trail: True,
    ) -> None:
        self._work = work
        self._lease = lease
        self._reporter = reporter
        self._leave = leave
        self._pass_on = pass_on
        self._judgehost = judgehost
        self._passing_s = passing_s
        self._is_trusted = is_trusted
        self._sandbox_faults = 0

    def handle(self, text: str, delivery: Delivery, trail: Trail = NO_TRAIL) -> None:
        """Do the job and report, or pass it on. When it returns, the message may be settled.

        Raises HandedBackError, and anything that is a fault of this code; then it must not be.
        """
        if not self._is_trusted(text, trail):
            # Others may know a newer key, in the middle of a deployment.
            self._lease.hand_back(delivery, after_s=_backoff_s(delivery))
            raise HandedBackError("a job that the web side did not sign (JUDGE_VERIFY_KEY)")
        try:
            job = self._work.read(text)
        except ContractError as error:
            # Another version of this worker may read it, in the middle of a deployment.
            self._lease.hand_back(delivery, after_s=_backoff_s(delivery))
            raise HandedBackError(f"no job that this worker can read: {error}") from error
        logger.info("%s: delivery %s", self._work.name(job), delivery.number)
        with self._counted(job, delivery), self._lease.hold(delivery, for_s=deadlines.FETCH_S):
            try:
                self._check_is_on(trail)
                report = self._work.do(job, delivery.number)
            except (LanguageMissing, SwitchedOff) as missing:
                self._give_to_others(job, text, delivery, trail.by(self._judgehost), missing)
                return
            except Exception as fault:  # noqa: BLE001 - whatever goes wrong here never blames the program
                self._hand_back(job, delivery, fault)
            self._sandbox_faults = 0
            self._send(report)
        logger.info("%s: done", self._work.name(job))

    def _check_is_on(self, trail: Trail) -> None:
        """Raises SwitchedOff where operators let others do the job."""
        if trail.avoids(self._judgehost):
            raise SwitchedOff("sandbox", f"judgehost {self._judgehost} is switched off")

    @contextmanager
    def _counted(self, job: J, delivery: Delivery) -> Iterator[None]:
        telemetry.note(job=self._work.name(job), delivery=delivery.number)
        telemetry.record(WORKER_BUSY, 1)
        outcome = "handed_back"
        try:
            yield
            outcome = "settled"
        finally:
            telemetry.record(JUDGE_JOBS, task=self._work.report_task, outcome=outcome)
            telemetry.record(WORKER_BUSY, 0)

    def _send(self, report: str) -> None:
        self._lease.allow(deadlines.REPORT_S + deadlines.SLACK_S)
        try:
            with telemetry.stage("reporting"):
                self._reporter.report(self._work.report_task, report, patience_s=deadlines.REPORT_S)
        except ReportNotSentError as error:
            raise HandedBackError(str(error)) from error

    def _give_to_others(
        self, job: J, text: str, delivery: Delivery, trail: Trail, missing: RetryableFault
    ) -> None:
        """Pass the job on, or report that nobody takes it; raises HandedBackError then."""
        if trail.is_exhausted(least_s=self._passing_s):
            fault = RetryableFault(missing.kind, f"{missing} ({trail})")
            logger.error("%s: %s", self._work.name(job), fault)
            self._give_up(job, delivery, fault)
            raise HandedBackError(str(fault)) from missing
        logger.info("%s: passed on: %s", self._work.name(job), missing)
        try:
            self._pass_on(text, delivery, trail)
        except Exception as error:
            self._lease.hand_back(delivery, after_s=_backoff_s(delivery))
            raise HandedBackError(f"could not be passed on: {error!r}") from error

    def _give_up(self, job: J, delivery: Delivery, fault: Exception) -> None:
        """Report why nobody could; the broker moves the message to the dead letters."""
        error = InternalError.model_validate(
            {"kind": _kind(fault), "message": str(fault)[:4_000] or type(fault).__name__}
        )
        self._send(self._work.gave_up(job, delivery.number, error))
        self._lease.hand_back(delivery, after_s=0)

    def _hand_back(self, job: J, delivery: Delivery, fault: Exception) -> None:
        """Give the job to another try, or report why there is none; raises HandedBackError."""
        kind = _kind(fault)
        logger.error("%s: %s", self._work.name(job), fault, exc_info=kind == "worker")
        self._sandbox_faults += kind == "sandbox"
        if self._sandbox_faults >= SANDBOX_FAULTS_MAX:
            logger.critical("the sandbox failed %s times: this worker leaves", SANDBOX_FAULTS_MAX)
            self._leave()
        elif _is_of_disk(fault):
            # Else a host whose disk is full, and which is always free, would take every job from
            # the others until its deliveries are used up.
            logger.critical("this host's disk is full or faulty: this worker leaves")
            self._leave()
        if delivery.number >= MAX_RECEIVE_COUNT:
            self._give_up(job, delivery, fault)
        else:
            self._lease.hand_back(delivery, after_s=_backoff_s(delivery))
        raise HandedBackError(f"{kind}: {fault}") from fault


def _kind(fault: Exception) -> str:
    if isinstance(fault, StoreError):
        return "store"
    return fault.kind if isinstance(fault, RetryableFault) else "worker"


def _is_of_disk(fault: Exception) -> bool:
    return isinstance(fault, DiskFaultError) or (
        isinstance(fault, OSError) and fault.errno in DISK_FAULTS
    )


def _backoff_s(delivery: Delivery) -> int:
    return min(1 << (delivery.number - 1), LONGEST_BACKOFF_S)
