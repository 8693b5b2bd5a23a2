"""What published collections hold beyond the formats' letter, and what is made of it."""

from pathlib import Path

import pytest

from judging.packages import PackageRefused, SourcePackage, export_package, read
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


def test_a_source_url_of_the_draft_is_warned_of_in_2025_09_too(folder: Path) -> None:
    changes: Changes = {
        "problem.yaml": MODERN_YAML + "source: NCPC\nsource_url: https://example.org\n"
    }

    package = read(write_package(folder, MODERN, changes))

    assert warned(package, "source_url: is of an earlier draft")


def test_a_link_to_a_directory_of_the_package_stands_for_its_files(folder: Path) -> None:
    write_package(
        folder, LEGACY, {"data/secret/deep/2.in": "1 1\n", "data/secret/deep/2.ans": "2\n"}
    )
    (folder / "data/secret/again").symlink_to("deep")
    (folder / "input_format_validators").symlink_to("input_validators")

    package = read(folder)

    assert [case.name for case in package.test_cases] == [
        "sample/1",
        "secret/1",
        "secret/again/2",
        "secret/deep/2",
    ]
    assert b"".join(package.tree.chunks("data/secret/again/2.ans")) == b"2\n"


@pytest.mark.parametrize("target", ["..", ".", "../..", "data", "/etc", "missing"])
def test_a_link_never_leads_out_or_round_in_circles(folder: Path, target: str) -> None:
    write_package(folder, LEGACY)
    link = folder / "data/link"
    link.symlink_to(target)

    if target == ".":
        assert all(path.count("link") <= 1 for path in read(folder).tree.sizes)
        return
    with pytest.raises(PackageRefused, match="symbolic links"):
        read(folder)


@pytest.mark.parametrize(
    ("words", "kind", "passes"),
    [
        ("type: interactive\n", "interactive", 1),
        ("type: pass-fail interactive multi-pass\nvalidation: custom\n", "interactive", 2),
        ("type: [pass-fail, multi-pass]\n", "custom", 2),
        ("validation: interactive\n", "interactive", 1),
        ("validation: interactive custom\n", "interactive", 1),
    ],
)
def test_a_legacy_package_may_say_its_kind_in_newer_words(
    folder: Path, words: str, kind: str, passes: int
) -> None:
    changes: Changes = {
        "problem.yaml": LEGACY_YAML + words,
        "output_validators/check.py": "raise SystemExit(42)\n",
    }

    validator = read(write_package(folder, LEGACY, changes)).validator

    assert validator is not None
    assert (validator.kind, validator.passes) == (kind, passes)


@pytest.mark.parametrize("name", ["02 large", "n=10,m=5", "(random)", "[7] x+y", "50%~a&b", "x'y"])
def test_a_legacy_test_case_may_be_called_anything_plain(folder: Path, name: str) -> None:
    changes = {f"data/secret/{name}.in": "1 2\n", f"data/secret/{name}.ans": "3\n"}

    package = read(write_package(folder, LEGACY, changes))

    assert f"secret/{name}" in [case.name for case in package.test_cases]
    with pytest.raises(PackageRefused, match="allowed in names"):
        export_package(package, "2025-09", folder.parent)


def test_a_newer_package_is_read_without_what_its_format_does_not_name(folder: Path) -> None:
    changes = {"data/secret/my case.in": "1 2\n", "data/secret/my case.ans": "3\n"}

    package = read(write_package(folder, MODERN, changes))

    assert [case.name for case in package.test_cases] == ["sample/1", "secret/1"]
    assert warned(package, "data/secret/my case.in: the format does not allow this name")


def test_groups_of_a_draft_may_stand_anywhere_where_they_change_nothing(folder: Path) -> None:
    changes = {
        "problem.yaml": MODERN_YAML.replace("2025-09", "2023-07-draft"),
        "data/secret/group/2.in": "1 2\n",
        "data/secret/group/2.ans": "3\n",
    }

    package = read(write_package(folder, MODERN, changes))

    assert len(package.test_cases) == 3
    assert warned(package, "but not both")


def test_an_expectation_of_test_cases_that_are_not_there_expects_nothing(folder: Path) -> None:
    text = "accepted/*:\n  secret/9:\n    required: [WA]\n"

    package = read(write_package(folder, MODERN, {"submissions/submissions.yaml": text}))

    assert warned(package, "secret/9: matches no test case")
    (submission,) = package.submissions
    assert [one.stated_by for one in submission.expectations] == ["submissions/accepted"]


def test_invalid_inputs_have_arguments_of_their_own(folder: Path) -> None:
    changes = {
        "data/invalid_input/a.in": "x\n",
        "data/invalid_input/b.in": "x\n",
        "data/invalid_input/a.yaml": "input_validator_args: [--strict]\n",
        "data/invalid_input/test_group.yaml": "input_validator_args: [--small]\n",
    }

    package = read(write_package(folder, MODERN, changes))

    assert [one.input_validator_args for one in package.invalid_inputs] == [
        {"*": ("--strict",)},
        {"*": ("--small",)},
    ]
