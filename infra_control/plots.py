"""Plots drawn on the server as SVG paths; pure functions. ``infra_control/plot.html`` shows one."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

NICE = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line: (x, y) by growing x. A None breaks it: nothing is known there."""

    name: str
    points: Sequence[tuple[float, float | None]]


@dataclass(frozen=True, kw_only=True)
class Line:
    name: str
    path: str
    area: str
    """The path closed down to the floor, to be filled."""
    last: float | None
    high: float | None
    dot: tuple[float, float] | None
    """Where the last known point is drawn."""


@dataclass(frozen=True, kw_only=True)
class Tick:
    at: float
    """In the drawing."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Plot:
    width: int
    height: int
    lines: tuple[Line, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    summary: str
    """For who can't see it."""


def plot(
    series: Sequence[Series],
    *,
    width: int = 240,
    height: int = 48,
    x_range: tuple[float, float] | None = None,
    x_ticks: Sequence[tuple[float, str]] = (),
    has_axis: bool = False,
    least_top: float = 1.0,
) -> Plot:
    """All series over one floor of 0 and one top, which is at least ``least_top``.

    Without ``x_range`` the drawing is as wide as the points. With an axis the left and lower
    edges leave room for its numbers.
    """
    xs = [x for one in series for x, _ in one.points]
    ys = [y for one in series for _, y in one.points if y is not None]
    left, right = x_range or ((min(xs), max(xs)) if xs else (0.0, 1.0))
    top = nice_top(max([*ys, least_top])) if has_axis else max([*ys, least_top]) * 1.08
    margin_left, margin_below = (36, 18) if has_axis else (1, 1)
    inner_width, inner_height = width - margin_left - 4, height - margin_below - 5

    def place(x: float, y: float) -> tuple[float, float]:
        across = (x - left) / ((right - left) or 1.0)
        return (
            round(margin_left + inner_width * across, 1),
            round(5 + inner_height * (1 - y / top), 1),
        )

    floor = place(left, 0.0)[1]
    return Plot(
        width=width,
        height=height,
        lines=tuple(_line(one, place, floor) for one in series),
        y_ticks=tuple(
            Tick(at=place(left, top * part)[1], text=number_text(top * part))
            for part in (0.0, 0.5, 1.0)
        )
        if has_axis
        else (),
        x_ticks=tuple(
            Tick(at=place(x, 0.0)[0], text=text) for x, text in x_ticks if left <= x <= right
        ),
        summary="; ".join(_said(one) for one in series),
    )


def nice_top(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … that is not below ``value``, which is above 0."""
    whole = 10.0 ** math.floor(math.log10(value))
    return next(step * whole for step in NICE if step * whole >= value * (1 - 1e-9))


def number_text(value: float) -> str:
    """Short, for an axis or a tile: 1200 as 1.2k, 0.25 as 0.25."""
    if abs(value) >= 1_000_000:
        return f"{value / 1_000_000:.3g}M"
    if abs(value) >= 1_000:
        return f"{value / 1_000:.3g}k"
    return f"{value:.3g}"


def _line(
    series: Series, place: Callable[[float, float], tuple[float, float]], floor: float
) -> Line:
    parts: list[list[tuple[float, float]]] = [[]]
    for x, y in series.points:
        if y is None:
            parts.append([])
        else:
            parts[-1].append(place(x, y))
    drawn = [part for part in parts if part]
    known = [y for _, y in series.points if y is not None]
    return Line(
        name=series.name,
        path=" ".join(_path(part) for part in drawn),
        area=" ".join(
            f"{_path(part)} L{part[-1][0]} {floor} L{part[0][0]} {floor} Z" for part in drawn
        ),
        last=known[-1] if known else None,
        high=max(known, default=None),
        dot=drawn[-1][-1] if drawn else None,
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    if len(points) == 1:
        # A lone point would be drawn as nothing.
        x, y = points[0]
        return f"M{x} {y} h0.1"
    # A point on a level line says nothing new.
    kept = [points[0]]
    for (x, y), (_, after) in pairwise(points[1:]):
        if not (y == kept[-1][1] == after):
            kept.append((x, y))
    kept.append(points[-1])
    return "M" + " L".join(f"{x} {y}" for x, y in kept)


def _said(series: Series) -> str:
    known = [y for _, y in series.points if y is not None]
    if not known:
        return f"{series.name}: nothing is known"
    return (
        f"{series.name}: now {number_text(known[-1])}, "
        f"from {number_text(min(known))} to {number_text(max(known))}"
    )
