"""A package's own validators look at its test data, and its submissions set its time limit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.__main__ import EXIT_DISAGREES, main
from judging.checking import check_inputs
from judging.packages import PackageRefused, read
from judging.sandbox.box import KeptBoxSandbox
from judging.verify import LanguageChoice, PackageVerifier
from tests.judging.packages.support import (
    LEGACY,
    MODERN,
    MODERN_YAML,
    Changes,
    write_package,
)
from tests.judging.sandbox.support import needs_sandbox

UNSTATED_YAML = MODERN_YAML.replace("time_limit: 1", "time_resolution: 0.5")
TWO_NUMBERS = """\
import re, sys
if not re.fullmatch(r"\\d+ \\d+\\n", sys.stdin.read()):
    sys.exit("two numbers are wanted")
sys.exit(42)
"""
ARGUMENTS = """\
#include <string.h>
int main(int argc, char **argv) { return argc == 2 && !strcmp(argv[1], "small") ? 42 : 43; }
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    with KeptBoxSandbox() as made:
        yield made


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"data/secret/1.in": "3 four\n"},
            "data/secret/1.in: the input validator validate.py rejects it "
            "(exit status 1: two numbers are wanted)",
        ),
        (
            {"data/invalid_input/fine.in": "1 2\n"},
            "data/invalid_input/fine.in: every input validator accepts this invalid input",
        ),
        (
            {"input_validators/second/check.cpp": "int main() { return 42 }"},
            "input_validators/second/check.cpp: does not compile",
        ),
        (
            {"input_validators/hangs.py": "while True: pass\n"},
            "data/sample/1.in: the input validator hangs.py rejects it (stopped for its cpu time)",
        ),
        (
            {"input_validators/crash.c": "int main() { return *(volatile int *)0; }"},
            "data/sample/1.in: the input validator crash.c rejects it (ended by signal 11)",
        ),
        (
            {"input_validators/flags.c": ARGUMENTS},
            "data/sample/1.in: the input validator flags.c rejects it (exit status 43)",
        ),
    ],
)
def test_a_package_whose_data_are_rejected_is_refused(
    sandbox: KeptBoxSandbox, tmp_path: Path, changes: Changes, message: str
) -> None:
    yaml = MODERN_YAML + "  validation_time: 1\n"
    base = {**MODERN, "problem.yaml": yaml, "input_validators/validate.py": TWO_NUMBERS}
    package = read(write_package(tmp_path / "p", base, changes))

    with pytest.raises(PackageRefused) as refused:
        check_inputs(package, sandbox)

    assert any(str(problem).startswith(message) for problem in refused.value.problems)


def test_validators_get_their_arguments(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    modern = {
        "input_validators/flags.c": ARGUMENTS,
        "data/sample/test_group.yaml": "input_validator_args: {flags: [small]}\n",
        "data/secret/test_group.yaml": "input_validator_args: [small]\n",
    }
    legacy = {
        "input_validators/flags.c": ARGUMENTS,
        "data/testdata.yaml": "input_validator_flags: small\n",
    }

    for name, base, changes in (("a", MODERN, modern), ("b", LEGACY, legacy)):
        assert not check_inputs(
            read(write_package(tmp_path / name, base, changes)), sandbox
        ).warnings


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("check.ctd", "", "Checktestdata"),
        ("check.cob", "", "no language of this host"),
        ("check.py", "#!/usr/bin/env python2\nprint 'x'\n", "Python 2"),
    ],
)
def test_what_can_not_be_run_is_said(
    sandbox: KeptBoxSandbox, tmp_path: Path, name: str, text: str, message: str
) -> None:
    package = read(write_package(tmp_path / "p", MODERN, {f"input_validators/{name}": text}))

    (warning,) = check_inputs(package, sandbox).warnings

    assert (warning.file, message in warning.message) == (f"input_validators/{name}", True)


BUILDS_C = "#!/bin/sh\ngcc -o run check.c\n"


def test_an_input_validator_may_be_built_by_its_own_script(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    changes = {
        "input_validators/check/build": BUILDS_C,
        "input_validators/check/check.c": "int main() { return 43; }\n",
    }

    with pytest.raises(PackageRefused, match="the input validator check rejects it"):
        check_inputs(read(write_package(tmp_path / "p", MODERN, changes)), sandbox)


def test_a_build_script_that_builds_nothing_is_refused(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    changes = {"input_validators/check/build": "#!/bin/sh\ntrue\n"}

    with pytest.raises(PackageRefused, match="build made no executable run"):
        check_inputs(read(write_package(tmp_path / "p", MODERN, changes)), sandbox)


def test_verify_refuses_and_names_the_test_case(
    sandbox: KeptBoxSandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = {"data/secret/1.in": "x\n", "input_validators/validate.py": TWO_NUMBERS}

    assert main(["verify", str(write_package(tmp_path / "p", MODERN, changes))]) == 1

    assert "refused: data/secret/1.in: the input validator validate.py" in capsys.readouterr().out


def test_the_slowest_accepted_submission_sets_the_time_limit(
    sandbox: KeptBoxSandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spend = "import time\nwhile time.process_time() < 0.3: pass\n"
    changes = {
        "problem.yaml": UNSTATED_YAML,
        "submissions/accepted/slow.py": spend + MODERN["submissions/accepted/sum.py"],
        "submissions/time_limit_exceeded/ever.py": "while True: pass\n",
    }

    status = main(["verify", str(write_package(tmp_path / "p", MODERN, changes))])

    out = capsys.readouterr().out
    assert "time limit 1 s, set by submissions/accepted/slow.py, which needs 3" in out
    assert out.endswith("3 agree, 0 disagree, 0 skipped (language not installed)\n")
    assert status == 0


def test_a_slow_submission_that_is_not_slow_enough_refuses_the_package(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    changes = {
        "problem.yaml": UNSTATED_YAML,
        "submissions/time_limit_exceeded/quick.py": "print(0)\n",
    }
    package = read(write_package(tmp_path / "p", MODERN, changes))
    verifier = PackageVerifier(sandbox=sandbox, choice=LanguageChoice(), jobs=1)

    with pytest.raises(PackageRefused, match=r"quick\.py: must be too slow, but needs"):
        verifier.prepare(package)


def test_verifying_by_hand_judges_it_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = {
        "problem.yaml": UNSTATED_YAML,
        "submissions/time_limit_exceeded/quick.py": "print(0)\n",
    }
    path = write_package(tmp_path / "p", MODERN, changes)

    status = main(["verify", str(path)])

    out = capsys.readouterr().out
    assert "warning: submissions/time_limit_exceeded/quick.py: must be too slow" in out
    assert "FAIL  time_limit_exceeded/quick.py" in out
    assert "ok    accepted/" in out
    assert status == EXIT_DISAGREES


def test_the_legacy_formats_only_warn_of_that(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    changes = {
        "problem.yaml": "name: Sums\n",
        "submissions/time_limit_exceeded/quick.py": "print(0)\n",
    }
    package = read(write_package(tmp_path / "p", LEGACY, changes))
    verifier = PackageVerifier(sandbox=sandbox, choice=LanguageChoice(), jobs=1)

    prepared = verifier.prepare(package)

    assert prepared.package.limits.cpu_time_ms == 1000
    assert "must be too slow" in prepared.warnings[0].message


def test_included_files_do_not_count_for_the_limit_on_the_source(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    changes = {
        "problem.yaml": MODERN_YAML + "  code: 1\n",
        "include/python3/main.py": f"# {'x' * 2000}\nimport sum\n",
        "include/default/main.py": "raise SystemExit(1)\n",
    }
    package = read(write_package(tmp_path / "p", MODERN, changes))
    verifier = PackageVerifier(sandbox=sandbox, choice=LanguageChoice(), jobs=1)

    results = list(verifier.verify(package))

    assert [result.actual for result in results] == ["AC"]


def test_an_input_validator_may_be_written_for_testlib(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    source = (
        '#include "testlib.h"\nint main() { registerValidation(); inf.readInt(0, 9, "a");'
        ' inf.readSpace(); inf.readInt(0, 9, "b"); inf.readEoln(); inf.readEof(); }'
    )
    changes: Changes = {
        "input_validators/validate.cpp": source,
        "data/invalid_input/large.in": "3 44\n",
    }
    good = read(write_package(tmp_path / "good", MODERN, changes))
    bad = read(write_package(tmp_path / "bad", MODERN, {**changes, "data/secret/1.in": "3  4\n"}))

    check_inputs(good, sandbox)
    with pytest.raises(PackageRefused) as refused:
        check_inputs(bad, sandbox)

    (problem,) = refused.value.problems
    assert problem.file == "data/secret/1.in"
    assert "FAIL Unexpected white-space - token expected (stdin, line 1)" in problem.message
