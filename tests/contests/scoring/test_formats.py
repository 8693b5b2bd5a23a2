"""Each format's own rules, with the numbers worked out by hand."""

import pytest

from contests.scoring.awards import Medals, awards_of
from contests.scoring.board import board_of, cells_of
from contests.scoring.formats import FORMATS, HAS_POINTS
from contests.scoring.reveal import reveal_steps
from contests.scoring.values import Attempt, Cell, ProblemRule, Rules
from tests.contests.scoring.support import AC, CE, JE, WA, attempt, rules

MINUTE = 60_000


def cell(attempts: list[Attempt], rules: Rules) -> Cell:
    return cells_of(attempts, rules)[1]


def ranks(attempts: list[Attempt], rules: Rules, entries: int = 2) -> list[tuple[int | None, int]]:
    board = board_of(attempts, dict.fromkeys(range(1, entries + 1), True), rules)
    return [(place.rank, place.row.entry_id) for place in board.places]


def test_every_format_says_what_it_ranks_by() -> None:
    assert HAS_POINTS.keys() == FORMATS.keys()


class TestIcpc:
    def test_a_solved_problem_costs_whole_minutes_and_its_rejected_attempts(self) -> None:
        found = cell(
            [attempt(1, 10, WA), attempt(2, 20, WA), attempt(3, 30.9, AC), attempt(4, 40, WA)],
            rules(),
        )
        assert (found.attempts, found.is_solved) == (3, True)
        assert found.penalty_ms == (30 + 2 * 20) * MINUTE

    def test_compile_and_judging_errors_are_no_tries(self) -> None:
        tries = [attempt(1, 1, CE), attempt(2, 2, JE), attempt(3, 3, AC)]
        assert cell(tries, rules()).penalty_ms == 3 * MINUTE
        assert cell(tries, rules(counts_compile_errors=True)).penalty_ms == 23 * MINUTE

    def test_an_unsolved_problem_costs_nothing(self) -> None:
        tries = [attempt(1, 50, WA), attempt(2, 60, AC, problem=2)]
        board = board_of(tries, {1: True}, rules())
        assert board.places[0].row.totals.penalty_ms == 60 * MINUTE

    def test_an_earlier_pending_try_may_still_change_a_solved_cell(self) -> None:
        found = cell([attempt(1, 5, None), attempt(2, 9, AC), attempt(3, 11, None)], rules())
        assert (found.is_solved, found.attempts, found.pending) == (True, 1, 1)

    def test_equal_penalties_are_ranked_by_the_last_accepted_minute(self) -> None:
        tries = [
            attempt(1, 10, AC, problem=1, entry=1),
            attempt(2, 50, AC, problem=2, entry=1),
            attempt(3, 20, AC, problem=1, entry=2),
            attempt(4, 40, AC, problem=2, entry=2),
        ]
        assert ranks(tries, rules()) == [(1, 2), (2, 1)]

    def test_teams_of_the_same_minute_share_a_rank(self) -> None:
        tries = [attempt(1, 10.2, AC, entry=2), attempt(2, 10.7, AC, entry=1)]
        assert ranks(tries, rules(), entries=3) == [(1, 1), (1, 2), (3, 3)]

    def test_the_first_solver_waits_for_earlier_tries(self) -> None:
        later = attempt(2, 9, AC, entry=2)
        both = {1: True, 2: True}
        assert board_of([attempt(1, 5, None), later], both, rules()).first_solvers == {}
        assert board_of([attempt(1, 5, WA), later], both, rules()).first_solvers == {1: 2}
        assert board_of([attempt(1, 5, AC), later], both, rules()).first_solvers == {1: 1}

    def test_an_unofficial_entry_takes_no_place_and_no_first(self) -> None:
        tries = [attempt(1, 5, AC, entry=1), attempt(2, 9, AC, entry=2)]
        board = board_of(tries, {1: False, 2: True}, rules())
        assert [(p.rank, p.row.entry_id) for p in board.places] == [(None, 1), (1, 2)]
        assert board.first_solvers == {1: 2}

    def test_frozen_tries_are_pending(self) -> None:
        frozen = rules(hidden_from_ms=60 * MINUTE)
        tries = [attempt(1, 59, WA), attempt(2, 60, AC), attempt(3, 61, WA)]
        public = board_of(tries, {1: True}, frozen).places[0].row.cells[1]
        assert (public.attempts, public.pending, public.is_solved) == (1, 2, False)
        shown = board_of(tries, {1: True}, frozen, {1: {1}}).places[0].row.cells[1]
        assert (shown.attempts, shown.is_solved) == (2, True)


class TestIoi:
    TASK = (ProblemRule(1, points=100, max_score=100),)

    def test_the_best_of_each_subtask_counts(self) -> None:
        found = cell(
            [
                attempt(1, 1, WA, score=40, groups={"1": 40, "2": 0}),
                attempt(2, 2, WA, score=60, groups={"1": 0, "2": 60}),
                attempt(3, 3, WA, score=60, groups={"1": 0, "2": 60}),
            ],
            Rules(format="ioi", problems=self.TASK),
        )
        assert (found.score, found.is_solved, found.time_ms) == (100, True, 2 * MINUTE)
        assert found.groups == {"1": 40, "2": 60}

    def test_equal_totals_share_a_rank_whenever_they_came(self) -> None:
        tries = [attempt(1, 1, AC, entry=1), attempt(2, 90, AC, entry=2)]
        assert ranks(tries, rules("ioi")) == [(1, 1), (1, 2)]


class TestPoints:
    def test_the_best_attempt_counts_from_when_it_was_first_reached(self) -> None:
        task = (ProblemRule(1, points=50, max_score=10),)
        found = cell(
            [
                attempt(1, 1, WA, score=4),
                attempt(2, 2, WA, score=8),
                attempt(3, 3, WA, score=2),
                attempt(4, 4, WA, score=8),
            ],
            Rules(format="points", problems=task),
        )
        assert (found.score, found.time_ms, found.attempts) == (40, 2 * MINUTE, 4)
        assert not found.is_solved

    def test_who_reached_the_total_first_is_ahead(self) -> None:
        tries = [attempt(1, 9, AC, entry=1), attempt(2, 8.99, AC, entry=2)]
        assert ranks(tries, rules("points")) == [(1, 2), (2, 1)]

    def test_a_score_below_nothing_is_nothing(self) -> None:
        task = (ProblemRule(1, points=50, max_score=10),)
        found = cell([attempt(1, 1, WA, score=-4)], Rules(format="points", problems=task))
        assert (found.score, found.time_ms) == (0, None)


class TestAtcoder:
    def test_time_is_that_of_the_last_gain_plus_the_mistakes_before_it(self) -> None:
        tries = [
            attempt(1, 10, WA),
            attempt(2, 12, AC),
            attempt(3, 13, WA),
            attempt(4, 20, AC, problem=2),
            attempt(5, 30, WA, problem=3),
        ]
        board = board_of(tries, {1: True}, rules("atcoder", penalty_minutes=5))
        totals = board.places[0].row.totals
        assert (totals.score, totals.penalty_ms) == (200, 25 * MINUTE)

    def test_equal_points_are_ranked_by_time_with_mistakes(self) -> None:
        tries = [
            attempt(1, 1, WA, entry=1),
            attempt(2, 10, AC, entry=1),
            attempt(3, 14, AC, entry=2),
        ]
        assert ranks(tries, rules("atcoder", penalty_minutes=5)) == [(1, 2), (2, 1)]


class TestLast:
    def test_the_last_known_try_counts_even_if_it_is_worse(self) -> None:
        tries = [attempt(1, 1, AC), attempt(2, 2, WA), attempt(3, 3, CE), attempt(4, 4, None)]
        found = cell(tries, rules("last"))
        assert (found.score, found.is_solved, found.pending) == (0, False, 1)

    def test_a_compile_error_counts_where_the_contest_says_so(self) -> None:
        tries = [attempt(1, 1, AC), attempt(2, 2, CE)]
        assert cell(tries, rules("last")).score == 100
        assert cell(tries, rules("last", counts_compile_errors=True)).score == 0

    def test_late_and_early_share_a_rank(self) -> None:
        tries = [attempt(1, 1, AC, entry=2), attempt(2, 90, AC, entry=1)]
        assert ranks(tries, rules("last")) == [(1, 1), (1, 2)]


def test_the_resolver_goes_from_the_bottom_and_from_the_left() -> None:
    """Given 1 above 2 above 3, when 3's results are shown, then it passes 2, and 2 is next."""
    frozen = rules(hidden_from_ms=60 * MINUTE)
    tries = [
        attempt(1, 10, AC, entry=1, problem=1),
        attempt(2, 20, AC, entry=1, problem=2),
        attempt(3, 30, AC, entry=2, problem=1),
        attempt(4, 70, WA, entry=2, problem=2),
        attempt(5, 71, WA, entry=3, problem=3),
        attempt(6, 72, AC, entry=3, problem=1),
        attempt(7, 73, AC, entry=3, problem=2),
    ]
    entries = dict.fromkeys((1, 2, 3), True)
    public = {p.row.entry_id: p.row for p in board_of(tries, entries, frozen).places}
    truth = {p.row.entry_id: p.row for p in board_of(tries, entries, rules()).places}
    steps = [
        (s.entry_id, s.problem, s.position_before, s.position_after)
        for s in reveal_steps(public, truth, frozen)
    ]
    assert steps == [(3, 1, 3, 3), (3, 2, 3, 2), (2, 2, 3, 3), (3, 3, 2, 2)]


def test_medals_go_to_ranks_and_never_for_nothing() -> None:
    tries = [attempt(1, 10, AC, entry=1), attempt(2, 10, AC, entry=2), attempt(3, 30, AC, entry=3)]
    board = board_of(tries, dict.fromkeys(range(1, 6), True), rules())
    found = awards_of(board, [(1, "A"), (2, "B"), (3, "C")], Medals(gold=1, silver=1, bronze=1))
    assert {award.id: award.entry_ids for award in found} == {
        "winner": (1, 2),
        "gold-medal": (1, 2),
        "bronze-medal": (3,),
        "first-to-solve-1": (1,),
    }


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_tried_is_nothing_won(name: str) -> None:
    board = board_of([], {1: True}, rules(name))
    totals = board.places[0].row.totals
    assert (board.places[0].rank, totals.solved, totals.score) == (1, 0, 0)
