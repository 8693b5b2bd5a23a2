"""GraphQL subscriptions for staff: what happens in their courses, as it happens.

Events are read anew for their hearer: whoever may no longer see something hears no more of it.
"""

import logging
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, TypeVar

import strawberry
from channels.db import database_sync_to_async
from django.db.models import Count, Min, Q
from graphql import GraphQLError
from strawberry import relay
from strawberry.types import Info

from accounts.models import User
from common.errors import DomainError, InvalidInputError, NotAllowedError
from common.graphql import node_number, said
from contests.live import staff_group
from contests.models import Clarification
from contests.selectors.sets import sets_managed_by
from courses.selectors import courses_taught_by, teaches
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState
from submissions.live import NEWS_TYPE, news_group_of_course, news_group_of_set
from submissions.models import Judgement, Rejudging, RejudgingItem
from submissions.rejudging.live import rejudging_group
from submissions.rejudging.selectors import rejudgings_managed_by
from submissions.selectors import submissions_managed_by
from submissions.waiting import waiting_group

logger = logging.getLogger(__name__)

E = TypeVar("E")
QUEUES_EVERY_S = 2.0


@strawberry.type(name="JudgementNews")
class JudgementNews:
    """A submission was handed in, or judged."""

    submission_number: int = strawberry.field(description="As in addresses.")
    judgement_number: int
    username: str
    problem_slug: str
    set_slug: str | None
    language: str
    state: str
    verdict: str | None
    score: float | None
    judgehost: str


@strawberry.type(name="ClarificationNews")
class ClarificationNews:
    """A question was asked or answered."""

    id: relay.GlobalID
    question: str
    asked_by: str = strawberry.field(description="The user name.")
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    is_broadcast: bool


@strawberry.type(name="QueueState")
class QueueState:
    """How much waits for judges."""

    queue: str
    waiting: int
    judging: int
    oldest_waiting_since: datetime | None


@strawberry.type(name="RejudgingNews")
class RejudgingNews:
    """How far a rejudging has come."""

    rejudging_number: int
    state: str
    submission_count: int
    finished_count: int


@strawberry.type
class Subscription:
    """What staff may watch, over graphql-transport-ws at the same address."""

    @strawberry.subscription(
        description=(
            "Submissions of a course or of a set, when they are handed in and when they are "
            "judged. Name one of the two. For the course's staff. Errors: not_allowed, invalid."
        )
    )
    async def judgements(
        self, info: Info, course_slug: str | None = None, set_slug: str | None = None
    ) -> AsyncIterator[JudgementNews]:
        def group(user: User) -> str:
            if (course_slug is None) == (set_slug is None):
                raise InvalidInputError("Name either a course or a set.")
            if set_slug is not None:
                found = sets_managed_by(user).filter(slug=set_slug[:200]).first()
                if found is not None:
                    return news_group_of_set(found.pk)
            elif course_slug is not None:
                course = courses_taught_by(user).filter(slug=course_slug[:200]).first()
                if course is not None:
                    return news_group_of_course(course.pk)
            raise NotAllowedError("Only the course's staff may watch this.")

        async for news in _watched(info, NEWS_TYPE, group, _judgement_news):
            yield news

    @strawberry.subscription(
        description="Questions to the jury of a set, and answers. For the set's staff."
        " Errors: not_allowed."
    )
    async def clarifications(self, info: Info, set_slug: str) -> AsyncIterator[ClarificationNews]:
        def group(user: User) -> str:
            found = sets_managed_by(user).filter(slug=set_slug[:200]).first()
            if found is None:
                raise NotAllowedError("Only the set's staff may watch this.")
            return staff_group(found.pk)

        async for news in _watched(info, "live.event", group, _clarification_news):
            yield news

    @strawberry.subscription(
        description="How far a rejudging has come, at most once a second. For those who may apply"
        " it. For staff of all of its courses. Errors: not_allowed."
    )
    async def rejudging_progress(
        self, info: Info, rejudging_id: relay.GlobalID
    ) -> AsyncIterator[RejudgingNews]:
        number = node_number(rejudging_id, "Rejudging")

        def group(user: User) -> str:
            if not rejudgings_managed_by(user).filter(pk=number).exists():
                raise NotAllowedError("Only the staff of its courses may watch this.")
            return rejudging_group(number)

        async for news in _watched(info, "rejudging.moved", group, _rejudging_news):
            yield news

    @strawberry.subscription(
        description="How much waits for judges, at once and then when it changes, at most every"
        " two seconds. For staff of any course."
    )
    async def queues(self, info: Info) -> AsyncIterator[list[QueueState]]:
        def groups(user: User) -> list[str]:
            if not teaches(user):
                raise NotAllowedError("Only staff may watch this.")
            return [waiting_group(queue) for queue in JudgeQueue]

        yield await database_sync_to_async(_queue_states)()
        last_s = time.monotonic()

        def news(user: User, message: dict[str, Any]) -> list[QueueState] | None:
            nonlocal last_s
            if not teaches(user) or time.monotonic() - last_s < QUEUES_EVERY_S:
                return None
            last_s = time.monotonic()
            return _queue_states()

        async for states in _watched(info, "queue.moved", groups, news):
            yield states


async def _watched(
    info: Info,
    kind: str,
    groups_for: Callable[[User], str | list[str]],
    news: Callable[[User, dict[str, Any]], E | None],
) -> AsyncIterator[E]:
    """Events of groups of the channel layer, as far as the socket's owner may have them.

    Raises GraphQLError with a code, and nothing of our inside.
    """
    socket: Any = info.context["ws"]
    try:
        user = await _owner(socket)
        found = await database_sync_to_async(groups_for)(user)
        groups = [found] if isinstance(found, str) else found
        async with socket.listen_to_channel(kind, groups=groups) as messages:
            async for message in messages:
                # The socket hears all of a kind, for others of its subscriptions too.
                if not _is_of(message, groups):
                    continue
                event = await database_sync_to_async(news)(await _owner(socket), message)
                if event is not None:
                    yield event
    except DomainError as error:
        raise GraphQLError(error.message, extensions={"code": error.code}) from None
    except Exception as error:  # noqa: BLE001 - logged, and said without its inside
        raise said(GraphQLError("", original_error=error)) from None


def _is_of(message: dict[str, Any], groups: list[str]) -> bool:
    if message["type"] == "rejudging.moved":
        return rejudging_group(message["rejudging"]) in groups
    if message["type"] == "live.event":
        number = message["topic"].partition(":")[2].partition(":")[0]
        return number.isdigit() and staff_group(int(number)) in groups
    if message["type"] == "queue.moved":
        return waiting_group(message["queue"]) in groups
    return message.get("group") in groups


async def _owner(socket: Any) -> User:
    """The socket's owner as the account is now. Raises NotAllowedError."""
    user = await User.objects.filter(pk=socket.user.pk, is_active=True).afirst()
    if user is None:
        raise NotAllowedError("The account is closed.")
    return user


def _judgement_news(user: User, message: dict[str, Any]) -> JudgementNews | None:
    judgement = (
        Judgement.objects.filter(
            pk=message["judgement"], submission__in=submissions_managed_by(user)
        )
        .select_related("submission__user", "submission__problem", "submission__problem_set")
        .defer("submission__source")
        .first()
    )
    if judgement is None:
        return None
    submission = judgement.submission
    return JudgementNews(
        submission_number=submission.pk,
        judgement_number=judgement.pk,
        username=submission.user.username,
        problem_slug=submission.problem.slug,
        set_slug=submission.problem_set.slug if submission.problem_set else None,
        language=submission.language,
        state=judgement.state,
        verdict=judgement.verdict,
        score=judgement.score,
        judgehost=judgement.judgehost,
    )


def _clarification_news(user: User, message: dict[str, Any]) -> ClarificationNews | None:
    found = (
        Clarification.objects.filter(
            pk=message["payload"].get("clarification", {}).get("id"),
            problem_set__in=sets_managed_by(user),
        )
        .select_related("asked_by")
        .first()
    )
    if found is None:
        return None
    return ClarificationNews(
        id=relay.GlobalID("Clarification", str(found.pk)),
        question=found.question,
        asked_by=found.asked_by.username,
        asked_at=found.asked_at,
        answer=found.answer,
        answered_at=found.answered_at,
        is_broadcast=found.is_broadcast,
    )


def _rejudging_news(user: User, message: dict[str, Any]) -> RejudgingNews | None:
    found: Rejudging | None = rejudgings_managed_by(user).filter(pk=message["rejudging"]).first()
    if found is None:
        return None
    items = RejudgingItem.objects.filter(rejudging=found, is_finished=True)
    return RejudgingNews(
        rejudging_number=found.pk,
        state=found.state,
        submission_count=found.submission_count,
        finished_count=items.count(),
    )


def _queue_states() -> list[QueueState]:
    is_waiting = Q(state=JudgementState.QUEUED)
    rows = (
        Judgement.objects.filter(state__in=[JudgementState.QUEUED, JudgementState.JUDGING])
        .order_by()
        .values("queue")
        .annotate(
            waiting=Count("pk", filter=is_waiting),
            judging=Count("pk", filter=~is_waiting),
            since=Min("created_at", filter=is_waiting),
        )
    )
    found = {row["queue"]: row for row in rows}
    return [
        QueueState(
            queue=queue,
            waiting=found[queue]["waiting"] if queue in found else 0,
            judging=found[queue]["judging"] if queue in found else 0,
            oldest_waiting_since=found[queue]["since"] if queue in found else None,
        )
        for queue in JudgeQueue
    ]
