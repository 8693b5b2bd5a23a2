"""Rejudgings' decisions that need no database."""

import pytest

from common.errors import ConflictError, InvalidInputError
from judging.verdicts import Verdict
from submissions.rejudging.rules import (
    MAX_JUDGEMENTS,
    MAX_SUBMISSIONS,
    RejudgingState,
    Repetition,
    move_check,
    outcome_of,
    replaces,
    shares,
    size_check,
)

AC, WA, TLE, JE = (
    Verdict.ACCEPTED,
    Verdict.WRONG_ANSWER,
    Verdict.TIME_LIMIT,
    Verdict.JUDGING_ERROR,
)
PREPARING, JUDGING, READY, APPLIED, CANCELLED = RejudgingState

ALLOWED = {
    (PREPARING, JUDGING),
    (JUDGING, READY),
    (READY, APPLIED),
    (READY, PREPARING),
    (PREPARING, CANCELLED),
    (JUDGING, CANCELLED),
    (READY, CANCELLED),
}


@pytest.mark.parametrize("state", RejudgingState)
@pytest.mark.parametrize("to", RejudgingState)
def test_the_state_machine(state: RejudgingState, to: RejudgingState) -> None:
    if (state, to) in ALLOWED:
        move_check(state, to)
    else:
        with pytest.raises(ConflictError):
            move_check(state, to)


def repetitions(
    *verdicts: Verdict | None, scores: tuple[float | None, ...] = ()
) -> list[Repetition]:
    return [
        Repetition(
            judgement_id=n,
            verdict=verdict,
            score=scores[n - 1] if scores else None,
            cpu_time_ms=n * 10,
        )
        for n, verdict in enumerate(verdicts, start=1)
    ]


def test_nothing_is_said_while_one_is_open() -> None:
    assert not outcome_of(repetitions(AC, None)).is_finished
    assert not outcome_of([]).is_finished


@pytest.mark.parametrize(
    ("verdicts", "counts", "is_unstable"),
    [
        ((AC,), 1, False),
        ((AC, AC, AC), 1, False),
        ((WA, AC), 1, True),
        ((JE, AC), 2, False),
        ((JE, WA, AC), 2, True),
        ((JE, JE), 1, False),
    ],
)
def test_the_first_that_is_no_judging_error_counts(
    verdicts: tuple[Verdict, ...], counts: int, is_unstable: bool
) -> None:
    outcome = outcome_of(repetitions(*verdicts))

    assert (outcome.judgement_id, outcome.is_unstable) == (counts, is_unstable)
    assert outcome.verdict == verdicts[counts - 1]
    assert set(outcome.verdicts) == set(verdicts)


def test_the_spread_of_times_and_scores() -> None:
    outcome = outcome_of(repetitions(AC, AC, JE, scores=(50, 60, None)))

    assert (outcome.cpu_time_min_ms, outcome.cpu_time_max_ms) == (10, 20)
    assert outcome.is_unstable


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [(WA, AC, True), (WA, JE, False), (JE, JE, True), (None, JE, True), (AC, None, False)],
)
def test_a_judging_error_takes_no_verdict_away(
    old: Verdict | None, new: Verdict | None, expected: bool
) -> None:
    assert replaces(old, new) is expected


@pytest.mark.parametrize(
    ("submissions", "repeat_count"),
    [(0, 1), (MAX_SUBMISSIONS + 1, 1), (MAX_JUDGEMENTS // 5 + 1, 5), (1, 0), (1, 11)],
)
def test_sizes_that_are_refused(submissions: int, repeat_count: int) -> None:
    with pytest.raises(InvalidInputError):
        size_check(submissions=submissions, repeat_count=repeat_count)


@pytest.mark.parametrize(
    ("budget", "waiting", "expected"),
    [
        (10, {1: 100}, {1: 10}),
        (10, {1: 100, 2: 3}, {1: 7, 2: 3}),
        (3, {1: 5, 2: 5}, {1: 2, 2: 1}),
        (0, {1: 5}, {}),
        (9, {}, {}),
        (9, {1: 2}, {1: 2}),
    ],
)
def test_all_rejudgings_get_their_share(
    budget: int, waiting: dict[int, int], expected: dict[int, int]
) -> None:
    assert shares(budget, waiting) == expected
