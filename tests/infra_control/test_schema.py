from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from common import ports
from infra_control.overview.sampling import sample_take
from tests.infra_control.edge.conftest import clouds, distributed
from tests.infra_control.fleet.conftest import Clouds
from tests.people import Api, make_user

__all__ = ["clouds", "distributed"]

QUERY = """{
  serviceOverview { takenAt state said parts { title state number } }
  fleet { machines services { name desired minTasks isSteady } }
  queuesState { waiting dead }
}"""


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(ports.oldest_job, "_answer", timezone.now)


def test_operators_read_the_last_reading_and_aws_is_not_asked(distributed: Clouds, db: Any) -> None:
    operator = Api(make_user("oh_operator", is_staff=True, is_superuser=True))
    assert operator.graphql(QUERY).json()["data"]["serviceOverview"]["said"] == (
        "Nothing has been read yet."
    )
    sample_take(distributed.gateways, now=timezone.now())
    calls = len(distributed.ecs.calls)

    data = operator.graphql(QUERY).json()["data"]

    services = {one["name"]: one for one in data["fleet"]["services"]}
    assert services["judge"] == {"name": "judge", "desired": 2, "minTasks": 2, "isSteady": True}
    assert data["queuesState"] == {"waiting": 30, "dead": 0}
    assert {"title": "Judges", "state": "good", "number": "2"} in data["serviceOverview"]["parts"]
    assert len(distributed.ecs.calls) == calls


def test_staff_without_the_permission_learn_nothing(distributed: Clouds, db: Any) -> None:
    staff = Api(make_user("kim_staff", is_staff=True))

    answer = staff.graphql(QUERY).json()

    assert answer == {"data": {"serviceOverview": None, "fleet": None, "queuesState": None}}
