"""Test cases on two cores at once, in real boxes."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.contract import JudgeJob, JudgeProgress, JudgeReport, SourceFile
from judging.cores import HostCores
from judging.limits import Limits
from judging.packages import TestPackage
from judging.packages.manifest import PackageManifest, TestCase
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import Box, BoxSpec
from tests.judging.sandbox.support import needs_sandbox, remains

COUNT = 8
BURNS = "import time\nn = int(input())\nwhile time.process_time() < 0.08: pass\nprint(n)\n"


class Recorder:
    """The real sandbox, and the cores that its programs' boxes were pinned to."""

    def __init__(self, real: KeptBoxSandbox) -> None:
        self._real = real
        self.cores: list[int | None] = []

    @contextlib.contextmanager
    def open_box(self, spec: BoxSpec) -> Iterator[Box]:
        if spec.name.startswith("run"):
            self.cores.append(spec.core)
        with self._real.open_box(spec) as box:
            yield box


@pytest.fixture
def sandbox() -> Iterator[Recorder]:
    needs_sandbox()
    before = remains()
    with KeptBoxSandbox() as made:
        yield Recorder(made)
    assert remains().beyond(before) == {}


@pytest.fixture
def host(tmp_path: Path) -> HostCores:
    host = HostCores(tmp_path / "cores")
    if len(host.cores) < 2:
        pytest.skip("this host has one core")
    return HostCores(tmp_path / "cores", cores=host.cores[:2])


@pytest.fixture
def package(tmp_path: Path) -> TestPackage:
    cases = tuple(TestCase(name=f"secret/{number}") for number in range(1, COUNT + 1))
    for number, case in enumerate(cases, start=1):
        for path in (case.input_path, case.answer_path):
            (tmp_path / "package" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "package" / path).write_text(f"{number}\n")
    manifest = PackageManifest(limits=Limits(), test_cases=cases)
    return TestPackage(tmp_path / "package", manifest)


def run(
    package: TestPackage,
    sandbox: Recorder,
    host: HostCores,
    tmp_path: Path,
    source: str,
    *,
    stops: bool = False,
) -> tuple[JudgeReport, list[JudgeProgress]]:
    (tmp_path / "work").mkdir()
    news: list[JudgeProgress] = []
    job = JudgeJob(
        submission_id=1,
        judgement_id=1,
        attempt_token="0" * 32,
        language="python3",
        source_files=(SourceFile(name="main.py", text=source),),
        package_sha256="0" * 64,
        limits=Limits(cpu_time_ms=20_000),
        stop_at_first_failure=stops,
    )
    report = judge(
        job,
        package,
        sandbox,
        judgehost="test",
        delivery=1,
        on_progress=news.append,
        work_dir=tmp_path / "work",
        cores=host,
    )
    assert list((tmp_path / "work").iterdir()) == []
    return report, news


def test_two_cores_judge_one_submission(
    package: TestPackage, sandbox: Recorder, host: HostCores, tmp_path: Path
) -> None:
    report, news = run(package, sandbox, host, tmp_path, BURNS)

    assert report.verdict == "AC"
    assert [one.ordinal for one in report.runs] == list(range(1, COUNT + 1))
    assert [one.ordinal for message in news for one in message.runs] == list(range(1, COUNT + 1))
    assert sandbox.cores == list(host.cores)
    assert os.sched_getaffinity(0) >= set(host.cores)


def test_a_failure_does_not_wait_for_what_runs_beyond_it(
    package: TestPackage, sandbox: Recorder, host: HostCores, tmp_path: Path
) -> None:
    source = (
        "import time\nn = int(input())\nif n == 1:\n while time.process_time() < 0.1: pass\n"
        " print(1)\nelif n == 2:\n while time.process_time() < 0.3: pass\n print(0)\n"
        "else:\n while True: pass\n"
    )
    began = time.monotonic()

    report, _ = run(package, sandbox, host, tmp_path, source, stops=True)

    assert [one.verdict for one in report.runs] == ["AC", "WA"]
    assert len(sandbox.cores) == 2
    assert time.monotonic() - began < 8
