"""Handing in, asking and answering through the Contest API."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.services import token_create
from common.access import Scope
from contests.models import Announcement, Clarification, Entry, ProblemSet
from problems.models import Problem
from submissions.models import Submission
from tests.contest_factories import make_contest, make_entry
from tests.people import PASSWORD, Cast

PATH = "/ccs/api/contests/round/submissions"
SOURCE = "int main() { return 0; }\n"


@pytest.fixture
def running(cast: Cast, problem: Problem) -> ProblemSet:
    return make_contest(
        problems=[problem], starts_at=timezone.now() - timedelta(hours=1), course=cast.algorithms
    )


@pytest.fixture
def minsu(cast: Cast, running: ProblemSet) -> Entry:
    for user in (cast.minsu, cast.sora, cast.ta_hana):
        EmailAddress.objects.create(user=user, email=user.email, verified=True)
    return make_entry(running, cast.minsu)


def packed(*sources: str, names: Iterator[str] | None = None) -> str:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for number, source in enumerate(sources):
            file.writestr(f"main{number}.cpp", source)
    return base64.b64encode(archive.getvalue()).decode()


def body(**fields: Any) -> dict[str, Any]:
    return {
        "problem_id": "sum",
        "language_id": "cpp17",
        "files": [{"data": packed(SOURCE)}],
        **fields,
    }


def post(username: str, password: str, payload: Any, path: str = PATH) -> Any:
    text = base64.b64encode(f"{username}:{password}".encode()).decode()
    return Client(enforce_csrf_checks=True).post(
        path, payload, content_type="application/json", headers={"Authorization": f"Basic {text}"}
    )


def test_a_team_hands_in(cast: Cast, minsu: Entry) -> None:
    response = post("minsu", PASSWORD, body(team_id=str(minsu.pk)))
    assert response.status_code == 201
    made = Submission.objects.get()
    assert (made.source, made.entry, made.user) == (SOURCE, minsu, cast.minsu)
    assert response.json()["id"] == str(made.pk)
    assert response["Location"].endswith(f"{PATH}/{made.pk}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "7"},
        {"time": "2026-03-02T12:00:00.000Z"},
        {"contest_time": "0:01:00.000"},
        {"problem_id": "nowhere"},
        {"problem_id": None},
        {"language_id": "klingon"},
        {"files": []},
        {"files": [{"data": "no base64"}]},
        {"files": [{"data": base64.b64encode(b"no zip").decode()}]},
        {"files": [{"data": packed(SOURCE, SOURCE)}]},
        {"files": [{"data": packed()}]},
        {"files": [{"data": packed("x" * 2_000_000)}]},
        {"files": [{"data": packed(SOURCE), "mime": "text/plain"}]},
        {"files": [{"data": packed(SOURCE)}, {"data": packed(SOURCE)}]},
        {"team_id": "999999"},
    ],
)
def test_what_the_specification_forbids_is_refused(minsu: Entry, wrong: dict[str, Any]) -> None:
    response = post("minsu", PASSWORD, body(**wrong))
    assert 400 <= response.status_code < 500
    assert response.json()["code"] == response.status_code
    assert not Submission.objects.exists()


def test_several_files_go_in_and_out_as_a_zip(
    cast: Cast, running: ProblemSet, minsu: Entry
) -> None:
    files = {
        "lib/deck.h": "int deck();\n",
        "deck.cpp": "int deck() { return 1; }",
        "main.cpp": SOURCE,
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, text in files.items():
            file.writestr(name, text)
    payload = body(files=[{"data": base64.b64encode(archive.getvalue()).decode()}])

    # The problem takes one file
    assert post("minsu", PASSWORD, payload).status_code == 400
    assert not Submission.objects.exists()
    # until its staff say otherwise; what is started comes first.
    Problem.objects.update(max_source_files=3)
    response = post("minsu", PASSWORD, payload)
    assert response.status_code == 201
    made = Submission.objects.get()
    assert [name for name, _ in made.layout] == ["main.cpp", "lib/deck.h", "deck.cpp"]
    path = f"{PATH}/{made.pk}/files"
    text = base64.b64encode(f"minsu:{PASSWORD}".encode()).decode()
    answer = Client().get(path, headers={"Authorization": f"Basic {text}"})
    found = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {name: found.read(name).decode() for name in found.namelist()} == files


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    payload=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["problem_id", "language_id", "files", "data", "team_id"]), inner
            )
        ),
        max_leaves=8,
    )
)
def test_nonsense_is_borne(minsu: Entry, payload: Any) -> None:
    response = post("minsu", PASSWORD, json.dumps(payload))
    assert 400 <= response.status_code < 500
    assert not Submission.objects.exists()


@pytest.mark.parametrize("name", ["sora", "ta_hana"])
def test_who_is_in_no_team_hands_nothing_in(cast: Cast, minsu: Entry, name: str) -> None:
    assert post(name, PASSWORD, body()).status_code == 403
    assert not Submission.objects.exists()


def test_a_browsers_cookie_is_not_enough(cast: Cast, minsu: Entry) -> None:
    client = cast.api("minsu").client
    response = client.post(PATH, body(), content_type="application/json")
    assert response.status_code == 401
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("scopes", "status"),
    [
        ([Scope.READ_CONTESTS, Scope.SUBMIT], 201),
        ([Scope.READ_CONTESTS], 403),
        ([Scope.SUBMIT], 403),
    ],
)
def test_a_token_stands_for_the_password_and_needs_its_scopes(
    cast: Cast, minsu: Entry, scopes: list[Scope], status: int
) -> None:
    token = _token(cast.minsu, scopes)
    assert post("minsu", token, body()).status_code == status
    assert Submission.objects.exists() == (status == 201)
    assert post("jiwoo", token, body()).status_code == 401


def test_a_token_without_the_staffs_scope_makes_nobody_staff(cast: Cast, minsu: Entry) -> None:
    def type_with(scopes: list[Scope]) -> Any:
        bearer = {"Authorization": f"Bearer {_token(cast.ta_hana, scopes)}"}
        return Client().get("/ccs/api/contests/round/account", headers=bearer).json()["type"]

    assert type_with([Scope.READ_CONTESTS]) is None
    assert type_with([Scope.READ_CONTESTS, Scope.STAFF]) == "admin"


TALK = "/ccs/api/contests/round/clarifications"


def test_a_team_asks_and_staff_answer_it_or_all(cast: Cast, minsu: Entry) -> None:
    asked = post("minsu", PASSWORD, {"text": "Is n large?", "problem_id": "sum"}, TALK)
    assert asked.status_code == 201
    question = asked.json()
    assert (question["from_team_id"], question["problem_id"]) == (str(minsu.pk), "sum")
    assert asked["Location"].endswith(f"{TALK}/{question['id']}")

    private = {
        "text": "It is.",
        "reply_to_id": question["id"],
        "to_team_ids": [str(minsu.pk)],
    }
    answer = post("ta_hana", PASSWORD, private, TALK).json()
    assert (answer["to_team_ids"], answer["reply_to_id"]) == ([str(minsu.pk)], question["id"])
    assert cast.api("sora").client.get(TALK).json() == []

    broadcast = post("ta_hana", PASSWORD, {**private, "to_team_ids": None}, TALK).json()
    assert "to_team_ids" not in broadcast
    (heard,) = cast.api("sora").client.get(TALK).json()
    assert (heard["id"], "reply_to_id" in heard) == (broadcast["id"], False)

    said = post("ta_hana", PASSWORD, {"text": "Lunch is served."}, TALK)
    assert said.status_code == 201
    assert len(cast.api("sora").client.get(TALK).json()) == 2


@pytest.mark.parametrize(
    ("name", "payload", "status"),
    [
        ("minsu", {}, 400),
        ("minsu", {"text": 7}, 400),
        ("minsu", {"text": ""}, 400),
        ("minsu", {"text": "?", "to_team_ids": ["1"]}, 400),
        ("minsu", {"text": "?", "reply_to_id": "q1"}, 400),
        ("minsu", {"text": "?", "problem_id": "nowhere"}, 400),
        ("minsu", {"text": "?", "time": "2026-03-02T12:00:00.000Z"}, 400),
        ("minsu", {"text": "?", "from_team_id": "999999"}, 403),
        ("ta_hana", {"text": "!", "from_team_id": "1"}, 400),
        ("ta_hana", {"text": "!", "reply_to_id": "q999999"}, 400),
        ("ta_hana", {"text": "!", "reply_to_id": ["q1"]}, 400),
        ("ta_hana", {"text": "!", "to_team_ids": ["1"]}, 400),
        ("sora", {"text": "?"}, 403),
    ],
)
def test_what_may_not_be_said_is_refused(
    minsu: Entry, name: str, payload: dict[str, Any], status: int
) -> None:
    response = post(name, PASSWORD, payload, TALK)
    assert (response.status_code, response.json()["code"]) == (status, status)
    assert not Clarification.objects.exists()
    assert not Announcement.objects.exists()


def _token(user: User, scopes: list[Scope]) -> str:
    _, text = token_create(user=user, name="tool", scopes=scopes, days=7, now=timezone.now())
    return text
