"""Applying a rejudging is the same as if all had been judged so from the start."""

import random
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contests.models import Balloon, ContestFormat, ProblemSet
from contests.scoring.values import Totals
from judging.verdicts import Verdict
from problems.models import Problem, ProblemStatistics
from submissions.grades.recording import set_results_refresh
from submissions.models import (
    Audience,
    ProblemResult,
    Rejudging,
    SetResult,
    Submission,
    UserStatistics,
)
from submissions.rejudging.applying import Chosen, rejudging_apply
from submissions.rejudging.effects import board_effects, grade_effects
from submissions.services import judgement_report_record
from submissions.services.balloons import balloons_follow
from tests.contest_factories import make_assignment, make_contest, make_entry
from tests.factories import NOON, judgement_of, make_problem, make_submission, report_of
from tests.people import Cast
from tests.submissions.rejudging.support import judge_all, make_rejudging
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

VERDICTS = st.sampled_from([AC, AC, WA, CE, Verdict.JUDGING_ERROR])


def figures() -> dict[str, Any]:
    """All that is counted from verdicts."""
    return {
        "results": list(
            ProblemResult.objects.order_by("pk").values_list(
                "user", "problem", "attempts", "first_accepted", "practice_accepted", "is_counted"
            )
        ),
        "problems": sorted(
            ProblemStatistics.objects.values_list(
                "problem", "attempt_count", "accepted_count", "solver_count"
            )
        ),
        "people": sorted(
            UserStatistics.objects.filter(solved_count__gt=0).values_list("user", "solved_count")
        ),
        "grades": sorted(SetResult.objects.values_list("user", "set_problem", "points")),
        "balloons": sorted(
            Balloon.objects.values_list("entry", "set_problem", "state"),
        ),
    }


def totals(contest: ProblemSet) -> dict[int, tuple[int | None, Totals]]:
    board = stored(contest, Audience.STAFF)
    return {place.row.entry_id: (place.rank, place.row.totals) for place in board.places}


@settings(
    max_examples=10,
    deadline=None,
    # Shrinking takes minutes, for each example plays a contest.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_applying_equals_recomputing_from_scratch(
    data: st.DataObject, chance: random.Random, cast: Cast
) -> None:
    """Given submissions in a contest, an assignment and practice, when a rejudging of them is
    applied whole or in part, then all that is counted is what counting anew gives."""
    slug = f"p{Problem.objects.count()}"
    problems = [make_problem(f"{slug}{n}", course=cast.algorithms) for n in (1, 2)]
    contest = make_contest(
        f"c{slug}",
        course=cast.algorithms,
        problems=problems,
        format=data.draw(st.sampled_from(ContestFormat.values)),
        freeze_at=data.draw(st.sampled_from([None, at(3)])),
        has_balloons=True,
    )
    homework = make_assignment(f"a{slug}", course=cast.algorithms, problems=problems)
    users = (cast.minsu, cast.jiwoo)
    entries = [make_entry(contest, user) for user in users]
    for _ in range(data.draw(st.integers(1, 9))):
        problem = chance.choice(problems)
        place = chance.choice(["contest", "homework", "practice"])
        if place == "contest":
            submission = hand_in(chance.choice(entries), problem, chance.randint(0, 6))
        else:
            submission = make_submission(chance.choice(users), problem)
            submission.problem_set = homework if place == "homework" else None
            submission.save()
        judge(submission, verdict=data.draw(VERDICTS))
    handed = Submission.objects.filter(problem__in=problems)
    rejudging = make_rejudging(cast.ta_hana, numbers=[one.pk for one in handed])
    says = {one.pk: data.draw(VERDICTS) for one in rejudging.judgements.all()}
    judge_all(rejudging, lambda one: says[one.pk])
    chosen = data.draw(st.sampled_from([None, Chosen(cells=[(AC, WA), (WA, AC)])]))
    expected = totals(contest)
    for effect in board_effects(rejudging, chosen, now=at(1_000)):
        expected |= {row.entry.pk: (row.after.rank, row.after.row.totals) for row in effect.rows}

    rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=chosen, now=at(1_000))

    assert totals(contest) == expected
    for audience in Audience:
        assert stored(contest, audience) == scratch(contest, audience)
    found = figures()
    call_command("rebuild_statistics", verbosity=0)
    set_results_refresh(homework.pk)
    for submission in handed.select_related("entry"):
        balloons_follow(submission, NOON)
    assert figures() == found
    for submission in handed.select_related("current_judgement"):
        assert submission.verdict == judgement_of(submission).verdict


@pytest.fixture
def contest(cast: Cast, problem: Problem) -> ProblemSet:
    return make_contest(problems=[problem], course=cast.algorithms)


def test_the_effect_on_the_board_is_told_before(
    cast: Cast, contest: ProblemSet, problem: Problem
) -> None:
    minsu, jiwoo = make_entry(contest, cast.minsu), make_entry(contest, cast.jiwoo)
    first = play(minsu, problem, 10, AC)
    play(jiwoo, problem, 20, AC)
    rejudging = judge_all(
        make_rejudging(cast.ta_hana, problem_set=contest.slug),
        lambda one: WA if one.submission_id == first.pk else AC,
    )

    (effect,) = board_effects(rejudging, None, now=at(400))

    assert [
        (row.entry.name, row.before.rank, row.after.rank, row.after.row.totals.solved)
        for row in effect.rows
    ] == [("jiwoo", 2, 1, 1), ("minsu", 1, 2, 0)]
    assert board_effects(rejudging, Chosen(cells=[(AC, AC)]), now=at(400))[0].rows == []


def test_final_results_stay_and_the_effect_says_so(
    cast: Cast, contest: ProblemSet, problem: Problem
) -> None:
    submission = play(make_entry(contest, cast.minsu), problem, 10, AC)
    before = stored(contest, Audience.STAFF)
    set_rules(contest, finalized_at=at(301))
    rejudging = judge_all(make_rejudging(cast.ta_hana, problem_set=contest.slug), WA)

    (effect,) = board_effects(rejudging, None, now=at(400))
    rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=at(400))

    submission.refresh_from_db()
    assert (effect.is_final, effect.rows, submission.verdict) == (True, (), "WA")
    assert stored(contest, Audience.STAFF) == before


def test_the_effect_on_grades_is_told_before(cast: Cast, problem: Problem) -> None:
    homework = make_assignment(course=cast.algorithms, problems=[problem])
    submission = make_submission(cast.minsu, problem)
    submission.problem_set = homework
    submission.save()
    judgement_report_record(report=report_of(judgement_of(submission), AC), now=NOON)
    rejudging = judge_all(make_rejudging(cast.ta_hana, problem_set=homework.slug), WA)

    (effect,) = grade_effects(rejudging, None)

    (change,) = effect.grades
    assert (change.user_id, change.before, change.after) == (cast.minsu.pk, 100.0, 0.0)
    rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=NOON)
    assert SetResult.objects.get().points == 0.0


def test_what_is_handed_in_meanwhile_is_not_lost(
    cast: Cast, contest: ProblemSet, problem: Problem
) -> None:
    entry = make_entry(contest, cast.minsu)
    play(entry, problem, 10, WA)
    rejudging = judge_all(make_rejudging(cast.ta_hana, problem_set=contest.slug), AC)
    late = hand_in(entry, problem, 15)

    rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=at(20))
    judge(late, WA)

    assert stored(contest, Audience.STAFF) == scratch(contest, Audience.STAFF)
    assert Rejudging.objects.get().items.count() == 1
