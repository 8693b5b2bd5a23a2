"""The AsyncAPI document of the websocket /ws/, made of the shapes that its events are made of.

To add a topic: a row in TOPICS_DOCUMENTED. A test holds the rows against the consumer's topics.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic.json_schema import models_json_schema

from common.rest import Schema
from contests.talk_shapes import (
    AnnouncementOut,
    BalloonOut,
    ClarificationOut,
    StaffClarificationOut,
)
from notifications.shapes import NotificationsEvent
from problems.imports.live import PackageImportEvent
from problems.versions.verifying import PackageVerificationEvent
from submissions.consumers import (
    CLOSE_NOT_SIGNED_IN,
    CLOSE_SESSION_ENDED,
    CLOSE_TOO_LARGE,
    MAX_MESSAGE_CHARS,
    MAX_TOPICS,
)
from submissions.custom_runs.shapes import CustomRunOut
from submissions.shapes import QueueEvent, SubmissionEvent, SubmissionItem
from submissions.standings.shapes import BoardEvent

REFUSAL_CODES = ("not_found", "bad_topic", "too_many_topics", "bad_message")
DESCRIPTION = f"""\
One socket per browser tab, signed in by the session cookie. Pages of other sites are refused by
their `Origin`. A visitor is closed with code {CLOSE_NOT_SIGNED_IN}; a message over
{MAX_MESSAGE_CHARS:,} characters closes the socket with {CLOSE_TOO_LARGE}. One socket subscribes to
at most {MAX_TOPICS} topics.

A push may be lost. A client that sees a gap in `sequence`, or that reconnects, reads over REST what
the topic is about and goes on from its `sequence`; an event that is not newer is dropped.

What somebody may hear is looked at again when it changes, and once a minute. A socket whose session
has ended is closed with {CLOSE_SESSION_ENDED}. A topic that may be heard no more is `refused`;
where more or less of it may be heard, `subscribed` comes again.

How to use it, in words: docs/websocket.md."""


class AnnouncementEvent(Schema):
    """What a live event of the topic `set:<id>:announcements` carries."""

    announcement: AnnouncementOut


class ClarificationEvent(Schema):
    """What a live event of the topic `set:<id>:clarifications` carries."""

    clarification: ClarificationOut


class StaffClarificationEvent(Schema):
    """What a live event of the topic `set:<id>:staff-clarifications` carries."""

    clarification: StaffClarificationOut


class BalloonEvent(Schema):
    """What a live event of the topic `set:<id>:balloons` carries."""

    balloon: BalloonOut


class UserEvent(Schema):
    """What a live event of the topic `user:me` carries."""

    submission: SubmissionItem


class ScreenEvent(Schema):
    """What a live event of the topic `infra:<screen>` carries: nothing but that there is one."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One kind of news. ``address`` has parameters in braces."""

    address: str
    name: str
    summary: str
    permission: str
    sequence: str
    payload: type[Schema]


TOPICS_DOCUMENTED = (
    Topic(
        address="submission:{number}",
        name="submission",
        summary="A submission as it is judged.",
        permission="Its author, and the staff of its problem's course.",
        sequence=(
            "+1 with each recorded change, over all its judgements; while verdicts are veiled, +1 "
            "with each change of what is shown."
        ),
        payload=SubmissionEvent,
    ),
    Topic(
        address="queue:{number}",
        name="queue",
        summary="About how many submissions the judge takes before this one, while it waits, and "
        "whether it is held until staff have looked at errors of ours.",
        permission="As for the submission; refused where it is not in line.",
        sequence="The clock's milliseconds. The last event says null and not held, and ends the "
        "subscription.",
        payload=QueueEvent,
    ),
    Topic(
        address="run:{number}",
        name="run",
        summary="A custom run, once, when it is done.",
        permission="Its author.",
        sequence="0 while it is queued, and 1 after.",
        payload=CustomRunOut,
    ),
    Topic(
        address="package-import:{number}",
        name="packageImport",
        summary="A problem package as it is read, checked by a judge, and imported or refused.",
        permission="Whoever started it, and the staff of its course.",
        sequence="+1 with each change of its state.",
        payload=PackageImportEvent,
    ),
    Topic(
        address="package-verification:{number}",
        name="packageVerification",
        summary="How far a judge is with trying all programs of a problem's version.",
        permission="The staff of the problem.",
        sequence="+1 with each news.",
        payload=PackageVerificationEvent,
    ),
    Topic(
        address="user:me",
        name="user",
        summary="One's own submissions in lists, when a state changes.",
        permission="Oneself.",
        sequence="The submission's; `subscribed` says 0.",
        payload=UserEvent,
    ),
    Topic(
        address="notifications:me",
        name="notifications",
        summary="One's own notifications: new ones, and what has been read in another tab.",
        permission="Oneself.",
        sequence="+1 with each change; `GET /notifications/unread` says where it stands.",
        payload=NotificationsEvent,
    ),
    Topic(
        address="set:{number}:scoreboard",
        name="scoreboard",
        summary="Rows of a contest's scoreboard that have changed.",
        permission="Whoever may see the scoreboard now.",
        sequence="The public board's, which a frozen result never moves.",
        payload=BoardEvent,
    ),
    Topic(
        address="set:{number}:staff-scoreboard",
        name="staffScoreboard",
        summary="Rows of a contest's scoreboard with frozen results.",
        permission="The contest's staff.",
        sequence="The staff board's own.",
        payload=BoardEvent,
    ),
    Topic(
        address="set:{number}:announcements",
        name="announcements",
        summary="What the jury says to all.",
        permission="Those who take part in the contest or may see its problems.",
        sequence="+1 with each announcement and each change of one.",
        payload=AnnouncementEvent,
    ),
    Topic(
        address="set:{number}:clarifications",
        name="clarifications",
        summary="Questions to the jury of one's own and of one's team, and their answers.",
        permission="Whoever may know of the set; each hears their own.",
        sequence="+1 with each change of them.",
        payload=ClarificationEvent,
    ),
    Topic(
        address="set:{number}:staff-clarifications",
        name="staffClarifications",
        summary="All questions to the jury.",
        permission="The set's staff.",
        sequence="+1 with each change of any.",
        payload=StaffClarificationEvent,
    ),
    Topic(
        address="set:{number}:balloons",
        name="balloons",
        summary="A balloon that is new, withdrawn, delivered or not delivered after all.",
        permission="The staff of a contest that has balloons.",
        sequence="The clock's milliseconds.",
        payload=BalloonEvent,
    ),
    Topic(
        address="infra:{screen}",
        name="screen",
        summary="What an operators' screen shows was read anew; the page asks for it.",
        permission="Those who may see the infrastructure.",
        sequence="The reading's time in milliseconds.",
        payload=ScreenEvent,
    ),
)


def asyncapi_text() -> str:
    """The document, as docs/asyncapi.yaml keeps it."""
    return yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=100)


def document() -> dict[str, Any]:
    """The whole document as AsyncAPI 3.0."""
    schemas = _schemas()
    messages = {**_control_messages(), **{_event(t): _event_message(t) for t in TOPICS_DOCUMENTED}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Codedang live", "version": "1", "description": DESCRIPTION},
        "defaultContentType": "application/json",
        "servers": {
            "site": {
                "host": "{host}",
                "pathname": "/ws/",
                "protocol": "wss",
                "description": "The site itself; `ws` where it is served without TLS.",
                "variables": {"host": {"default": "codedang.com"}},
                "security": [{"$ref": "#/components/securitySchemes/session"}],
            }
        },
        "channels": _channels(),
        "operations": _operations(),
        "components": {
            "messages": messages,
            "schemas": schemas,
            "securitySchemes": {
                "session": {
                    "type": "httpApiKey",
                    "in": "cookie",
                    "name": "sessionid",
                    "description": "The session of a browser that is signed in.",
                }
            },
        },
    }


def _event(topic: Topic) -> str:
    return f"{topic.name}Event"


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _channels() -> dict[str, Any]:
    control = {
        "socket": {
            "address": "/ws/",
            "title": "The socket",
            "description": "What is said about topics. All messages are on the one socket.",
            "messages": {name: _ref("messages", name) for name in _control_messages()},
        }
    }
    return control | {topic.name: _channel(topic) for topic in TOPICS_DOCUMENTED}


def _channel(topic: Topic) -> dict[str, Any]:
    channel: dict[str, Any] = {
        "address": topic.address,
        "title": topic.address,
        "summary": topic.summary,
        "description": f"For: {topic.permission} Sequence: {topic.sequence}",
        "messages": {_event(topic): _ref("messages", _event(topic))},
    }
    if "{number}" in topic.address:
        channel["parameters"] = {"number": {"description": "The number in its address over REST."}}
    if "{screen}" in topic.address:
        channel["parameters"] = {"screen": {"description": "The name in its page's address."}}
    return channel


def _operations() -> dict[str, Any]:
    """From where the site stands: it receives what clients send."""

    def said(action: str, *names: str) -> dict[str, Any]:
        channel = {"$ref": "#/channels/socket"}
        messages = [{"$ref": f"#/channels/socket/messages/{name}"} for name in names]
        return {"action": action, "channel": channel, "messages": messages}

    operations = {
        "subscribe": {
            **said("receive", "subscribe"),
            "summary": "Ask for a topic's news; permission is checked now.",
            "reply": {
                "channel": {"$ref": "#/channels/socket"},
                "messages": [
                    {"$ref": "#/channels/socket/messages/subscribed"},
                    {"$ref": "#/channels/socket/messages/refused"},
                ],
            },
        },
        "unsubscribe": {
            **said("receive", "unsubscribe"),
            "summary": "Hear no more of a topic; there is no answer.",
        },
        "ping": {
            **said("receive", "ping"),
            "summary": "Ask whether the socket is alive.",
            "reply": {
                "channel": {"$ref": "#/channels/socket"},
                "messages": [{"$ref": "#/channels/socket/messages/pong"}],
            },
        },
    }
    for topic in TOPICS_DOCUMENTED:
        operations[f"{topic.name}Tell"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{topic.name}"},
            "summary": topic.summary,
            "messages": [{"$ref": f"#/channels/{topic.name}/messages/{_event(topic)}"}],
        }
    return operations


def _object(kind: str, description: str, **properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": kind,
        "summary": description,
        "payload": {
            "type": "object",
            "required": ["type", *properties],
            "properties": {"type": {"const": kind}, **properties},
        },
    }


def _control_messages() -> dict[str, Any]:
    topic = {"type": "string", "description": "An address of a channel below."}
    sequence = {"type": "integer", "minimum": 0}
    return {
        "subscribe": _object("subscribe", "Asks for a topic's news.", topic=topic),
        "unsubscribe": _object("unsubscribe", "Ends a topic's news.", topic=topic),
        "ping": _object("ping", "Asks for a pong."),
        "pong": _object("pong", "The socket is alive."),
        "subscribed": _object(
            "subscribed",
            "News from the next sequence on will come.",
            topic=topic,
            sequence=sequence,
        ),
        "refused": _object(
            "refused",
            "The topic is none, or not for this person.",
            topic={"type": ["string", "null"]},
            code={"enum": list(REFUSAL_CODES)},
            message={"type": "string", "description": "For people: what to do."},
        ),
    }


def _event_message(topic: Topic) -> dict[str, Any]:
    pattern = topic.address.replace("{number}", "[0-9]{1,18}").replace("{screen}", "[a-z_]{1,40}")
    return _object(
        "event",
        topic.summary,
        topic={"type": "string", "pattern": f"^{pattern}$"},
        sequence={"type": "integer", "minimum": 0, "description": topic.sequence},
        payload=_ref("schemas", topic.payload.__name__),
    )


def _schemas() -> dict[str, Any]:
    models = sorted({topic.payload for topic in TOPICS_DOCUMENTED}, key=lambda one: one.__name__)
    _, found = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    definitions: dict[str, Any] = found["$defs"]
    return definitions
