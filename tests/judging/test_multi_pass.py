"""Multi-pass problems in real boxes: passes that go on, end, and go wrong."""

from pathlib import Path

import pytest

from judging.contract import JudgeReport
from judging.packages import PackageRefused, read
from judging.verdicts import Verdict
from tests.judging.one_validator import Bench, fault
from tests.judging.packages.support import LEGACY, MODERN, MODERN_YAML, Changes, write_package

YAML = MODERN_YAML + "  validation_passes: 3\ntype: multi-pass\n"
COUNTS_DOWN = """\
import sys, pathlib
feedback = pathlib.Path(sys.argv[3])
given, said = open(sys.argv[1]).read().split(), sys.stdin.read().split()
log = feedback / "judgemessage.txt"
with log.open("a") as file:
    file.write(f"given {given[-1]} said {said} after {log.stat().st_size}\\n")
if said != [str(int(given[-1]) - 1)]:
    sys.exit(43)
if said != ["0"]:
    (feedback / "nextpass.in").write_text(said[0] + "\\n")
sys.exit(42)
"""
SUBTRACTS = "print(int(input().split()[-1]) - 1)"


def judged(bench: Bench, validator: str, program: str, first: str = "1 3\n") -> JudgeReport:
    changes: Changes = {
        "problem.yaml": YAML,
        "output_validator/check.py": validator,
        "data/sample/1.in": first,
        "data/secret/1.in": "1\n",
    }
    return bench.judge(bench.package(changes), program)


def test_each_pass_reads_what_the_validator_wrote_after_the_last(bench: Bench) -> None:
    report = judged(bench, COUNTS_DOWN, SUBTRACTS)

    assert report.verdict is Verdict.ACCEPTED
    assert [run.passes for run in report.runs] == [3, 1]
    lines = report.runs[0].judge_message.splitlines()
    assert [line.split(" after")[0] for line in lines] == [
        "given 3 said ['2']",
        "given 2 said ['1']",
        "given 1 said ['0']",
    ]


def test_the_first_rejected_pass_is_the_last(bench: Bench) -> None:
    report = judged(
        bench, COUNTS_DOWN, "n = int(input().split()[-1]); print(n - 1 if n > 2 else 7)"
    )

    assert report.verdict is Verdict.WRONG_ANSWER
    assert report.runs[0].passes == 2


@pytest.mark.parametrize(
    ("program", "verdict"),
    [
        ("n = int(input().split()[-1]); print(n - 1); 1 // (n - 2)", Verdict.RUN_TIME_ERROR),
        ("n = int(input().split()[-1]); print(n - 1)\nwhile n == 2: pass", Verdict.TIME_LIMIT),
    ],
)
def test_a_fault_in_a_later_pass_is_the_programs(
    bench: Bench, program: str, verdict: Verdict
) -> None:
    report = judged(bench, COUNTS_DOWN, program)

    assert report.verdict is verdict
    assert report.runs[0].passes == 2


def test_the_time_limit_holds_for_each_pass(bench: Bench) -> None:
    program = "import time\nwhile time.process_time() < 0.15: pass\n" + SUBTRACTS

    report = judged(bench, COUNTS_DOWN, program)

    assert report.verdict is Verdict.ACCEPTED
    assert 150 <= report.runs[0].cpu_time_ms < 300


def test_a_pass_more_than_allowed_is_the_packages_fault(bench: Bench) -> None:
    assert "more than 3 passes" in fault(judged(bench, COUNTS_DOWN, SUBTRACTS, "1 9\n"))


def test_another_pass_for_a_rejected_output_is_the_packages_fault(bench: Bench) -> None:
    validator = "import sys\nopen(sys.argv[3] + 'nextpass.in', 'w').close()\nsys.exit(43)"

    assert "did not accept" in fault(judged(bench, validator, SUBTRACTS))


HOSTILE = {
    "a link": "import os\nos.symlink('/etc/passwd', sys.argv[3] + 'nextpass.in')",
    "a folder": "import os\nos.mkdir(sys.argv[3] + 'nextpass.in')",
    "a pipe": "import os\nos.mkfifo(sys.argv[3] + 'nextpass.in')",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_file_is_no_next_pass(bench: Bench, name: str) -> None:
    report = judged(bench, f"import sys\n{HOSTILE[name]}\nsys.exit(42)", SUBTRACTS)

    assert report.verdict is Verdict.ACCEPTED
    assert report.runs[0].passes == 1


def test_a_next_pass_beyond_all_bounds_is_the_packages_fault(bench: Bench) -> None:
    validator = (
        "import sys\nwith open(sys.argv[3] + 'nextpass.in', 'wb') as file:\n"
        "    for _ in range(200): file.write(b'1' * 65536)\nsys.exit(42)"
    )

    assert "the validator" in fault(judged(bench, validator, SUBTRACTS))


TALKS = """\
import sys, pathlib
feedback = pathlib.Path(sys.argv[3])
n = int(open(sys.argv[1]).read().split()[-1])
print(n, flush=True)
said = int(input())
print("thanks", flush=True)
if said != n - 1:
    sys.exit(43)
if said:
    (feedback / "nextpass.in").write_text(f"{said}\\n")
sys.exit(42)
"""


@pytest.mark.parametrize(
    ("program", "verdict", "passes"),
    [
        ("print(int(input()) - 1); input()", Verdict.ACCEPTED, 3),
        ("n = int(input()); print(n - 1 if n > 1 else 7); input()", Verdict.WRONG_ANSWER, 3),
        ("n = int(input()); print(n - 1); input(); 1 // (n - 2)", Verdict.RUN_TIME_ERROR, 2),
    ],
)
def test_an_interactive_problem_may_have_several_passes(
    bench: Bench, program: str, verdict: Verdict, passes: int
) -> None:
    changes: Changes = {
        "problem.yaml": YAML.replace("type: multi-pass", "type: [interactive, multi-pass]"),
        "output_validator/talk.py": TALKS,
        "data/sample/1.in": "3\n",
        "data/secret/1.in": "1\n",
    }

    report = bench.judge(bench.package(changes), program)

    assert report.verdict is verdict
    assert report.runs[0].passes == passes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"problem.yaml": YAML}, "no output validator here"),
        (
            {"problem.yaml": YAML.replace("3", "101"), "output_validator/a.py": ""},
            "at most 100 passes",
        ),
        (
            {
                "problem.yaml": YAML,
                "output_validator/a.cpp": '#include "testlib.h"\nint main() {}',
            },
            "can't ask for another pass",
        ),
    ],
)
def test_a_multi_pass_package_that_can_not_be_honoured_is_refused(
    tmp_path: Path, changes: Changes, message: str
) -> None:
    with pytest.raises(PackageRefused, match=message):
        read(write_package(tmp_path / "sums", MODERN, changes))


def test_two_passes_are_allowed_unless_it_says_otherwise(tmp_path: Path) -> None:
    modern = {"problem.yaml": MODERN_YAML + "type: multi-pass\n", "output_validator/a.py": ""}
    legacy = {
        "problem.yaml": "name: Sums\nvalidation: custom multi-pass\nlimits: {time_limit: 1}\n",
        "output_validators/a.py": "",
    }

    for folder, base, changes in (("new", MODERN, modern), ("old", LEGACY, legacy)):
        package = read(write_package(tmp_path / folder, base, changes))
        assert package.validator is not None
        assert package.validator.passes == 2
