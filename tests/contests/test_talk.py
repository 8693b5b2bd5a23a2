"""Clarifications and announcements: who asks, answers, reads and hears what."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.errors import InvalidInputError, NotAllowedError
from contests.models import Announcement, Clarification, ProblemSet
from contests.services.talk import (
    announcement_make,
    clarification_answer,
    clarification_ask,
)
from notifications.models import Notification
from submissions.consumers import LiveConsumer
from tests.contest_factories import HOUR, make_contest, make_entry
from tests.factories import make_problem
from tests.people import EVERYBODY, Cast
from tests.sockets import open_socket

STAFF = {"ta_hana", "professor", "operator"}
STARTS = {"upcoming": HOUR, "running": -HOUR, "over": -6 * HOUR}


def contest_at(cast: Cast, when: str = "running") -> ProblemSet:
    """The algorithms course's, open to all; minsu and sora are a team in it, jiwoo is alone."""
    contest = make_contest(
        problems=[make_problem("a")],
        starts_at=timezone.now() + STARTS[when],
        course=cast.algorithms,
    )
    make_entry(contest, cast.minsu, cast.sora, name="team")
    make_entry(contest, cast.jiwoo)
    return contest


def ask(cast: Cast, name: str, **body: Any) -> Any:
    return cast.api(name).post(
        "/contests/round/clarifications", {"question": "Is n > 0?", "problem": "A", **body}
    )


def asked(cast: Cast) -> Clarification:
    return clarification_ask(
        user=cast.minsu, slug="round", question="Is n > 0?", label="A", now=timezone.now()
    )


def answered(cast: Cast, *, is_broadcast: bool = False) -> Clarification:
    return clarification_answer(
        user=cast.ta_hana,
        clarification_id=asked(cast).pk,
        answer="Yes.",
        is_broadcast=is_broadcast,
        now=timezone.now(),
    )


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_takes_part_may_ask(cast: Cast, name: str) -> None:
    contest_at(cast)

    response = ask(cast, name)

    entrants = {"minsu", "sora", "jiwoo"}
    if name in entrants:
        assert response.status_code == 201
        assert (response.json()["problem"], response.json()["answer"]) == ("A", None)
    else:
        assert response.status_code == (401 if name == "visitor" else 403)
    assert Clarification.objects.count() == (name in entrants)


@pytest.mark.parametrize(
    ("when", "body", "status", "code"),
    [
        ("over", {}, 409, "contest_over"),
        ("upcoming", {}, 409, "set_not_started"),
        ("upcoming", {"problem": "Z"}, 409, "set_not_started"),
        ("upcoming", {"problem": None}, 201, None),
        ("running", {"problem": "Z"}, 422, "invalid"),
        ("running", {"question": "   "}, 422, "invalid"),
        ("running", {"question": "x" * 4001}, 422, "invalid"),
        ("running", {"question": "\x00"}, 422, "not_text"),
    ],
)
def test_a_question_must_fit(
    cast: Cast, when: str, body: dict[str, Any], status: int, code: str | None
) -> None:
    contest_at(cast, when)

    response = ask(cast, "minsu", **body)

    assert (response.status_code, response.json().get("code")) == (status, code)
    assert Clarification.objects.count() == (status == 201)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_question_and_its_answer_are_the_teams(cast: Cast, name: str) -> None:
    contest_at(cast)
    answered(cast)

    response = cast.api(name).get("/contests/round/clarifications")

    if name == "visitor":
        assert response.status_code == 401
        return
    items = response.json()["items"]
    expected = ["Yes."] if name in {"minsu", "sora"} else []
    assert [item["answer"] for item in items] == expected


@pytest.mark.parametrize("name", ["minsu", "sora", "jiwoo", "ta_yuri"])
def test_only_staff_answer_and_announce(cast: Cast, name: str) -> None:
    contest_at(cast)
    question = asked(cast)
    user, now = cast.named(name), timezone.now()
    assert user is not None

    with pytest.raises(NotAllowedError) as refusal:
        clarification_answer(
            user=user, clarification_id=question.pk, answer="No.", is_broadcast=True, now=now
        )
    with pytest.raises(NotAllowedError) as missing:
        clarification_answer(
            user=user, clarification_id=999, answer="No.", is_broadcast=True, now=now
        )
    with pytest.raises(NotAllowedError):
        announcement_make(user=user, slug="round", text="Hear!", label=None, now=now)

    assert refusal.value.message == missing.value.message
    question.refresh_from_db()
    assert (question.answer, question.revision) == ("", 1)
    assert not Announcement.objects.exists()
    assert not Notification.objects.exists()


def test_an_empty_answer_is_none(cast: Cast) -> None:
    contest_at(cast)

    with pytest.raises(InvalidInputError):
        clarification_answer(
            user=cast.ta_hana,
            clarification_id=asked(cast).pk,
            answer=" ",
            is_broadcast=False,
            now=timezone.now(),
        )


def test_an_answer_is_told_to_the_team(cast: Cast) -> None:
    contest_at(cast)
    answered(cast)

    told = Notification.objects.values_list("user__username", flat=True)

    assert set(told) == {"minsu", "sora"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_broadcast_is_for_all_who_take_part_and_names_nobody(cast: Cast, name: str) -> None:
    contest_at(cast)
    answered(cast, is_broadcast=True)

    response = cast.api(name).get("/contests/round/announcements")

    if name in {"minsu", "sora", "jiwoo", *STAFF}:
        (item,) = response.json()["items"]
        assert (item["question"], item["text"], item["problem"]) == ("Is n > 0?", "Yes.", "A")
        assert "team" not in response.content.decode()
    else:
        assert response.status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_lists_cost_the_same_however_long(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    contest_at(cast)
    for _ in range(count):
        answered(cast, is_broadcast=True)
    api = cast.api("minsu")

    with queries:
        assert len(api.get("/contests/round/clarifications").json()["items"]) == count
    assert len(queries) == 4  # session, user, contest, page

    with queries:
        assert len(api.get("/contests/round/announcements").json()["items"]) == count
    assert len(queries) == 6  # session, user, contest, staff, entry, page


@pytest.mark.django_db(transaction=True)
async def test_news_go_live_to_whom_they_concern(transactional_db: None) -> None:
    cast = await sync_to_async(Cast)()
    contest = await sync_to_async(contest_at)(cast)
    own, staffs = f"set:{contest.pk}:clarifications", f"set:{contest.pk}:staff-clarifications"
    to_all = f"set:{contest.pk}:announcements"
    async with (
        open_socket(LiveConsumer.as_asgi(), user=cast.sora) as mate,
        open_socket(LiveConsumer.as_asgi(), user=cast.jiwoo) as other,
        open_socket(LiveConsumer.as_asgi(), user=cast.ta_hana) as staff,
        open_socket(LiveConsumer.as_asgi(), user=cast.ta_yuri) as stranger,
    ):
        for tab in (mate, other):
            assert (await tab.ask(type="subscribe", topic=own))["sequence"] == 0
            assert (await tab.ask(type="subscribe", topic=to_all))["sequence"] == 0
            assert (await tab.ask(type="subscribe", topic=staffs))["type"] == "refused"
        assert (await staff.ask(type="subscribe", topic=staffs))["sequence"] == 0
        assert (await stranger.ask(type="subscribe", topic=staffs))["type"] == "refused"
        assert (await stranger.ask(type="subscribe", topic=to_all))["type"] == "refused"

        await sync_to_async(answered)(cast, is_broadcast=True)

        for sequence, answer in ((1, None), (2, "Yes.")):
            event = await staff.receive()
            assert (event["topic"], event["sequence"]) == (staffs, sequence)
            assert event["payload"]["clarification"]["entry"] == "team"
            if answer is None:
                event = await mate.receive()
                assert (event["topic"], event["sequence"]) == (own, 1)
        events = {event["topic"]: event for event in [await mate.receive(), await mate.receive()]}
        assert events[own]["payload"]["clarification"]["answer"] == "Yes."
        assert events[own]["sequence"] == 2
        event = await other.receive()
        assert (event["topic"], event["sequence"]) == (to_all, 1)
        assert event["payload"]["announcement"]["text"] == "Yes."
        assert await other.is_silent()
        assert await stranger.is_silent()
