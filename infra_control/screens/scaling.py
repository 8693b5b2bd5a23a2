"""Auto scaling's screen: policies, scheduled actions, judges ahead of contests."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from infra_control.blueprint.scaling import FLOOD
from infra_control.blueprint.shape import JUDGE, PRODUCTION
from infra_control.clients import gateways
from infra_control.gateways.task_scaling import ScheduledChange
from infra_control.models import OperatorAction
from infra_control.models import PreScaling as Approval
from infra_control.scaling import changing, services
from infra_control.scaling.changing import takes_steps
from infra_control.scaling.contests import JOBS_PER_TASK_MINUTE
from infra_control.scaling.prescaling import PREFIX
from infra_control.scaling.reading import ScalingView, ServiceScaling, read_scaling
from infra_control.scaling.schedules import schedule_words
from infra_control.screens.base import (
    draw,
    is_confirmed,
    is_dry,
    operator_of,
    operators_only,
    screen_snapshot,
    tell,
)
from infra_control.screens.scaling_forms import (
    KINDS,
    StepRow,
    plan_posted,
    schedule_asked,
    step_rows,
    steps_asked,
    steps_removed_asked,
    wish_posted,
)

ACTIONS = (
    "policy_tune",
    "prescale_approve",
    "prescale_withdraw",
    "schedule_remove",
    "schedule_set",
    "step_policy_remove",
    "step_policy_set",
)
ASKED_FIRST = ("steps", "no_steps", "schedule")
"""Of what a button asks for: shown with its effect before it is done."""


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
            "services": [_shown(one) for one in (shot.value.services if shot.value else ())],
            "kinds": KINDS,
            "flood": FLOOD,
            "time_zone": settings.TIME_ZONE,
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
    act = request.POST.get("act", "")
    if act in ASKED_FIRST and not is_confirmed(request):
        return _ask_first(request, act)
    acts: dict[str, Callable[[HttpRequest], None]] = {
        "tune": _tune,
        "remove": _remove,
        "approve": _approve,
        "withdraw": _withdraw,
        "steps": _steps,
        "no_steps": _no_steps,
        "schedule": _schedule,
    }
    if (chosen := acts.get(act)) is not None:
        chosen(request)
    return redirect(f"{reverse('admin:infra_scaling')}?fresh=1")


def _ask_first(request: HttpRequest, act: str) -> HttpResponse:
    """What it would do, from the reading that the operator looked at."""
    view = screen_snapshot(request, "scaling", _read).value
    if act == "schedule":
        return schedule_asked(request, view, timezone.now())
    service = PRODUCTION.service_by_name.get(request.POST.get("service", ""))
    if service is None or not takes_steps(service):
        return redirect("admin:infra_scaling")
    asked = steps_asked if act == "steps" else steps_removed_asked
    return asked(request, view, service)


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A service as the screen lists it."""

    own: ServiceScaling
    steps_form: tuple[StepRow, ...]
    """Empty: the service takes no steps."""
    scheduled: tuple[tuple[ScheduledChange, str], ...]
    """Each with when it acts, in words."""
    is_unsteady: bool
    """Its target is above what a busy task counts: a fleet that keeps up is taken away."""


def _shown(own: ServiceScaling) -> _Shown:
    weight = own.shape.work_weight
    plan = own.steps.plan if own.steps else None
    return _Shown(
        own=own,
        steps_form=tuple(step_rows(plan)) if takes_steps(own.shape) else (),
        scheduled=tuple((x, schedule_words(x.schedule, x.timezone)) for x in own.scheduled),
        is_unsteady=bool(weight)
        and any((one.target or 0) >= weight for one in own.policies if one.is_tracking),
    )


def _steps(request: HttpRequest) -> None:
    name = request.POST.get("service", "")
    tell(
        request,
        lambda: changing.step_policy_set(
            user=operator_of(request),
            gateways=gateways(),
            service_name=name,
            plan=plan_posted(request.POST),
            is_dry_run=is_dry(request),
        ),
        done=f"{name[:60]} grows by these steps.",
    )


def _no_steps(request: HttpRequest) -> None:
    name = request.POST.get("service", "")
    tell(
        request,
        lambda: changing.step_policy_remove(
            user=operator_of(request),
            gateways=gateways(),
            service_name=name,
            is_dry_run=is_dry(request),
        ),
        done=f"{name[:60]} has no steps any more.",
    )


def _schedule(request: HttpRequest) -> None:
    wish = wish_posted(request.POST)
    tell(
        request,
        lambda: changing.schedule_set(
            user=operator_of(request),
            gateways=gateways(),
            wish=wish,
            now=timezone.now(),
            is_dry_run=is_dry(request),
        ),
        done=f"{wish.name} is scheduled: {schedule_words(wish.schedule, wish.timezone)}.",
    )


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
            is_dry_run=is_dry(request),
        ),
        done=f"{name[:100]} has its new figures.",
    )


def _remove(request: HttpRequest) -> None:
    name = request.POST.get("name", "")
    tell(
        request,
        lambda: services.schedule_remove(
            user=operator_of(request), gateways=gateways(), name=name, is_dry_run=is_dry(request)
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
            is_dry_run=is_dry(request),
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
            is_dry_run=is_dry(request),
        ),
        done=f"No judges are kept ready for {contest[:60]} any more.",
    )


def _figure(text: str) -> float:
    """What stands in a field; -1, which every bound refuses, for what is no number."""
    is_number = len(text) <= 8 and text.isascii() and text.replace(".", "", 1).isdigit()
    return float(text) if is_number else -1.0


def _read() -> ScalingView:
    return read_scaling(gateways())
