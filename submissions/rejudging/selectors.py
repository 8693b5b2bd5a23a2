"""Reads on rejudgings."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from courses.models import Course
from courses.selectors import courses_taught_by
from submissions.models import Rejudging, RejudgingItem
from submissions.selectors import submissions_managed_by


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """So many submissions had one verdict and got the other."""

    old: str
    new: str
    count: int
    changed_count: int
    """In verdict or score."""


def rejudgings_managed_by(user: User | AnonymousUser) -> QuerySet[Rejudging]:
    """Those all of whose submissions the user acts on as staff; all for an operator."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return Rejudging.objects.all()
    if not user.is_authenticated:
        return Rejudging.objects.none()
    foreign = Course.objects.exclude(pk__in=courses_taught_by(user))
    return Rejudging.objects.filter(
        ~Q(pk__in=Rejudging.objects.filter(courses__in=foreign).values("pk")),
        is_of_site=False,
        courses__isnull=False,
    ).distinct()


def items_managed_by(user: User | AnonymousUser) -> QuerySet[RejudgingItem]:
    """Items of rejudgings that the user acts on, as far as the submissions are still theirs."""
    return RejudgingItem.objects.filter(
        rejudging__in=rejudgings_managed_by(user), submission__in=submissions_managed_by(user)
    )


def matrix_of(rejudging: Rejudging) -> Sequence[MatrixCell]:
    """How many finished submissions went from which verdict to which; one query."""
    rows = (
        RejudgingItem.objects.filter(rejudging=rejudging, is_finished=True)
        .values("old_verdict", "new_verdict")
        .annotate(count=Count("id"), changed=Count("id", filter=Q(is_changed=True)))
        .order_by("old_verdict", "new_verdict")
    )
    return [
        MatrixCell(
            old=row["old_verdict"],
            new=row["new_verdict"] or "",
            count=row["count"],
            changed_count=row["changed"],
        )
        for row in rows
    ]


def items_counted(**which: bool) -> Coalesce:
    """Of a rejudging in a query: how many of its items are so."""
    mine = RejudgingItem.objects.filter(rejudging=OuterRef("pk"), **which).order_by()
    counted = mine.values("rejudging").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
