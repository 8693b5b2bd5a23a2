"""Judges under a policy, and a contest tomorrow."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from common import ports
from common.ports import ContestAhead
from infra_control.gateways.task_scaling import TARGET_TRACKING, Policy
from tests.infra_control.fleet.conftest import Clouds, clouds

__all__ = ["ahead", "clouds", "tracked"]

JUDGES = "codedang-judge"


def contest_ahead(
    slug: str = "midterm", *, starts_at: datetime | None = None, entries: int = 4000
) -> ContestAhead:
    begins = starts_at or timezone.now().replace(microsecond=0) + timedelta(days=1)
    return ContestAhead(
        slug=slug,
        title=slug.title(),
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        entry_count=entries,
    )


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> list[ContestAhead]:
    """What the port says; change it as you like."""
    found = [contest_ahead()]
    monkeypatch.setattr(ports.contests_ahead, "_answer", lambda now: list(found))
    return found


@pytest.fixture
def tracked(clouds: Clouds) -> Clouds:
    clouds.task_scaling.put_policy(
        Policy(
            cluster=JUDGES,
            service="judge",
            name="judge-follows-its-load",
            kind=TARGET_TRACKING,
            configuration={
                "TargetValue": 5.0,
                "ScaleOutCooldown": 30,
                "ScaleInCooldown": 300,
                "CustomizedMetricSpecification": {"Metrics": ["kept"]},
            },
            alarm_names=(),
        )
    )
    clouds.task_scaling.calls.clear()
    return clouds
