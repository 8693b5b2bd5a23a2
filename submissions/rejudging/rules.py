"""Decisions about rejudgings that need no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from common.errors import ConflictError, InvalidInputError
from judging.verdicts import Verdict

MAX_SUBMISSIONS = 10_000
MAX_REPEATS = 10
MAX_JUDGEMENTS = 30_000
REASON_MAX_CHARS = 500


class RejudgingState(StrEnum):
    """Where a rejudging stands."""

    PREPARING = "preparing"
    """Its judgements are being made."""
    JUDGING = "judging"
    READY = "ready"
    """All is judged: look at it, then apply or cancel."""
    APPLIED = "applied"
    CANCELLED = "cancelled"


class Fate(StrEnum):
    """What applying a rejudging did with one submission."""

    APPLIED = "applied"
    KEPT = "kept"
    """It was not chosen."""
    FAILED = "failed"
    """There was a judging error, which takes no verdict away."""
    OVERTAKEN = "overtaken"
    """What counts had changed since the rejudging was prepared."""


_NEXT: Mapping[RejudgingState, frozenset[RejudgingState]] = MappingProxyType(
    {
        RejudgingState.PREPARING: frozenset({RejudgingState.JUDGING, RejudgingState.CANCELLED}),
        RejudgingState.JUDGING: frozenset({RejudgingState.READY, RejudgingState.CANCELLED}),
        RejudgingState.READY: frozenset(
            {RejudgingState.APPLIED, RejudgingState.CANCELLED, RejudgingState.PREPARING}
        ),
        RejudgingState.APPLIED: frozenset(),
        RejudgingState.CANCELLED: frozenset(),
    }
)

_REFUSALS: Mapping[RejudgingState, tuple[str, str]] = MappingProxyType(
    {
        RejudgingState.PREPARING: ("not_ready", "The rejudging is being prepared: wait for it."),
        RejudgingState.JUDGING: ("not_ready", "The rejudging is not judged yet: wait for it."),
        RejudgingState.READY: ("ready", "The rejudging is judged: apply or cancel it."),
        RejudgingState.APPLIED: ("already_applied", "The rejudging has been applied."),
        RejudgingState.CANCELLED: ("already_cancelled", "The rejudging has been cancelled."),
    }
)

OPEN_REJUDGINGS = (RejudgingState.PREPARING, RejudgingState.JUDGING, RejudgingState.READY)


def move_check(state: str, to: RejudgingState) -> None:
    """Raise ConflictError where a rejudging in ``state`` can't become ``to``."""
    if to not in _NEXT[RejudgingState(state)]:
        code, message = _REFUSALS[RejudgingState(state)]
        raise ConflictError(message, code=code)


def size_check(*, submissions: int, repeat_count: int) -> None:
    """Raise InvalidInputError where a rejudging would be empty or too large."""
    if not 1 <= repeat_count <= MAX_REPEATS:
        raise InvalidInputError(
            f"Judge each submission 1 to {MAX_REPEATS} times.",
            fields={"repeatCount": [f"1 to {MAX_REPEATS}"]},
        )
    if submissions == 0:
        raise InvalidInputError(
            "No judged submission that you may have judged again is chosen so.",
            code="nothing_chosen",
        )
    if submissions > MAX_SUBMISSIONS or submissions * repeat_count > MAX_JUDGEMENTS:
        raise InvalidInputError(
            f"{submissions} submissions × {repeat_count} are too many: choose up to "
            f"{MAX_SUBMISSIONS}, and {MAX_JUDGEMENTS} judgements.",
            code="too_many_chosen",
        )


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """One of the judgements that a rejudging made of a submission."""

    judgement_id: int
    verdict: Verdict | None
    """None: it is open."""
    score: float | None = None
    cpu_time_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a rejudging has found out about one submission."""

    is_finished: bool = False
    judgement_id: int | None = None
    """Which judgement counts when the rejudging is applied."""
    verdict: Verdict | None = None
    score: float | None = None
    verdicts: tuple[Verdict, ...] = ()
    """All that came out, sorted."""
    is_unstable: bool = False
    cpu_time_min_ms: int | None = None
    cpu_time_max_ms: int | None = None


def outcome_of(repetitions: Sequence[Repetition]) -> Outcome:
    """Sum up a submission's repetitions, which come in the order in which they were made.

    The first that is no judging error counts. A submission is unstable where verdict or
    score differ; judging errors are ours and say nothing of it.
    """
    done = [one for one in repetitions if one.verdict is not None]
    said = [one for one in done if one.verdict is not Verdict.JUDGING_ERROR]
    if len(done) < len(repetitions) or not done:
        return Outcome(verdicts=_sorted(done))
    counts = (said or done)[0]
    times = [one.cpu_time_ms for one in said if one.cpu_time_ms is not None]
    return Outcome(
        is_finished=True,
        judgement_id=counts.judgement_id,
        verdict=counts.verdict,
        score=counts.score,
        verdicts=_sorted(done),
        is_unstable=len({(one.verdict, one.score) for one in said}) > 1,
        cpu_time_min_ms=min(times, default=None),
        cpu_time_max_ms=max(times, default=None),
    )


def _sorted(repetitions: Sequence[Repetition]) -> tuple[Verdict, ...]:
    return tuple(sorted({one.verdict for one in repetitions if one.verdict is not None}))


def replaces(old: str | None, new: str | None) -> bool:
    """Whether a new verdict may take the old one's place: a judging error takes none away."""
    if new is None:
        return False
    return new != Verdict.JUDGING_ERROR or old in {None, Verdict.JUDGING_ERROR}


def shares(budget: int, waiting: Mapping[int, int]) -> dict[int, int]:
    """How many jobs each rejudging may send now, of ``budget`` in all.

    ``waiting`` tells by id how many it has left. All get as many, so that a large one does
    not hold up a small one; what is left over goes to the earlier ones.
    """
    given = dict.fromkeys(sorted(waiting), 0)
    while budget > 0:
        hungry = [key for key in given if given[key] < waiting[key]]
        if not hungry:
            break
        each = max(1, budget // len(hungry))
        for key in hungry:
            portion = min(each, waiting[key] - given[key], budget)
            given[key] += portion
            budget -= portion
    return {key: count for key, count in given.items() if count}
