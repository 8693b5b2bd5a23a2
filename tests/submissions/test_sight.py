"""What a veiled set tells of judgements: no more in lists, details, filters, pushes, counts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from contests.models import ProblemSet, SetKind, VerdictPolicy
from contests.rules import Sight
from judging.verdicts import Verdict
from submissions.consumers import LiveConsumer
from submissions.models import Submission
from submissions.services import judgement_progress_record, judgement_report_record
from submissions.sight import author_sight, verdicts_open
from tests.contest_factories import DAY, HOUR, make_assignment, make_contest, make_entry
from tests.factories import (
    NOON,
    judgement_of,
    make_problem,
    make_submission,
    progress_of,
    report_of,
)
from tests.people import Cast
from tests.sockets import open_socket

AC, WA, CE = Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.COMPILE_ERROR
ALL, SAMPLES, BLIND = VerdictPolicy.ALL, VerdictPolicy.SAMPLES, VerdictPolicy.BLIND


def handed_in(
    cast: Cast, policy: VerdictPolicy, *, age: timedelta = HOUR, slug: str = "dp"
) -> Submission:
    """Minsu's, to a contest of algorithms with one problem, that started ``age`` ago."""
    problem = make_problem(slug)
    contest = make_contest(
        f"round-{slug}",
        problems=[problem],
        starts_at=timezone.now() - age,
        course=cast.algorithms,
        set_fields={"verdict_policy": policy},
    )
    submission = make_submission(cast.minsu, problem)
    submission.problem_set, submission.entry = contest, make_entry(contest, cast.minsu)
    submission.save()
    return submission


def judge(submission: Submission, *verdicts: Verdict, **fields: Any) -> None:
    """Record a whole judgement; CASES begins with one sample."""
    judgement_report_record(
        report=report_of(judgement_of(submission), *verdicts, **fields), now=timezone.now()
    )


def seen(cast: Cast, name: str, submission: Submission) -> Any:
    return cast.api(name).get(f"/submissions/{submission.pk}").json()


def test_blind_tells_only_that_it_was_handed_in(cast: Cast) -> None:
    submission = handed_in(cast, BLIND)
    before = seen(cast, "minsu", submission)

    judge(submission, AC, WA)

    after = seen(cast, "minsu", submission)
    assert after == before
    assert (after["state"], after["verdict"], after["verdict_scope"]) == ("queued", None, "none")
    assert (after["runs"], after["sequence"], after["compile_message"]) == ([], 0, "")
    assert after["source"] == "int main() {}"
    assert seen(cast, "ta_hana", submission)["verdict"] == "WA"


def test_samples_tells_of_the_samples_only(cast: Cast) -> None:
    submission = handed_in(cast, SAMPLES)

    judge(submission, AC, WA)

    body = seen(cast, "minsu", submission)
    assert (body["state"], body["verdict"], body["verdict_scope"]) == ("done", "AC", "samples")
    assert [run["name"] for run in body["runs"]] == ["sample/1"]
    hidden = ("cpu_time_ms", "memory_kib", "test_case_count", "stage", "compile_message")
    assert [body[name] for name in hidden] == [None, None, None, None, ""]


@pytest.mark.parametrize(
    ("verdicts", "final", "shown"),
    [
        ([WA], None, "WA"),
        ([AC, WA], None, "AC"),
        ([AC, AC, AC], None, "AC"),
        ([], CE, "CE"),
        ([AC], Verdict.JUDGING_ERROR, "AC"),
        ([], Verdict.JUDGING_ERROR, None),
    ],
)
def test_what_the_samples_say(
    cast: Cast, verdicts: list[Verdict], final: Verdict | None, shown: str | None
) -> None:
    submission = handed_in(cast, SAMPLES)

    judge(submission, *verdicts, verdict=final)

    body = seen(cast, "minsu", submission)
    assert body["verdict"] == shown
    assert body["compile_message"] == ("a warning" if shown == "CE" else "")


def test_the_samples_are_done_before_the_secret_tests_are(cast: Cast) -> None:
    submission = handed_in(cast, SAMPLES)

    judgement_progress_record(progress=progress_of(judgement_of(submission), 1), now=NOON)
    early = seen(cast, "minsu", submission)
    judge(submission, AC, AC, AC)

    assert (early["state"], early["verdict"], early["sequence"]) == ("done", "AC", 1)
    assert seen(cast, "minsu", submission) == early


@pytest.mark.parametrize("policy", [SAMPLES, BLIND])
def test_no_list_filter_or_solved_state_tells_more(cast: Cast, policy: VerdictPolicy) -> None:
    submission = handed_in(cast, policy)
    judge(submission, AC, AC, AC)
    api = cast.api("minsu")

    (item,) = api.get("/submissions").json()["items"]
    assert item["cpu_time_ms"] is None
    assert item["verdict"] == ("AC" if policy is SAMPLES else None)
    assert api.get("/submissions", verdict="AC").json()["items"] == []
    assert [row["solved"] for row in api.get("/me/problems").json()["items"]] == [None]


def test_an_open_attempt_shows_beside_a_veiled_one(cast: Cast) -> None:
    submission = handed_in(cast, BLIND)
    judge(submission, AC, AC, AC)
    make_submission(cast.minsu, submission.problem, verdict=WA)

    (row,) = cast.api("minsu").get("/me/problems").json()["items"]

    assert row["solved"] == "tried"


@pytest.mark.parametrize("policy", [SAMPLES, BLIND])
def test_the_end_lifts_the_veil(cast: Cast, policy: VerdictPolicy) -> None:
    submission = handed_in(cast, policy, age=6 * HOUR)
    judge(submission, AC, WA)
    api = cast.api("minsu")

    body = seen(cast, "minsu", submission)
    assert (body["verdict"], body["verdict_scope"], len(body["runs"])) == ("WA", "all", 2)
    assert len(api.get("/submissions", verdict="WA").json()["items"]) == 1
    assert [row["solved"] for row in api.get("/me/problems").json()["items"]] == ["tried"]


def set_up(cast: Cast, case: str) -> tuple[ProblemSet, datetime | None]:
    """A set with its time of lifting, relative to NOON."""
    if case.startswith("contest"):
        return make_contest(), NOON + 5 * HOUR
    released = NOON + 9 * DAY if case == "released" else None
    kind = SetKind.EXERCISE if case == "exercise" else SetKind.ASSIGNMENT
    return (
        make_assignment(course=cast.algorithms, kind=kind, scores_released_at=released),
        released,
    )


@pytest.mark.parametrize("policy", list(VerdictPolicy))
@pytest.mark.parametrize("case", ["contest", "contest-virtual", "released", "exercise"])
def test_the_query_agrees_with_the_rule(cast: Cast, case: str, policy: VerdictPolicy) -> None:
    problem_set, lifts_at = set_up(cast, case)
    problem_set.verdict_policy = policy
    problem_set.save()
    submission = make_submission(cast.minsu, make_problem("p"))
    submission.problem_set = problem_set
    if case == "contest-virtual":
        virtual_start = NOON + 10 * HOUR
        submission.entry = make_entry(problem_set, cast.minsu, virtual_starts_at=virtual_start)
        lifts_at = NOON + 15 * HOUR
    submission.save()

    times = [NOON, NOON + 6 * HOUR, NOON + 20 * HOUR, NOON + 10 * DAY]
    for now in times:
        is_open = author_sight(submission, now) is Sight.ALL
        expected = policy is ALL or (lifts_at is not None and lifts_at <= now)
        assert is_open is expected
        assert Submission.objects.filter(verdicts_open(now)).exists() is expected
        assert Submission.objects.exclude(verdicts_open(now)).exists() is not expected


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("policy", [ALL, SAMPLES, BLIND])
async def test_what_is_pushed(transactional_db: None, policy: VerdictPolicy) -> None:
    cast = await sync_to_async(Cast)()
    submission = await sync_to_async(handed_in)(cast, policy)
    topic = f"submission:{submission.pk}"
    judgement = judgement_of(submission)
    async with (
        open_socket(LiveConsumer.as_asgi(), user=cast.minsu) as mine,
        open_socket(LiveConsumer.as_asgi(), user=cast.minsu) as lists,
        open_socket(LiveConsumer.as_asgi(), user=cast.ta_hana) as staff,
    ):
        for tab, name in ((mine, topic), (staff, topic), (lists, "user:me")):
            assert (await tab.ask(type="subscribe", topic=name))["sequence"] == 0

        record = sync_to_async(judgement_progress_record)
        await record(progress=progress_of(judgement, 1), now=timezone.now())
        await record(progress=progress_of(judgement, 2), now=timezone.now())
        await sync_to_async(judge)(submission, AC, AC, WA)

        verdicts = [(await staff.receive())["payload"]["verdict"] for _ in range(3)]
        assert verdicts == [None, None, "WA"]
        if policy is ALL:
            assert [(await mine.receive())["sequence"] for _ in range(3)] == [1, 2, 3]
            shown = [(await lists.receive())["payload"]["submission"]["state"] for _ in range(2)]
            assert shown == ["judging", "done"]
        if policy is SAMPLES:
            event = await mine.receive()
            assert (event["sequence"], event["payload"]["verdict"]) == (1, "AC")
            assert [run["name"] for run in event["payload"]["runs"]] == ["sample/1"]
            item = (await lists.receive())["payload"]["submission"]
            assert (item["verdict"], item["verdict_scope"]) == ("AC", "samples")
        assert await mine.is_silent()
        assert await lists.is_silent()
