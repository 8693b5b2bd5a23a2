from datetime import timedelta
from typing import Any

from infra_control.gateways.remembering import RememberingMetrics
from infra_control.localcloud.edge_figures import LOG, EdgeFigures
from tests.infra_control.edge.conftest import clouds, distributed
from tests.infra_control.fleet.conftest import NOW, Clouds

__all__ = ["clouds", "distributed"]


def test_what_the_edge_answered_is_kept_under_cloudfronts_names(distributed: Clouds) -> None:
    metrics = RememberingMetrics()
    times: Any = iter([NOW, NOW + timedelta(seconds=5), NOW + timedelta(seconds=11)])
    figures = EdgeFigures(edge=distributed.edge, metrics=metrics, clock=lambda: next(times))
    for line in ("200 hit", "200 miss", "503 miss", "200 hit", "Varnish says something"):
        figures.line(LOG, line)
    figures.line("varnish", "200 hit")

    figures.step()
    assert metrics.kept == {}
    figures.step()

    kept = {metric.name: points[0].value for metric, points in metrics.kept.items()}
    assert kept == {"Requests": 4, "CacheHitRate": 50, "5xxErrorRate": 25}
    assert {metric.dimensions for metric in metrics.kept} == {
        (("DistributionId", "D1"), ("Region", "Global"))
    }
