"""Who is in a course, and as what."""

from collections.abc import Sequence

from django.db import transaction

from accounts.live import access_changed
from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from courses.access import course_instructed, course_taught, is_instructor, writable_check
from courses.models import Course, Membership, Role, WayIn
from courses.models.course import SECTION_MAX_CHARS
from courses.rules import last_instructor_check

MEMBERS_AT_ONCE_MAX = 1_000


def membership_set(*, course: Course, user: User, role: Role) -> Membership:
    """Give a person a role in a course, in place of the former one.

    For commands and tests: it asks for nobody's permission.
    """
    membership, _ = Membership.objects.update_or_create(
        course=course, user=user, defaults={"role": role}
    )
    return membership


def member_add(*, actor: User, course_id: int, username: str, role: Role) -> Membership:
    """Put somebody into a course. TAs may add students; instructors, everybody.

    Raises NotAllowedError, InvalidInputError for an unknown name, ConflictError for somebody
    who is in it already.
    """
    with transaction.atomic():
        course = course_taught(actor, course_id)
        if role != Role.STUDENT and not is_instructor(actor, course):
            raise NotAllowedError("Only an instructor of the course may add staff.")
        user = User.objects.filter(username=username.strip().lower(), is_active=True).first()
        if user is None:
            raise InvalidInputError(
                f"There is no account {username!r}.", fields={"username": ["unknown"]}
            )
        membership, is_new = Membership.objects.get_or_create(
            course=course, user=user, defaults={"role": role, "way_in": WayIn.STAFF}
        )
        if not is_new:
            raise ConflictError(f"{username} is in the course already.", code="already_member")
    return membership


def member_role_change(
    *, actor: User, course_id: int, membership_id: int, role: Role
) -> Membership:
    """Make a member something else. Instructors only; one instructor must stay."""
    with transaction.atomic():
        course = course_instructed(actor, course_id)
        membership = _member(course, membership_id)
        last_instructor_check(
            role=membership.role,
            new_role=role,
            other_instructors=_other_instructors(course, membership),
        )
        membership.role = role
        membership.save(update_fields=["role"])
        access_changed([membership.user_id])
    return membership


def member_sections_set(
    *, actor: User, course_id: int, membership_ids: Sequence[int], section: str
) -> list[Membership]:
    """Put members into a section of the course; empty: into none. For its staff.

    Raises NotAllowedError, InvalidInputError, and NotFoundError where one of them is no member:
    nobody is moved then.
    """
    section = " ".join(section.split())
    if len(section) > SECTION_MAX_CHARS or "\x00" in section:
        raise InvalidInputError(
            f"Write up to {SECTION_MAX_CHARS} characters.", fields={"section": ["too long"]}
        )
    if not 1 <= len(membership_ids) <= MEMBERS_AT_ONCE_MAX:
        raise InvalidInputError(
            f"Name 1 to {MEMBERS_AT_ONCE_MAX} members.", fields={"membershipIds": ["how many"]}
        )
    with transaction.atomic():
        course = course_taught(actor, course_id)
        members = list(course.memberships.select_related("user").filter(pk__in=membership_ids))
        if len(members) != len(set(membership_ids)):
            raise NotFoundError("Some are no members of the course.", code="member_not_found")
        course.memberships.filter(pk__in=membership_ids).update(section=section)
    for member in members:
        member.section = section
    return members


def member_remove(*, actor: User, course_id: int, membership_id: int) -> None:
    """Take somebody out of a course. Instructors only. What the person did stays."""
    with transaction.atomic():
        course = course_instructed(actor, course_id)
        _leave(course, _member(course, membership_id))


def course_leave(*, user: User, course: Course) -> None:
    """Leave a course. Raises NotFoundError where one isn't in it, ConflictError for the last
    instructor and for an archived course."""
    with transaction.atomic():
        course = Course.objects.select_for_update().get(pk=course.pk)
        membership = Membership.objects.filter(course=course, user=user).first()
        if membership is None:
            raise NotFoundError("You are not in this course.", code="not_a_member")
        writable_check(course)
        _leave(course, membership)


def _leave(course: Course, membership: Membership) -> None:
    last_instructor_check(
        role=membership.role,
        new_role=None,
        other_instructors=_other_instructors(course, membership),
    )
    membership.delete()
    access_changed([membership.user_id])


def _member(course: Course, membership_id: int) -> Membership:
    membership = course.memberships.select_related("user").filter(pk=membership_id).first()
    if membership is None:
        raise NotFoundError("There is no such member in the course.", code="member_not_found")
    return membership


def _other_instructors(course: Course, membership: Membership) -> int:
    return course.memberships.filter(role=Role.INSTRUCTOR).exclude(pk=membership.pk).count()
