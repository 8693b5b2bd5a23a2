"""Reads on courses."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from courses.models import TEACHING_ROLES, Course, Membership


def courses_of(user: User | AnonymousUser) -> QuerySet[Course]:
    """Courses that the user is in, whatever the role."""
    if not user.is_authenticated:
        return Course.objects.none()
    return Course.objects.filter(pk__in=Membership.objects.filter(user=user).values("course_id"))


def courses_taught_by(user: User | AnonymousUser) -> QuerySet[Course]:
    """Courses that the user may act for as TA or instructor; an operator, for all."""
    if not user.is_authenticated or not user.is_active:
        return Course.objects.none()
    if user.is_staff:
        return Course.objects.all()
    taught = Membership.objects.filter(user=user, role__in=TEACHING_ROLES)
    return Course.objects.filter(pk__in=taught.values("course_id"))


def memberships_of(user: User) -> QuerySet[Membership]:
    """The user's places in courses, each with its course, sorted by course."""
    return user.memberships.select_related("course").order_by("course__slug")


def teaches(user: User | AnonymousUser) -> bool:
    """Whether the user belongs to the staff: of the platform or of at least one course."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_staff or Membership.objects.filter(user=user, role__in=TEACHING_ROLES).exists()
