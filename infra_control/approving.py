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
from infra_control.models import OperatorAction, Outcome
from infra_control.queues import services as queues
from infra_control.queues.services import full_name
from infra_control.scaling import services as scaling

WAITS_AT_MOST = timedelta(hours=1)
"""What was asked longer ago is asked anew, by somebody who knows how things stand."""

Repeat = Callable[[AbstractUser, Gateways, OperatorAction], OperatorAction]


def _name(row: OperatorAction) -> str:
    """Of the service that a target such as codedang-judge/judge names."""
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


REPEATS: dict[str, Repeat] = {
    "hold_release": _release,
    "invalidation_create": _invalidate,
    "letters_redrive": _redrive,
    "machine_drain": _drain,
    "machine_take_back": _drain,
    "policy_tune": _tune,
    "prescale_approve": _prescale,
    "queue_purge": _purge,
    "service_bounds_set": _bounds,
    "service_deploy": _deploy,
    "service_hold": _hold,
    "service_roll_back": _deploy,
    "service_scale": _scale,
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
