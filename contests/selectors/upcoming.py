"""What of problem sets is near enough to tell people of."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from common.ports import set_finishers
from contests.models import EntryMember, Extension, ProblemSet, SetKind, SetVisibility
from courses.models import Membership, Role
from notifications.kinds import KindId
from notifications.upcoming import Upcoming

DUE_SOON = timedelta(hours=24)
STARTS_SOON = timedelta(minutes=30)


def upcoming_events(now: datetime) -> Iterator[Upcoming]:
    """Contests that start soon, for who has entered; assignments due soon, for each student who
    has something left to solve."""
    yield from _contests(now)
    yield from _assignments(now)
    yield from _extended(now)


def _contests(now: datetime) -> Iterator[Upcoming]:
    contests = ProblemSet.objects.filter(
        kind=SetKind.CONTEST, starts_at__gt=now, starts_at__lte=now + STARTS_SOON
    ).exclude(visibility=SetVisibility.HIDDEN)
    for contest in contests:
        entered = EntryMember.objects.filter(problem_set=contest, is_virtual=False)
        yield Upcoming(
            kind=KindId.CONTEST_STARTS,
            subject=f"set:{contest.pk}:{contest.starts_at:%Y%m%dT%H%M%SZ}",
            user_ids=list(entered.values_list("user_id", flat=True)),
            params={"contest": contest.title, "starts_at": contest.starts_at},
            link=f"/contests/{contest.slug}",
        )


def _assignments(now: datetime) -> Iterator[Upcoming]:
    assignments = (
        ProblemSet.objects.filter(
            kind=SetKind.ASSIGNMENT,
            starts_at__lte=now,
            ends_at__gt=now,
            ends_at__lte=now + DUE_SOON,
            course__archived_at__isnull=True,
        )
        .exclude(visibility=SetVisibility.HIDDEN)
        .select_related("course")
    )
    for assignment in assignments:
        extended = Extension.objects.filter(problem_set=assignment)
        students = Membership.objects.filter(
            course=assignment.course_id, role=Role.STUDENT
        ).exclude(user_id__in=extended.values("user_id"))
        user_ids = list(students.values_list("user_id", flat=True))
        yield _due(assignment, assignment.ends_at, user_ids)


def _extended(now: datetime) -> Iterator[Upcoming]:
    """Those with more time hear when theirs runs out."""
    extensions = (
        Extension.objects.filter(
            ends_at__gt=now,
            ends_at__lte=now + DUE_SOON,
            problem_set__kind=SetKind.ASSIGNMENT,
            problem_set__starts_at__lte=now,
            problem_set__course__archived_at__isnull=True,
        )
        .exclude(problem_set__visibility=SetVisibility.HIDDEN)
        .select_related("problem_set__course")
    )
    for extension in extensions:
        yield _due(extension.problem_set, extension.ends_at, [extension.user_id])


def _due(assignment: ProblemSet, due_at: datetime, user_ids: list[int]) -> Upcoming:
    done = set_finishers(assignment.pk)
    # The database holds to it: only contests may have no course.
    assert assignment.course is not None  # noqa: S101 - for the type checker
    return Upcoming(
        kind=KindId.DUE_SOON,
        subject=f"set:{assignment.pk}:{due_at:%Y%m%dT%H%M%SZ}",
        user_ids=[one for one in user_ids if one not in done],
        params={
            "course": assignment.course.title,
            "title": assignment.title,
            "due_at": due_at,
        },
        link=f"/courses/{assignment.course.slug}/assignments/{assignment.slug}",
    )
