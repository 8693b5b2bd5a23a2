"""The Contest API's read side: its shapes, its references, and what it keeps from whom."""

import base64
import json
import zipfile
from io import BytesIO
from typing import Any

import jsonschema
import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Clarification, ContestFormat, Entry, ProblemSet, SetVisibility
from problems.models import Problem
from submissions.ccs.catalogue import COLLECTIONS
from submissions.models import Submission
from tests.contest_factories import make_contest, make_entry
from tests.people import EVERYBODY, PASSWORD, Cast
from tests.submissions.ccs.schemas import ACCESS, OBJECTS, SCOREBOARD
from tests.submissions.standings.support import AC, at, judge, play, set_rules

BASE = "/ccs/api/contests/round"


def get(cast: Cast, name: str, path: str = "", **query: str) -> Any:
    return cast.api(name).client.get(f"{BASE}{path}", query_params=query)


def read(cast: Cast, name: str, path: str = "", **query: str) -> Any:
    response = get(cast, name, path, **query)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_root_says_the_version() -> None:
    response = Client().get("/ccs/api/")
    assert response.json()["version"] == "2026-01"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_endpoint_keeps_to_the_specification(
    cast: Cast, played: ProblemSet, name: str
) -> None:
    jsonschema.validate(read(cast, name), OBJECTS["contest"])
    jsonschema.validate(read(cast, name, "/state"), OBJECTS["state"])
    jsonschema.validate(read(cast, name, "/scoreboard"), SCOREBOARD)
    access = read(cast, name, "/access")
    jsonschema.validate(access, ACCESS)
    properties = {one["type"]: set(one["properties"]) for one in access["endpoints"]}
    for endpoint in COLLECTIONS:
        found = read(cast, name, f"/{endpoint}")
        jsonschema.validate(found, {"type": "array", "items": OBJECTS[endpoint]})
        for one in found:
            assert one.keys() <= properties[endpoint]
            assert read(cast, name, f"/{endpoint}/{one['id']}") == one


@pytest.mark.parametrize("name", ["visitor", "minsu", "ta_hana"])
def test_whatever_is_referred_to_is_there(cast: Cast, played: ProblemSet, name: str) -> None:
    ids = {e: {one["id"] for one in read(cast, name, f"/{e}")} for e in COLLECTIONS}
    for submission in read(cast, name, "/submissions"):
        assert submission["team_id"] in ids["teams"]
        assert submission["problem_id"] in ids["problems"]
        assert submission["language_id"] in ids["languages"]
    for judgement in read(cast, name, "/judgements"):
        assert judgement["submission_id"] in ids["submissions"]
        assert judgement["judgement_type_id"] in {*ids["judgement-types"], None}
    for run in read(cast, name, "/runs"):
        assert run["judgement_id"] in ids["judgements"]
    for team in read(cast, name, "/teams"):
        assert set(team["group_ids"]) <= ids["groups"]
        assert team.get("organization_id") in {*ids["organizations"], None}
    for award in read(cast, name, "/awards"):
        assert set(award["team_ids"]) <= ids["teams"]


def test_times_are_the_specifications(cast: Cast, played: ProblemSet) -> None:
    contest = read(cast, "visitor")
    assert (contest["start_time"], contest["duration"]) == (
        "2026-03-02T12:00:00.000Z",
        "5:00:00.000",
    )
    assert contest["scoreboard_freeze_duration"] == "1:00:00.000"
    assert contest["penalty_time"] == "0:20:00.000"
    assert read(cast, "visitor", "/submissions")[1]["contest_time"] == "0:20:30.000"
    assert read(cast, "visitor", "/state")["frozen"] == "2026-03-02T16:00:00.000Z"


def test_the_scoreboard_ranks_all_teams_or_those_of_a_group(
    cast: Cast, played: ProblemSet, minsu: Entry, jiwoo: Entry
) -> None:
    rows = read(cast, "visitor", "/scoreboard")["rows"]
    assert [(row["rank"], row["team_id"]) for row in rows] == [
        (1, str(minsu.pk)),
        (2, str(jiwoo.pk)),
    ]
    assert rows[0]["score"] == {
        "num_solved": 1,
        "total_time": "0:40:00.000",
        "time": "0:20:00.000",
    }
    assert rows[1]["problems"][1] == {
        "problem_id": "bridges",
        "num_judged": 0,
        "num_pending": 1,
        "solved": False,
    }
    official = read(cast, "visitor", "/scoreboard", group_id="official")["rows"]
    assert [row["team_id"] for row in official] == [str(minsu.pk)]
    assert get(cast, "visitor", "/scoreboard", group_id="nowhere").status_code == 400


def test_frozen_results_reach_staff_and_their_own_team_only(cast: Cast, played: ProblemSet) -> None:
    frozen = Submission.objects.get(problem__slug="bridges")
    for name in EVERYBODY:
        known = {one["submission_id"] for one in read(cast, name, "/judgements")}
        assert (str(frozen.pk) in known) == (name in {"jiwoo", "ta_hana", "professor", "operator"})
        solved = read(cast, name, "/scoreboard")["rows"]
        is_staff = name in {"ta_hana", "professor", "operator"}
        assert any(row["score"]["num_solved"] == 1 for row in solved)
        assert (sum(row["score"]["num_solved"] for row in solved) == 2) == is_staff
        firsts = {one["id"]: one["team_ids"] for one in read(cast, name, "/awards")}
        assert firsts["first-to-solve-bridges"] == []


def test_a_frozen_verdict_changes_no_byte_for_others(cast: Cast, played: ProblemSet) -> None:
    others = ("visitor", "minsu", "sora", "ta_yuri")
    paths = [*(f"/{name}" for name in COLLECTIONS), "/state"]

    def everything() -> Any:
        rows = {name: read(cast, name, "/scoreboard")["rows"] for name in others}
        return rows, {(n, path): read(cast, n, path) for n in others for path in paths}

    before = everything()
    judge(Submission.objects.get(problem__slug="cards"), AC)
    assert everything() == before


def test_a_veiled_contest_tells_no_result_before_its_end(cast: Cast, played: ProblemSet) -> None:
    ProblemSet.objects.update(verdict_policy="blind", ends_at=timezone.now().replace(year=2100))
    assert read(cast, "minsu", "/judgements") == []
    assert read(cast, "visitor", "/judgements") == []
    assert len(read(cast, "ta_hana", "/judgements")) == 5


@pytest.mark.parametrize("visibility", ["after_end", "never"])
def test_a_hidden_board_hides_others_tries_here_too(
    cast: Cast, played: ProblemSet, minsu: Entry, visibility: str
) -> None:
    set_rules(played, board_visibility=visibility)
    ProblemSet.objects.update(ends_at=timezone.now().replace(year=2100))
    for name in ("visitor", "sora", "ta_yuri"):
        for endpoint in ("submissions", "judgements", "runs", "awards"):
            assert read(cast, name, f"/{endpoint}") == []
        assert read(cast, name, "/scoreboard")["rows"] == []
    own = read(cast, "minsu", "/submissions")
    assert {one["team_id"] for one in own} == {str(minsu.pk)}
    assert len(read(cast, "minsu", "/judgements")) == 2
    assert len(read(cast, "ta_hana", "/judgements")) == 5


def test_others_learn_that_a_submission_was_rejected_and_not_why(
    cast: Cast, played: ProblemSet
) -> None:
    first = Submission.objects.order_by("id").first()
    assert first is not None

    def verdict(name: str) -> Any:
        (found,) = read(cast, name, "/judgements", submission_id=str(first.pk))
        return found["judgement_type_id"], "max_run_time" in found

    assert verdict("visitor") == ("RE", False)
    assert verdict("jiwoo") == ("RE", False)
    assert verdict("minsu") == ("WA", True)
    assert verdict("ta_hana") == ("WA", True)


def test_runs_persons_and_accounts_are_not_everybodys(cast: Cast, played: ProblemSet) -> None:
    for name in ("visitor", "sora", "ta_yuri"):
        assert read(cast, name, "/runs") == []
        assert read(cast, name, "/persons") == []
    assert {one["username"] for one in read(cast, "minsu", "/accounts")} == {"minsu"}
    assert len(read(cast, "ta_hana", "/persons")) == 2
    assert read(cast, "minsu", "/account")["type"] == "team"
    assert read(cast, "ta_hana", "/account")["type"] == "admin"
    assert get(cast, "visitor", "/account").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("visitor", 404), ("minsu", 404), ("sora", 404), ("jiwoo", 200), ("ta_hana", 200)],
)
def test_sources_are_their_teams_and_staffs(
    cast: Cast, played: ProblemSet, name: str, status: int
) -> None:
    own = Submission.objects.get(problem__slug="bridges")
    response = get(cast, name, f"/submissions/{own.pk}/files")
    assert response.status_code == status
    files = next(one for one in read(cast, name, "/submissions") if one["id"] == str(own.pk))[
        "files"
    ]
    assert bool(files) == (status == 200)
    if status == 200:
        with zipfile.ZipFile(BytesIO(response.content)) as archive:
            assert [archive.read(one) for one in archive.namelist()] == [own.source.encode()]


def test_problems_wait_for_the_start(cast: Cast, played: ProblemSet) -> None:
    ProblemSet.objects.update(
        starts_at=timezone.now().replace(year=2100), ends_at=timezone.now().replace(year=2101)
    )
    for name in ("visitor", "minsu"):
        assert read(cast, name, "/problems") == []
        assert read(cast, name, "/submissions") == []
        # The specification's checker asks for it of every contest, before its start too.
        jsonschema.validate(board := read(cast, name, "/scoreboard"), SCOREBOARD)
        assert board["rows"] == []
    assert len(read(cast, "ta_hana", "/problems")) == 3


@pytest.mark.parametrize(
    ("name", "status"), [("visitor", 404), ("sora", 404), ("ta_yuri", 404), ("minsu", 200)]
)
def test_a_courses_contest_is_its_members(
    cast: Cast, played: ProblemSet, name: str, status: int
) -> None:
    ProblemSet.objects.update(visibility=SetVisibility.COURSE)
    paths = ("", "/access", "/state", "/scoreboard", "/teams", "/submissions", "/event-feed")
    for path in paths[:-1] if status == 200 else paths:
        assert get(cast, name, path).status_code == status
    listed = cast.api(name).client.get("/ccs/api/contests").json()
    assert [one["id"] for one in listed] == (["round"] if status == 200 else [])


def test_objects_can_be_filtered_by_ids(cast: Cast, played: ProblemSet, jiwoo: Entry) -> None:
    own = read(cast, "visitor", "/submissions", team_id=str(jiwoo.pk), problem_id="apples")
    assert len(own) == 1
    assert len(read(cast, "visitor", "/teams", organization_id="")) == 1


def test_clarifications_reach_those_whom_they_are_for(
    cast: Cast, played: ProblemSet, minsu: Entry
) -> None:
    for is_broadcast in (False, True):
        Clarification.objects.create(
            problem_set=played,
            entry=minsu,
            asked_by=cast.minsu,
            question="Is n large?",
            asked_at=at(30),
            answer="It is.",
            answered_at=at(35),
            is_broadcast=is_broadcast,
        )
    texts = {
        name: [(o["id"][0], o.get("to_team_ids")) for o in read(cast, name, "/clarifications")]
        for name in ("minsu", "jiwoo", "ta_hana")
    }
    everything = [("q", None), ("a", [str(minsu.pk)]), ("q", None), ("a", None)]
    assert texts == {"minsu": everything, "jiwoo": [("a", None)], "ta_hana": everything}
    said = read(cast, "jiwoo", "/clarifications")
    assert "reply_to_id" not in said[0]
    assert "minsu" not in json.dumps(said[0])


def test_a_contest_with_points_is_of_the_type_score(cast: Cast, problems: list[Problem]) -> None:
    contest = make_contest("points", problems=problems, format=ContestFormat.POINTS)
    entry = make_entry(contest, cast.minsu)
    play(entry, problems[0], 10, AC)
    base = "/ccs/api/contests/points"
    client = cast.api("visitor").client
    found = client.get(base).json()
    jsonschema.validate(found, OBJECTS["contest"])
    assert found["scoreboard_type"] == "score"
    assert "penalty_time" not in found
    assert client.get(f"{base}/judgements").json()[0]["score"] == 100
    board = client.get(f"{base}/scoreboard").json()
    jsonschema.validate(board, SCOREBOARD)
    assert board["rows"][0]["score"]["score"] == 100


@pytest.mark.parametrize(
    "path",
    ["/doesnt-exist", "/doesnt-exist/42", "/submissions/999999", "/submissions/XYZ-999", "/a/b/c"],
)
def test_what_is_not_there_is_404_in_the_specifications_words(
    cast: Cast, played: ProblemSet, path: str
) -> None:
    response = get(cast, "visitor", path)
    assert response.status_code == 404
    assert response.json()["code"] == 404
    assert response.json()["message"]


def test_reading_costs_few_queries_however_many_objects(
    cast: Cast, played: ProblemSet, queries: CaptureQueriesContext
) -> None:
    staff = cast.api("ta_hana").client
    for name in (*COLLECTIONS, "scoreboard"):
        staff.get(f"{BASE}/{name}")
        with queries:
            staff.get(f"{BASE}/{name}")
        assert len(queries) <= 14, (name, len(queries))


def basic(username: str, password: str) -> dict[str, str]:
    text = base64.b64encode(f"{username}:{password}".encode()).decode()
    return {"Authorization": f"Basic {text}"}


def test_tools_sign_in_by_basic_authentication(cast: Cast, played: ProblemSet) -> None:
    account = Client().get(f"{BASE}/account", headers=basic("minsu", PASSWORD))
    assert account.json()["username"] == "minsu"
    for headers in (
        basic("minsu", "wrong"),
        basic("nobody", PASSWORD),
        {"Authorization": "Basic ?"},
    ):
        refused = Client().get(f"{BASE}/teams", headers=headers)
        assert refused.status_code == 401
        assert refused.json()["code"] == 401
        assert refused["WWW-Authenticate"].startswith("Basic")


def test_a_changed_password_is_asked_for_at_once(cast: Cast, played: ProblemSet) -> None:
    assert Client().get(f"{BASE}/account", headers=basic("minsu", PASSWORD)).status_code == 200
    cast.minsu.set_password("another password")
    cast.minsu.save()
    assert Client().get(f"{BASE}/account", headers=basic("minsu", PASSWORD)).status_code == 401


def test_an_unverified_account_is_refused(cast: Cast, played: ProblemSet) -> None:
    EmailAddress.objects.update(verified=False)
    assert Client().get(f"{BASE}/account", headers=basic("minsu", PASSWORD)).status_code == 403


def test_finalized_and_thawed_ends_the_updates(cast: Cast, played: ProblemSet) -> None:
    set_rules(played, unfrozen_at=at(310))
    assert read(cast, "visitor", "/state")["end_of_updates"] is None
    set_rules(played, finalized_at=at(320))
    state = read(cast, "visitor", "/state")
    assert state["end_of_updates"] == state["finalized"] == "2026-03-02T17:20:00.000Z"
    assert read(cast, "visitor")["scoreboard_thaw_time"] == "2026-03-02T17:10:00.000Z"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("", "GET, HEAD"), ("/teams", "GET, HEAD"), ("/submissions", "GET, HEAD, POST")],
)
def test_other_methods_are_told_which_there_are(
    cast: Cast, played: ProblemSet, path: str, allowed: str
) -> None:
    response = cast.api("ta_hana").client.delete(f"{BASE}{path}")

    assert (response.status_code, response["Allow"]) == (405, allowed)
    assert response.json()["code"] == 405
