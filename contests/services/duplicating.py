"""A course's assignments, made anew for its next semester."""

from datetime import datetime, timedelta

from common.ports import CourseCopy
from contests.models import AssignmentRules, ProblemSet, SetKind, SetProblem, SetVisibility
from courses.models import Course

SLUG_MAX_CHARS = 60


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
        _copy(source, course, slug, copy)


def _copy(source: ProblemSet, course: Course, slug: str, copy: CourseCopy) -> None:
    made = ProblemSet.objects.create(
        kind=source.kind,
        slug=slug,
        title=source.title,
        description=source.description,
        description_html=source.description_html,
        course=course,
        visibility=SetVisibility.HIDDEN,
        starts_at=source.starts_at + copy.shift,
        ends_at=source.ends_at + copy.shift,
        verdict_policy=source.verdict_policy,
        allowed_languages=source.allowed_languages,
        max_submissions_per_problem=source.max_submissions_per_problem,
        max_submissions_per_minute=source.max_submissions_per_minute,
        allows_upsolving=source.allows_upsolving,
        created_by_id=copy.actor_id,
    )
    rules = source.assignment_rules
    AssignmentRules.objects.create(
        problem_set=made,
        closes_at=_moved(rules.closes_at, copy.shift),
        late_penalty_percent=rules.late_penalty_percent,
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


def _moved(moment: datetime | None, shift: timedelta) -> datetime | None:
    return None if moment is None else moment + shift


def _free_slug(slug: str, course_slug: str, taken: set[str]) -> str:
    """The source's slug with the new course's before it; a number behind, where that is taken."""
    for number in range(1, len(taken) + 2):
        end = "" if number == 1 else f"-{number}"
        free = f"{course_slug}-{slug}"[: SLUG_MAX_CHARS - len(end)] + end
        if free not in taken:
            return free
    raise AssertionError("more numbers than slugs")
