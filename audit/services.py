"""Writing the audit. Nothing here changes or deletes a row of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from audit.models import AuditEntry, Outcome
from audit.redaction import changed, cut, told
from audit.snapshots import Target, course_of, label_of, snapshot
from common.errors import DomainError

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Act:
    """What somebody is about to do."""

    actor: User
    action: str
    arguments: Mapping[str, Any]
    targets: Sequence[Target] = ()
    """The rows that the arguments name, the most telling first."""
    parts: Mapping[type[Model], tuple[str, ...]] = field(default_factory=dict)
    token_name: str = ""
    request_id: str = ""
    address: str = ""


def act_audited(
    act: Act, do: Callable[[], R], *, made: Callable[[R], Sequence[Target]], now: datetime
) -> R:
    """Do it and keep a row of it in the same transaction; of a refusal, in one of its own.

    ``made`` says which rows the result is. Raises what ``do`` raises, with all undone.
    """
    course_id = course_of(act.targets)
    label = label_of(act.targets[0]) if act.targets else ""
    try:
        with transaction.atomic():
            before = snapshot(act.targets, act.parts)
            result = do()
            targets = _distinct([*act.targets, *made(result)])
            old, new = changed(before, snapshot(targets, act.parts))
            AuditEntry.objects.create(
                **_facts(act, now),
                **_target(targets, label),
                course_id=course_id or course_of(targets),
                before=old,
                after=new,
                outcome=Outcome.DONE,
            )
    except DomainError as error:
        _refused(act, now, label, course_id, Outcome.REFUSED, error.code, error.message)
        raise
    except Exception as error:
        _refused(act, now, label, course_id, Outcome.FAILED, "internal_error", type(error).__name__)
        raise
    return result


def _refused(
    act: Act,
    now: datetime,
    label: str,
    course_id: int | None,
    outcome: Outcome,
    code: str,
    message: str,
) -> None:
    AuditEntry.objects.create(
        **_facts(act, now),
        **_target(act.targets, label),
        course_id=course_id,
        outcome=outcome,
        code=code[:100],
        message=cut(message),
    )


def _facts(act: Act, now: datetime) -> dict[str, Any]:
    return {
        "at": now,
        "actor": act.actor,
        "actor_name": act.actor.username[:150],
        "token_name": act.token_name[:200],
        "action": act.action[:100],
        "arguments": told(act.arguments),
        "request_id": cut(act.request_id)[:100],
        "address": act.address[:64],
    }


def _target(targets: Sequence[Target], label: str) -> dict[str, str]:
    if not targets:
        return {}
    first = targets[0]
    return {
        "target_type": first.type_name,
        "target_id": str(first.pk)[:40],
        "target_label": label or label_of(first),
    }


def _distinct(targets: Sequence[Target]) -> list[Target]:
    return list({target.key: target for target in targets}.values())
