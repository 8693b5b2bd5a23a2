"""REST /notifications: one's own, and nobody else's."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from notifications.models import KindPreference, Notification
from tests.notifications.test_services import tell
from tests.people import EVERYBODY, Cast

PATHS = ("/notifications", "/notifications/unread", "/notifications/settings")


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_reads_their_own(cast: Cast, name: str) -> None:
    tell(cast.minsu)
    api = cast.api(name)

    for path in PATHS:
        response = api.get(path)
        assert response.status_code == (401 if name == "visitor" else 200)
        assert response["Cache-Control"] == "private, no-store"
    if name != "visitor":
        assert len(api.get("/notifications").json()["items"]) == (name == "minsu")
        assert api.get("/notifications/unread").json()["unread_count"] == (name == "minsu")


def test_the_words_are_in_the_readers_language(cast: Cast) -> None:
    tell(cast.minsu)
    api = cast.api("minsu")

    assert api.get("/notifications").json()["items"][0]["title"] == "채점 완료: HW 1"
    api.patch("/me", {"language": "en"})
    (item,) = api.get("/notifications").json()["items"]

    assert item == {
        "id": item["id"],
        "kind": "graded",
        "title": "Graded: HW 1",
        "body": "Algorithms: your score is released.",
        "link": "/courses/algorithms",
        "created_at": "2026-03-02T12:00:00Z",
        "is_read": False,
    }


def test_pages_filters_and_order(cast: Cast) -> None:
    for number in range(5):
        tell(cast.minsu, subject=f"assignment:{number}")
    api = cast.api("minsu")
    ids = [item["id"] for item in api.get("/notifications").json()["items"]]

    first = api.get("/notifications", limit=3).json()
    second = api.get("/notifications", limit=3, cursor=first["next_cursor"]).json()
    assert [item["id"] for item in first["items"] + second["items"]] == ids
    assert ids == sorted(ids, reverse=True)

    api.post("/notifications/read", {"ids": ids[:2]})

    def found(**query: Any) -> list[int]:
        return [item["id"] for item in api.get("/notifications", **query).json()["items"]]

    assert found(is_read=True) == ids[:2]
    assert found(is_read=False, order="oldest") == ids[:1:-1]
    assert found(kind="due_soon") == []


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_however_long(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        tell(cast.minsu, subject=f"assignment:{number}")
    api = cast.api("minsu")

    with queries:
        api.get("/notifications")
    assert len(queries) == 3  # session, user, page

    with queries:
        api.get("/notifications/unread")
    assert len(queries) == 4  # session, user, count, sequence


@pytest.mark.parametrize("name", ["visitor", "jiwoo", "ta_hana", "ta_yuri"])
def test_nobody_reads_away_anothers(cast: Cast, name: str) -> None:
    tell(cast.minsu)
    row = Notification.objects.get()

    response = cast.api(name).post("/notifications/read", {"ids": [row.pk]})

    assert response.status_code == (401 if name == "visitor" else 200)
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize(
    "body",
    [{}, {"ids": [1], "up_to": 1}, {"ids": [0]}, {"ids": list(range(1, 102))}, {"up_to": 2**63}],
)
def test_what_to_mark_must_make_sense(cast: Cast, body: dict[str, Any]) -> None:
    assert cast.api("minsu").post("/notifications/read", body).status_code == 422


def test_settings_change_one_by_one(cast: Cast) -> None:
    api = cast.api("minsu")
    body = {"kinds": [{"kind": "graded", "is_mailed": False}], "is_mail_stopped": True}

    changed = api.patch("/notifications/settings", body).json()

    assert changed == api.get("/notifications/settings").json()
    assert changed["is_mail_stopped"] is True
    graded = next(row for row in changed["kinds"] if row["kind"] == "graded")
    assert (graded["is_shown"], graded["is_mailed"]) == (True, False)
    assert api.patch("/notifications/settings", {"is_mail_stopped": False}).json() == {
        **changed,
        "is_mail_stopped": False,
    }
    assert not KindPreference.objects.exclude(user=cast.minsu).exists()


@pytest.mark.parametrize(
    "body",
    [
        {"kinds": [{"kind": "weather"}]},
        {"kinds": [{"kind": "graded"}, {"kind": "graded"}]},
        {"kinds": [{"kind": "graded", "is_shown": "perhaps"}]},
    ],
)
def test_settings_that_make_no_sense_change_nothing(cast: Cast, body: dict[str, Any]) -> None:
    assert cast.api("minsu").patch("/notifications/settings", body).status_code == 422
    assert not KindPreference.objects.exists()
