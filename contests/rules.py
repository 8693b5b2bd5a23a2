"""Decisions about problem sets that need no database: plain values and ``now`` in, an answer out.

Where one of them is a condition on many rows too, its twin in SQL stands in
contests.selectors, and a test holds both together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from common.errors import ConflictError

DAY = timedelta(days=1)


class Phase(StrEnum):
    """Where a contest stands, for one entry or for all."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    FROZEN = "frozen"
    """Running, while others than staff see the board as it stood."""
    ENDED = "ended"
    FINALIZED = "finalized"
    """Ended, and the results are official."""

    @property
    def is_open(self) -> bool:
        """Whether submissions count."""
        return self in {Phase.RUNNING, Phase.FROZEN}

    @property
    def is_over(self) -> bool:
        return self in {Phase.ENDED, Phase.FINALIZED}


class Access(StrEnum):
    """What somebody may do with a problem because of a set."""

    NONE = "none"
    IN_SET = "in_set"
    """Read it, and hand in to the set."""
    PRACTICE = "practice"
    """Read it, and hand in for oneself."""


class Sight(StrEnum):
    """What somebody may learn of a judgement."""

    ALL = "all"
    SAMPLES = "samples"
    """How compiling went, and the samples."""
    NONE = "none"
    """That it was handed in."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """From ``starts_at`` on, up to but without ``ends_at``."""

    starts_at: datetime
    ends_at: datetime

    def moved_to(self, starts_at: datetime) -> "Window":
        """As long, for somebody who begins at another time."""
        return Window(starts_at=starts_at, ends_at=starts_at + (self.ends_at - self.starts_at))


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """When an assignment is due for one student, and when nothing more is taken."""

    due_at: datetime
    closes_at: datetime


def phase_of(
    window: Window,
    *,
    now: datetime,
    freeze_at: datetime | None = None,
    unfrozen_at: datetime | None = None,
    finalized_at: datetime | None = None,
) -> Phase:
    """Where a contest stands. For a virtual entry give its own window, and no times."""
    if now < window.starts_at:
        return Phase.UPCOMING
    if now >= window.ends_at:
        is_final = finalized_at is not None and finalized_at <= now
        return Phase.FINALIZED if is_final else Phase.ENDED
    is_frozen = board_is_frozen(freeze_at=freeze_at, unfrozen_at=unfrozen_at, now=now)
    return Phase.FROZEN if is_frozen else Phase.RUNNING


def board_is_frozen(
    *, freeze_at: datetime | None, unfrozen_at: datetime | None, now: datetime
) -> bool:
    """Whether the board is shown as it stood; it stays so after the end until it is revealed."""
    if freeze_at is None or now < freeze_at:
        return False
    return unfrozen_at is None or now < unfrozen_at


@dataclass(frozen=True, kw_only=True)
class Registration:
    """Who may enter when, of a contest's rules."""

    window: Window
    opens_at: datetime | None
    closes_at: datetime | None
    allows_unofficial: bool

    def is_open(self, now: datetime) -> bool:
        """Whether one may still enter officially."""
        closes_at = min(self.closes_at or self.window.ends_at, self.window.ends_at)
        return (self.opens_at is None or self.opens_at <= now) and now < closes_at

    def check(self, *, now: datetime, is_official: bool) -> None:
        """Raise ConflictError where one may not enter so now."""
        if now >= self.window.ends_at:
            raise ConflictError("The contest is over: nobody can enter it.", code="contest_over")
        if self.opens_at is not None and now < self.opens_at:
            raise ConflictError(
                "Registration has not opened yet: come back later.", code="registration_not_open"
            )
        if not is_official and not self.allows_unofficial:
            raise ConflictError(
                "This contest takes official entries only.", code="unofficial_not_allowed"
            )
        if is_official and not self.is_open(now):
            hint = ": enter out of competition instead" if self.allows_unofficial else ""
            raise ConflictError(f"Registration has closed{hint}.", code="registration_closed")


def contest_access(
    *, phase: Phase, is_entrant: bool, is_staff: bool, allows_upsolving: bool
) -> Access:
    """What a contest opens its problems to somebody who may know of the contest.

    ``phase`` is that of the person's own entry where there is one, else the set's.
    """
    if is_staff:
        return Access.IN_SET
    if phase is Phase.UPCOMING:
        return Access.NONE
    if phase.is_open:
        return Access.IN_SET if is_entrant else Access.NONE
    return Access.PRACTICE if allows_upsolving else Access.NONE


def assignment_access(
    *, window: Window, deadline: Deadline, is_staff: bool, allows_upsolving: bool, now: datetime
) -> Access:
    """What an assignment opens its problems to a member of the course."""
    if is_staff:
        return Access.IN_SET
    if now < window.starts_at:
        return Access.NONE
    if now < deadline.closes_at:
        return Access.IN_SET
    return Access.PRACTICE if allows_upsolving else Access.NONE


def deadline_of(
    *,
    ends_at: datetime,
    closes_at: datetime | None,
    extension_ends_at: datetime | None = None,
    extension_closes_at: datetime | None = None,
) -> Deadline:
    """A student's deadline. An extension gives time and never takes any."""
    due_at = max(ends_at, extension_ends_at) if extension_ends_at else ends_at
    ends = [due_at, closes_at, extension_closes_at]
    return Deadline(due_at=due_at, closes_at=max(end for end in ends if end is not None))


def days_late(*, submitted_at: datetime, due_at: datetime) -> int:
    """Days begun since the due date; 0 until then."""
    return max(0, ceil((submitted_at - due_at) / DAY))


def late_penalty_percent(*, days: int, percent_per_day: int) -> int:
    """How much of the score is taken off, from 0 to 100."""
    return min(100, days * percent_per_day)


def points_of(
    *,
    points: float,
    is_accepted: bool,
    score: float | None,
    max_score: float | None,
    penalty_percent: int,
) -> float:
    """What a judged submission is worth of the ``points`` for a full score.

    ``score`` and ``max_score`` are in the package's units; without a maximum the
    problem is pass-fail. Rounded to four decimal places, so that sums show no dust.
    """
    if max_score:
        share = min(max((score or 0.0) / max_score, 0.0), 1.0)
    else:
        share = 1.0 if is_accepted else 0.0
    return round(points * share * (100 - penalty_percent) / 100, 4)


def sight_of(policy: str, *, lifts_at: datetime | None, is_staff: bool, now: datetime) -> Sight:
    """What somebody may learn of a judgement in a set with this verdict policy.

    ``lifts_at``: from when on the policy hides nothing any more; None: not yet decided.
    """
    if is_staff or policy == "all" or (lifts_at is not None and lifts_at <= now):
        return Sight.ALL
    return Sight.SAMPLES if policy == "samples" else Sight.NONE


def window_check(window: Window, *, now: datetime) -> None:
    """Raise ConflictError where nothing can be handed in now."""
    if now < window.starts_at:
        raise ConflictError("It has not started yet: wait for the start.", code="set_not_started")
    if now >= window.ends_at:
        raise ConflictError("It is over: nothing more can be handed in for it.", code="set_over")


def limit_check(*, handed_in: int, limit: int | None) -> None:
    """Raise ConflictError where one more submission would be over the problem's limit."""
    if limit is not None and handed_in >= limit:
        raise ConflictError(
            f"At most {limit} submissions to this problem are taken, and you have made them.",
            code="submission_limit_reached",
        )
