"""What operators change of service auto scaling. Each is permitted, audited, safe to try again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser

from common import ports
from common.errors import InvalidInputError, NotFoundError
from infra_control.acting import Intent, operator_act, permission_check
from infra_control.blueprint.shape import JUDGE, PRODUCTION
from infra_control.clients import Gateways
from infra_control.fleet.holding import unheld
from infra_control.fleet.reading import cluster_name
from infra_control.fleet.rules import Bounds
from infra_control.gateways.errors import CloudError
from infra_control.gateways.task_scaling import Policy, ScalableService, ScheduledChange
from infra_control.models import OperatorAction
from infra_control.models import PreScaling as Approval
from infra_control.prices import machine_usd_per_hour
from infra_control.scaling.contests import JOBS_PER_TASK_MINUTE, PreScaling, propose
from infra_control.scaling.prescaling import (
    Difference,
    Proposal,
    difference,
    stale_words,
    wanted_changes,
)

CHANGE_FLEET = "change_fleet"
MAX_COOLDOWN_S = 3_600
MAX_TARGET = 1_000.0
JUDGES = cluster_name(JUDGE.cluster)


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """The figures of a target tracking policy."""

    target: float
    out_cooldown_s: int
    in_cooldown_s: int


def policy_tune(
    *,
    user: AbstractUser,
    gateways: Gateways,
    policy_name: str,
    tuning: Tuning,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Set a target tracking policy's figures; what it measures stays.

    Raises NotFoundError, InvalidInputError, NotAllowedError, ActionFailedError, CloudError.
    """
    permission_check(user, CHANGE_FLEET)
    policy = _policy(gateways, policy_name)
    problems = []
    if not 0 < tuning.target <= MAX_TARGET:
        problems.append(f"The target must be above 0 and at most {MAX_TARGET:g}.")
    for name, seconds in (("out", tuning.out_cooldown_s), ("in", tuning.in_cooldown_s)):
        if not 0 <= seconds <= MAX_COOLDOWN_S:
            problems.append(f"The cool-down {name} must be from 0 to {MAX_COOLDOWN_S} s.")
    if problems:
        raise InvalidInputError(" ".join(problems), fields={"policy": problems})
    figures = {
        "TargetValue": tuning.target,
        "ScaleOutCooldown": tuning.out_cooldown_s,
        "ScaleInCooldown": tuning.in_cooldown_s,
    }
    changed = replace(policy, configuration={**policy.configuration, **figures})

    def do() -> dict[str, Any]:
        gateways.task_scaling.put_policy(changed)
        return figures

    return operator_act(
        user=user,
        intent=Intent(
            action="policy_tune",
            target=f"{policy.cluster}/{policy.service}",
            permission=CHANGE_FLEET,
            asked={"policy": policy.name, **figures},
            before={name: policy.configuration.get(name) for name in figures},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def schedule_remove(
    *, user: AbstractUser, gateways: Gateways, name: str, is_dry_run: bool = False
) -> OperatorAction:
    """Remove one scheduled action. Raises NotFoundError and as policy_tune does."""
    permission_check(user, CHANGE_FLEET)
    found = [one for one in gateways.task_scaling.scheduled_changes() if one.name == name]
    if not found:
        raise NotFoundError(f"There is no scheduled action {name[:100]}: it may have acted.")
    change = found[0]

    def do() -> dict[str, bool]:
        return {"removed": gateways.task_scaling.delete_scheduled_change(change)}

    return operator_act(
        user=user,
        intent=Intent(
            action="schedule_remove",
            target=f"{change.cluster}/{change.service}",
            permission=CHANGE_FLEET,
            asked={"name": change.name},
            before={"schedule": change.schedule, "min_tasks": change.min_tasks},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def prescale_approve(
    *,
    user: AbstractUser,
    gateways: Gateways,
    contest: str,
    now: datetime,
    min_tasks: int | None = None,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Have judges ready for a contest: as many as proposed, or ``min_tasks``.

    The scheduled actions of all approved contests are set, read back and compared. Approving
    again brings them up to the contest as it is now. Raises NotFoundError (no such contest
    ahead), InvalidInputError, NotAllowedError, ActionFailedError, CloudError.
    """
    permission_check(user, CHANGE_FLEET)
    target = _judges(gateways)
    ahead = {one.slug: one for one in ports.contests_ahead(now)}
    if contest not in ahead:
        raise NotFoundError(f"No contest {contest[:60]} runs or starts within two weeks.")
    proposed = _proposed(ahead[contest], target)
    tasks = proposed.min_tasks if min_tasks is None else min_tasks
    if not 1 <= tasks <= JUDGE.max_tasks:
        problem = f"A contest may have from 1 to {JUDGE.max_tasks} judges (the blueprint's bounds)."
        raise InvalidInputError(problem, fields={"min_tasks": [problem]})
    usual = Approval.objects.values_list("usual_min_tasks", flat=True).first()
    values = {
        "title": ahead[contest].title[:300],
        "starts_at": ahead[contest].starts_at,
        "ends_at": ahead[contest].ends_at,
        "min_tasks": tasks,
        "begins_at": proposed.begins_at,
        "is_over_at": proposed.ends_at,
        "usual_min_tasks": _unheld_min(gateways, target, now) if usual is None else usual,
        "approved_by": user.get_username(),
    }

    def do() -> dict[str, Any]:
        Approval.objects.update_or_create(contest=contest, defaults=values)
        return _schedules_follow(gateways, now)

    return operator_act(
        user=user,
        intent=Intent(
            action="prescale_approve",
            target=f"{JUDGES}/{JUDGE.name}",
            permission=CHANGE_FLEET,
            asked={"contest": contest, "min_tasks": tasks},
            before={"min_tasks": target.min_tasks},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def prescale_withdraw(
    *,
    user: AbstractUser,
    gateways: Gateways,
    contest: str,
    now: datetime,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Take back an approval with its scheduled actions. Raises as prescale_approve does."""
    permission_check(user, CHANGE_FLEET)
    approval = Approval.objects.filter(contest=contest).first()
    if approval is None:
        raise NotFoundError(f"Nobody has approved judges for {contest[:60]}.")

    def do() -> dict[str, Any]:
        usual = approval.usual_min_tasks
        Approval.objects.filter(pk=approval.pk).delete()
        done = _schedules_follow(gateways, now)
        if approval.begins_at <= now < approval.is_over_at and not _running(now):
            target = _judges(gateways)
            gateways.task_scaling.set_bounds(
                JUDGES, JUDGE.name, min_tasks=usual, max_tasks=target.max_tasks
            )
            done["min_tasks"] = usual
        return done

    return operator_act(
        user=user,
        intent=Intent(
            action="prescale_withdraw",
            target=f"{JUDGES}/{JUDGE.name}",
            permission=CHANGE_FLEET,
            asked={"contest": contest},
            before={"min_tasks": approval.min_tasks, "begins_at": approval.begins_at.isoformat()},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def proposals(target: ScalableService, now: datetime) -> list[Proposal]:
    """The contests ahead with what is proposed for each, and what was approved."""
    approved = {one.contest: one for one in Approval.objects.all()}
    machines = PRODUCTION.machines_of(JUDGE.cluster)
    fitting = machines.cpu_units // JUDGE.cpu_units
    made = []
    for contest in ports.contests_ahead(now):
        proposed = _proposed(contest, target)
        hours = (proposed.ends_at - proposed.begins_at).total_seconds() / 3600
        more = max(proposed.min_tasks - target.min_tasks, 0)
        one = approved.get(contest.slug)
        made.append(
            Proposal(
                contest=contest,
                proposed=proposed,
                usd=-(-more // fitting) * hours * machine_usd_per_hour(JUDGE.cluster),
                approved_min_tasks=one.min_tasks if one else None,
                approved_by=one.approved_by if one else "",
                problem=stale_words(
                    contest,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    min_tasks=one.min_tasks,
                    proposed=proposed.min_tasks,
                )
                if one
                else "",
            )
        )
    return made


def schedules_difference(
    present: Sequence[ScheduledChange], target: ScalableService, now: datetime
) -> Difference:
    """What is missing of, or too much in, the scheduled actions for approved contests."""
    approvals = list(Approval.objects.filter(is_over_at__gt=now))
    usual = approvals[0].usual_min_tasks if approvals else target.min_tasks
    wanted = wanted_changes(
        [_approved(one) for one in approvals],
        cluster=JUDGES,
        service=JUDGE.name,
        usual_min_tasks=usual,
        max_tasks=target.max_tasks,
        most_tasks=JUDGE.max_tasks,
        now=now,
    )
    return difference(wanted, present)


def prescales_tidy(gateways: Gateways, now: datetime) -> int:
    """Remove scheduled actions that have acted, and approvals of contests that are over.

    Returns how many were removed. Raises CloudError.
    """
    if not Approval.objects.exists():
        return 0
    target = _judges(gateways)
    gone = schedules_difference(gateways.task_scaling.scheduled_changes(), target, now).delete
    for change in gone:
        gateways.task_scaling.delete_scheduled_change(change)
    Approval.objects.filter(is_over_at__lte=now).delete()
    return len(gone)


def _unheld_min(gateways: Gateways, target: ScalableService, now: datetime) -> int:
    """The lower bound but for an operator's hold, which ends by itself."""
    bounds = Bounds(min_tasks=target.min_tasks, max_tasks=target.max_tasks)
    changes = gateways.task_scaling.scheduled_changes()
    return unheld(changes, JUDGE.name, bounds, now).min_tasks


def _schedules_follow(gateways: Gateways, now: datetime) -> dict[str, Any]:
    """Set what is missing, remove what is too much, and read it back. Raises CloudError."""
    target = _judges(gateways)
    todo = schedules_difference(gateways.task_scaling.scheduled_changes(), target, now)
    for change in todo.put:
        gateways.task_scaling.put_scheduled_change(change)
    for change in todo.delete:
        gateways.task_scaling.delete_scheduled_change(change)
    present = gateways.task_scaling.scheduled_changes()
    left = schedules_difference(present, target, now)
    if not left.is_empty:
        raise CloudError(
            f"{len(left.put)} scheduled actions are still missing and {len(left.delete)} too many",
            code="NotVerified",
            retryable=True,
        )
    done: dict[str, Any] = {
        "scheduled": {one.name: one.min_tasks for one in todo.put},
        "removed": [one.name for one in todo.delete],
        "verified": True,
    }
    if running := _running(now):
        # Its action's time is past: what it would have set is set now.
        needed = min(sum(one.min_tasks for one in running), JUDGE.max_tasks)
        gateways.task_scaling.set_bounds(
            JUDGES, JUDGE.name, min_tasks=needed, max_tasks=max(needed, target.max_tasks)
        )
        done["min_tasks"] = needed
    return done


def _running(now: datetime) -> list[Approval]:
    return list(Approval.objects.filter(begins_at__lte=now, is_over_at__gt=now))


def _approved(one: Approval) -> PreScaling:
    contest = ports.ContestAhead(
        slug=one.contest,
        title=one.title,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        entry_count=0,
    )
    return PreScaling(
        contest=contest,
        min_tasks=one.min_tasks,
        begins_at=one.begins_at,
        ends_at=one.is_over_at,
        is_capped=False,
    )


def _proposed(contest: ports.ContestAhead, target: ScalableService) -> PreScaling:
    usual = Approval.objects.values_list("usual_min_tasks", flat=True).first()
    return propose(
        contest,
        jobs_per_task_minute=JOBS_PER_TASK_MINUTE,
        min_tasks=target.min_tasks if usual is None else usual,
        max_tasks=JUDGE.max_tasks,
    )


def _judges(gateways: Gateways) -> ScalableService:
    for one in gateways.task_scaling.targets():
        if one.service == JUDGE.name:
            return one
    raise NotFoundError("Auto scaling knows no judges: set their bounds on the service's screen.")


def _policy(gateways: Gateways, name: str) -> Policy:
    for one in gateways.task_scaling.policies():
        if one.name == name and "TargetValue" in one.configuration:
            return one
    raise NotFoundError(f"There is no target tracking policy {name[:100]}.")
