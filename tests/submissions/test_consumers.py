"""Websocket /ws/: who hears what."""

from contextlib import AbstractAsyncContextManager

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from codedang.asgi import application
from judging.verdicts import Verdict
from problems.models import Visibility
from submissions.consumers import LiveConsumer
from submissions.models import Judgement, Submission
from submissions.services import judgement_progress_record, judgement_report_record
from tests.factories import (
    NOON,
    judgement_of,
    make_problem,
    make_submission,
    progress_of,
    report_of,
)
from tests.people import EVERYBODY, Cast
from tests.sockets import Socket, open_socket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


@pytest.fixture
def submission(cast: Cast) -> Submission:
    """Minsu's, to a problem of the course algorithms."""
    problem = make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)
    return make_submission(cast.minsu, problem)


def socket(cast: Cast, name: str) -> AbstractAsyncContextManager[Socket]:
    user = cast.named(name) or AnonymousUser()
    return open_socket(LiveConsumer.as_asgi(), user=user)


async def test_the_author_sees_each_change_in_order(cast: Cast, submission: Submission) -> None:
    topic = f"submission:{submission.pk}"
    judgement = judgement_of(submission)
    async with socket(cast, "minsu") as tab:
        answer = await tab.ask(type="subscribe", topic=topic)
        assert answer == {"type": "subscribed", "topic": topic, "sequence": 0}

        await sync_to_async(judgement_progress_record)(progress=progress_of(judgement, 1), now=NOON)
        event = await tab.receive()
        assert (event["type"], event["topic"], event["sequence"]) == ("event", topic, 1)
        assert event["payload"]["state"] == "judging"
        assert [run["name"] for run in event["payload"]["runs"]] == ["sample/1"]

        report = report_of(judgement, Verdict.ACCEPTED, Verdict.WRONG_ANSWER)
        await sync_to_async(judgement_report_record)(report=report, now=NOON)
        event = await tab.receive()
        assert (event["sequence"], event["payload"]["verdict"]) == (2, "WA")
        assert [run["name"] for run in event["payload"]["runs"]] == ["Test 2"]
        assert "secret" not in str(event)


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "visitor"])
async def test_a_submission_is_watched_by_its_author_and_the_courses_staff(
    cast: Cast, submission: Submission, name: str
) -> None:
    async with socket(cast, name) as tab:
        answer = await tab.ask(type="subscribe", topic=f"submission:{submission.pk}")

        allowed = name in {"minsu", "ta_hana", "professor", "operator"}
        assert answer["type"] == ("subscribed" if allowed else "refused")

        judgement = await Judgement.objects.select_related("submission").aget()
        await sync_to_async(judgement_progress_record)(progress=progress_of(judgement), now=NOON)
        assert await tab.is_silent() is not allowed


async def test_ones_own_topic_brings_ones_own_submissions(
    cast: Cast, submission: Submission
) -> None:
    async with socket(cast, "minsu") as mine, socket(cast, "jiwoo") as others:
        assert (await mine.ask(type="subscribe", topic="user:me"))["type"] == "subscribed"
        assert (await others.ask(type="subscribe", topic="user:me"))["type"] == "subscribed"

        report = report_of(judgement_of(submission), Verdict.ACCEPTED)
        await sync_to_async(judgement_report_record)(report=report, now=NOON)

        event = await mine.receive()
        assert event["topic"] == "user:me"
        assert event["payload"]["submission"]["verdict"] == "AC"
        assert await others.is_silent()


async def test_whoever_unsubscribes_hears_no_more(cast: Cast, submission: Submission) -> None:
    topic = f"submission:{submission.pk}"
    async with socket(cast, "minsu") as tab:
        await tab.ask(type="subscribe", topic=topic)
        await tab.send(type="unsubscribe", topic=topic)
        assert await tab.ask(type="ping") == {"type": "pong"}

        judgement = judgement_of(submission)
        await sync_to_async(judgement_progress_record)(progress=progress_of(judgement), now=NOON)

        assert await tab.is_silent()


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("submission:999999", "not_found"),
        ("submission:x", "bad_topic"),
        ("submission:²", "bad_topic"),
        ("user:1", "bad_topic"),
        ("weather", "bad_topic"),
    ],
)
async def test_other_topics_are_refused_by_name(cast: Cast, topic: str, code: str) -> None:
    async with socket(cast, "minsu") as tab:
        answer = await tab.ask(type="subscribe", topic=topic)

    assert (answer["type"], answer["topic"], answer["code"]) == ("refused", topic, code)


@pytest.mark.parametrize("text", ["", "no json", "[]", "7", '{"type":"dance"}', "[" * 4000])
async def test_nonsense_is_refused_and_borne(cast: Cast, text: str) -> None:
    async with socket(cast, "minsu") as tab:
        await tab.send_text(text)
        assert (await tab.receive())["code"] == "bad_message"
        assert await tab.ask(type="ping") == {"type": "pong"}


async def test_a_flood_in_one_message_closes_the_socket(cast: Cast) -> None:
    async with socket(cast, "minsu") as tab:
        await tab.send_text("x" * 5_000)
        assert (await tab.output()) == {"type": "websocket.close", "code": 1009}


async def test_a_visitor_is_closed_with_4401(cast: Cast) -> None:
    async with socket(cast, "visitor") as tab:
        output = await tab.output()

    assert (output["type"], output["code"]) == ("websocket.close", 4401)


@pytest.mark.parametrize(
    ("origin", "code"), [("http://evil.example", None), (settings.SITE_URL, 4401)]
)
async def test_other_sites_pages_are_kept_out(origin: str, code: int | None) -> None:
    headers = [(b"origin", origin.encode()), (b"host", b"testserver")]

    async with open_socket(application, headers=headers) as tab:
        assert tab.accepted is (code is not None)
        if tab.accepted:
            assert (await tab.output())["code"] == code
