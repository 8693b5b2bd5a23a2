"""Auto scaling's screen: policies, scheduled actions, judges ahead of contests."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from infra_control.blueprint.shape import JUDGE
from infra_control.clients import gateways
from infra_control.models import OperatorAction
from infra_control.models import PreScaling as Approval
from infra_control.scaling import services
from infra_control.scaling.contests import JOBS_PER_TASK_MINUTE
from infra_control.scaling.prescaling import PREFIX
from infra_control.scaling.reading import ScalingView, read_scaling
from infra_control.screens.base import draw, operator_of, operators_only, screen_snapshot, tell

ACTIONS = ("policy_tune", "schedule_remove", "prescale_approve", "prescale_withdraw")


@operators_only
def scaling(request: HttpRequest) -> HttpResponse:
    """What may change the number of tasks, and when."""
    shot = screen_snapshot(request, "scaling", _read)
    now = timezone.now()
    judges = shot.value.service(JUDGE.name) if shot.value else None
    return draw(
        request,
        "scaling",
        title="Auto scaling",
        snapshot=shot,
        context={
            "view": shot.value,
            "judges": judges,
            "proposals": services.proposals(judges.target, now) if judges else [],
            "gap": services.schedules_difference(judges.scheduled, judges.target, now)
            if judges
            else None,
            "approvals": Approval.objects.filter(is_over_at__gt=now),
            "most_judges": JUDGE.max_tasks,
            "jobs_per_task_minute": JOBS_PER_TASK_MINUTE,
            "prefix": PREFIX,
            "history": OperatorAction.objects.filter(action__in=ACTIONS)[:10],
        },
    )


@operators_only
def scaling_act(request: HttpRequest) -> HttpResponse:
    """What a button of the screen asks for."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    acts: dict[str, Callable[[HttpRequest], None]] = {
        "tune": _tune,
        "remove": _remove,
        "approve": _approve,
        "withdraw": _withdraw,
    }
    if (chosen := acts.get(request.POST.get("act", ""))) is not None:
        chosen(request)
    return redirect(f"{reverse('admin:infra_scaling')}?fresh=1")


def _tune(request: HttpRequest) -> None:
    asked = request.POST
    name = asked.get("policy", "")
    tell(
        request,
        lambda: services.policy_tune(
            user=operator_of(request),
            gateways=gateways(),
            policy_name=name,
            tuning=services.Tuning(
                target=_figure(asked.get("target", "")),
                out_cooldown_s=int(_figure(asked.get("out_cooldown_s", ""))),
                in_cooldown_s=int(_figure(asked.get("in_cooldown_s", ""))),
            ),
            is_dry_run=_is_dry(request),
        ),
        done=f"{name[:100]} has its new figures.",
    )


def _remove(request: HttpRequest) -> None:
    name = request.POST.get("name", "")
    tell(
        request,
        lambda: services.schedule_remove(
            user=operator_of(request), gateways=gateways(), name=name, is_dry_run=_is_dry(request)
        ),
        done=f"The scheduled action {name[:100]} is removed.",
    )


def _approve(request: HttpRequest) -> None:
    contest = request.POST.get("contest", "")
    tasks = int(_figure(request.POST.get("min_tasks", "")))
    tell(
        request,
        lambda: services.prescale_approve(
            user=operator_of(request),
            gateways=gateways(),
            contest=contest,
            min_tasks=tasks,
            now=timezone.now(),
            is_dry_run=_is_dry(request),
        ),
        done=f"{tasks} judges will be ready for {contest[:60]}; the scheduled actions are set and "
        "were read back.",
    )


def _withdraw(request: HttpRequest) -> None:
    contest = request.POST.get("contest", "")
    tell(
        request,
        lambda: services.prescale_withdraw(
            user=operator_of(request),
            gateways=gateways(),
            contest=contest,
            now=timezone.now(),
            is_dry_run=_is_dry(request),
        ),
        done=f"No judges are kept ready for {contest[:60]} any more.",
    )


def _figure(text: str) -> float:
    """What stands in a field; -1, which every bound refuses, for what is no number."""
    is_number = len(text) <= 8 and text.isascii() and text.replace(".", "", 1).isdigit()
    return float(text) if is_number else -1.0


def _is_dry(request: HttpRequest) -> bool:
    return request.POST.get("dry_run") == "1"


def _read() -> ScalingView:
    return read_scaling(gateways())
