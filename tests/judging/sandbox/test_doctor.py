"""The doctor finds this host well, and says what is wrong where it is not."""

import json
from collections.abc import Iterator

import pytest

from judging import doctor
from judging.sandbox import cgroup_detection
from judging.sandbox.cgroups import Hierarchy
from judging.sandbox.protocol import Box, SandboxError
from tests.judging.sandbox.support import needs_sandbox, remains


def test_a_host_that_isolates_is_found_well(capsys: pytest.CaptureFixture[str]) -> None:
    needs_sandbox()
    before = remains()

    code = doctor.main(["--json"])

    result = json.loads(capsys.readouterr().out)
    assert [row for row in result["rows"] if not row["is_ok"]] == []
    assert (code, result["is_complete"]) == (0, True)
    assert len(result["rows"]) >= 18
    assert remains().beyond(before) == {}


def test_a_host_without_cgroups_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing() -> Hierarchy:
        raise SandboxError("no cgroup hierarchy offers memory")

    monkeypatch.setattr(cgroup_detection, "detect", nothing)

    assert doctor.main([]) == 1
    assert "no cgroup hierarchy offers memory" in capsys.readouterr().out
    with pytest.raises(SandboxError, match=r"can't isolate submissions.*privileged"):
        doctor.require_isolation()


def test_only_memory_accounting_may_be_loose(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_sandbox()
    loose = doctor.Row("swap", False, "on", "swapoff", is_memory_accounting=True)
    monkeypatch.setattr(doctor, "_swap", lambda _hierarchy: loose)

    with pytest.raises(SandboxError, match="swap"):
        doctor.require_isolation()
    doctor.require_isolation(allow_loose_memory=True)


def test_a_hole_is_never_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_sandbox()

    def hole(_box: Box) -> Iterator[doctor.Row]:
        yield doctor.Row("network", False, "interfaces: eth0")

    monkeypatch.setattr(doctor, "_facts", hole)

    with pytest.raises(SandboxError, match="network"):
        doctor.require_isolation(allow_loose_memory=True)
