"""What operators do with queues. Each is permitted, audited, and safe to try again."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser

from common import ports
from common.errors import DomainError, InvalidInputError, NotFoundError
from infra_control.acting import Intent, operator_act, permission_check
from infra_control.clients import Gateways
from infra_control.gateways.errors import CloudError
from infra_control.gateways.sqs import DeadLetter
from infra_control.models import OperatorAction
from infra_control.queues.letters import letter_view
from judging.queues import QUEUES, QueueSpec

CHANGE_QUEUES = "change_queues"
LETTERS_AT_ONCE = 200
REFUSALS_KEPT = 10


def letters_redrive(
    *,
    user: AbstractUser,
    gateways: Gateways,
    queue: str,
    message_ids: Collection[str] | None,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Have what died done after all: these dead letters of a queue, or (None) all of them.

    A judge job's attempt has ended by its death, so its submission is judged anew, and the
    letter removed after that is committed; every other message goes into its queue again. Asked
    twice, nothing is judged twice. The action tells how many went which way; what can't be done,
    or can't be read, stays among the dead letters.

    Raises NotFoundError (no such queue, none of these letters), NotAllowedError,
    ActionFailedError, CloudError.
    """
    permission_check(user, CHANGE_QUEUES)
    spec = _spec(queue)
    letters = _letters(gateways, spec, message_ids)
    return operator_act(
        user=user,
        intent=Intent(
            action="letters_redrive",
            target=spec.name,
            permission=CHANGE_QUEUES,
            asked={"letters": [one.message_id for one in letters], "all": message_ids is None},
            before={"dead_letters": len(letters)},
        ),
        do=lambda: _redrive(gateways, spec, letters, user.pk),
        is_dry_run=is_dry_run,
    )


def letter_remove(
    *,
    user: AbstractUser,
    gateways: Gateways,
    queue: str,
    message_id: str,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Remove one dead letter without doing what it asks. Raises as letters_redrive does."""
    permission_check(user, CHANGE_QUEUES)
    spec = _spec(queue)
    [letter] = _letters(gateways, spec, [message_id])
    view = letter_view(spec, letter)

    def do() -> dict[str, Any]:
        return {"removed": sorted(gateways.queues.remove(spec, [message_id]))}

    return operator_act(
        user=user,
        intent=Intent(
            action="letter_remove",
            target=spec.name,
            permission=CHANGE_QUEUES,
            asked={"letter": message_id},
            # All that is left of it afterwards.
            before={"task": view.task, "reason": view.reason, "said": dict(view.fields)},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def queue_purge(
    *,
    user: AbstractUser,
    gateways: Gateways,
    queue: str,
    typed_name: str,
    is_dead_letters: bool,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Delete all messages of a queue, or of its dead letters.

    ``typed_name`` must be the whole name as AWS has it, typed by the operator. Raises
    InvalidInputError where it is not, else as letters_redrive does.
    """
    permission_check(user, CHANGE_QUEUES)
    spec = _spec(queue)
    name = spec.dead_letter_name if is_dead_letters else spec.name
    if typed_name.strip() != full_name(name):
        problem = f"Type {full_name(name)} to delete all that it holds: it can't be undone."
        raise InvalidInputError(problem, fields={"typed_name": [problem]})
    depth = gateways.queues.depth(name)

    def do() -> dict[str, int]:
        gateways.queues.purge(name)
        return {"messages": 0}

    return operator_act(
        user=user,
        intent=Intent(
            action="queue_purge",
            target=name,
            permission=CHANGE_QUEUES,
            asked={"messages": 0},
            before={"messages": depth.visible + depth.delayed, "in_flight": depth.in_flight},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def full_name(name: str) -> str:
    """A queue's name as AWS has it."""
    return f"{settings.QUEUE_PREFIX}{name}"


def redrive_told(after: Mapping[str, Any]) -> str:
    """What became of letters that were redriven, in words."""
    words = {
        "queued": "judged again",
        "sent": "sent again",
        "not_needed": "no longer needed",
        "gone": "about what is gone",
    }
    parts = [f"{after[key]} {text}" for key, text in words.items() if after.get(key)]
    if kept := after.get("kept"):
        parts.append(
            f"{len(kept)} left as they are ({'; '.join(sorted(set(kept.values())))[:300]})"
        )
    return ", ".join(parts) or "there was nothing to do"


def _redrive(
    gateways: Gateways, spec: QueueSpec, letters: Collection[DeadLetter], user_id: int
) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    kept: dict[str, str] = {}
    settled, to_send = [], []
    for letter in letters:
        view = letter_view(spec, letter)
        if view.judgement_id is not None:
            try:
                counts[ports.judge_again(view.judgement_id, user_id)] += 1
                settled.append(letter.message_id)
            except DomainError as error:
                kept[letter.message_id] = error.message
        elif view.is_readable:
            to_send.append(letter.message_id)
        else:
            kept[letter.message_id] = view.reason
    _settle(partial(gateways.queues.remove, spec, settled), settled, counts)
    counts["sent"] += _settle(partial(gateways.queues.redrive, spec, to_send), to_send, counts)
    return {
        **{str(key): count for key, count in counts.items() if count},
        "kept": dict(list(kept.items())[:REFUSALS_KEPT]),
    }


def _settle(
    ask: Callable[[], Collection[str]], message_ids: Collection[str], counts: Mapping[str, int]
) -> int:
    if not message_ids:
        return 0
    try:
        return len(ask())
    except CloudError as error:
        raise CloudError(
            f"{error}. Before that: {redrive_told(counts)}; their letters may still be there, and "
            "redriving them again judges nothing twice",
            code=error.code,
            retryable=error.retryable,
        ) from error


def spec_of(name: str) -> QueueSpec:
    """Whose queue, or whose dead letters, have this name. Raises NotFoundError."""
    for spec in QUEUES:
        if name in (spec.name, spec.dead_letter_name):
            return spec
    raise NotFoundError(f"There is no queue {name}.")


def _spec(queue: str) -> QueueSpec:
    for spec in QUEUES:
        if spec.name == queue:
            return spec
    raise NotFoundError(f"There is no queue {queue[:60]}.")


def _letters(
    gateways: Gateways, spec: QueueSpec, message_ids: Collection[str] | None
) -> list[DeadLetter]:
    found = gateways.queues.dead_letters(spec, limit=LETTERS_AT_ONCE)
    if message_ids is not None:
        found = [one for one in found if one.message_id in message_ids]
    if not found:
        raise NotFoundError(
            f"{spec.name} has none of these dead letters: somebody may have redriven them. "
            "Look at it anew."
        )
    return found
