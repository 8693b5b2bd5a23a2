"""A judge with real boxes for packages of one validator or interactor."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.contract import JudgeJob, JudgeReport, SourceFile
from judging.limits import Limits
from judging.packages import TestPackage, build_test_package, extract_test_package, read
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.verdicts import Verdict
from tests.judging.packages.support import MODERN, MODERN_YAML, Changes, write_package
from tests.judging.sandbox.support import needs_sandbox, remains

LIMITS = Limits(
    cpu_time_ms=300,
    wall_time_ms=3_000,
    memory_kib=64 * 1024,
    validation_time_ms=1_000,
    validation_memory_kib=64 * 1024,
    validation_output_bytes=64 * 1024,
)
INTERACTIVE_YAML = MODERN_YAML + "type: interactive\n"


def fault(report: JudgeReport) -> str:
    """What is said of a judging error that a validator caused."""
    assert report.verdict is Verdict.JUDGING_ERROR, report
    assert report.internal_error is not None
    assert report.internal_error.kind == "validator"
    return report.internal_error.message


class Bench:
    """Judges a Python program with a package of one validator."""

    def __init__(self, sandbox: KeptBoxSandbox, directory: Path) -> None:
        self._sandbox = sandbox
        self._directory = directory

    def package(self, changes: Changes) -> TestPackage:
        folder = write_package(self._directory / "sums", MODERN, changes)
        built = build_test_package(read(folder), self._directory)
        return extract_test_package(built.path, self._directory / "out/package", built.sha256)

    def judge(self, package: TestPackage, program: str) -> JudgeReport:
        work_dir = self._directory / "work"
        work_dir.mkdir(exist_ok=True)
        job = JudgeJob(
            submission_id=1,
            judgement_id=1,
            attempt_token="0" * 32,
            language="python3",
            source_files=(SourceFile(name="main.py", text=program),),
            package_sha256="0" * 64,
            limits=LIMITS,
            stop_at_first_failure=True,
        )
        report = judge(
            job,
            package,
            self._sandbox,
            judgehost="test",
            delivery=1,
            on_progress=lambda news: None,
            work_dir=work_dir,
        )
        assert list(work_dir.iterdir()) == []
        return report

    def validate(self, validator: str, program: str = "print(7)") -> JudgeReport:
        return self.judge(self.package({"output_validator/check.py": validator}), program)

    def talk(self, interactor: str, program: str) -> JudgeReport:
        changes = {"problem.yaml": INTERACTIVE_YAML, "output_validator/talk.py": interactor}
        return self.judge(self.package(changes), program)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Nothing may stay behind of what it has judged."""
    needs_sandbox()
    before = remains()
    with KeptBoxSandbox() as sandbox:
        yield Bench(sandbox, tmp_path)
    left = remains().beyond(before)
    assert left == {}, left
