"""A course's plan."""

from collections.abc import Callable

import pytest
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.errors import ConflictError, DomainError, InvalidInputError, NotAllowedError
from courses.models import Course, Week, WeekItem
from courses.models.weeks import MAX_ITEMS, MAX_WEEKS
from courses.services import (
    WeekChange,
    week_change,
    week_create,
    week_item_remove,
    week_items_reorder,
    week_link_add,
    week_problem_add,
    week_remove,
    weeks_reorder,
)
from problems.models import Visibility
from tests.courses.factories import make_week
from tests.factories import NOON, make_problem
from tests.people import EVERYBODY, Cast, join

OUTSIDE = ("minsu", "sora", "ta_yuri")


def titles(cast: Cast, name: str) -> list[str]:
    items = cast.api(name).get("/courses/algorithms/weeks").json()["items"]
    return [item["title"] for item in items]


def test_weeks_are_put_in_order(cast: Cast) -> None:
    one, two, three = (make_week(cast, title) for title in ("one", "two", "three"))

    ids = [three.pk, one.pk, two.pk]
    weeks_reorder(actor=cast.ta_hana, course_id=cast.algorithms.pk, ids=ids)
    assert titles(cast, "minsu") == ["three", "one", "two"]
    week_remove(actor=cast.ta_hana, week_id=one.pk)

    assert titles(cast, "minsu") == ["three", "two"]
    assert list(Week.objects.values_list("ordinal", flat=True)) == [1, 2]
    for wrong in ([three.pk], [three.pk, three.pk], [three.pk, one.pk]):
        with pytest.raises(InvalidInputError):
            weeks_reorder(actor=cast.ta_hana, course_id=cast.algorithms.pk, ids=wrong)


def test_students_see_what_is_published(cast: Cast) -> None:
    make_week(cast, "open", summary="**read** <script>x</script>")
    make_week(cast, "draft", is_published=False)

    assert titles(cast, "minsu") == ["open"]
    assert titles(cast, "ta_hana") == ["open", "draft"]
    (week,) = cast.api("minsu").get("/courses/algorithms/weeks").json()["items"]
    assert week["summary_html"] == "<p><strong>read</strong> </p>\n"


def test_a_weeks_links(cast: Cast) -> None:
    week = make_week(cast)
    make_problem("sum")
    slides = week_link_add(
        actor=cast.ta_hana, week_id=week.pk, title=" Slides ", url="https://example.com/1.pdf"
    )
    problem = week_problem_add(actor=cast.ta_hana, week_id=week.pk, slug="sum")

    week_items_reorder(actor=cast.ta_hana, week_id=week.pk, ids=[problem.pk, slides.pk])

    (shown,) = cast.api("minsu").get("/courses/algorithms/weeks").json()["items"]
    assert shown["items"] == [
        {"kind": "problem", "title": "Sum", "url": None, "problem": "sum"},
        {"kind": "link", "title": "Slides", "url": "https://example.com/1.pdf", "problem": None},
    ]
    week_item_remove(actor=cast.ta_hana, item_id=problem.pk)
    assert list(WeekItem.objects.values_list("title", "ordinal")) == [("Slides", 1)]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.org", "http://", "//x.org", ""])
def test_a_link_leads_to_the_web(cast: Cast, url: str) -> None:
    week = make_week(cast)

    with pytest.raises(InvalidInputError):
        week_link_add(actor=cast.ta_hana, week_id=week.pk, title="x", url=url)
    assert not WeekItem.objects.exists()


def test_a_course_shows_problems_that_its_staff_may_show(cast: Cast) -> None:
    week = make_week(cast)
    make_problem("ours", course=cast.algorithms, visibility=Visibility.COURSE)
    make_problem("theirs", course=cast.networks, visibility=Visibility.COURSE)
    join(cast.ta_hana, cast.networks, role="student")  # type: ignore[arg-type]

    week_problem_add(actor=cast.ta_hana, week_id=week.pk, slug="ours")
    for slug in ("theirs", "nothing"):
        with pytest.raises(InvalidInputError):
            week_problem_add(actor=cast.ta_hana, week_id=week.pk, slug=slug)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_linked_problem_opens_for_the_courses_members(cast: Cast, name: str) -> None:
    """A problem of algorithms, in the plan of networks."""
    for slug, visibility in {"lent": Visibility.COURSE, "kept": Visibility.HIDDEN}.items():
        make_problem(slug, course=cast.algorithms, visibility=visibility)
    plan = week_create(
        actor=cast.operator,
        course_id=cast.networks.pk,
        values=WeekChange(title="Borrowed", is_published=True),
    )
    for slug in ("lent", "kept"):
        week_problem_add(actor=cast.operator, week_id=plan.pk, slug=slug)
    api = cast.api(name)

    lent = api.get("/problems/lent").status_code
    kept = api.get("/problems/kept").status_code

    readers = {"minsu", "jiwoo", "ta_hana", "professor", "operator", "ta_yuri"}
    assert lent == (200 if name in readers else 404)
    assert kept == (200 if name in {"ta_hana", "professor", "operator"} else 404)
    if name == "ta_yuri":
        (week,) = api.get("/courses/networks/weeks").json()["items"]
        assert [item["problem"] for item in week["items"]] == ["lent"]
        Week.objects.update(is_published=False)
        assert api.get("/problems/lent").status_code == 404


Act = Callable[[Cast, User, Week, WeekItem], object]
ACTS: dict[str, Act] = {
    "create": lambda cast, actor, week, item: week_create(
        actor=actor, course_id=cast.algorithms.pk, values=WeekChange(title="x")
    ),
    "change": lambda cast, actor, week, item: week_change(
        actor=actor, week_id=week.pk, change=WeekChange(title="x")
    ),
    "remove": lambda cast, actor, week, item: week_remove(actor=actor, week_id=week.pk),
    "reorder": lambda cast, actor, week, item: weeks_reorder(
        actor=actor, course_id=cast.algorithms.pk, ids=[week.pk]
    ),
    "link": lambda cast, actor, week, item: week_link_add(
        actor=actor, week_id=week.pk, title="x", url="https://example.com"
    ),
    "problem": lambda cast, actor, week, item: week_problem_add(
        actor=actor, week_id=week.pk, slug="sum"
    ),
    "item_remove": lambda cast, actor, week, item: week_item_remove(actor=actor, item_id=item.pk),
    "item_order": lambda cast, actor, week, item: week_items_reorder(
        actor=actor, week_id=week.pk, ids=[item.pk]
    ),
}


@pytest.mark.parametrize("name", [*OUTSIDE, "archived"])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_others_change_no_plan(cast: Cast, name: str, act: Act) -> None:
    make_problem("sum")
    week = make_week(cast)
    item = week_link_add(
        actor=cast.ta_hana, week_id=week.pk, title="x", url="https://example.com/x"
    )
    before = [list(model.objects.values()) for model in (Week, WeekItem)]
    expected: type[DomainError] = NotAllowedError
    actor = cast.ta_hana
    if name == "archived":
        Course.objects.update(archived_at=NOON)
        expected = ConflictError
    else:
        actor = cast.named(name) or actor

    with pytest.raises(expected):
        act(cast, actor, week, item)

    assert [list(model.objects.values()) for model in (Week, WeekItem)] == before


def test_a_plan_is_bounded(cast: Cast) -> None:
    week = make_week(cast)
    Week.objects.bulk_create(
        Week(course=cast.algorithms, ordinal=number, title="x") for number in range(MAX_WEEKS - 1)
    )
    WeekItem.objects.bulk_create(
        WeekItem(week=week, ordinal=number, kind="link", title="x", url="https://example.com")
        for number in range(MAX_ITEMS)
    )

    with pytest.raises(InvalidInputError):
        make_week(cast)
    with pytest.raises(InvalidInputError):
        week_link_add(actor=cast.ta_hana, week_id=week.pk, title="x", url="https://example.com")
    with pytest.raises(InvalidInputError):
        week_change(actor=cast.ta_hana, week_id=week.pk, change=WeekChange(title="x" * 121))


@pytest.mark.parametrize("count", [1, 12])
def test_the_plan_costs_the_same_however_long(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        week = make_week(cast)
        make_problem(f"p{number}")
        week_problem_add(actor=cast.ta_hana, week_id=week.pk, slug=f"p{number}")
    api = cast.api("minsu")

    with queries:
        api.get("/courses/algorithms/weeks")

    # session, user, course, whether staff, weeks, items, and the problems with their reader
    assert len(queries) == 8
