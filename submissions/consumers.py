"""Websocket /ws/: live news by topic. the messages are described in docs/websocket.md."""

import asyncio
import logging
import random
from typing import Any, Protocol

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.utils import timezone

from accounts.live import ALL_SOCKETS, account_group, session_name, socket_user
from accounts.models import User
from common.ports import ScreenNews, screen_news
from common.push import live_event, live_event_heard
from contests.live import (
    AnnouncementsTopic,
    BalloonsTopic,
    ClarificationsTopic,
    StaffClarificationsTopic,
)
from notifications.live import notifications_group
from notifications.selectors import sequence_of
from problems.imports.live import package_import_group, package_import_sequence
from problems.versions.verifying import verification_group, verification_sequence
from submissions.custom_runs.live import custom_run_group
from submissions.custom_runs.selectors import custom_runs_of
from submissions.live import submission_group, user_group
from submissions.models import Audience, Submission
from submissions.selectors import submissions_visible_to
from submissions.shapes import QueueEvent
from submissions.sight import SIGHT_COLUMNS, sight_for, standing_of
from submissions.standings.topics import BoardTopic
from submissions.waiting import MAX_WAITING_PUSHED, is_in_line, sequence_now, waiting_group

logger = logging.getLogger(__name__)

LOOK_AGAIN_S = 60.0
"""How long a socket relies on what it found its owner may hear."""
CLOSE_NOT_SIGNED_IN = 4401
CLOSE_SESSION_ENDED = 4408
"""Whoever is signed in by another session connects again."""
CLOSE_TOO_LARGE = 1009
MAX_MESSAGE_CHARS = 4_096
MAX_TOPICS = 100


class _RefusedError(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Topic(Protocol):
    """One kind of news."""

    def group(self, user: User, argument: str) -> str:
        """The channel layer's group of those who may hear as much as the user.

        Raises _RefusedError where the argument makes no sense or the user may hear nothing.
        """
        ...

    def sequence(self, user: User, argument: str) -> int:
        """Where the news stand. Raises _RefusedError where the user may not have them."""
        ...


def _number(argument: str, kind: str) -> int:
    if not (argument.isascii() and argument.isdigit() and len(argument) <= 18):
        raise _RefusedError("bad_topic", f"The topic of a {kind} is {kind}:<number>.")
    return int(argument)


class SetTopic(Protocol):
    """One kind of news of a problem set."""

    def group(self, user: User, set_id: int) -> str:
        """The channel layer's group."""
        ...

    def sequence(self, user: User, set_id: int) -> int | None:
        """Where the news stand; None where the user may not have them."""
        ...


class _SubmissionTopic:
    """``submission:<id>``: for whoever may see the submission."""

    def group(self, user: User, argument: str) -> str:
        submission = self._submission(user, argument)
        return submission_group(submission.pk, sight_for(user, submission, timezone.now()))

    def sequence(self, user: User, argument: str) -> int:
        submission = self._submission(user, argument)
        return standing_of(submission, sight_for(user, submission, timezone.now())).sequence

    def _submission(self, user: User, argument: str) -> Submission:
        visible = submissions_visible_to(user).select_related(*SIGHT_COLUMNS).defer("source")
        submission = visible.filter(pk=_number(argument, "submission")).first()
        if submission is None:
            raise _RefusedError("not_found", "There is no such submission, or you may not see it.")
        return submission


class _RunTopic:
    """``run:<id>``: for its author."""

    def group(self, user: User, argument: str) -> str:
        return custom_run_group(_number(argument, "run"))

    def sequence(self, user: User, argument: str) -> int:
        run = custom_runs_of(user).filter(pk=_number(argument, "run")).first()
        if run is None:
            raise _RefusedError("not_found", "There is no such run, or it is not yours.")
        return run.sequence


class _PackageImportTopic:
    """``package-import:<id>``: for whoever started it, and the staff of its course."""

    def group(self, user: User, argument: str) -> str:
        return package_import_group(_number(argument, "package-import"))

    def sequence(self, user: User, argument: str) -> int:
        sequence = package_import_sequence(user, _number(argument, "package-import"))
        if sequence is None:
            raise _RefusedError("not_found", "There is no such import, or it is not yours.")
        return sequence


class _PackageVerificationTopic:
    """``package-verification:<id>``: for the staff of the problem."""

    def group(self, user: User, argument: str) -> str:
        return verification_group(_number(argument, "package-verification"))

    def sequence(self, user: User, argument: str) -> int:
        number = _number(argument, "package-verification")
        sequence = verification_sequence(user, number)
        if sequence is None:
            raise _RefusedError("not_found", "There is no such verification, or it is not yours.")
        return sequence


class _QueueTopic:
    """``queue:<id>``: where a submission that waits stands in line, for whoever may see it."""

    def group(self, user: User, argument: str) -> str:
        judgement = self._submission(user, argument).current_judgement
        assert judgement is not None  # noqa: S101 -- for the type checker
        return waiting_group(judgement.queue)

    def sequence(self, user: User, argument: str) -> int:
        self._submission(user, argument)
        return sequence_now()

    def _submission(self, user: User, argument: str) -> Submission:
        visible = submissions_visible_to(user).select_related("current_judgement", *SIGHT_COLUMNS)
        number = _number(argument, "queue")
        submission = visible.defer("source").filter(pk=number).first()
        if submission is None or not is_in_line(user, submission, timezone.now()):
            raise _RefusedError("not_found", "There is no such submission in line.")
        return submission


class _UserTopic:
    """``user:me``: news of one's own submissions. Its events carry the submission's sequence."""

    def group(self, user: User, argument: str) -> str:
        if argument != "me":
            raise _RefusedError("bad_topic", "The only topic of this kind is user:me.")
        return user_group(user.pk)

    def sequence(self, user: User, argument: str) -> int:
        return 0


class _NotificationsTopic:
    """``notifications:me``: one's own notifications."""

    def group(self, user: User, argument: str) -> str:
        if argument != "me":
            raise _RefusedError("bad_topic", "The only topic of this kind is notifications:me.")
        return notifications_group(user.pk)

    def sequence(self, user: User, argument: str) -> int:
        return sequence_of(user)


class _SetTopic:
    """``set:<id>:<what>``: what a problem set tells, by the names in SET_TOPICS."""

    def group(self, user: User, argument: str) -> str:
        number, topic = self._parts(argument)
        return topic.group(user, number)

    def sequence(self, user: User, argument: str) -> int:
        number, topic = self._parts(argument)
        sequence = topic.sequence(user, number)
        if sequence is None:
            raise _RefusedError("not_found", "There is no such set, or you may not see this of it.")
        return sequence

    def _parts(self, argument: str) -> tuple[int, SetTopic]:
        number, _, name = argument.partition(":")
        topic = SET_TOPICS.get(name)
        if topic is None or not (number.isascii() and number.isdigit() and len(number) <= 18):
            known = ", ".join(f"set:<number>:{one}" for one in SET_TOPICS)
            raise _RefusedError("bad_topic", f"A set's topics are {known}.")
        return int(number), topic


class _ScreenTopic:
    """``infra:<screen>``: what an operators' screen shows was read anew."""

    def group(self, user: User, argument: str) -> str:
        return self._news(user, argument).group

    def sequence(self, user: User, argument: str) -> int:
        return self._news(user, argument).sequence

    def _news(self, user: User, argument: str) -> ScreenNews:
        news = screen_news(user, argument)
        if news is None:
            raise _RefusedError("not_found", "There is no such screen, or you may not see it.")
        return news


SET_TOPICS: dict[str, SetTopic] = {
    "scoreboard": BoardTopic(Audience.PUBLIC),
    "staff-scoreboard": BoardTopic(Audience.STAFF),
    "announcements": AnnouncementsTopic(),
    "clarifications": ClarificationsTopic(),
    "staff-clarifications": StaffClarificationsTopic(),
    "balloons": BalloonsTopic(),
}

TOPICS: dict[str, Topic] = {
    "submission": _SubmissionTopic(),
    "queue": _QueueTopic(),
    "run": _RunTopic(),
    "package-import": _PackageImportTopic(),
    "package-verification": _PackageVerificationTopic(),
    "user": _UserTopic(),
    "notifications": _NotificationsTopic(),
    "set": _SetTopic(),
    "infra": _ScreenTopic(),
}


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """One browser tab's socket."""

    async def connect(self) -> None:
        self.groups_by_topic: dict[str, str] = {}
        user = self.scope.get("user")
        # Accepted first: a browser learns a close code only of an open socket.
        await self.accept()
        if not isinstance(user, User) or not user.is_active:
            await self.close(code=CLOSE_NOT_SIGNED_IN)
            return
        self.user = user
        self.own_groups = (account_group(user.pk), ALL_SOCKETS)
        for group in self.own_groups:
            await self.channel_layer.group_add(group, self.channel_name)
        self._look_again_in(LOOK_AGAIN_S)

    async def disconnect(self, code: int) -> None:
        if not hasattr(self, "user"):
            return
        self._timer.cancel()
        for group in {*self.groups_by_topic.values(), *self.own_groups}:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        if not hasattr(self, "user"):
            return
        if text_data is None or len(text_data) > MAX_MESSAGE_CHARS:
            await self.close(code=CLOSE_TOO_LARGE)
            return
        try:
            content = await self.decode_json(text_data)
        except (ValueError, RecursionError):
            content = None
        await self.receive_json(content)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        kind = content.get("type") if isinstance(content, dict) else None
        topic = content.get("topic") if isinstance(content, dict) else None
        if kind == "ping":
            await self.send_json({"type": "pong"})
        elif kind == "subscribe" and isinstance(topic, str):
            await self._subscribe(topic)
        elif kind == "unsubscribe" and isinstance(topic, str):
            await self._unsubscribe(topic)
        else:
            await self._refuse(
                None, "bad_message", "Send subscribe or unsubscribe with a topic, or ping."
            )

    async def live_event(self, event: dict[str, Any]) -> None:
        """From the channel layer: pass the event on."""
        if event["topic"] in self.groups_by_topic:
            with live_event_heard(event):
                await self.send_json(
                    {
                        "type": "event",
                        "topic": event["topic"],
                        "sequence": event["sequence"],
                        "payload": event["payload"],
                    }
                )

    async def session_ended(self, event: dict[str, Any]) -> None:
        """From the channel layer: one of the account's sessions was ended."""
        session = self.scope.get("session")
        if session is not None and session_name(session.session_key) == event["session"]:
            await self.close(code=CLOSE_SESSION_ENDED)

    async def access_changed(self, event: dict[str, Any]) -> None:
        """From the channel layer, or from this socket itself: look again at what it may hear."""
        if within_s := event.get("within_s"):
            self._look_again_in(within_s)
            return
        user = await socket_user(self.scope)
        if user is None:
            await self.close(code=CLOSE_SESSION_ENDED)
            return
        self.user = user
        self._look_again_in(LOOK_AGAIN_S)
        standings = await database_sync_to_async(self._groups_now)()
        for topic, group in standings.items():
            if isinstance(group, _RefusedError):
                await self._unsubscribe(topic)
                await self._refuse(topic, group.code, group.message)
            elif group != self.groups_by_topic[topic]:
                await self._unsubscribe(topic)
                await self._subscribe(topic)

    def _groups_now(self) -> dict[str, "str | _RefusedError"]:
        """Each topic's group as far as its reader may hear it now, or why no more."""
        found: dict[str, str | _RefusedError] = {}
        for topic in self.groups_by_topic:
            name, _, argument = topic.partition(":")
            try:
                found[topic] = TOPICS[name].group(self.user, argument)
                TOPICS[name].sequence(self.user, argument)
            except _RefusedError as refusal:
                found[topic] = refusal
        return found

    def _look_again_in(self, seconds: float) -> None:
        """Spread over the second half of that time. Handlers run one after the other, so the
        socket sends itself a message."""
        if timer := getattr(self, "_timer", None):
            timer.cancel()
        loop = asyncio.get_running_loop()
        wait_s = seconds * (0.5 + random.random() / 2)  # noqa: S311 - spreads, keeps no secret
        self._timer = loop.call_later(wait_s, lambda: loop.create_task(self._remind()))

    async def _remind(self) -> None:
        await self.channel_layer.send(self.channel_name, {"type": "access.changed"})

    async def queue_moved(self, event: dict[str, Any]) -> None:
        """From the channel layer: tell where this tab's submissions stand in the queue's line."""
        waiting: list[int] = event["waiting"]
        held: list[int] = event["held"]
        group = waiting_group(event["queue"])
        for topic in [one for one, of in self.groups_by_topic.items() if of == group]:
            submission_id = int(topic.partition(":")[2])
            is_held = submission_id in held
            is_far_back = MAX_WAITING_PUSHED in (len(waiting), len(held))
            if not is_held and submission_id not in waiting and is_far_back:
                continue
            ahead = waiting.index(submission_id) if submission_id in waiting else None
            payload = QueueEvent(ahead=ahead, is_held=is_held).model_dump(mode="json")
            await self.live_event(live_event(topic, event["sequence"], payload))
            if ahead is None and not is_held:
                await self._unsubscribe(topic)

    async def _unsubscribe(self, topic: str) -> None:
        group = self.groups_by_topic.pop(topic, None)
        if group is not None and group not in self.groups_by_topic.values():
            await self.channel_layer.group_discard(group, self.channel_name)

    async def _subscribe(self, topic: str) -> None:
        name, _, argument = topic.partition(":")
        kind = TOPICS.get(name)
        if kind is None:
            await self._refuse(topic, "bad_topic", f"Topics are {', '.join(TOPICS)}.")
            return
        if topic not in self.groups_by_topic and len(self.groups_by_topic) >= MAX_TOPICS:
            await self._refuse(topic, "too_many_topics", f"At most {MAX_TOPICS} at once.")
            return
        try:
            # The permission is checked before the group is joined, and the sequence read
            # after it, so that nothing is heard unseen and no change falls between.
            group = await database_sync_to_async(kind.group)(self.user, argument)
            await database_sync_to_async(kind.sequence)(self.user, argument)
            await self.channel_layer.group_add(group, self.channel_name)
            self.groups_by_topic[topic] = group
            sequence = await database_sync_to_async(kind.sequence)(self.user, argument)
        except _RefusedError as refusal:
            await self._unsubscribe(topic)
            await self._refuse(topic, refusal.code, refusal.message)
            return
        await self.send_json({"type": "subscribed", "topic": topic, "sequence": sequence})

    async def _refuse(self, topic: str | None, code: str, message: str) -> None:
        await self.send_json({"type": "refused", "topic": topic, "code": code, "message": message})
