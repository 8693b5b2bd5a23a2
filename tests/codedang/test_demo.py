"""The demo's contests and assignments: what somebody who tries the site finds there."""

import pytest
from django.utils import timezone

from codedang.demo_practice import demo_practice_fill
from codedang.demo_sets import demo_sets_create
from tests.factories import make_problem
from tests.people import Cast


@pytest.fixture
def _demo(cast: Cast) -> None:
    problems = [make_problem(name) for name in ("sum", "path", "tree", "flow", "game")]
    for _ in range(2):
        demo_sets_create(
            course=cast.algorithms,
            problems=problems,
            student=cast.minsu,
            ta=cast.ta_hana,
            now=timezone.now(),
        )


@pytest.mark.usefixtures("_demo")
def test_the_student_finds_contests_of_every_phase(cast: Cast) -> None:
    # when the student lists contests
    items = cast.api("minsu").get("/contests").json()["items"]
    # then one comes, one runs, one waits for its reveal and one is final
    assert {one["slug"]: one["phase"] for one in items} == {
        "demo-contest-next": "upcoming",
        "demo-contest": "running",
        "demo-contest-frozen": "ended",
        "demo-contest-past": "finalized",
    }
    assert [bool(one["my_entry"]) for one in items] == [False, True, True, True]


@pytest.mark.usefixtures("_demo")
def test_a_board_waits_to_be_revealed_and_a_past_one_can_be_replayed(cast: Cast) -> None:
    frozen = cast.api("minsu").get("/contests/demo-contest-frozen/scoreboard").json()
    assert frozen["is_frozen"]
    assert len(frozen["rows"]) == 41
    assert any(cell["pending"] for row in frozen["rows"] for cell in row["cells"].values())
    assert cast.api("minsu").get("/contests/demo-contest-past/replay").json()["attempts"]


@pytest.mark.usefixtures("_demo")
def test_the_student_reads_a_released_score_with_its_comment(cast: Cast) -> None:
    score = cast.api("minsu").get("/assignments/demo-assignment-past/score").json()
    assert score["is_released"]
    assert score["problems"][0]["adjustment"]["points"] == 5
    spread = cast.api("minsu").get("/assignments/demo-assignment-past/distribution").json()
    assert spread["students"] >= 9


def test_the_list_of_problems_is_one_to_practise_with(cast: Cast) -> None:
    # given the demo's problems, told a second time too
    problems = [make_problem(name) for name in ("aplusb", "shuttle", "stairs")]
    made = [
        demo_practice_fill(problems=problems, student=cast.minsu, now=timezone.now())
        for _ in range(2)
    ]
    # then they have levels, tags, help and figures, once
    assert made == [True, False]
    graphs = cast.api("minsu").get("/me/problems?tag=graphs").json()["items"]
    assert [(one["slug"], one["difficulty"]) for one in graphs] == [("shuttle", 6)]
    assert graphs[0]["attempt_count"] > 0
    assert len(cast.api("minsu").get("/problems/aplusb/hints").json()["items"]) == 2
    assert cast.api("minsu").get("/me/statistics").json()["submission_count"] > 0
