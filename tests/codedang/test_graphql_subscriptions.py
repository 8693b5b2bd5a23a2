"""GraphQL subscriptions: who connects, what they hear, and the bounds of a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from strawberry.relay import to_base64

from codedang import graphql_socket
from codedang.asgi import application
from codedang.graphql_socket import StaffSubscriptions
from contests.services.talk import clarification_answer
from courses.models import Membership
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Visibility
from submissions.services import judgement_report_record, submission_create
from submissions.sources import Source
from tests.contest_factories import make_contest
from tests.factories import NOON, judgement_of, make_problem, report_of
from tests.people import EVERYBODY, Cast
from tests.sockets import Socket, open_socket

pytestmark = pytest.mark.django_db(transaction=True)

PROTOCOL = "graphql-transport-ws"
JUDGEMENTS = """
subscription ($course: String) {
  judgements(courseSlug: $course) { submissionNumber username problemSlug state verdict }
}
"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


@asynccontextmanager
async def socket(cast: Cast, name: str, *, opened: bool = True) -> AsyncIterator[Socket]:
    user = cast.named(name) or AnonymousUser()
    async with open_socket(StaffSubscriptions.as_asgi(), user=user, subprotocols=[PROTOCOL]) as tab:
        if opened:
            assert await tab.ask(type="connection_init") == {"type": "connection_ack"}
        yield tab


async def subscribe(tab: Socket, query: str, key: str = "1", **variables: Any) -> None:
    await tab.send(type="subscribe", id=key, payload={"query": query, "variables": variables})


def hand_in(cast: Cast, slug: str = "dp") -> Any:
    problem = make_problem(slug, course=cast.algorithms, visibility=Visibility.COURSE)
    return submission_create(
        user=cast.minsu,
        problem_slug=problem.slug,
        language="cpp17",
        source=Source("int main() {}"),
        now=NOON,
    )


@pytest.mark.parametrize("name", [*EVERYBODY])
async def test_only_staff_connect(cast: Cast, name: str) -> None:
    if name in {"ta_hana", "professor", "operator", "ta_yuri"}:
        async with socket(cast, name):
            return
    async with socket(cast, name, opened=False) as tab:
        closed = await tab.output()

    assert closed == {
        "type": "websocket.close",
        "code": 4401 if name == "visitor" else 4403,
    }


async def test_staff_hear_of_submissions_and_verdicts(cast: Cast) -> None:
    async with socket(cast, "ta_hana") as tab:
        await subscribe(tab, JUDGEMENTS, course="algorithms")
        assert await tab.is_silent()
        submission = await sync_to_async(hand_in)(cast)

        news = (await tab.receive())["payload"]["data"]["judgements"]
        assert (news["username"], news["problemSlug"], news["state"]) == ("minsu", "dp", "queued")

        report = report_of(judgement_of(submission), Verdict.WRONG_ANSWER)
        await sync_to_async(judgement_report_record)(report=report, now=NOON)
        news = (await tab.receive())["payload"]["data"]["judgements"]
        assert (news["submissionNumber"], news["verdict"]) == (submission.pk, "WA")


@pytest.mark.parametrize(
    "query",
    [
        JUDGEMENTS,
        'subscription { judgements(setSlug: "round") { state } }',
        'subscription { clarifications(setSlug: "round") { question } }',
        "subscription ($rejudging: ID!) { rejudgingProgress(rejudgingId: $rejudging) { state } }",
    ],
)
async def test_staff_of_another_course_are_refused(cast: Cast, query: str) -> None:
    await sync_to_async(make_contest)(course=cast.algorithms)
    async with socket(cast, "ta_yuri") as tab:
        await subscribe(tab, query, course="algorithms", rejudging=to_base64("Rejudging", 1))

        answer = await tab.receive()

        errors = answer["payload"] if answer["type"] == "error" else answer["payload"]["errors"]
        assert errors[0]["extensions"]["code"] == "not_allowed"


async def test_who_is_staff_no_more_hears_nothing(cast: Cast) -> None:
    async with socket(cast, "ta_hana") as tab:
        await subscribe(tab, JUDGEMENTS, course="algorithms")
        assert await tab.is_silent()
        await Membership.objects.filter(user=cast.ta_hana).adelete()

        await sync_to_async(hand_in)(cast)

        assert await tab.is_silent()


async def test_clarifications(cast: Cast) -> None:
    contest = await sync_to_async(make_contest)(course=cast.algorithms)
    asked = await contest.clarifications.acreate(
        asked_by=cast.minsu, question="Is n positive?", asked_at=NOON
    )
    query = 'subscription { clarifications(setSlug: "round") { question answer askedBy } }'
    async with socket(cast, "professor") as tab:
        await subscribe(tab, query)
        assert await tab.is_silent()

        await sync_to_async(clarification_answer)(
            user=cast.professor,
            clarification_id=asked.pk,
            answer="Yes.",
            is_broadcast=False,
            now=NOON,
        )

        news = (await tab.receive())["payload"]["data"]["clarifications"]
        assert news == {"question": "Is n positive?", "answer": "Yes.", "askedBy": "minsu"}


async def test_queues_are_told_at_once(cast: Cast) -> None:
    await sync_to_async(hand_in)(cast)
    async with socket(cast, "ta_yuri") as tab:
        await subscribe(tab, "subscription { queues { queue waiting judging } }")

        states = (await tab.receive())["payload"]["data"]["queues"]

    assert {"queue": JudgeQueue.PRACTICE, "waiting": 1, "judging": 0} in states


@pytest.mark.parametrize(
    "query", ["{ courses { totalCount } }", 'mutation { removeWeek(weekId: "x") }']
)
async def test_only_subscriptions_go_over_the_socket(cast: Cast, query: str) -> None:
    async with socket(cast, "operator") as tab:
        await subscribe(tab, query)

        answer = await tab.receive()

    assert answer["type"] == "error"
    assert answer["payload"][0]["message"] == "Send queries and mutations over HTTP."


async def test_a_socket_has_bounds(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql_socket, "MAX_SUBSCRIPTIONS", 1)
    monkeypatch.setattr(graphql_socket, "MAX_SOCKETS", 1)
    async with socket(cast, "ta_hana") as tab:
        await subscribe(tab, JUDGEMENTS, course="algorithms")
        await subscribe(tab, JUDGEMENTS, key="2", course="algorithms")
        assert (await tab.receive())["payload"][0]["message"] == "Subscription limit reached"

        async with socket(cast, "ta_hana", opened=False) as second:
            assert (await second.output())["code"] == 4429

        await tab.send_text("x" * 70_000)
        assert (await tab.output())["code"] == 1009


async def test_a_fault_of_ours_says_nothing_of_its_inside(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("submissions.schema.subscriptions._judgement_news", fail)
    async with socket(cast, "ta_hana") as tab:
        await subscribe(tab, JUDGEMENTS, course="algorithms")
        assert await tab.is_silent()
        await sync_to_async(hand_in)(cast)

        answer = await tab.receive()

    assert "hunter2" not in str(answer)
    assert answer["payload"]["errors"][0]["extensions"]["code"] == "internal_error"


async def test_another_sites_page_is_refused(cast: Cast) -> None:
    headers = [(b"origin", b"https://evil.example")]
    async with open_socket(
        application, path="/graphql", headers=headers, subprotocols=[PROTOCOL]
    ) as tab:
        assert not tab.accepted
    own = [(b"origin", settings.CSRF_TRUSTED_ORIGINS[0].encode())]
    async with open_socket(
        application, path="/graphql", headers=own, subprotocols=[PROTOCOL]
    ) as tab:
        assert (await tab.output())["code"] == 4401
