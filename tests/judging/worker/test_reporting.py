import itertools
import threading
import time

import pytest

from judging.contract import JudgeProgress, JudgeReport
from judging.queues import PROGRESS_TASK, REPORT_TASK
from judging.worker.reporting import Reporter, ReportNotSentError, merge, within_message_limit
from tests.cloud import eventually
from tests.judging.worker import jobs


class Broker:
    """Takes messages, or doesn't."""

    def __init__(self) -> None:
        self.sent: list[tuple[float, str, str]] = []
        self.failures_left = 0
        self.open = threading.Event()
        self.open.set()

    def send(self, task: str, message: str) -> None:
        self.open.wait()
        if self.failures_left:
            self.failures_left -= 1
            raise ConnectionError("away")
        self.sent.append((time.monotonic(), task, message))

    def news(self) -> list[JudgeProgress]:
        return [
            JudgeProgress.from_json(text) for _, task, text in self.sent if task == PROGRESS_TASK
        ]

    def reports(self) -> list[JudgeReport]:
        return [JudgeReport.from_json(text) for _, task, text in self.sent if task == REPORT_TASK]


def test_news_in_quick_succession_are_one_message_in_a_hundred_milliseconds() -> None:
    broker = Broker()
    reporter = Reporter(broker.send)

    for ordinal in range(1, 41):
        reporter.progress(jobs.news(jobs.run(ordinal)))
        time.sleep(0.01)
    eventually(lambda: sum(len(news.runs) for news in broker.news()) == 40)

    times = [at for at, _, _ in broker.sent]
    assert len(times) <= 7
    assert all(later - earlier > 0.09 for earlier, later in itertools.pairwise(times))
    told = [run.ordinal for news in broker.news() for run in news.runs]
    assert told == list(range(1, 41))


def test_the_report_overtakes_news_that_still_wait() -> None:
    broker = Broker()
    reporter = Reporter(broker.send)
    reporter.progress(jobs.news(jobs.run(1)))
    eventually(lambda: len(broker.sent) == 1)
    reporter.progress(jobs.news(jobs.run(2)))

    reporter.report(REPORT_TASK, jobs.report(jobs.run(1), jobs.run(2)).to_json(), patience_s=5)

    assert [task for _, task, _ in broker.sent] == [PROGRESS_TASK, REPORT_TASK]


def test_a_report_is_tried_until_the_broker_takes_it() -> None:
    broker = Broker()
    broker.failures_left = 2
    reporter = Reporter(broker.send)

    reporter.report(REPORT_TASK, jobs.report(jobs.run(1)).to_json(), patience_s=10)

    assert len(broker.reports()) == 1


def test_news_that_can_not_be_sent_are_lost_without_harm() -> None:
    broker = Broker()
    broker.failures_left = 1
    reporter = Reporter(broker.send)

    reporter.progress(jobs.news(jobs.run(1)))
    eventually(lambda: broker.failures_left == 0)
    reporter.progress(jobs.news(jobs.run(2)))

    eventually(lambda: [run.ordinal for news in broker.news() for run in news.runs] == [2])


def test_a_broker_that_never_comes_back_is_told() -> None:
    broker = Broker()
    broker.failures_left = 1_000
    reporter = Reporter(broker.send)

    with pytest.raises(ReportNotSentError):
        reporter.report(REPORT_TASK, jobs.report().to_json(), patience_s=0.3)


def test_a_broker_that_hangs_holds_up_nobody_longer_than_it_may() -> None:
    broker = Broker()
    broker.open.clear()
    reporter = Reporter(broker.send)

    reporter.progress(jobs.news(jobs.run(1)))
    with pytest.raises(ReportNotSentError):
        reporter.report(REPORT_TASK, jobs.report().to_json(), patience_s=0.2)


def test_merged_news_say_what_both_said() -> None:
    merged = merge(jobs.news(jobs.run(1), count=9), jobs.news(jobs.run(2)))

    assert [run.ordinal for run in merged.runs] == [1, 2]
    assert merged.test_case_count == 9


def test_news_of_another_attempt_replace_the_former() -> None:
    merged = merge(jobs.news(jobs.run(1)), jobs.news(jobs.run(2), token="cd" * 16))

    assert [run.ordinal for run in merged.runs] == [2]


def test_a_report_fits_into_a_message_whatever_its_test_cases_say() -> None:
    large = jobs.report(*(jobs.run(n, message="가" * 16_000) for n in range(1, 101)))

    fitted = within_message_limit(large)

    assert fitted.runs[0].judge_message == large.runs[0].judge_message
    assert fitted.runs[-1].judge_message == ""
    assert sum(len(run.judge_message) for run in fitted.runs) <= 200_000
    assert len(fitted.runs) == 100


def test_what_students_are_told_counts_too() -> None:
    run = jobs.run(1).model_copy(update={"judge_message": "j" * 2_000, "team_message": "t" * 2_000})
    large = jobs.report().model_copy(update={"runs": (run,) * 100})

    fitted = within_message_limit(large)

    assert fitted.runs[0] == run
    assert (fitted.runs[-1].judge_message, fitted.runs[-1].team_message) == ("", "")
