"""GraphQL: what a course's staff read and do, and that nobody else does."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from strawberry.relay import to_base64
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from courses.models import AllowedStudent, Invite, JoinRequest, Membership, Notice, Week, WeekItem
from courses.schema import CoursesMutation, PlanMutation
from courses.services import join_request_create
from notifications.models import Notification
from problems.models import Problem, Visibility
from tests.courses.factories import make_draft, make_week
from tests.courses.test_joining import invite, listed, number
from tests.factories import NOON, make_problem
from tests.people import Cast, make_user

READ = """
{ courses(ordering: [{id: ASC}]) { totalCount edges { node {
  slug archivedAt
  memberships { role studentNumber user { username } }
  invites { code createdBy { username } }
  allowedStudents { studentNumber claimedBy { username } }
  joinRequests { state user { username } }
  weeks { title items { kind problemNumber } }
  notices { title author { username } }
} } } }
"""
SEMESTER = '{year: 2026, term: FALL, startsOn: "2026-09-01"}'
MUTATIONS = {
    "changeCourse": 'changeCourse(courseId: "%(course)s", change: {title: "New"}) { title }',
    "archiveCourse": 'archiveCourse(courseId: "%(course)s") { archivedAt }',
    "reopenCourse": 'reopenCourse(courseId: "%(course)s") { archivedAt }',
    "duplicateCourse": (
        'duplicateCourse(courseId: "%(course)s", slug: "next", title: "Next", semester: '
        + SEMESTER
        + ") { slug weeks { title } }"
    ),
    "addMember": 'addMember(courseId: "%(course)s", username: "hyun") { role }',
    "changeRole": (
        'changeRole(courseId: "%(course)s", membershipId: "%(member)s", role: TA) { role }'
    ),
    "setSections": (
        'setSections(courseId: "%(course)s", membershipIds: ["%(member)s"], section: "001") '
        "{ section user { username } }"
    ),
    "importRoster": (
        'importRoster(courseId: "%(course)s", file: "dXNlcm5hbWUKaHl1bg==", isDryRun: false) '
        "{ isApplied }"
    ),
    "removeMember": 'removeMember(courseId: "%(course)s", membershipId: "%(member)s")',
    "createInvite": (
        'createInvite(courseId: "%(course)s", maxUses: 5, expiresAt: "%(soon)s") { code }'
    ),
    "revokeInvite": 'revokeInvite(inviteId: "%(invite)s") { revokedAt }',
    "allowStudents": 'allowStudents(courseId: "%(course)s", studentNumbers: ["2020111111"])',
    "disallowStudents": (
        'disallowStudents(courseId: "%(course)s", allowedStudentIds: ["%(allowed)s"])'
    ),
    "decideJoinRequest": (
        'decideJoinRequest(requestId: "%(request)s", isApproved: true) { state }'
    ),
    "createWeek": 'createWeek(courseId: "%(course)s", values: {title: "x"}) { ordinal }',
    "changeWeek": 'changeWeek(weekId: "%(week)s", change: {isPublished: false}) { isPublished }',
    "removeWeek": 'removeWeek(weekId: "%(week)s")',
    "reorderWeeks": (
        'reorderWeeks(courseId: "%(course)s", weekIds: ["%(week)s"]) { weeks { title } }'
    ),
    "addWeekLink": 'addWeekLink(weekId: "%(week)s", title: "x", url: "https://x.org") { url }',
    "addWeekProblem": 'addWeekProblem(weekId: "%(week)s", slug: "sum") { problemNumber }',
    "removeWeekItem": 'removeWeekItem(itemId: "%(item)s") { items { title } }',
    "reorderWeekItems": (
        'reorderWeekItems(weekId: "%(week)s", itemIds: ["%(item)s"]) { items { title } }'
    ),
    "createNotice": (
        'createNotice(courseId: "%(course)s", values: {title: "x", body: "y"}) { bodyHtml }'
    ),
    "changeNotice": 'changeNotice(noticeId: "%(notice)s", change: {title: "z"}) { title }',
    "publishNotice": 'publishNotice(noticeId: "%(notice)s") { publishedAt }',
    "removeNotice": 'removeNotice(noticeId: "%(notice)s")',
}
INSTRUCTORS_ONLY = {
    "changeCourse",
    "archiveCourse",
    "reopenCourse",
    "duplicateCourse",
    "changeRole",
    "removeMember",
}


@pytest.fixture
def things(cast: Cast) -> dict[str, str]:
    """One of each in the course algorithms, by its id."""
    make_user("hyun")
    make_problem("sum")
    cast.algorithms.is_listed = cast.algorithms.accepts_requests = True
    cast.algorithms.save()
    week = make_week(cast)
    item = WeekItem.objects.create(
        week=week, ordinal=1, kind="link", title="x", url="https://example.com"
    )
    listed(cast, "2020312345")
    number(cast.minsu, "2020999999")
    request = join_request_create(user=cast.sora, course=cast.algorithms, message="", now=NOON)
    return {
        "soon": "2027-01-01T00:00:00Z",
        "course": to_base64("Course", cast.algorithms.pk),
        "member": to_base64("Membership", Membership.objects.get(user=cast.minsu).pk),
        "invite": to_base64("Invite", invite(cast).pk),
        "allowed": to_base64("AllowedStudent", AllowedStudent.objects.get().pk),
        "request": to_base64("JoinRequest", request.pk),
        "week": to_base64("Week", week.pk),
        "item": to_base64("WeekItem", item.pk),
        "notice": to_base64("Notice", make_draft(cast, cast.algorithms).pk),
    }


def everything() -> list[str]:
    models: list[Any] = [*apps.get_app_config("courses").get_models(), Notification]
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def mutate(cast: Cast, name: str, mutation: str, things: dict[str, str]) -> Any:
    text = "mutation { " + MUTATIONS[mutation] % things + " }"
    return cast.api(name).graphql(text).json()


def test_every_mutation_of_courses_is_tried_here() -> None:
    fields = [
        field.python_name
        for kind in (CoursesMutation, PlanMutation)
        for field in get_object_definition(kind, strict=True).fields
    ]

    assert {to_camel_case(name) for name in fields} - set(MUTATIONS) == {"createCourse"}


REFUSED = [
    *((name, one) for name in ("visitor", "minsu", "sora", "ta_yuri") for one in MUTATIONS),
    *(("ta_hana", one) for one in sorted(INSTRUCTORS_ONLY)),
]
ALLOWED = [
    *((name, one) for name in ("professor", "operator") for one in MUTATIONS),
    *(("ta_hana", one) for one in MUTATIONS if one not in INSTRUCTORS_ONLY),
]


@pytest.mark.parametrize(("name", "mutation"), REFUSED)
def test_a_refused_mutation_changes_and_tells_nothing(
    cast: Cast, things: dict[str, str], name: str, mutation: str
) -> None:
    before = everything()

    answer = mutate(cast, name, mutation, things)

    code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else answer["code"]
    assert code == ("not_signed_in" if name == "visitor" else "not_allowed")
    assert everything() == before


@pytest.mark.parametrize(("name", "mutation"), ALLOWED)
def test_staff_do_it(cast: Cast, things: dict[str, str], name: str, mutation: str) -> None:
    answer = mutate(cast, name, mutation, things)

    assert "errors" not in answer, json.dumps(answer)


def test_a_refusal_is_no_news_in_the_log(
    cast: Cast, things: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    mutate(cast, "ta_yuri", "archiveCourse", things)

    assert [record.name for record in caplog.records] == []


def test_operators_make_courses(cast: Cast) -> None:
    text = (
        'mutation { createCourse(slug: "new", title: "New", semester: '
        + SEMESTER
        + ") { slug year } }"
    )

    made = cast.api("operator").graphql(text).json()
    refused = cast.api("professor").graphql(text.replace("new", "newer")).json()

    assert made["data"]["createCourse"] == {"slug": "new", "year": 2026}
    assert refused["errors"][0]["extensions"]["code"] == "not_allowed"


def test_staff_read_their_courses_alone(cast: Cast, things: dict[str, str]) -> None:
    def read(name: str) -> Any:
        return cast.api(name).graphql(READ).json()["data"]["courses"]

    (edge,) = read("ta_hana")["edges"]
    people = {row["user"]["username"]: row["studentNumber"] for row in edge["node"]["memberships"]}
    assert people["minsu"] == "2020999999"
    assert edge["node"]["joinRequests"] == [{"state": "pending", "user": {"username": "sora"}}]
    foreign = read("ta_yuri")
    assert [edge["node"]["slug"] for edge in foreign["edges"]] == ["networks"]
    assert "2020" not in json.dumps(foreign)
    assert read("operator")["totalCount"] == 2
    one = "query ($id: ID!) { course(id: $id) { slug } }"
    answer = cast.api("ta_yuri").graphql(one, id=things["course"]).json()
    assert answer["data"]["course"] is None


@pytest.mark.parametrize("count", [1, 15])
def test_nested_lists_cost_the_same_however_long(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for index in range(count):
        make_week(cast, f"w{index}")
        make_draft(cast, cast.algorithms, f"n{index}")
        invite(cast)
        person = make_user(f"p{index}")
        Membership.objects.create(course=cast.algorithms, user=person, role="student")
        JoinRequest.objects.create(course=cast.algorithms, user=person, created_at=NOON)
    api = cast.api("ta_hana")

    with queries:
        answer = api.graphql(READ).json()

    assert len(answer["data"]["courses"]["edges"][0]["node"]["weeks"]) == count
    assert len(queries) <= 12


def test_a_courses_ta_sees_no_drafts_of_the_site(cast: Cast) -> None:
    make_draft(cast, None, "secret")
    text = "{ siteNotices { edges { node { title } } } }"

    for name, expected in {"operator": 1, "ta_hana": 0}.items():
        answer = cast.api(name).graphql(text).json()
        assert len(answer["data"]["siteNotices"]["edges"]) == expected


@pytest.mark.parametrize("model", [Invite, Notice, Week])
def test_an_id_of_something_else_is_refused(cast: Cast, model: Any) -> None:
    name = model.__name__
    wrong = to_base64("Course", cast.algorithms.pk)
    text = {
        "Invite": f'revokeInvite(inviteId: "{wrong}") {{ id }}',
        "Notice": f'removeNotice(noticeId: "{wrong}")',
        "Week": f'removeWeek(weekId: "{wrong}")',
    }[name]

    answer = cast.api("professor").graphql("mutation { " + text + " }").json()

    assert answer["errors"][0]["extensions"]["code"] == "invalid"


def test_a_plan_names_its_problems_by_few_queries(cast: Cast) -> None:
    text = "{ courses { edges { node { weeks { items { problemSlug problemTitle } } } } } }"
    mine = make_problem("mine", course=cast.algorithms, visibility=Visibility.HIDDEN)
    others = make_problem("others", course=cast.networks, visibility=Visibility.HIDDEN)
    week = make_week(cast)

    def add(problem: Problem, ordinal: int) -> None:
        WeekItem.objects.create(week=week, ordinal=ordinal, kind="problem", problem_id=problem.pk)

    def read() -> Any:
        with CaptureQueriesContext(connection) as queries:
            answer = cast.api("ta_hana").graphql(text).json()
        (edge,) = answer["data"]["courses"]["edges"]
        return edge["node"]["weeks"][-1]["items"], len(queries)

    add(mine, 1)
    _, few = read()
    add(others, 2)
    items, many = read()

    assert items == [
        {"problemSlug": "mine", "problemTitle": mine.title},
        {"problemSlug": None, "problemTitle": None},
    ]
    assert many == few
