"""A package's own output validator: what is read, what is refused, and what judgehosts get."""

from pathlib import Path

import pytest

from judging.packages import (
    PackageRefused,
    build_test_package,
    export_package,
    extract_test_package,
    read,
)
from judging.packages.manifest import ValidatorFlags
from tests.judging.packages.support import (
    LEGACY,
    LEGACY_YAML,
    MODERN,
    MODERN_YAML,
    Changes,
    write_package,
)

CUSTOM_YAML = LEGACY_YAML + "validation: custom\n"
ACCEPTS = "import sys\nsys.exit(42)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sums"


@pytest.mark.parametrize(
    ("changes", "language", "files"),
    [
        ({"output_validator/check.py": ACCEPTS}, "python3", {"check.py"}),
        (
            {
                "output_validator/check.cpp": '#include "more.h"\n',
                "output_validator/more.h": "",
                "output_validator/README.md": "How it works.",
            },
            "cpp20",
            {"check.cpp", "more.h"},
        ),
        (
            {"output_validator/a.cpp": "int main() {}", "output_validator/b.cpp": ""},
            "cpp20",
            {"a.cpp", "b.cpp"},
        ),
        ({"output_validator/check/Check.java": "class Check {}"}, "java17", {"Check.java"}),
    ],
)
def test_a_2025_09_package_may_bring_a_validator(
    folder: Path, changes: Changes, language: str, files: set[str]
) -> None:
    package = read(write_package(folder, MODERN, changes))

    assert package.validator is not None
    assert package.validator.kind == "custom"
    assert package.validator.language == language
    assert set(package.validator.files) == files


def test_an_interactive_package_has_an_interactor(folder: Path) -> None:
    changes = {
        "problem.yaml": MODERN_YAML + "type: [pass-fail, interactive]\n",
        "output_validator/talk.py": ACCEPTS,
    }

    package = read(write_package(folder, MODERN, changes))

    assert package.validator is not None
    assert package.validator.kind == "interactive"


@pytest.mark.parametrize(
    ("words", "kind"), [("custom", "custom"), ("custom interactive", "interactive")]
)
def test_a_legacy_package_says_how_its_validator_works(folder: Path, words: str, kind: str) -> None:
    changes = {
        "problem.yaml": LEGACY_YAML + f"validation: {words}\n",
        "output_validators/check/check.py": ACCEPTS,
    }

    package = read(write_package(folder, LEGACY, changes))

    assert package.validator is not None
    assert package.validator.kind == kind


def test_a_legacy_package_may_have_several_validators(folder: Path, tmp_path: Path) -> None:
    changes: Changes = {
        "problem.yaml": CUSTOM_YAML,
        "output_validators/syntax.py": ACCEPTS,
        "output_validators/value/check.cpp": '#include "testlib.h"\nint main() {}',
        "output_validators/notes/plan.pdf": "",
    }

    package = read(write_package(folder, LEGACY, changes))
    built = build_test_package(package, tmp_path)
    tests = extract_test_package(built.path, tmp_path / "out/package", built.sha256)

    assert [one.protocol for one in tests.manifest.validation.others] == ["testlib"]
    assert tests.validator_files() == {"syntax.py": ACCEPTS}
    assert set(tests.other_validator_files(0)) == {"check.cpp"}
    with pytest.raises(PackageRefused, match="one output validator"):
        export_package(package, "2025-09", tmp_path)
    exported = read(export_package(package, "legacy-icpc", tmp_path).path)
    assert exported.validator is not None
    assert len(exported.validator.others) == 1


def test_a_legacy_validator_without_effect_is_a_warning(folder: Path) -> None:
    package = read(write_package(folder, LEGACY, {"output_validators/check.py": ACCEPTS}))

    assert package.validator is None
    assert any("has no effect" in str(warning) for warning in package.warnings)


@pytest.mark.parametrize(
    "files",
    [
        {"output_validator/check/main.cpp": "", "output_validator/check/lib/a.h": ""},
        {"output_validator/main.cpp": "", "output_validator/lib/a.h": ""},
        {"output_validator/main.cpp": "", "output_validator/lib/a.c": ""},
    ],
)
def test_a_validator_may_have_directories(folder: Path, files: Changes) -> None:
    validator = read(write_package(folder, MODERN, files)).validator

    assert validator is not None
    assert validator.language == "cpp20"
    assert {name.partition(".")[0] for name in validator.files} == {"main", "lib/a"}


def test_arguments_of_an_own_validator_are_its_own_affair(folder: Path) -> None:
    changes = {
        "output_validator/check.py": ACCEPTS,
        "data/secret/test_group.yaml": "output_validator_args: [fuzzy, '2 words']\n",
        "data/secret/2.in": "1 1\n",
        "data/secret/2.ans": "2\n",
        "data/secret/2.yaml": "output_validator_args: case_sensitive\n",
    }

    cases = {case.name: case for case in read(write_package(folder, MODERN, changes)).test_cases}

    assert cases["sample/1"].validator_args == ()
    assert cases["secret/1"].validator_args == ("fuzzy", "2 words")
    assert cases["secret/2"].validator_args == ("case_sensitive",)
    assert cases["secret/2"].validator_flags == ValidatorFlags()


def test_legacy_arguments_are_the_problems_and_then_the_nearest_groups(folder: Path) -> None:
    changes = {
        "problem.yaml": CUSTOM_YAML + "validator_flags: --all 1\n",
        "output_validators/check.py": ACCEPTS,
        "data/secret/testdata.yaml": "output_validator_flags: --group 'a b'\n",
    }

    cases = {case.name: case for case in read(write_package(folder, LEGACY, changes)).test_cases}

    assert cases["sample/1"].validator_args == ("--all", "1")
    assert cases["secret/1"].validator_args == ("--all", "1", "--group", "a b")


MODERN_REFUSALS: dict[str, tuple[Changes, str, str]] = {
    "interactive without interactor": (
        {"problem.yaml": MODERN_YAML + "type: interactive\n"},
        "output_validator",
        "add its source files",
    ),
    "unknown language": (
        {"output_validator/check.cob": "x"},
        "output_validator",
        "one language of this site",
    ),
    "two languages": (
        {"output_validator/a.py": ACCEPTS, "output_validator/b.cpp": "int main() {}"},
        "output_validator",
        "one language of this site",
    ),
    "too deep sources": (
        {"output_validator/a/1/2/3/4/5/6/7/8/check.py": ACCEPTS},
        "output_validator/a/1/2/3/4/5/6/7/8/check.py",
        "can't have this name",
    ),
    "several directories": (
        {"output_validator/a/a.py": ACCEPTS, "output_validator/b/b.py": ACCEPTS},
        "output_validator",
        "several output validators",
    ),
    "too large": (
        {"output_validator/check.py": "#" * (1024 * 1024 + 1)},
        "output_validator",
        "it may have 1048576",
    ),
    "too many files": (
        {f"output_validator/part{number}.py": "" for number in range(65)},
        "output_validator",
        "65 files",
    ),
}
LEGACY_REFUSALS: dict[str, tuple[Changes, str, str]] = {
    "no validator": ({"problem.yaml": CUSTOM_YAML}, "output_validators", "add its source files"),
    "unknown word": (
        {
            "problem.yaml": LEGACY_YAML + "validation: custom telepathic\n",
            "output_validators/check.py": ACCEPTS,
        },
        "problem.yaml:4",
        "custom interactive",
    ),
    "two interactors": (
        {
            "problem.yaml": LEGACY_YAML + "validation: custom interactive\n",
            "output_validators/a.py": ACCEPTS,
            "output_validators/b.py": ACCEPTS,
        },
        "output_validators",
        "a.py, b.py",
    ),
}


@pytest.mark.parametrize("name", MODERN_REFUSALS)
def test_a_2025_09_validator_is_refused(folder: Path, name: str) -> None:
    changes, place, message = MODERN_REFUSALS[name]

    with pytest.raises(PackageRefused) as refused:
        read(write_package(folder, MODERN, changes))

    (problem,) = refused.value.problems
    assert str(problem).startswith(f"{place}: ")
    assert message in problem.message


@pytest.mark.parametrize("name", LEGACY_REFUSALS)
def test_a_legacy_validator_is_refused(folder: Path, name: str) -> None:
    changes, place, message = LEGACY_REFUSALS[name]

    with pytest.raises(PackageRefused) as refused:
        read(write_package(folder, LEGACY, changes))

    (problem,) = refused.value.problems
    assert str(problem).startswith(f"{place}: ")
    assert message in problem.message


def test_a_validator_may_bring_its_own_testlib(folder: Path) -> None:
    changes = {
        "output_validator/check.cpp": '#include "testlib.h"\nint main() {}',
        "output_validator/testlib.h": "",
    }

    package = read(write_package(folder, MODERN, changes))

    assert package.validator is not None
    assert set(package.validator.files) == {"check.cpp", "testlib.h"}
    assert package.validator.protocol == "icpc"


def test_a_validator_without_it_speaks_as_testlib_does(folder: Path) -> None:
    source = '// x\n # include "testlib.h"\nint main() {}'

    package = read(write_package(folder, MODERN, {"output_validator/check.cpp": source}))

    assert package.validator is not None
    assert package.validator.protocol == "testlib"


def test_judgehosts_get_the_sources_with_constants_filled_in(folder: Path, tmp_path: Path) -> None:
    changes = {
        "problem.yaml": MODERN_YAML + "constants: {most: 7}\n",
        "output_validator/check.py": "MOST = {{most}}\n",
        "output_validator/other.py": "",
        "data/secret/1.yaml": "output_validator_args: [a]\n",
    }
    built = build_test_package(read(write_package(folder, MODERN, changes)), tmp_path)

    package = extract_test_package(built.path, tmp_path / "out", built.sha256)

    validation = package.manifest.validation
    assert (validation.kind, validation.language) == ("custom", "python3")
    assert validation.files == ("check.py", "other.py")
    assert package.validator_files() == {"check.py": "MOST = 7\n", "other.py": ""}
    assert [case.validator_args for case in package.manifest.test_cases] == [(), ("a",)]
