"""How every action of an operator is done: permitted, written down, asked, and written down."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from common.errors import ConflictError, DomainError, NotAllowedError
from infra_control.gateways.errors import CloudError
from infra_control.models import OperatorAction, Outcome


class ActionFailedError(DomainError):
    """AWS did not do it; the action's row says so too."""

    code = "cloud_failed"
    status = HTTPStatus.BAD_GATEWAY


@dataclass(frozen=True, kw_only=True)
class Intent:
    """What an operator wants of the deployment."""

    action: str
    target: str
    permission: str
    """Of infra_control, such as change_fleet."""
    asked: Mapping[str, Any]
    before: Mapping[str, Any]


_approved: ContextVar[OperatorAction | None] = ContextVar("approved", default=None)
"""The waiting action that a second operator has approved and that is being done."""


@contextmanager
def approved(row: OperatorAction) -> Iterator[None]:
    """Within it operator_act does this waiting action rather than a new one."""
    token = _approved.set(row)
    try:
        yield
    finally:
        _approved.reset(token)


def permission_check(user: AbstractUser, permission: str) -> None:
    """Raises NotAllowedError. First in each service: who may not do it makes us ask nobody."""
    if not user.has_perm(f"infra_control.{permission}"):
        raise NotAllowedError(
            f"This needs the permission {permission}: ask an administrator for it."
        )


def operator_act(
    *,
    user: AbstractUser,
    intent: Intent,
    do: Callable[[], Mapping[str, Any]],
    is_dry_run: bool = False,
) -> OperatorAction:
    """Do it and keep its row; ``do`` asks AWS and gives what stands afterwards.

    An action of INFRA_TWO_PERSON_ACTIONS waits instead (its row says so) until a second operator
    approves it (approving.py).

    The row is committed before AWS is asked, so that an action whose answer was lost is seen.
    Raises NotAllowedError, when nothing was asked or written, and ActionFailedError, when the
    row says FAILED: it may be tried again, for each action sets what shall be.
    """
    permission_check(user, intent.permission)
    waiting = _approved.get()
    row = _row(user, intent, is_dry_run=is_dry_run) if waiting is None else waiting
    if waiting is not None:
        _second(waiting, user, intent)
    if row.outcome != Outcome.ASKED:
        return row
    try:
        row.after = dict(do())
        row.outcome = Outcome.DONE
    except CloudError as error:
        row.outcome, row.message, row.is_retryable = Outcome.FAILED, str(error), error.retryable
        raise ActionFailedError(_said(error)) from error
    finally:
        row.ended_at = timezone.now()
        row.save(update_fields=["after", "outcome", "message", "is_retryable", "ended_at"])
    return row


def _row(user: AbstractUser, intent: Intent, *, is_dry_run: bool) -> OperatorAction:
    outcome = Outcome.ASKED
    if is_dry_run:
        outcome = Outcome.DRY
    elif intent.action in settings.INFRA_TWO_PERSON_ACTIONS:
        outcome = Outcome.WAITING
    return OperatorAction.objects.create(
        actor_id=user.pk,
        actor_name=user.get_username(),
        action=intent.action,
        target=intent.target,
        permission=intent.permission,
        asked=dict(intent.asked),
        before=dict(intent.before),
        outcome=outcome,
        ended_at=timezone.now() if is_dry_run else None,
    )


def _second(row: OperatorAction, user: AbstractUser, intent: Intent) -> None:
    """Take a waiting action for the one who approves it, once. Raises ConflictError."""
    if (intent.action, intent.target, dict(intent.asked)) != (row.action, row.target, row.asked):
        raise ConflictError("It would do something else now than what was asked: ask anew.")
    changes = {
        "outcome": Outcome.ASKED,
        "second_id": user.pk,
        "second_name": user.get_username(),
        "before": dict(intent.before),
    }
    if not OperatorAction.objects.filter(pk=row.pk, outcome=Outcome.WAITING).update(**changes):
        raise ConflictError("Somebody else has decided meanwhile.")
    row.refresh_from_db()


def _said(error: CloudError) -> str:
    advice = "Try it again." if error.retryable else "Look at what stands now, then decide."
    return f"{error}. {advice}"
