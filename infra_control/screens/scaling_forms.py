"""What stands in the forms of auto scaling's screen, and what it would do."""

from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.utils import timezone

from infra_control.blueprint.scaling import FLOOD
from infra_control.blueprint.shape import PRODUCTION, Service
from infra_control.fleet.rules import preview
from infra_control.prices import machine_usd_per_hour
from infra_control.scaling.changing import ScheduleWish, schedule_problems
from infra_control.scaling.reading import ScalingView, ServiceScaling
from infra_control.scaling.schedules import at_expression, daily_expression, schedule_words
from infra_control.scaling.steps import (
    MAX_STEPS,
    Step,
    StepPlan,
    step_effects,
    step_problems,
)
from infra_control.screens.base import Change, ask_first

AS_IT_IS = "as it is"
NONE = "none"
KINDS = (("once", "once"), ("daily", "every day"), ("weekdays", "Monday to Friday"))


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One line of the steps' form; None: it is empty."""

    number: int
    from_percent: int | None
    tasks: int | None


def step_rows(plan: StepPlan | None) -> list[StepRow]:
    """The form of a plan, or of the blueprint's for a service that has none."""
    steps = (plan or FLOOD).steps
    return [
        StepRow(
            number=number + 1,
            from_percent=steps[number].from_percent if number < len(steps) else None,
            tasks=steps[number].tasks if number < len(steps) else None,
        )
        for number in range(MAX_STEPS)
    ]


def plan_posted(asked: QueryDict) -> StepPlan:
    """As it was typed; what is no number becomes -1, which every bound refuses."""
    steps = []
    for number in range(1, MAX_STEPS + 1):
        percent, tasks = asked.get(f"from_{number}", ""), asked.get(f"add_{number}", "")
        if percent.strip() or tasks.strip():
            steps.append(Step(from_percent=whole(percent), tasks=whole(tasks)))
    return StepPlan(
        steps=tuple(steps),
        minutes=whole(asked.get("minutes", "")),
        cooldown_s=whole(asked.get("cooldown_s", "")),
    )


def wish_posted(asked: QueryDict) -> ScheduleWish:
    """As it was typed. A moment is of the site's own time zone; one that is none stays as typed,
    to be refused with its words."""
    kind, when = asked.get("kind", "once"), asked.get("at" if is_once(asked) else "time", "")
    zone, schedule = settings.TIME_ZONE, when.strip()[:60]
    try:
        if kind == "once":
            moment = datetime.fromisoformat(schedule)
            if timezone.is_naive(moment):
                moment = timezone.make_aware(moment)
            schedule, zone = at_expression(moment), "UTC"
        else:
            schedule = daily_expression(
                time.fromisoformat(schedule), only_days_of_work=kind == "weekdays"
            )
    except ValueError:
        schedule = schedule or "no moment"
    return ScheduleWish(
        name=asked.get("name", "").strip()[:100],
        service=asked.get("service", "")[:60],
        schedule=schedule,
        timezone=zone,
        min_tasks=whole_or_none(asked.get("min_tasks", "")),
        max_tasks=whole_or_none(asked.get("max_tasks", "")),
    )


def is_once(asked: QueryDict) -> bool:
    return asked.get("kind", "once") == "once"


def steps_asked(request: HttpRequest, view: ScalingView | None, service: Service) -> HttpResponse:
    """The steps that were typed beside those that stand."""
    plan = plan_posted(request.POST)
    own = view.service(service.name) if view else None
    present = own.steps.plan if own and own.steps else None
    problems = step_problems(plan, max_tasks=service.max_tasks)
    changes = [] if problems or own is None else _step_changes(own, present, plan)
    notes = []
    if changes and own is not None:
        capped = [
            one.said
            for one in step_effects(plan, desired=own.desired, max_tasks=own.target.max_tasks)
            if one.is_capped
        ]
        notes = [
            f"At {said} it would want more than the {own.target.max_tasks} tasks that its scaling "
            "may have: raise the upper bound first, or add fewer."
            for said in capped
        ]
    return ask_first(
        request,
        title=f"Steps of {service.name}",
        changes=changes,
        notes=notes,
        problems=problems,
        verb="Set the steps",
        back="scaling",
    )


def steps_removed_asked(
    request: HttpRequest, view: ScalingView | None, service: Service
) -> HttpResponse:
    """What a service loses with its step policy."""
    own = view.service(service.name) if view else None
    plan = own.steps.plan if own and own.steps else None
    return ask_first(
        request,
        title=f"Remove the steps of {service.name}",
        changes=[Change(what="Steps", before=_steps_said(plan), after=NONE)],
        notes=[
            f"In a flood {service.name} then grows by target tracking alone, which waits longer."
        ],
        verb="Remove the steps",
        back="scaling",
    )


def schedule_asked(request: HttpRequest, view: ScalingView | None, now: datetime) -> HttpResponse:
    """The scheduled action that was typed beside what stands."""
    wish = wish_posted(request.POST)
    own = view.service(wish.service) if view else None
    problems = (
        schedule_problems(wish, own.target, now)
        if own
        else [f"Auto scaling knows no service {wish.service}."]
    )
    changes = [] if problems or own is None else _schedule_changes(own, wish)
    return ask_first(
        request,
        title=f"Schedule {wish.name or 'an action'}",
        changes=changes,
        problems=problems,
        verb="Schedule it",
        back="scaling",
    )


def _step_changes(own: ServiceScaling, present: StepPlan | None, plan: StepPlan) -> list[Change]:
    now = f"{own.desired} task{'s' if own.desired != 1 else ''} now"
    rows = [
        Change(
            what=f"At {one.said} of its processors",
            before=now,
            after=f"{one.tasks} tasks, {_cost(own.shape, one.tasks)}",
        )
        for one in step_effects(plan, desired=own.desired, max_tasks=own.target.max_tasks)
    ]
    return [
        Change(what="Steps", before=_steps_said(present), after=_steps_said(plan)),
        Change(
            what="Busy for, minutes",
            before=str(present.minutes) if present else NONE,
            after=str(plan.minutes),
        ),
        Change(
            what="Cool-down, s",
            before=str(present.cooldown_s) if present else NONE,
            after=str(plan.cooldown_s),
        ),
        *rows,
    ]


def _schedule_changes(own: ServiceScaling, wish: ScheduleWish) -> list[Change]:
    present = next((one for one in own.scheduled if one.name == wish.name), None)
    least = own.target.min_tasks if wish.min_tasks is None else wish.min_tasks
    most = own.target.max_tasks if wish.max_tasks is None else wish.max_tasks
    return [
        Change(
            what="When",
            before=schedule_words(present.schedule, present.timezone) if present else NONE,
            after=schedule_words(wish.schedule, wish.timezone),
        ),
        Change(what="Least tasks", before=str(own.target.min_tasks), after=str(least)),
        Change(what="Most tasks", before=str(own.target.max_tasks), after=str(most)),
        Change(
            what="The least tasks need",
            before=_cost(own.shape, own.target.min_tasks),
            after=_cost(own.shape, least),
        ),
    ]


def _steps_said(plan: StepPlan | None) -> str:
    if plan is None:
        return NONE
    return ", ".join(f"from {one.from_percent} %: +{one.tasks}" for one in plan.steps)


def _cost(service: Service, tasks: int) -> str:
    """Machines and dollars of so many tasks, were they alone on their cluster."""
    machines = PRODUCTION.machines_of(service.cluster)
    seen = preview(
        service,
        machines,
        tasks=tasks,
        max_machines=machines.max_machines,
        usd_per_machine_hour=machine_usd_per_hour(service.cluster),
        waiting_jobs=None,
        jobs_per_task_minute=1,
    )
    plural = "" if seen.machines_needed == 1 else "s"
    return f"{seen.machines_needed} machine{plural}, ${seen.usd_per_hour:.2f} an hour"


def whole(text: str) -> int:
    """What stands in a field; -1, which every bound refuses, for what is no number."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else -1


def whole_or_none(text: str) -> int | None:
    return whole(text) if text.strip() else None
