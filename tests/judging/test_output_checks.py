"""Output validators are tried before a submission waits: they compile, and judge rightly."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.output_checks import check_outputs
from judging.packages import PackageRefused, read
from judging.sandbox.box import KeptBoxSandbox
from tests.judging.packages.support import (
    LEGACY,
    LEGACY_YAML,
    MODERN,
    MODERN_YAML,
    Changes,
    write_package,
)
from tests.judging.sandbox.support import needs_sandbox

VALIDATOR = (
    "import sys\nsum_ = int(open(sys.argv[2]).read())\nsaid = sys.stdin.read().split()\n"
    "most = int(sys.argv[4]) if len(sys.argv) > 4 else 0\n"
    "print('said', said, file=sys.stderr)\n"
    "sys.exit(42 if len(said) == 1 and abs(int(said[0]) - sum_) <= most else 43)"
)


def outputs_of(directory: str, **outputs: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for name, output in outputs.items():
        place = f"data/{directory}/{name}"
        made |= {f"{place}.in": "3 4\n", f"{place}.ans": "7\n", f"{place}.out": output}
    return made


@pytest.fixture(scope="module")
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    with KeptBoxSandbox() as made:
        yield made


def test_outputs_are_judged_as_the_package_says(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    changes: Changes = {
        "output_validator/check.py": VALIDATOR,
        **outputs_of("valid_output", exact="7\n", near="8\n"),
        **outputs_of("invalid_output", far="9\n", two="7 7\n"),
        "data/valid_output/near.yaml": "output_validator_args: ['1']\n",
    }

    package = read(write_package(tmp_path / "sums", MODERN, changes))

    assert len(package.output_tests) == 4
    check_outputs(package, sandbox)


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        (
            {"output_validator/check.py": VALIDATOR, **outputs_of("valid_output", a="8\n")},
            "data/valid_output/a.out",
            "rejects this valid output (said ['8'])",
        ),
        (
            {"output_validator/check.py": VALIDATOR, **outputs_of("invalid_output", a="7\n")},
            "data/invalid_output/a.out",
            "accepts this invalid output",
        ),
        (
            {"output_validator/check.py": VALIDATOR, **outputs_of("invalid_output", a="x\n")},
            "data/invalid_output/a.out",
            "exited with 1",
        ),
        (
            outputs_of("invalid_output", a=" 7\n"),
            "data/invalid_output/a.out",
            "accepts this invalid output",
        ),
        ({"data/sample/1.out": "4\n"}, "data/sample/1.out", "rejects this valid output"),
        (
            {"output_validator/check.cpp": "int main() { return 42 }"},
            "output_validator/check.cpp",
            "the validator does not compile",
        ),
        (
            {
                "problem.yaml": MODERN_YAML + "type: interactive\n",
                "output_validator/check.cpp": "int main() { return 42 }",
            },
            "output_validator/check.cpp",
            "the validator does not compile",
        ),
    ],
)
def test_a_validator_that_judges_otherwise_refuses_its_package(
    sandbox: KeptBoxSandbox, tmp_path: Path, changes: Changes, path: str, message: str
) -> None:
    package = read(write_package(tmp_path / "sums", MODERN, changes))

    with pytest.raises(PackageRefused) as refused:
        check_outputs(package, sandbox)

    (problem,) = refused.value.problems
    assert problem.file == path
    assert message in problem.message


def test_an_output_needs_its_input_and_answer(tmp_path: Path) -> None:
    changes: Changes = {"data/invalid_output/a.out": "1\n", "data/invalid_output/a.in": "1\n"}

    with pytest.raises(PackageRefused, match=r"data/invalid_output/a\.ans is missing"):
        read(write_package(tmp_path / "sums", MODERN, changes))


def test_conversations_are_shown_in_place_of_samples(tmp_path: Path) -> None:
    changes: Changes = {
        "problem.yaml": MODERN_YAML + "type: interactive\n",
        "output_validator/talk.py": "",
        "data/sample/1.interaction": "< 3\n> 4\n",
    }

    (sample,) = read(write_package(tmp_path / "sums", MODERN, changes)).samples()

    assert (sample.name, sample.input, sample.interaction) == ("1", "", "< 3\n> 4\n")


def test_a_legacy_conversation_needs_no_test_case(tmp_path: Path) -> None:
    changes: Changes = {
        "problem.yaml": "name: Sums\nlimits: {time_limit: 1}\nvalidation: custom interactive\n",
        "output_validators/talk.py": "",
        "data/sample/0.interaction": "> 4\n",
    }

    samples = read(write_package(tmp_path / "sums", LEGACY, changes)).samples()

    assert [(one.name, one.interaction) for one in samples] == [("0", "> 4\n"), ("1", "")]


def test_conversations_elsewhere_have_no_meaning(tmp_path: Path) -> None:
    package = read(write_package(tmp_path / "sums", MODERN, {"data/sample/1.interaction": ""}))

    assert package.interactions == {}
    assert any("has no meaning" in str(warning) for warning in package.warnings)


def test_answers_that_samples_show_must_be_accepted(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    # given an answer file that only tells the validator something, and is shown all the same
    changes: Changes = {
        "output_validator/check.py": "raise SystemExit(43 if '?' in input() else 42)\n",
        "data/sample/1.ans": "?\n",
    }
    package = read(write_package(tmp_path / "sums", MODERN, changes))

    with pytest.raises(PackageRefused, match=r"data/sample/1\.ans: .* rejects this valid output"):
        check_outputs(package, sandbox)

    # when something else is shown, then that is judged
    write_package(tmp_path / "sums", {}, {"data/sample/1.out": "3\n"})
    assert check_outputs(read(tmp_path / "sums"), sandbox) == ()


def test_a_legacy_package_is_only_warned_of_such_an_answer(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    changes: Changes = {
        "problem.yaml": LEGACY_YAML + "validation: custom\n",
        "output_validators/check.py": "raise SystemExit(43)\n",
    }
    package = read(write_package(tmp_path / "sums", LEGACY, changes))

    (warning,) = check_outputs(package, sandbox)

    assert "data/sample/1.ans: the output validator rejects" in str(warning)
