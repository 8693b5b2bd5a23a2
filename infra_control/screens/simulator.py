"""The simulator's screen: a curve of arrivals replayed against a policy. It asks nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from common import ports
from infra_control.blueprint.scaling import IN_COOLDOWN_S, OUT_COOLDOWN_S
from infra_control.blueprint.shape import JUDGE, PRODUCTION, tasks_per_machine
from infra_control.plots import Plot, Series, plot
from infra_control.prices import AS_OF, machine_usd_per_hour
from infra_control.scaling.contests import JOBS_PER_TASK_MINUTE
from infra_control.scaling.curves import (
    MAX_MINUTES,
    PRESETS,
    CurveError,
    preset_curve,
    written_curve,
)
from infra_control.scaling.simulation import Fleet, Replay, replay
from infra_control.scaling.tracking import Tracking
from infra_control.screens.base import draw, operators_only

RECORDED = "recorded"
MACHINES = PRODUCTION.machines_of(JUDGE.cluster)


@dataclass(frozen=True, kw_only=True)
class Knob:
    """A figure that one may turn."""

    name: str
    title: str
    usual: float
    least: float
    most: float

    def read(self, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            return self.usual
        # NaN compares with nothing, and so becomes the usual value, too.
        return value if self.least <= value <= self.most else self.usual


KNOBS = (
    Knob(
        name="target",
        title="Messages per task",
        usual=JUDGE.backlog_per_task or 5,
        least=0.5,
        most=1_000,
    ),
    Knob(
        name="work_weight",
        title="A job in work counts as",
        usual=JUDGE.work_weight,
        least=0,
        most=100,
    ),
    Knob(name="min_tasks", title="Least tasks", usual=JUDGE.min_tasks, least=0, most=200),
    Knob(name="max_tasks", title="Most tasks", usual=JUDGE.max_tasks, least=1, most=200),
    Knob(name="out_s", title="Cool-down out, s", usual=OUT_COOLDOWN_S, least=0, most=3_600),
    Knob(name="in_s", title="Cool-down in, s", usual=IN_COOLDOWN_S, least=0, most=3_600),
    Knob(
        name="rate",
        title="Jobs of a task in a minute",
        usual=JOBS_PER_TASK_MINUTE,
        least=1,
        most=2_000,
    ),
    Knob(name="task_s", title="A task starts in, s", usual=10, least=0, most=600),
    Knob(name="machine_s", title="A machine starts in, s", usual=180, least=0, most=1_800),
    Knob(name="ahead_tasks", title="Tasks kept ready", usual=0, least=0, most=200),
    Knob(name="ahead_minutes", title="For the first minutes", usual=0, least=0, most=MAX_MINUTES),
)


@dataclass(frozen=True, kw_only=True)
class Chart:
    title: str
    names: tuple[str, ...]
    plot: Plot


@operators_only
def simulator(request: HttpRequest) -> HttpResponse:
    """What a policy would have done with a curve of arrivals."""
    asked = request.GET
    values = {one.name: one.read(asked.get(one.name, "")) for one in KNOBS}
    values["max_tasks"] = max(values["max_tasks"], values["min_tasks"])
    chosen = asked.get("curve", "contest")
    written, problem = asked.get("points", "").strip()[:1_000], ""
    try:
        curve = _curve(chosen, written)
    except CurveError as error:
        curve, problem = [], str(error)
    made = _replayed(tuple(curve), tuple(sorted(values.items()))) if curve else None
    return draw(
        request,
        "simulator",
        title="Simulator",
        context={
            "knobs": [(one, f"{values[one.name]:g}") for one in KNOBS],
            "curves": [
                *((name, title) for name, (title, _, _) in PRESETS.items()),
                (RECORDED, "The last two hours, as recorded"),
                ("written", "As written below"),
            ],
            "chosen": chosen,
            "points": written,
            "problem": problem,
            "replay": made,
            "charts": _charts(curve, made) if made else [],
            "arrived": round(sum(curve)),
            "prices_as_of": AS_OF,
        },
    )


def _curve(chosen: str, written: str) -> list[float]:
    if chosen == RECORDED:
        return [float(one) for one in ports.arrivals_by_minute(timezone.now(), 120)]
    if chosen == "written":
        return written_curve(written)
    return preset_curve(chosen if chosen in PRESETS else "contest")


@lru_cache(maxsize=32)
def _replayed(curve: tuple[float, ...], items: tuple[tuple[str, float], ...]) -> Replay:
    values: Mapping[str, float] = dict(items)
    policy = Tracking(
        target=values["target"],
        min_tasks=int(values["min_tasks"]),
        max_tasks=int(values["max_tasks"]),
        out_cooldown_s=values["out_s"],
        in_cooldown_s=values["in_s"],
    )
    fleet = Fleet(
        jobs_per_task_minute=values["rate"],
        task_start_s=int(values["task_s"]),
        machine_start_s=int(values["machine_s"]),
        tasks_per_machine=tasks_per_machine(JUDGE, MACHINES),
        min_machines=MACHINES.min_machines,
        max_machines=MACHINES.max_machines,
        usd_per_machine_hour=machine_usd_per_hour(JUDGE.cluster),
        work_weight=int(values["work_weight"]),
    )
    ahead = [int(values["ahead_tasks"])] * int(values["ahead_minutes"])
    return replay(curve, policy, fleet, min_tasks_by_minute=ahead)


def _charts(curve: list[float], made: Replay) -> list[Chart]:
    minutes = [one.at_s / 60 for one in made.moments]
    ticks = [(float(at), f"{at} min") for at in range(0, len(curve) + 1, max(len(curve) // 6, 1))]

    def chart(title: str, *series: tuple[str, list[float | None]]) -> Chart:
        return Chart(
            title=title,
            names=tuple(name for name, _ in series),
            plot=plot(
                [
                    Series(name=name, points=list(zip(minutes, points, strict=True)))
                    for name, points in series
                ],
                width=520,
                height=150,
                x_range=(0, len(curve)),
                x_ticks=ticks,
                has_axis=True,
            ),
        )

    moments = made.moments
    return [
        chart(
            "Backlog, jobs",
            ("waiting", [one.waiting_jobs for one in moments]),
            ("arriving per minute", list(curve)),
        ),
        chart(
            "Waiting time, s",
            # Without a task nobody knows how long it will be.
            ("a job that comes now", [x.wait_s if x.running_tasks else None for x in moments]),
        ),
        chart(
            "Tasks and machines",
            ("desired", [float(one.desired_tasks) for one in moments]),
            ("running", [float(one.running_tasks) for one in moments]),
            ("machines", [float(one.machines) for one in moments]),
        ),
        chart("Cost so far, $", ("machines", [one.usd_so_far for one in moments])),
    ]
