"""Step scaling: when the processors of a service are very busy, so many tasks more, at once.

Target tracking waits for three minutes above its target; a course that opens an exercise together
does not. Pure values and functions ("Step scaling policies", Application Auto Scaling user guide).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MAX_STEPS = 3
LEAST_PERCENT = 50
"""Below it target tracking is at home."""
MAX_MINUTES = 15
MAX_COOLDOWN_S = 3_600


@dataclass(frozen=True, kw_only=True)
class Step:
    from_percent: int
    """Of its processors, as an average over the tasks."""
    tasks: int
    """So many more."""


@dataclass(frozen=True, kw_only=True)
class StepPlan:
    """A service's step policy with the alarm that sets it off."""

    steps: tuple[Step, ...]
    """By growing load; each holds until the next one."""
    minutes: int
    """For so long it must be as busy."""
    cooldown_s: int

    @property
    def from_percent(self) -> int:
        """The alarm's threshold."""
        return self.steps[0].from_percent

    def configuration(self) -> dict[str, Any]:
        """As Application Auto Scaling has it: bounds are relative to the alarm's threshold."""
        bounds = [one.from_percent - self.from_percent for one in self.steps]
        return {
            "AdjustmentType": "ChangeInCapacity",
            "MetricAggregationType": "Average",
            "Cooldown": self.cooldown_s,
            "StepAdjustments": [
                {
                    "MetricIntervalLowerBound": float(bounds[number]),
                    **(
                        {"MetricIntervalUpperBound": float(bounds[number + 1])}
                        if number + 1 < len(bounds)
                        else {}
                    ),
                    "ScalingAdjustment": one.tasks,
                }
                for number, one in enumerate(self.steps)
            ],
        }


def plan_of(configuration: Mapping[str, Any], *, threshold: float, minutes: int) -> StepPlan | None:
    """The plan of a policy as AWS has it; None: it is of a kind that nobody writes here."""
    if configuration.get("AdjustmentType") != "ChangeInCapacity":
        return None
    rows = sorted(
        configuration.get("StepAdjustments", []),
        key=lambda one: float(one.get("MetricIntervalLowerBound", 0)),
    )
    if not rows or any("MetricIntervalLowerBound" not in one for one in rows):
        return None
    return StepPlan(
        steps=tuple(
            Step(
                from_percent=round(threshold + float(one["MetricIntervalLowerBound"])),
                tasks=int(one["ScalingAdjustment"]),
            )
            for one in rows
        ),
        minutes=minutes,
        cooldown_s=int(configuration.get("Cooldown", 0)),
    )


def step_problems(plan: StepPlan, *, max_tasks: int) -> list[str]:
    """What is wrong with a plan; empty: nothing. ``max_tasks`` is the blueprint's."""
    if not 1 <= len(plan.steps) <= MAX_STEPS:
        return [f"Write from 1 to {MAX_STEPS} steps."]
    problems = []
    for one in plan.steps:
        if not LEAST_PERCENT <= one.from_percent <= 100:
            problems.append(f"A step begins at from {LEAST_PERCENT} to 100 % of the processors.")
        if not 1 <= one.tasks <= max_tasks:
            problems.append(f"A step adds from 1 to {max_tasks} tasks (the blueprint's most).")
    for before, after in pairwise(plan.steps):
        if before.from_percent >= after.from_percent or before.tasks >= after.tasks:
            problems.append("Each step must begin above the one before, and add more tasks.")
    if not 1 <= plan.minutes <= MAX_MINUTES:
        problems.append(f"It must be busy for from 1 to {MAX_MINUTES} minutes.")
    if not 0 <= plan.cooldown_s <= MAX_COOLDOWN_S:
        problems.append(f"The cool-down must be from 0 to {MAX_COOLDOWN_S} s.")
    return list(dict.fromkeys(problems))


@dataclass(frozen=True, kw_only=True)
class StepEffect:
    """What one step would do now."""

    said: str
    tasks: int
    is_capped: bool


def step_effects(plan: StepPlan, *, desired: int, max_tasks: int) -> list[StepEffect]:
    """From ``desired`` tasks on, of a service that may have ``max_tasks`` by its scaling."""
    untils: Sequence[int | None] = [*(one.from_percent for one in plan.steps[1:]), None]
    return [
        StepEffect(
            said=f"{one.from_percent} % and more"
            if until is None
            else f"{one.from_percent} % to {until} %",
            tasks=min(desired + one.tasks, max(max_tasks, desired)),
            is_capped=desired + one.tasks > max_tasks,
        )
        for one, until in zip(plan.steps, untils, strict=True)
    ]


def policy_name(service: str) -> str:
    return f"{service}-in-a-flood"


def alarm_name(deployment: str, service: str) -> str:
    return f"{deployment}-{service}-flood"
