"""Verifications in real boxes, and their messages on the wire."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from judging.contract_checks import (
    Finding,
    PackageVerifyJob,
    PackageVerifyProgress,
    PackageVerifyReport,
    VerifiedProgram,
    VerifiedSubmission,
)
from judging.generator_checks import try_generators
from judging.limits import Limits
from judging.package_verifying import verify_package
from judging.packages import read
from judging.sandbox.box import KeptBoxSandbox
from judging.verdicts import Verdict
from tests.judging.packages.support import MODERN, write_package
from tests.judging.packages.test_other_formats import POLYGON, PROBLEM_XML
from tests.judging.sandbox.support import needs_sandbox

GOLDEN = Path(__file__).parent / "golden"
TOKEN = "0123456789abcdef" * 2
JOB = PackageVerifyJob(
    verification_id=3,
    attempt_token=TOKEN,
    source_sha256="ab" * 32,
    short_name="sums",
    limits=Limits(),
)
MESSAGES = {
    "verify-job-v1": JOB,
    "verify-progress-v1": PackageVerifyProgress(
        verification_id=3,
        attempt_token=TOKEN,
        judgehost="judge-1",
        stage="submissions",
        done=2,
        total=5,
    ),
    "verify-report-v1": PackageVerifyReport(
        verification_id=3,
        attempt_token=TOKEN,
        judgehost="judge-1",
        delivery=1,
        problems=(Finding(file="data/secret/1.in", message="rejected"),),
        programs=(
            VerifiedProgram(kind="input_validator", path="input_validators/v.py", is_fine=True),
        ),
        submissions=(
            VerifiedSubmission(
                path="accepted/a.py",
                language="python3",
                expected="AC",
                actual="WA (1 AC, 2 WA)",
                agrees=False,
                verdict=Verdict.WRONG_ANSWER,
                cpu_time_ms=12,
                memory_kib=2048,
                rejected_at="secret/1",
            ),
        ),
    ),
}
GOOD = "print(sum(map(int, input().split())))\n"


@pytest.mark.parametrize("name", MESSAGES)
def test_the_wire_form_is_the_golden_one(name: str) -> None:
    golden = (GOLDEN / f"{name}.json").read_text().strip()
    message = MESSAGES[name]

    assert message.to_json() == golden
    assert type(message).from_json(golden) == message


def test_each_program_says_what_was_expected_and_what_came_of_it(tmp_path: Path) -> None:
    needs_sandbox()
    validator = "import sys\nsys.exit(42 if len(input().split()) == {} else 43)\n"
    folder = write_package(
        tmp_path / "sums",
        MODERN,
        {
            "input_validators/two.py": validator.format(2),
            "input_validators/three.py": validator.format(3),
            "generators/broken.cpp": "int main( {",
            "generators/bare.py": "print(3)\n",
            "generators/asks.py": "import sys\nprint(sys.argv[1])\n",
            "submissions/accepted/right.py": GOOD,
            "submissions/accepted/wrong.py": "print(0)\n",
            "submissions/wrong_answer/zero.py": "print(0)\n",
        },
    )
    archive = Path(shutil.make_archive(str(tmp_path / "x"), "zip", folder))
    work_dir = tmp_path / "work"
    work_dir.mkdir()
    told: list[PackageVerifyProgress] = []

    with KeptBoxSandbox() as sandbox:
        report = verify_package(
            JOB,
            archive,
            sandbox,
            judgehost="judge-1",
            delivery=1,
            work_dir=work_dir,
            on_progress=told.append,
        )

    programs = {one.path: (one.kind, one.is_fine) for one in report.programs}
    assert programs["input_validators/two.py"] == ("input_validator", True)
    assert programs["input_validators/three.py"] == ("input_validator", False)
    assert programs["generators/broken.cpp"] == ("generator", False)
    assert programs["generators/bare.py"] == ("generator", True)
    assert programs["generators/asks.py"] == ("generator", None)
    assert "data/" in report.problems[0].file
    rows = {one.path: one for one in report.submissions}
    assert rows["accepted/right.py"].agrees
    assert not rows["accepted/wrong.py"].agrees
    assert (rows["accepted/wrong.py"].expected, rows["accepted/wrong.py"].verdict) == ("AC", "WA")
    assert rows["accepted/wrong.py"].rejected_at
    assert rows["wrong_answer/zero.py"].agrees
    total = len(report.submissions)
    assert [(one.stage, one.done) for one in told][-2:] == [
        ("submissions", total - 1),
        ("submissions", total),
    ]
    assert not list(work_dir.iterdir())


def test_generators_are_run_as_the_package_says_and_compared(tmp_path: Path) -> None:
    needs_sandbox()
    executables = (
        '<executables><executable><source path="files/gen.py"/></executable></executables>'
    )
    changes = {
        "problem.xml": PROBLEM_XML.replace("<assets>", f"<files>{executables}</files><assets>"),
        "files/gen.py": "import sys\nprint(3, 3 + int(sys.argv[1]))\n",
    }
    folder = write_package(tmp_path / "sums", {**POLYGON, **changes})
    package = read(folder, for_judging_only=True)
    (call,) = package.generated
    wrong = replace(package, generated=(replace(call, args=("2",)),))

    with KeptBoxSandbox() as sandbox:
        ((right,), (bad,)) = (
            list(try_generators(one, sandbox, tmp_path)) for one in (package, wrong)
        )

    assert (right.is_fine, right.message) == (True, "makes the inputs of 1 test cases as they are")
    assert bad.is_fine is False
    assert bad.message == "gen 2 makes another input than tests/02"
