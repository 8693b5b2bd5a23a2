"""A course's plan. For its staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from common.changes import KEEP, Keep, change_apply
from common.checks import model_check
from common.errors import InvalidInputError, NotFoundError
from common.markdown import markdown_html
from common.ports import problem_to_link
from courses.access import course_taught
from courses.models import Course, ItemKind, Week, WeekItem
from courses.models.weeks import MAX_ITEMS, MAX_WEEKS
from courses.rules import order_check


@dataclass(frozen=True, kw_only=True)
class WeekChange:
    """What to set of a week; KEEP leaves a value as it is, None clears it."""

    title: str | Keep | None = KEEP
    summary: str | Keep | None = KEEP
    starts_on: date | Keep | None = KEEP
    is_published: bool | Keep | None = KEEP


def week_create(*, actor: User, course_id: int, values: WeekChange) -> Week:
    """Add a week at the end. Raises InvalidInputError beyond MAX_WEEKS."""
    with transaction.atomic():
        course = course_taught(actor, course_id)
        count = course.weeks.count()
        if count >= MAX_WEEKS:
            raise InvalidInputError(f"A course has at most {MAX_WEEKS} weeks.")
        return _saved(Week(course=course, ordinal=count + 1), values)


def week_change(*, actor: User, week_id: int, change: WeekChange) -> Week:
    """Change a week, or publish it."""
    with transaction.atomic():
        return _saved(_week(actor, week_id), change)


def week_remove(*, actor: User, week_id: int) -> None:
    """Remove a week with its links; the following ones move up."""
    with transaction.atomic():
        week = _week(actor, week_id)
        course = week.course
        week.delete()
        _weeks_number(course, list(course.weeks.values_list("pk", flat=True)))


def weeks_reorder(*, actor: User, course_id: int, ids: Sequence[int]) -> Course:
    """Put all weeks of a course into this order."""
    with transaction.atomic():
        course = course_taught(actor, course_id)
        order_check(ids, list(course.weeks.values_list("pk", flat=True)))
        _weeks_number(course, ids)
    return course


def week_link_add(*, actor: User, week_id: int, title: str, url: str) -> WeekItem:
    """Add a material: a link of http or https."""
    with transaction.atomic():
        week = _week(actor, week_id)
        if not url.lower().startswith(("https://", "http://")):
            raise InvalidInputError(
                "A link begins with https:// or http://.", fields={"url": ["no web address"]}
            )
        if not title.strip():
            raise InvalidInputError("Give the link a title.", fields={"title": ["missing"]})
        return _item_add(week, WeekItem(kind=ItemKind.LINK, title=title.strip(), url=url))


def week_problem_add(*, actor: User, week_id: int, slug: str, title: str = "") -> WeekItem:
    """Add a problem that is public or that one manages.

    Members of the course may then open it, unless it is for staff only.
    """
    with transaction.atomic():
        week = _week(actor, week_id)
        problem_id = problem_to_link(actor.pk, slug)
        if problem_id is None:
            raise InvalidInputError(
                f"There is no problem {slug!r} that is public or that you manage.",
                fields={"slug": ["unknown"]},
            )
        item = WeekItem(kind=ItemKind.PROBLEM, title=title.strip(), problem_id=problem_id)
        return _item_add(week, item)


def week_item_remove(*, actor: User, item_id: int) -> Week:
    """Take a link out of its week; the following ones move up."""
    with transaction.atomic():
        item = WeekItem.objects.filter(pk=item_id).first()
        week = _week(actor, item.week_id if item else 0)
        week.items.filter(pk=item_id).delete()
        _items_number(week, list(week.items.values_list("pk", flat=True)))
    return week


def week_items_reorder(*, actor: User, week_id: int, ids: Sequence[int]) -> Week:
    """Put all links of a week into this order."""
    with transaction.atomic():
        week = _week(actor, week_id)
        order_check(ids, list(week.items.values_list("pk", flat=True)))
        _items_number(week, ids)
    return week


def _week(actor: User, week_id: int) -> Week:
    """A week of a course that the actor may change, which is locked."""
    week = Week.objects.filter(pk=week_id).first()
    course_taught(actor, week.course_id if week else 0)
    week = Week.objects.select_related("course").filter(pk=week_id).first()
    if week is None:
        raise NotFoundError("This week was removed meanwhile: reload.", code="week_not_found")
    return week


def _saved(week: Week, values: WeekChange) -> Week:
    change_apply(week, values)
    model_check(week)
    if values.summary is not KEEP:
        week.summary_html = markdown_html(week.summary)
    week.save()
    return week


def _item_add(week: Week, item: WeekItem) -> WeekItem:
    count = week.items.count()
    if count >= MAX_ITEMS:
        raise InvalidInputError(f"A week has at most {MAX_ITEMS} links.")
    item.week, item.ordinal = week, count + 1
    model_check(item)
    item.save()
    return item


def _weeks_number(course: Course, ids: Sequence[int]) -> None:
    weeks = course.weeks.in_bulk(ids)
    for ordinal, pk in enumerate(ids, start=1):
        weeks[pk].ordinal = ordinal
    Week.objects.bulk_update(weeks.values(), ["ordinal"])


def _items_number(week: Week, ids: Sequence[int]) -> None:
    items = week.items.in_bulk(ids)
    for ordinal, pk in enumerate(ids, start=1):
        items[pk].ordinal = ordinal
    WeekItem.objects.bulk_update(items.values(), ["ordinal"])
