"""REST: personal access tokens, and what they open."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AccessToken, User
from accounts.services import MAX_TOKENS, token_create
from accounts.tokens import token_is_wellformed, token_make
from codedang.rest import api as rest
from common.access import Anyone, PersonalAccessToken, Scope, Session
from problems.models import Problem
from tests.people import Api, Cast

BODY = {"name": "script", "scopes": ["read:problems"], "days": 30}


def token_for(user: User, *scopes: Scope, days: int = 30) -> str:
    _, text = token_create(user=user, name="script", scopes=scopes, days=days, now=timezone.now())
    return text


def ask(token: str, method: str, path: str, body: Any = None, client: Client | None = None) -> Any:
    # Enforced here as in a browser: a token needs no CSRF token.
    client = client or Client(enforce_csrf_checks=True)
    return client.generic(
        method,
        path,
        body or "",
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_a_token_is_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    made = cast.api("minsu").post("/me/tokens", BODY)

    assert made.status_code == 201
    text = made.json()["token"]
    assert text.startswith("cdt_")
    (listed,) = cast.api("minsu").get("/me/tokens").json()["items"]
    assert listed == {k: v for k, v in made.json().items() if k != "token"}
    row = AccessToken.objects.values().get()
    assert text not in str(row)
    assert listed["beginning"] == text[:10]
    assert cast.api("jiwoo").get("/me/tokens").json()["items"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"days": 0},
        {"days": 367},
        {"name": ""},
        {"name": " "},
    ],
)
def test_what_a_token_may_not_be(cast: Cast, change: dict[str, Any]) -> None:
    assert cast.api("minsu").post("/me/tokens", {**BODY, **change}).status_code == 422
    assert not AccessToken.objects.exists()


def test_one_has_so_many_tokens_at_most(cast: Cast) -> None:
    for _ in range(MAX_TOKENS):
        token_for(cast.minsu, Scope.SUBMIT)

    response = cast.api("minsu").post("/me/tokens", BODY)

    assert (response.status_code, response.json()["code"]) == (409, "too_many_tokens")
    assert cast.api("jiwoo").post("/me/tokens", BODY).status_code == 201


def test_a_token_does_what_its_scopes_say(cast: Cast, problem: Problem) -> None:
    token = token_for(cast.minsu, Scope.SUBMIT)
    body = '{"problem": "sum", "language": "cpp17", "source": "int main() {}"}'

    assert ask(token, "POST", "/api/v1/submissions", body).status_code == 201
    refused = ask(token, "GET", "/api/v1/submissions")

    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert "read:submissions" in refused.json()["message"]
    assert ask(token, "GET", f"/api/v1/problems/{problem.slug}").status_code == 403


@pytest.mark.parametrize("how", ["revoked", "expired", "inactive", "unknown", "garbage"])
def test_a_dead_token_opens_nothing(cast: Cast, how: str) -> None:
    text = token_for(cast.minsu, *Scope)
    row = AccessToken.objects.get()
    if how == "revoked":
        assert cast.api("jiwoo").delete(f"/me/tokens/{row.pk}").status_code == 404
        assert ask(text, "GET", "/api/v1/me").status_code == 200
        assert cast.api("minsu").delete(f"/me/tokens/{row.pk}").status_code == 204
    if how == "expired":
        AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if how == "inactive":
        User.objects.filter(pk=cast.minsu.pk).update(is_active=False)
    text = {"unknown": token_make(), "garbage": "cdt_x"}.get(how, text)

    # Not even a session beside it helps: the token alone counts.
    for client in (None, cast.api("sora").client):
        for path in ("/api/v1/me", "/api/v1/languages"):
            response = ask(text, "GET", path, client=client)
            assert (response.status_code, response.json()["code"]) == (401, "not_signed_in")
            assert "WWW-Authenticate" in response


def test_a_token_makes_no_tokens(cast: Cast) -> None:
    text = token_for(cast.minsu, *Scope)

    for method, path in (
        ("GET", "/me/tokens"),
        ("POST", "/me/tokens"),
        ("DELETE", "/me/tokens/1"),
    ):
        response = ask(text, method, f"/api/v1{path}", "{}", cast.api("minsu").client)
        assert (response.status_code, response.json()["code"]) == (403, "session_only")
    assert AccessToken.objects.get().revoked_at is None


def test_staffs_graphql_needs_a_scope_of_its_own(cast: Cast) -> None:
    query = '{"query": "{ __typename }"}'

    plain = ask(token_for(cast.ta_hana, Scope.READ_PROBLEMS), "POST", "/graphql", query)
    scoped = ask(token_for(cast.ta_hana, Scope.STAFF), "POST", "/graphql", query)
    student = ask(token_for(cast.minsu, Scope.STAFF), "POST", "/graphql", query)

    assert (plain.status_code, plain.json()["code"]) == (403, "scope_missing")
    assert scoped.json() == {"data": {"__typename": "Query"}}
    assert student.status_code == 403


def test_a_token_opens_no_page_of_the_admin(cast: Cast) -> None:
    token = token_for(cast.operator, *Scope)

    assert ask(token, "GET", "/admin/").status_code == 302


def test_when_a_token_was_used_is_written_once_a_minute(
    cast: Cast, queries: CaptureQueriesContext
) -> None:
    token = token_for(cast.minsu, Scope.READ_PROBLEMS)
    ask(token, "GET", "/api/v1/languages")
    first = AccessToken.objects.get().last_used_at
    assert first is not None

    with queries:
        ask(token, "GET", "/api/v1/languages")

    assert len(queries) == 1  # the token with its owner
    assert AccessToken.objects.get().last_used_at == first


def test_an_operator_revokes_a_token(cast: Cast) -> None:
    token = token_for(cast.minsu, Scope.READ_PROFILE)
    row = AccessToken.objects.get()

    cast.api("operator").client.post(
        "/admin/accounts/accesstoken/", {"action": "revoke", "_selected_action": [row.pk]}
    )

    assert ask(token, "GET", "/api/v1/me").status_code == 401


@given(st.text(max_size=60))
def test_a_scanner_tells_tokens_from_other_text(text: str) -> None:
    token = token_make()

    assert token_is_wellformed(token)
    assert not token_is_wellformed(text)
    assert not token_is_wellformed(token[:-1] + ("a" if token[-1] != "a" else "b"))


def test_every_operation_names_its_scope_and_who_may_call_it() -> None:
    """Through common.access: needs, open_to or session_only."""
    for bound in rest._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                name = f"{operation.methods} {path}"
                doors: list[Any] = list(operation.auth_callbacks)
                kinds = [type(door) for door in doors]
                assert kinds in (
                    [PersonalAccessToken, Session],
                    [PersonalAccessToken, Anyone],
                    [Session],
                ), name
                assert all(door.permission for door in doors), name


def test_preferences(cast: Cast) -> None:
    minsu: Api = cast.api("minsu")

    changed = minsu.patch("/me", {"time_zone": "Europe/Berlin", "is_listed": False})
    refused = minsu.patch("/me", {"time_zone": "Moon/Base", "language": "en"})

    assert (changed.json()["time_zone"], changed.json()["is_listed"]) == ("Europe/Berlin", False)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_time_zone")
    assert minsu.get("/me").json()["language"] == "ko"
