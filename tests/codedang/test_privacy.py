"""Every REST operation, asked by those whose business it is not: another student of the course,
another course's TA, and an anonymous visitor."""

import gzip
import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from codedang.rest import openapi_json
from tests.codedang.private_world import COURSE_ONLY, SECRET, World
from tests.people import Api, Cast

pytestmark = pytest.mark.django_db

APPS = {
    "accounts",
    "contests",
    "courses",
    "discussions",
    "notifications",
    "problems",
    "submissions",
}
OTHERS = ("jiwoo", "ta_yuri", "visitor")
OPERATIONS = [
    f"{method.upper()} {path.removeprefix('/api/v1')}"
    for path, methods in json.loads(openapi_json())["paths"].items()
    for method in methods
    if method in {"get", "post", "put", "patch", "delete"}
]
EXPECTED: dict[str, str] = {
    "GET /me": "200 200 401",
    "GET /session": "200 200 200",
    "PATCH /me": "200 200 401",
    "PUT /me/student-number": "200 200 401",
    "GET /courses": "200 200 401",
    "POST /courses/join": "404 404 401",
    "GET /courses/{slug}": "200 404 401",
    "POST /courses/{slug}/join": "200 403 401",
    "POST /courses/{slug}/join-requests": "403 404 401",
    "DELETE /courses/{slug}/join-requests/mine": "404 404 401",
    "DELETE /courses/{slug}/membership": "204 404 401",
    "GET /courses/{slug}/weeks": "200 404 401",
    "GET /courses/{slug}/members": "200 404 401",
    "GET /notices": "200 200 200",
    "GET /notices/unread": "200 200 401",
    "GET /notices/{notice_id}": "404 404 404",
    "POST /notices/{notice_id}/read": "204 404 401",
    "GET /courses/{slug}/notices": "200 404 401",
    "POST /courses/{slug}/notices/read": "204 404 401",
    "GET /courses/{slug}/notices/{notice_id}": "200 404 401",
    "GET /questions/unread": "200 200 401",
    "GET /courses/{slug}/questions": "200 404 401",
    "POST /courses/{slug}/questions": "201 404 401",
    "GET /questions/{question_id}": "404 404 401",
    "PATCH /questions/{question_id}": "404 404 401",
    "DELETE /questions/{question_id}": "404 404 401",
    "POST /questions/{question_id}/read": "404 404 401",
    "GET /questions/{question_id}/replies": "404 404 401",
    "POST /questions/{question_id}/replies": "404 404 401",
    "PATCH /replies/{reply_id}": "404 404 401",
    "DELETE /replies/{reply_id}": "404 404 401",
    "GET /notifications": "200 200 401",
    "GET /notifications/unread": "200 200 401",
    "POST /notifications/read": "200 200 401",
    "GET /notifications/settings": "200 200 401",
    "PATCH /notifications/settings": "200 200 401",
    "GET /me/tokens": "200 200 401",
    "POST /me/tokens": "201 201 401",
    "DELETE /me/tokens/{token_id}": "404 404 401",
    "GET /languages": "200 200 200",
    "GET /tags": "200 200 200",
    "GET /problems": "200 200 200",
    "GET /problems/{slug}": "200 200 200",
    "GET /problems/{slug}/templates": "200 200 200",
    "GET /problems/{slug}/statement.pdf": "404 404 404",
    "GET /problems/{slug}/attachment": "404 404 404",
    "PUT /problems/{slug}/favourite": "204 204 401",
    "DELETE /problems/{slug}/favourite": "204 204 401",
    "GET /problems/{slug}/hints": "200 200 401",
    "POST /problems/{slug}/hints/{ordinal}/reveal": "200 200 401",
    "GET /problems/{slug}/editorial": "404 404 404",
    "GET /contests": "200 200 200",
    "GET /contests/{slug}": "200 200 200",
    "GET /contests/{slug}/entries": "200 200 200",
    "POST /contests/{slug}/entry": "201 201 401",
    "DELETE /contests/{slug}/entry": "404 404 401",
    "POST /contests/{slug}/teams": "201 201 401",
    "POST /contests/{slug}/teams/join": "404 404 401",
    "POST /contests/{slug}/virtual": "409 409 401",
    "GET /sets/{slug}/problems": "403 403 403",
    "GET /contests/{slug}/clarifications": "200 200 401",
    "POST /contests/{slug}/clarifications": "403 403 401",
    "GET /contests/{slug}/announcements": "403 403 403",
    "GET /contests/{slug}/balloons": "403 403 401",
    "GET /source-archives/{archive_id}": "404 404 401",
    "GET /submissions/{submission_id}/comments": "404 404 401",
    "GET /test-packages/{number}/case": "404 404 401",
    "GET /test-packages/{number}/export": "404 404 401",
    "POST /uploads": "422 422 401",
    "PUT /uploads/{upload_id}": "404 404 401",
    "GET /courses/{slug}/grading-book": "403 403 401",
    "GET /courses/{slug}/grading-book/{assignment}": "403 403 401",
    "POST /contests/{slug}/balloons/{balloon_id}/delivery": "403 403 401",
    "GET /assignments": "200 200 401",
    "GET /assignments/{slug}": "200 404 401",
    "POST /submissions": "404 404 401",
    "GET /submissions": "200 200 401",
    "GET /submissions/{submission_id}": "404 404 401",
    "GET /submissions/{submission_id}/queue": "404 404 401",
    "POST /runs": "404 404 401",
    "GET /runs": "200 200 401",
    "GET /runs/{run_id}": "404 404 401",
    "GET /contests/{slug}/scoreboard": "403 403 403",
    "GET /contests/{slug}/scoreboard/past": "404 404 404",
    "GET /contests/{slug}/replay": "404 404 404",
    "GET /contests/{slug}/statistics": "404 404 404",
    "GET /assignments/{slug}/score": "200 404 401",
    "GET /assignments/{slug}/distribution": "409 404 401",
    "GET /me/problems": "200 200 401",
    "GET /me/problem-marks": "200 200 401",
    "GET /me/activity": "200 200 401",
    "GET /me/statistics": "200 200 401",
    "GET /leaderboard": "200 200 200",
    "GET /drafts": "200 200 401",
    "GET /problems/{slug}/drafts/{language}": "404 404 401",
    "PUT /problems/{slug}/drafts/{language}": "200 200 401",
    "DELETE /problems/{slug}/drafts/{language}": "404 404 401",
    "GET /submissions/{old}/diff/{new}": "404 404 401",
}
"""What the three get. Where it is no refusal, it is their own or everybody's."""
BODIES: dict[str, dict[str, Any]] = {
    "PUT /me/student-number": {"student_number": "20269999"},
    "POST /courses/join": {"code": "NOSUCHCODE"},
    "POST /courses/{slug}/questions": {"title": "Why?", "body": "So."},
    "POST /questions/{question_id}/replies": {"body": "Aha."},
    "PATCH /replies/{reply_id}": {"body": "Aha."},
    "PATCH /questions/{question_id}": {"is_private": False},
    "POST /notifications/read": {"ids": ["{notification_id}"]},
    "POST /me/tokens": {"name": "mine", "scopes": ["submit"], "days": 1},
    "POST /contests/{slug}/teams": {"name": "Ours"},
    "POST /contests/{slug}/teams/join": {"join_code": "guessed"},
    "POST /contests/{slug}/clarifications": {"question": "Why?"},
    "POST /submissions": {"problem": "exam", "language": "cpp17", "source": "x"},
    "POST /runs": {
        "problem": "exam",
        "language": "cpp17",
        "source": "x",
        "inputs": [{"input": "1"}],
    },
    "PUT /problems/{slug}/drafts/{language}": {"source": "x", "expected_version": 0},
}
QUERIES = {
    "GET /test-packages/{number}/case": "name=sample/1",
    "GET /problems/{slug}/statement.pdf": "language=ko",
    "GET /problems/{slug}/attachment": "name=secret.txt",
    "GET /contests/{slug}/scoreboard/past": "at_ms=10000",
    "GET /me/problem-marks": "slug=sum&slug=exam",
    "GET /contests/{slug}/scoreboard": "view=staff",
    "GET /submissions": "problem_set=round",
    "DELETE /problems/{slug}/drafts/{language}": "expected_version=1",
}
MUST_NOT_SEE = {
    "jiwoo": [SECRET],
    "ta_yuri": [SECRET, COURSE_ONLY],
    "visitor": [SECRET, COURSE_ONLY],
}
WRITES = ("INSERT", "UPDATE", "DELETE")
Rows = dict[tuple[str, Any], dict[str, Any]]


@pytest.fixture
def world(cast: Cast, settings: Any) -> World:
    settings.SITE_LEADERBOARD = True
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, 1_000_000)
    return World(cast)


def test_each_operation_has_a_row() -> None:
    assert sorted(EXPECTED) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", OTHERS)
def test_others_see_and_change_nothing_of_it(name: str, cast: Cast, world: World) -> None:
    world.goes_on()
    user, api = cast.named(name), cast.api(name)
    before = rows()
    statuses: dict[str, str] = {}
    wrong: list[tuple[str, Any]] = []

    for operation in OPERATIONS:
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                status, text = ask(api, operation, world)
            if any(one["sql"].startswith(WRITES) for one in queries):
                after = rows()
                wrong += [(operation, key) for key in touched(before, after, user)]
                if status >= 400:
                    wrong += [(operation, key) for key in after if key not in before]
            transaction.set_rollback(True)
        statuses[operation] = str(status)
        wrong += [(operation, word) for word in MUST_NOT_SEE[name] if word in text]

    assert wrong == []
    assert statuses == {
        operation: row.split()[OTHERS.index(name)] for operation, row in EXPECTED.items()
    }


@pytest.mark.parametrize("name", OTHERS)
def test_what_happens_in_private_changes_no_answer_to_others(
    name: str, cast: Cast, world: World
) -> None:
    """Neither a field nor a count nor an order: a frozen verdict, scores, drafts, questions."""
    api = cast.api(name)
    gets = [one for one in OPERATIONS if one.startswith("GET ")]
    before = {one: ask(api, one, world) for one in gets}
    public = api.client.get("/api/v1/contests/round/scoreboard").content

    world.goes_on()

    after = {one: ask(api, one, world) for one in gets}
    assert [one for one in gets if after[one] != before[one]] == []
    assert api.client.get("/api/v1/contests/round/scoreboard").content == public


def ask(api: Api, operation: str, world: World) -> tuple[int, str]:
    """The answer's status and text, asked about what is minsu's."""
    method, _, path = operation.partition(" ")
    for place, value in world.values.items():
        if place in path:
            path = path.replace(place, re.sub(r"\{.*\}", str(value), place))
    body = json.dumps(BODIES.get(operation, {}))
    body = body.replace('"{notification_id}"', str(world.values["{notification_id}"]))
    if operation in QUERIES:
        path += f"?{QUERIES[operation]}"
    answer = api.client.generic(method, f"/api/v1{path}", body, content_type="application/json")
    content: bytes = b"".join(answer) if answer.streaming else answer.content
    if answer.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    # The server's clock, for countdowns, is everybody's.
    return answer.status_code, re.sub(r'"now":"[^"]*"', "", content.decode())


def rows() -> Rows:
    """Everything that our own apps keep."""
    found: Rows = {}
    for model in apps.get_models():
        if model.__module__.split(".")[0] in APPS:
            for row in model._default_manager.values():
                found[(model._meta.label, row[model._meta.pk.attname])] = row
    return found


def touched(before: Rows, after: Rows, user: User | None) -> list[tuple[str, Any]]:
    """Rows that were there, are not the person's own, and are not as they were."""
    changed = [key for key, row in before.items() if after.get(key) != row]
    return [key for key in changed if user is None or not is_of(user, key, before[key])]


def is_of(user: User, key: tuple[str, Any], row: dict[str, Any]) -> bool:
    """Whether a row is the person's own."""
    model = apps.get_model(key[0])
    people = [one.attname for one in model._meta.fields if one.related_model is User]
    return (model is User and key[1] == user.pk) or any(row[one] == user.pk for one in people)
