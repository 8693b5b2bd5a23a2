"""REST: entering contests, and leaving them."""

from typing import Any

import pytest
from django.utils import timezone

from contests.models import Entry, EntryMember, Invitation, ProblemSet, SetVisibility
from tests.contest_factories import HOUR, make_contest, make_entry
from tests.people import EVERYBODY, Cast

STAFF = {"ta_hana", "professor", "operator"}
STARTS = {"upcoming": HOUR, "running": -HOUR, "over": -6 * HOUR}


def contest_at(when: str = "upcoming", **fields: Any) -> ProblemSet:
    return make_contest(starts_at=timezone.now() + STARTS[when], **fields)


def enter(cast: Cast, name: str, **body: Any) -> Any:
    return cast.api(name).post("/contests/round/entry", body)


def refusal(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize("name", EVERYBODY)
def test_whoever_is_signed_in_enters_a_public_contest(cast: Cast, name: str) -> None:
    contest_at(course=cast.algorithms)

    response = enter(cast, name, organization="SKKU")

    if name == "visitor":
        assert refusal(response) == (401, "not_signed_in")
        assert not Entry.objects.exists()
        return
    assert response.status_code == 201
    body = response.json()
    assert (body["name"], body["organization"], body["phase"]) == (name, "SKKU", "upcoming")
    # Staff know the problems.
    assert body["is_official"] is (name not in STAFF)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_courses_contest_is_for_its_members(cast: Cast, name: str) -> None:
    contest_at(course=cast.algorithms, visibility=SetVisibility.COURSE)

    status = enter(cast, name).status_code

    members = {"minsu", "jiwoo", *STAFF}
    assert status == (401 if name == "visitor" else 201 if name in members else 404)
    assert EntryMember.objects.count() == (name in members)


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("minsu", "", 404),
        ("minsu", "guess", 404),
        ("minsu", "sesame", 201),
        ("sora", "", 201),
        ("ta_yuri", "", 404),
    ],
)
def test_an_invite_only_contest_takes_the_list_and_the_code(
    cast: Cast, name: str, code: str, status: int
) -> None:
    contest = contest_at(visibility=SetVisibility.INVITED, invite_code="sesame")
    Invitation.objects.create(problem_set=contest, user=cast.sora)

    response = enter(cast, name, invite_code=code)

    assert response.status_code == status
    assert cast.api(name).get("/contests/round").status_code == (200 if status == 201 else 404)


def test_without_a_code_an_empty_one_opens_nothing(cast: Cast) -> None:
    contest_at(visibility=SetVisibility.INVITED)

    assert refusal(enter(cast, "minsu", invite_code="")) == (404, "set_not_found")


def test_a_code_does_not_open_a_hidden_contest(cast: Cast) -> None:
    contest_at(visibility=SetVisibility.HIDDEN, invite_code="sesame")

    assert refusal(enter(cast, "minsu", invite_code="sesame")) == (404, "set_not_found")


def test_registration_has_a_window_and_latecomers_are_unofficial(cast: Cast) -> None:
    contest_at("running", registration_closes_at=timezone.now() - HOUR)

    assert refusal(enter(cast, "minsu")) == (409, "registration_closed")
    late = enter(cast, "minsu", is_official=False)
    assert (late.status_code, late.json()["is_official"]) == (201, False)
    assert refusal(enter(cast, "minsu", is_official=False)) == (409, "already_entered")
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("when", "rules", "code"),
    [
        ("over", {}, "contest_over"),
        ("upcoming", {"registration_opens_at": timezone.now() + HOUR / 2}, "registration_not_open"),
        ("upcoming", {"entry_mode": "team"}, "wrong_entry_kind"),
    ],
)
def test_a_refused_entering_keeps_nothing(
    cast: Cast, when: str, rules: dict[str, Any], code: str
) -> None:
    contest_at(when, **rules)

    assert refusal(enter(cast, "minsu")) == (409, code)
    assert not Entry.objects.exists()


@pytest.fixture
def team(cast: Cast) -> Any:
    """Minsu's, of at most two; its body as minsu sees it."""
    contest_at(entry_mode="team", max_team_size=2)
    response = cast.api("minsu").post("/contests/round/teams", {"name": " The  Sums "})
    assert response.status_code == 201
    return response.json()


def join(cast: Cast, name: str, code: str) -> Any:
    return cast.api(name).post("/contests/round/teams/join", {"join_code": code})


def test_a_team_grows_by_its_code(cast: Cast, team: Any) -> None:
    assert (team["name"], team["kind"]) == ("The Sums", "team")

    joined = join(cast, "jiwoo", team["join_code"])

    assert [one["name"] for one in joined.json()["members"]] == ["minsu", "jiwoo"]
    assert refusal(join(cast, "sora", team["join_code"])) == (409, "team_full")
    assert refusal(join(cast, "jiwoo", team["join_code"])) == (409, "team_full")
    assert EntryMember.objects.count() == 2


@pytest.mark.parametrize("code", ["guess", "x" * 32])
def test_a_wrong_code_opens_no_team(cast: Cast, team: Any, code: str) -> None:
    assert refusal(join(cast, "jiwoo", code)) == (404, "team_not_found")
    assert EntryMember.objects.count() == 1


def test_nobody_else_sees_the_teams_code(cast: Cast, team: Any) -> None:
    for name in EVERYBODY:
        for path in ("/contests/round", "/contests/round/entries", "/contests"):
            text = cast.api(name).get(path).content.decode()
            assert (team["join_code"] in text) is (name == "minsu" and path == "/contests/round")


def test_a_team_has_a_name_of_its_own(cast: Cast, team: Any) -> None:
    def make(name: str) -> Any:
        return cast.api("jiwoo").post("/contests/round/teams", {"name": name})

    assert refusal(make("The Sums")) == (422, "team_name_taken")
    assert make("   ").status_code == 422
    assert make("x" * 61).status_code == 422
    assert make("\x00").status_code == 422
    assert Entry.objects.count() == 1


def test_guessing_codes_is_slowed_down(cast: Cast, team: Any) -> None:
    statuses = {join(cast, "jiwoo", f"guess{n}").status_code for n in range(25)}

    assert statuses == {404, 429}


def test_leaving_before_the_start(cast: Cast, team: Any) -> None:
    join(cast, "jiwoo", team["join_code"])

    assert cast.api("minsu").client.delete("/api/v1/contests/round/entry").status_code == 204
    assert Entry.objects.get().created_by == cast.jiwoo
    assert cast.api("jiwoo").client.delete("/api/v1/contests/round/entry").status_code == 204
    assert not Entry.objects.exists()
    gone = cast.api("jiwoo").client.delete("/api/v1/contests/round/entry")
    assert refusal(gone) == (404, "not_entered")


def test_nobody_leaves_a_running_contest(cast: Cast) -> None:
    make_entry(contest_at("running"), cast.minsu)

    response = cast.api("minsu").client.delete("/api/v1/contests/round/entry")

    assert refusal(response) == (409, "contest_started")
    assert EntryMember.objects.count() == 1


def test_a_past_contest_is_gone_through_once_against_the_clock(cast: Cast) -> None:
    make_entry(contest_at("over"), cast.minsu)
    api = cast.api("minsu")

    first = api.post("/contests/round/virtual", {})
    again = api.post("/contests/round/virtual", {})

    assert first.status_code == 201
    body = first.json()
    assert (body["is_virtual"], body["is_official"], body["phase"]) == (True, False, "running")
    assert refusal(again) == (409, "already_entered")
    assert Entry.objects.count() == 2
    assert api.get("/contests/round").json()["my_entry"]["is_virtual"]


@pytest.mark.parametrize(
    ("when", "rules", "code"),
    [
        ("running", {}, "contest_not_over"),
        ("over", {"allows_virtual": False}, "virtual_not_allowed"),
    ],
)
def test_a_virtual_start_that_is_refused(
    cast: Cast, when: str, rules: dict[str, Any], code: str
) -> None:
    contest_at(when, **rules)

    assert refusal(cast.api("minsu").post("/contests/round/virtual", {})) == (409, code)
    assert not Entry.objects.exists()


def test_an_invite_only_contests_past_is_for_its_people(cast: Cast) -> None:
    make_entry(contest_at("over", visibility=SetVisibility.INVITED), cast.minsu)

    assert cast.api("sora").post("/contests/round/virtual", {}).status_code == 404
    assert cast.api("minsu").post("/contests/round/virtual", {}).status_code == 201
