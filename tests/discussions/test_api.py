"""REST: who reads and writes which questions."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Course, Membership, Role
from discussions.models import Question, QuestionRead, Reply
from discussions.services import question_reply
from notifications.models import Notification
from problems.models import Visibility
from tests.contest_factories import make_assignment, make_contest
from tests.discussions.conftest import Ask
from tests.factories import NOON, make_problem
from tests.people import EVERYBODY, Cast, join, make_user

LIST = "/courses/algorithms/questions"
STAFF = {"ta_hana", "professor", "operator"}
READERS = STAFF | {"minsu", "jiwoo"}


def everything() -> list[str]:
    models: list[Any] = [*apps.get_app_config("discussions").get_models(), Notification]
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def titles(api: Any, **query: Any) -> list[str]:
    return [item["title"] for item in api.get(LIST, **query).json()["items"]]


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("is_private", [False, True])
def test_who_reads_minsus_question(cast: Cast, ask: Ask, name: str, is_private: bool) -> None:
    question = ask(is_private=is_private)
    question_reply(user=cast.ta_hana, question_id=question.pk, body="Because.", now=NOON)
    readers = READERS - {"jiwoo"} if is_private else READERS
    api = cast.api(name)

    listed = api.get(LIST)
    statuses = {
        api.get(f"/questions/{question.pk}").status_code,
        api.get(f"/questions/{question.pk}/replies").status_code,
    }

    expected = 401 if name == "visitor" else 200 if name in readers else 404
    assert statuses == {expected}
    assert listed.status_code == (401 if name == "visitor" else 200 if name in READERS else 404)
    if listed.status_code == 200:
        assert len(listed.json()["items"]) == (name in readers)
    marked = api.post(f"/questions/{question.pk}/read", None).status_code
    assert marked == (204 if expected == 200 else expected)
    assert QuestionRead.objects.count() == (expected == 200)


WRITES: dict[str, tuple[str, str, Any, set[str]]] = {
    "ask": ("post", LIST, {"title": "x", "body": "y"}, READERS),
    "reply": ("post", "/questions/{q}/replies", {"body": "y"}, READERS),
    "words": ("patch", "/questions/{q}", {"title": "x"}, {"minsu"}),
    "resolve": ("patch", "/questions/{q}", {"is_resolved": True}, STAFF | {"minsu"}),
    "hide": ("patch", "/questions/{q}", {"is_private": True}, STAFF | {"minsu"}),
    "remove": ("delete", "/questions/{q}", None, STAFF),
    "change reply": ("patch", "/replies/{r}", {"body": "z"}, {"jiwoo"}),
    "remove reply": ("delete", "/replies/{r}", None, STAFF | {"jiwoo"}),
}


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("write", WRITES)
def test_who_writes(cast: Cast, ask: Ask, name: str, write: str) -> None:
    """A public question of minsu's with a reply of jiwoo's."""
    question = ask()
    reply = question_reply(user=cast.jiwoo, question_id=question.pk, body="Hm.", now=NOON)
    method, path, body, writers = WRITES[write]
    before = everything()

    response = getattr(cast.api(name), method)(path.format(q=question.pk, r=reply.pk), body)

    if name in writers:
        assert response.status_code in {200, 201, 204}, response.content
        return
    expected = {401} if name == "visitor" else {403, 409} if name in READERS else {404}
    assert response.status_code in expected
    assert everything() == before


@pytest.mark.parametrize("write", [name for name in WRITES if name != "ask"])
def test_a_private_question_is_not_there_for_others(cast: Cast, ask: Ask, write: str) -> None:
    question = ask(is_private=True)
    reply = question_reply(user=cast.ta_hana, question_id=question.pk, body="No.", now=NOON)
    method, path, body, _ = WRITES[write]
    before = everything()

    for name in ("jiwoo", "ta_yuri"):
        response = getattr(cast.api(name), method)(path.format(q=question.pk, r=reply.pk), body)
        assert response.status_code == 404
    assert everything() == before


def test_staff_never_publish_a_private_question(cast: Cast, ask: Ask) -> None:
    path = f"/questions/{ask(is_private=True).pk}"

    assert cast.api("professor").patch(path, {"is_private": False}).status_code == 403
    assert cast.api("minsu").patch(path, {"is_private": False}).json()["is_private"] is False


def test_an_author_removes_what_nobody_has_replied_to(cast: Cast, ask: Ask) -> None:
    lonely, answered = ask(), ask()
    question_reply(user=cast.jiwoo, question_id=answered.pk, body="Hm.", now=NOON)
    api = cast.api("minsu")

    assert api.delete(f"/questions/{lonely.pk}").status_code == 204
    refused = api.delete(f"/questions/{answered.pk}")
    assert (refused.status_code, refused.json()["code"]) == (409, "has_replies")
    assert Question.objects.get() == answered


def test_a_reply_tells_the_author_once_and_nobody_else(cast: Cast, ask: Ask) -> None:
    question = ask()
    cast.api("ta_hana").post(f"/questions/{question.pk}/replies", {"body": "Because."})
    cast.api("minsu").post(f"/questions/{question.pk}/replies", {"body": "Thanks."})

    (told,) = Notification.objects.all()
    assert (told.user, told.kind) == (cast.minsu, "question_answered")
    assert told.link == f"/courses/algorithms/questions/{question.pk}"
    replies = cast.api("jiwoo").get(f"/questions/{question.pk}/replies").json()["items"]
    assert [(row["author"], row["is_from_staff"]) for row in replies] == [
        ("ta_hana", True),
        ("minsu", False),
    ]


def test_whoever_reads_a_question_has_read_of_its_replies(cast: Cast, ask: Ask) -> None:
    question = ask()
    for _ in range(2):
        question_reply(user=cast.ta_hana, question_id=question.pk, body="x", now=NOON)
    api = cast.api("minsu")
    assert api.get("/notifications/unread").json()["unread_count"] == 2

    api.post(f"/questions/{question.pk}/read", None)

    assert api.get("/notifications/unread").json()["unread_count"] == 0


def test_whoever_left_is_told_nothing(cast: Cast, ask: Ask) -> None:
    question = ask()
    Membership.objects.filter(user=cast.minsu).delete()

    cast.api("ta_hana").post(f"/questions/{question.pk}/replies", {"body": "Because."})

    assert not Notification.objects.exists()


def test_unread_badges(cast: Cast, ask: Ask) -> None:
    question = ask(now=timezone.now())
    ask(is_private=True, now=timezone.now())

    def count(name: str) -> int:
        body = cast.api(name).get("/questions/unread").json()
        assert body["unread_count"] == sum(row["unread_count"] for row in body["courses"])
        total: int = body["unread_count"]
        return total

    assert {name: count(name) for name in ("minsu", "jiwoo", "ta_hana", "ta_yuri")} == {
        "minsu": 0,
        "jiwoo": 1,
        "ta_hana": 2,
        "ta_yuri": 0,
    }
    cast.api("jiwoo").post(f"/questions/{question.pk}/read", None)
    assert count("jiwoo") == 0
    cast.api("ta_hana").post(f"/questions/{question.pk}/replies", {"body": "So."})
    assert (count("jiwoo"), count("minsu"), count("ta_hana")) == (1, 1, 1)
    assert titles(cast.api("minsu"), scope="unread") == ["Why?"]
    cast.api("minsu").post(f"/questions/{question.pk}/read", None)
    assert count("minsu") == 0


def test_filters_and_order(cast: Cast, ask: Ask) -> None:
    make_problem("sum")
    for number in range(4):
        ask(
            title=f"q{number}",
            problem="sum" if number == 0 else None,
            user=cast.jiwoo if number == 1 else cast.minsu,
            now=NOON + timedelta(minutes=number),
        )
    first = Question.objects.get(title="q0")
    question_reply(user=cast.jiwoo, question_id=first.pk, body="x", now=NOON + timedelta(hours=1))
    api = cast.api("minsu")
    api.patch(f"/questions/{first.pk}", {"is_resolved": True})

    assert titles(api) == ["q0", "q3", "q2", "q1"]
    assert titles(api, order="oldest") == ["q0", "q1", "q2", "q3"]
    assert titles(api, problem="sum") == titles(api, is_resolved=True) == ["q0"]
    assert titles(api, scope="mine", order="newest") == ["q3", "q2", "q0"]
    assert titles(api, search="Q2") == ["q2"]
    page = api.get(LIST, limit=3).json()
    assert titles(api, limit=3, cursor=page["next_cursor"]) == ["q1"]


@pytest.mark.parametrize("count", [1, 20])
def test_lists_cost_the_same_however_long(
    cast: Cast, ask: Ask, queries: CaptureQueriesContext, count: int
) -> None:
    make_problem("sum")
    for number in range(count):
        person = join(make_user(f"p{number}"), cast.algorithms, Role.STUDENT)
        question = ask(user=person, problem="sum")
    for _ in range(count):
        question_reply(user=person, question_id=question.pk, body="x", now=NOON)
    api = cast.api("jiwoo")

    with queries:
        assert len(api.get(LIST).json()["items"]) == count
    assert len(queries) == 5  # session, user, course, page, which problems open
    with queries:
        assert len(api.get(f"/questions/{question.pk}/replies").json()["items"]) == count
    assert len(queries) == 4  # session, user, question, page
    with queries:
        api.get("/questions/unread")
    assert len(queries) == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "", "body": "x"}, "title"),
        ({"title": "x" * 201, "body": "x"}, "title"),
        ({"title": "x", "body": " "}, "body"),
        ({"title": "x", "body": "x" * 20_001}, "body"),
        ({"title": "x", "body": "x", "problem": "kept"}, "problem"),
        ({"title": "x", "body": "x", "problem": "nothing"}, "problem"),
        ({"title": "x", "body": "x", "problem_set": "round"}, "problem_set"),
        ({"title": "x", "body": "x", "problem_set": "elsewhere"}, "problem_set"),
        ({"title": "x", "body": "x", "problem_set": "later"}, "problem_set"),
        ({"title": "x", "body": "x", "problem_set": "homework", "problem": "sum"}, "problem"),
    ],
)
def test_what_a_question_may_be_about(cast: Cast, body: dict[str, str], field: str) -> None:
    make_problem("sum")
    make_problem("kept", course=cast.algorithms, visibility=Visibility.HIDDEN)
    now = timezone.now()
    make_contest(course=cast.algorithms, starts_at=now - timedelta(hours=1))
    make_assignment(course=cast.algorithms, starts_at=now - timedelta(hours=1))
    make_assignment("later", course=cast.algorithms, starts_at=now + timedelta(hours=1))
    make_assignment("elsewhere", course=cast.networks, starts_at=now - timedelta(hours=1))

    response = cast.api("minsu").post(LIST, body)

    assert (response.status_code, list(response.json()["fields"])) == (422, [field])
    assert not Question.objects.exists()


def test_a_question_about_an_assignments_problem(cast: Cast, ask: Ask) -> None:
    """The problem is for staff, but for the assignment that has it."""
    kept = make_problem("kept", course=cast.algorithms, visibility=Visibility.HIDDEN)
    start = timezone.now() - timedelta(hours=1)
    homework = make_assignment(course=cast.algorithms, problems=[kept], starts_at=start)
    ask(problem_set="homework", problem="kept", now=timezone.now())

    (item,) = cast.api("jiwoo").get(LIST, problem_set="homework").json()["items"]

    assert item["problem"] == {"slug": "kept", "title": "Kept"}
    assert item["problem_set"] == {"slug": "homework", "title": "Homework"}
    homework.visibility = "hidden"
    homework.save()
    assert titles(cast.api("jiwoo")) == []
    assert titles(cast.api("minsu")) == titles(cast.api("ta_hana")) == ["Why?"]
    (own,) = cast.api("minsu").get(LIST).json()["items"]
    assert own["problem"] is None


def test_a_question_about_what_became_hidden_is_hidden_with_it(cast: Cast, ask: Ask) -> None:
    problem = make_problem("sum")
    ask(problem="sum")
    assert titles(cast.api("jiwoo")) == ["Why?"]

    problem.visibility = Visibility.HIDDEN
    problem.save()

    assert titles(cast.api("jiwoo")) == []
    assert cast.api("jiwoo").get("/questions/unread").json()["unread_count"] == 0


def test_an_archived_courses_questions_are_read_only(cast: Cast, ask: Ask) -> None:
    question = ask()
    reply = question_reply(user=cast.minsu, question_id=question.pk, body="x", now=NOON)
    Course.objects.update(archived_at=NOON)
    before = everything()

    for method, path, body, _ in WRITES.values():
        for name in ("minsu", "ta_hana"):
            url = path.format(q=question.pk, r=reply.pk)
            response = getattr(cast.api(name), method)(url, body)
            assert response.json()["code"] == "course_archived"

    assert everything() == before
    assert titles(cast.api("jiwoo")) == ["Why?"]


def test_words_are_sanitised(cast: Cast, ask: Ask) -> None:
    question = ask()
    body = cast.api("minsu").get(f"/questions/{question.pk}").json()

    assert body["body_html"] == "<p><strong>so</strong> </p>\n"
    assert body["edited_at"] is None
    cast.api("minsu").patch(f"/questions/{question.pk}", {"body": "*other*"})
    body = cast.api("minsu").get(f"/questions/{question.pk}").json()
    assert body["body_html"] == "<p><em>other</em></p>\n"
    assert body["edited_at"] is not None


def test_a_flood_is_stopped(cast: Cast) -> None:
    api = cast.api("minsu")

    statuses = [api.post(LIST, {"title": "x", "body": "y"}).status_code for _ in range(62)]

    assert (statuses[0], statuses[-1]) == (201, 429)
    assert Reply.objects.count() == 0
