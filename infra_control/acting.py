"""How every action of an operator is done: permitted, written down, asked, and written down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from common.errors import DomainError, NotAllowedError
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

    The row is committed before AWS is asked, so that an action whose answer was lost is seen.
    Raises NotAllowedError, when nothing was asked or written, and ActionFailedError, when the
    row says FAILED: it may be tried again, for each action sets what shall be.
    """
    permission_check(user, intent.permission)
    row = OperatorAction.objects.create(
        actor_id=user.pk,
        actor_name=user.get_username(),
        action=intent.action,
        target=intent.target,
        asked=dict(intent.asked),
        before=dict(intent.before),
        outcome=Outcome.DRY if is_dry_run else Outcome.ASKED,
        ended_at=timezone.now() if is_dry_run else None,
    )
    if is_dry_run:
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


def _said(error: CloudError) -> str:
    advice = "Try it again." if error.retryable else "Look at what stands now, then decide."
    return f"{error}. {advice}"
