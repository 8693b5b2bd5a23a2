"""Each part's state, the number that matters, and why; pure functions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from infra_control.blueprint.shape import JUDGE, PRODUCTION, Cluster
from infra_control.overview.reading import OverviewView, Told
from infra_control.plots import number_text

OLDEST_JOB_S = 120
"""So long may the oldest job wait (the alarm's limit in blueprint/watch.py)."""
ERROR_PERCENT = 1.0
"""Of the edge's answers; more means that a person must look."""


class State(StrEnum):
    GOOD = "good"
    BUSY = "busy"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One line of the overview."""

    title: str
    state: State
    number: str
    unit: str
    said: str
    screen: str
    """Of the address with the details, as in the screens' table."""
    figure: str = ""
    """Which of the samples' figures is plotted beside it; empty: none."""


def overview_parts(view: OverviewView) -> tuple[Part, ...]:
    """All parts, in the order in which a job meets them, troubles where they are."""
    return (
        _queues(view),
        _judges(view),
        _services(view),
        _targets(view),
        _cache(view),
        _errors(view),
        _dead(view),
        _network(view),
        _names(view),
        _alarms(view),
    )


def _unknown(title: str, screen: str, told: Told[Any]) -> Part:
    return Part(
        title=title, state=State.UNKNOWN, number="–", unit="", said=told.problem, screen=screen
    )


def _queues(view: OverviewView) -> Part:
    title, queues = "Queues", view.queues.value
    if queues is None:
        return _unknown(title, "queues", view.queues)
    judge = view.fleet.value.service(JUDGE.name) if view.fleet.value else None
    judges = judge.state.running_count if judge else 0
    oldest_s = queues.oldest_s or 0.0
    if oldest_s > OLDEST_JOB_S:
        state, said = State.BAD, f"The oldest has waited {_span(oldest_s)}: are there judges?"
    elif queues.waiting > (JUDGE.backlog_per_task or 0) * max(judges, 1):
        state, said = (
            State.BUSY,
            f"More than judges should have: the oldest waits {_span(oldest_s)}.",
        )
    else:
        state = State.GOOD
        said = f"The oldest waits {_span(oldest_s)}." if queues.waiting else "Nothing waits."
    return Part(
        title=title,
        state=state,
        number=number_text(queues.waiting),
        unit=f"wait, {queues.in_flight} in work",
        said=said,
        screen="queues",
        figure="waiting",
    )


def _judges(view: OverviewView) -> Part:
    title, fleet = "Judges", view.fleet.value
    if fleet is None:
        return _unknown(title, "fleet", view.fleet)
    one = fleet.service(JUDGE.name)
    if one is None:
        said = "The service judge does not exist."
        return Part(title=title, state=State.BAD, number="0", unit="", said=said, screen="fleet")
    running, desired, pending = (
        one.state.running_count,
        one.state.desired_count,
        one.state.pending_count,
    )
    if running == 0:
        state, said = State.BAD, "No judge runs: submissions wait until one does."
    elif running != desired or pending:
        state, said = State.BUSY, f"{desired} are wanted, {pending} are on their way."
    else:
        state, said = State.GOOD, "As many as wanted."
    return Part(
        title=title,
        state=state,
        number=str(running),
        unit=f"of {desired} run",
        said=said,
        screen="fleet",
        figure="judges",
    )


def _services(view: OverviewView) -> Part:
    title, fleet = "Services of the site", view.fleet.value
    if fleet is None:
        return _unknown(title, "fleet", view.fleet)
    own = [
        one
        for cluster in fleet.clusters
        for one in cluster.services
        if cluster.cluster is Cluster.API
    ]
    here = {one.shape.name for one in own}
    down = [one.shape.name for one in own if one.state.running_count == 0] + [
        one.name for one in PRODUCTION.services_of(Cluster.API) if one.name not in here
    ]
    moving = [one.shape.name for one in own if not one.is_steady]
    if down:
        state, said = State.BAD, f"Nothing runs of {', '.join(down)}."
    elif moving:
        state, said = State.BUSY, f"Moving: {', '.join(moving)}."
    else:
        state, said = State.GOOD, "Every service has the tasks that it wants."
    return Part(
        title=title,
        state=state,
        number=str(sum(one.state.running_count for one in own)),
        unit=f"of {sum(one.state.desired_count for one in own)} tasks run",
        said=said,
        screen="fleet",
        figure="tasks",
    )


def _targets(view: OverviewView) -> Part:
    title, balancing = "Load balancer", view.balancing.value
    if balancing is None:
        return _unknown(title, "balancing", view.balancing)
    served = [one for one in balancing.groups if one.service]
    healthy = sum(one.healthy_count for one in served)
    lost = [one for one in served if one.healthy_count == 0]
    unwell = [one for one in served if one.problem]
    if not served or lost:
        names = ", ".join(one.service for one in lost) or "every service"
        state, said = State.BAD, f"Nobody is well enough to answer for {names}."
    elif unwell:
        state, said = State.BUSY, f"{unwell[0].service}: {unwell[0].problem}"
    else:
        state, said = State.GOOD, "Every target is healthy."
    return Part(
        title=title,
        state=state,
        number=str(healthy),
        unit=f"of {sum(len(one.targets) for one in served)} targets healthy",
        said=said,
        screen="balancing",
        figure="healthy",
    )


def _cache(view: OverviewView) -> Part:
    title, rates = "Edge's cache", view.rates.value
    if view.edge.value is None:
        if view.edge.problem:
            return _unknown(title, "edge", view.edge)
        said = "There is no distribution: nobody reaches the site."
        return Part(title=title, state=State.BAD, number="0", unit="", said=said, screen="edge")
    hits = rates.hit_percent if rates else None
    if hits is None:
        state, said = State.UNKNOWN, ""
    elif view.edge.value.status != "Deployed":
        state, said = State.BUSY, "A change is on its way to the edges."
    else:
        state, said = State.GOOD, "Hits never reach the site."
    return Part(
        title=title,
        state=state,
        number="–" if hits is None else f"{hits:.0f} %",
        unit="no figures yet" if hits is None else "hits",
        said=said,
        screen="edge",
        figure="hit_percent",
    )


def _errors(view: OverviewView) -> Part:
    title, rates = "Errors", view.rates.value
    if rates is None:
        return _unknown(title, "balancing", view.rates)
    percent, targets = rates.edge_error_percent, rates.target_errors_per_minute
    if percent is None and targets is None:
        return Part(
            title=title,
            state=State.UNKNOWN,
            number="–",
            unit="no figures yet",
            said="",
            screen="balancing",
        )
    is_bad = (percent or 0) > ERROR_PERCENT
    said = (
        f"{targets:.1f} answers 5xx of the tasks a minute."
        if targets is not None
        else f"{number_text(rates.requests_per_minute or 0)} requests a minute."
    )
    return Part(
        title=title,
        state=State.BAD if is_bad else State.GOOD,
        number="–" if percent is None else f"{percent:.1f} %",
        unit="of answers are 5xx",
        said=said,
        screen="balancing",
        figure="error_percent",
    )


def _dead(view: OverviewView) -> Part:
    title, queues = "Dead letters", view.queues.value
    if queues is None:
        return _unknown(title, "queues", view.queues)
    return Part(
        title=title,
        state=State.BAD if queues.dead else State.GOOD,
        number=str(queues.dead),
        unit="messages",
        said="Look why, then send them again." if queues.dead else "Every message found its end.",
        screen="queues",
        figure="dead",
    )


def _network(view: OverviewView) -> Part:
    title, network = "Network", view.network.value
    if network is None:
        if view.network.problem:
            return _unknown(title, "network", view.network)
        said = "The deployment's network does not exist."
        return Part(title=title, state=State.BAD, number="0", unit="", said=said, screen="network")
    grave = [one.said for one in network.warnings if one.is_grave]
    refused = [one.address for one in network.allowed if not one.is_allowed]
    if grave:
        state, said = State.BAD, grave[0]
    elif refused and network.allow_list:
        state, said = State.BUSY, f"The collectors refuse {refused[0]}."
    else:
        state, said = State.GOOD, "Routes and gateways are as they should be."
    return Part(
        title=title,
        state=state,
        number=str(len(network.subnets)),
        unit="subnets",
        said=said,
        screen="network",
    )


def _names(view: OverviewView) -> Part:
    title, naming = "DNS", view.naming.value
    if naming is None:
        return _unknown(title, "naming", view.naming)
    wrong = [one for one in naming.checks if not one.is_right]
    return Part(
        title=title,
        state=State.BAD if wrong or not naming.checks else State.GOOD,
        number=str(len(naming.checks) - len(wrong)),
        unit=f"of {len(naming.checks)} names right",
        said=f"{wrong[0].name}: {wrong[0].said}" if wrong else "Every name leads where it should.",
        screen="naming",
    )


def _alarms(view: OverviewView) -> Part:
    title, alarms = "Alarms", view.alarms.value
    if alarms is None:
        return _unknown(title, "overview", view.alarms)
    ringing = [one for one in alarms if one.state == "ALARM"]
    return Part(
        title=title,
        state=State.BAD if ringing else State.GOOD,
        number=str(len(ringing)),
        unit=f"of {len(alarms)} ring",
        said=", ".join(one.name for one in ringing[:3]) if ringing else "None rings.",
        screen="overview",
    )


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
