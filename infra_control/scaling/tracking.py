"""Target tracking on the backlog per task, as Application Auto Scaling does it.

Jobs in work count, too: a fleet that keeps up has no backlog, and would be taken away for that.

AWS makes two alarms of a target tracking policy: the high one fires after three periods above
the target, the low one after fifteen below nine tenths of it ("Target tracking scaling policies",
Application Auto Scaling user guide, and the alarms that it makes). It scales in proportion:
out quickly, in slowly, and never while it has just done so.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

HIGH_PERIODS = 3
LOW_PERIODS = 15
LOW_FRACTION = 0.9


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """One service's policy."""

    target: float
    """Messages that may wait for each task."""
    min_tasks: int
    max_tasks: int
    out_cooldown_s: float
    in_cooldown_s: float


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What scaling did last; None: nothing yet."""

    scaled_out_at_s: float | None = None
    scaled_in_at_s: float | None = None


def backlog_per_task(
    waiting_count: int, running_count: int, *, in_work: float = 0, work_weight: int = 0
) -> float:
    """What each task has before it: messages that wait, and those in work by their weight.

    With no task running the backlog counts as one task's, so that there is a first one.
    """
    return (waiting_count + work_weight * in_work) / max(running_count, 1)


def next_desired(
    policy: Tracking,
    *,
    desired: int,
    running: int,
    samples: Sequence[float],
    now_s: float,
    memory: Memory,
) -> int:
    """How many tasks the service should have now.

    ``samples`` are the backlogs per task of past periods, the newest last. Without a reason the
    answer is ``desired``, moved between the policy's bounds.
    """
    bounded = min(max(desired, policy.min_tasks), policy.max_tasks)
    if not samples:
        return bounded
    proportional = math.ceil(max(running, 1) * samples[-1] / policy.target)
    if _is_high(policy, samples) and _is_over(policy.out_cooldown_s, memory.scaled_out_at_s, now_s):
        return max(bounded, min(proportional, policy.max_tasks))
    # Scaling in waits for both cool-downs: what was just added has yet to take its share.
    is_calm = _is_over(policy.in_cooldown_s, memory.scaled_in_at_s, now_s) and _is_over(
        policy.in_cooldown_s, memory.scaled_out_at_s, now_s
    )
    if _is_low(policy, samples) and is_calm:
        return min(bounded, max(proportional, policy.min_tasks))
    return bounded


def _is_high(policy: Tracking, samples: Sequence[float]) -> bool:
    last = samples[-HIGH_PERIODS:]
    return len(last) == HIGH_PERIODS and all(one > policy.target for one in last)


def _is_low(policy: Tracking, samples: Sequence[float]) -> bool:
    last = samples[-LOW_PERIODS:]
    return len(last) == LOW_PERIODS and all(one < policy.target * LOW_FRACTION for one in last)


def _is_over(cooldown_s: float, since_s: float | None, now_s: float) -> bool:
    return since_s is None or now_s - since_s >= cooldown_s
