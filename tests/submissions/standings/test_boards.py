"""Boards as they are read: kept, remade when they must be, and silent about what is frozen."""

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from contests.models import Entry, ProblemSet, VerdictPolicy
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.models import Audience, Scope, Scoreboard, StoredBoard
from submissions.standings.boards import ReadyBoard, board_read
from submissions.standings.recording import contest_get
from tests.contest_factories import make_entry
from tests.people import Cast
from tests.submissions.standings.support import AC, WA, at, hand_in, judge, play, set_rules


def read(
    contest: ProblemSet,
    audience: Audience = Audience.PUBLIC,
    scope: Scope = Scope.ALL,
    minute: float = 1_000,
) -> ReadyBoard:
    return board_read(contest_get(contest.pk), audience, scope, now=at(minute))


def body(board: ReadyBoard) -> Any:
    return json.loads(gzip.decompress(board.body_gzip))


def test_a_board_says_ranks_cells_and_columns(
    contest: ProblemSet, minsu: Entry, jiwoo: Entry, problems: list[Problem]
) -> None:
    play(minsu, problems[0], 10, WA)
    play(minsu, problems[0], 20, AC)
    play(jiwoo, problems[0], 25, AC)
    board = body(read(contest))
    assert [(row["rank"], row["entry"]["name"]) for row in board["rows"]] == [
        (1, "jiwoo"),
        (2, "minsu"),
    ]
    assert board["rows"][1]["cells"]["1"] == {
        "attempts": 2,
        "pending": 0,
        "is_solved": True,
        "score": 1.0,
        "time_ms": 20 * 60_000,
        "last_ms": 20 * 60_000,
        "penalty_ms": 40 * 60_000,
        "groups": {},
    }
    assert board["problems"][0] | {"colour": ""} == {
        "ordinal": 1,
        "label": "A",
        "colour": "",
        "points": 100,
        "tried": 2,
        "solved": 2,
        "first_solver": minsu.pk,
    }


def test_a_kept_board_is_read_in_few_queries(
    contest: ProblemSet, minsu: Entry, problems: list[Problem], queries: CaptureQueriesContext
) -> None:
    play(minsu, problems[0], 10, AC)
    first = read(contest)
    problem_set = contest_get(contest.pk)
    with queries:
        again = board_read(problem_set, Audience.PUBLIC, Scope.ALL, now=at(1_000))
    assert again == first
    assert len(queries) == 4


def test_readers_of_one_second_share_a_read(
    contest: ProblemSet,
    minsu: Entry,
    problems: list[Problem],
    settings: Settings,
    queries: CaptureQueriesContext,
) -> None:
    settings.SCOREBOARD_MAX_AGE_MS = 1_000
    first = read(contest)
    problem_set = contest_get(contest.pk)
    with queries:
        assert board_read(problem_set, Audience.PUBLIC, Scope.ALL, now=at(1_000)) == first
    assert len(queries) == 0


def test_a_changed_board_is_shown_as_it_was_for_a_second_at_most(
    contest: ProblemSet, minsu: Entry, problems: list[Problem], settings: Settings
) -> None:
    settings.SCOREBOARD_MAX_AGE_MS = 1_000
    first = read(contest, minute=5)
    play(minsu, problems[0], 5, AC)
    cache.clear()
    assert read(contest, minute=5) == first
    cache.clear()
    later = board_read(
        contest_get(contest.pk),
        Audience.PUBLIC,
        Scope.ALL,
        now=at(5) + timedelta(seconds=1),
    )
    assert body(later)["rows"][0]["solved"] == 1


def test_a_new_entry_is_seen_at_once(cast: Cast, contest: ProblemSet, minsu: Entry) -> None:
    assert len(body(read(contest))["rows"]) == 1
    make_entry(contest, cast.sora)
    assert len(body(read(contest))["rows"]) == 2


def test_unofficial_entries_can_be_left_out(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    guest = make_entry(contest, cast.sora, is_official=False)
    play(guest, problems[0], 10, AC)
    ranks = [(row["rank"], row["entry"]["name"]) for row in body(read(contest))["rows"]]
    assert ranks == [(None, "sora"), (1, "minsu")]
    official = body(read(contest, scope=Scope.OFFICIAL))
    assert [row["entry"]["name"] for row in official["rows"]] == ["minsu"]
    assert official["problems"][0]["solved"] == 0


@pytest.mark.parametrize("verdict", [AC, WA, Verdict.COMPILE_ERROR, Verdict.JUDGING_ERROR])
def test_no_frozen_result_moves_anything_public(
    contest: ProblemSet, minsu: Entry, problems: list[Problem], verdict: Verdict
) -> None:
    """Given a try after the freeze, when it is judged, then the public board, its sequence
    and its tag are those of before."""
    waiting = hand_in(minsu, problems[0], 241)
    before, head = read(contest), Scoreboard.objects.get()
    judge(waiting, verdict)
    assert read(contest) == before
    after = Scoreboard.objects.get()
    assert after.public_sequence == head.public_sequence
    assert after.staff_sequence > head.staff_sequence
    assert body(read(contest))["rows"][0]["cells"]["1"]["pending"] == 1
    assert body(read(contest))["is_frozen"]


@pytest.mark.parametrize("policy", [VerdictPolicy.BLIND, VerdictPolicy.SAMPLES])
def test_a_veiled_contest_tells_no_result_before_its_end(
    contest: ProblemSet, minsu: Entry, problems: list[Problem], policy: VerdictPolicy
) -> None:
    set_rules(contest, freeze_at=None)
    ProblemSet.objects.update(verdict_policy=policy)
    waiting = hand_in(minsu, problems[0], 10)
    before = read(contest, minute=20)
    judge(waiting, AC)
    assert read(contest, minute=20) == before
    assert body(read(contest, minute=20))["rows"][0]["solved"] == 0
    assert body(read(contest, minute=301))["rows"][0]["solved"] == 1


@pytest.mark.parametrize("verdict", [AC, WA])
def test_a_veiled_virtual_entry_does_not_learn_its_results_from_the_board(
    cast: Cast, contest: ProblemSet, problems: list[Problem], verdict: Verdict
) -> None:
    """Given a blind contest that is over, when somebody who goes through it virtually hands in
    and is judged, and hands in again, then the board moves as for any other verdict."""
    ProblemSet.objects.update(verdict_policy=VerdictPolicy.BLIND)
    virtual = make_entry(contest, cast.sora, virtual_starts_at=at(900))
    waiting = hand_in(virtual, problems[0], 910)
    before = Scoreboard.objects.get().public_sequence
    judge(waiting, verdict)
    assert Scoreboard.objects.get().public_sequence == before
    hand_in(virtual, problems[0], 920)
    assert Scoreboard.objects.get().public_sequence == before + 1
    row = body(read(contest))["rows"][0]
    assert (row["solved"], row["cells"]["1"]["pending"]) == (0, 2)
    assert body(read(contest, Audience.STAFF))["rows"][0]["cells"]["1"]["attempts"] == 1


def test_staff_see_things_as_they_are(
    contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    play(minsu, problems[0], 250, AC)
    assert body(read(contest))["rows"][0]["solved"] == 0
    assert body(read(contest, Audience.STAFF))["rows"][0]["solved"] == 1


def test_one_kind_of_board_is_kept_once(cast: Cast, contest: ProblemSet, minsu: Entry) -> None:
    read(contest)
    make_entry(contest, cast.jiwoo)
    read(contest)
    assert StoredBoard.objects.count() == 1
