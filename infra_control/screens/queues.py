"""The queues' screen: how deep they are, what died and why, redriving and purging."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from infra_control.clients import gateways
from infra_control.models import OperatorAction
from infra_control.queues import services
from infra_control.queues.reading import QueuesView, read_queues
from infra_control.screens.base import (
    draw,
    is_dry,
    operator_of,
    operators_only,
    screen_snapshot,
    tell,
)
from judging.queues import QUEUES

CHOSEN_AT_ONCE = 200
ACTIONS = ("letters_redrive", "letter_remove", "queue_purge")


@operators_only
def queues(request: HttpRequest) -> HttpResponse:
    """All queues with their dead letters."""
    shot = screen_snapshot(request, "queues", _read)
    return draw(
        request,
        "queues",
        title="Queues",
        snapshot=shot,
        context={
            "view": shot.value,
            "purgeable": [
                {"queue": name, "full_name": services.full_name(name)}
                for spec in QUEUES
                for name in (spec.name, spec.dead_letter_name)
            ],
            "may_change_queues": operator_of(request).has_perm("infra_control.change_queues"),
            "history": OperatorAction.objects.filter(action__in=ACTIONS)[:10],
        },
    )


@operators_only
def queue_act(request: HttpRequest) -> HttpResponse:
    """What a button of the screen asks for."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    acts: dict[str, Callable[[HttpRequest, str], None]] = {
        "redrive": _redrive,
        "remove": _remove,
        "purge": _purge,
    }
    act, _, value = request.POST.get("act", "").partition(":")
    if (chosen := acts.get(act)) is not None:
        chosen(request, value)
    return redirect(f"{reverse('admin:infra_queues')}?fresh=1")


def _redrive(request: HttpRequest, which: str) -> None:
    """``redrive:some``, ``redrive:all`` or ``redrive:<message id>`` of one queue."""
    chosen = request.POST.getlist("letter")[:CHOSEN_AT_ONCE] if which == "some" else [which]
    tell(
        request,
        lambda: services.letters_redrive(
            user=operator_of(request),
            gateways=gateways(),
            queue=request.POST.get("queue", ""),
            message_ids=None if which == "all" else chosen,
            is_dry_run=is_dry(request),
        ),
        done=_redriven,
    )


def _redriven(row: OperatorAction) -> str:
    if not row.after:
        return f"{len(row.asked['letters'])} dead letters of {row.target} are redriven."
    return f"Dead letters of {row.target}: {services.redrive_told(row.after)}."


def _remove(request: HttpRequest, message_id: str) -> None:
    tell(
        request,
        lambda: services.letter_remove(
            user=operator_of(request),
            gateways=gateways(),
            queue=request.POST.get("queue", ""),
            message_id=message_id,
            is_dry_run=is_dry(request),
        ),
        done="The dead letter is removed; nobody does what it asked for.",
    )


def _purge(request: HttpRequest, _: str) -> None:
    asked = request.POST.get("queue", "")
    dead = {spec.dead_letter_name: spec.name for spec in QUEUES}
    tell(
        request,
        lambda: services.queue_purge(
            user=operator_of(request),
            gateways=gateways(),
            queue=dead.get(asked, asked),
            typed_name=request.POST.get("typed_name", ""),
            is_dead_letters=asked in dead,
            is_dry_run=is_dry(request),
        ),
        done=f"{asked[:60]} is being emptied; SQS takes up to a minute for it.",
    )


def _read() -> QueuesView:
    return read_queues(gateways(), timezone.now())
