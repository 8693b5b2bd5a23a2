from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from common import ports
from infra_control.clients import Gateways
from infra_control.gateways.errors import CloudError
from infra_control.gateways.metrics import AlarmState, Metric, Point
from infra_control.gateways.sqs import Depth
from infra_control.models import Sample
from infra_control.overview import sampling
from infra_control.overview.history import history, thinned
from infra_control.overview.parts import Part, State, overview_parts
from infra_control.overview.reading import read_overview
from infra_control.overview.rules import cost_since, figures_of, verdict
from infra_control.screens import overview as overview_screen
from judging.queues import QUEUES
from tests.infra_control.edge.conftest import clouds, distributed
from tests.infra_control.fleet.conftest import Clouds
from tests.infra_control.screens.test_fleet import client, text

__all__ = ["clouds", "distributed"]

OVERVIEW = "/admin/infra_control/operatoraction/screens/overview/"


@pytest.fixture(autouse=True)
def _clouds_behind(distributed: Clouds, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(overview_screen, "gateways", lambda: distributed.gateways)
    monkeypatch.setattr(ports.oldest_job, "_answer", lambda: timezone.now() - timedelta(minutes=5))


def parts_of(gateways: Gateways) -> dict[str, Part]:
    return {one.title: one for one in overview_parts(read_overview(gateways))}


def test_each_part_says_its_state_and_why(distributed: Clouds, db: Any) -> None:
    parts = parts_of(distributed.gateways)

    assert parts["Queues"].state is State.BAD
    assert parts["Queues"].said == "The oldest has waited 5 min: are there judges?"
    assert (parts["Judges"].number, parts["Judges"].unit) == ("2", "of 2 run")
    assert "Nothing runs of admin-api" in parts["Services of the site"].said
    assert parts["Dead letters"].state is State.GOOD


def test_a_dead_letter_and_a_ringing_alarm_need_a_person(distributed: Clouds, db: Any) -> None:
    distributed.queues.depths[QUEUES[0].dead_letter_name] = Depth(visible=2, in_flight=0, delayed=0)
    metrics: Any = distributed.gateways.metrics
    metrics.alarm_states = [AlarmState(name="DatabaseFull", state="ALARM", reason="", since=None)]

    parts = parts_of(distributed.gateways)

    assert parts["Dead letters"].number == "2"
    assert parts["Alarms"].said == "DatabaseFull"
    state, said = verdict([*parts.values()])
    assert state is State.BAD
    assert "dead letters" in said


def test_the_edges_figures_are_those_of_its_distribution(distributed: Clouds, db: Any) -> None:
    metrics: Any = distributed.gateways.edge_metrics
    dimensions = (("DistributionId", "D1"), ("Region", "Global"))
    for name, kind, value in (
        ("Requests", "Sum", 120.0),
        ("CacheHitRate", "Average", 80.0),
        ("5xxErrorRate", "Average", 2.5),
    ):
        metric = Metric(
            namespace="AWS/CloudFront", name=name, dimensions=dimensions, statistic=kind
        )
        metrics.kept[metric] = [Point(at=timezone.now() - timedelta(minutes=1), value=value)]

    parts = parts_of(distributed.gateways)

    assert parts["Edge's cache"].number == "80 %"
    assert (parts["Errors"].number, parts["Errors"].state) == ("2.5 %", State.BAD)


def test_a_part_that_fails_hides_no_other(distributed: Clouds, db: Any) -> None:
    dns: Any = distributed.gateways.dns
    dns.fault = CloudError("AWS refused it: slow down", code="Throttling", retryable=True)

    parts = parts_of(distributed.gateways)

    assert parts["DNS"].state is State.UNKNOWN
    assert parts["DNS"].said == "AWS refused it: slow down"
    assert parts["Judges"].number == "2"


def test_when_aws_is_away_nobody_else_is_asked(distributed: Clouds) -> None:
    distributed.task_scaling.fault = CloudError(
        "AWS can't be reached", code="EndpointConnectionError", retryable=True
    )

    with pytest.raises(CloudError, match="can't be reached"):
        read_overview(distributed.gateways)
    assert distributed.queues.calls == []


def test_a_days_cost_is_what_ran_times_how_long() -> None:
    midnight = datetime(2026, 5, 4, tzinfo=UTC)

    def at(hour: int) -> datetime:
        return midnight + timedelta(hours=hour)

    samples = [(at(2), 1.0), (at(3), 3.0)]
    # Two hours at 1, of before the first sample; one at 1; one at 3.
    assert cost_since(samples, midnight=midnight, now=at(4)) == pytest.approx(6.0)
    assert cost_since([], midnight=midnight, now=at(4)) == 0


def test_samples_are_kept_once_for_each_moment_and_forgotten(distributed: Clouds, db: Any) -> None:
    now = timezone.now()
    Sample.objects.create(at=now - timedelta(hours=30), figures={"waiting": 1})

    sampling.sample_take(distributed.gateways, now=now)
    sampling.sample_take(distributed.gateways, now=now)

    sample = Sample.objects.get()
    assert sample.figures["waiting"] == 30
    assert sample.figures["judges"] == 2
    assert figures_of(read_overview(distributed.gateways)).keys() >= {"usd_per_hour", "healthy"}


def test_many_samples_make_few_points_and_a_hole_stays_one() -> None:
    start = datetime(2026, 5, 4, tzinfo=UTC)
    samples = [
        (start + timedelta(seconds=10 * n), {"waiting": 4.0})
        for n in range(2000)
        if not 500 < n < 900
    ]

    points = thinned(samples, "waiting", start, start + timedelta(seconds=20_000))

    assert len(points) <= 161
    assert [y for _, y in points].count(None) == 1


def test_the_screen_tells_all_of_it_in_three_queries_of_its_own(
    distributed: Clouds, db: Any, django_assert_max_num_queries: Any
) -> None:
    operator = client()
    sampling.sample_take(distributed.gateways, now=timezone.now())
    page = text(operator.get(OVERVIEW))

    assert "Needs a person" in page
    assert "infra-plot-line" in page
    assert history(hours=3, now=timezone.now()).samples
    calls = len(distributed.ecs.calls)
    # Session, user, and permissions; samples of the hours and of today; actions.
    with django_assert_max_num_queries(8):
        operator.get(OVERVIEW, headers={"X-Infra-Part": "1"})
    assert len(distributed.ecs.calls) == calls


def test_staff_without_the_permission_see_nothing(distributed: Clouds, db: Any) -> None:
    assert client(is_superuser=False).get(OVERVIEW).status_code == 403
    assert distributed.ecs.calls == []
