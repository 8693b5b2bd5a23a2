"""Rows that are kept as text say the same as a board that is made anew."""

import json
from typing import Any

import pytest
from django.db import OperationalError

from contests.models import Entry, ProblemSet
from problems.models import Problem
from submissions.models import Audience, Scope
from submissions.standings import rendering
from submissions.standings.boards import board_ranked
from submissions.standings.rendering import RenderedRow, board_text
from submissions.standings.shapes import board_json
from submissions.standings.sheet import Sheet
from submissions.standings.warming import boards_warm
from tests.contest_factories import make_contest, make_entry
from tests.people import Cast
from tests.submissions.standings.support import (
    AC,
    CE,
    WA,
    at,
    hand_in,
    judge,
    play,
    set_rules,
    sheet,
)


def same(contest: ProblemSet) -> None:
    found = sheet(contest)
    for audience in Audience:
        for scope in Scope:
            text = board_text(found, audience, scope, sequence=7, is_frozen=True)
            board, entries = board_ranked(found, audience, scope)
            plain = board_json(board, entries, found, sequence=7, is_frozen=True)
            assert json.loads(text) == json.loads(json.dumps(plain))


def test_whatever_happens_the_text_is_the_board(
    cast: Cast, contest: ProblemSet, minsu: Entry, jiwoo: Entry, problems: list[Problem]
) -> None:
    same(contest)
    frozen = hand_in(minsu, problems[1], 290)
    for change in (
        lambda: play(minsu, problems[0], 10, WA),
        lambda: play(jiwoo, problems[0], 20, AC),
        lambda: play(minsu, problems[0], 30, AC),
        lambda: judge(frozen, AC),
        lambda: play(jiwoo, problems[1], 40, CE),
        lambda: Entry.objects.filter(pk=minsu.pk).update(name='"rank":null'),
        lambda: Entry.objects.filter(pk=jiwoo.pk).update(is_official=False),
        lambda: make_entry(contest, cast.sora),
        lambda: set_rules(contest, penalty_minutes=5),
    ):
        change()
        same(contest)


def test_only_rows_that_changed_are_made_anew(
    contest: ProblemSet,
    minsu: Entry,
    jiwoo: Entry,
    problems: list[Problem],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    play(minsu, problems[0], 10, AC)
    same(contest)
    made: list[int] = []
    render = rendering._rendered

    def noted(made_from: Any, cells: Any, found: Sheet) -> RenderedRow:
        made.append(made_from[1])
        return render(made_from, cells, found)

    monkeypatch.setattr(rendering, "_rendered", noted)

    same(contest)
    assert made == []
    play(jiwoo, problems[0], 20, WA)
    same(contest)

    assert made == [jiwoo.pk] * len(Audience)


def test_a_new_process_knows_the_rows_of_running_contests(
    contest: ProblemSet, minsu: Entry, problems: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_contest("over", problems=problems, starts_at=at(-1_000))
    play(minsu, problems[0], 10, AC)
    rendering._kept.clear()
    assert boards_warm(now=at(20)) == 1

    monkeypatch.setattr(rendering, "_rendered", lambda *_: pytest.fail("made again"))
    board_text(sheet(contest), Audience.PUBLIC, Scope.ALL, sequence=7, is_frozen=False)


def test_a_process_starts_without_a_database(
    contest: ProblemSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("submissions.standings.warming.contest_get", away)

    assert boards_warm(now=at(20)) == 0
