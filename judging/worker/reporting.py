"""What a worker tells the web side: news while it judges, and the one report that counts."""

import logging
import threading
import time
from collections.abc import Callable

from judging import telemetry
from judging.contract import JudgeProgress, JudgeReport
from judging.queues import PROGRESS_TASK

logger = logging.getLogger(__name__)

PROGRESS_INTERVAL_S = 0.1
RETRY_PAUSE_S = 0.5
JUDGE_MESSAGES_MAX_CHARS = 200_000
"""For all test cases together: a message of SQS holds 1 MiB after two rounds of base64."""

Send = Callable[[str, str], None]
"""Sends (task name, its one argument) to the results queue; raises where it can't."""


class ReportNotSentError(Exception):
    """The broker did not take the report in time: the job must not be settled."""


class Reporter:
    """Sends from one thread, so that a slow broker never slows judging down.

    Progress is news: at most one message per PROGRESS_INTERVAL_S, everything since the
    last one in it, never tried twice. The report is tried until the broker takes it.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._changed = threading.Condition()
        self._news: JudgeProgress | None = None
        self._report: tuple[str, str] | None = None
        self._last_news_at = 0.0
        self._place: telemetry.Place | None = None
        threading.Thread(target=self._run, name="reporter", daemon=True).start()

    def progress(self, news: JudgeProgress) -> None:
        """Queue news; returns at once."""
        with self._changed:
            self._news = news if self._news is None else merge(self._news, news)
            self._place = telemetry.here()
            self._changed.notify_all()

    def report(self, task: str, message: str, *, patience_s: float) -> None:
        """Send a report to its task and return when the broker has it.

        News that still wait are dropped: the report says all. Raises ReportNotSentError.
        """
        with self._changed:
            self._news = None
            self._report = (task, message)
            self._place = telemetry.here()
            self._changed.notify_all()
            sent = self._changed.wait_for(lambda: self._report is None, patience_s)
            self._report = None
        if not sent:
            raise ReportNotSentError(f"no broker took the report within {patience_s:.0f} s")

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._report or self._news)
                report = self._report
                if report is None:
                    pause_s = self._last_news_at + PROGRESS_INTERVAL_S - time.monotonic()
                    if pause_s > 0:
                        self._changed.wait(pause_s)
                        continue
                news, self._news = self._news, None
            if report is not None:
                self._send_report(report)
            elif news is not None:
                self._last_news_at = time.monotonic()
                self._try_to_send(PROGRESS_TASK, news.to_json())

    def _send_report(self, report: tuple[str, str]) -> None:
        sent = self._try_to_send(*report)
        with self._changed:
            if sent and self._report is report:
                self._report = None
                self._changed.notify_all()
            elif not sent:
                self._changed.wait(RETRY_PAUSE_S)

    def _try_to_send(self, task: str, message: str) -> bool:
        try:
            with telemetry.span(f"send {task}", parent=self._place):
                self._send(task, message)
        except Exception as error:  # noqa: BLE001 - kombu and botocore share no base class; this thread must live
            logger.warning("%s could not be sent: %r", task, error)
            return False
        return True


def merge(earlier: JudgeProgress, later: JudgeProgress) -> JudgeProgress:
    """One message that says what both say; news of another attempt replace the earlier."""
    if earlier.attempt_token != later.attempt_token:
        return later
    count = later.test_case_count
    return later.model_copy(
        update={
            "runs": earlier.runs + later.runs,
            "test_case_count": earlier.test_case_count if count is None else count,
        }
    )


def within_message_limit(report: JudgeReport) -> JudgeReport:
    """The report with its test cases' messages cut, the last ones first, to what a queue holds."""
    left_chars = JUDGE_MESSAGES_MAX_CHARS
    runs = []
    for run in report.runs:
        team = run.team_message[:left_chars]
        left_chars -= len(team)
        message = run.judge_message[:left_chars]
        left_chars -= len(message)
        is_cut = (team, message) != (run.team_message, run.judge_message)
        cut = {"team_message": team, "judge_message": message}
        runs.append(run.model_copy(update=cut) if is_cut else run)
    return report.model_copy(update={"runs": tuple(runs)})
