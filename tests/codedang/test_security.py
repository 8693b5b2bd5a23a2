"""What keeps others out, at all doors."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from audit.models import AuditEntry, Outcome
from codedang import second_factor
from codedang.rest import api
from courses.models import Role
from tests.accounts.test_auth import Auth
from tests.people import PASSWORD, Cast, join, make_user

pytestmark = pytest.mark.django_db

WRITES = ("post", "put", "patch", "delete")
BY_TOKEN_IN_THE_ADDRESS = {"unsubscribe/<str:token>"}
"""A click in a mail program; no cookie says who it is."""


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def writing_doors() -> list[tuple[str, str]]:
    """Method and path of all that may be written to: REST's operations one by one, other addresses
    by each method."""
    rest = {
        (method.lower(), f"/api/v1{path}")
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
        if method in WRITES
    }
    rest = {(method, path.replace("/api/v1/api/v1", "/api/v1")) for method, path in rest}
    others = {
        ("post", f"/{address}")
        for address in addresses(get_resolver().url_patterns)
        if address.startswith(("api/auth/", "ccs/", "graphql", "admin/"))
        and "jsi18n" not in address
    }
    return sorted((method, re.sub(r"[<{][^>}]*[>}]", "1", path)) for method, path in rest | others)


def test_no_cookie_alone_changes_anything(cast: Cast) -> None:
    # given an operator's browser, and a page elsewhere that makes it send
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    doors = writing_doors()
    assert len(doors) > 150

    # when it sends to every door, without the token that only the site's own pages know
    statuses = {
        (method, path): getattr(client, method)(path, b"{}", content_type="application/json")
        for method, path in doors
        if "^" not in path and "(" not in path
    }

    # then all refuse, or have nothing that writes
    let_through = {
        door: response.status_code
        for door, response in statuses.items()
        if response.status_code not in {403, 404, 405}
    }
    assert let_through == {}
    refused = [one for one in statuses.values() if one.status_code == 403]
    assert len(refused) > 150


def test_the_admin_signs_in_as_the_site_does(client: Client, cast: Cast) -> None:
    asked = client.get("/admin/login/?next=/admin/accounts/user/")
    guessed = client.post("/admin/login/", {"username": "operator", "password": PASSWORD})

    assert (asked.status_code, asked["Location"]) == (
        302,
        "/login?next=%2Fadmin%2Faccounts%2Fuser%2F",
    )
    assert guessed.status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.fixture
def factor_wanted(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True


@pytest.mark.parametrize("path", ["/api/v1/submissions", "/graphql", "/ccs/api/contests"])
@pytest.mark.parametrize("name", ["operator", "ta_hana"])
def test_staff_without_a_second_factor_may_not_act(
    factor_wanted: None, client: Client, cast: Cast, path: str, name: str
) -> None:
    client.force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(path)

    assert (response.status_code, response.json()["code"]) == (403, "second_factor_required")
    assert client.get("/api/v1/me").status_code == 200
    assert client.get("/api/auth/browser/v1/account/authenticators").status_code in {200, 401}
    assert client.get("/admin/")["Location"] == second_factor.SET_UP_AT


def test_students_need_none(factor_wanted: None, client: Client, cast: Cast) -> None:
    client.force_login(cast.minsu, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/api/v1/submissions").status_code == 200


def test_whoever_sets_one_up_may_act_at_once(
    factor_wanted: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # This test's transaction is never committed, and the session is saved with the response.
    monkeypatch.setattr(transaction, "on_commit", lambda act, **_: act())

    user = join(make_user("jiho"), cast.algorithms, Role.TA)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's
    auth = Auth()
    auth.post("/auth/login", {"username": "jiho", "password": PASSWORD})
    assert auth.client.get("/api/v1/submissions").status_code == 403
    auth.post("/auth/reauthenticate", {"password": PASSWORD})
    secret = auth.get("/account/authenticators/totp").json()["meta"]["secret"]
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = str(totp.format_hotp_value(totp.hotp_value(secret, counter)))

    made = auth.post("/account/authenticators/totp", {"code": code})

    assert made.status_code == 200
    assert auth.client.get("/api/v1/submissions").status_code == 200


def test_sign_ins_are_audited() -> None:
    user = make_user("minsu")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's
    auth = Auth()

    auth.post("/auth/login", {"username": "minsu", "password": "not her password"})
    auth.post("/auth/login", {"username": "my secret typed as a name", "password": "x"})
    auth.post("/auth/login", {"username": "minsu", "password": PASSWORD})

    kept = AuditEntry.objects.order_by("id").values_list(
        "actor_name", "action", "outcome", "address"
    )
    assert list(kept) == [
        ("minsu", "signIn", Outcome.REFUSED, "127.0.0.1"),
        ("minsu", "signIn", Outcome.DONE, "127.0.0.1"),
    ]


def test_sessions_are_listed_and_ended() -> None:
    user = make_user("minsu")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's
    here, there = Auth(), Auth()
    for auth in (here, there):
        auth.post("/auth/login", {"username": "minsu", "password": PASSWORD})
        assert auth.me() == 200

    listed = here.get("/auth/sessions").json()["data"]
    other = [one["id"] for one in listed if not one["is_current"]]
    here.client.delete(
        "/api/auth/browser/v1/auth/sessions", {"sessions": other}, content_type="application/json"
    )

    assert len(listed) == 2
    assert (here.me(), there.me()) == (200, 401)


def make_verified(name: str) -> None:
    user = make_user(name)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's


def test_five_wrong_passwords_lock_an_account_whatever_the_address() -> None:
    make_verified("minsu")
    make_verified("jiho")

    def sign_in(name: str, password: str, address: str) -> int:
        auth = Auth()
        auth.client.defaults["REMOTE_ADDR"] = address
        body = {"username": name, "password": password}
        status: int = auth.post("/auth/login", body).status_code
        return status

    guesses = [sign_in("minsu", f"guess number {n}", f"10.0.0.{n}") for n in range(5)]

    assert guesses == [400] * 5
    assert sign_in("minsu", PASSWORD, "10.0.1.1") in {400, 429}
    assert sign_in("jiho", PASSWORD, "10.0.0.1") == 200, "others may sign in from there"


def test_no_answer_tells_whether_an_account_exists() -> None:
    make_verified("minsu")

    def answers(path: str, *bodies: dict[str, str]) -> set[tuple[int, str]]:
        found = set()
        for body in bodies:
            answer = Auth().post(path, body)
            # What differs for each is whose session it is.
            text = re.sub(r'"session_token": ?"\w+"', "", answer.content.decode())
            found.add((answer.status_code, re.sub(r"minsu|nobody", "…", text)))
        return found

    wrong = "not the password"
    in_vain = [{"username": name, "password": wrong} for name in ("minsu", "nobody")]
    assert len(answers("/auth/login", *in_vain)) == 1
    forgotten = [{"email": f"{name}@example.com"} for name in ("minsu", "nobody")]
    assert len(answers("/auth/password/request", *forgotten)) == 1


def test_a_new_password_ends_all_other_sessions() -> None:
    make_verified("minsu")
    here, there = Auth(), Auth()
    for auth in (here, there):
        auth.post("/auth/login", {"username": "minsu", "password": PASSWORD})

    changed = here.post(
        "/account/password/change",
        {"current_password": PASSWORD, "new_password": "a wholly new password"},
    )

    assert changed.status_code == 200
    assert (here.me(), there.me()) == (200, 401)
