"""Revealing, unfreezing and finalizing, over GraphQL."""

from typing import Any

import pytest

from contests.models import ContestRules, Entry, ProblemSet
from courses.models import Course
from problems.models import Problem
from submissions.models import Audience, Scoreboard, StandingsRow
from submissions.services import judgement_rejudge
from submissions.standings.recording import standings_rebuild
from tests.people import Cast
from tests.submissions.standings.support import AC, WA, at, hand_in, judge, play, scratch, stored

REVEAL = (
    'mutation { resultsRevealNext(contest: "round") '
    "{ entry problem positionBefore positionAfter } }"
)
UNFREEZE = 'mutation { resultsUnfreeze(contest: "round") { unfrozenAt } }'
FINALIZE = 'mutation { resultsFinalize(contest: "round") { finalizedAt } }'
ORDER = 'query { revealOrder(contest: "round") { entry problem } }'


@pytest.fixture
def frozen(contest: ProblemSet, minsu: Entry, jiwoo: Entry, problems: list[Problem]) -> ProblemSet:
    """minsu leads; in the freeze jiwoo solves A and B and passes."""
    play(minsu, problems[0], 20, AC)
    play(jiwoo, problems[0], 250, AC)
    play(jiwoo, problems[1], 251, AC)
    play(minsu, problems[1], 252, WA)
    return contest


def run(cast: Cast, name: str, query: str) -> Any:
    return cast.api(name).graphql(query).json()


def code(answer: Any) -> str:
    found: str = answer["errors"][0]["extensions"]["code"]
    return found


def test_revealing_goes_from_the_bottom_up(
    cast: Cast, frozen: ProblemSet, minsu: Entry, jiwoo: Entry
) -> None:
    order = run(cast, "ta_hana", ORDER)["data"]["revealOrder"]
    steps = []
    while (step := run(cast, "ta_hana", REVEAL)["data"]["resultsRevealNext"]) is not None:
        steps.append(step)
    assert [{key: step[key] for key in ("entry", "problem")} for step in steps] == order
    assert [(step["entry"], step["problem"], step["positionAfter"]) for step in steps] == [
        (jiwoo.pk, 1, 2),
        (jiwoo.pk, 2, 1),
        (minsu.pk, 2, 2),
    ]
    public, staff = stored(frozen, Audience.PUBLIC), stored(frozen, Audience.STAFF)
    assert public == staff


def test_a_revealed_cell_survives_a_rebuild_and_follows_a_rejudge(
    cast: Cast, frozen: ProblemSet, jiwoo: Entry
) -> None:
    run(cast, "ta_hana", REVEAL)
    assert standings_rebuild(frozen.pk, now=at(400)) == 0
    shown = jiwoo.submissions.order_by("id").first()
    assert shown is not None
    judgement_rejudge(user=cast.operator, submission_id=shown.pk, now=at(400))
    judge(shown, WA)
    cell = StandingsRow.objects.get(entry=jiwoo).public_cells["1"]
    assert cell.get("ok") is None
    assert cell["a"] == 1


def test_unfreezing_shows_all(cast: Cast, frozen: ProblemSet) -> None:
    assert run(cast, "professor", UNFREEZE)["data"]["resultsUnfreeze"]["unfrozenAt"]
    assert stored(frozen, Audience.PUBLIC) == scratch(frozen, Audience.STAFF)
    assert code(run(cast, "professor", UNFREEZE)) == "not_frozen"
    assert run(cast, "professor", REVEAL)["data"]["resultsRevealNext"] is None


def test_final_results_stay_whatever_is_judged(
    cast: Cast, frozen: ProblemSet, minsu: Entry
) -> None:
    assert run(cast, "professor", FINALIZE)["data"]["resultsFinalize"]["finalizedAt"]
    before = stored(frozen, Audience.STAFF)
    solved = minsu.submissions.order_by("id").first()
    assert solved is not None
    judgement_rejudge(user=cast.operator, submission_id=solved.pk, now=at(400))
    judge(solved, WA)
    assert stored(frozen, Audience.STAFF) == before
    assert standings_rebuild(frozen.pk, now=at(500)) == 0
    assert code(run(cast, "professor", FINALIZE)) == "already_final"


def test_final_results_can_be_revealed_afterwards(cast: Cast, frozen: ProblemSet) -> None:
    run(cast, "professor", FINALIZE)
    run(cast, "professor", REVEAL)
    run(cast, "professor", UNFREEZE)
    assert stored(frozen, Audience.PUBLIC) == stored(frozen, Audience.STAFF)


def test_nothing_is_final_while_something_is_judged(
    cast: Cast, frozen: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    hand_in(minsu, problems[2], 299)
    assert code(run(cast, "professor", FINALIZE)) == "still_judging"
    assert ContestRules.objects.get().finalized_at is None


@pytest.mark.parametrize("mutation", [REVEAL, UNFREEZE, FINALIZE])
@pytest.mark.parametrize("name", ["minsu", "sora", "ta_yuri"])
def test_others_change_and_learn_nothing(
    cast: Cast, frozen: ProblemSet, name: str, mutation: str
) -> None:
    def facts() -> Any:
        return (
            list(ContestRules.objects.values()),
            list(Scoreboard.objects.values()),
            list(StandingsRow.objects.values()),
        )

    before = facts()
    for query in (mutation, ORDER):
        answer = cast.api(name).graphql(query)
        assert answer.status_code in {200, 403}
        assert "not_allowed" in answer.content.decode()
    assert facts() == before


@pytest.mark.parametrize("mutation", [REVEAL, UNFREEZE, FINALIZE])
def test_a_running_contest_is_not_revealed(cast: Cast, frozen: ProblemSet, mutation: str) -> None:
    ProblemSet.objects.update(ends_at=at(60 * 24 * 365 * 50))
    assert code(run(cast, "professor", mutation)) == "contest_not_over"
    assert ContestRules.objects.get().unfrozen_at is None


@pytest.mark.parametrize("mutation", [REVEAL, UNFREEZE, FINALIZE])
def test_an_archived_courses_results_stay(cast: Cast, frozen: ProblemSet, mutation: str) -> None:
    Course.objects.update(archived_at=at(400))

    assert code(run(cast, "professor", mutation)) == "course_archived"
    assert ContestRules.objects.filter(unfrozen_at=None, finalized_at=None).exists()
    assert not StandingsRow.objects.exclude(revealed=[]).exists()
