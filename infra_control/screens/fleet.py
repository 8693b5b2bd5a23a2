"""The fleet's screen, and a service's own with what can be done to it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from common.ports import JobInWork
from infra_control.blueprint.shape import PRODUCTION
from infra_control.clients import Gateways, gateways
from infra_control.fleet import services
from infra_control.fleet.holding import hold_of, hold_release, service_hold
from infra_control.fleet.reading import ClusterView, FleetView, ServiceView, read_fleet
from infra_control.fleet.rules import Bounds, Preview, preview, scaling_words
from infra_control.gateways.ecs_values import MachineState, TaskState
from infra_control.models import OperatorAction
from infra_control.planning.rules import fleet_drift
from infra_control.prices import AS_OF, machine_usd_per_hour
from infra_control.scaling.contests import JOBS_PER_TASK_MINUTE
from infra_control.scaling.schedules import moment_of
from infra_control.screens.base import (
    draw,
    is_dry,
    operator_of,
    operators_only,
    screen_snapshot,
    tell,
)
from judging.queues import JUDGE_LEASE_S

ALWAYS = "always"
KEPT_MINUTES = {
    "": "scaling goes on",
    "15": "keep for 15 minutes",
    "60": "keep for an hour",
    "240": "keep for four hours",
    ALWAYS: "keep from now on",
}
PREVIEWED = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 40)


@dataclass(frozen=True, kw_only=True)
class _Row:
    service: ServiceView
    address: str


@operators_only
def fleet(request: HttpRequest) -> HttpResponse:
    """Clusters, machines, services."""
    shot = screen_snapshot(request, "fleet", _read)
    clusters = [
        {
            "view": cluster,
            "rows": [
                _Row(service=one, address=reverse("admin:infra_service", args=[one.shape.name]))
                for one in cluster.services
            ],
            "machines": [_machine(one, cluster) for one in cluster.machines],
            "usd_per_hour": len(cluster.machines) * machine_usd_per_hour(cluster.cluster),
        }
        for cluster in (shot.value.clusters if shot.value else ())
    ]
    return draw(
        request,
        "fleet",
        title="Fleet",
        snapshot=shot,
        context={"clusters": clusters, "drift": fleet_drift(shot.value) if shot.value else ()},
    )


@dataclass(frozen=True, kw_only=True)
class _Machine:
    """A machine with what runs on it."""

    state: MachineState
    used_cpu_units: int
    used_memory_mib: int
    tasks: tuple[tuple[TaskState, bool], ...]
    """Each with whether it is at work on a job; by their services' names."""


def _machine(state: MachineState, cluster: ClusterView) -> _Machine:
    own = [
        (task, task.task_id in view.jobs or task.task_id in view.protected)
        for view in cluster.services
        for task in view.tasks
        if task.machine_id == state.machine_id
    ]
    return _Machine(
        state=state,
        used_cpu_units=state.cpu_units - state.free_cpu_units,
        used_memory_mib=state.memory_mib - state.free_memory_mib,
        tasks=tuple(sorted(own, key=lambda one: (one[0].service, one[0].task_id))),
    )


@operators_only
def service(request: HttpRequest, name: str) -> HttpResponse:
    """One service: its tasks, deployments, events, and what another number of tasks means."""
    shot = screen_snapshot(request, "fleet", _read)
    view = shot.value.service(name) if shot.value else None
    cluster = _cluster_of(shot.value, name)
    previews = _previews(view, cluster) if view and cluster else []
    return draw(
        request,
        "service",
        title=name,
        snapshot=shot,
        context={
            "view": view,
            "tasks": [_task(one, view) for one in view.tasks] if view else (),
            "lease_s": JUDGE_LEASE_S,
            "cluster": cluster,
            "previews": previews,
            "scaling_words": scaling_words(view.shape, view.bounds) if view and view.bounds else "",
            "hold": _hold(view),
            "keep_choices": KEPT_MINUTES.items(),
            "prices_as_of": AS_OF,
            "history": OperatorAction.objects.filter(target__endswith=f"/{name}")[:10],
        },
    )


@dataclass(frozen=True, kw_only=True)
class _Task:
    """A task as its service's screen lists it."""

    state: TaskState
    is_protected: bool
    job: JobInWork | None
    """None: it has none in work, or is no judge."""


def _task(state: TaskState, view: ServiceView) -> _Task:
    return _Task(
        state=state,
        is_protected=state.task_id in view.protected,
        job=view.jobs.get(state.task_id),
    )


@operators_only
def service_act(request: HttpRequest, name: str) -> HttpResponse:
    """What a button of the service's screen asks for."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    asked = request.POST
    own = gateways()
    user, is_dry_run = operator_of(request), is_dry(request)
    acts: dict[str, tuple[Callable[[], OperatorAction], str]] = {
        "scale": _scaling(request, own, name, is_dry_run=is_dry_run),
        "release": (
            lambda: hold_release(
                user=user,
                gateways=own,
                service_name=name,
                now=timezone.now(),
                is_dry_run=is_dry_run,
            ),
            f"Auto scaling chooses for {name} as before.",
        ),
        "bounds": (
            lambda: services.service_bounds_set(
                user=user,
                gateways=own,
                service_name=name,
                bounds=Bounds(
                    min_tasks=_number(asked.get("min_tasks", "")),
                    max_tasks=_number(asked.get("max_tasks", "")),
                ),
                is_dry_run=is_dry_run,
            ),
            f"Auto scaling keeps {name} from {asked.get('min_tasks')} to "
            f"{asked.get('max_tasks')} tasks.",
        ),
        "deploy": (
            lambda: services.service_deploy(
                user=user,
                gateways=own,
                service_name=name,
                version=asked.get("version") or None,
                is_dry_run=is_dry_run,
            ),
            f"{name} starts all of its tasks anew"
            + (f", of version {asked['version'][:60]}." if asked.get("version") else "."),
        ),
        "stop": (
            lambda: services.task_stop(
                user=user,
                gateways=own,
                service_name=name,
                task_id=asked.get("task", ""),
                is_dry_run=is_dry_run,
            ),
            f"Task {asked.get('task', '')[:12]} ends; another takes its place.",
        ),
    }
    if (chosen := acts.get(asked.get("act", ""))) is not None:
        tell(request, chosen[0], done=chosen[1])
    return redirect(f"{reverse('admin:infra_service', args=[name])}?fresh=1")


def _scaling(
    request: HttpRequest, own: Gateways, name: str, *, is_dry_run: bool
) -> tuple[Callable[[], OperatorAction], str]:
    """Another number of tasks, kept or left to auto scaling; and what is said when it is done."""
    tasks = _number(request.POST.get("tasks", ""))
    user, kept = operator_of(request), request.POST.get("keep", "")
    if kept == "":
        return lambda: services.service_scale(
            user=user, gateways=own, service_name=name, tasks=tasks, is_dry_run=is_dry_run
        ), f"{name} shall have {tasks} tasks."
    minutes = None if kept == ALWAYS else _number(kept)
    until = "from now on" if minutes is None else f"for {minutes} minutes"
    return lambda: service_hold(
        user=user,
        gateways=own,
        service_name=name,
        tasks=tasks,
        minutes=minutes,
        now=timezone.now(),
        is_dry_run=is_dry_run,
    ), f"{name} shall have {tasks} tasks, and auto scaling keeps at least as many {until}."


@operators_only
def machine_act(request: HttpRequest, machine_id: str) -> HttpResponse:
    """Drain a machine, take it back, or end it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user, own, act = operator_of(request), gateways(), request.POST.get("act", "")
    words = {
        "drain": "gives its tasks away and gets no more.",
        "take_back": "takes tasks again.",
        "stop": "ends; its group puts another in its place where it needs one.",
    }
    if act in words:
        tell(
            request,
            lambda: (
                services.machine_stop(
                    user=user, gateways=own, machine_id=machine_id, is_dry_run=is_dry(request)
                )
                if act == "stop"
                else services.machine_drain(
                    user=user,
                    gateways=own,
                    machine_id=machine_id,
                    is_draining=act == "drain",
                    is_dry_run=is_dry(request),
                )
            ),
            done=f"Machine {machine_id[:12]} {words[act]}",
        )
    return redirect(f"{reverse('admin:infra_fleet')}?fresh=1")


def _hold(view: ServiceView | None) -> dict[str, object] | None:
    """What holds a service: until when, and what its lower bound is then."""
    if view is None:
        return None
    found = hold_of(view.scheduled, view.shape.name, timezone.now())
    if found is None:
        return None
    return {"until": moment_of(found.schedule, found.timezone), "then": found.min_tasks}


def _read() -> FleetView:
    own: Gateways = gateways()
    return read_fleet(own)


def _cluster_of(fleet_view: FleetView | None, name: str) -> ClusterView | None:
    for cluster in fleet_view.clusters if fleet_view else ():
        if any(one.shape.name == name for one in cluster.services):
            return cluster
    return None


def _previews(view: ServiceView, cluster: ClusterView) -> list[Preview]:
    counts = {*PREVIEWED, view.state.desired_count}
    return [
        preview(
            view.shape,
            cluster.shape,
            tasks=tasks,
            max_machines=cluster.group.max_machines if cluster.group else 0,
            usd_per_machine_hour=machine_usd_per_hour(cluster.cluster),
            waiting_jobs=view.waiting_jobs,
            jobs_per_task_minute=JOBS_PER_TASK_MINUTE,
        )
        for tasks in sorted(counts)
        if tasks <= PRODUCTION.service_by_name[view.shape.name].max_tasks
    ]


def _number(text: str) -> int:
    """What stands in a field; -1, which every bound refuses, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else -1
