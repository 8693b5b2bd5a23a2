"""Websocket topic notifications:me."""

import pytest
from asgiref.sync import sync_to_async

from notifications.models import Notification
from notifications.services import notifications_mark_read
from submissions.consumers import LiveConsumer
from tests.factories import NOON
from tests.notifications.test_services import tell
from tests.people import Cast
from tests.sockets import open_socket

pytestmark = pytest.mark.django_db(transaction=True)
TOPIC = "notifications:me"


async def test_news_reach_their_reader_alone(transactional_db: None) -> None:
    cast = await sync_to_async(Cast)()
    application = LiveConsumer.as_asgi()
    async with (
        open_socket(application, user=cast.minsu) as minsu,
        open_socket(application, user=cast.jiwoo) as jiwoo,
    ):
        for tab in (minsu, jiwoo):
            answer = await tab.ask(type="subscribe", topic=TOPIC)
            assert answer == {"type": "subscribed", "topic": TOPIC, "sequence": 0}

        await sync_to_async(tell)(cast.minsu)
        event = await minsu.receive()
        assert (event["topic"], event["sequence"]) == (TOPIC, 1)
        assert event["payload"]["unread_count"] == 1
        assert event["payload"]["notification"]["title"] == "채점 완료: HW 1"

        row = await Notification.objects.aget()
        await sync_to_async(notifications_mark_read)(user=cast.minsu, ids=[row.pk], now=NOON)
        event = await minsu.receive()
        assert event["sequence"] == 2
        assert (event["payload"]["unread_count"], event["payload"]["read_ids"]) == (0, [row.pk])

        assert await jiwoo.is_silent()
        await sync_to_async(tell)(cast.minsu)
        assert await minsu.is_silent()


async def test_another_persons_topic_is_no_topic(transactional_db: None) -> None:
    cast = await sync_to_async(Cast)()
    async with open_socket(LiveConsumer.as_asgi(), user=cast.minsu) as tab:
        answer = await tab.ask(type="subscribe", topic=f"notifications:{cast.jiwoo.pk}")

    assert (answer["type"], answer["code"]) == ("refused", "bad_topic")
