"""Standings are kept up with every judgement, whatever the order."""

import random

import pytest
from django.core.management import call_command
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contests.models import ContestFormat, Entry, ProblemSet
from judging.contract import GroupReport, InternalError
from judging.verdicts import Verdict
from problems.models import Problem, TestPackage
from submissions.models import Audience, Scoreboard, StandingsRow, Submission
from submissions.services import judgement_give_up, judgement_rejudge
from submissions.standings.recording import standings_rebuild
from tests.contest_factories import make_contest, make_entry
from tests.factories import judgement_of, make_problem, make_submission
from tests.people import Cast
from tests.submissions.standings.support import (
    AC,
    CE,
    WA,
    at,
    hand_in,
    judge,
    play,
    scratch,
    set_rules,
    stored,
)


def totals(contest: ProblemSet, audience: Audience = Audience.STAFF) -> dict[int, tuple[int, int]]:
    return {
        place.row.entry_id: (place.row.totals.solved, place.row.totals.penalty_ms // 60_000)
        for place in stored(contest, audience).places
    }


def test_a_submission_is_pending_until_it_is_judged(
    contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    waiting = hand_in(minsu, problems[0], 10)
    cell = stored(contest, Audience.PUBLIC).places[0].row.cells[1]
    assert (cell.attempts, cell.pending) == (0, 1)
    judge(waiting, AC)
    cell = stored(contest, Audience.PUBLIC).places[0].row.cells[1]
    assert (cell.attempts, cell.pending, cell.is_solved) == (1, 0, True)


def test_verdicts_out_of_order_count_in_the_order_of_submission(
    contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    first, second = hand_in(minsu, problems[0], 10), hand_in(minsu, problems[0], 20)
    judge(second, AC)
    judge(first, WA)
    assert totals(contest) == {minsu.pk: (1, 40)}


def test_a_rejudge_takes_back_what_no_longer_holds(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    solved = play(minsu, problems[0], 10, AC)
    judgement_rejudge(user=cast.operator, submission_id=solved.pk, now=at(30))
    assert totals(contest) == {minsu.pk: (1, 10)}
    judge(solved, WA)
    assert totals(contest) == {minsu.pk: (0, 0)}
    assert stored(contest, Audience.PUBLIC) == scratch(contest, Audience.PUBLIC)


def test_a_judging_error_is_no_try(
    contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    waiting = judgement_of(hand_in(minsu, problems[0], 10))
    judgement_give_up(
        judgement_id=waiting.pk,
        attempt_token=waiting.attempt_token,
        reason=InternalError(kind="attempts", message="…"),
        now=at(20),
    )
    assert stored(contest, Audience.STAFF).places[0].row.cells == {}


def test_practice_leaves_no_trace(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    judge(make_submission(cast.minsu, problems[0]), AC)
    assert not StandingsRow.objects.exists()


def test_one_judgement_writes_two_rows_and_reads_one_cell(
    cast: Cast,
    contest: ProblemSet,
    minsu: Entry,
    jiwoo: Entry,
    problems: list[Problem],
    queries: CaptureQueriesContext,
) -> None:
    for minute in range(5):
        play(jiwoo, problems[1], minute, WA)
    waiting = hand_in(minsu, problems[0], 10)
    play(minsu, problems[1], 10, WA)
    with queries:
        judge(waiting, AC)
    standings = [
        query["sql"]
        for query in queries.captured_queries
        if "scoreboard" in query["sql"] or "standingsrow" in query["sql"]
    ]
    assert len([sql for sql in standings if sql.startswith("UPDATE")]) == 2
    assert len([sql for sql in standings if sql.startswith("SELECT")]) == 2


def test_changed_rules_count_everything_anew(
    contest: ProblemSet, minsu: Entry, jiwoo: Entry, problems: list[Problem]
) -> None:
    play(minsu, problems[0], 10, WA)
    play(minsu, problems[0], 20, AC)
    set_rules(contest, penalty_minutes=5)
    play(jiwoo, problems[0], 15, AC)
    assert totals(contest) == {minsu.pk: (1, 25), jiwoo.pk: (1, 15)}


def test_compile_errors_count_where_the_contest_says_so(
    contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    play(minsu, problems[0], 10, CE)
    play(minsu, problems[0], 20, AC)
    assert totals(contest) == {minsu.pk: (1, 20)}
    set_rules(contest, counts_compile_errors=True)
    standings_rebuild(contest.pk, now=at(30))
    assert totals(contest) == {minsu.pk: (1, 40)}


def test_rebuilding_right_standings_changes_nothing(
    contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    play(minsu, problems[0], 10, AC)
    play(minsu, problems[1], 250, AC)
    before = Scoreboard.objects.get()
    assert standings_rebuild(contest.pk, now=at(300)) == 0
    assert Scoreboard.objects.get().public_sequence == before.public_sequence


def test_rebuilding_mends_what_was_broken(
    contest: ProblemSet,
    minsu: Entry,
    problems: list[Problem],
    capsys: pytest.CaptureFixture[str],
) -> None:
    play(minsu, problems[0], 10, AC)
    StandingsRow.objects.update(public_cells={}, staff_cells={"2": {"a": 9}})
    call_command("standings_rebuild", contest.slug)
    assert "1 rows changed" in capsys.readouterr().out
    assert stored(contest, Audience.PUBLIC) == scratch(contest, Audience.PUBLIC)
    assert stored(contest, Audience.STAFF) == scratch(contest, Audience.STAFF)


def test_subtasks_count_over_all_submissions(cast: Cast) -> None:
    problem = make_problem("towers")
    TestPackage.objects.update(max_score=100)
    contest = make_contest(problems=[problem], format=ContestFormat.IOI)
    entry = make_entry(contest, cast.minsu)
    for minute, (first, second) in enumerate([(30.0, 0.0), (0.0, 70.0)]):
        groups = (
            GroupReport(name="secret/1", verdict=AC, score=first, max_score=30),
            GroupReport(name="secret/2", verdict=WA, score=second, max_score=70),
        )
        judge(hand_in(entry, problem, minute), WA, score=first + second, groups=groups)
    place = stored(contest, Audience.STAFF).places[0]
    assert (place.row.totals.score, place.row.cells[1].is_solved) == (100, True)


def test_a_virtual_entry_has_its_own_clock_and_no_rank(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    play(minsu, problems[0], 30, AC)
    later = make_entry(contest, cast.sora, virtual_starts_at=at(600))
    play(later, problems[0], 610, AC)
    places = stored(contest, Audience.PUBLIC).places
    assert [(place.rank, place.row.entry_id) for place in places] == [
        (None, later.pk),
        (1, minsu.pk),
    ]
    assert places[0].row.totals.penalty_ms == 10 * 60_000


VERDICTS = st.sampled_from([AC, AC, WA, CE, Verdict.JUDGING_ERROR])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_increments_give_the_board_from_scratch(
    data: st.DataObject,
    chance: random.Random,
    cast: Cast,
    problems: list[Problem],
) -> None:
    """Given any contest, when its judgements come in any order with rejudges between, then
    both boards are what all submissions give from scratch."""
    contest = make_contest(
        f"round-{Submission.objects.count()}-{ProblemSet.objects.count()}",
        problems=problems,
        format=data.draw(st.sampled_from(ContestFormat.values)),
        freeze_at=data.draw(st.sampled_from([None, at(3)])),
    )
    entries = [make_entry(contest, user) for user in (cast.minsu, cast.jiwoo, cast.sora)]
    handed = [
        hand_in(
            data.draw(st.sampled_from(entries)),
            data.draw(st.sampled_from(problems[:2])),
            data.draw(st.integers(0, 6)),
        )
        for _ in range(data.draw(st.integers(1, 8)))
    ]
    for submission in chance.sample(handed, len(handed)):
        judge(submission, verdict=data.draw(VERDICTS))
    for submission in data.draw(st.lists(st.sampled_from(handed), max_size=2, unique=True)):
        submission.refresh_from_db()
        judgement_rejudge(user=cast.operator, submission_id=submission.pk, now=at(9))
        if data.draw(st.booleans()):
            judge(submission, verdict=data.draw(VERDICTS))
    for audience in Audience:
        assert stored(contest, audience) == scratch(contest, audience)


def test_part_of_the_points_solves_nothing_in_an_icpc_contest(
    contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    submission = hand_in(minsu, problems[0], 20)
    submission.max_score = 100
    submission.save()
    judge(submission, AC, score=60.0)

    assert stored(contest, Audience.STAFF).places[0].row.totals.solved == 0
    assert stored(contest, Audience.STAFF) == scratch(contest, Audience.STAFF)

    play(minsu, problems[0], 30, AC)
    assert stored(contest, Audience.STAFF).places[0].row.totals.solved == 1
