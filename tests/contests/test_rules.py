"""Decisions about problem sets."""

from datetime import timedelta

import pytest

from common.errors import ConflictError
from contests.rules import (
    Access,
    Deadline,
    Phase,
    Registration,
    Sight,
    Window,
    assignment_access,
    board_is_frozen,
    contest_access,
    days_late,
    deadline_of,
    late_penalty_percent,
    limit_check,
    phase_of,
    points_of,
    sight_of,
    window_check,
)
from tests.contest_factories import DAY, HOUR
from tests.factories import NOON

SECOND = timedelta(seconds=1)
CONTEST = Window(starts_at=NOON, ends_at=NOON + 5 * HOUR)
FREEZE = NOON + 4 * HOUR


@pytest.mark.parametrize(
    ("after", "phase"),
    [
        (-SECOND, Phase.UPCOMING),
        (0 * SECOND, Phase.RUNNING),
        (4 * HOUR - SECOND, Phase.RUNNING),
        (4 * HOUR, Phase.FROZEN),
        (5 * HOUR - SECOND, Phase.FROZEN),
        (5 * HOUR, Phase.ENDED),
        (6 * HOUR, Phase.FINALIZED),
    ],
)
def test_a_contest_goes_through_its_phases(after: timedelta, phase: Phase) -> None:
    found = phase_of(
        CONTEST, now=NOON + after, freeze_at=FREEZE, finalized_at=CONTEST.ends_at + HOUR
    )

    assert found is phase


def test_a_virtual_entry_has_phases_of_its_own() -> None:
    late = CONTEST.moved_to(NOON + 10 * HOUR)

    assert late.ends_at - late.starts_at == 5 * HOUR
    assert phase_of(late, now=NOON + 11 * HOUR) is Phase.RUNNING
    assert phase_of(late, now=NOON + 15 * HOUR) is Phase.ENDED


@pytest.mark.parametrize(
    ("after", "revealed", "frozen"),
    [(3 * HOUR, None, False), (9 * HOUR, None, True), (9 * HOUR, 8 * HOUR, False)],
)
def test_a_board_stays_frozen_until_it_is_revealed(
    after: timedelta, revealed: timedelta | None, frozen: bool
) -> None:
    unfrozen_at = NOON + revealed if revealed else None

    assert board_is_frozen(freeze_at=FREEZE, unfrozen_at=unfrozen_at, now=NOON + after) is frozen
    assert not board_is_frozen(freeze_at=None, unfrozen_at=None, now=NOON + after)


@pytest.mark.parametrize(
    ("after", "official", "code"),
    [
        (-3 * HOUR, True, "registration_not_open"),
        (-3 * HOUR, False, "registration_not_open"),
        (-2 * HOUR, True, None),
        (-HOUR, True, "registration_closed"),
        (-HOUR, False, None),
        (4 * HOUR, False, None),
        (5 * HOUR, False, "contest_over"),
    ],
)
def test_registration_has_a_window(after: timedelta, official: bool, code: str | None) -> None:
    registration = Registration(
        window=CONTEST,
        opens_at=NOON - 2 * HOUR,
        closes_at=NOON - HOUR,
        allows_unofficial=True,
    )

    if code is None:
        registration.check(now=NOON + after, is_official=official)
        return
    with pytest.raises(ConflictError) as refusal:
        registration.check(now=NOON + after, is_official=official)
    assert refusal.value.code == code


def test_without_times_registration_is_open_until_the_end() -> None:
    registration = Registration(
        window=CONTEST, opens_at=None, closes_at=None, allows_unofficial=False
    )

    assert registration.is_open(NOON - 30 * DAY)
    assert registration.is_open(CONTEST.ends_at - SECOND)
    assert not registration.is_open(CONTEST.ends_at)
    with pytest.raises(ConflictError, match="official"):
        registration.check(now=NOON, is_official=False)


@pytest.mark.parametrize("upsolving", [True, False])
@pytest.mark.parametrize("entrant", [True, False])
@pytest.mark.parametrize("phase", list(Phase))
def test_who_gets_a_contests_problems_when(phase: Phase, entrant: bool, upsolving: bool) -> None:
    access = contest_access(
        phase=phase, is_entrant=entrant, is_staff=False, allows_upsolving=upsolving
    )

    expected = Access.NONE
    if phase.is_open and entrant:
        expected = Access.IN_SET
    if phase.is_over and upsolving:
        expected = Access.PRACTICE
    assert access is expected
    assert (
        contest_access(phase=phase, is_entrant=entrant, is_staff=True, allows_upsolving=upsolving)
        is Access.IN_SET
    )


@pytest.mark.parametrize(
    ("after", "upsolving", "access"),
    [
        (-SECOND, True, Access.NONE),
        (HOUR, True, Access.IN_SET),
        (8 * DAY, True, Access.IN_SET),
        (9 * DAY, True, Access.PRACTICE),
        (9 * DAY, False, Access.NONE),
    ],
)
def test_who_gets_an_assignments_problems_when(
    after: timedelta, upsolving: bool, access: Access
) -> None:
    deadline = Deadline(due_at=NOON + 7 * DAY, closes_at=NOON + 9 * DAY)

    found = assignment_access(
        window=Window(starts_at=NOON, ends_at=deadline.due_at),
        deadline=deadline,
        is_staff=False,
        allows_upsolving=upsolving,
        now=NOON + after,
    )

    assert found is access


def test_an_extension_gives_time_and_never_takes_any() -> None:
    due, close = NOON + 7 * DAY, NOON + 10 * DAY

    assert deadline_of(ends_at=due, closes_at=None) == Deadline(due_at=due, closes_at=due)
    assert deadline_of(ends_at=due, closes_at=close) == Deadline(due_at=due, closes_at=close)
    longer = deadline_of(ends_at=due, closes_at=close, extension_ends_at=NOON + 14 * DAY)
    assert longer == Deadline(due_at=NOON + 14 * DAY, closes_at=NOON + 14 * DAY)
    shorter = deadline_of(
        ends_at=due, closes_at=close, extension_ends_at=NOON, extension_closes_at=NOON + DAY
    )
    assert shorter == Deadline(due_at=due, closes_at=close)


@pytest.mark.parametrize(
    ("late", "days"),
    [(-DAY, 0), (0 * DAY, 0), (SECOND, 1), (DAY, 1), (DAY + SECOND, 2), (9 * DAY, 9)],
)
def test_a_day_begun_is_a_day_late(late: timedelta, days: int) -> None:
    assert days_late(submitted_at=NOON + late, due_at=NOON) == days


def test_a_penalty_takes_at_most_everything() -> None:
    assert late_penalty_percent(days=3, percent_per_day=10) == 30
    assert late_penalty_percent(days=20, percent_per_day=10) == 100


@pytest.mark.parametrize(
    ("accepted", "score", "max_score", "penalty", "points"),
    [
        (True, None, None, 0, 50.0),
        (False, None, None, 0, 0.0),
        (True, None, None, 20, 40.0),
        (False, 30.0, 100.0, 0, 15.0),
        (True, 100.0, 100.0, 10, 45.0),
        (False, None, 100.0, 0, 0.0),
        (True, 120.0, 100.0, 0, 50.0),
        (False, 1.0, 3.0, 0, 16.6667),
        (True, None, None, 100, 0.0),
    ],
)
def test_what_a_submission_is_worth(
    accepted: bool, score: float | None, max_score: float | None, penalty: int, points: float
) -> None:
    found = points_of(
        points=50,
        is_accepted=accepted,
        score=score,
        max_score=max_score,
        penalty_percent=penalty,
    )

    assert found == points


@pytest.mark.parametrize(
    ("policy", "before", "after"),
    [
        ("all", Sight.ALL, Sight.ALL),
        ("samples", Sight.SAMPLES, Sight.ALL),
        ("blind", Sight.NONE, Sight.ALL),
    ],
)
def test_a_veil_lies_until_it_is_lifted(policy: str, before: Sight, after: Sight) -> None:
    end = CONTEST.ends_at

    assert sight_of(policy, lifts_at=end, is_staff=False, now=end - SECOND) is before
    assert sight_of(policy, lifts_at=None, is_staff=False, now=end) is before
    assert sight_of(policy, lifts_at=end, is_staff=False, now=end) is after
    assert sight_of(policy, lifts_at=None, is_staff=True, now=NOON) is Sight.ALL


@pytest.mark.parametrize(
    ("after", "code"), [(-SECOND, "set_not_started"), (HOUR, None), (5 * HOUR, "set_over")]
)
def test_nothing_is_handed_in_outside_the_window(after: timedelta, code: str | None) -> None:
    if code is None:
        window_check(CONTEST, now=NOON + after)
        return
    with pytest.raises(ConflictError) as refusal:
        window_check(CONTEST, now=NOON + after)
    assert refusal.value.code == code


def test_submissions_to_a_problem_are_counted() -> None:
    limit_check(handed_in=2, limit=3)
    limit_check(handed_in=999, limit=None)
    with pytest.raises(ConflictError, match="At most 3"):
        limit_check(handed_in=3, limit=3)
