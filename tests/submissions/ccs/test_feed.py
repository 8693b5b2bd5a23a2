"""The Contest API's event feed: everything once, then what changes, as the viewer may see it."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from django.utils import timezone

from contests.models import ContestRules, Entry, ProblemSet
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.ccs import feed
from submissions.ccs.catalogue import COLLECTIONS, SINGLETONS
from submissions.ccs.feed import token_text
from submissions.models import Judgement
from submissions.reviewing.overriding import verdict_override
from tests.contest_factories import make_contest, make_entry
from tests.factories import make_problem
from tests.people import Cast
from tests.submissions.ccs.schemas import EVENT, OBJECTS
from tests.submissions.standings.support import AC, WA, at, hand_in, judge, play

pytestmark = pytest.mark.django_db(transaction=True)

BASE = "/ccs/api/contests/round"


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LOOK_EVERY_S", 0.05)


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


class Listener:
    """One open feed."""

    def __init__(self, response: Any) -> None:
        self._response = response
        self._content: AsyncIterator[bytes] = aiter(response.streaming_content)

    async def events(self) -> list[dict[str, Any]]:
        """The next batch; a newline is an empty one."""
        chunk = await asyncio.wait_for(anext(self._content), 10)
        return [json.loads(line) for line in chunk.decode().splitlines() if line]

    async def close(self) -> None:
        await sync_to_async(self._response.close)()


async def listen(cast: Cast, name: str, **query: str) -> Listener:
    client = AsyncClient()
    user = cast.named(name)
    if user is not None:
        await client.aforce_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = await client.get(f"{BASE}/event-feed", query_params=query)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/x-ndjson"
    return Listener(response)


async def test_a_hidden_board_is_not_told_by_awards(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    await sync_to_async(play)(minsu, problems[0], 10, AC)
    await ContestRules.objects.filter(pk=contest.pk).aupdate(board_visibility="never")
    told = {}
    for name in ("visitor", "minsu", "ta_hana"):
        listener = await listen(cast, name)
        told[name] = {event["type"] for event in await listener.events()}
        await listener.close()

    assert "awards" not in told["visitor"] | told["minsu"]
    assert "awards" in told["ta_hana"]


def named(events: list[dict[str, Any]]) -> set[tuple[str, str | None]]:
    return {(event["type"], event["id"]) for event in events}


async def test_it_starts_with_everything_that_the_endpoints_say(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    await sync_to_async(play)(minsu, problems[0], 10, AC)
    listener = await listen(cast, "ta_hana")
    events = await listener.events()
    await listener.close()
    for event in events:
        jsonschema.validate(event, EVENT)
        jsonschema.validate(event["data"], OBJECTS[event["type"]])
    client = (await sync_to_async(cast.api)("ta_hana")).client
    for endpoint in COLLECTIONS:
        found = (await sync_to_async(client.get)(f"{BASE}/{endpoint}")).json()
        sent = [event["data"] for event in events if event["type"] == endpoint]
        assert sent == found
    assert {event["type"] for event in events} >= set(SINGLETONS)


async def test_it_goes_on_with_what_changes(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    listener = await listen(cast, "visitor")
    await listener.events()
    submission = await sync_to_async(hand_in)(minsu, problems[0], 10)
    await Judgement.objects.aupdate(created_at=timezone.now())
    await type(submission).objects.aupdate(created_at=timezone.now())
    # The clock of the contest is long over, so that the attempt is in the freeze.
    await ContestRules.objects.aupdate(freeze_at=None)
    events = await listener.events()
    assert ("submissions", str(submission.pk)) in named(events)
    pending = [event["data"] for event in events if event["type"] == "judgements"]
    assert [one["judgement_type_id"] for one in pending] == [None]

    await sync_to_async(judge)(submission, WA)
    await Judgement.objects.aupdate(finished_at=timezone.now())
    events = await listener.events()
    verdicts = [event["data"] for event in events if event["type"] == "judgements"]
    assert verdicts[-1]["judgement_type_id"] == "RE"

    # Long after the verdict, staff let another one count.
    await Judgement.objects.aupdate(finished_at=at(10), last_heard_at=at(10))
    await sync_to_async(verdict_override)(
        user=cast.ta_hana,
        submission_id=submission.pk,
        verdict=Verdict.ACCEPTED,
        score=None,
        reason="The checker was wrong.",
        is_public=False,
        now=timezone.now(),
    )
    events = [one for one in await listener.events() if one["type"] == "judgements"]
    assert events[-1]["data"]["judgement_type_id"] == "AC"
    await listener.close()


async def test_frozen_results_come_when_they_are_shown(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    frozen = await sync_to_async(play)(minsu, problems[0], 250, AC)
    everybody, staff = await listen(cast, "visitor"), await listen(cast, "ta_hana")
    seen = named(await everybody.events())
    assert ("submissions", str(frozen.pk)) in seen
    assert not any(kind in {"judgements", "runs"} for kind, _ in seen)
    assert any(kind == "judgements" for kind, _ in named(await staff.events()))
    await staff.close()

    await ContestRules.objects.aupdate(unfrozen_at=at(400))
    events = await everybody.events()
    await everybody.close()
    assert any(event["type"] == "judgements" for event in events)
    assert events[-1]["type"] == "state"


async def test_a_client_comes_back_with_its_token(
    cast: Cast, contest: ProblemSet, minsu: Entry, problems: list[Problem]
) -> None:
    await sync_to_async(play)(minsu, problems[0], 10, AC)
    await Judgement.objects.aupdate(created_at=at(10), finished_at=at(10))
    first = await listen(cast, "ta_hana")
    events = await first.events()
    await first.close()
    assert "submissions" in {event["type"] for event in events}

    again = await listen(cast, "ta_hana", since_token=events[-1]["token"])
    rest = {event["type"] for event in await again.events()}
    await again.close()
    assert "teams" in rest
    assert not rest & {"submissions", "judgements", "runs"}


@pytest.mark.parametrize(
    "query",
    [
        {"since_token": "xY-99_"},
        {"since_token": "999999"},
        {"since_token": "9" * 30},
        {"since_token": token_text(timezone.now() + timedelta(hours=1))},
        {"since_id": "999999"},
    ],
)
async def test_a_token_that_was_not_given_out_is_refused(
    cast: Cast, contest: ProblemSet, query: dict[str, str]
) -> None:
    response = await AsyncClient().get(f"{BASE}/event-feed", query_params=query)
    assert response.status_code == 400
    assert json.loads(response.content)["code"] == 400


async def test_silence_is_broken_by_newlines(
    cast: Cast, contest: ProblemSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "KEEP_ALIVE_S", 0.1)
    listener = await listen(cast, "visitor")
    assert await listener.events()
    assert await listener.events() == []
    await listener.close()


async def test_too_many_listeners_are_turned_away(
    cast: Cast, contest: ProblemSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MAX_FEEDS", 1)
    listener = await listen(cast, "visitor")
    await listener.events()
    refused = await AsyncClient().get(f"{BASE}/event-feed")
    assert refused.status_code == 429
    await listener.close()
    other = await listen(cast, "visitor")
    await other.events()
    await other.close()
