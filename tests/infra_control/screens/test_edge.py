from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from common.ports import PublicChange, PublicObject, content_changed, public_objects
from infra_control.edge.automatic import stale_copies_forget
from infra_control.models import Invalidation
from infra_control.screens import edge as edge_screen
from tests.infra_control.edge.conftest import clouds, distributed
from tests.infra_control.fleet.conftest import Clouds
from tests.infra_control.screens.test_fleet import client, text

__all__ = ["clouds", "distributed"]

EDGE = "/admin/infra_control/operatoraction/screens/edge/"


@pytest.fixture(autouse=True)
def _clouds_behind(distributed: Clouds, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(edge_screen, "gateways", lambda: distributed.gateways)


def test_the_edge_shows_behaviours_in_order_and_what_becomes_of_a_path(db: None) -> None:
    page = text(client().get(EDGE, {"path": "/api/v1/problems/12", "method": "GET"}))

    assert "Never matches: /api/* takes all of its paths before." in page
    assert "behaviour 0" in page
    assert "kept up to 3600 s" in page


def test_an_invalidation_is_made_from_the_screen(db: None, distributed: Clouds) -> None:
    answer = client().post(
        f"{EDGE}act/", {"act": "invalidate", "paths": "/api/v1/problems*"}, follow=True
    )

    page = text(answer)
    assert "The edge forgets" in page
    assert "in progress" in page
    assert len(distributed.edge.made["D1"]) == 1


def test_a_wrong_path_is_said_and_asks_nothing(db: None, distributed: Clouds) -> None:
    answer = client().post(f"{EDGE}act/", {"act": "invalidate", "paths": "x"}, follow=True)

    assert "a path begins with /" in text(answer)
    assert distributed.edge.made == {}


def test_a_behaviour_is_moved_and_a_stale_page_is_refused(db: None, distributed: Clouds) -> None:
    operator = client()
    form = {"act": "later", "pattern": "/api/*", "etag": "E1"}

    page = text(operator.post(f"{EDGE}act/", form))
    assert "/api/v1/problems/* will match again." in page
    assert "update" not in {call[0] for call in distributed.edge.calls}

    form["confirmed"] = "1"
    assert "tried at its new place" in text(operator.post(f"{EDGE}act/", form, follow=True))
    assert "changed meanwhile" in text(operator.post(f"{EDGE}act/", form, follow=True))


TIMES = {
    "act": "lifetimes",
    "policy": "public",
    "policy_etag": "P1",
    "min_ttl_s": "0",
    "default_ttl_s": "0",
    "max_ttl_s": "600",
}


def test_times_are_shown_with_whom_they_touch_before_they_change(
    db: None, distributed: Clouds
) -> None:
    operator = client()

    page = text(operator.post(f"{EDGE}act/", TIMES))
    assert "It is the policy of /api/*, *: it changes for all" in page
    assert "600" in page
    assert distributed.edge.cache_policies["public"].max_ttl_s == 3600

    form = {**TIMES, "confirmed": "1"}
    assert "by the new times" in text(operator.post(f"{EDGE}act/", form, follow=True))
    assert distributed.edge.cache_policies["public"].max_ttl_s == 600
    assert "changed meanwhile" in text(operator.post(f"{EDGE}act/", form, follow=True))


@pytest.mark.parametrize(
    ("change", "said"),
    [({"max_ttl_s": "0"}, "a year"), ({"min_ttl_s": "700"}, "a year"), ({"policy": "x"}, "No beh")],
)
def test_impossible_times_are_refused(
    change: dict[str, str], said: str, db: None, distributed: Clouds
) -> None:
    page = text(client().post(f"{EDGE}act/", {**TIMES, **change}))

    assert said in page
    assert 'name="confirmed"' not in page


def test_a_least_time_is_warned_of(db: None, distributed: Clouds) -> None:
    page = text(client().post(f"{EDGE}act/", {**TIMES, "min_ttl_s": "5", "default_ttl_s": "5"}))

    assert "could be shown to others" in page


def test_a_wildcard_says_what_it_hits_before_it_is_asked(db: None, distributed: Clouds) -> None:
    operator = client()
    form = {"act": "preview", "paths": "/api/v1/*\n/graphql"}

    page = text(operator.post(f"{EDGE}act/", form))
    assert "behaviour 0 /api/*" in page
    assert "/api/v1/languages" in page
    assert "/graphql: no behaviour keeps copies there" in page
    assert distributed.edge.made == {}

    operator.post(f"{EDGE}act/", {**form, "confirmed": "1"})
    assert distributed.edge.made["D1"][0].paths == ("/api/v1/*", "/graphql")


def test_an_object_gives_its_paths(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = PublicObject(kind="problem", name="sum", title="Sum", paths=("/api/v1/problems/sum*",))
    monkeypatch.setattr(public_objects, "_answer", lambda text: [found] if text == "su" else [])

    assert "?paths=%2Fapi%2Fv1%2Fproblems%2Fsum%2A%0A" in text(client().get(EDGE, {"object": "su"}))
    assert "Nothing public" in text(client(name="song_operator").get(EDGE, {"object": "x"}))


def test_staff_without_the_permission_see_nothing(db: None, distributed: Clouds) -> None:
    staff = client(is_superuser=False)

    assert staff.get(EDGE).status_code == 403
    assert staff.post(f"{EDGE}act/", {"act": "invalidate", "paths": "/*"}).status_code == 403
    assert distributed.edge.calls == []


def test_automatic_invalidations_are_listed_with_their_cause_and_asked_again(
    db: None, distributed: Clouds, settings: Any
) -> None:
    settings.EDGE_INVALIDATIONS = True
    content_changed(PublicChange(paths=("/api/v1/notices*",), cause="notice 3 published"))
    stale_copies_forget(timezone.now() + timedelta(seconds=5), distributed.gateways)
    Invalidation.objects.update(invalidation_id="", message="not for you")
    operator = client()

    page = text(operator.get(EDGE))
    assert "notice 3 published" in page
    assert "given up" in page
    assert "not for you" in page

    form = {"act": "ask_again", "invalidation": str(Invalidation.objects.get().pk)}
    assert "asked anew within seconds" in text(operator.post(f"{EDGE}act/", form, follow=True))
    assert "was given up" in text(operator.post(f"{EDGE}act/", form, follow=True))
