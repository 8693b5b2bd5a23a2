from datetime import UTC, datetime, timedelta

import pytest

from common.ports import ContestAhead
from infra_control.scaling.contests import (
    HEAD_START,
    TAIL,
    Bound,
    bounds_over_time,
    propose,
)
from infra_control.scaling.schedules import ScheduleError, at_expression, moment_of

NINE = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def contest(slug: str, *, hours: int = 0, entries: int = 400) -> ContestAhead:
    starts_at = NINE + timedelta(hours=hours)
    return ContestAhead(
        slug=slug,
        title=slug,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        entry_count=entries,
    )


def test_judges_keep_up_with_the_busiest_minute() -> None:
    made = propose(contest("midterm"), jobs_per_task_minute=20, min_tasks=2, max_tasks=40)

    assert made.min_tasks == 5
    assert (made.begins_at, made.ends_at) == (
        NINE - HEAD_START,
        NINE + timedelta(hours=2) + TAIL,
    )
    assert made.name == "contest-midterm"
    assert not made.is_capped


def test_no_fewer_than_always_and_no_more_than_allowed() -> None:
    few = propose(contest("few", entries=1), jobs_per_task_minute=20, min_tasks=2, max_tasks=40)
    many = propose(
        contest("all", entries=9_999), jobs_per_task_minute=20, min_tasks=2, max_tasks=40
    )

    assert (few.min_tasks, few.is_capped) == (2, False)
    assert (many.min_tasks, many.is_capped) == (40, True)


def test_the_needs_of_contests_at_one_time_add_up() -> None:
    both = [
        propose(contest("a"), jobs_per_task_minute=20, min_tasks=2, max_tasks=40),
        propose(contest("b", hours=1), jobs_per_task_minute=20, min_tasks=2, max_tasks=40),
    ]

    assert bounds_over_time(both, min_tasks=2) == [
        Bound(at=NINE - HEAD_START, min_tasks=5),
        Bound(at=NINE + timedelta(hours=1) - HEAD_START, min_tasks=10),
        Bound(at=NINE + timedelta(hours=2) + TAIL, min_tasks=5),
        Bound(at=NINE + timedelta(hours=3) + TAIL, min_tasks=2),
    ]
    assert bounds_over_time([], min_tasks=2) == []


def test_a_moment_is_written_and_read_back() -> None:
    assert moment_of(at_expression(NINE)) == NINE
    assert moment_of("at(2026-05-04T18:00:00)", "Asia/Seoul") == NINE


@pytest.mark.parametrize(
    "wrong", ["", "at(tomorrow)", "rate(5 minutes)", "at(2026-13-04T09:00:00)"]
)
def test_what_is_no_moment_is_refused(wrong: str) -> None:
    with pytest.raises(ScheduleError):
        moment_of(wrong)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ScheduleError, match="Asia/Nowhere"):
        moment_of("at(2026-05-04T18:00:00)", "Asia/Nowhere")
