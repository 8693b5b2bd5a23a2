"""What staff grant, change and release in assignments; releasing solutions is for contests too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from common.changes import aware_check
from common.checks import model_check
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from common.ports import set_results_stale
from contests.models import Extension, ProblemSet, ScoreAdjustment, SetKind, SetProblem
from contests.models.grading import COMMENT_MAX_CHARS
from contests.selectors.sets import sets_managed_by
from courses.access import writable_check
from courses.models import Membership, Role
from notifications.audiences import AudienceId
from notifications.kinds import KindId
from notifications.telling import audience_notify

MAX_STUDENTS = 500
MAX_POINTS = 1_000_000
MAX_CELLS = 5_000
MAX_FAULTS = 100
"""That one refusal names."""


@dataclass(frozen=True, kw_only=True)
class MoreTime:
    """What an extension gives."""

    ends_at: datetime
    closes_at: datetime | None = None
    reason: str = ""


def extension_grant(
    *,
    user: User,
    slug: str,
    usernames: Sequence[str],
    more: MoreTime,
    section: str | None = None,
) -> list[Extension]:
    """Give students of the course more time, in place of what they were given before.

    Those who are named, and with ``section`` all students of that section.

    Their scores are counted anew. Raises NotAllowedError where the user is no staff of the
    assignment (or there is none), and InvalidInputError naming those who are no students of
    the course; nobody is given anything then.
    """
    assignment = managed_set(user, slug, SetKind.ASSIGNMENT, SetKind.EXERCISE)
    students = _students(assignment, usernames, section)
    aware_check(more.ends_at, "ends_at")
    if more.closes_at is not None:
        aware_check(more.closes_at, "closes_at")
    if more.ends_at <= assignment.ends_at:
        raise InvalidInputError(
            "An extension must end after the due date.", fields={"ends_at": ["too early"]}
        )
    with transaction.atomic():
        extensions = []
        for student in students:
            extension = Extension.objects.filter(problem_set=assignment, user=student).first()
            extension = extension or Extension(problem_set=assignment, user=student)
            extension.ends_at, extension.closes_at = more.ends_at, more.closes_at
            extension.reason, extension.granted_by = more.reason, user
            model_check(extension)
            extension.save()
            extensions.append(extension)
        set_results_stale(assignment.pk, [student.pk for student in students])
    return extensions


def extension_revoke(*, user: User, slug: str, username: str) -> None:
    """Take an extension back; the student's scores are counted anew.

    Raises NotAllowedError, and ConflictError where there is no such extension.
    """
    assignment = managed_set(user, slug, SetKind.ASSIGNMENT, SetKind.EXERCISE)
    with transaction.atomic():
        extension = assignment.extensions.filter(user__username=username).first()
        if extension is None:
            raise ConflictError("This student has no extension.", code="no_extension")
        student_id = extension.user_id
        extension.delete()
        set_results_stale(assignment.pk, [student_id])


def extensions_revoke(
    *, user: User, slug: str, usernames: Sequence[str], section: str | None = None
) -> int:
    """Take extensions back, of those who are named and of a section; how many there were.

    Raises NotAllowedError, and InvalidInputError as extension_grant.
    """
    assignment = managed_set(user, slug, SetKind.ASSIGNMENT, SetKind.EXERCISE)
    students = _students(assignment, usernames, section)
    with transaction.atomic():
        extensions = assignment.extensions.filter(user__in=students)
        user_ids = list(extensions.values_list("user_id", flat=True))
        extensions.delete()
        set_results_stale(assignment.pk, user_ids)
    return len(user_ids)


def adjustment_make(
    *,
    user: User,
    slug: str,
    username: str,
    label: str | None,
    points: float,
    comment: str,
    now: datetime,
) -> ScoreAdjustment:
    """Add points to a student's score at a problem, or to the total (``label`` None).

    It supersedes the earlier adjustment of the same, which stays as history; 0 points take
    it back. Raises NotAllowedError, InvalidInputError.
    """
    assignment = managed_set(user, slug, SetKind.ASSIGNMENT, SetKind.EXERCISE)
    (student,) = _students(assignment, [username])
    if not isfinite(points) or abs(points) > MAX_POINTS:
        raise InvalidInputError("Give a number of points.", fields={"points": ["out of range"]})
    comment = comment.strip()
    if len(comment) > COMMENT_MAX_CHARS or "\x00" in comment:
        raise InvalidInputError(
            f"Write up to {COMMENT_MAX_CHARS} characters of text.",
            fields={"comment": [f"up to {COMMENT_MAX_CHARS} characters"]},
        )
    place = assignment.problems.filter(label=label).first() if label else None
    if label and place is None:
        raise InvalidInputError(f"There is no problem {label!r}.", fields={"label": ["unknown"]})
    adjustment = ScoreAdjustment(
        problem_set=assignment,
        user=student,
        set_problem=place,
        points=points,
        comment=comment,
        made_by=user,
        created_at=now,
    )
    with transaction.atomic():
        # One adjustment after the other: the later supersedes the earlier.
        ProblemSet.objects.select_for_update(no_key=True).get(pk=assignment.pk)
        former = ScoreAdjustment.objects.filter(
            problem_set=assignment, user=student, set_problem=place, superseded_at=None
        )
        former.update(superseded_at=now)
        model_check(adjustment)
        adjustment.save()
    return adjustment


@dataclass(frozen=True, kw_only=True)
class NewAdjustment:
    """Points to add to a student's score at a problem, or (no label) to the total."""

    slug: str
    username: str
    label: str | None
    points: float
    comment: str


def adjustments_make(
    *, user: User, wanted: Sequence[NewAdjustment], now: datetime
) -> list[ScoreAdjustment]:
    """Adjust many scores at once, also of several assignments: all of them or none.

    Each supersedes the earlier one of the same cell. Raises NotAllowedError where the user is
    no staff of one of the assignments (or there is none), and InvalidInputError that names
    each cell at fault by its place in ``wanted``.
    """
    if not 1 <= len(wanted) <= MAX_CELLS:
        raise InvalidInputError(f"Give 1 to {MAX_CELLS:,} cells.", fields={"cells": ["how many"]})
    sets = {
        slug: managed_set(user, slug, SetKind.ASSIGNMENT, SetKind.EXERCISE)
        for slug in sorted({one.slug for one in wanted})
    }
    made, faults = _adjustments_read(user, wanted, sets, now)
    if faults:
        raise InvalidInputError(
            f"{len(faults)} cells can't be changed so: see fields. Nothing was changed.",
            code="cells_refused",
            fields=dict(list(faults.items())[:MAX_FAULTS]),
        )
    set_ids = sorted(one.pk for one in sets.values())
    cells = {(one.problem_set_id, one.user_id, one.set_problem_id) for one in made}
    with transaction.atomic():
        # One change after the other, in one order, so that none waits for another in a circle.
        list(
            ProblemSet.objects.select_for_update(no_key=True).filter(pk__in=set_ids).order_by("pk")
        )
        former = ScoreAdjustment.objects.filter(
            problem_set__in=set_ids, user__in={one.user_id for one in made}, superseded_at=None
        )
        superseded = [
            one.pk
            for one in former
            if (one.problem_set_id, one.user_id, one.set_problem_id) in cells
        ]
        ScoreAdjustment.objects.filter(pk__in=superseded).update(superseded_at=now)
        return ScoreAdjustment.objects.bulk_create(made)


def _adjustments_read(
    user: User, wanted: Sequence[NewAdjustment], sets: Mapping[str, ProblemSet], now: datetime
) -> tuple[list[ScoreAdjustment], dict[str, list[str]]]:
    """The rows to make, and what is wrong with the others by their place."""
    students = {
        (member.course_id, member.user.username): member.user
        for member in Membership.objects.filter(
            course__in={one.course_id for one in sets.values()},
            role=Role.STUDENT,
            user__username__in={one.username for one in wanted},
        ).select_related("user")
    }
    places = {
        (place.problem_set_id, place.label): place
        for place in SetProblem.objects.filter(problem_set__in=sets.values())
    }
    made: list[ScoreAdjustment] = []
    faults: dict[str, list[str]] = {}
    seen: set[tuple[str, str, str | None]] = set()
    for number, one in enumerate(wanted):
        assignment = sets[one.slug]
        student = students.get((assignment.course_id or 0, one.username))
        place = places.get((assignment.pk, one.label)) if one.label else None
        cell, comment = (one.slug, one.username, one.label or None), one.comment.strip()
        if student is None:
            fault = f"{one.username[:80]!r} is no student of the course."
        elif one.label and place is None:
            fault = f"There is no problem {one.label[:20]!r}."
        elif not isfinite(one.points) or abs(one.points) > MAX_POINTS:
            fault = "Give a number of points."
        elif not comment or len(comment) > COMMENT_MAX_CHARS or "\x00" in comment:
            fault = f"Say why, in up to {COMMENT_MAX_CHARS} characters."
        elif cell in seen:
            fault = "This cell stands twice."
        else:
            seen.add(cell)
            made.append(
                ScoreAdjustment(
                    problem_set=assignment,
                    user=student,
                    set_problem=place,
                    points=one.points,
                    comment=comment,
                    made_by=user,
                    created_at=now,
                )
            )
            continue
        faults[f"cells.{number}"] = [fault]
    return made, faults


def scores_release(*, user: User, slug: str, now: datetime) -> ProblemSet:
    """Show students their scores from now on, and tell them; veiled verdicts are lifted, too.

    Raises NotAllowedError, and ConflictError where they are released.
    """
    with transaction.atomic():
        assignment = managed_set(user, slug, SetKind.ASSIGNMENT, SetKind.EXERCISE)
        rules = assignment.assignment_rules
        if rules.scores_released_at is not None and rules.scores_released_at <= now:
            raise ConflictError("The scores are released already.", code="already_released")
        rules.scores_released_at = now
        rules.save(update_fields=["scores_released_at"])
        _graded_tell(assignment, user, now)
    return assignment


def solutions_release(*, user: User, slug: str, now: datetime) -> ProblemSet:
    """Open the editorials and solutions of a set's problems to those who may know of it.

    Raises NotAllowedError, and ConflictError before the set's end.
    """
    problem_set = managed_set(user, slug, *SetKind)
    if now < problem_set.ends_at:
        raise ConflictError("It is not over yet.", code="set_not_over")
    problem_set.solutions_released_at = now
    problem_set.save(update_fields=["solutions_released_at", "updated_at"])
    return problem_set


def managed_set(user: User, slug: str, *kinds: SetKind) -> ProblemSet:
    """A set that the user acts for as staff and may change, with its rule sheets.

    Raises NotAllowedError, which is the same for a set that is not there, and ConflictError
    in an archived course.
    """
    managed = sets_managed_by(user).select_related("course", "contest_rules", "assignment_rules")
    problem_set = managed.filter(slug=slug, kind__in=kinds).first()
    if problem_set is None:
        raise NotAllowedError("Only the staff of the set may do this.")
    set_writable_check(problem_set)
    return problem_set


def set_writable_check(problem_set: ProblemSet) -> None:
    """Raise ConflictError for a set of an archived course."""
    if problem_set.course is not None:
        writable_check(problem_set.course)


def _students(
    assignment: ProblemSet, usernames: Sequence[str], section: str | None = None
) -> list[User]:
    """Those of the course by their user names, and of a section. Raises InvalidInputError."""
    wanted = set(usernames)
    if len(wanted) > MAX_STUDENTS or not (wanted or section):
        raise InvalidInputError(
            f"Name 1 to {MAX_STUDENTS} students.", fields={"usernames": ["how many"]}
        )
    named = Q(user__username__in=wanted)
    members = Membership.objects.filter(
        named | Q(section=section) if section else named,
        course=assignment.course_id,
        role=Role.STUDENT,
    ).select_related("user")
    found = {member.user.username: member.user for member in members}
    if section and not any(member.section == section for member in members):
        raise InvalidInputError(
            f"No student is in section {section[:40]!r}.", fields={"section": ["empty"]}
        )
    missing = sorted(wanted - set(found))
    if missing:
        raise InvalidInputError(
            "Some are no students of the course: " + ", ".join(missing)[:500],
            code="not_students",
            fields={"usernames": [name[:150] for name in missing[:20]]},
        )
    return [found[name] for name in sorted(found)]


def _graded_tell(assignment: ProblemSet, user: User, now: datetime) -> None:
    if assignment.kind != SetKind.ASSIGNMENT or assignment.course is None:
        return
    audience_notify(
        kind=KindId.GRADED,
        subject=f"set:{assignment.pk}",
        to=AudienceId.SET_STUDENTS,
        of_id=assignment.pk,
        params={"course": assignment.course.title, "title": assignment.title},
        link=f"/assignments/{assignment.slug}",
        by=user,
        now=now,
    )
