from dataclasses import replace

import pytest

from infra_control.blueprint.scaling import FLOOD
from infra_control.scaling.steps import Step, StepPlan, plan_of, step_effects, step_problems


def test_a_plan_survives_the_way_to_aws_and_back() -> None:
    found = plan_of(FLOOD.configuration(), threshold=75.0, minutes=1)

    assert found == FLOOD


def test_what_nobody_writes_here_is_no_plan() -> None:
    by_percent = {**FLOOD.configuration(), "AdjustmentType": "PercentChangeInCapacity"}

    assert plan_of(by_percent, threshold=75, minutes=1) is None
    assert plan_of({"AdjustmentType": "ChangeInCapacity"}, threshold=75, minutes=1) is None


def test_each_step_says_what_it_would_do_now_within_the_bounds() -> None:
    first, second = step_effects(FLOOD, desired=9, max_tasks=12)

    assert (first.said, first.tasks, first.is_capped) == ("75 % to 90 %", 11, False)
    assert (second.said, second.tasks, second.is_capped) == ("90 % and more", 12, True)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(FLOOD, steps=()), "from 1 to 3 steps"),
        (replace(FLOOD, steps=(Step(from_percent=20, tasks=2),)), "from 50 to 100 %"),
        (replace(FLOOD, steps=(Step(from_percent=80, tasks=13),)), "from 1 to 12 tasks"),
        (replace(FLOOD, steps=FLOOD.steps[::-1]), "above the one before"),
        (replace(FLOOD, minutes=0), "minutes"),
        (replace(FLOOD, cooldown_s=4_000), "cool-down"),
    ],
)
def test_what_is_wrong_is_said(plan: StepPlan, said: str) -> None:
    assert said in " ".join(step_problems(plan, max_tasks=12))


def test_the_blueprints_plan_is_right() -> None:
    assert step_problems(FLOOD, max_tasks=4) == []
