"""Sets made anew: one by one, and a course's assignments for its next semester."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from common.changes import aware_check
from common.checks import model_check
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from common.ports import CourseCopy, problem_to_link
from contests.models import (
    AssignmentRules,
    ContestRules,
    ProblemSet,
    SetKind,
    SetProblem,
    SetVisibility,
)
from contests.selectors.sets import sets_managed_by
from courses.access import writable_check
from courses.models import Course
from courses.selectors import courses_taught_by

SLUG_MAX_CHARS = 60
RULES_COPIED = {
    AssignmentRules: ("closes_at", "late_penalty_percent"),
    ContestRules: (
        "format",
        "penalty_minutes",
        "counts_compile_errors",
        "freeze_at",
        "board_visibility",
        "registration_opens_at",
        "registration_closes_at",
        "entry_mode",
        "max_team_size",
        "allows_unofficial",
        "allows_virtual",
        "has_balloons",
        "gold_medals",
        "silver_medals",
        "bronze_medals",
    ),
}
"""Neither what came of the source nor the code that opened it."""


def assignments_duplicate(copy: CourseCopy) -> None:
    """Copy the assignments and exercises of a course, hidden, with their dates moved.

    Contests, hand-ins, extensions and scores stay behind. Answers the port
    course_duplicated, within its transaction.
    """
    course = Course.objects.get(pk=copy.copy_id)
    sources = (
        ProblemSet.objects.filter(course_id=copy.source_id)
        .exclude(kind=SetKind.CONTEST)
        .select_related("assignment_rules")
        .prefetch_related("problems")
        .order_by("pk")
    )
    taken = set(ProblemSet.objects.values_list("slug", flat=True))
    for source in sources:
        slug = _free_slug(source.slug, course.slug, taken)
        taken.add(slug)
        _copy(
            source,
            slug=slug,
            title=source.title,
            course=course,
            shift=copy.shift,
            actor_id=copy.actor_id,
        )


def set_duplicate(
    *,
    user: User,
    slug: str,
    new_slug: str,
    title: str,
    starts_at: datetime,
    course_slug: str | None,
) -> ProblemSet:
    """Make a set anew, hidden, at another time, with the same rules and problems.

    It goes into another course that one teaches where ``course_slug`` names one, else it stays
    in its own. All its times move with the start. Entries, invitations, what was said,
    extensions, scores and hand-ins stay behind. An archived course's sets may be copied
    elsewhere.

    Raises NotAllowedError, InvalidInputError for a problem that one may not show, ConflictError
    for a slug that is taken and for an archived course.
    """
    aware_check(starts_at, "starts_at")
    source = (
        sets_managed_by(user)
        .select_related("course", "contest_rules", "assignment_rules")
        .filter(slug=slug)
        .first()
    )
    if source is None:
        raise NotAllowedError("Only the staff of the set may do this.")
    course = source.course
    if course_slug is not None:
        course = courses_taught_by(user).filter(slug=course_slug).first()
        if course is None:
            raise NotAllowedError("Only the course's staff may make something in it.")
    if course is not None:
        writable_check(course)
    if ProblemSet.objects.filter(slug=new_slug).exists():
        raise ConflictError("Another set has this address: choose another.", code="slug_taken")
    for place in source.problems.select_related("problem"):
        if problem_to_link(user.pk, place.problem.slug) is None:
            raise InvalidInputError(
                f"The problem {place.problem.slug!r} is not yours to show.",
                fields={"slug": [place.problem.slug]},
            )
    with transaction.atomic():
        return _copy(
            source,
            slug=new_slug,
            title=title,
            course=course,
            shift=starts_at - source.starts_at,
            actor_id=user.pk,
        )


def _copy(
    source: ProblemSet,
    *,
    slug: str,
    title: str,
    course: Course | None,
    shift: timedelta,
    actor_id: int,
) -> ProblemSet:
    """Needs the source's rule sheet."""
    made = ProblemSet(
        kind=source.kind,
        slug=slug,
        title=title,
        description=source.description,
        description_html=source.description_html,
        course=course,
        visibility=SetVisibility.HIDDEN,
        starts_at=source.starts_at + shift,
        ends_at=source.ends_at + shift,
        verdict_policy=source.verdict_policy,
        allowed_languages=source.allowed_languages,
        max_submissions_per_problem=source.max_submissions_per_problem,
        max_submissions_per_minute=source.max_submissions_per_minute,
        allows_upsolving=source.allows_upsolving,
        created_by_id=actor_id,
    )
    model_check(made)
    made.save()
    rules: ContestRules | AssignmentRules
    rules = source.contest_rules if source.is_contest else source.assignment_rules
    columns = {name: getattr(rules, name) for name in RULES_COPIED[type(rules)]}
    type(rules)._default_manager.create(
        problem_set=made,
        **{
            name: value + shift if isinstance(value, datetime) else value
            for name, value in columns.items()
        },
    )
    SetProblem.objects.bulk_create(
        SetProblem(
            problem_set=made,
            problem_id=place.problem_id,
            ordinal=place.ordinal,
            label=place.label,
            points=place.points,
            weight=place.weight,
            colour=place.colour,
        )
        for place in source.problems.all()
    )
    return made


def _free_slug(slug: str, course_slug: str, taken: set[str]) -> str:
    """The source's slug with the new course's before it; a number behind, where that is taken."""
    for number in range(1, len(taken) + 2):
        end = "" if number == 1 else f"-{number}"
        free = f"{course_slug}-{slug}"[: SLUG_MAX_CHARS - len(end)] + end
        if free not in taken:
            return free
    raise AssertionError("more numbers than slugs")
