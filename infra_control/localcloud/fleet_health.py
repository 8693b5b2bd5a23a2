"""The load balancer's health checks of local tasks, and its words for what they find.

A task is taken out after a few checks in vain, and ECS replaces it soon after. On AWS that is at
once; here one has the time to look.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from infra_control.localcloud.aws import answers
from infra_control.localcloud.fleet_tasks import RunningTask

CHECK_TIMEOUT_S = 4.0
CHECKS_IN_VAIN = 2
"""In a row, until a healthy target is not."""
REPLACED_AFTER_S = 15.0
"""Unhealthy for so long, a task is replaced."""
CHECKED_AT_ONCE = 8


def check_targets(tasks: Sequence[RunningTask]) -> None:
    """Ask each once, and keep what it said with it."""
    asked = [one for one in tasks if one.host_port is not None and not one.is_stopping]
    if not asked:
        return
    with ThreadPoolExecutor(min(CHECKED_AT_ONCE, len(asked))) as pool:
        for one, is_well in zip(asked, pool.map(_answers, asked), strict=True):
            _note(one, is_well)


def is_to_be_replaced(one: RunningTask) -> bool:
    since_s = one.unhealthy_since_s
    return since_s is not None and time.monotonic() - since_s >= REPLACED_AFTER_S


def target_state(one: RunningTask) -> tuple[str, str]:
    """The state and its reason, as DescribeTargetHealth says them."""
    if one.is_stopping:
        return "draining", "Target.DeregistrationInProgress"
    if one.unhealthy_since_s is not None:
        return "unhealthy", "Target.FailedHealthChecks"
    if one.was_healthy:
        return "healthy", ""
    return "initial", "Elb.RegistrationInProgress"


def _answers(one: RunningTask) -> bool:
    target = one.service.target
    path = target.health_path if target else "/"
    return answers(f"http://127.0.0.1:{one.host_port}{path}", timeout_s=CHECK_TIMEOUT_S)


def _note(one: RunningTask, is_well: bool) -> None:
    if is_well:
        one.was_healthy, one.checks_in_vain, one.unhealthy_since_s = True, 0, None
        return
    one.checks_in_vain += 1
    is_lost = one.was_healthy and one.checks_in_vain >= CHECKS_IN_VAIN
    if is_lost and one.unhealthy_since_s is None:
        one.unhealthy_since_s = time.monotonic()
