from datetime import UTC, datetime, time

import pytest

from infra_control.scaling.schedules import (
    ScheduleError,
    daily_expression,
    last_moment,
    schedule_words,
)

SEOUL = "Asia/Seoul"
MONDAY = datetime(2026, 5, 4, 0, 30, tzinfo=UTC)
"""09:30 in Seoul."""


def test_every_day_it_acts_at_its_time_of_that_place() -> None:
    at_nine = daily_expression(time(9, 0), only_days_of_work=False)

    assert at_nine == "cron(0 9 * * ? *)"
    assert last_moment(at_nine, SEOUL, MONDAY) == datetime(2026, 5, 4, 0, 0, tzinfo=UTC)
    at_ten = daily_expression(time(10, 0), only_days_of_work=False)
    assert last_moment(at_ten, SEOUL, MONDAY) == datetime(2026, 5, 3, 1, 0, tzinfo=UTC)


def test_on_days_of_work_it_skips_the_weekend() -> None:
    at_ten = daily_expression(time(10, 0), only_days_of_work=True)

    assert last_moment(at_ten, SEOUL, MONDAY) == datetime(2026, 5, 1, 1, 0, tzinfo=UTC)


def test_once_it_has_acted_or_has_yet_to() -> None:
    assert last_moment("at(2026-05-04T00:30:00)", "UTC", MONDAY) == MONDAY
    assert last_moment("at(2026-05-04T00:30:01)", "UTC", MONDAY) is None


@pytest.mark.parametrize("expression", ["rate(1 day)", "cron(0 25 * * ? *)", "tomorrow"])
def test_what_nobody_writes_here_is_refused(expression: str) -> None:
    with pytest.raises(ScheduleError):
        last_moment(expression, "UTC", MONDAY)
    with pytest.raises(ScheduleError):
        last_moment("cron(0 9 * * ? *)", "Nowhere/Land", MONDAY)


def test_an_operator_reads_it_in_words() -> None:
    assert schedule_words("cron(5 3 * * ? *)", SEOUL) == "every day at 03:05 (Asia/Seoul)"
    assert schedule_words("cron(5 3 ? * MON-FRI *)", SEOUL).startswith("Monday to Friday at 03:05")
    assert schedule_words("at(2026-05-04T08:45:00)", "UTC") == "once, 2026-05-04 08:45 (UTC)"
    assert schedule_words("rate(1 day)", "UTC") == "rate(1 day) (UTC)"
