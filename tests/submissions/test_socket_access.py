"""Websocket /ws/: a socket hears no more than its owner may, however long it is open."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.auth import AuthMiddlewareStack
from channels.layers import get_channel_layer

from accounts.live import account_group
from accounts.models import User
from contests.models import ContestRules, SetVisibility, VerdictPolicy
from contests.services.editing import SetChange, invitations_put, set_change
from courses.models import Membership
from courses.services.membership import member_remove
from judging.verdicts import Verdict
from problems.models import Visibility
from submissions.consumers import CLOSE_SESSION_ENDED, LiveConsumer
from submissions.services import judgement_progress_record, judgement_report_record
from tests.contest_factories import make_contest, make_entry
from tests.factories import (
    NOON,
    judgement_of,
    make_problem,
    make_submission,
    progress_of,
    report_of,
)
from tests.people import Api, Cast
from tests.sockets import Socket, open_socket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


def browser(api: Api) -> AbstractAsyncContextManager[Socket]:
    """A tab of the browser in which ``api`` is signed in."""
    cookie = f"sessionid={api.client.cookies['sessionid'].value}"
    application = AuthMiddlewareStack(LiveConsumer.as_asgi())
    return open_socket(application, headers=[(b"cookie", cookie.encode())])


def tab_of(user: User) -> AbstractAsyncContextManager[Socket]:
    return open_socket(LiveConsumer.as_asgi(), user=user)


async def look_again(user: User) -> None:
    layer: Any = get_channel_layer()
    await layer.group_send(account_group(user.pk), {"type": "access.changed"})


async def test_signing_out_closes_the_browsers_sockets_and_no_others(cast: Cast) -> None:
    laptop, phone = await sync_to_async(lambda: (cast.api("minsu"), cast.api("minsu")))()
    async with browser(laptop) as here, browser(phone) as there:
        assert (await here.ask(type="subscribe", topic="user:me"))["type"] == "subscribed"

        await sync_to_async(laptop.client.delete)("/api/auth/browser/v1/auth/session")

        closed = await here.output()
        assert (closed["type"], closed["code"]) == ("websocket.close", CLOSE_SESSION_ENDED)
        assert await there.ask(type="ping") == {"type": "pong"}


async def test_what_ends_by_itself_is_found_when_the_socket_looks_again(cast: Cast) -> None:
    api = await sync_to_async(cast.api)("minsu")
    async with browser(api) as tab:
        await look_again(cast.minsu)
        assert await tab.ask(type="ping") == {"type": "pong"}

        cast.minsu.is_active = False
        await sync_to_async(cast.minsu.save)()
        await look_again(cast.minsu)

        assert (await tab.output())["code"] == CLOSE_SESSION_ENDED


async def test_whoever_leaves_the_staff_hears_no_more_of_the_course(cast: Cast) -> None:
    problem = await sync_to_async(make_problem)(
        "dp", course=cast.algorithms, visibility=Visibility.COURSE
    )
    submission = await sync_to_async(make_submission)(cast.minsu, problem)
    topic = f"submission:{submission.pk}"
    async with tab_of(cast.ta_hana) as tab:
        await tab.ask(type="subscribe", topic=topic)
        membership = await Membership.objects.aget(user=cast.ta_hana)

        await sync_to_async(member_remove)(
            actor=cast.professor, course_id=cast.algorithms.pk, membership_id=membership.pk
        )

        answer = await tab.receive()
        assert (answer["type"], answer["topic"], answer["code"]) == ("refused", topic, "not_found")
        progress = progress_of(judgement_of(submission))
        await sync_to_async(judgement_progress_record)(progress=progress, now=NOON)
        assert await tab.is_silent()


async def test_a_stricter_policy_reaches_open_sockets(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.live.LOOK_AGAIN_WITHIN_S", 0.001)
    problem = await sync_to_async(make_problem)("dp")
    contest = await sync_to_async(make_contest)(problems=[problem], course=cast.algorithms)
    await ContestRules.objects.filter(problem_set=contest).aupdate(has_balloons=True)
    entry = await sync_to_async(make_entry)(contest, cast.minsu)
    submission = await sync_to_async(make_submission)(cast.minsu, problem)
    submission.problem_set, submission.entry = contest, entry
    await sync_to_async(submission.save)()
    topic = f"submission:{submission.pk}"
    async with tab_of(cast.minsu) as tab, tab_of(cast.ta_hana) as staff:
        await tab.ask(type="subscribe", topic=topic)
        await staff.ask(type="subscribe", topic=topic)

        far = contest.ends_at.replace(year=2999)
        await sync_to_async(set_change)(
            user=cast.professor,
            slug=contest.slug,
            change=SetChange(verdict_policy=VerdictPolicy.BLIND, ends_at=far),
        )

        assert await tab.receive() == {"type": "subscribed", "topic": topic, "sequence": 0}
        report = report_of(judgement_of(submission), Verdict.WRONG_ANSWER)
        await sync_to_async(judgement_report_record)(report=report, now=NOON)
        assert await tab.is_silent()
        assert (await staff.receive())["payload"]["verdict"] == "WA"


async def test_whose_invitation_is_taken_back_loses_the_board(cast: Cast) -> None:
    contest = await sync_to_async(make_contest)(
        visibility=SetVisibility.INVITED, course=cast.algorithms
    )
    put = sync_to_async(invitations_put)
    await put(user=cast.professor, slug=contest.slug, usernames=["minsu", "jiwoo"])
    topic = f"set:{contest.pk}:scoreboard"
    async with tab_of(cast.minsu) as minsu, tab_of(cast.jiwoo) as jiwoo:
        for tab in (minsu, jiwoo):
            assert (await tab.ask(type="subscribe", topic=topic))["type"] == "subscribed"

        await put(user=cast.professor, slug=contest.slug, usernames=["jiwoo"])

        assert (await minsu.receive())["type"] == "refused"
        assert await jiwoo.is_silent()


async def test_only_staff_hear_of_balloons(cast: Cast) -> None:
    problem = await sync_to_async(make_problem)("dp")
    contest = await sync_to_async(make_contest)(
        problems=[problem], course=cast.algorithms, has_balloons=True
    )
    entry = await sync_to_async(make_entry)(contest, cast.minsu)
    submission = await sync_to_async(make_submission)(cast.minsu, problem)
    submission.problem_set, submission.entry = contest, entry
    await sync_to_async(submission.save)()
    topic = f"set:{contest.pk}:balloons"
    async with (
        tab_of(cast.ta_hana) as staff,
        tab_of(cast.ta_yuri) as other,
        tab_of(cast.minsu) as team,
    ):
        assert (await staff.ask(type="subscribe", topic=topic))["type"] == "subscribed"
        for tab in (other, team):
            assert (await tab.ask(type="subscribe", topic=topic))["type"] == "refused"

        report = report_of(judgement_of(submission), Verdict.ACCEPTED)
        await sync_to_async(judgement_report_record)(report=report, now=NOON)

        event = await staff.receive()
        assert event["topic"] == topic
        assert (event["payload"]["balloon"]["problem"], event["payload"]["balloon"]["state"]) == (
            "A",
            "waiting",
        )
        assert await team.is_silent()
