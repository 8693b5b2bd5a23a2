"""Who may change a course: the one place where services ask."""

from accounts.models import User
from common.errors import ConflictError, NotAllowedError, NotFoundError
from courses.models import Course, Membership, Role
from courses.selectors import courses_readable_by, courses_taught_by, courses_visible_to


def writable_check(course: Course) -> None:
    """Raise ConflictError where the course is archived."""
    if course.is_archived:
        raise ConflictError(
            "The course is archived: everything stays readable, and nothing changes.",
            code="course_archived",
        )


def course_visible(user: User, slug: str) -> Course:
    """A course that the user may know of. Raises NotFoundError."""
    return _found(courses_visible_to(user).filter(slug=slug).first(), slug)


def course_readable(user: User, slug: str) -> Course:
    """A course that the user is in. Raises NotFoundError."""
    return _found(courses_readable_by(user).filter(slug=slug).first(), slug)


def _found(course: Course | None, slug: str) -> Course:
    if course is None:
        raise NotFoundError(
            f"There is no course {slug!r}, or you are not in it.", code="course_not_found"
        )
    return course


def course_taught(user: User, course_id: int, *, even_archived: bool = False) -> Course:
    """A course that the user acts for, locked for the transaction.

    Raises NotAllowedError where the user doesn't, or there is none (the two must look
    alike), and ConflictError where it is archived.
    """
    course = courses_taught_by(user).select_for_update(of=("self",)).filter(pk=course_id).first()
    if course is None:
        raise NotAllowedError("Only the course's staff may do this.")
    if not even_archived:
        writable_check(course)
    return course


def course_instructed(user: User, course_id: int, *, even_archived: bool = False) -> Course:
    """As course_taught, for what only the course's instructors (and operators) may do."""
    course = course_taught(user, course_id, even_archived=even_archived)
    if not is_instructor(user, course):
        raise NotAllowedError("Only an instructor of the course may do this.")
    return course


def is_instructor(user: User, course: Course) -> bool:
    """Whether the user decides for the course as its instructor, or as an operator."""
    return (
        user.is_staff
        or Membership.objects.filter(course=course, user=user, role=Role.INSTRUCTOR).exists()
    )
