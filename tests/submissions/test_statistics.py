"""Statistics for staff: what they count, and who reads them."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test.utils import CaptureQueriesContext

from judging.verdicts import Verdict
from submissions.models import Run
from submissions.statistics import figures
from submissions.statistics.figures import Fact
from tests.contest_factories import HOUR, make_assignment
from tests.factories import NOON, judgement_of, make_problem, make_submission
from tests.people import EVERYBODY, Cast, make_user

SEOUL = ZoneInfo("Asia/Seoul")
READ = """
{ %s { submissionCount isCut verdicts { language verdict count } cpuTimes { fromMs toMs count }
  scores { fromPercent count } testFailures { problemSlug testCase verdict count }
  solveCurves { problemSlug points { minutes solved } } days { day submissions solved } hours
  stuck { username problemSlug attempts } } }
"""
FIELDS = {
    "problemStatistics": 'problemStatistics(problemSlug: "a")',
    "setStatistics": 'setStatistics(slug: "homework")',
    "courseStatistics": 'courseStatistics(courseSlug: "algorithms")',
}


def fact(user: int = 1, hours: float = 0, **values: Any) -> Fact:
    plain: dict[str, Any] = {"verdict": "WA", "is_solved": False, "share": 0.0}
    if values.pop("solves", False):
        plain = {"verdict": "AC", "is_solved": True, "share": 1.0}
    plain |= {"language": "cpp17", "cpu_time_ms": 40, "problem_id": 7, **values}
    return Fact(user_id=user, created_at=NOON + hours * HOUR, **plain)


def test_times_and_scores_fall_into_their_places() -> None:
    facts = [
        fact(solves=True, cpu_time_ms=9),
        fact(solves=True, cpu_time_ms=10),
        fact(solves=True, cpu_time_ms=60_000),
        fact(2, share=0.3),
        fact(2, share=0.1),
        fact(3, cpu_time_ms=5),
    ]

    times = {a: n for a, _, n in figures.time_counts(facts) if n}
    scores = {a: n for a, _, n in figures.score_counts(facts) if n}

    assert times == {0: 1, 10: 1, 30_000: 1}
    assert scores == {0: 1, 30: 1, 90: 1}


def test_a_curve_grows_with_each_who_solves_it() -> None:
    facts = [fact(1, 1, solves=True), fact(1, 2, solves=True), fact(2, 1), fact(2, 3, solves=True)]

    assert figures.solve_curves(facts, NOON) == {7: [(60, 1), (180, 2)]}
    assert figures.solve_curves(facts, None) == {7: [(0, 1), (120, 2)]}
    many = [fact(user, user / 60, solves=True) for user in range(1_000)]
    (curve,) = figures.solve_curves(many, NOON).values()
    assert len(curve) <= figures.MAX_CURVE_POINTS + 1
    assert curve[-1] == (999, 1_000)


def test_days_begin_where_one_lives_and_the_stuck_are_found() -> None:
    late = Fact(1, 7, "c17", "AC", True, 1.0, 3, datetime(2026, 3, 2, 16, tzinfo=UTC))
    facts = [*(fact(2) for _ in range(5)), *(fact(3) for _ in range(4)), fact(4, solves=True), late]

    assert [str(day) for day, _, _ in figures.by_day(facts, SEOUL)] == ["2026-03-02", "2026-03-03"]
    assert figures.by_hour(facts, SEOUL)[1] == 1
    (one,) = figures.stuck([*facts, *(fact(4) for _ in range(9))])
    assert (one.user_id, one.attempts) == (2, 5)


@pytest.fixture
def handed_in(cast: Cast) -> None:
    """minsu failed at a secret test and then solved; jiwoo is stuck; sora practises elsewhere."""
    problem = make_problem("a", course=cast.algorithms)
    homework = make_assignment(course=cast.algorithms, problems=[problem])
    tries = [(cast.minsu, Verdict.WRONG_ANSWER), (cast.minsu, Verdict.ACCEPTED)]
    tries += [(cast.jiwoo, Verdict.WRONG_ANSWER)] * 5
    for number, (user, verdict) in enumerate(tries):
        made = make_submission(user, problem, verdict=verdict, created_at=NOON + number * HOUR)
        made.problem_set = homework
        made.save()
        Run.objects.create(
            judgement=judgement_of(made),
            ordinal=1,
            test_case="secret/1",
            verdict=verdict,
            cpu_time_ms=1,
            wall_time_ms=1,
            memory_kib=1,
        )
    other = make_problem("other", course=cast.networks)
    make_submission(cast.sora, other, verdict=Verdict.ACCEPTED)


@pytest.mark.usefixtures("handed_in")
@pytest.mark.parametrize("field", FIELDS)
def test_what_was_handed_in_is_counted(cast: Cast, field: str) -> None:
    found = cast.api("ta_hana").graphql(READ % FIELDS[field]).json()["data"][field]

    assert (found["submissionCount"], found["isCut"]) == (7, False)
    assert {one["verdict"]: one["count"] for one in found["verdicts"]} == {"AC": 1, "WA": 6}
    assert found["testFailures"] == [
        {"problemSlug": "a", "testCase": "secret/1", "verdict": "WA", "count": 6}
    ]
    assert found["stuck"] == [{"username": "jiwoo", "problemSlug": "a", "attempts": 5}]
    assert found["solveCurves"] == [{"problemSlug": "a", "points": [{"minutes": 60, "solved": 1}]}]
    assert sum(found["hours"]) == sum(day["submissions"] for day in found["days"]) == 7


@pytest.mark.usefixtures("handed_in")
@pytest.mark.parametrize("name", EVERYBODY)
def test_only_its_staff_read_them(cast: Cast, name: str) -> None:
    api = cast.api("ta_hana")
    for field in FIELDS.values():
        api.graphql(READ % field)  # what is kept for staff must not answer others

    answers = [cast.api(name).graphql(READ % field).json() for field in FIELDS.values()]

    if name in {"ta_hana", "professor", "operator"}:
        assert not any("errors" in answer for answer in answers)
        return
    for answer in answers:
        code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else answer["code"]
        assert code == ("not_signed_in" if name == "visitor" else "not_allowed")


@pytest.mark.usefixtures("handed_in")
@pytest.mark.parametrize("count", [1, 20])
def test_they_cost_the_same_however_many_and_less_the_second_time(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        problem = make_problem(f"p{number}", course=cast.algorithms)
        make_submission(make_user(f"u{number}"), problem, verdict=Verdict.WRONG_ANSWER)
    api = cast.api("ta_hana")
    api.graphql("{ courses { totalCount } }")
    cache.clear()

    with queries:
        api.graphql(READ % FIELDS["courseStatistics"])
    first = len(queries)
    with queries:
        api.graphql(READ % FIELDS["courseStatistics"])

    assert first <= 12
    assert len(queries) <= first - 3
