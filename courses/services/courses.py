"""Courses themselves: made, changed, archived, and made anew for the next semester."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common.changes import KEEP, Keep, change_apply
from common.checks import model_check
from common.errors import ConflictError, NotAllowedError
from common.ports import CourseCopy, course_duplicated
from courses.access import course_instructed
from courses.models import Course, Membership, Notice, Role, Term, Week, WeekItem
from courses.rules import copy_shift, moved

RESERVED_SLUGS = {"join"}


@dataclass(frozen=True, kw_only=True)
class Semester:
    """When a course is held; None and "" leave it open."""

    year: int | None = None
    term: Term | None = None
    starts_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CourseChange:
    """What to change of a course; KEEP leaves a value as it is, None clears it."""

    title: str | Keep | None = KEEP
    summary: str | Keep | None = KEEP
    year: int | Keep | None = KEEP
    term: Term | Keep | None = KEEP
    starts_on: date | Keep | None = KEEP
    is_listed: bool | Keep | None = KEEP
    accepts_requests: bool | Keep | None = KEEP
    shows_members: bool | Keep | None = KEEP


def course_create(*, actor: User, slug: str, title: str, semester: Semester) -> Course:
    """Make a course. Operators only; they then add its instructor."""
    if not (actor.is_active and actor.is_staff):
        raise NotAllowedError("Only an operator of the platform may make a course.")
    with transaction.atomic():
        return _saved(_new(slug, title, semester))


def course_change(*, actor: User, course_id: int, change: CourseChange) -> Course:
    """Change a course's description and settings. Instructors only."""
    with transaction.atomic():
        course = course_instructed(actor, course_id)
        change_apply(course, change)
        return _saved(course)


def course_archive(*, actor: User, course_id: int, now: datetime) -> Course:
    """Make a course read-only. Instructors only. Repeating it changes nothing."""
    with transaction.atomic():
        course = course_instructed(actor, course_id, even_archived=True)
        if course.archived_at is None:
            course.archived_at = now
            course.save(update_fields=["archived_at"])
    return course


def course_reopen(*, actor: User, course_id: int) -> Course:
    """Take a course out of the archive. Instructors only."""
    with transaction.atomic():
        course = course_instructed(actor, course_id, even_archived=True)
        course.archived_at = None
        course.save(update_fields=["archived_at"])
    return course


def course_duplicate(
    *, actor: User, course_id: int, slug: str, title: str, semester: Semester, now: datetime
) -> Course:
    """Make a course for the next semester of a former one, with the actor as instructor.

    It gets the description and settings, the weeks with their links (unpublished) and the
    notices (as drafts); days move with the semester's first day. People, invites, questions
    and read marks stay behind. What stands above courses is copied through the port
    course_duplicated, in the same transaction.
    """
    with transaction.atomic():
        source = course_instructed(actor, course_id, even_archived=True)
        copy = _new(slug, title, semester)
        copy.summary = source.summary
        copy.accepts_requests = source.accepts_requests
        copy.shows_members = source.shows_members
        copy.duplicated_from = source
        copy = _saved(copy)
        Membership.objects.create(course=copy, user=actor, role=Role.INSTRUCTOR)
        shift = copy_shift(source_starts_on=source.starts_on, starts_on=copy.starts_on)
        week_ids = {
            week.pk: _week_copy(week, copy, moved(week.starts_on, shift))
            for week in source.weeks.prefetch_related("items")
        }
        _notices_copy(source, copy, actor, now)
        course_duplicated(
            CourseCopy(
                source_id=source.pk,
                copy_id=copy.pk,
                week_ids=week_ids,
                shift=shift,
                actor_id=actor.pk,
            )
        )
    return copy


def _new(slug: str, title: str, semester: Semester) -> Course:
    return Course(
        slug=slug,
        title=title,
        year=semester.year,
        term=semester.term or "",
        starts_on=semester.starts_on,
    )


def _saved(course: Course) -> Course:
    """Save what holds to the model's bounds. Raises InvalidInputError or ConflictError."""
    course.title = " ".join(course.title.split())
    if course.slug in RESERVED_SLUGS:
        raise ConflictError(f"The address {course.slug!r} is the site's own.", code="slug_taken")
    if Course.objects.filter(slug=course.slug).exclude(pk=course.pk).exists():
        raise ConflictError(f"Another course has the address {course.slug!r}.", code="slug_taken")
    model_check(course)
    course.save()
    return course


def _week_copy(week: Week, course: Course, starts_on: date | None) -> int:
    copy = Week.objects.create(
        course=course,
        ordinal=week.ordinal,
        title=week.title,
        summary=week.summary,
        summary_html=week.summary_html,
        starts_on=starts_on,
    )
    WeekItem.objects.bulk_create(
        WeekItem(
            week=copy,
            ordinal=item.ordinal,
            kind=item.kind,
            title=item.title,
            url=item.url,
            problem_id=item.problem_id,
        )
        for item in week.items.all()
    )
    return copy.pk


def _notices_copy(source: Course, copy: Course, actor: User, now: datetime) -> None:
    Notice.objects.bulk_create(
        Notice(
            course=copy,
            author=actor,
            title=notice.title,
            body=notice.body,
            body_html=notice.body_html,
            is_pinned=notice.is_pinned,
            created_at=now,
        )
        for notice in source.notices.order_by("id")
    )
