"""Doors between rooms that may not import each other.

An app that needs another's knowledge calls a port; codedang.wiring says who answers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Event
from typing import Any, Generic, Literal, ParamSpec, TypeVar

from django.db.models import QuerySet

from common.prepared import Ids

P = ParamSpec("P")
R = TypeVar("R")


class PortNotWiredError(RuntimeError):
    """The composition root forgot to say who answers this port."""


class Port(Generic[P, R]):
    """A function that the composition root provides."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answer: Callable[P, R] | None = None

    def wire(self, answer: Callable[P, R]) -> None:
        """Say who answers. A later answer replaces the former."""
        self._answer = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if self._answer is None:
            raise PortNotWiredError(f"Nobody answers the port {self.name}.")
        return self._answer(*args, **kwargs)


@dataclass(frozen=True, kw_only=True)
class QueueDepth:
    """How many messages the broker holds, as far as it knows."""

    visible: int
    in_flight: int

    @property
    def held(self) -> int:
        return self.visible + self.in_flight


@dataclass(frozen=True, kw_only=True)
class SetProblemIds:
    """What problem sets change about who may open a problem: subqueries of problem ids."""

    in_sets: Ids | QuerySet[Any, Any]
    """Open in a set that the user takes part in, to be handed in there."""
    for_practice: Ids | QuerySet[Any, Any]
    """Opened to the user by sets that are over."""
    withheld: Ids | QuerySet[Any, Any]
    """Kept shut by a contest, although the user is of the problem's course."""
    with_solutions: Ids | QuerySet[Any, Any]
    """Whose solutions a set that is over has released to the user."""


oldest_job: Port[[], datetime | None] = Port("oldest_job")
"""Since when the oldest job that no judge has taken yet waits; None: none waits."""

sampler_start: Port[[Event], None] = Port("sampler_start")
"""Keep figures of the deployment, in a thread of its own, until the event is set."""

ProblemStanding = Literal["ac", "tried"]

queue_depths: Port[[], Mapping[str, QueueDepth]] = Port("queue_depths")
"""Depth of each queue of judge workers, and of their results, by its name without the
deployment's prefix.

Raises OSError where the broker can't be asked.
"""

dead_letters_collect: Port[[], int] = Port("dead_letters_collect")
"""Read the dead letters of the judge queues and tell each one's death by judge_job_died.

Returns how many judgements ended so. Raises OSError where the broker can't be asked.
"""

judge_job_died: Port[[int, str, str], bool] = Port("judge_job_died")
"""(judgement id, attempt token, reason): a job was delivered in vain as often as allowed.

True: its judgement has ended by this with a judging error. False: it had ended before
or there is none.
"""


class JudgeAgain(StrEnum):
    """What became of the wish to have something judged again."""

    QUEUED = "queued"
    """It is committed and on its way to the judges."""
    NOT_NEEDED = "not_needed"
    """It has a verdict or a later attempt by now, or nobody waits for it any more."""
    GONE = "gone"
    """There is no such judgement any more."""


judge_again: Port[[int, int | None], JudgeAgain] = Port("judge_again")
"""(judgement id, id of the user who asks): judge it anew where our own fault left it without a
verdict. Asking twice does it once. Raises DomainError where it can't be judged."""


@dataclass(frozen=True, kw_only=True)
class AttemptFacts:
    """One judgement of a submission, as operators look at it."""

    judgement_id: int
    ordinal: int
    state: str
    verdict: str
    """Empty: none yet."""
    made_at: datetime
    ended_at: datetime | None
    sent_count: int
    judgehost: str
    error: str
    """Our own fault, in words; empty: none."""
    requested_by: str


@dataclass(frozen=True, kw_only=True)
class JudgementFacts:
    """What operators should know of the submission that a judge job is about."""

    submission_id: int
    problem: str
    state: str
    attempts: tuple[AttemptFacts, ...]
    """The last few, the oldest first."""


@dataclass(frozen=True, kw_only=True)
class QueueFlow:
    """What comes and goes through a queue, as the database knows it."""

    oldest_since: datetime | None
    """When the longest waiting was sent; None: nothing waits."""
    arrived_per_minute: float
    ended_per_minute: float


queue_flows: Port[[datetime], Mapping[str, QueueFlow]] = Port("queue_flows")
"""(now): the flow through the queues of judgements, by name without the deployment's prefix."""

judgement_facts: Port[[Sequence[int]], Mapping[int, JudgementFacts]] = Port("judgement_facts")
"""(judgement ids): what is known of each; those that are gone are left out."""


@dataclass(frozen=True, kw_only=True)
class PublicChange:
    """Something changed that caches between us and readers may hold."""

    paths: tuple[str, ...]
    """Of our own addresses, such as /api/v1/problems/sum*; a * at the end is a wildcard."""
    cause: str
    """In words for an operator, such as "problem sum: Changed the settings."."""


content_changed: Port[[PublicChange], None] = Port("content_changed")
"""Public content has changed. Called in the transaction of the change; costs a row at most."""

stale_copies_forget: Port[[datetime], int] = Port("stale_copies_forget")
"""(now): have caches forget what changed a moment ago. Returns how many requests were made for it;
never raises because a cache can't be reached. Call it every few seconds."""


@dataclass(frozen=True, kw_only=True)
class KeptAddresses:
    """Addresses that caches between us and readers may hold copies of."""

    count: int
    """Without their queries, of which each may have a copy of its own."""
    samples: tuple[str, ...]
    """The first few."""


kept_addresses: Port[[str], KeptAddresses] = Port("kept_addresses")
"""(beginning): the addresses whose answers are the same for everybody, and begin so."""


@dataclass(frozen=True, kw_only=True)
class PublicObject:
    """Something public by a name, with the addresses that show it."""

    kind: str
    """problem, contest or assignment."""
    name: str
    title: str
    paths: tuple[str, ...]
    """As for an invalidation: a * at the end is a wildcard."""


public_objects: Port[[str], Sequence[PublicObject]] = Port("public_objects")
"""(text): public problems and sets whose name begins so, or whose title holds it; a few."""


@dataclass(frozen=True, kw_only=True)
class JobInWork:
    """What a judge is doing, as it has told."""

    judgement_id: int
    submission_id: int
    problem: str
    stage: str
    """Such as compiling or running; empty: not told."""
    since: datetime
    """When the job was last sent."""
    heard_at: datetime
    """When the judge last spoke of it."""


jobs_in_work: Port[[Sequence[str]], Mapping[str, JobInWork]] = Port("jobs_in_work")
"""(judgehosts): the judgement that each of them has in work; those that have none are left out."""


@dataclass(frozen=True, kw_only=True)
class ContestAhead:
    """A contest for which machines should be ready."""

    slug: str
    title: str
    starts_at: datetime
    ends_at: datetime
    entry_count: int


contests_ahead: Port[[datetime], Sequence[ContestAhead]] = Port("contests_ahead")
"""(now): the contests that run or start within two weeks, the next first."""

arrivals_by_minute: Port[[datetime, int], Sequence[int]] = Port("arrivals_by_minute")
"""(now, minutes): how many judgements were made in each of the last minutes, the oldest first."""

problem_standings: Port[[int, Sequence[int]], Mapping[int, ProblemStanding]] = Port(
    "problem_standings"
)
"""(user id, problem ids): those of the problems that the user solved or tried."""

languages_held: Port[[int, Collection[str]], Sequence[str]] = Port("languages_held")
"""(test package id, ids of languages): those in which its submissions have to wait until somebody
has looked at errors of ours."""

set_problem_ids: Port[[Any, datetime], SetProblemIds] = Port("set_problem_ids")
"""(user, now): what problem sets open to the user, and what they keep shut."""


@dataclass(frozen=True, kw_only=True)
class ProblemLink:
    """A problem as others link to it."""

    slug: str
    title: str


problem_links: Port[[int, Sequence[int]], Mapping[int, ProblemLink]] = Port("problem_links")
"""(user id, problem ids): those of the problems that the user may open."""

problem_to_link: Port[[int, str], int | None] = Port("problem_to_link")
"""(user id, slug): the problem's id, where the user may show it to a course: it is public,
or the user manages it. None: no such problem, or not the user's to show."""


@dataclass(frozen=True, kw_only=True)
class CourseCopy:
    """A course and its copy for another semester."""

    source_id: int
    copy_id: int
    week_ids: Mapping[int, int]
    """The copy's week of each of the source's weeks."""
    shift: timedelta
    """How much later the copy's days are."""
    actor_id: int


course_duplicated: Port[[CourseCopy], None] = Port("course_duplicated")
"""A course was copied: copy what belongs to it elsewhere. Called in the transaction."""


@dataclass(frozen=True, kw_only=True)
class SetProgress:
    """How many of a set's problems somebody has tried and solved."""

    tried: int
    solved: int


set_progress: Port[[int, Sequence[int]], Mapping[int, SetProgress]] = Port("set_progress")
"""(user id, set ids): how far the user has come in those that were begun."""

set_finishers: Port[[int], Collection[int]] = Port("set_finishers")
"""(set id): those who have solved all of its problems and know it; nobody where it veils
verdicts."""

set_results_stale: Port[[int, Sequence[int] | None], None] = Port("set_results_stale")
"""(set id, user ids): what scores of an assignment rest on has changed, for those users or (None)
for all. Called in the transaction of the change."""


@dataclass(frozen=True, kw_only=True)
class ScreenNews:
    """Where the news of an operators' screen are told, and where they stand."""

    group: str
    """The channel layer's."""
    sequence: int


screen_news: Port[[Any, str], ScreenNews | None] = Port("screen_news")
"""(user, screen's name): None where the user may not see it."""
