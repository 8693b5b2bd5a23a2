import pytest
from django.core.cache import cache

from common import ports
from common.ports import ContestAhead
from infra_control.models import OperatorAction
from infra_control.screens import scaling as scaling_screen
from tests.infra_control.fleet.conftest import Clouds
from tests.infra_control.scaling.conftest import ahead, clouds, tracked
from tests.infra_control.screens.test_fleet import client, text

__all__ = ["ahead", "clouds", "tracked"]

SCALING = "/admin/infra_control/operatoraction/screens/scaling/"
SIMULATOR = f"{SCALING}simulator/"


@pytest.fixture(autouse=True)
def _clouds_behind(tracked: Clouds, ahead: object, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(scaling_screen, "gateways", lambda: tracked.gateways)


def test_policies_and_contests_ahead_are_shown(db: None) -> None:
    page = text(client().get(SCALING))

    assert "judge-follows-its-load" in page
    assert "Keeps 5 messages that wait for each task" in page
    assert "15.0 messages wait for each" in page
    assert "10 judges" in page
    assert "not approved" in page


def test_a_contest_is_approved_and_withdrawn_from_the_screen(
    db: None, tracked: Clouds, ahead: list[ContestAhead]
) -> None:
    operator = client()
    form = {"act": "approve", "contest": "midterm", "min_tasks": "12"}

    page = text(operator.post(f"{SCALING}act/", form, follow=True))
    assert "12 judges will be ready for midterm" in page
    assert "12 approved by oh_operator" in page
    assert "are those that were approved" in page
    assert len(tracked.task_scaling.scheduled) == 2

    page = text(
        operator.post(f"{SCALING}act/", {"act": "withdraw", "contest": "midterm"}, follow=True)
    )
    assert "not approved" in page
    assert tracked.task_scaling.scheduled == {}


@pytest.mark.parametrize("target", ["", "much", "-1", "0", "99999999999"])
def test_wrong_figures_are_said_and_ask_nothing(target: str, db: None) -> None:
    form = {
        "act": "tune",
        "policy": "judge-follows-its-load",
        "target": target,
        "out_cooldown_s": "30",
        "in_cooldown_s": "300",
    }

    page = text(client().post(f"{SCALING}act/", form, follow=True))

    assert "The target must be above 0" in page
    assert not OperatorAction.objects.exists()


def test_the_simulator_replays_presets_written_and_recorded_curves(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports.arrivals_by_minute, "_answer", lambda now, minutes: [7] * minutes)
    operator = client()

    page = text(operator.get(SIMULATOR, {"curve": "burst", "min_tasks": "2", "max_tasks": "4"}))
    assert "Longest wait" in page
    assert page.count("<svg") >= 4
    assert "of 6580" in page

    assert "of 840" in text(operator.get(SIMULATOR, {"curve": "recorded"}))
    assert "of 55" in text(operator.get(SIMULATOR, {"curve": "written", "points": "0:10 10:0"}))
    wrong = text(operator.get(SIMULATOR, {"curve": "written", "points": "now", "target": "nan"}))
    assert "write minute:arrivals" in wrong


def test_staff_without_the_permission_see_and_ask_nothing(db: None, tracked: Clouds) -> None:
    staff = client(is_superuser=False)

    for path in (SCALING, SIMULATOR):
        assert staff.get(path).status_code == 403
    form = {"act": "approve", "contest": "midterm", "min_tasks": "12"}
    assert staff.post(f"{SCALING}act/", form).status_code == 403
    assert tracked.task_scaling.calls == []
