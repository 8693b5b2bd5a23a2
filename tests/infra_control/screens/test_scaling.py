from dataclasses import replace

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
    assert "Keeps 5 messages that wait for each task (one in work counts as 7)" in page
    assert "22.0 before each task" in page
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


STEPS = {
    "act": "steps",
    "service": "client-api",
    "from_1": "80",
    "add_1": "3",
    "from_2": "",
    "add_2": "",
    "minutes": "2",
    "cooldown_s": "60",
}
NIGHT = {
    "act": "schedule",
    "name": "night",
    "service": "judge",
    "kind": "daily",
    "time": "03:00",
    "min_tasks": "3",
    "max_tasks": "",
}


def test_steps_are_shown_with_their_effect_before_they_are_set(db: None, tracked: Clouds) -> None:
    operator = client()

    page = text(operator.post(f"{SCALING}act/", STEPS))
    assert "At 80 % and more of its processors" in page
    assert "5 tasks, 2 machines, $0.10 an hour" in page
    assert not OperatorAction.objects.exists()

    page = text(operator.post(f"{SCALING}act/", {**STEPS, "confirmed": "1"}, follow=True))
    assert "client-api grows by these steps" in page
    assert "from 80 % 3 tasks more" in page

    gone = {"act": "no_steps", "service": "client-api"}
    assert "from 80 %: +3" in text(operator.post(f"{SCALING}act/", gone))
    page = text(operator.post(f"{SCALING}act/", {**gone, "confirmed": "1"}, follow=True))
    assert "None: in a flood" in page


def test_a_schedule_is_shown_with_its_effect_before_it_is_set(db: None, tracked: Clouds) -> None:
    operator = client()

    page = text(operator.post(f"{SCALING}act/", NIGHT))
    assert "every day at 03:00" in page
    assert "3 machines" not in page
    assert tracked.task_scaling.scheduled == {}

    page = text(operator.post(f"{SCALING}act/", {**NIGHT, "confirmed": "1"}, follow=True))
    assert "night is scheduled: every day at 03:00" in page
    assert tracked.task_scaling.scheduled["night"].min_tasks == 3
    page = text(operator.post(f"{SCALING}act/", {"act": "remove", "name": "night"}, follow=True))
    assert "is removed" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({**STEPS, "from_1": "much"}, "from 50 to 100 %"),
        ({**STEPS, "from_1": "", "add_1": ""}, "from 1 to 3 steps"),
        ({**NIGHT, "time": "late"}, "no schedule"),
        ({**NIGHT, "min_tasks": "99"}, "blueprint"),
        ({**NIGHT, "service": "nobody"}, "knows no service"),
    ],
)
def test_what_can_not_be_is_said_and_has_no_button(
    form: dict[str, str], said: str, db: None, tracked: Clouds
) -> None:
    page = text(client().post(f"{SCALING}act/", form))

    assert said in page
    assert 'name="confirmed"' not in page
    assert not OperatorAction.objects.exists()


def test_a_target_that_lets_busy_judges_go_is_warned_of(db: None, tracked: Clouds) -> None:
    assert "looks idle" not in text(client().get(SCALING))
    policy = tracked.task_scaling.kept_policies["judge-follows-its-load"]
    tracked.task_scaling.put_policy(
        replace(policy, configuration={**policy.configuration, "TargetValue": 7.0})
    )

    assert "looks idle" in text(client(name="song_operator").get(f"{SCALING}?fresh=1"))


def test_staff_without_the_permission_see_and_ask_nothing(db: None, tracked: Clouds) -> None:
    staff = client(is_superuser=False)

    for path in (SCALING, SIMULATOR):
        assert staff.get(path).status_code == 403
    form = {"act": "approve", "contest": "midterm", "min_tasks": "12"}
    assert staff.post(f"{SCALING}act/", form).status_code == 403
    assert tracked.task_scaling.calls == []
