"""Signing up and in by django-allauth headless, as this site has set it up."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from tests.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SIGNUP = {
    "username": "Minsu",
    "email": "minsu@example.com",
    "password": PASSWORD,
    "display_name": "김민수",
}


class Auth:
    """A browser at /api/auth/browser/v1."""

    def __init__(self) -> None:
        self.client = Client()

    def post(self, path: str, body: Any) -> Any:
        return self.client.post(
            f"/api/auth/browser/v1{path}", body, content_type="application/json"
        )

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/auth/browser/v1{path}")

    def me(self) -> int:
        status: int = self.client.get("/api/v1/me").status_code
        return status


@pytest.fixture
def auth() -> Auth:
    return Auth()


def code_in_mail() -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", str(mail.outbox[-1].body), re.M)
    assert found, mail.outbox[-1].body
    return found[1]


def test_sign_up_needs_the_code_of_the_mail(auth: Auth) -> None:
    pending = auth.post("/auth/signup", SIGNUP)
    assert pending.status_code == 401
    assert auth.me() == 401

    assert auth.post("/auth/email/verify", {"key": "WRONG1"}).status_code == 400
    assert auth.post("/auth/email/verify", {"key": code_in_mail()}).status_code == 200

    user = User.objects.get()
    assert (user.username, user.display_name) == ("minsu", "김민수")
    assert auth.me() == 200


@pytest.mark.parametrize("by", [{"username": "MINSU"}, {"email": "Minsu@Example.com"}])
def test_sign_in_by_name_or_by_e_mail(auth: Auth, by: dict[str, str]) -> None:
    user = make_user("minsu")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's

    assert auth.post("/auth/login", {**by, "password": "wrong"}).status_code == 400
    assert auth.post("/auth/login", {**by, "password": PASSWORD}).status_code == 200

    assert auth.me() == 200
    assert auth.client.delete("/api/auth/browser/v1/auth/session").status_code == 401
    assert auth.me() == 401


def test_guessing_a_password_is_slowed(auth: Auth) -> None:
    make_user("minsu")
    statuses = [
        auth.post("/auth/login", {"username": "minsu", "password": f"guess {n}"}).status_code
        for n in range(12)
    ]

    assert statuses[0] == 400
    last = auth.post("/auth/login", {"username": "minsu", "password": PASSWORD})
    assert last.status_code in {400, 429}
    assert auth.me() == 401


def test_a_forgotten_password_is_reset_by_code(auth: Auth) -> None:
    user = make_user("minsu")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's

    assert auth.post("/auth/password/request", {"email": user.email}).status_code in {200, 401}
    reset = {"key": code_in_mail(), "password": "a wholly new password"}
    assert auth.post("/auth/password/reset", reset).status_code in {200, 401}

    user.refresh_from_db()
    assert user.check_password("a wholly new password")


def test_two_factors(auth: Auth) -> None:
    user = make_user("minsu")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's
    auth.post("/auth/login", {"username": "minsu", "password": PASSWORD})
    again = auth.post("/auth/reauthenticate", {"password": PASSWORD})
    assert again.status_code == 200
    secret = auth.get("/account/authenticators/totp").json()["meta"]["secret"]

    def code() -> str:
        counters = totp.yield_hotp_counters_from_time()
        return str(totp.format_hotp_value(totp.hotp_value(secret, next(iter(counters)))))

    assert auth.post("/account/authenticators/totp", {"code": code()}).status_code == 200

    stored = Authenticator.objects.get(user=user, type="totp")
    assert secret not in str(stored.data)
    other = Auth()
    answer = other.post("/auth/login", {"username": "minsu", "password": PASSWORD})
    assert answer.status_code == 401
    assert "mfa_authenticate" in {flow["id"] for flow in answer.json()["data"]["flows"]}
    assert other.me() == 401
    assert other.post("/auth/2fa/authenticate", {"code": "000000"}).status_code == 400
    (recovery,) = Authenticator.objects.filter(user=user, type="recovery_codes")
    one_time = recovery.wrap().get_unused_codes()[0]
    assert other.post("/auth/2fa/authenticate", {"code": one_time}).status_code == 200
    assert other.me() == 200


@pytest.mark.parametrize(
    "change",
    [
        {"password": "short"},
        {"password": "1234567890"},
        {"password": "qwertyuiop"},
        {"password": "minsu@example.com"},
        {"email": "nobody"},
        {"username": ""},
        {"display_name": "x" * 61},
    ],
)
def test_bad_sign_ups_are_refused(auth: Auth, change: dict[str, str]) -> None:
    assert auth.post("/auth/signup", {**SIGNUP, **change}).status_code == 400
    assert not User.objects.exists()


def test_names_and_addresses_are_unique_whatever_their_case() -> None:
    make_user("minsu")

    for username, email in (("MINSU", "other@example.com"), ("other", "MINSU@EXAMPLE.COM")):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(username=username, email=email)
