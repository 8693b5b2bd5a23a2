"""Scoreboards over REST: who sees which, what caches may keep, and how contests went."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import BoardVisibility, Entry, ProblemSet, SetVisibility
from problems.models import Problem
from tests.contest_factories import make_entry
from tests.people import EVERYBODY, Cast
from tests.submissions.standings.support import AC, WA, at, hand_in, judge, play, set_rules

PATH = "/contests/round/scoreboard"
HISTORY = ["/contests/round/replay", "/contests/round/statistics", f"{PATH}/past?at_ms=600000"]


@pytest.fixture
def played(contest: ProblemSet, minsu: Entry, jiwoo: Entry, problems: list[Problem]) -> ProblemSet:
    """minsu solves A before the freeze and B in it; jiwoo solves A later."""
    play(minsu, problems[0], 10, WA)
    play(minsu, problems[0], 20, AC)
    play(jiwoo, problems[0], 25, AC)
    play(minsu, problems[1], 250, AC)
    return contest


def move(contest: ProblemSet, *, started_ago: timedelta) -> None:
    """Let it have begun so long ago, freeze and end with it; attempts stay where they were."""
    start = timezone.now() - started_ago
    ProblemSet.objects.filter(pk=contest.pk).update(
        starts_at=start, ends_at=start + (contest.ends_at - contest.starts_at)
    )


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_sees_a_public_contests_board(cast: Cast, played: ProblemSet, name: str) -> None:
    response = cast.api(name).get(PATH)
    assert response.status_code == 200
    rows = response.json()["rows"]
    assert [(row["entry"]["name"], row["solved"]) for row in rows] == [("jiwoo", 1), ("minsu", 1)]
    assert rows[1]["cells"]["2"]["pending"] == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("visitor", 403),
        ("minsu", 403),
        ("sora", 403),
        ("ta_yuri", 403),
        ("ta_hana", 200),
        ("professor", 200),
        ("operator", 200),
    ],
)
def test_only_staff_see_frozen_results(
    cast: Cast, played: ProblemSet, name: str, status: int
) -> None:
    response = cast.api(name).get(PATH, view="staff")
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"
    if status == 200:
        assert response.json()["rows"][0]["solved"] == 2
    else:
        assert response.json()["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("name", "status"),
    [("visitor", 404), ("sora", 404), ("ta_yuri", 404), ("minsu", 200), ("ta_hana", 200)],
)
def test_a_courses_board_is_its_members(
    cast: Cast, played: ProblemSet, name: str, status: int
) -> None:
    ProblemSet.objects.update(visibility=SetVisibility.COURSE)
    response = cast.api(name).get(PATH)
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"
    for path in (*HISTORY, f"{PATH}?view=staff"):
        assert status == 200 or cast.api(name).get(path).status_code == 404


@pytest.mark.parametrize(
    ("visibility", "started_ago", "is_open"),
    [
        (BoardVisibility.ALWAYS, timedelta(hours=1), True),
        (BoardVisibility.ALWAYS, timedelta(hours=-1), False),
        (BoardVisibility.AFTER_END, timedelta(hours=1), False),
        (BoardVisibility.AFTER_END, timedelta(hours=6), True),
        (BoardVisibility.NEVER, timedelta(hours=6), False),
    ],
)
def test_the_board_opens_as_the_contest_says(
    cast: Cast,
    played: ProblemSet,
    visibility: BoardVisibility,
    started_ago: timedelta,
    is_open: bool,
) -> None:
    move(played, started_ago=started_ago)
    set_rules(played, board_visibility=visibility)
    response = cast.api("minsu").get(PATH)
    assert response.status_code == (200 if is_open else 404)
    if not is_open:
        assert response.json()["code"] == "board_not_open"
    staff = cast.api("ta_hana").get(PATH)
    assert staff.status_code == 200
    assert ("public" in staff["Cache-Control"]) == is_open


def test_a_public_board_may_be_kept_and_is_not_sent_twice(cast: Cast, played: ProblemSet) -> None:
    first = cast.api("visitor").get(PATH)
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Cookie" not in first.get("Vary", "")
    again = cast.api("minsu").client.get(f"/api/v1{PATH}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_board_goes_gzipped_to_those_who_take_it(cast: Cast, played: ProblemSet) -> None:
    plain = cast.api("visitor").get(PATH)
    packed = cast.api("visitor").client.get(
        f"/api/v1{PATH}", headers={"Accept-Encoding": "gzip, br"}
    )
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert len(packed.content) < len(plain.content)


def test_reading_a_board_takes_five_queries(
    cast: Cast, played: ProblemSet, queries: CaptureQueriesContext
) -> None:
    visitor = cast.api("visitor")
    visitor.get(PATH)
    with queries:
        visitor.get(PATH)
    assert len(queries) == 5


def test_unofficial_rows_can_be_left_out(
    cast: Cast, played: ProblemSet, problems: list[Problem]
) -> None:
    make_entry(played, cast.sora, is_official=False)
    names = [row["entry"]["name"] for row in cast.api("visitor").get(PATH).json()["rows"]]
    assert "sora" in names
    official = cast.api("visitor").get(PATH, unofficial="false").json()["rows"]
    assert {row["entry"]["name"] for row in official} == {"minsu", "jiwoo"}


@pytest.mark.parametrize("path", HISTORY)
def test_history_waits_for_the_end_and_the_reveal(
    cast: Cast, played: ProblemSet, path: str
) -> None:
    for name in ("visitor", "minsu", "ta_hana"):
        assert cast.api(name).get(path).json()["code"] == "history_not_open"
    set_rules(played, unfrozen_at=at(400))
    assert cast.api("visitor").get(path).status_code == 200
    move(played, started_ago=timedelta(hours=1))
    assert cast.api("visitor").get(path).json()["code"] == "history_not_open"


def test_a_replay_gives_every_attempt_and_no_exact_verdict(
    cast: Cast, played: ProblemSet, minsu: Entry
) -> None:
    set_rules(played, unfrozen_at=at(400))
    response = cast.api("visitor").get("/contests/round/replay")
    replay = response.json()
    assert [(one["at_ms"] // 60_000, one["result"]) for one in replay["attempts"]] == [
        (10, "rejected"),
        (20, "accepted"),
        (25, "accepted"),
        (250, "accepted"),
    ]
    assert "WA" not in json.dumps(replay)
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_the_board_of_a_past_moment(cast: Cast, played: ProblemSet) -> None:
    set_rules(played, unfrozen_at=at(400))

    def at_minute(minute: int) -> Any:
        board = cast.api("visitor").get(f"{PATH}/past", at_ms=minute * 60_000).json()
        return {row["entry"]["name"]: row["solved"] for row in board["rows"]}

    assert at_minute(15) == {"minsu": 0, "jiwoo": 0}
    assert at_minute(22) == {"minsu": 1, "jiwoo": 0}
    # In its last hour the contest's board was frozen, and so it is for those who repeat it.
    assert at_minute(299) == {"minsu": 1, "jiwoo": 1}
    assert at_minute(300) == {"minsu": 2, "jiwoo": 1}


def test_statistics_count_live_entries(
    cast: Cast, played: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    set_rules(played, unfrozen_at=at(400))
    virtual = make_entry(played, cast.sora, virtual_starts_at=at(500))
    play(virtual, problems[2], 510, AC)
    found = cast.api("visitor").get("/contests/round/statistics").json()
    assert (found["entries"], found["entries_that_tried"], found["submissions"]) == (2, 2, 4)
    first = found["problems"][0]
    assert (first["tried"], first["solved"], first["first_solver"]) == (2, 2, minsu.pk)
    assert first["verdicts"] == {"AC": 2, "WA": 1}
    assert sum(piece["accepted"] for piece in first["timeline"]) == 2
    assert found["problems"][2]["submissions"] == 0


def test_a_frozen_result_changes_no_byte_that_others_get(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    waiting = hand_in(minsu, problems[0], 241)
    before = {name: cast.api(name).get(PATH) for name in EVERYBODY}
    judge(waiting, AC)
    for name, response in before.items():
        after = cast.api(name).get(PATH)
        assert (after.content, after["ETag"]) == (response.content, response["ETag"])
