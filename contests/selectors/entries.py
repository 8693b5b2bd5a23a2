"""Who takes part as what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from common.errors import NotAllowedError
from contests.models import Entry, Extension, ProblemSet
from contests.rules import (
    Access,
    Deadline,
    Window,
    assignment_access,
    contest_access,
    deadline_of,
    phase_of,
    window_check,
)
from contests.selectors.sets import manages, set_get
from courses.selectors import courses_of


@dataclass(frozen=True, kw_only=True)
class Place:
    """For whom and until when something is handed in to a set."""

    problem_set: ProblemSet
    entry: Entry | None
    """None in an assignment, and for the staff of a contest, who try its problems."""
    is_live: bool
    """Whether it counts in a contest that is running for all."""


def window_of(problem_set: ProblemSet) -> Window:
    return Window(starts_at=problem_set.starts_at, ends_at=problem_set.ends_at)


def entry_window(entry: Entry, problem_set: ProblemSet) -> Window:
    """When the entry takes part: in its own time, or with all."""
    if entry.virtual_starts_at is None or entry.virtual_ends_at is None:
        return window_of(problem_set)
    return Window(starts_at=entry.virtual_starts_at, ends_at=entry.virtual_ends_at)


def entries_of(user: User | AnonymousUser) -> QuerySet[Entry]:
    """The user's own and those of the user's teams, live and virtual."""
    if not user.is_authenticated:
        return Entry.objects.none()
    return Entry.objects.filter(members__user=user)


def entry_get(user: User | AnonymousUser, problem_set: ProblemSet, now: datetime) -> Entry | None:
    """As what the user takes part: a virtual entry from its start on, else the live one."""
    entries = entries_of(user).filter(problem_set=problem_set).order_by("virtual_starts_at", "id")
    found = list(entries)
    virtual = [one for one in found if one.virtual_starts_at and one.virtual_starts_at <= now]
    live = [one for one in found if not one.is_virtual]
    return next(iter([*virtual, *live]), None)


def deadline_for(user: User | AnonymousUser, assignment: ProblemSet) -> Deadline:
    """When an assignment is due for the user; needs its rule sheet."""
    extension = None
    if user.is_authenticated:
        extension = Extension.objects.filter(problem_set=assignment, user=user).first()
    return deadline_with(assignment, extension)


def deadline_with(assignment: ProblemSet, extension: Extension | None) -> Deadline:
    """When an assignment is due for whoever has this extension; needs its rule sheet."""
    return deadline_of(
        ends_at=assignment.ends_at,
        closes_at=assignment.assignment_rules.closes_at,
        extension_ends_at=extension.ends_at if extension else None,
        extension_closes_at=extension.closes_at if extension else None,
    )


def place_get(*, user: User, set_slug: str, now: datetime) -> Place:
    """Where the user may hand in to the set now.

    Raises NotFoundError for a set that the user may not know of, NotAllowedError for
    somebody who takes no part, ConflictError outside the window. What stands in the set is
    no part of any of these answers.
    """
    problem_set = set_get(user=user, slug=set_slug)
    if not problem_set.is_contest:
        return _assignment_place(user, problem_set, now)
    entry = entry_get(user, problem_set, now)
    if entry is not None and entry.exclusion:
        raise NotAllowedError(
            "This entry takes part no more: ask the contest's staff.", code="entry_excluded"
        )
    if entry is not None and _is_within(entry_window(entry, problem_set), now):
        return Place(problem_set=problem_set, entry=entry, is_live=not entry.is_virtual)
    if manages(user, problem_set):
        return Place(problem_set=problem_set, entry=None, is_live=False)
    window = window_of(problem_set) if entry is None else entry_window(entry, problem_set)
    window_check(window, now=now)
    raise NotAllowedError("Enter the contest first.", code="not_entered")


def _assignment_place(user: User, assignment: ProblemSet, now: datetime) -> Place:
    place = Place(problem_set=assignment, entry=None, is_live=False)
    if manages(user, assignment):
        return place
    if not courses_of(user).filter(problem_sets=assignment).exists():
        raise NotAllowedError(
            "This is for members of its course: ask its staff.", code="not_a_member"
        )
    closes_at = deadline_for(user, assignment).closes_at
    window_check(Window(starts_at=assignment.starts_at, ends_at=closes_at), now=now)
    return place


def _is_within(window: Window, now: datetime) -> bool:
    return window.starts_at <= now < window.ends_at


def my_entries(
    user: User | AnonymousUser, sets: Sequence[ProblemSet], now: datetime
) -> Mapping[int, Entry]:
    """As what the user takes part in each of the sets, by the set's id; one query."""
    found: dict[int, Entry] = {}
    entries = entries_of(user).filter(problem_set__in=[one.pk for one in sets])
    for entry in entries.order_by("id"):
        has_begun = entry.virtual_starts_at is not None and entry.virtual_starts_at <= now
        if has_begun or entry.problem_set_id not in found:
            found[entry.problem_set_id] = entry
    return found


def access_of(user: User | AnonymousUser, problem_set: ProblemSet, now: datetime) -> Access:
    """What the set opens its problems to the user, who may know of it; needs its rule sheet."""
    is_staff = manages(user, problem_set)
    if not problem_set.is_contest:
        is_member = courses_of(user).filter(problem_sets=problem_set).exists()
        access = assignment_access(
            window=window_of(problem_set),
            deadline=deadline_for(user, problem_set),
            is_staff=is_staff,
            allows_upsolving=problem_set.allows_upsolving,
            now=now,
        )
        return access if is_member or access is not Access.IN_SET or is_staff else Access.NONE
    entry = entry_get(user, problem_set, now)
    window = entry_window(entry, problem_set) if entry else window_of(problem_set)
    return contest_access(
        phase=phase_of(window, now=now),
        is_entrant=entry is not None,
        is_staff=is_staff,
        allows_upsolving=problem_set.allows_upsolving,
    )
