"""Hostile submissions get a verdict of their own doing, and leave nothing behind on the host."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from judging.contract import JudgeJob, SourceFile
from judging.limits import Limits
from judging.packages import TestPackage, build_test_package, extract_test_package, read
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.verdicts import Verdict
from tests.judging.attacks.test_compile_attacks import TEMPLATE_RECURSION
from tests.judging.packages.support import MODERN, write_package
from tests.judging.sandbox.support import needs_sandbox, remains

PROGRAMS = Path(__file__).with_name("programs")
LIMITS = Limits(
    cpu_time_ms=500,
    wall_time_ms=20_000,
    memory_kib=64 * 1024,
    output_bytes=1024 * 1024,
    processes=32,
    compile_time_ms=3_000,
    compile_memory_kib=256 * 1024,
)
ROOMY = LIMITS.model_copy(update={"cpu_time_ms": 5_000, "memory_kib": 256 * 1024})

# Each prints what it found, so that a leaked answer would be accepted.
FIND_ANSWERS = """
import os
for folder, _, names in os.walk("/"):
    for name in names:
        if name.endswith(".ans") or (folder, name) == ("/etc", "shadow"):
            print(open(os.path.join(folder, name)).read())
print(open("/etc/passwd").read() if os.path.exists("/etc/passwd") else "nothing")
"""
SNOOP_PROC = """
import os
for pid in filter(str.isdigit, os.listdir("/proc")):
    for name in ("cmdline", "environ", "maps", "mountinfo"):
        try:
            print(open(f"/proc/{pid}/{name}", "rb").read())
        except OSError as error:
            print(error)
"""
PLANT_LINKS = """
import os
for name in ("stdout", "stderr", "output", "program", "1.ans", "main.py", "judgemessage.txt"):
    if not os.path.lexists(name):
        os.symlink("CANARY", name)
print("planted")
"""


def program(name: str) -> str:
    return (PROGRAMS / name).read_text()


@dataclass(frozen=True)
class Hostile:
    """A submission, and the verdicts that it may get."""

    name: str
    language: str
    source: str
    verdicts: frozenset[Verdict]
    limits: Limits = LIMITS

    def __str__(self) -> str:
        return self.name


def only(*verdicts: Verdict) -> frozenset[Verdict]:
    return frozenset(verdicts)


WRONG = only(Verdict.WRONG_ANSWER)
HOSTILE = [
    Hostile("fork bomb", "c17", program("fork_bomb.c"), only(Verdict.TIME_LIMIT)),
    Hostile("memory bomb", "c17", program("memory_bomb.c"), only(Verdict.MEMORY_LIMIT)),
    Hostile("output flood", "c17", program("output_flood.c"), only(Verdict.OUTPUT_LIMIT)),
    Hostile(
        "sleep",
        "c17",
        program("sleeper.c"),
        only(Verdict.WALL_TIME_LIMIT),
        LIMITS.model_copy(update={"wall_time_ms": 400}),
    ),
    Hostile("reading answers", "python3", FIND_ANSWERS, WRONG, ROOMY),
    Hostile("network", "c17", program("network.c"), WRONG, ROOMY),
    Hostile("planted links", "python3", PLANT_LINKS, WRONG, ROOMY),
    Hostile("leftover process", "c17", program("leftover.c"), WRONG),
    # It reaches nobody but itself, last.
    Hostile("signal to all", "c17", program("kill_everyone.c"), only(Verdict.RUN_TIME_ERROR)),
    Hostile("huge source", "c17", "//" + "x" * LIMITS.source_bytes, only(Verdict.COMPILE_ERROR)),
    Hostile(
        "compile bomb",
        "cpp17",
        TEMPLATE_RECURSION.decode(),
        only(Verdict.COMPILE_ERROR, Verdict.COMPILE_TIME_LIMIT),
    ),
    Hostile("snooping in /proc", "python3", SNOOP_PROC, WRONG, ROOMY),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> TestPackage:
    needs_sandbox()
    folder = tmp_path_factory.mktemp("package")
    built = build_test_package(read(write_package(folder / "sums", MODERN)), folder)
    return extract_test_package(built.path, folder / "extracted", built.sha256)


@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_a_hostile_submission_gets_its_verdict(
    package: TestPackage, tmp_path: Path, hostile: Hostile
) -> None:
    # given a judgehost, and a file of it that links could lead to
    canary = tmp_path / "canary"
    canary.write_text("untouched")
    work_dir = tmp_path / "work"
    work_dir.mkdir()
    before = remains()
    began = time.monotonic()
    # when the submission is judged
    with KeptBoxSandbox() as sandbox:
        report = judge(
            JudgeJob(
                submission_id=1,
                judgement_id=1,
                attempt_token="0" * 32,
                language=hostile.language,
                source_files=(
                    SourceFile(name="upload", text=hostile.source.replace("CANARY", str(canary))),
                ),
                package_sha256="0" * 64,
                limits=hostile.limits,
            ),
            package,
            sandbox,
            judgehost="test",
            delivery=1,
            on_progress=lambda news: None,
            work_dir=work_dir,
        )
    # then the verdict is about the submission, in time, and the host is as it was
    assert report.verdict in hostile.verdicts, (report.compile, report.runs)
    assert report.internal_error is None
    assert time.monotonic() - began < 60
    assert remains() == before
    assert list(work_dir.iterdir()) == []
    assert canary.read_text() == "untouched"
