"""REST: counts kept with each verdict, one's own statistics, and the leaderboard."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from judging.verdicts import Verdict
from problems.models import Problem, ProblemStatistics, Tag, Visibility
from submissions.models import ProblemResult, UserStatistics
from submissions.services import judgement_rejudge, judgement_report_record
from tests.contest_factories import HOUR, make_contest
from tests.factories import NOON, judgement_of, make_problem, make_submission, report_of
from tests.people import Api, Cast, make_user

AC, WA, JE = Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.JUDGING_ERROR


def counts(problem: Problem) -> tuple[int, int, int]:
    row = ProblemStatistics.objects.get(problem=problem)
    return row.attempt_count, row.accepted_count, row.solver_count


def solved(user: User) -> int:
    row = UserStatistics.objects.filter(user=user).first()
    return row.solved_count if row else 0


def solved_counts() -> dict[int, int]:
    """By the person's id."""
    return dict(UserStatistics.objects.values_list("user_id", "solved_count"))


def test_counts_follow_each_verdict(cast: Cast, problem: Problem) -> None:
    for verdict in (WA, JE, AC, AC):
        make_submission(cast.minsu, problem, verdict=verdict)
    make_submission(cast.jiwoo, problem, verdict=WA)
    assert (counts(problem), solved(cast.minsu), solved(cast.jiwoo)) == ((4, 2, 1), 1, 0)

    last = make_submission(cast.jiwoo, problem, verdict=AC)
    assert (counts(problem), solved(cast.jiwoo)) == ((5, 3, 2), 1)

    judgement = judgement_rejudge(user=cast.operator, submission_id=last.pk, now=NOON)
    judgement_report_record(report=report_of(judgement, WA), now=NOON)
    assert (counts(problem), solved(cast.jiwoo)) == ((5, 2, 1), 0)

    before = list(ProblemStatistics.objects.values()), solved_counts()
    call_command("rebuild_statistics", verbosity=0)
    assert (list(ProblemStatistics.objects.values()), solved_counts()) == before


def test_a_verdict_costs_the_same_however_many_came_before(
    cast: Cast, problem: Problem, queries: CaptureQueriesContext
) -> None:
    costs = []
    for _ in range(3):
        for name in ("minsu", "jiwoo", "sora"):
            make_submission(cast.named(name) or cast.minsu, problem, verdict=WA)
        judgement = judgement_of(make_submission(cast.minsu, problem))
        with queries:
            judgement_report_record(report=report_of(judgement, WA), now=NOON)
        costs.append(len(queries))

    assert len(set(costs)) == 1


def test_a_hidden_problem_is_on_nobodys_leaderboard(cast: Cast) -> None:
    hidden = make_problem("draft", course=cast.algorithms, visibility=Visibility.COURSE)

    make_submission(cast.minsu, hidden, verdict=AC)

    assert solved(cast.minsu) == 0
    assert ProblemResult.objects.get().first_accepted is not None


@pytest.mark.parametrize(("policy", "mark"), [("all", "ac"), ("samples", None), ("blind", None)])
def test_what_a_set_keeps_secret_no_count_tells(
    cast: Cast, problem: Problem, policy: str, mark: str | None
) -> None:
    contest = make_contest(
        "cup", starts_at=timezone.now() - HOUR, set_fields={"verdict_policy": policy}
    )
    submission = make_submission(cast.minsu, problem)
    submission.problem_set = contest
    submission.save()
    judgement_report_record(report=report_of(judgement_of(submission), AC), now=NOON)

    minsu = cast.api("minsu")
    (row,) = minsu.get("/me/problem-marks", slug="sum").json()["items"]
    statistics = minsu.get("/me/statistics").json()
    days = minsu.get("/me/activity", first="2026-03-01", last="2026-03-31").json()["days"]

    assert row["solved"] == mark
    assert statistics["solved_count"] == statistics["accepted_count"] == (1 if mark else 0)
    assert days[0]["accepted_count"] == (1 if mark else 0)
    # In public, nothing of a set is counted: its board may be frozen.
    assert Api().get("/problems").json()["items"][0]["attempt_count"] == 0
    assert solved(cast.minsu) == 0


def test_days_begin_in_ones_own_zone(cast: Cast, problem: Problem) -> None:
    # 2 March 23:30 in Seoul, and 3 March 00:30.
    for hour, verdict in ((14, AC), (15, WA), (15, AC)):
        made = datetime(2026, 3, 2, hour, 30, tzinfo=UTC)
        make_submission(cast.minsu, problem, verdict=verdict, created_at=made)
    minsu = cast.api("minsu")

    def days(**query: Any) -> list[tuple[str, int, int]]:
        body = minsu.get("/me/activity", first="2026-03-02", **query).json()
        return [
            (row["day"], row["submission_count"], row["accepted_count"]) for row in body["days"]
        ]

    assert days(last="2026-03-03") == [("2026-03-02", 1, 1), ("2026-03-03", 2, 1)]
    assert days(last="2026-03-02") == [("2026-03-02", 1, 1)]
    minsu.patch("/me", {"time_zone": "America/New_York"})
    assert days(last="2026-03-03") == [("2026-03-02", 3, 2)]
    assert cast.api("jiwoo").get("/me/activity").json()["days"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"first": "2026-03-02", "last": "2026-03-01"},
        {"first": "2020-01-01", "last": "2026-03-01"},
        {"last": "9999-12-31"},
        {"last": "0001-01-01"},
        {"first": "yesterday"},
    ],
)
def test_days_have_bounds(cast: Cast, query: dict[str, str]) -> None:
    assert cast.api("minsu").get("/me/activity", **query).status_code == 422


def test_ones_own_figures(cast: Cast) -> None:
    graphs = Tag.objects.create(slug="graphs", name_ko="그래프", name_en="Graphs")
    one, two, three = (make_problem(slug) for slug in "abc")
    Problem.objects.filter(pk=one.pk).update(difficulty=3)
    for problem in (one, two):
        problem.tags.add(graphs)
    for problem, verdict in ((one, WA), (one, AC), (two, AC), (three, WA)):
        make_submission(cast.minsu, problem, verdict=verdict)

    assert cast.api("minsu").get("/me/statistics").json() == {
        "solved_count": 2,
        "tried_count": 1,
        "submission_count": 4,
        "accepted_count": 2,
        "solved_by_tag": [{"key": "graphs", "count": 2}],
        "solved_by_difficulty": [{"key": "0", "count": 1}, {"key": "3", "count": 1}],
        "submissions_by_language": [{"key": "cpp17", "count": 4}],
    }


def test_the_leaderboard_ranks_equals_equally(
    cast: Cast, settings: Settings, queries: CaptureQueriesContext
) -> None:
    assert Api().get("/leaderboard").status_code == 404
    settings.SITE_LEADERBOARD = True
    for username, solved_count in {"a": 5, "b": 3, "c": 3, "d": 3, "e": 1, "f": 9, "g": 2}.items():
        user = make_user(f"person_{username}", is_listed=username != "f")
        UserStatistics.objects.create(user=user, solved_count=solved_count)

    ranks: list[tuple[int, str]] = []
    cursor: str | None = ""
    while cursor is not None:
        with queries:
            page = Api().get("/leaderboard", limit=2, cursor=cursor).json()
        assert len(queries) <= 3
        ranks += [(row["rank"], row["username"][-1]) for row in page["items"]]
        cursor = page["next_cursor"]

    assert ranks == [(1, "a"), (2, "b"), (2, "c"), (2, "d"), (5, "g"), (6, "e")]
    assert "email" not in page["items"][0]
