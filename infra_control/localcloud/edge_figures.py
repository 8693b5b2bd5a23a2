"""The local edge's figures, kept where CloudFront keeps its own: in CloudWatch."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from infra_control.gateways.edge import EdgeGateway
from infra_control.gateways.metrics import Metric, MetricsGateway, Point
from infra_control.localcloud.edge import Varnish
from infra_control.localcloud.processes import ProcessSpec

EVERY_S = 10.0
"""CloudFront's come each minute; a minute of production is a few seconds here."""
LOG = "edge-log"


def edge_log(varnish: Varnish) -> ProcessSpec:
    """Writes a line for each answer: its status, and whether the cache had it."""
    return ProcessSpec(
        name=LOG,
        argv=[
            *("varnishncsa", "-n", str(varnish.folder), "-F", "%s %{Varnish:hitmiss}x"),
            # What waits here for the site to come up asks for it many times a second.
            *("-q", 'ReqURL !~ "^/healthz/"'),
        ],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(varnish.folder)},
        stop_grace_s=2,
    )


class EdgeFigures:
    """Counts the log's lines. ``line`` is called by the log's own thread."""

    def __init__(
        self, *, edge: EdgeGateway, metrics: MetricsGateway, clock: Callable[[], datetime]
    ) -> None:
        self._edge = edge
        self._metrics = metrics
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._told_at = clock()

    def line(self, name: str, line: str) -> None:
        status, _, found = line.strip().partition(" ")
        if name != LOG or not (status.isascii() and status.isdigit() and len(status) == 3):
            return
        with self._lock:
            self._counts["requests"] += 1
            self._counts["hits"] += found == "hit"
            self._counts["errors"] += status.startswith("5")

    def step(self) -> None:
        """Keep what was counted, when it is time to. Raises CloudError."""
        now = self._clock()
        if (now - self._told_at).total_seconds() < EVERY_S:
            return
        self._told_at = now
        with self._lock:
            counts, self._counts = self._counts, Counter()
        summaries = self._edge.distributions()
        if not summaries:
            return
        requests = counts["requests"]
        figures = {"Requests": float(requests)}
        if requests:
            figures["CacheHitRate"] = 100 * counts["hits"] / requests
            figures["5xxErrorRate"] = 100 * counts["errors"] / requests
        dimensions = (("DistributionId", summaries[0].distribution_id), ("Region", "Global"))
        for name, value in figures.items():
            metric = Metric(namespace="AWS/CloudFront", name=name, dimensions=dimensions)
            self._metrics.put(metric, [Point(at=now, value=value)])
