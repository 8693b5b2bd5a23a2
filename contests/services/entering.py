"""Entering a contest: alone, in a team, out of competition, or later against the clock."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotFoundError
from contests.models import (
    ContestRules,
    Entry,
    EntryKind,
    EntryMember,
    EntryMode,
    ProblemSet,
    SetKind,
    SetVisibility,
)
from contests.models.entries import ENTRY_NAME_MAX_CHARS
from contests.rules import Registration
from contests.selectors.entries import entries_of, window_of
from contests.selectors.sets import manages, set_not_found, sets_visible_to

ALREADY = "You take part in this contest already: leave your entry first."


def registration_of(contest: ProblemSet) -> Registration:
    """Needs the contest's rules."""
    rules = contest.contest_rules
    return Registration(
        window=window_of(contest),
        opens_at=rules.registration_opens_at,
        closes_at=rules.registration_closes_at,
        allows_unofficial=rules.allows_unofficial,
    )


def entry_create(
    *,
    user: User,
    slug: str,
    now: datetime,
    invite_code: str = "",
    organization: str = "",
    is_official: bool = True,
) -> Entry:
    """Enter alone. Staff of the contest know its problems: they enter out of competition.

    Raises NotFoundError for a contest that one may not know of without the right code, and
    ConflictError where one may not enter so now. Nothing is kept then.
    """
    contest = _contest_for(user, slug, invite_code)
    _mode_check(contest.contest_rules, EntryKind.INDIVIDUAL)
    return _enter(
        user,
        contest,
        Entry(
            problem_set=contest,
            kind=EntryKind.INDIVIDUAL,
            name=user.shown_name[:ENTRY_NAME_MAX_CHARS],
            organization=line_read(organization, "organization", may_be_empty=True),
            is_official=is_official,
        ),
        now,
    )


def team_create(
    *,
    user: User,
    slug: str,
    name: str,
    now: datetime,
    invite_code: str = "",
    organization: str = "",
    is_official: bool = True,
) -> Entry:
    """Enter with a team of one so far; its ``join_code`` lets the others in.

    Raises as entry_create, and InvalidInputError for a name that is empty or taken.
    """
    contest = _contest_for(user, slug, invite_code)
    _mode_check(contest.contest_rules, EntryKind.TEAM)
    name = line_read(name, "name")
    if contest.entries.filter(kind=EntryKind.TEAM, name=name).exists():
        raise InvalidInputError(
            "Another team has this name: choose one of your own.",
            code="team_name_taken",
            fields={"name": ["taken"]},
        )
    return _enter(
        user,
        contest,
        Entry(
            problem_set=contest,
            kind=EntryKind.TEAM,
            name=name,
            organization=line_read(organization, "organization", may_be_empty=True),
            is_official=is_official,
            join_code=secrets.token_urlsafe(9),
        ),
        now,
    )


def team_join(
    *, user: User, slug: str, join_code: str, now: datetime, invite_code: str = ""
) -> Entry:
    """Become a member of the team whose code it is, while registration is open.

    Raises NotFoundError for a wrong code, ConflictError where the team is full, the
    time has passed, or one takes part already.
    """
    contest = _contest_for(user, slug, invite_code)
    with transaction.atomic():
        team = (
            Entry.objects.select_for_update(no_key=True)
            .filter(problem_set=contest, kind=EntryKind.TEAM, join_code=join_code)
            .exclude(join_code="")
            .filter(exclusion="")
            .first()
        )
        if team is None:
            raise NotFoundError(
                "No team of this contest has this code: ask a member for it.", code="team_not_found"
            )
        registration_of(contest).check(now=now, is_official=team.is_official)
        if team.is_official and manages(user, contest):
            raise ConflictError(
                "The contest's staff can't join an official team.", code="staff_unofficial"
            )
        if team.members.count() >= contest.contest_rules.max_team_size:
            raise ConflictError("The team is full.", code="team_full")
        entry_member_add(user, team)
    return team


def entry_leave(*, user: User, slug: str, now: datetime) -> None:
    """Leave one's live entry before the start. An entry that nobody is left in is gone.

    Raises NotFoundError where one has none, ConflictError from the start on.
    """
    with transaction.atomic():
        entry = (
            entries_of(user)
            .select_for_update(of=("self",), no_key=True)
            .select_related("problem_set")
            .filter(
                problem_set__slug=slug,
                problem_set__in=sets_visible_to(user),
                virtual_starts_at__isnull=True,
            )
            .first()
        )
        if entry is None:
            raise NotFoundError("You take no part in such a contest.", code="not_entered")
        if now >= entry.problem_set.starts_at:
            raise ConflictError(
                "The contest has started: entries stay as they are.", code="contest_started"
            )
        if entry.exclusion:
            # Who enters anew would be in again.
            raise ConflictError(
                "The staff have taken this entry out: ask them.", code="entry_excluded"
            )
        entry.members.filter(user=user).delete()
        successor = entry.members.order_by("id").first()
        if successor is None:
            entry.delete()
        elif entry.created_by_id == user.pk:
            entry.created_by = successor.user
            entry.save(update_fields=["created_by"])


def virtual_start(*, user: User, slug: str, now: datetime) -> Entry:
    """Begin to go through a past contest against the clock; once for each person.

    Raises NotFoundError, or ConflictError where it is not over, does not allow it, or has
    been done.
    """
    contest = _contest_for(user, slug, "")
    if now < contest.ends_at:
        raise ConflictError("The contest is not over yet: enter it.", code="contest_not_over")
    if not contest.contest_rules.allows_virtual:
        raise ConflictError(
            "This contest allows no virtual participation.", code="virtual_not_allowed"
        )
    window = window_of(contest).moved_to(now)
    entry = Entry(
        problem_set=contest,
        name=user.shown_name[:ENTRY_NAME_MAX_CHARS],
        is_official=False,
        virtual_starts_at=window.starts_at,
        virtual_ends_at=window.ends_at,
        created_by=user,
    )
    with transaction.atomic():
        entry.save()
        entry_member_add(user, entry, "You have gone through this contest already.")
    return entry


def _contest_for(user: User, slug: str, invite_code: str) -> ProblemSet:
    contests = ProblemSet.objects.select_related("contest_rules").filter(
        slug=slug, kind=SetKind.CONTEST
    )
    contest = contests.filter(pk__in=sets_visible_to(user).values("pk")).first()
    if contest is None and invite_code:
        contest = contests.filter(
            visibility=SetVisibility.INVITED, contest_rules__invite_code=invite_code
        ).first()
    if contest is None:
        raise set_not_found(slug)
    return contest


def _mode_check(rules: ContestRules, kind: EntryKind) -> None:
    if rules.entry_mode in {EntryMode.ANY, kind.value}:
        return
    hint = "in a team" if kind is EntryKind.INDIVIDUAL else "alone"
    raise ConflictError(f"One enters this contest {hint}.", code="wrong_entry_kind")


def _enter(user: User, contest: ProblemSet, entry: Entry, now: datetime) -> Entry:
    entry.is_official = entry.is_official and not manages(user, contest)
    entry.created_by = user
    registration_of(contest).check(now=now, is_official=entry.is_official)
    with transaction.atomic():
        try:
            with transaction.atomic():
                entry.save()
        except IntegrityError as error:
            raise InvalidInputError(
                "Another team has this name: choose one of your own.",
                code="team_name_taken",
                fields={"name": ["taken"]},
            ) from error
        entry_member_add(user, entry)
    return entry


def entry_member_add(user: User, entry: Entry, already: str = ALREADY) -> None:
    """Raises ConflictError; call it in the transaction that made the entry."""
    try:
        with transaction.atomic():
            EntryMember.objects.create(
                entry=entry,
                user=user,
                problem_set_id=entry.problem_set_id,
                is_virtual=entry.is_virtual,
            )
    except IntegrityError as error:
        raise ConflictError(already, code="already_entered") from error


def line_read(text: str, field: str, *, may_be_empty: bool = False) -> str:
    """A line of text. Raises InvalidInputError."""
    line = " ".join(text.split())
    fits = len(line) <= ENTRY_NAME_MAX_CHARS and "\x00" not in line
    if not fits or not (line or may_be_empty):
        raise InvalidInputError(
            f"Write 1 to {ENTRY_NAME_MAX_CHARS} characters.",
            fields={field: [f"1 to {ENTRY_NAME_MAX_CHARS} characters"]},
        )
    return line
