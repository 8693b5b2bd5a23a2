"""REST /me: who is signed in."""

import pytest
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.people import EVERYBODY, Cast

ROLES = {
    "minsu": [("algorithms", "student")],
    "jiwoo": [("algorithms", "student")],
    "ta_hana": [("algorithms", "ta")],
    "professor": [("algorithms", "instructor")],
    "ta_yuri": [("networks", "ta")],
}


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_reads_themselves(cast: Cast, name: str) -> None:
    response = cast.api(name).get("/me")

    if name == "visitor":
        assert (response.status_code, response.json()["code"]) == (401, "not_signed_in")
        return
    body = response.json()
    assert (body["username"], body["is_staff"]) == (name, name == "operator")
    roles = [(role["course"]["slug"], role["role"]) for role in body["roles"]]
    assert roles == ROLES.get(name, [])
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_session_tells_whose_it_is_and_refuses_nobody(cast: Cast, name: str) -> None:
    api = cast.api(name)

    response = api.get("/session")

    assert response.status_code == 200
    assert response.json()["me"] == (None if name == "visitor" else api.get("/me").json())
    assert response["Cache-Control"] == "private, no-store"


def test_reading_oneself_costs_three_queries(cast: Cast, queries: CaptureQueriesContext) -> None:
    api = cast.api("minsu")

    with queries:
        api.get("/me")

    assert len(queries) == 3  # session, user, memberships


def test_preferences_change_one_by_one(cast: Cast) -> None:
    api = cast.api("minsu")

    assert api.patch("/me", {"language": "en"}).json()["language"] == "en"
    body = api.patch("/me", {"display_name": "  김  민수 "}).json()

    assert (body["display_name"], body["language"]) == ("김 민수", "en")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"language": "fr"}, "language"), ({"display_name": "x" * 61}, "display_name")],
)
def test_a_preference_that_makes_no_sense_is_refused(
    cast: Cast, change: dict[str, str], field: str
) -> None:
    response = cast.api("minsu").patch("/me", change)

    assert (response.status_code, list(response.json()["fields"])) == (422, [field])


def test_nobody_makes_themselves_staff(cast: Cast) -> None:
    cast.api("minsu").patch("/me", {"is_staff": True, "username": "root"})

    assert not User.objects.get(username="minsu").is_staff


def test_a_switched_off_account_is_nobody(cast: Cast) -> None:
    api = cast.api("minsu")
    User.objects.filter(username="minsu").update(is_active=False)

    assert api.get("/me").status_code == 401
    assert api.get("/session").json() == {"me": None}
