import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from infra_control.management.commands import infra
from infra_control.models import OperatorAction
from tests.infra_control.fleet.conftest import Clouds, clouds
from tests.infra_control.queues.conftest import Submissions, dead, submissions
from tests.people import make_user

__all__ = ["clouds", "dead", "submissions"]


@pytest.fixture(autouse=True)
def _clouds_behind(clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(infra, "gateways", lambda: clouds.gateways)


def run(*command: str) -> str:
    out = StringIO()
    call_command("infra", *command, stdout=out)
    return out.getvalue()


def test_the_status_is_for_people_and_for_programs(db: None) -> None:
    told = json.loads(run("status", "--json"))

    judge = {one["service"]: one for one in told["services"]}["judge"]
    assert (judge["desired"], judge["running"], judge["waiting_jobs"]) == (2, 2, 30)
    assert "judge" in run("status")


def test_scaling_by_command_is_written_down_like_any_other(db: None, clouds: Clouds) -> None:
    make_user("oh_operator", is_staff=True, is_superuser=True)

    assert "2 → 5 tasks (done)" in run("scale", "judge", "5", "--as", "oh_operator")
    assert OperatorAction.objects.get().actor_name == "oh_operator"
    dry = json.loads(run("scale", "judge", "6", "--as", "oh_operator", "--dry-run", "--json"))
    assert dry["outcome"] == "dry"
    assert clouds.ecs.service_states["codedang-judge", "judge"].desired_count == 5


def test_who_may_not_and_what_cannot_be_are_said(db: None, clouds: Clouds) -> None:
    make_user("minsu")

    with pytest.raises(CommandError, match="change_fleet"):
        run("scale", "judge", "5", "--as", "minsu")
    with pytest.raises(CommandError, match="no active user"):
        run("scale", "judge", "5", "--as", "nobody")
    assert clouds.ecs.calls == []


def test_dead_letters_are_redriven_by_command(
    db: None, dead: Clouds, submissions: Submissions
) -> None:
    make_user("oh_operator", is_staff=True, is_superuser=True)

    told = json.loads(run("redrive", "--as", "oh_operator", "--json"))

    assert {one["queue"]: one["outcome"] for one in told} == {
        "judge-practice": "done",
        "background": "done",
    }
    assert [one for one, _ in submissions.asked] == [11, 12]
    assert "2 left as they are" in run("redrive", "judge-practice", "--as", "oh_operator")


def test_paths_are_invalidated_by_command(db: None, clouds: Clouds) -> None:
    make_user("oh_operator", is_staff=True, is_superuser=True)

    with pytest.raises(CommandError, match="a path begins with /"):
        run("invalidate", "x", "--as", "oh_operator")
    with pytest.raises(CommandError, match="no distribution"):
        run("invalidate", "/api/v1/problems*", "--as", "oh_operator")
    assert clouds.edge.made == {}
