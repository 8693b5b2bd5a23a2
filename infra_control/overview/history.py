"""How figures went lately, from the kept samples, as plots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from infra_control.models import Sample
from infra_control.overview.rules import cost_since
from infra_control.plots import Plot, Series, plot

MAX_POINTS = 160
"""In one plot; more are put together."""
HOURS = (1, 3, 12, 24)

Figures = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class History:
    """Samples by growing time."""

    since: datetime
    until: datetime
    samples: Sequence[tuple[datetime, Figures]]

    def series(self, figure: str, name: str = "") -> Series:
        points = thinned(self.samples, figure, self.begin, self.until)
        return Series(name=name or figure, points=points)

    def sparkline(self, figure: str, *, name: str) -> Plot | None:
        """None: nothing was ever known of it."""
        if not any(figure in figures for _, figures in self.samples):
            return None
        return plot([self.series(figure, name)], x_range=self._range())

    def chart(self, figures: Mapping[str, str], *, width: int = 440, height: int = 150) -> Plot:
        """Several figures, with axes; ``figures`` has their names in words."""
        return plot(
            [self.series(figure, name) for figure, name in figures.items()],
            width=width,
            height=height,
            x_range=self._range(),
            x_ticks=self._ticks(),
            has_axis=True,
        )

    @property
    def begin(self) -> datetime:
        """Of the drawing: a young site's plots are not empty for their greater part."""
        return self.samples[0][0] if self.samples else self.since

    def _range(self) -> tuple[float, float]:
        return self.begin.timestamp(), self.until.timestamp()

    def _ticks(self) -> list[tuple[float, str]]:
        step = (self.until - self.begin) / 6
        places = [timezone.localtime(self.begin + step * n) for n in range(1, 6)]
        return [(one.timestamp(), f"{one:%H:%M}") for one in places]


def history(*, hours: int, now: datetime) -> History:
    """The last hours' samples: one query."""
    since = now - timedelta(hours=hours)
    rows = Sample.objects.filter(at__gt=since, at__lte=now).order_by("at")
    return History(since=since, until=now, samples=list(rows.values_list("at", "figures")))


def cost_today(now: datetime) -> float:
    """Dollars since midnight, by the samples."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Sample.objects.filter(at__gte=midnight, at__lte=now).order_by("at")
    samples = [
        (at, float(figures["usd_per_hour"]))
        for at, figures in rows.values_list("at", "figures")
        if "usd_per_hour" in figures
    ]
    return cost_since(samples, midnight=midnight, now=now)


def thinned(
    samples: Sequence[tuple[datetime, Figures]], figure: str, since: datetime, until: datetime
) -> list[tuple[float, float | None]]:
    """At most MAX_POINTS means; None where nothing was known for long."""
    step_s = max((until - since).total_seconds() / MAX_POINTS, 1.0)
    buckets: dict[int, list[tuple[float, float]]] = {}
    for at, figures in samples:
        if figure in figures:
            number = int((at - since).total_seconds() // step_s)
            buckets.setdefault(number, []).append((at.timestamp(), float(figures[figure])))
    points: list[tuple[float, float | None]] = []
    last: float | None = None
    for number in sorted(buckets):
        own = buckets[number]
        x = sum(one for one, _ in own) / len(own)
        if last is not None and x - last > max(4 * step_s, 180):
            points.append(((x + last) / 2, None))
        points.append((x, sum(y for _, y in own) / len(own)))
        last = x
    return points
