"""Every row of the table, judged for real: the verdict, no secret, nothing left behind."""

import time

import pytest

from judging.contract import JudgeJob, JudgeReport, SourceFile
from judging.limits import Limits
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.toolchains import installed_languages
from judging.verdicts import Verdict
from tests.judging.attacks.table import ATTACKS, HERE, LONGEST_SOURCE_BYTES, Attack, Role
from tests.judging.attacks.world import CANARY, WatchfulSandbox, World
from tests.judging.sandbox.support import needs_sandbox

LIMITS = Limits(
    cpu_time_ms=250,
    wall_time_ms=20_000,
    memory_kib=64 * 1024,
    output_bytes=1024 * 1024,
    source_bytes=LONGEST_SOURCE_BYTES,
    processes=32,
    compile_time_ms=3_000,
    compile_memory_kib=512 * 1024,
    validation_time_ms=1_000,
    validation_memory_kib=64 * 1024,
    validation_output_bytes=64 * 1024,
)
LONGEST_S = 30
HARMLESS = '#include <stdio.h>\nint main(void) { puts("contained"); return 0; }\n'


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_an_attack_gets_its_verdict_and_nothing_else(world: World, attack: Attack) -> None:
    # given a judgehost with secrets
    needs_sandbox()
    if attack.language not in installed_languages():
        pytest.skip(f"this host has no {attack.language}")
    package = world.package(attack)
    if attack.role is Role.SUBMISSION:
        language, source = attack.language, world.fill_in(attack.source, package)
    else:
        language, source = "c17", HARMLESS
    job = JudgeJob(
        submission_id=1,
        judgement_id=1,
        attempt_token="0" * 32,
        language=language,
        source_files=(SourceFile(name="upload", text=source),),
        package_sha256="0" * 64,
        limits=LIMITS.model_copy(update=dict(attack.limits)),
    )
    before = world.state()
    began = time.monotonic()
    # when the attack is judged
    with KeptBoxSandbox() as sandbox:
        report = judge(
            job,
            package,
            WatchfulSandbox(sandbox),
            judgehost="test",
            delivery=1,
            on_progress=lambda news: None,
            work_dir=world.work_dir,
        )
    # then it gets its verdict in time, learns nothing, and the host is as it was
    assert report.verdict in attack.verdicts, (report.compile, report.runs, report.internal_error)
    assert time.monotonic() - began < LONGEST_S
    assert CANARY not in report.to_json()
    assert_plain(report)
    assert_within(report, job.limits)
    assert (report.internal_error is not None) == (report.verdict is Verdict.JUDGING_ERROR)
    assert world.state() == before
    world.assert_nobody_called()


def assert_plain(report: JudgeReport) -> None:
    """Text for people holds nothing that a terminal or a database would stumble over."""
    texts = [report.compile.message if report.compile else ""]
    texts += [report.internal_error.message if report.internal_error else ""]
    texts += [text for run in report.runs for text in (run.judge_message, run.team_message)]
    for text in texts:
        assert not [sign for sign in text if sign < " " and sign not in "\n\t"], text
        assert "\x7f" not in text
        text.encode()


def assert_within(report: JudgeReport, limits: Limits) -> None:
    """No run is on record with much more than it was allowed."""
    for run in report.runs:
        assert run.cpu_time_ms < limits.cpu_time_ms + 1_500, run
        assert run.memory_kib <= limits.memory_kib + 256 * 1024, run


def test_every_file_has_its_row() -> None:
    folders = ("programs", "sources", "validators")
    files = {f"{name}/{path.name}" for name in folders for path in (HERE / name).iterdir()}

    assert files - {attack.file for attack in ATTACKS} == set()
    assert {a.file for a in ATTACKS if not a.made} - files == set()
    assert len(ATTACKS) > 60
