"""What the load balancer says of local tasks."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from infra_control.blueprint.shape import CLIENT_API
from infra_control.localcloud import fleet_health
from infra_control.localcloud.fleet_health import check_targets, is_to_be_replaced, target_state
from infra_control.localcloud.fleet_tasks import RunningTask
from infra_control.localcloud.processes import Process, ProcessSpec


class _Site(BaseHTTPRequestHandler):
    is_well = True

    def do_GET(self) -> None:
        self.send_response(200 if type(self).is_well else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@pytest.fixture
def task(tmp_path: Path) -> Iterator[RunningTask]:
    """A task of the client API, which answers as ``_Site.is_well`` says."""
    _Site.is_well = True
    server = HTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield RunningTask(
        task_id="t1",
        number=1,
        service=CLIENT_API,
        version="1",
        task_definition="codedang-client-api:1",
        machine_id="m1",
        host_port=server.server_port,
        process=Process(
            ProcessSpec(name="t1", argv=["true"]), log_path=tmp_path / "log", show=None
        ),
        started_at_s=0,
    )
    server.shutdown()
    server.server_close()


def test_a_target_is_registered_healthy_and_after_two_checks_in_vain_not(
    task: RunningTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert target_state(task) == ("initial", "Elb.RegistrationInProgress")
    check_targets([task])
    assert target_state(task) == ("healthy", "")

    _Site.is_well = False
    check_targets([task])
    assert target_state(task) == ("healthy", "")
    check_targets([task])
    assert target_state(task) == ("unhealthy", "Target.FailedHealthChecks")
    assert not is_to_be_replaced(task)
    monkeypatch.setattr(fleet_health, "REPLACED_AFTER_S", 0)
    assert is_to_be_replaced(task)

    _Site.is_well = True
    check_targets([task])
    assert target_state(task) == ("healthy", "")
    assert not is_to_be_replaced(task)


def test_what_stops_is_drained_and_asked_no_more(task: RunningTask) -> None:
    task.is_stopping = True
    _Site.is_well = False

    check_targets([task])

    assert target_state(task) == ("draining", "Target.DeregistrationInProgress")
    assert task.checks_in_vain == 0
