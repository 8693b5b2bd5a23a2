"""A package's own grader, in a real box."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.graders import CustomGrader, prepare_grader
from judging.limits import Limits
from judging.package_programs import ValidatorFault
from judging.packages.manifest import Grader, PackageManifest, TestCase
from judging.packages.test_groups import TestGroup
from judging.packages.test_package import TestPackage
from judging.sandbox.box import KeptBoxSandbox
from judging.scoring import SubResult
from judging.toolchains import installed_languages
from judging.verdicts import Verdict
from tests.judging.sandbox.support import needs_sandbox

GROUP = TestGroup(name="secret/a", grader_args=("half", "40"))
RESULTS = [
    SubResult(verdict=Verdict.ACCEPTED, score=12.5),
    SubResult(verdict=Verdict.MEMORY_LIMIT),
    SubResult(verdict=Verdict.WALL_TIME_LIMIT),
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    with KeptBoxSandbox() as made:
        yield made


def grader(sandbox: KeptBoxSandbox, folder: Path, source: str) -> CustomGrader:
    manifest = PackageManifest(
        limits=Limits(),
        test_cases=(TestCase(name="secret/a/1"),),
        is_scoring=True,
        groups=(TestGroup(name=""), GROUP),
        grader=Grader(language="python3", files=("grade.py",)),
    )
    (folder / "package" / "grader").mkdir(parents=True)
    (folder / "package" / "grader" / "grade.py").write_text(source)
    package = TestPackage(folder / "package", manifest)
    made = prepare_grader(sandbox, package, Limits(), installed_languages(), name="test")
    assert made is not None
    return made


def test_it_hears_four_words_and_its_arguments(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    source = (
        "import sys\n"
        "assert sys.argv[1:] == ['half', '40'], sys.argv\n"
        "assert sys.stdin.read() == 'AC 12.5\\nRTE 0\\nTLE 0\\n'\n"
        "print('AC', 12.5)\n"
    )

    result = grader(sandbox, tmp_path, source).grade(GROUP, RESULTS)

    assert result == SubResult(verdict=Verdict.ACCEPTED, score=12.5)


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("RTE", Verdict.MEMORY_LIMIT),
        ("TLE", Verdict.WALL_TIME_LIMIT),
        ("WA", Verdict.WRONG_ANSWER),
    ],
)
def test_its_word_is_the_finer_one_that_it_heard(
    sandbox: KeptBoxSandbox, tmp_path: Path, word: str, verdict: Verdict
) -> None:
    result = grader(sandbox, tmp_path, f"print('{word} 0.00')\n").grade(GROUP, RESULTS)

    assert result == SubResult(verdict=verdict, score=0)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("print('AC')", "wrote 'AC"),
        ("print('AC -1')", "from 0"),
        ("print('AC 1')\nprint('AC 1')", "wrote"),
        ("print('AC inf')", "wrote"),
        ("raise SystemExit(3)", "exited with 3"),
        ("import os\nos.kill(os.getpid(), 9)", "was stopped"),
        ("print('JE 0')", "wrote"),
    ],
)
def test_what_is_no_result_is_its_fault(
    sandbox: KeptBoxSandbox, tmp_path: Path, source: str, message: str
) -> None:
    with pytest.raises(ValidatorFault, match=message):
        grader(sandbox, tmp_path, source).grade(GROUP, RESULTS)


def test_one_that_does_not_compile_is_at_fault(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    with pytest.raises(ValidatorFault, match="the grader does not compile"):
        grader(sandbox, tmp_path, "print(")
