from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common import ports
from common.ports import JobInWork
from infra_control.gateways.ecs_values import Protection
from infra_control.gateways.errors import CloudError
from infra_control.models import OperatorAction
from infra_control.screens import fleet as fleet_screen
from tests.infra_control.fleet.conftest import Clouds, clouds
from tests.people import make_user

__all__ = ["clouds"]

FLEET = "/admin/infra_control/operatoraction/screens/fleet/"
JUDGE = f"{FLEET}services/judge/"


@pytest.fixture(autouse=True)
def _clouds_behind(clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(fleet_screen, "gateways", lambda: clouds.gateways)


def client(*, is_superuser: bool = True, name: str = "oh_operator") -> Client:
    made = Client()
    user = make_user(name, is_staff=True, is_superuser=is_superuser)
    made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_fleet_shows_clusters_services_and_machines(db: None) -> None:
    page = text(client().get(FLEET))

    assert "Cluster judge" in page
    assert "codedang-judge:2" in page
    assert ">30<" in page
    assert "2–40" in page
    assert reverse("admin:infra_service", args=["judge"]) in page


def test_what_differs_from_the_blueprint_stands_at_the_top(db: None, clouds: Clouds) -> None:
    clouds.task_scaling.set_bounds("codedang-judge", "judge", min_tasks=1, max_tasks=9)

    page = text(client().get(FLEET))

    assert "Not as the blueprint has it" in page
    assert "<td>tasks of judge</td><td>2–40</td><td>1–9</td>" in page
    assert "service sweeper" in page


def test_a_judge_shows_its_job_and_its_lease(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    job = JobInWork(
        judgement_id=7,
        submission_id=5,
        problem="aplusb",
        stage="running",
        since=timezone.now(),
        heard_at=timezone.now(),
    )
    asked: list[str] = []

    def answer(hosts: list[str]) -> dict[str, JobInWork]:
        asked.extend(hosts)
        # As the worker of a container knows itself.
        return {"0123456789ab": job}

    monkeypatch.setattr(ports.jobs_in_work, "_answer", answer)

    page = text(client().get(JUDGE))

    assert "submission 5</a> of aplusb, running" in page
    assert "its lease of 8 s" in page
    assert asked == ["0123456789ab", "judge-task-j"]


def test_the_snapshot_spares_aws_until_somebody_asks_anew(db: None, clouds: Clouds) -> None:
    operator = client()
    operator.get(FLEET)
    calls = len(clouds.ecs.calls)

    operator.get(FLEET)
    assert len(clouds.ecs.calls) == calls

    operator.get(f"{FLEET}?fresh=1")
    assert len(clouds.ecs.calls) > calls


def test_when_aws_is_away_the_last_reading_stays_with_its_reason(db: None, clouds: Clouds) -> None:
    operator = client()
    operator.get(FLEET)
    clouds.task_scaling.fault = CloudError("AWS can't be reached", code="away", retryable=True)

    page = text(operator.get(f"{FLEET}?fresh=1"))

    assert "AWS can&#x27;t be reached" in page
    assert "codedang-judge:2" in page


def test_when_aws_was_never_there_the_screen_says_so(db: None, clouds: Clouds) -> None:
    clouds.task_scaling.fault = CloudError("AWS can't be reached", code="away", retryable=True)

    assert "AWS has told nothing of the fleet yet" in text(client().get(FLEET))


def test_a_service_is_scaled_from_its_screen(db: None, clouds: Clouds) -> None:
    operator = client()

    answer = operator.post(f"{JUDGE}act/", {"act": "scale", "tasks": "5"}, follow=True)

    assert "judge shall have 5 tasks" in text(answer)
    assert clouds.ecs.service_states["codedang-judge", "judge"].desired_count == 5
    assert OperatorAction.objects.get().after == {"tasks": 5}


def test_a_number_is_kept_for_a_while_and_let_go_from_the_screen(db: None, clouds: Clouds) -> None:
    operator = client()
    page = text(operator.get(JUDGE))
    assert "it goes back to 2, unless you keep the number" in page
    below = {"act": "scale", "tasks": "1"}
    assert "say for how long to keep it" in text(operator.post(f"{JUDGE}act/", below, follow=True))

    form = {"act": "scale", "tasks": "1", "keep": "15"}
    page = text(operator.post(f"{JUDGE}act/", form, follow=True))

    assert "keeps at least as many for 15 minutes" in page
    assert "An operator keeps at least 1 tasks until" in page
    assert clouds.task_scaling.bounds["codedang-judge", "judge"].min_tasks == 1

    page = text(operator.post(f"{JUDGE}act/", {"act": "release"}, follow=True))
    assert "chooses for judge as before" in page
    assert "Let go now" not in page


@pytest.mark.parametrize("tasks", ["", "many", "-3", "99999999999"])
def test_a_wrong_number_is_said_and_asks_nothing(tasks: str, db: None, clouds: Clouds) -> None:
    answer = client().post(f"{JUDGE}act/", {"act": "scale", "tasks": tasks}, follow=True)

    assert "may have from 0 to 40 tasks" in text(answer)
    assert not OperatorAction.objects.exists()


def test_a_service_is_rolled_back_from_its_screen(db: None, clouds: Clouds) -> None:
    clouds.ecs.protected["task-judge"] = Protection(
        task_id="task-judge", is_protected=True, until=None
    )
    operator = client()
    page = text(operator.get(JUDGE))
    assert '<option value="codedang-judge:1">' in page
    assert "judging, protected" in page

    form = {"act": "deploy", "version": "codedang-judge:1"}
    page = text(operator.post(f"{JUDGE}act/", form, follow=True))

    assert "of version codedang-judge:1" in page
    judge = clouds.ecs.service_states["codedang-judge", "judge"]
    assert judge.task_definition == "codedang-judge:1"
    assert OperatorAction.objects.get().action == "service_roll_back"
    wrong = {"act": "deploy", "version": "codedang-judge:9"}
    assert "is no version of" in text(operator.post(f"{JUDGE}act/", wrong, follow=True))


def test_a_machine_is_drained_from_the_screen(db: None, clouds: Clouds) -> None:
    answer = client().post(f"{FLEET}machines/machine-judge/act/", {"act": "drain"}, follow=True)

    assert "gives its tasks away" in text(answer)
    assert ("drain_machine", "codedang-judge", "machine-judge", True) in clouds.ecs.calls


def test_staff_without_the_permission_see_and_ask_nothing(db: None, clouds: Clouds) -> None:
    staff = client(is_superuser=False)

    assert staff.get(FLEET).status_code == 403
    assert staff.post(f"{JUDGE}act/", {"act": "scale", "tasks": "5"}).status_code == 403
    assert clouds.ecs.calls == []


def test_actions_are_posted(db: None, clouds: Clouds) -> None:
    assert client().get(f"{JUDGE}act/").status_code == 405


def test_the_menu_leads_there_for_those_who_may(db: None) -> None:
    assert f'href="{FLEET}"' in text(client().get("/admin/"))


def test_in_dry_mode_everything_is_written_down_and_nothing_asked(db: None, clouds: Clouds) -> None:
    operator, mode = client(), reverse("admin:infra_dry_mode")
    operator.post(mode, {"dry_mode": "on", "back": FLEET})

    page = text(operator.post(f"{JUDGE}act/", {"act": "deploy"}, follow=True))
    assert "nothing was asked of AWS" in page
    assert "until you switch it off" in page
    operator.post(f"{FLEET}machines/machine-judge/act/", {"act": "drain"})
    assert {one.outcome for one in OperatorAction.objects.all()} == {"dry"}
    assert clouds.ecs.machine_states[1].status == "ACTIVE"

    answer = operator.post(mode, {"dry_mode": "off", "back": "https://example.com/"})
    assert answer["Location"] == reverse("admin:infra_overview")
    operator.post(f"{FLEET}machines/machine-judge/act/", {"act": "drain"})
    assert clouds.ecs.machine_states[1].status == "DRAINING"


def test_a_machine_shows_what_runs_on_it(db: None) -> None:
    page = text(client().get(FLEET))

    assert 'value="2048" max="4096"' in page
    assert (
        f'href="{reverse("admin:infra_service", args=["client-api"])}" title="task-client-api'
        in page
    )
