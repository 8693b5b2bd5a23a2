"""Handing in to contests and assignments: who may when, by which limits, into which queue."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Extension, ProblemSet, SetVisibility
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Problem, Visibility
from submissions.models import Submission
from tests.conftest import Broker
from tests.contest_factories import DAY, HOUR, make_assignment, make_contest, make_entry
from tests.factories import make_problem, make_submission
from tests.people import EVERYBODY, Cast

STARTS = {"upcoming": HOUR, "running": -HOUR, "over": -6 * HOUR}
STAFF = {"ta_hana", "professor", "operator"}


@pytest.fixture
def secret(db: None) -> Problem:
    return make_problem("secret", visibility=Visibility.HIDDEN)


@pytest.fixture
def contest(cast: Cast, secret: Problem) -> Callable[..., ProblemSet]:
    """The algorithms course's contest, open to all; minsu has entered."""

    def make(when: str = "running", **set_fields: Any) -> ProblemSet:
        found = make_contest(
            problems=[secret],
            starts_at=timezone.now() + STARTS[when],
            course=cast.algorithms,
            set_fields=set_fields,
        )
        make_entry(found, cast.minsu)
        return found

    return make


def body(set_slug: str | None = "round", problem: str = "secret", **fields: Any) -> Any:
    return {
        "problem": problem,
        "problem_set": set_slug,
        "language": "cpp17",
        "source": "int main() {}",
        **fields,
    }


def refusal(response: Any) -> tuple[int, str]:
    """And nothing was kept."""
    assert not Submission.objects.exists()
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_running_contest_takes_from_entrants_and_staff(
    cast: Cast, contest: Callable[..., ProblemSet], broker: Broker, name: str
) -> None:
    contest()

    response = cast.api(name).post("/submissions", body())

    if name in {"minsu", *STAFF}:
        assert response.status_code == 201
        kept = Submission.objects.get()
        assert response.json()["problem_set"]["slug"] == "round"
        assert (kept.entry is not None) is (name == "minsu")
    else:
        expected = (401, "not_signed_in") if name == "visitor" else (403, "not_entered")
        assert refusal(response) == expected
        assert broker.jobs(JudgeQueue.CONTEST) == broker.jobs(JudgeQueue.PRACTICE) == []


@pytest.mark.parametrize(("when", "code"), [("upcoming", "set_not_started"), ("over", "set_over")])
@pytest.mark.parametrize("name", ["minsu", "jiwoo", "sora", "ta_yuri"])
@pytest.mark.parametrize("problem", ["secret", "nowhere"])
def test_outside_the_window_the_answer_tells_nothing_of_the_problems(
    cast: Cast,
    contest: Callable[..., ProblemSet],
    when: str,
    code: str,
    name: str,
    problem: str,
) -> None:
    contest(when)

    response = cast.api(name).post("/submissions", body(problem=problem))

    assert refusal(response) == (409, code)


@pytest.mark.parametrize("name", ["minsu", "sora", "ta_yuri"])
def test_a_hidden_set_is_not_there(cast: Cast, name: str) -> None:
    make_contest("draft", starts_at=timezone.now() - HOUR, visibility=SetVisibility.HIDDEN)
    api = cast.api(name)

    hidden = api.post("/submissions", body("draft"))
    missing = api.post("/submissions", body("nowhere"))

    assert refusal(hidden) == refusal(missing) == (404, "set_not_found")
    assert hidden.json()["message"] == missing.json()["message"].replace("nowhere", "draft")


def test_live_entries_are_judged_first_and_virtual_ones_as_practice(
    cast: Cast, contest: Callable[..., ProblemSet], broker: Broker, transactional_db: None
) -> None:
    contest()
    cast.api("minsu").post("/submissions", body())
    assert len(broker.jobs(JudgeQueue.CONTEST)) == 1

    old = make_contest("old", problems=[Problem.objects.get()], starts_at=timezone.now() - 9 * DAY)
    entry = make_entry(old, cast.jiwoo, virtual_starts_at=timezone.now() - HOUR)
    assert cast.api("jiwoo").post("/submissions", body("old")).status_code == 201
    assert len(broker.jobs(JudgeQueue.PRACTICE)) == 1
    assert Submission.objects.get(user=cast.jiwoo).entry == entry


def test_a_problem_of_a_running_set_is_no_practice(
    cast: Cast, contest: Callable[..., ProblemSet]
) -> None:
    contest()

    assert refusal(cast.api("minsu").post("/submissions", body(None))) == (409, "belongs_to_set")
    assert refusal(cast.api("jiwoo").post("/submissions", body(None))) == (
        404,
        "problem_not_found",
    )


def test_a_problem_must_stand_in_the_set(cast: Cast, contest: Callable[..., ProblemSet]) -> None:
    contest()
    make_problem("elsewhere")

    response = cast.api("minsu").post("/submissions", body(problem="elsewhere"))

    assert refusal(response) == (404, "problem_not_found")


def test_the_sets_languages_narrow_the_problems(
    cast: Cast, contest: Callable[..., ProblemSet]
) -> None:
    contest(allowed_languages=["python3"])

    response = cast.api("minsu").post("/submissions", body())

    assert refusal(response) == (422, "language_not_allowed")


def test_a_team_shares_its_limit(cast: Cast, contest: Callable[..., ProblemSet]) -> None:
    made = contest(max_submissions_per_problem=2)
    entry = make_entry(made, cast.jiwoo, cast.sora, name="team")
    problem = Problem.objects.get()
    for verdict in (Verdict.WRONG_ANSWER, Verdict.JUDGING_ERROR):
        row = make_submission(cast.jiwoo, problem, verdict=verdict)
        Submission.objects.filter(pk=row.pk).update(problem_set=made, entry=entry)

    assert cast.api("sora").post("/submissions", body()).status_code == 201
    response = cast.api("jiwoo").post("/submissions", body())
    assert (response.status_code, response.json()["code"]) == (409, "submission_limit_reached")
    assert cast.api("minsu").post("/submissions", body()).status_code == 201


def test_a_team_shares_its_rate(cast: Cast, contest: Callable[..., ProblemSet]) -> None:
    made = contest(max_submissions_per_minute=1)
    make_entry(made, cast.jiwoo, cast.sora, name="team")

    assert cast.api("sora").post("/submissions", body()).status_code == 201
    response = cast.api("jiwoo").post("/submissions", body())

    assert response.status_code == 429
    assert 50 <= int(response["Retry-After"]) <= 60


def test_a_key_belongs_to_one_set(cast: Cast, contest: Callable[..., ProblemSet]) -> None:
    contest()
    api = cast.api("ta_hana")
    key = {"Idempotency-Key": "k"}
    first = api.post("/submissions", body(), **key)

    assert api.post("/submissions", body(), **key).json()["id"] == first.json()["id"]
    assert api.post("/submissions", body(None), **key).status_code == 409


@pytest.mark.parametrize("name", EVERYBODY)
def test_an_assignment_takes_from_its_course(cast: Cast, secret: Problem, name: str) -> None:
    make_assignment(
        course=cast.algorithms,
        problems=[secret],
        starts_at=timezone.now() - HOUR,
        visibility=SetVisibility.PUBLIC,
    )

    response = cast.api(name).post("/submissions", body("homework"))

    if name in {"minsu", "jiwoo", *STAFF}:
        assert response.status_code == 201
        assert Submission.objects.get().entry is None
    else:
        expected = (401, "not_signed_in") if name == "visitor" else (403, "not_a_member")
        assert refusal(response) == expected


def test_late_work_is_taken_until_the_hard_close_or_an_extensions(
    cast: Cast, secret: Problem
) -> None:
    now = timezone.now()
    late = make_assignment(
        course=cast.algorithms,
        problems=[secret],
        starts_at=now - 8 * DAY,
        closes_at=now + HOUR,
    )
    assert cast.api("minsu").post("/submissions", body("homework")).status_code == 201

    late.assignment_rules.closes_at = now - HOUR
    late.assignment_rules.save()
    Extension.objects.create(problem_set=late, user=cast.jiwoo, ends_at=now + DAY)

    refused = cast.api("minsu").post("/submissions", body("homework"))
    assert (refused.status_code, refused.json()["code"]) == (409, "set_over")
    assert cast.api("jiwoo").post("/submissions", body("homework")).status_code == 201


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_teams_submissions_are_the_teams_and_the_staffs(
    cast: Cast, contest: Callable[..., ProblemSet], name: str
) -> None:
    made = contest()
    entry = make_entry(made, cast.jiwoo, cast.sora, name="team")
    row = make_submission(cast.jiwoo, Problem.objects.get(), verdict=Verdict.ACCEPTED)
    Submission.objects.filter(pk=row.pk).update(problem_set=made, entry=entry)
    api = cast.api(name)

    detail = api.get(f"/submissions/{row.pk}")
    listed = api.get("/submissions", problem_set="round")

    if name == "visitor":
        assert detail.status_code == listed.status_code == 401
        return
    is_team = name in {"jiwoo", "sora"}
    assert detail.status_code == (200 if is_team or name in STAFF else 404)
    assert [item["id"] for item in listed.json()["items"]] == ([row.pk] if is_team else [])
    assert (row.pk in [item["id"] for item in api.get("/submissions").json()["items"]]) is (
        name == "jiwoo"
    )


def test_staff_of_the_problems_course_see_nothing_of_another_courses_set(cast: Cast) -> None:
    theirs = make_problem("theirs", course=cast.networks)
    homework = make_assignment(course=cast.algorithms, problems=[theirs])
    row = make_submission(cast.minsu, theirs, verdict=Verdict.ACCEPTED)
    Submission.objects.filter(pk=row.pk).update(problem_set=homework)

    assert cast.api("ta_yuri").get(f"/submissions/{row.pk}").status_code == 404
    assert cast.api("ta_hana").get(f"/submissions/{row.pk}").status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_a_set_costs_the_same_however_long(
    cast: Cast, contest: Callable[..., ProblemSet], queries: CaptureQueriesContext, count: int
) -> None:
    made = contest(verdict_policy="blind")
    for _ in range(count):
        row = make_submission(cast.minsu, Problem.objects.get(), verdict=Verdict.ACCEPTED)
        Submission.objects.filter(pk=row.pk).update(problem_set=made, entry=made.entries.get())
    api = cast.api("minsu")

    with queries:
        assert len(api.get("/submissions", problem_set="round").json()["items"]) == count

    assert len(queries) == 5  # session, user, set, page, whether she manages it


def test_handing_in_to_a_set_costs_few_queries(
    cast: Cast, contest: Callable[..., ProblemSet], queries: CaptureQueriesContext
) -> None:
    contest(max_submissions_per_problem=5, max_submissions_per_minute=5)
    api = cast.api("minsu")

    with queries:
        assert api.post("/submissions", body()).status_code == 201

    assert len(queries) <= 31  # half of them are the scoreboard's
