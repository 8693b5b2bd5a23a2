"""The time limit that follows from example submissions, by the formats' own rules. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from judging.packages.source import TimeLimitRule


@dataclass(frozen=True, kw_only=True)
class Measured:
    """How long the slowest run of a submission took, of those that it is measured by."""

    submission: str
    """Its path below ``submissions/``."""
    test_case: str
    cpu_time_ms: int


@dataclass(frozen=True, kw_only=True)
class InferredTimeLimit:
    """A time limit, and the submission that it comes from."""

    time_limit_ms: int
    set_by: Measured
    least_too_slow_ms: int
    """What a submission that must be too slow has to need on its slowest test case."""

    def __str__(self) -> str:
        return (
            f"time limit {self.time_limit_ms / 1000:g} s, set by submissions/"
            f"{self.set_by.submission}, which needs {self.set_by.cpu_time_ms} ms on "
            f"{self.set_by.test_case}"
        )


def infer_time_limit(rule: TimeLimitRule, measured: Sequence[Measured]) -> InferredTimeLimit:
    """The time limit for the slowest of the measured submissions; there is at least one.

    2025-09 (section "Problem timing") takes the smallest multiple of the resolution that
    leaves the margin. The legacy formats name the multiplier only; their own tools
    (problemtools) round to the nearest whole second, and take at least one.
    """
    slowest = max(measured, key=lambda one: one.cpu_time_ms)
    steps = slowest.cpu_time_ms / 1000 * rule.ac_to_time_limit / rule.resolution_s
    # A product such as 1.1 * 3 is a hair too large, which must not cost a whole step.
    whole = math.floor(steps + 0.5) if rule.rounds_to_nearest else math.ceil(steps - 1e-9)
    time_limit_ms = max(1, round(max(1, whole) * rule.resolution_s * 1000))
    return InferredTimeLimit(
        time_limit_ms=time_limit_ms,
        set_by=slowest,
        least_too_slow_ms=math.ceil(time_limit_ms * rule.time_limit_to_tle - 1e-9),
    )
