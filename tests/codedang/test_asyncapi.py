"""docs/asyncapi.yaml: the websocket as it is."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from asgiref.sync import sync_to_async
from django.conf import settings
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from codedang.asyncapi import REFUSAL_CODES, TOPICS_DOCUMENTED, asyncapi_text, document
from notifications.live import read_announce
from notifications.models import Notification
from notifications.shapes import NotificationsEvent, notification_out
from submissions.consumers import SET_TOPICS, TOPICS, LiveConsumer
from submissions.shapes import submission_event, submission_item
from submissions.sight import sight_for
from tests.factories import NOON, judgement_of, make_problem, make_submission
from tests.notifications.test_services import tell
from tests.people import Cast
from tests.sockets import open_socket


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from references(one)


def check(name: str, message: dict[str, Any]) -> None:
    """Raise where ``message`` is not as the document's message ``name`` says."""
    resource = DRAFT202012.create_resource(document())
    registry: Any = Registry().with_resource("urn:asyncapi", resource)
    schema = {"$ref": f"urn:asyncapi#/components/messages/{name}/payload"}
    Draft202012Validator(schema, registry=registry).validate(message)


def test_the_file_is_of_this_code() -> None:
    """Else: manage.py write_schemas."""
    kept = (settings.BASE_DIR / "docs" / "asyncapi.yaml").read_text(encoding="utf-8")

    assert kept == asyncapi_text()
    assert yaml.safe_load(kept) == document()


def test_every_topic_of_the_consumer_is_in_it_and_no_other() -> None:
    simple = {topic.address.split(":")[0] for topic in TOPICS_DOCUMENTED}
    of_sets = {t.address.split(":")[2] for t in TOPICS_DOCUMENTED if t.address.startswith("set:")}

    assert simple == set(TOPICS)
    assert of_sets == set(SET_TOPICS)


def test_every_topic_is_told_of_in_words() -> None:
    words = (settings.BASE_DIR / "docs" / "websocket.md").read_text(encoding="utf-8")

    for topic in TOPICS_DOCUMENTED:
        assert f"`{topic.address.replace('{', '<').replace('}', '>')}`" in words


def test_every_reference_leads_somewhere() -> None:
    made = document()

    for reference in references(made):
        place: Any = made
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def test_events_are_as_it_says(cast: Cast) -> None:
    submission = make_submission(cast.minsu, make_problem("sum"))
    sight = sight_for(cast.minsu, submission, NOON)
    tell(cast.minsu)
    row = Notification.objects.get()
    payloads: dict[str, tuple[str, Any]] = {
        "submissionEvent": ("submission:12", submission_event(judgement_of(submission), [], sight)),
        "notificationsEvent": (
            "notifications:me",
            NotificationsEvent(
                unread_count=1, notification=notification_out(row, reader=cast.minsu)
            ),
        ),
    }
    for name, (topic, payload) in payloads.items():
        body = payload.model_dump(mode="json")
        check(name, {"type": "event", "topic": topic, "sequence": 1, "payload": body})
    item = {"submission": submission_item(submission, sight).model_dump(mode="json")}
    check("userEvent", {"type": "event", "topic": "user:me", "sequence": 0, "payload": item})


@pytest.mark.django_db(transaction=True)
async def test_what_the_consumer_says_is_as_it_says(transactional_db: None) -> None:
    cast = await sync_to_async(Cast)()
    async with open_socket(LiveConsumer.as_asgi(), user=cast.minsu) as tab:
        check("pong", await tab.ask(type="ping"))
        for topic, code in {"weather": "bad_topic", "submission:99": "not_found"}.items():
            answer = await tab.ask(type="subscribe", topic=topic)
            check("refused", answer)
            assert answer["code"] == code
        check("refused", await tab.ask(type="dance"))
        check("subscribed", await tab.ask(type="subscribe", topic="notifications:me"))
        await sync_to_async(read_announce)(cast.minsu, read_ids=[1], read_up_to=None)
        check("notificationsEvent", await tab.receive())
    assert "too_many_topics" in REFUSAL_CODES
