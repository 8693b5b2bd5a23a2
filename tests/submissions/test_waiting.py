"""Where a submission stands in line: over REST, and live."""

from contextlib import AbstractAsyncContextManager

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser

from contests.models import VerdictPolicy
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.consumers import LiveConsumer
from submissions.models import Submission
from submissions.services import judgement_progress_record, judgement_report_record
from submissions.waiting import ahead_of, waiting_publish
from tests.contest_factories import make_contest
from tests.factories import (
    NOON,
    judgement_of,
    make_problem,
    make_submission,
    progress_of,
    report_of,
)
from tests.people import Cast
from tests.sockets import Socket, open_socket

pytestmark = pytest.mark.django_db(transaction=True)

PRACTICE = JudgeQueue.PRACTICE


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


@pytest.fixture
def line(cast: Cast) -> list[Submission]:
    """Three that wait for the same queue: of Sora, of Minsu, and again of Sora."""
    problem = make_problem("aplusb")
    return [make_submission(one, problem) for one in (cast.sora, cast.minsu, cast.sora)]


def socket(cast: Cast, name: str) -> AbstractAsyncContextManager[Socket]:
    return open_socket(LiveConsumer.as_asgi(), user=cast.named(name) or AnonymousUser())


def begin(submission: Submission) -> None:
    judgement_progress_record(progress=progress_of(judgement_of(submission)), now=NOON)


def test_who_waits_is_told_how_many_are_before(cast: Cast, line: list[Submission]) -> None:
    page = cast.api("minsu").get(f"/submissions/{line[1].pk}/queue")

    assert (page.status_code, page.json()) == (200, {"ahead": 1, "is_held": False})


def test_who_is_being_judged_is_in_no_line_and_before_nobody(
    cast: Cast, line: list[Submission]
) -> None:
    begin(line[0])

    assert ahead_of(cast.sora, fresh(line[0]), NOON) is None
    assert ahead_of(cast.minsu, fresh(line[1]), NOON) == 0


@pytest.mark.parametrize(("name", "status"), [("sora", 404), ("ta_yuri", 404), ("visitor", 401)])
def test_others_places_are_not_told(
    cast: Cast, line: list[Submission], name: str, status: int
) -> None:
    assert cast.api(name).get(f"/submissions/{line[1].pk}/queue").status_code == status


async def test_a_tab_hears_how_the_line_moves_until_it_is_its_turn(
    cast: Cast, line: list[Submission]
) -> None:
    topic = f"queue:{line[1].pk}"
    async with socket(cast, "minsu") as tab:
        assert (await tab.ask(type="subscribe", topic=topic))["type"] == "subscribed"

        await sync_to_async(begin)(line[0])
        await sync_to_async(waiting_publish)(PRACTICE)
        assert (await tab.receive())["payload"] == {"ahead": 0, "is_held": False}

        report = report_of(await sync_to_async(judgement_of)(line[1]), Verdict.ACCEPTED)
        await sync_to_async(judgement_report_record)(report=report, now=NOON)
        await sync_to_async(waiting_publish)(PRACTICE)
        assert (await tab.receive())["payload"] == {"ahead": None, "is_held": False}

        await sync_to_async(waiting_publish)(PRACTICE)
        assert (await tab.ask(type="ping")) == {"type": "pong"}, "nothing more came"


@pytest.mark.parametrize("name", ["sora", "ta_yuri"])
async def test_others_can_not_subscribe(cast: Cast, line: list[Submission], name: str) -> None:
    async with socket(cast, name) as tab:
        answer = await tab.ask(type="subscribe", topic=f"queue:{line[1].pk}")

    assert (answer["type"], answer["code"]) == ("refused", "not_found")


async def test_one_of_two_places_may_be_left(cast: Cast, line: list[Submission]) -> None:
    first, last = f"queue:{line[0].pk}", f"queue:{line[2].pk}"
    async with socket(cast, "sora") as tab:
        for topic in (first, last):
            await tab.ask(type="subscribe", topic=topic)
        await tab.send(type="unsubscribe", topic=first)

        await sync_to_async(waiting_publish)(PRACTICE)

        event = await tab.receive()
        assert (event["topic"], event["payload"]) == (last, {"ahead": 2, "is_held": False})


def test_a_blind_contest_does_not_tell_when_a_judge_took_it(cast: Cast) -> None:
    problem: Problem = make_problem("blind")
    contest = make_contest(problems=[problem], set_fields={"verdict_policy": VerdictPolicy.BLIND})
    submission = make_submission(cast.minsu, problem)
    Submission.objects.filter(pk=submission.pk).update(problem_set=contest)

    assert ahead_of(cast.minsu, fresh(submission), NOON) is None


def fresh(submission: Submission) -> Submission:
    return Submission.objects.select_related(
        "current_judgement", "problem_set__assignment_rules", "entry"
    ).get(pk=submission.pk)
