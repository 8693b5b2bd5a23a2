"""The scripted sandbox that callers are tested with."""

from pathlib import Path

import pytest

from judging.sandbox.fake import FakeSandbox, Scripted, outcome
from judging.sandbox.protocol import BoxSpec, Collect, Command, Sandbox, SandboxError, StopReason
from tests.judging.sandbox.support import limits


def command(collect: Collect | None = None) -> Command:
    return Command(argv=("/program",), limits=limits(), collect=collect)


def test_it_answers_in_order_over_all_boxes(tmp_path: Path) -> None:
    fake = FakeSandbox(
        [
            Scripted(files={"a/b": b"made"}),
            outcome(stop=StopReason.CPU_TIME),
            lambda asked: outcome(stdout=asked.argv[0].encode()),
            SandboxError("broken"),
        ]
    )
    sandbox: Sandbox = fake

    with sandbox.open_box(BoxSpec(name="compile")) as box:
        assert box.run(command(Collect(into=tmp_path))).exit_code == 0
    with sandbox.open_box(BoxSpec(name="run")) as box:
        assert box.run(command()).stop is StopReason.CPU_TIME
        assert box.run(command()).stdout == b"/program"
        with pytest.raises(SandboxError, match="broken"):
            box.run(command())
        with pytest.raises(AssertionError, match="not in the script"):
            box.run(command())

    assert (tmp_path / "a/b").read_bytes() == b"made"
    assert [spec.name for spec in fake.specs] == ["compile", "run"]
    assert [name for name, _ in fake.commands] == ["compile", *["run"] * 4]
    assert fake.open_boxes == 0
