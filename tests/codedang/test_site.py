"""Pages that belong to no app, and what every answer carries."""

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from codedang.rest import openapi_json
from common.rest import Schema
from tests.people import PASSWORD, Api, Cast

OUR_APPS = {"accounts", "common", "contests", "courses", "notifications", "problems", "submissions"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_text("<title>Codedang</title>")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["/", "/problems/sum", "/manage/anything/at/all"])
def test_every_other_address_is_the_front_ends_page(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.content == b"<title>Codedang</title>"
    assert response["Cache-Control"] == "no-cache"
    assert "csrftoken" in response.cookies
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["/api/v1/nope", "/api/nope", "/graphql/nope"])
def test_addresses_of_machines_never_answer_with_a_page(client: Client, path: str) -> None:
    response = client.get(path)

    assert (response.status_code, response.json()["code"]) == (404, "no_such_address")


@pytest.mark.parametrize("path", ["/admin/nope", "/static/nope.js", "/media/packages/x.zip"])
def test_files_that_are_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code in {302, 404}


def test_a_front_end_that_is_not_built_says_what_to_do(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.FRONTEND_DIST = tmp_path / "nowhere"

    response = client.get("/")

    assert response.status_code == 503
    assert "npm run build" in response.content.decode()


def test_liveness_asks_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codedang.views.database_ask", lambda: 1 / 0)

    assert client.get("/healthz/live").json() == {"status": "live"}


def test_readiness_names_what_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz/ready").status_code == 200

    def away() -> None:
        raise OperationalError("no route to host 10.0.0.7")

    monkeypatch.setattr("codedang.views.database_ask", away)
    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json() == {
        "status": "not ready",
        "database": "away",
        "cache": "ok",
        "channel_layer": "ok",
    }


def test_the_api_describes_itself(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert {"/api/v1/me", "/api/v1/problems/{slug}", "/api/v1/submissions"} <= set(
        document["paths"]
    )
    for operations in document["paths"].values():
        for operation in operations.values():
            statuses = set(map(str, operation["responses"]))
            assert operation["summary"]
            assert {"401"} <= statuses or not operation.get("security")
    assert client.get("/api/v1/docs").status_code == 200


def test_every_body_has_an_example_that_its_schema_allows(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for content in (body.get("content", {}).get("application/json") for body in bodies):
                if content is None:
                    continue
                schema = {**content["schema"], "components": document["components"]}
                assert content["examples"], path
                for example in content["examples"].values():
                    jsonschema_rs.validate(schema, example["value"])


def test_schemas_of_one_name_are_one_schema() -> None:
    """ninja names them by their class: of two with one name the later would win."""
    found: dict[str, dict[str, str]] = {}
    for module in [*sys.modules.values()]:
        name = getattr(module, "__name__", "")
        if name.split(".")[0] in OUR_APPS:
            for thing in vars(module).values():
                if isinstance(thing, type) and issubclass(thing, Schema):
                    said = json.dumps(thing.model_json_schema())
                    found.setdefault(thing.__name__, {})[said] = thing.__module__
    twice = {name: list(one.values()) for name, one in found.items() if len(one) > 1}

    assert not twice


def test_the_front_end_is_made_for_this_api(settings: Settings) -> None:
    """Else: manage.py write_schemas, then npm run generate:api in frontend/."""
    kept = (settings.BASE_DIR / "frontend" / "openapi.json").read_text()

    assert json.loads(kept) == json.loads(openapi_json())


def admin_addresses(body: Any) -> list[str]:
    return [model["admin_url"] for app in body for model in app["models"] if model["admin_url"]]


def test_every_admin_list_opens_for_operators_only(cast: Cast) -> None:
    operator = cast.api("operator").client
    page = operator.get("/admin/")
    addresses = admin_addresses(page.context["available_apps"])
    assert {f"/admin/submissions/{name}/" for name in ("submission", "judgement")} <= set(addresses)

    for address in addresses:
        assert operator.get(address).status_code == 200
        assert operator.get(address, {"q": "minsu"}).status_code == 200
        for name in ("visitor", "minsu", "ta_hana", "professor"):
            assert cast.api(name).client.get(address).status_code == 302


def test_an_operator_ends_a_session(cast: Cast) -> None:
    email = cast.minsu.email
    EmailAddress.objects.create(user=cast.minsu, email=email, verified=True, primary=True)
    minsu = Api()
    minsu.client.post(
        "/api/auth/browser/v1/auth/login",
        {"username": "minsu", "password": PASSWORD},
        content_type="application/json",
    )
    assert minsu.get("/me").status_code == 200
    session = UserSession.objects.get(user=cast.minsu)

    cast.api("operator").client.post(
        "/admin/usersessions/usersession/",
        {"action": "end_sessions", "_selected_action": [session.pk]},
    )

    assert minsu.get("/me").status_code == 401


def test_the_demo_data_can_be_made_twice(settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG = True

    for _ in range(2):
        call_command("create_demo_data", packages=tmp_path, verbosity=0)

    client = Client()
    body = {"username": "student", "password": "student-demo-1"}
    login = client.post("/api/auth/browser/v1/auth/login", body, content_type="application/json")
    assert login.status_code == 200
    (role,) = client.get("/api/v1/me").json()["roles"]
    assert role["role"] == "student"
    weeks = client.get("/api/v1/courses/swe2001/weeks").json()["items"]
    assert len(weeks) == 3
    kinds = {row["kind"] for row in client.get("/api/v1/notifications").json()["items"]}
    assert kinds >= {"notice_posted", "question_answered"}
