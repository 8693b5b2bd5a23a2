"""What courses have, made through their services."""

from courses.models import Course, Notice, Week
from courses.services import NoticeChange, WeekChange, notice_create, notice_publish, week_create
from tests.factories import NOON
from tests.people import Cast


def make_week(cast: Cast, title: str = "Week", **values: object) -> Week:
    """Published, in algorithms."""
    change = WeekChange(title=title, **{"is_published": True, **values})  # type: ignore[arg-type]
    return week_create(actor=cast.ta_hana, course_id=cast.algorithms.pk, values=change)


def make_draft(cast: Cast, course: Course | None, title: str = "Exam") -> Notice:
    """A notice of ta_hana's; without a course, the operator's to everybody."""
    actor = cast.ta_hana if course else cast.operator
    values = NoticeChange(title=title, body="**Monday** <script>x</script>")
    return notice_create(
        actor=actor, course_id=course.pk if course else None, values=values, now=NOON
    )


def make_notice(cast: Cast, course: Course | None, title: str = "Exam") -> Notice:
    """The same, published."""
    notice = make_draft(cast, course, title)
    return notice_publish(
        actor=cast.ta_hana if course else cast.operator, notice_id=notice.pk, now=NOON
    )
