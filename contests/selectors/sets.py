"""Which sets somebody may know of."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from common.errors import NotFoundError
from contests.models import EntryMember, Invitation, ProblemSet, SetKind, SetVisibility
from contests.rules import Phase
from courses.models import Membership, Role
from courses.selectors import courses_of, courses_taught_by


def sets_managed_by(user: User | AnonymousUser) -> QuerySet[ProblemSet]:
    """Those that the user may act on as staff: of the courses taught; all for an operator."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return ProblemSet.objects.all()
    return ProblemSet.objects.filter(course__in=courses_taught_by(user))


def sets_visible_to(user: User | AnonymousUser) -> QuerySet[ProblemSet]:
    """Those that the user may know of: what stands in them is a question of their own."""
    if not user.is_authenticated:
        return ProblemSet.objects.filter(visibility=SetVisibility.PUBLIC)
    if user.is_staff:
        return ProblemSet.objects.all()
    entered = EntryMember.objects.filter(user=user).values("problem_set_id")
    invited = Invitation.objects.filter(user=user).values("problem_set_id")
    return ProblemSet.objects.filter(
        Q(visibility=SetVisibility.PUBLIC)
        | Q(visibility=SetVisibility.COURSE, course__in=courses_of(user))
        | Q(visibility=SetVisibility.INVITED, pk__in=invited)
        | (~Q(visibility=SetVisibility.HIDDEN) & Q(pk__in=entered))
        | Q(course__in=courses_taught_by(user))
    )


def sets_in_phase(sets: QuerySet[ProblemSet], phase: Phase, now: datetime) -> QuerySet[ProblemSet]:
    """Those of ``sets`` that stand so for everybody; ended ones include the finalized."""
    if phase is Phase.UPCOMING:
        return sets.filter(starts_at__gt=now)
    running = sets.filter(starts_at__lte=now, ends_at__gt=now)
    if phase is Phase.RUNNING:
        return running
    if phase is Phase.FROZEN:
        revealed = Q(contest_rules__unfrozen_at__lte=now)
        return running.filter(~revealed, contest_rules__freeze_at__lte=now)
    ended = sets.filter(ends_at__lte=now)
    if phase is Phase.FINALIZED:
        return ended.filter(contest_rules__finalized_at__lte=now)
    return ended


def set_get(
    *, user: User | AnonymousUser, slug: str, kinds: tuple[SetKind, ...] = tuple(SetKind)
) -> ProblemSet:
    """A set that the user may know of, with its rule sheet and course. Raises NotFoundError."""
    found = (
        sets_visible_to(user)
        .select_related("course", "contest_rules", "assignment_rules")
        .filter(slug=slug, kind__in=kinds)
        .first()
    )
    if found is None:
        raise set_not_found(slug)
    return found


def set_not_found(slug: str) -> NotFoundError:
    """The one answer for a set that is not there and for one that the user may not know of."""
    return NotFoundError(f"There is no set {slug!r}, or you may not see it.", code="set_not_found")


def manages(user: User | AnonymousUser, problem_set: ProblemSet) -> bool:
    """Whether the user may act on the set as staff."""
    return sets_managed_by(user).filter(pk=problem_set.pk).exists()


def set_students(set_id: int) -> QuerySet[User]:
    """The students of a set's course. Answers the port audience."""
    course = ProblemSet.objects.filter(pk=set_id).values("course_id")
    students = Membership.objects.filter(course_id__in=course, role=Role.STUDENT)
    return User.objects.filter(pk__in=students.values("user_id"))
