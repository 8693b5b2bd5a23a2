"""What holds for every format and every contest."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.scoring.board import board_of, cells_of, public_attempts, rank, row_of
from contests.scoring.reveal import reveal_steps
from contests.scoring.values import Attempt, Cell, Row, Rules
from judging.verdicts import Verdict
from tests.contests.scoring.support import contests

ENTRIES = {1: True, 2: True, 3: False, 4: True}


def rows_of(attempts: list[Attempt], rules: Rules, *, public: bool) -> dict[int, Row]:
    rows = {}
    for entry_id, is_ranked in ENTRIES.items():
        own = [one for one in attempts if one.entry_id == entry_id]
        seen = public_attempts(own, rules) if public else own
        rows[entry_id] = row_of(entry_id, cells_of(seen, rules), rules, is_ranked=is_ranked)
    return rows


@given(contests(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    contest: tuple[Rules, list[Attempt]], chance: random.Random
) -> None:
    rules, attempts = contest
    board = board_of(attempts, ENTRIES, rules)
    shuffled = attempts[:]
    chance.shuffle(shuffled)
    assert board_of(shuffled, ENTRIES, rules) == board


@given(contests(), st.randoms(use_true_random=False))
def test_changing_one_cell_after_the_other_gives_the_board_from_scratch(
    contest: tuple[Rules, list[Attempt]], chance: random.Random
) -> None:
    """Given attempts that are all pending at first, when they are judged in any order and
    only the cell of each is counted anew, then the board is that of all attempts at once."""
    rules, attempts = contest
    known = [one.hidden() for one in attempts]
    cells = {e: cells_of([a for a in known if a.entry_id == e], rules) for e in ENTRIES}
    for index in chance.sample(range(len(attempts)), len(attempts)):
        known[index] = judged = attempts[index]
        of_cell = [a for a in known if (a.entry_id, a.problem) == (judged.entry_id, judged.problem)]
        mine = cells[judged.entry_id]
        mine.pop(judged.problem, None)
        mine.update(cells_of(public_attempts(of_cell, rules), rules))
    rows = [row_of(e, cells[e], rules, is_ranked=ENTRIES[e]) for e in ENTRIES]
    assert rank(rows, rules) == board_of(attempts, ENTRIES, rules)


@given(contests(), st.data())
def test_a_rejudged_attempt_counts_as_if_it_had_always_been_so(
    contest: tuple[Rules, list[Attempt]], data: st.DataObject
) -> None:
    """Given a board, when one attempt's verdict changes and only its cell is counted anew,
    then the board is the one that the new verdict gives from scratch."""
    rules, attempts = contest
    if not attempts:
        return
    index = data.draw(st.integers(0, len(attempts) - 1))
    verdict = data.draw(st.sampled_from([Verdict.ACCEPTED, Verdict.WRONG_ANSWER, None]))
    rejudged = replace(attempts[index], verdict=verdict, score=None, groups={})
    after = [*attempts[:index], rejudged, *attempts[index + 1 :]]
    rows = rows_of(attempts, rules, public=True)
    row = rows[rejudged.entry_id]
    of_cell = [a for a in after if (a.entry_id, a.problem) == (rejudged.entry_id, rejudged.problem)]
    cells = {problem: cell for problem, cell in row.cells.items() if problem != rejudged.problem}
    cells |= cells_of(public_attempts(of_cell, rules), rules)
    rows[row.entry_id] = row_of(row.entry_id, cells, rules, is_ranked=row.is_ranked)
    assert rank(rows.values(), rules) == board_of(after, ENTRIES, rules)


@given(contests())
def test_what_is_hidden_changes_nothing_that_the_public_sees(
    contest: tuple[Rules, list[Attempt]],
) -> None:
    rules, attempts = contest
    border = rules.hidden_from_ms
    if border is None:
        return
    redrawn = [
        one
        if one.submitted_at_ms < border
        else replace(one, verdict=Verdict.ACCEPTED, score=30.0, groups={"1": 30.0})
        for one in attempts
    ]
    assert board_of(redrawn, ENTRIES, rules) == board_of(attempts, ENTRIES, rules)


@given(contests())
def test_revealing_ends_in_the_truth_and_shows_each_cell_once(
    contest: tuple[Rules, list[Attempt]],
) -> None:
    rules, attempts = contest
    public = rows_of(attempts, rules, public=True)
    truth = rows_of(attempts, rules, public=False)
    steps = list(reveal_steps(public, truth, rules))
    shown = [(step.entry_id, step.problem) for step in steps]
    assert len(shown) == len(set(shown))
    cells = {entry: dict(row.cells) for entry, row in public.items()}
    for entry, problem in shown:
        cells[entry][problem] = truth[entry].cells.get(problem, Cell())
    rows = [
        row_of(
            e,
            {problem: cell for problem, cell in found.items() if not cell.is_empty},
            rules,
            is_ranked=ENTRIES[e],
        )
        for e, found in cells.items()
    ]
    assert rank(rows, rules) == rank(truth.values(), rules)


@given(contests())
def test_a_cell_survives_being_stored(contest: tuple[Rules, list[Attempt]]) -> None:
    rules, attempts = contest
    for place in board_of(attempts, ENTRIES, rules).places:
        for cell in place.row.cells.values():
            assert Cell.from_json(cell.to_json()) == cell


@pytest.mark.parametrize("count", [0, 1, 3])
def test_ranks_are_shared_and_left_out(count: int) -> None:
    rules = Rules(format="icpc", problems=())
    rows = [row_of(n, {}, rules, is_ranked=True) for n in range(count)]
    assert [place.rank for place in rank(rows, rules).places] == [1] * count
