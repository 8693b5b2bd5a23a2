"""The scoreboard over the websocket: who hears of what, and when."""

from contextlib import AbstractAsyncContextManager

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser

from contests.models import BoardVisibility, Entry, ProblemSet, SetVisibility
from problems.models import Problem
from submissions.consumers import LiveConsumer
from submissions.models import Scoreboard
from submissions.standings import publishing
from submissions.standings.publishing import board_publish
from tests.contest_factories import make_contest, make_entry
from tests.factories import make_problem
from tests.people import EVERYBODY, Cast
from tests.sockets import Socket, open_socket
from tests.submissions.standings.support import AC, at, hand_in, judge, play, set_rules

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


@pytest.fixture
def problems(transactional_db: None) -> list[Problem]:
    return [make_problem(name) for name in ("apples", "bridges")]


@pytest.fixture
def contest(cast: Cast, problems: list[Problem]) -> ProblemSet:
    return make_contest(problems=problems, course=cast.algorithms, freeze_at=at(240))


@pytest.fixture
def minsu(cast: Cast, contest: ProblemSet) -> Entry:
    return make_entry(contest, cast.minsu)


def socket(cast: Cast, name: str) -> AbstractAsyncContextManager[Socket]:
    return open_socket(LiveConsumer.as_asgi(), user=cast.named(name) or AnonymousUser())


async def test_watchers_get_the_rows_that_changed(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    topic = f"set:{contest.pk}:scoreboard"
    async with socket(cast, "sora") as tab:
        answer = await tab.ask(type="subscribe", topic=topic)
        assert answer == {"type": "subscribed", "topic": topic, "sequence": 0}
        await sync_to_async(play)(minsu, problems[0], 10, AC)
        await sync_to_async(board_publish)(contest.pk)
        event = await tab.receive()
        assert (event["topic"], event["sequence"], event["payload"]["since"]) == (topic, 2, 0)
        (row,) = event["payload"]["rows"]
        assert (row["entry"]["name"], row["solved"], row["rank"]) == ("minsu", 1, None)
        await sync_to_async(board_publish)(contest.pk)
        assert await tab.is_silent()


async def test_many_changes_make_one_push(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    async with socket(cast, "sora") as tab:
        await tab.ask(type="subscribe", topic=f"set:{contest.pk}:scoreboard")
        for minute in range(4):
            await sync_to_async(hand_in)(minsu, problems[minute % 2], minute)
        await sync_to_async(board_publish)(contest.pk)
        event = await tab.receive()
        assert (event["sequence"], len(event["payload"]["rows"])) == (4, 1)
        assert await tab.is_silent()


async def test_a_large_change_says_to_read_anew(
    cast: Cast,
    contest: ProblemSet,
    minsu: Entry,
    problems: list[Problem],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publishing, "MAX_ROWS_IN_PUSH", 0)
    async with socket(cast, "sora") as tab:
        await tab.ask(type="subscribe", topic=f"set:{contest.pk}:scoreboard")
        await sync_to_async(hand_in)(minsu, problems[0], 1)
        await sync_to_async(board_publish)(contest.pk)
        event = await tab.receive()
        assert event["payload"] == {"since": event["sequence"], "rows": []}


async def test_a_frozen_result_is_pushed_to_staff_only(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    waiting = await sync_to_async(hand_in)(minsu, problems[0], 241)
    await sync_to_async(board_publish)(contest.pk)
    async with socket(cast, "minsu") as student, socket(cast, "ta_hana") as staff:
        await student.ask(type="subscribe", topic=f"set:{contest.pk}:scoreboard")
        await staff.ask(type="subscribe", topic=f"set:{contest.pk}:staff-scoreboard")
        await sync_to_async(judge)(waiting, AC)
        await sync_to_async(board_publish)(contest.pk)
        event = await staff.receive()
        assert event["payload"]["rows"][0]["solved"] == 1
        assert await student.is_silent()


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "visitor"])
async def test_who_may_subscribe(cast: Cast, contest: ProblemSet, name: str) -> None:
    await ProblemSet.objects.aupdate(visibility=SetVisibility.COURSE)
    staff, members = {"ta_hana", "professor", "operator"}, {"minsu", "jiwoo"}
    async with socket(cast, name) as tab:
        for topic, allowed in (
            (f"set:{contest.pk}:scoreboard", staff | members),
            (f"set:{contest.pk}:staff-scoreboard", staff),
        ):
            answer = await tab.ask(type="subscribe", topic=topic)
            assert answer["type"] == ("subscribed" if name in allowed else "refused")


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("set:999999:scoreboard", "not_found"),
        ("set:1:weather", "bad_topic"),
        ("set:x:scoreboard", "bad_topic"),
        ("set::", "bad_topic"),
        ("set:²:scoreboard", "bad_topic"),
    ],
)
async def test_other_topics_are_refused_by_name(cast: Cast, topic: str, code: str) -> None:
    async with socket(cast, "minsu") as tab:
        assert (await tab.ask(type="subscribe", topic=topic))["code"] == code


async def test_a_board_that_closes_is_pushed_no_more(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    async with socket(cast, "sora") as tab:
        await tab.ask(type="subscribe", topic=f"set:{contest.pk}:scoreboard")
        await sync_to_async(set_rules)(contest, board_visibility=BoardVisibility.NEVER)
        await sync_to_async(play)(minsu, problems[0], 10, AC)
        await sync_to_async(board_publish)(contest.pk)
        assert await tab.is_silent()
        head = await Scoreboard.objects.aget()
        assert head.public_pushed == head.public_sequence
