"""Curves of arrivals for the simulator: presets, and such as somebody writes down; pure."""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

MAX_MINUTES = 240
MAX_RATE = 10_000.0


class CurveError(ValueError):
    """No curve; the text says how to write one."""


def _steady(minute: int) -> float:
    return 150.0


def _lecture(minute: int) -> float:
    """Everybody tries the exercise after it was explained, twice."""
    return (
        20
        + 400 * math.exp(-(((minute - 25) / 6) ** 2))
        + 300 * math.exp(-(((minute - 55) / 8) ** 2))
    )


def _contest(minute: int) -> float:
    """Three hours: easy problems at once, then fewer, and all that is left before the end."""
    if not 15 <= minute < 195:
        return 5.0
    since, until = minute - 15, 195 - minute
    return 250 + 550 * math.exp(-since / 12) + 700 * math.exp(-until / 8)


def _burst(minute: int) -> float:
    return 3000.0 if 10 <= minute < 12 else 10.0


PRESETS: Mapping[str, tuple[str, int, Callable[[int], float]]] = {
    "contest": ("A contest of three hours", 225, _contest),
    "lecture": ("A lecture with two exercises", 90, _lecture),
    "burst": ("6,000 submissions within two minutes", 60, _burst),
    "steady": ("Steady", 60, _steady),
}


def preset_curve(name: str) -> list[float]:
    """Arrivals in each minute. Raises KeyError."""
    _, minutes, rate = PRESETS[name]
    return [rate(minute) for minute in range(minutes)]


def written_curve(text: str) -> list[float]:
    """Points such as ``0:10 20:400 60:30``, minute and arrivals per minute, joined by lines.

    Raises CurveError.
    """
    points = [_point(word) for word in text.replace(",", " ").split()]
    if len(points) < 2 or points[0][0] != 0:
        raise CurveError("Write at least two points, the first of minute 0, such as 0:10 20:400.")
    if any(before[0] >= after[0] for before, after in pairwise(points)):
        raise CurveError("Write the points by growing minutes.")
    curve = []
    for (start, rate), (end, next_rate) in pairwise(points):
        curve += [
            rate + (next_rate - rate) * (minute - start) / (end - start)
            for minute in range(start, end)
        ]
    return curve


def _point(word: str) -> tuple[int, float]:
    minute, _, rate = word.partition(":")
    try:
        point = int(minute), float(rate)
    except ValueError:
        raise CurveError(f"{word[:20]}: write minute:arrivals, such as 20:400.") from None
    if not (0 <= point[0] <= MAX_MINUTES and 0 <= point[1] <= MAX_RATE):
        raise CurveError(f"{word[:20]}: minutes up to {MAX_MINUTES}, arrivals up to {MAX_RATE:g}.")
    return point
