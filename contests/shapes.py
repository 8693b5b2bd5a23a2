"""How contests and their entries look over REST."""

from collections.abc import Iterable
from datetime import datetime

from ninja import Field

from common.rest import Schema
from contests.models import (
    BoardVisibility,
    ContestFormat,
    Entry,
    EntryKind,
    EntryMode,
    Exclusion,
    ProblemSet,
    SetProblem,
    SetVisibility,
    VerdictPolicy,
)
from contests.rules import Phase, phase_of
from contests.selectors.entries import entry_window, window_of
from contests.services.entering import registration_of
from courses.models import Course


class CourseRef(Schema):
    slug: str
    title: str


class EntryOut(Schema):
    """One line of a scoreboard: a person or a team."""

    id: int
    name: str
    kind: EntryKind
    organization: str
    is_official: bool


class MyEntry(EntryOut):
    """As what one takes part."""

    exclusion: Exclusion | None = Field(
        description="Why one hands nothing in any more; null: one does."
    )
    phase: Phase = Field(description="In the entry's own window.")
    starts_at: datetime
    ends_at: datetime
    is_virtual: bool


class TeamMember(Schema):
    name: str


class MyTeam(MyEntry):
    """One's entry with what only its members see."""

    members: list[TeamMember]
    join_code: str = Field(description="Lets others into the team; empty: not a team.")


class RegistrationOut(Schema):
    """When one may enter."""

    opens_at: datetime | None = Field(description="null: it has been open from the first.")
    closes_at: datetime | None = Field(description="null: at the contest's end.")
    is_open: bool = Field(description="Whether one may enter officially now.")
    allows_unofficial: bool


class ContestItem(Schema):
    """A contest in a list."""

    id: int = Field(description="As in the websocket's topics `set:<id>:…`.")
    slug: str
    title: str
    course: CourseRef | None
    visibility: SetVisibility
    format: ContestFormat
    starts_at: datetime
    ends_at: datetime
    phase: Phase = Field(description="For those who take part live.")
    registration: RegistrationOut
    entry_mode: EntryMode
    max_team_size: int
    my_entry: MyEntry | None


class ContestDetail(ContestItem):
    """A contest's page."""

    now: datetime = Field(description="The server's clock, for a countdown.")
    description_html: str
    penalty_minutes: int
    freeze_at: datetime | None
    unfrozen_at: datetime | None
    finalized_at: datetime | None
    board_visibility: BoardVisibility
    verdict_policy: VerdictPolicy
    allowed_languages: list[str] = Field(description="Empty: those of each problem.")
    max_submissions_per_problem: int | None
    max_submissions_per_minute: int | None
    allows_virtual: bool
    allows_upsolving: bool
    solutions_released_at: datetime | None
    entry_count: int
    is_staff: bool = Field(description="Whether one acts for it as staff.")
    my_team: MyTeam | None = Field(description="One's entry, as its members see it.")


class SetProblemOut(Schema):
    """A problem in a set. Its statement is at `/problems/{slug}`."""

    label: str
    ordinal: int
    slug: str
    title: str
    points: int
    weight: float
    colour: str
    time_limit_ms: int
    memory_limit_kib: int
    max_score: float | None = Field(description="Of its test package; null: pass-fail.")


class SetProblemList(Schema):
    items: list[SetProblemOut]


def course_ref(course: Course | None) -> CourseRef | None:
    return CourseRef(slug=course.slug, title=course.title) if course else None


def entry_out(entry: Entry) -> EntryOut:
    return EntryOut(
        id=entry.pk,
        name=entry.name,
        kind=EntryKind(entry.kind),
        organization=entry.organization,
        is_official=entry.is_official,
    )


def my_entry(entry: Entry, contest: ProblemSet, now: datetime) -> MyEntry:
    window = entry_window(entry, contest)
    return MyEntry(
        **entry_out(entry).model_dump(),
        exclusion=Exclusion(entry.exclusion) if entry.exclusion else None,
        phase=phase_of(window, now=now) if entry.is_virtual else contest_phase(contest, now),
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        is_virtual=entry.is_virtual,
    )


def my_team(entry: Entry, contest: ProblemSet, names: Iterable[str], now: datetime) -> MyTeam:
    return MyTeam(
        **my_entry(entry, contest, now).model_dump(),
        members=[TeamMember(name=name) for name in names],
        join_code=entry.join_code,
    )


def contest_phase(contest: ProblemSet, now: datetime) -> Phase:
    """Needs the contest's rules."""
    rules = contest.contest_rules
    return phase_of(
        window_of(contest),
        now=now,
        freeze_at=rules.freeze_at,
        unfrozen_at=rules.unfrozen_at,
        finalized_at=rules.finalized_at,
    )


def contest_item(contest: ProblemSet, entry: Entry | None, now: datetime) -> ContestItem:
    """Needs the contest's rules and course; ``entry`` is the reader's own."""
    rules = contest.contest_rules
    registration = registration_of(contest)
    return ContestItem(
        id=contest.pk,
        slug=contest.slug,
        title=contest.title,
        course=course_ref(contest.course),
        visibility=SetVisibility(contest.visibility),
        format=ContestFormat(rules.format),
        starts_at=contest.starts_at,
        ends_at=contest.ends_at,
        phase=contest_phase(contest, now),
        registration=RegistrationOut(
            opens_at=rules.registration_opens_at,
            closes_at=rules.registration_closes_at,
            is_open=registration.is_open(now),
            allows_unofficial=rules.allows_unofficial,
        ),
        entry_mode=EntryMode(rules.entry_mode),
        max_team_size=rules.max_team_size,
        my_entry=my_entry(entry, contest, now) if entry else None,
    )


def contest_detail(
    contest: ProblemSet,
    entry: Entry | None,
    *,
    member_names: Iterable[str],
    entry_count: int,
    is_staff: bool,
    now: datetime,
) -> ContestDetail:
    """As contest_item; ``member_names`` are those of the reader's entry."""
    rules = contest.contest_rules
    return ContestDetail(
        **contest_item(contest, entry, now).model_dump(),
        now=now,
        description_html=contest.description_html,
        penalty_minutes=rules.penalty_minutes,
        freeze_at=rules.freeze_at,
        unfrozen_at=rules.unfrozen_at,
        finalized_at=rules.finalized_at,
        board_visibility=BoardVisibility(rules.board_visibility),
        verdict_policy=VerdictPolicy(contest.verdict_policy),
        allowed_languages=contest.allowed_languages,
        max_submissions_per_problem=contest.max_submissions_per_problem,
        max_submissions_per_minute=contest.max_submissions_per_minute,
        allows_virtual=rules.allows_virtual,
        allows_upsolving=contest.allows_upsolving,
        solutions_released_at=contest.solutions_released_at,
        entry_count=entry_count,
        is_staff=is_staff,
        my_team=my_team(entry, contest, member_names, now) if entry else None,
    )


def set_problem_out(place: SetProblem) -> SetProblemOut:
    """Needs the place's problem with its test package."""
    package = place.problem.ready_package
    return SetProblemOut(
        label=place.label,
        ordinal=place.ordinal,
        slug=place.problem.slug,
        title=place.problem.title,
        points=place.points,
        weight=place.weight,
        colour=place.colour,
        time_limit_ms=package.time_limit_ms,
        memory_limit_kib=package.memory_limit_kib,
        max_score=package.max_score,
    )
