"""Reads on courses."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from common.prepared import PreparedIds
from courses.models import (
    TEACHING_ROLES,
    Course,
    Membership,
    Notice,
    NoticeRead,
    Week,
    WeekItem,
)


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


def courses_visible_to(user: User | AnonymousUser) -> QuerySet[Course]:
    """Courses that the user may know of: those one is in, and those listed; an operator, all."""
    if not user.is_authenticated or not user.is_active:
        return Course.objects.none()
    if user.is_staff:
        return Course.objects.all()
    return Course.objects.filter(Q(is_listed=True) | Q(pk__in=courses_of(user)))


def courses_listed() -> QuerySet[Course]:
    """Courses that everybody who is signed in may find."""
    return Course.objects.filter(is_listed=True)


def courses_readable_by(user: User | AnonymousUser) -> QuerySet[Course]:
    """Courses whose inside the user may read: those one is in; an operator, all."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return Course.objects.all()
    return courses_of(user)


def with_standing(courses: QuerySet[Course], user: User) -> QuerySet[Course]:
    """Each with the user's ``role`` (None: none) and ``unread_notice_count``; no further query."""
    own = Membership.objects.filter(course=OuterRef("pk"), user=user)
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), user=user)
    unread = (
        Notice.objects.filter(course=OuterRef("pk"), published_at__isnull=False)
        .filter(~Exists(read))
        .order_by()
        .values("course")
        .annotate(unread=Count("pk"))
        .values("unread")
    )
    return courses.annotate(
        role=Subquery(own.values("role")[:1]),
        unread_notice_count=Coalesce(Subquery(unread, output_field=IntegerField()), Value(0)),
    )


def memberships_of(user: User) -> QuerySet[Membership]:
    """The user's places in courses, each with its course, sorted by course."""
    return user.memberships.select_related("course").order_by("course__slug")


def teaches(user: User | AnonymousUser) -> bool:
    """Whether the user belongs to the staff: of the platform or of at least one course."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_staff or Membership.objects.filter(user=user, role__in=TEACHING_ROLES).exists()


def members_visible_to(user: User, course: Course) -> QuerySet[Membership]:
    """Who is in a course that the user reads: all for its staff, else as the course allows.

    Students see its staff in any case, and each other where the course shows its members.
    """
    members = course.memberships.select_related("user")
    if course.shows_members or courses_taught_by(user).filter(pk=course.pk).exists():
        return members
    return members.filter(role__in=TEACHING_ROLES)


def weeks_visible_to(user: User, course: Course) -> QuerySet[Week]:
    """A course's weeks: published ones, and drafts for its staff."""
    weeks = course.weeks.prefetch_related("items")
    if courses_taught_by(user).filter(pk=course.pk).exists():
        return weeks
    return weeks.filter(is_published=True)


def problem_ids_linked_for(user: User | AnonymousUser) -> QuerySet[WeekItem, int | None]:
    """Ids of the problems that published weeks of the user's courses link to."""
    return WeekItem.objects.filter(
        problem_id__isnull=False, week__is_published=True, week__course__in=courses_of(user)
    ).values_list("problem_id", flat=True)


linked_problem_ids = PreparedIds(lambda user, now: problem_ids_linked_for(user))
"""(user, now): the same, for use inside another query."""


def site_notices() -> QuerySet[Notice]:
    """Published notices to everybody."""
    return Notice.objects.filter(course__isnull=True, published_at__isnull=False)


def notices_visible_to(user: User | AnonymousUser) -> QuerySet[Notice]:
    """Published notices that the user may read: the site's, and those of own courses."""
    published = Notice.objects.filter(published_at__isnull=False)
    if not user.is_authenticated or not user.is_active:
        return published.filter(course__isnull=True)
    return published.filter(Q(course__isnull=True) | Q(course__in=courses_readable_by(user)))


def with_read_marks(notices: QuerySet[Notice], user: User) -> QuerySet[Notice]:
    """Each with ``is_read``; no further query."""
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), user=user)
    return notices.annotate(is_read=Exists(read))


def unread(notices: QuerySet[Notice], user: User) -> QuerySet[Notice]:
    return notices.filter(~Exists(NoticeRead.objects.filter(notice=OuterRef("pk"), user=user)))


def notice_readers(notice_id: int) -> QuerySet[User]:
    """The members of a notice's course who haven't read it. Answers the port audience."""
    course = Notice.objects.filter(pk=notice_id).values("course_id")
    read = NoticeRead.objects.filter(notice=notice_id, user=OuterRef("pk"))
    members = Membership.objects.filter(course_id__in=course).values("user_id")
    return User.objects.filter(~Exists(read), pk__in=members)
