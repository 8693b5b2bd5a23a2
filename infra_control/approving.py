"""Dangerous actions of which two operators must be sure.

Which ones stands in ``INFRA_TWO_PERSON_ACTIONS``. The first operator's attempt waits in the audit;
when a second one approves it, the very action is done anew in that one's name: with that one's
permission, against what stands now, and only if it would still do the same.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from common.errors import ConflictError, NotAllowedError, NotFoundError
from infra_control.acting import approved, permission_check
from infra_control.clients import Gateways
from infra_control.edge import services as edge
from infra_control.fleet import services as fleet
from infra_control.fleet.holding import hold_release, service_hold
from infra_control.fleet.rules import Bounds
from infra_control.gateways.edge import Lifetimes
from infra_control.models import OperatorAction, Outcome
from infra_control.queues import services as queues
from infra_control.queues.services import full_name
from infra_control.scaling import changing
from infra_control.scaling import services as scaling

WAITS_AT_MOST = timedelta(hours=1)
"""What was asked longer ago is asked anew, by somebody who knows how things stand."""

Repeat = Callable[[AbstractUser, Gateways, OperatorAction], OperatorAction]


def _name(row: OperatorAction) -> str:
    """What a target such as codedang-judge/judge names after its slash."""
    return row.target.split("/")[1]


def _scale(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return fleet.service_scale(
        user=user, gateways=own, service_name=_name(row), tasks=row.asked["tasks"]
    )


def _hold(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return service_hold(
        user=user,
        gateways=own,
        service_name=_name(row),
        tasks=row.asked["tasks"],
        minutes=row.asked["minutes"],
        now=timezone.now(),
    )


def _release(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return hold_release(user=user, gateways=own, service_name=_name(row), now=timezone.now())


def _bounds(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    bounds = Bounds(min_tasks=row.asked["min_tasks"], max_tasks=row.asked["max_tasks"])
    return fleet.service_bounds_set(user=user, gateways=own, service_name=_name(row), bounds=bounds)


def _deploy(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return fleet.service_deploy(
        user=user, gateways=own, service_name=_name(row), version=row.asked.get("version")
    )


def _stop(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return fleet.task_stop(
        user=user, gateways=own, service_name=_name(row), task_id=row.asked["task"]
    )


def _drain(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return fleet.machine_drain(
        user=user,
        gateways=own,
        machine_id=row.target.rpartition("/")[2],
        is_draining=row.asked["status"] == "DRAINING",
    )


def _end(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return fleet.machine_stop(user=user, gateways=own, machine_id=row.target.rpartition("/")[2])


def _invalidate(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return edge.invalidation_create(user=user, gateways=own, text="\n".join(row.asked["paths"]))


def _purge(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    spec = queues.spec_of(row.target)
    return queues.queue_purge(
        user=user,
        gateways=own,
        queue=spec.name,
        typed_name=full_name(row.target),
        is_dead_letters=row.target == spec.dead_letter_name,
    )


def _redrive(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return queues.letters_redrive(
        user=user,
        gateways=own,
        queue=row.target,
        message_ids=None if row.asked["all"] else row.asked["letters"],
    )


def _tune(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    tuning = scaling.Tuning(
        target=row.asked["TargetValue"],
        out_cooldown_s=row.asked["ScaleOutCooldown"],
        in_cooldown_s=row.asked["ScaleInCooldown"],
    )
    return scaling.policy_tune(
        user=user, gateways=own, policy_name=row.asked["policy"], tuning=tuning
    )


def _prescale(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return scaling.prescale_approve(
        user=user,
        gateways=own,
        contest=row.asked["contest"],
        min_tasks=row.asked["min_tasks"],
        now=timezone.now(),
    )


def _withdraw(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return scaling.prescale_withdraw(
        user=user, gateways=own, contest=row.asked["contest"], now=timezone.now()
    )


def _unschedule(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return scaling.schedule_remove(user=user, gateways=own, name=row.asked["name"])


def _schedule(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    wish = changing.ScheduleWish(service=_name(row), **row.asked)
    return changing.schedule_set(user=user, gateways=own, wish=wish, now=timezone.now())


def _steps(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    plan = changing.plan_from_words(row.asked)
    return changing.step_policy_set(user=user, gateways=own, service_name=_name(row), plan=plan)


def _no_steps(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return changing.step_policy_remove(user=user, gateways=own, service_name=_name(row))


def _remove(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return queues.letter_remove(
        user=user, gateways=own, queue=row.target, message_id=row.asked["letter"]
    )


def _ask_again(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    return edge.invalidation_ask_again(
        user=user, gateways=own, invalidation_id=int(_name(row)), now=timezone.now()
    )


def _move(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    """By what stands now: where the order changed meanwhile, it would do something else."""
    return edge.behaviour_move(
        user=user,
        gateways=own,
        pattern=row.asked["pattern"],
        by=row.asked["by"],
        seen_etag=edge.present_etag(own),
    )


def _lifetimes(user: AbstractUser, own: Gateways, row: OperatorAction) -> OperatorAction:
    policy_id = _name(row)
    return edge.lifetimes_set(
        user=user,
        gateways=own,
        policy_id=policy_id,
        lifetimes=Lifetimes(**row.asked),
        seen_etag=edge.present_etag(own, policy_id),
    )


REPEATS: dict[str, Repeat] = {
    "behaviour_move": _move,
    "hold_release": _release,
    "invalidation_ask_again": _ask_again,
    "invalidation_create": _invalidate,
    "letter_remove": _remove,
    "letters_redrive": _redrive,
    "lifetimes_set": _lifetimes,
    "machine_drain": _drain,
    "machine_stop": _end,
    "machine_take_back": _drain,
    "policy_tune": _tune,
    "prescale_approve": _prescale,
    "prescale_withdraw": _withdraw,
    "queue_purge": _purge,
    "schedule_remove": _unschedule,
    "schedule_set": _schedule,
    "service_bounds_set": _bounds,
    "service_deploy": _deploy,
    "service_hold": _hold,
    "service_roll_back": _deploy,
    "service_scale": _scale,
    "step_policy_remove": _no_steps,
    "step_policy_set": _steps,
    "task_stop": _stop,
}
"""How each action that may need two is done again from its row. To add one: its row here."""


def action_approve(*, user: AbstractUser, gateways: Gateways, action_id: int) -> OperatorAction:
    """Do what another operator asked for. Returns the same row, done.

    Raises NotFoundError, NotAllowedError (one's own, or the permission is missing), ConflictError
    (it waits no more, waited too long, or would do something else now), and what the action raises.
    """
    row = _waiting(action_id)
    permission_check(user, row.permission)
    if row.actor_id == user.pk:
        raise NotAllowedError("You asked for it yourself: another operator must approve it.")
    if timezone.now() - row.at > WAITS_AT_MOST:
        raise ConflictError("It was asked for too long ago: look how things stand and ask anew.")
    with approved(row):
        return REPEATS[row.action](user, gateways, row)


def action_decline(*, user: AbstractUser, action_id: int) -> OperatorAction:
    """Say no to it, or take back one's own. Raises as action_approve does."""
    row = _waiting(action_id)
    permission_check(user, row.permission)
    changes: dict[str, Any] = {
        "outcome": Outcome.DECLINED,
        "second_id": user.pk,
        "second_name": user.get_username(),
        "ended_at": timezone.now(),
    }
    if not OperatorAction.objects.filter(pk=row.pk, outcome=Outcome.WAITING).update(**changes):
        raise ConflictError("Somebody else has decided meanwhile.")
    row.refresh_from_db()
    return row


def _waiting(action_id: int) -> OperatorAction:
    row = OperatorAction.objects.filter(pk=action_id).first()
    if row is None:
        raise NotFoundError("There is no such action.")
    if row.outcome != Outcome.WAITING:
        raise ConflictError("It does not wait for a second operator any more.")
    return row
