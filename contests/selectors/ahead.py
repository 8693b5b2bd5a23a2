"""Contests that come, for those who have machines ready for them."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from common.ports import ContestAhead
from contests.models import ProblemSet, SetKind
from courses.models import Membership, Role

HORIZON = timedelta(days=14)
MAX_AHEAD = 50


def contests_ahead(now: datetime) -> list[ContestAhead]:
    """Contests that run or start within two weeks, the next first.

    The number of entries is that of those who have entered, are invited, or, in a course's
    contest, are its students, whichever is most: many enter in the last minute.
    """
    rows = (
        ProblemSet.objects.filter(
            kind=SetKind.CONTEST, ends_at__gt=now, starts_at__lt=now + HORIZON
        )
        .annotate(
            entered=Count(
                "entries", filter=Q(entries__virtual_starts_at__isnull=True), distinct=True
            ),
            invited=Count("invitations", distinct=True),
        )
        .order_by("starts_at", "id")[:MAX_AHEAD]
    )
    found = list(rows)
    students = dict(
        Membership.objects.filter(
            course__in={one.course_id for one in found if one.course_id}, role=Role.STUDENT
        )
        .values("course_id")
        .annotate(count=Count("id"))
        .order_by()
        .values_list("course_id", "count")
    )
    return [
        ContestAhead(
            slug=one.slug,
            title=one.title,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            entry_count=max(one.entered, one.invited, students.get(one.course_id or 0, 0)),
        )
        for one in found
    ]
