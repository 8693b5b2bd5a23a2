"""Entries as a contest's staff make, change and take them out, whatever the registration says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from common.changes import KEEP, Keep
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from contests.models import Entry, EntryKind, Exclusion, Invitation, ProblemSet, SetKind
from contests.models.entries import EXCLUSION_REASON_MAX_CHARS
from contests.selectors.sets import sets_managed_by
from contests.services.assignments import managed_set, set_writable_check
from contests.services.entering import entry_member_add, line_read
from courses.models import TEACHING_ROLES, Membership

MAX_ENTRIES = 5_000
MAX_AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """Whom to enter as what. With a ``team_name`` it is a team, else one person."""

    usernames: Sequence[str]
    team_name: str = ""
    organization: str = ""
    is_official: bool = True


@dataclass(frozen=True, kw_only=True)
class EntryChange:
    """What to change of an entry; KEEP leaves a value as it is."""

    name: str | Keep | None = KEEP
    organization: str | Keep | None = KEEP
    is_official: bool | Keep | None = KEEP


def entry_register(*, user: User, slug: str, new: NewEntry) -> Entry:
    """Enter somebody, or a team, also when registration is closed or the contest runs.

    Raises NotAllowedError, InvalidInputError for unknown people, a name that is taken or a
    team that is too large, and ConflictError for who takes part already or is the contest's
    staff and is to be official, and for a finalized contest.
    """
    contest = managed_set(user, slug, SetKind.CONTEST)
    with transaction.atomic():
        contest_lock(contest)
        if contest.entries.count() >= MAX_ENTRIES:
            raise ConflictError(f"A contest has at most {MAX_ENTRIES:,} entries.", code="full")
        return entry_make(contest, new, user)


def entry_make(contest: ProblemSet, new: NewEntry, actor: User) -> Entry:
    """The entry with its members, within the caller's transaction; raises as entry_register."""
    people = people_named(new.usernames)
    name = line_read(new.team_name, "team_name") if new.team_name.strip() else ""
    if not name and len(people) != 1:
        raise InvalidInputError("A team needs a name.", fields={"team_name": ["missing"]})
    if name:
        _size_check(contest, people)
        _name_check(contest, name, None)
    if new.is_official:
        _not_staff_check(contest, people)
    entry = Entry.objects.create(
        problem_set=contest,
        kind=EntryKind.TEAM if name else EntryKind.INDIVIDUAL,
        name=name or people[0].shown_name[:60],
        organization=line_read(new.organization, "organization", may_be_empty=True),
        is_official=new.is_official,
        created_by=actor,
    )
    for person in people:
        _add(entry, person)
    return entry


def entry_change(*, user: User, entry_id: int, change: EntryChange) -> Entry:
    """Rename an entry, or let it hold a rank or not.

    Raises NotAllowedError, InvalidInputError, and ConflictError for an excluded entry that is to
    be official, and for a finalized contest.
    """
    with transaction.atomic():
        entry, contest = _managed(user, entry_id)
        if not isinstance(change.name, Keep):
            entry.name = line_read(change.name or "", "name")
            if entry.kind == EntryKind.TEAM and not entry.is_virtual:
                _name_check(contest, entry.name, entry)
        if not isinstance(change.organization, Keep):
            entry.organization = line_read(
                change.organization or "", "organization", may_be_empty=True
            )
        if not isinstance(change.is_official, Keep) and change.is_official != entry.is_official:
            if change.is_official:
                _official_check(contest, entry)
            entry.is_official = bool(change.is_official)
        entry.save(update_fields=["name", "organization", "is_official"])
    return entry


def entry_members_put(*, user: User, entry_id: int, usernames: Sequence[str]) -> Entry:
    """Make a team's members exactly these. What they handed in stays the team's.

    Raises NotAllowedError, InvalidInputError, ConflictError.
    """
    with transaction.atomic():
        entry, contest = _managed(user, entry_id)
        if entry.kind != EntryKind.TEAM:
            raise ConflictError("One person's entry has no other members.", code="not_a_team")
        people = people_named(usernames)
        _size_check(contest, people)
        if entry.is_official:
            _not_staff_check(contest, people)
        entry.members.exclude(user__in=people).delete()
        present = set(entry.members.values_list("user_id", flat=True))
        for person in people:
            if person.pk not in present:
                _add(entry, person)
    return entry


def entry_exclude(*, user: User, entry_id: int, exclusion: Exclusion, reason: str) -> Entry:
    """Take an entry out: it hands nothing in any more and holds no rank; its row stays to see.

    Raises NotAllowedError, InvalidInputError, and ConflictError for a finalized contest.
    """
    reason = reason.strip()
    if len(reason) > EXCLUSION_REASON_MAX_CHARS or "\x00" in reason:
        raise InvalidInputError(
            f"Write up to {EXCLUSION_REASON_MAX_CHARS} characters.", fields={"reason": ["too long"]}
        )
    with transaction.atomic():
        entry, _ = _managed(user, entry_id)
        entry.exclusion, entry.exclusion_reason = exclusion, reason
        entry.is_official = False
        entry.save(update_fields=["exclusion", "exclusion_reason", "is_official"])
    return entry


def entry_readmit(*, user: User, entry_id: int, is_official: bool) -> Entry:
    """Let an entry that was taken out take part again.

    Raises NotAllowedError, and ConflictError where it was not taken out.
    """
    with transaction.atomic():
        entry, contest = _managed(user, entry_id)
        if not entry.exclusion:
            raise ConflictError("This entry takes part.", code="not_excluded")
        entry.exclusion = entry.exclusion_reason = ""
        if is_official:
            _official_check(contest, entry)
        entry.is_official = is_official
        entry.save(update_fields=["exclusion", "exclusion_reason", "is_official"])
    return entry


def entry_remove(*, user: User, entry_id: int) -> None:
    """Remove an entry made by mistake.

    Raises NotAllowedError, and ConflictError where something was handed in for it or asked by
    it: exclude it instead.
    """
    with transaction.atomic():
        entry, _ = _managed(user, entry_id)
        if entry.submissions.exists() or entry.clarifications.exists():
            raise ConflictError(
                "This entry has handed in or asked something: take it out instead.",
                code="entry_in_use",
            )
        entry.delete()


def invitations_add(*, user: User, slug: str, usernames: Sequence[str]) -> ProblemSet:
    """Invite some more to a contest. Raises NotAllowedError, and InvalidInputError naming who has
    no account."""
    contest = managed_set(user, slug, SetKind.CONTEST)
    people = people_named(usernames)
    Invitation.objects.bulk_create(
        [Invitation(problem_set=contest, user=one) for one in people], ignore_conflicts=True
    )
    return contest


def invitations_remove(*, user: User, slug: str, usernames: Sequence[str]) -> ProblemSet:
    """Take people off a contest's list; who has entered stays. Raises NotAllowedError."""
    contest = managed_set(user, slug, SetKind.CONTEST)
    contest.invitations.filter(user__username__in=list(usernames)[:MAX_AT_ONCE]).delete()
    return contest


def _managed(user: User, entry_id: int) -> tuple[Entry, ProblemSet]:
    """An entry that the user may change, and its contest, which is locked."""
    entry = Entry.objects.filter(pk=entry_id, problem_set__in=sets_managed_by(user)).first()
    if entry is None:
        raise NotAllowedError("Only the contest's staff may change this entry.")
    contest = ProblemSet.objects.select_related("course", "contest_rules").get(
        pk=entry.problem_set_id
    )
    set_writable_check(contest)
    contest_lock(contest)
    return Entry.objects.get(pk=entry_id), contest


def contest_lock(contest: ProblemSet) -> None:
    """One change of a contest's entries after the other; none when the results are final."""
    ProblemSet.objects.select_for_update(no_key=True).get(pk=contest.pk)
    if contest.contest_rules.finalized_at is not None:
        raise ConflictError(
            "The results are final: nothing of the contest changes.", code="contest_finalized"
        )


def people_named(usernames: Sequence[str]) -> list[User]:
    """In the order given. Raises InvalidInputError naming who has no account."""
    wanted = list(dict.fromkeys(name.strip().lower() for name in usernames))
    if not 1 <= len(wanted) <= MAX_AT_ONCE:
        raise InvalidInputError(
            f"Name 1 to {MAX_AT_ONCE:,} people.", fields={"usernames": ["how many"]}
        )
    found = {one.username: one for one in User.objects.filter(username__in=wanted, is_active=True)}
    missing = [name[:150] for name in wanted if name not in found]
    if missing:
        raise InvalidInputError(
            "Nobody has these user names: " + ", ".join(missing)[:500],
            fields={"usernames": missing[:20]},
        )
    return [found[name] for name in wanted]


def _add(entry: Entry, person: User) -> None:
    entry_member_add(person, entry, f"{person.username} takes part in this contest already.")


def _size_check(contest: ProblemSet, people: Sequence[User]) -> None:
    most = contest.contest_rules.max_team_size
    if len(people) > most:
        raise InvalidInputError(
            f"A team of this contest has up to {most} members.", fields={"usernames": ["too many"]}
        )


def _name_check(contest: ProblemSet, name: str, entry: Entry | None) -> None:
    teams = contest.entries.filter(kind=EntryKind.TEAM, name=name, virtual_starts_at__isnull=True)
    if entry is not None:
        teams = teams.exclude(pk=entry.pk)
    if teams.exists():
        raise InvalidInputError(
            f"Another team is called {name!r}: choose another name.",
            code="team_name_taken",
            fields={"team_name": ["taken"]},
        )


def _official_check(contest: ProblemSet, entry: Entry) -> None:
    if entry.exclusion or entry.is_virtual:
        raise ConflictError(
            "An entry that was taken out, or is virtual, holds no rank.", code="not_competing"
        )
    _not_staff_check(contest, [one.user for one in entry.members.select_related("user")])


def _not_staff_check(contest: ProblemSet, people: Sequence[User]) -> None:
    """Those who know the problems take part out of competition."""
    teaching = Membership.objects.filter(
        course=contest.course_id, user__in=people, role__in=TEACHING_ROLES
    ).values_list("user__username", flat=True)
    staff = {*teaching, *(one.username for one in people if one.is_staff)}
    if staff:
        raise ConflictError(
            f"The contest's staff take part unofficially: {', '.join(sorted(staff))[:300]}.",
            code="staff_unofficial",
        )
