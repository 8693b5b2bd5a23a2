"""Who is told that something starts or is due, and when."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from contests.models import Extension, SetKind, SetVisibility
from contests.selectors.upcoming import upcoming_events
from courses.models import Course
from notifications.loop import notifications_tick
from notifications.models import Notification
from submissions.models import SetResult
from tests.contest_factories import DAY, HOUR, make_assignment, make_contest, make_entry
from tests.factories import NOON, make_problem
from tests.people import Cast

DUE = NOON + 7 * DAY


def told() -> set[tuple[str, str]]:
    return set(Notification.objects.values_list("user__username", "kind"))


def test_students_hear_a_day_before_an_assignment_is_due(cast: Cast) -> None:
    make_assignment(course=cast.algorithms)

    notifications_tick(now=DUE - DAY - timedelta(seconds=1))
    assert told() == set()
    for _ in range(2):
        notifications_tick(now=DUE - DAY)

    assert told() == {("minsu", "due_soon"), ("jiwoo", "due_soon")}
    assert Notification.objects.count() == 2
    (item,) = cast.api("minsu").get("/notifications").json()["items"]
    assert item["title"] == "마감 임박: Homework"
    assert item["link"] == "/courses/algorithms/assignments/homework"
    assert "2026-03-09 21:00 KST" in item["body"]


@pytest.mark.parametrize(
    ("policy", "solved", "told_minsu"),
    [("all", 2, False), ("all", 1, True), ("blind", 2, True)],
)
def test_who_has_solved_all_is_left_in_peace(
    cast: Cast, policy: str, solved: int, told_minsu: bool
) -> None:
    """Unless that would tell what the set still veils."""
    problems = [make_problem(name) for name in ("apples", "bridges")]
    homework = make_assignment(
        course=cast.algorithms, problems=problems, set_fields={"verdict_policy": policy}
    )
    for place in list(homework.problems.order_by("ordinal"))[:solved]:
        SetResult.objects.create(
            problem_set=homework, set_problem=place, user=cast.minsu, is_solved=True
        )

    notifications_tick(now=DUE - HOUR)

    expected = {("jiwoo", "due_soon")} | ({("minsu", "due_soon")} if told_minsu else set())
    assert told() == expected


def test_a_moved_date_is_told_anew(cast: Cast) -> None:
    homework = make_assignment(course=cast.algorithms)
    notifications_tick(now=DUE - HOUR)
    homework.ends_at = DUE + 3 * DAY
    homework.save()

    notifications_tick(now=DUE - HOUR)
    assert Notification.objects.count() == 2
    notifications_tick(now=DUE + 2 * DAY)
    assert Notification.objects.count() == 4


def test_whoever_has_more_time_hears_when_it_runs_out(cast: Cast) -> None:
    homework = make_assignment(course=cast.algorithms)
    Extension.objects.create(problem_set=homework, user=cast.minsu, ends_at=DUE + 3 * DAY)

    notifications_tick(now=DUE - HOUR)
    assert told() == {("jiwoo", "due_soon")}
    notifications_tick(now=DUE + 2 * DAY)

    assert told() == {("jiwoo", "due_soon"), ("minsu", "due_soon")}


@pytest.mark.parametrize("change", ["hidden", "exercise", "archived", "over", "not begun"])
def test_what_nobody_is_told_of(cast: Cast, change: str) -> None:
    homework = make_assignment(course=cast.algorithms)
    now = DUE - HOUR
    if change == "hidden":
        homework.visibility = SetVisibility.HIDDEN
    elif change == "exercise":
        homework.kind = SetKind.EXERCISE
    elif change == "archived":
        Course.objects.update(archived_at=NOON)
    elif change == "over":
        now = DUE
    else:
        homework.starts_at = DUE - timedelta(minutes=1)
    homework.save()

    assert list(upcoming_events(now)) == []


def test_who_has_entered_hears_before_a_contest(cast: Cast) -> None:
    contest = make_contest(starts_at=NOON)
    make_entry(contest, cast.minsu)

    notifications_tick(now=NOON - timedelta(minutes=31))
    assert told() == set()
    for minutes in (30, 1):
        notifications_tick(now=NOON - timedelta(minutes=minutes))

    assert Notification.objects.count() == 1
    assert told() == {("minsu", "contest_starts")}


def test_the_sweeper_tells_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("submissions.management.commands.sweep.sweep", lambda now: _Empty())
    monkeypatch.setattr("submissions.management.commands.sweep.start_loop", lambda: None)
    now = timezone.now()
    make_assignment(course=cast.algorithms, starts_at=now - 7 * DAY + HOUR)

    call_command("sweep", once=True)

    assert told() == {("minsu", "due_soon"), ("jiwoo", "due_soon")}


class _Empty:
    is_empty = True
