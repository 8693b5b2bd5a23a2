"""Making and changing sets: their window, rules and problems. For their staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.live import access_changed, access_changed_for_many
from accounts.models import User
from common.changes import KEEP, Keep, change_apply
from common.checks import model_check
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from common.markdown import markdown_html
from common.ports import PublicChange, content_changed, problem_to_link, set_results_stale
from contests.models import (
    AssignmentRules,
    BoardVisibility,
    ContestFormat,
    ContestRules,
    EntryMode,
    Invitation,
    ProblemSet,
    SetKind,
    SetProblem,
    SetVisibility,
    VerdictPolicy,
)
from contests.models.sets import DESCRIPTION_MAX_CHARS
from contests.services.assignments import managed_set
from courses.access import writable_check
from courses.models import Course
from courses.selectors import courses_taught_by

MAX_PROBLEMS = 50
MAX_INVITED = 1_000


@dataclass(frozen=True, kw_only=True)
class SetChange:
    """What to set of a contest or assignment; KEEP leaves a value as it is, None clears it."""

    title: str | Keep | None = KEEP
    description: str | Keep | None = KEEP
    visibility: SetVisibility | Keep | None = KEEP
    starts_at: datetime | Keep | None = KEEP
    ends_at: datetime | Keep | None = KEEP
    verdict_policy: VerdictPolicy | Keep | None = KEEP
    allowed_languages: list[str] | Keep | None = KEEP
    max_submissions_per_problem: int | Keep | None = KEEP
    max_submissions_per_minute: int | Keep | None = KEEP
    allows_upsolving: bool | Keep | None = KEEP


@dataclass(frozen=True, kw_only=True)
class ContestRulesChange:
    """What to set of a contest's rules; KEEP leaves a value as it is, None clears it."""

    format: ContestFormat | Keep | None = KEEP
    penalty_minutes: int | Keep | None = KEEP
    counts_compile_errors: bool | Keep | None = KEEP
    freeze_at: datetime | Keep | None = KEEP
    board_visibility: BoardVisibility | Keep | None = KEEP
    registration_opens_at: datetime | Keep | None = KEEP
    registration_closes_at: datetime | Keep | None = KEEP
    entry_mode: EntryMode | Keep | None = KEEP
    max_team_size: int | Keep | None = KEEP
    allows_unofficial: bool | Keep | None = KEEP
    invite_code: str | Keep | None = KEEP
    allows_virtual: bool | Keep | None = KEEP
    has_balloons: bool | Keep | None = KEEP
    gold_medals: int | Keep | None = KEEP
    silver_medals: int | Keep | None = KEEP
    bronze_medals: int | Keep | None = KEEP


@dataclass(frozen=True, kw_only=True)
class AssignmentRulesChange:
    """What to set of an assignment's rules; KEEP leaves a value as it is, None clears it."""

    closes_at: datetime | Keep | None = KEEP
    late_penalty_percent: int | Keep | None = KEEP


@dataclass(frozen=True, kw_only=True)
class Place:
    """A problem's place in a set."""

    problem_slug: str
    label: str
    points: int = 100
    weight: float = 1.0
    colour: str = ""


RulesChange = ContestRulesChange | AssignmentRulesChange


def set_create(
    *,
    user: User,
    kind: SetKind,
    slug: str,
    course_slug: str | None,
    change: SetChange,
    rules: RulesChange,
) -> ProblemSet:
    """Make a set, hidden unless ``change`` says otherwise. A contest without a course is the
    operators' to make.

    Raises NotAllowedError where the user doesn't act for the course (or there is none),
    InvalidInputError, and ConflictError for a slug that is taken.
    """
    course = _course(user, course_slug)
    if ProblemSet.objects.filter(slug=slug).exists():
        raise ConflictError("Another set has this address: choose another.", code="slug_taken")
    problem_set = ProblemSet(kind=kind, slug=slug, course=course, created_by=user)
    sheet: ContestRules | AssignmentRules
    sheet = ContestRules() if kind == SetKind.CONTEST else AssignmentRules()
    with transaction.atomic():
        _change(problem_set, change)
        sheet.problem_set = problem_set
        _rules_change(sheet, rules, problem_set)
    return problem_set


def set_change(
    *, user: User, slug: str, change: SetChange, rules: RulesChange | None = None
) -> ProblemSet:
    """Change a set's window, limits and rules; scores of an assignment are counted anew.

    Raises NotAllowedError, InvalidInputError, and ConflictError for a contest whose results
    are final.
    """
    with transaction.atomic():
        problem_set = managed_set(user, slug, *SetKind)
        ProblemSet.objects.select_for_update(no_key=True).get(pk=problem_set.pk)
        _final_check(problem_set)
        was_public = problem_set.visibility == SetVisibility.PUBLIC
        _change(problem_set, change)
        if rules is not None:
            is_contest = problem_set.is_contest
            sheet = problem_set.contest_rules if is_contest else problem_set.assignment_rules
            _rules_change(sheet, rules, problem_set)
        _public_change_tell(problem_set, was_public=was_public)
        set_results_stale(problem_set.pk, None)
        access_changed_for_many()
    return problem_set


def set_settle(problem_set: ProblemSet) -> None:
    """Bring what is kept of a set up to its columns, after a change by another door (the admin).

    Call it in the transaction of the change. Boards notice by themselves that their rules
    have changed.
    """
    problem_set.description_html = markdown_html(problem_set.description)
    problem_set.save(update_fields=["description_html"])
    _public_change_tell(problem_set, was_public=True)
    set_results_stale(problem_set.pk, None)
    access_changed_for_many()


def _public_change_tell(problem_set: ProblemSet, *, was_public: bool = False) -> None:
    """A public contest's boards are the same for everybody."""
    is_public = was_public or problem_set.visibility == SetVisibility.PUBLIC
    if problem_set.is_contest and is_public:
        path = f"/api/v1/contests/{problem_set.slug}/*"
        content_changed(PublicChange(paths=(path,), cause=f"contest {problem_set.slug} changed"))


def set_problems_put(*, user: User, slug: str, places: Sequence[Place]) -> ProblemSet:
    """Make the set's problems exactly these, in this order.

    Raises NotAllowedError, InvalidInputError for a problem that one may not show or a
    label that stands twice, and ConflictError for leaving out a problem that somebody has
    handed in to. Nothing is changed then.
    """
    with transaction.atomic():
        problem_set = managed_set(user, slug, *SetKind)
        ProblemSet.objects.select_for_update(no_key=True).get(pk=problem_set.pk)
        _final_check(problem_set)
        wanted = _places_read(user, places)
        kept = {place.problem_id: place for place in problem_set.problems.all()}
        gone = set(kept) - set(wanted)
        if problem_set.submissions.filter(problem__in=gone).exists():
            raise ConflictError(
                "Somebody has handed in to a problem that you leave out.", code="problem_in_use"
            )
        problem_set.problems.filter(problem__in=gone).delete()
        # Labels and ordinals are unique: those that stay step aside first.
        for number, place in enumerate(problem_set.problems.order_by("-ordinal")):
            place.ordinal, place.label = 10_000 + number, f"#{number}"
            place.save(update_fields=["ordinal", "label"])
        for number, (problem_id, values) in enumerate(wanted.items(), start=1):
            place = kept.get(problem_id) or SetProblem(
                problem_set=problem_set, problem_id=problem_id
            )
            place.ordinal, place.label = number, values.label
            place.points, place.weight, place.colour = values.points, values.weight, values.colour
            model_check(place)
            place.save()
        _public_change_tell(problem_set)
        set_results_stale(problem_set.pk, None)
    return problem_set


def invitations_put(*, user: User, slug: str, usernames: Sequence[str]) -> ProblemSet:
    """Make the list of those who are invited to a contest exactly this one.

    Raises NotAllowedError, and InvalidInputError naming who has no account.
    """
    problem_set = managed_set(user, slug, SetKind.CONTEST)
    wanted = set(usernames)
    if len(wanted) > MAX_INVITED:
        raise InvalidInputError(f"At most {MAX_INVITED} people.", fields={"usernames": ["many"]})
    people = list(User.objects.filter(username__in=wanted))
    missing = sorted(wanted - {one.username for one in people})
    if missing:
        raise InvalidInputError(
            "Nobody has these user names: " + ", ".join(missing)[:500],
            fields={"usernames": [name[:150] for name in missing[:20]]},
        )
    with transaction.atomic():
        gone = problem_set.invitations.exclude(user__in=people)
        access_changed(list(gone.values_list("user_id", flat=True)))
        gone.delete()
        Invitation.objects.bulk_create(
            [Invitation(problem_set=problem_set, user=one) for one in people],
            ignore_conflicts=True,
        )
    return problem_set


def _course(user: User, slug: str | None) -> Course | None:
    if slug is None:
        if not (user.is_active and user.is_staff):
            raise NotAllowedError("Only an operator may make a contest of no course.")
        return None
    course = courses_taught_by(user).filter(slug=slug).first()
    if course is None:
        raise NotAllowedError("Only the course's staff may make something in it.")
    writable_check(course)
    return course


def _change(problem_set: ProblemSet, change: SetChange) -> None:
    change_apply(problem_set, change)
    if len(problem_set.description) > DESCRIPTION_MAX_CHARS or "\x00" in problem_set.description:
        raise InvalidInputError(
            f"A description has up to {DESCRIPTION_MAX_CHARS} characters.",
            fields={"description": ["too long"]},
        )
    unknown = set(problem_set.allowed_languages) - settings.SITE_LANGUAGES
    if unknown:
        raise InvalidInputError(
            "The site has no such language: " + ", ".join(sorted(unknown))[:200],
            fields={"allowed_languages": ["unknown"]},
        )
    problem_set.description_html = markdown_html(problem_set.description)
    model_check(problem_set)
    problem_set.save()


def _rules_change(
    sheet: ContestRules | AssignmentRules, rules: RulesChange, problem_set: ProblemSet
) -> None:
    if isinstance(rules, ContestRulesChange) is not isinstance(sheet, ContestRules):
        raise InvalidInputError(
            "These rules are for another kind of set.", fields={"rules": ["kind"]}
        )
    change_apply(sheet, rules)
    if isinstance(sheet, ContestRules):
        freeze_at = sheet.freeze_at
        if freeze_at and not problem_set.starts_at <= freeze_at <= problem_set.ends_at:
            raise InvalidInputError(
                "The board freezes between the start and the end.",
                fields={"freeze_at": ["outside the contest"]},
            )
    elif sheet.closes_at is not None and sheet.closes_at < problem_set.ends_at:
        raise InvalidInputError(
            "The hard close can't come before the due date.", fields={"closes_at": ["too early"]}
        )
    model_check(sheet)
    sheet.save()


def _final_check(problem_set: ProblemSet) -> None:
    if problem_set.is_contest and problem_set.contest_rules.finalized_at is not None:
        raise ConflictError(
            "The results are final: nothing of the contest changes.", code="contest_finalized"
        )


def _places_read(user: User, places: Sequence[Place]) -> dict[int, Place]:
    """By problem id, in order. Raises InvalidInputError."""
    if len(places) > MAX_PROBLEMS:
        raise InvalidInputError(f"A set has at most {MAX_PROBLEMS} problems.")
    if len({place.label for place in places}) < len(places):
        raise InvalidInputError(
            "Each problem needs a label of its own.", fields={"label": ["twice"]}
        )
    wanted: dict[int, Place] = {}
    for place in places:
        problem_id = problem_to_link(user.pk, place.problem_slug)
        if problem_id is None or problem_id in wanted:
            raise InvalidInputError(
                f"The problem {place.problem_slug[:60]!r} stands twice, or is not yours to show.",
                fields={"problem": [place.problem_slug[:60]]},
            )
        wanted[problem_id] = place
    return wanted
