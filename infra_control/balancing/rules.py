"""What operators should know of the load balancer; pure functions."""

import re
from collections.abc import Sequence

from infra_control.edge.rules import pattern_regex, shadowed
from infra_control.gateways.balancers import DEFAULT_PRIORITY, Rule, Target, TargetGroup

REASONS = {
    "Elb.InitialHealthChecking": "its first health checks are under way",
    "Elb.InternalError": "the load balancer itself failed to check it",
    "Elb.RegistrationInProgress": "it is being registered",
    "Target.DeregistrationInProgress": "it is on its way out and gets no new requests",
    "Target.FailedHealthChecks": "it did not answer the health check, or too late",
    "Target.HealthCheckDisabled": "health checks are switched off",
    "Target.InvalidState": "its machine is stopped or gone",
    "Target.NotInUse": "no listener rule sends requests to its group",
    "Target.NotRegistered": "it is not registered",
    "Target.ResponseCodeMismatch": "it answers the health check with another status",
    "Target.Timeout": "it did not answer the health check in time",
}
"""AWS' codes in words (TargetHealth, ELBv2 API reference)."""


def first_rule(rules: Sequence[Rule], path: str, *, host: str = "") -> Rule | None:
    """The rule that a request obeys: the first, by priority, whose conditions all hold.

    Conditions on headers are taken as held: only the distribution knows their values.
    """
    for rule in rules:
        if rule.priority == DEFAULT_PRIORITY:
            return rule
        paths = not rule.path_patterns or any(
            re.match(pattern_regex(one), path) for one in rule.path_patterns
        )
        hosts = not rule.hosts or not host or any(re.match(_host(one), host) for one in rule.hosts)
        if paths and hosts:
            return rule
    return None


def _host(pattern: str) -> str:
    return f"^{re.escape(pattern).replace(chr(92) + '*', '.*')}$"


def shadowed_rules(rules: Sequence[Rule]) -> dict[int, int]:
    """Rules that never match because an earlier one takes all their paths, by priority."""
    patterns = [(rule.priority, one) for rule in rules for one in rule.path_patterns]
    hidden = shadowed([one for _, one in patterns])
    found: dict[int, int] = {}
    for rule in rules:
        own = [n for n, (priority, _) in enumerate(patterns) if priority == rule.priority]
        takers = {patterns[hidden[n]][0] for n in own if n in hidden} - {rule.priority}
        if own and all(n in hidden for n in own) and takers:
            found[rule.priority] = min(takers)
    return found


def target_said(target: Target) -> str:
    """Why a target is in its state, in words; empty for a healthy one."""
    if target.is_healthy:
        return ""
    words = REASONS.get(target.reason) or REASONS.get(target.description, "")
    if not words:
        return target.description or target.reason
    is_more = target.description and target.description not in REASONS
    return f"{words} ({target.description})" if is_more else words


def group_problem(group: TargetGroup, targets: Sequence[Target]) -> str:
    """What is wrong with a whole group; empty: nothing."""
    if not group.balancer_arns:
        return "No listener rule sends requests here."
    if not targets:
        return "No task is registered: every request gets 503."
    unwell = [one for one in targets if one.state == "unhealthy"]
    if not any(one.is_healthy for one in targets):
        # Fail open: with none healthy, requests go to all ("Target group health", ELB guide).
        return "No target is healthy: requests go to all of them and fail."
    if unwell:
        return f"{len(unwell)} of {len(targets)} targets fail their health check."
    return ""
