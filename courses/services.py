"""Writes on courses."""

from accounts.models import User
from courses.models import Course, Membership, Role


def membership_set(*, course: Course, user: User, role: Role) -> Membership:
    """Give a person a role in a course, in place of the former one."""
    membership, _ = Membership.objects.update_or_create(
        course=course, user=user, defaults={"role": role}
    )
    return membership
