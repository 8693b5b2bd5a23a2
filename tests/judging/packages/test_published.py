"""What published collections hold beyond the formats' letter, and what is made of it."""

from pathlib import Path

import pytest

from judging.packages import SourcePackage, read
from tests.judging.packages.support import (
    LEGACY,
    LEGACY_YAML,
    MODERN,
    MODERN_YAML,
    Changes,
    write_package,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sums"


def warned(package: SourcePackage, text: str) -> bool:
    return any(text in str(warning) for warning in package.warnings)


def test_a_link_to_a_file_of_the_package_stands_for_it(folder: Path) -> None:
    write_package(folder, MODERN, {"submissions/accepted/a.py": "print(3)\n"})
    (folder / "submissions/wrong_answer").mkdir(parents=True, exist_ok=True)
    (folder / "submissions/wrong_answer/b.py").symlink_to("../accepted/a.py")

    package = read(folder)

    linked = next(s for s in package.submissions if s.path == "wrong_answer/b.py")
    assert package.submission_files(linked) == {"b.py": b"print(3)\n"}


def test_a_legacy_package_may_have_no_statement_to_be_judged(folder: Path) -> None:
    package = read(write_package(folder, LEGACY, {"problem_statement/problem.md": None}))

    assert package.statements == ()
    assert warned(package, "no statement here")


def test_a_legacy_package_may_have_one_pdf_beside_its_metadata(folder: Path) -> None:
    changes: Changes = {"problem_statement/problem.md": None, "problem.pdf": b"%PDF-1.7\n"}

    package = read(write_package(folder, LEGACY, changes), for_judging_only=True)

    assert [(text.path, text.kind) for text in package.statements] == [("problem.pdf", "pdf")]
    assert list(package.names) == ["en"]


@pytest.mark.parametrize(
    "stated", ["timelimit='1.5'", 'color=red\ntimelimit = "1.5"', "timelimit=1.5"]
)
def test_a_legacy_time_limit_may_stand_in_domjudges_settings(folder: Path, stated: str) -> None:
    changes: Changes = {"problem.yaml": "name: Sums\n", "domjudge-problem.ini": f"{stated}\n"}

    package = read(write_package(folder, LEGACY, changes))

    assert package.limits.cpu_time_ms == 1500
    assert package.time_limit.is_stated


def test_a_legacy_validator_may_stand_in_the_newer_formats_directory(folder: Path) -> None:
    changes: Changes = {
        "problem.yaml": LEGACY_YAML + "validation: custom\n",
        "output_validator/check.py": "raise SystemExit(42)\n",
    }

    package = read(write_package(folder, LEGACY, changes))

    assert package.validator is not None
    assert package.validator.files == {"check.py": "output_validator/check.py"}


def test_a_name_without_language_is_that_of_every_statement(folder: Path) -> None:
    package = read(write_package(folder, MODERN, {"statement/problem.sv.md": "Summor\n"}))

    assert package.names == {"en": "Sums", "sv": "Sums"}
    assert warned(package, "taken for every statement")


def test_a_draft_may_have_the_keys_and_directories_of_its_youth(folder: Path) -> None:
    changes: Changes = {
        "problem.yaml": MODERN_YAML.replace("2025-09", "2023-07-draft")
        + "author: Ada\nsource: NCPC\nsource_url: https://example.org\n"
        "validation: custom interactive\n",
        "statement/problem.en.md": None,
        "problem_statement/problem.en.md": "Add.\n",
        "output_validators/check/check.py": "raise SystemExit(42)\n",
    }

    package = read(write_package(folder, MODERN, changes))

    assert [statement.path for statement in package.statements] == [
        "problem_statement/problem.en.md"
    ]
    assert package.validator is not None
    assert package.validator.kind == "interactive"
    assert warned(package, "author: is of an earlier draft")
