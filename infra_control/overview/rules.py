"""Is the service well as a whole, what does it cost, and what a sample keeps; pure functions."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from infra_control.blueprint.shape import JUDGE, Cluster
from infra_control.overview.parts import Part, State
from infra_control.overview.reading import OverviewView
from infra_control.prices import fixed_usd_per_hour, machine_usd_per_hour


def verdict(parts: Sequence[Part]) -> tuple[State, str]:
    """The service as a whole, in one sentence."""
    bad = [one for one in parts if one.state is State.BAD]
    if bad:
        return State.BAD, f"Needs a person: {', '.join(one.title.lower() for one in bad)}."
    unknown = [one for one in parts if one.state is State.UNKNOWN and one.said]
    if unknown:
        return (
            State.UNKNOWN,
            f"Not all is known: {', '.join(one.title.lower() for one in unknown)}.",
        )
    busy = [one for one in parts if one.state is State.BUSY]
    if busy:
        return State.BUSY, f"Well, and moving: {', '.join(one.title.lower() for one in busy)}."
    return State.GOOD, "All is well."


def usd_per_hour(view: OverviewView) -> float:
    """What runs now costs so much an hour, as far as prices.py knows."""
    clusters = view.fleet.value.clusters if view.fleet.value else ()
    machines = sum(len(one.machines) * machine_usd_per_hour(one.cluster) for one in clusters)
    return machines + fixed_usd_per_hour()


def cost_since(
    samples: Sequence[tuple[datetime, float]], *, midnight: datetime, now: datetime
) -> float:
    """Dollars since midnight, of samples (when, dollars an hour) by growing time.

    Each counts until the next one; where there was none for long, the former one is taken to
    have gone on: machines seldom stop because nobody looks.
    """
    own = [one for one in samples if midnight <= one[0] <= now]
    if not own:
        return 0.0
    total_s, places = 0.0, [*own, (now, own[-1][1])]
    # What ran before the day's first sample.
    total_s += (own[0][0] - midnight).total_seconds() * own[0][1]
    for (at, rate), (after, _) in pairwise(places):
        total_s += (after - at).total_seconds() * rate
    return total_s / 3600


def figures_of(view: OverviewView) -> dict[str, float]:
    """What a sample keeps of it; a figure that is not known is left out."""
    found: dict[str, float | None] = {"usd_per_hour": usd_per_hour(view)}
    if (queues := view.queues.value) is not None:
        found |= {
            "waiting": queues.waiting,
            "in_flight": queues.in_flight,
            "oldest_s": queues.oldest_s or 0.0,
            "dead": queues.dead,
        }
    if (fleet := view.fleet.value) is not None:
        judge = fleet.service(JUDGE.name)
        found |= {
            "judges": judge.state.running_count if judge else 0,
            "judges_desired": judge.state.desired_count if judge else 0,
            "tasks": sum(
                one.state.running_count
                for cluster in fleet.clusters
                for one in cluster.services
                if cluster.cluster is Cluster.API
            ),
            "machines": sum(len(one.machines) for one in fleet.clusters),
        }
    if (balancing := view.balancing.value) is not None:
        found["healthy"] = sum(one.healthy_count for one in balancing.groups)
    if (rates := view.rates.value) is not None:
        found |= {
            "requests": rates.requests_per_minute,
            "hit_percent": rates.hit_percent,
            "error_percent": rates.edge_error_percent,
        }
    return {name: round(value, 3) for name, value in found.items() if value is not None}
