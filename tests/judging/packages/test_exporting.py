"""Export to a format, and the round trip: import, export, import."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from judging.__main__ import main
from judging.packages import (
    PackageRefused,
    SourcePackage,
    build_test_package,
    export_package,
    read,
)
from tests.judging.packages.support import (
    LEGACY,
    LEGACY_YAML,
    MODERN,
    MODERN_YAML,
    Changes,
    write_package,
)
from tests.judging.packages.test_other_formats import POLYGON

PACKAGES = sorted(
    path.parent for path in (Path(__file__).parents[2] / "packages").glob("*/problem.yaml")
)
NOT_IN_LEGACY = {
    "lexicon": "has no arguments and no files",
    "postcard": "has no multi-pass problems",
    "queens": "has no problems that ask for answers",
}
GRADED_IN_LEGACY = {"gains", "jury"}
GRADED_IN_2025_09 = {"beads", "murmur", "numerals", "parcels", "terse"}
"""Packages with points go out in their own format only."""
WORTH_A_TEST: dict[str, tuple[Any, Changes]] = {
    "validator arguments": (
        MODERN,
        {
            "problem.yaml": MODERN_YAML + "license: cc0\nrights_owner: Ada\nsource: Here, 2025\n"
            "credits: {authors: [Ada, Grace]}\nkeywords: [a, b]\n"
            "constants: {most: {value: 9, word: nine}, least: 1}\n",
            "data/sample/test_group.yaml": "output_validator_args: [case_sensitive]\n",
            "data/secret/test_group.yaml": "output_validator_args: [float_tolerance, 1e-6]\n"
            "input_validator_args: {validate.py: [--small, 'a b']}\n",
            "data/sample/1.in.statement": "shown\n",
            "attachments/a/b.txt": "x",
            "generators/g.py": "x",
            "include/python3/helper.py": "x",
            "data/invalid_input/1.in": "x",
        },
    ),
    "unstated time limit": (
        LEGACY,
        {"problem.yaml": "name: 안녕\nlimits: {time_multiplier: 3, memory: 128, output: 2}\n"},
    ),
    "groups": (
        LEGACY,
        {
            "problem.yaml": LEGACY_YAML + "validator_flags: space_change_sensitive\n",
            "data/secret/1.in": None,
            "data/secret/1.ans": None,
            "data/secret/g1/1.in": "1 1\n",
            "data/secret/g1/1.ans": "2\n",
            "data/secret/g1/1.desc": "Small: 'quoted' & odd\n",
            "data/secret/g2/1.in": "1 2\n",
            "data/secret/g2/1.ans": "3\n",
            "data/secret/g2/testdata.yaml": "output_validator_flags: case_sensitive\n",
            "problem_statement/problem.tex": r"\problemname{Sums}",
            "problem_statement/problem.md": None,
            "problem_statement/picture.png": b"\x89PNG",
            "submissions/wrong_answer/two/a.py": "a",
            "submissions/wrong_answer/two/b.py": "b",
        },
    ),
    "polygon": (POLYGON, {}),
}


def content(package: SourcePackage, *, of_any_format: bool) -> dict[str, Any]:
    """All that a package says, without where its files lie.

    ``of_any_format``: only what every format can say.
    """
    values = {field.name: getattr(package, field.name) for field in fields(package)}
    for name in ("tree", "warnings"):
        del values[name]
    values["submissions"] = {
        (one.path, one.language, tuple(sorted(package.submission_files(one).items())))
        for one in package.submissions
    }
    if not of_any_format:
        values["expectations"] = [one.expectations for one in package.submissions]
        return values
    for name in ("format_version", "languages", "constants", "invalid_inputs"):
        del values[name]
    # In the legacy formats, a space separates keywords.
    values["keywords"] = [keyword.replace(" ", "-") for keyword in package.keywords]
    rule = values.pop("time_limit")
    values["time_limit"] = (rule.is_stated, rule.ac_to_time_limit, rule.time_limit_to_tle)
    values["statements"] = [
        (one.language, one.kind, one.markdown or package.tree.read_bytes(one.path))
        for one in package.statements
    ]
    values["statement_files"] = len(package.statement_files)
    values["test_cases"] = [
        (
            case.name,
            case.validator_flags,
            case.validator_args,
            case.args,
            sorted(case.files),
            case.description,
        )
        for case in package.test_cases
    ]
    if package.validator is not None:
        validator = package.validator
        values["validator"] = (validator.kind, validator.language, package.validator_files())
    values["samples"] = package.samples()
    values["input_validators"] = [
        (one.name, package.program_files(one)) for one in package.input_validators
    ]
    values["included_files"] = {
        key: {name: package.filled_in(path) for name, path in files.items()}
        for key, files in package.included_files.items()
    }
    return values


def assert_round_trip(package: SourcePackage, format_version: str, folder: Path) -> None:
    for name in ("first", "second", "built"):
        (folder / name).mkdir()
    first = export_package(package, format_version, folder / "first")
    again = read(first.path, for_judging_only=True)
    second = export_package(again, format_version, folder / "second")

    is_same_format = package.format_version == format_version
    assert again.format_version == format_version
    if package.format_version != "polygon":
        assert content(again, of_any_format=not is_same_format) == content(
            package, of_any_format=not is_same_format
        )
    assert content(read(second.path, for_judging_only=True), of_any_format=False) == content(
        again, of_any_format=False
    )
    assert first.path.read_bytes() == second.path.read_bytes()
    built = build_test_package(package, folder / "built").sha256
    assert build_test_package(again, folder / "built").sha256 == built


@pytest.mark.parametrize("format_version", ["2025-09", "legacy-icpc"])
@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_our_packages_make_the_round_trip(tmp_path: Path, path: Path, format_version: str) -> None:
    if path.name in (GRADED_IN_LEGACY | GRADED_IN_2025_09 | {"sirens"}):
        pytest.skip("has a test of its own")
    if format_version == "legacy-icpc" and path.name in NOT_IN_LEGACY:
        with pytest.raises(PackageRefused, match=NOT_IN_LEGACY[path.name]):
            export_package(read(path), format_version, tmp_path)
        assert list(tmp_path.iterdir()) == []
    else:
        assert_round_trip(read(path), format_version, tmp_path)


@pytest.mark.parametrize(
    ("name", "format_version"),
    [
        *((name, "legacy") for name in sorted(GRADED_IN_LEGACY | {"sirens"})),
        *((name, "2025-09") for name in sorted(GRADED_IN_2025_09)),
        ("sirens", "legacy-icpc"),
    ],
)
def test_points_make_the_round_trip_in_their_own_format(
    tmp_path: Path, name: str, format_version: str
) -> None:
    package = read(PACKAGES[0].parent / name)
    (tmp_path / "out").mkdir()

    exported = export_package(package, format_version, tmp_path / "out")

    again = read(exported.path)
    assert again.grading == package.grading
    assert [one.expectations for one in again.submissions] == [
        one.expectations for one in package.submissions
    ]
    built = build_test_package(package, tmp_path).sha256
    assert build_test_package(again, tmp_path).sha256 == built


@pytest.mark.parametrize(
    ("name", "format_version", "message"),
    [
        ("gains", "2025-09", "by points"),
        ("gains", "legacy-icpc", "pass-fail only"),
        ("numerals", "legacy-icpc", "by points"),
        ("numerals", "legacy", "by points"),
        ("sirens", "2025-09", "by groups with rules"),
    ],
)
def test_points_are_not_said_in_another_format(
    tmp_path: Path, name: str, format_version: str, message: str
) -> None:
    with pytest.raises(PackageRefused, match=message):
        export_package(read(PACKAGES[0].parent / name), format_version, tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_version", ["2025-09", "legacy-icpc"])
@pytest.mark.parametrize("name", WORTH_A_TEST)
def test_a_package_makes_the_round_trip(tmp_path: Path, name: str, format_version: str) -> None:
    base, changes = WORTH_A_TEST[name]
    folder = write_package(tmp_path / "sums", base, changes)

    assert_round_trip(read(folder, for_judging_only=True), format_version, tmp_path)


@pytest.mark.parametrize(
    ("base", "changes", "format_version", "message"),
    [
        (
            MODERN,
            {
                "data/secret/2.in": "",
                "data/secret/2.ans": "",
                "data/secret/2.yaml": "output_validator_args: [case_sensitive]\n",
            },
            "legacy-icpc",
            "one setting for all of data/secret",
        ),
        (MODERN, {"include/default/a.py": ""}, "legacy-icpc", "no such directory"),
        (
            LEGACY,
            {"data/secret/g/1.in": "", "data/secret/g/1.ans": ""},
            "2025-09",
            "but not both",
        ),
        (
            MODERN,
            {"data/secret/1.yaml": "input_validator_args: {a: [x], b: [y]}\n"},
            "legacy-icpc",
            "for one input validator",
        ),
    ],
)
def test_what_a_format_can_not_hold_is_refused(
    tmp_path: Path, base: Any, changes: Changes, format_version: str, message: str
) -> None:
    package = read(write_package(tmp_path / "sums", base, changes))
    (tmp_path / "out").mkdir()

    with pytest.raises(PackageRefused, match=message):
        export_package(package, format_version, tmp_path / "out")

    assert list((tmp_path / "out").iterdir()) == []


def test_the_command_says_what_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    yaml = MODERN_YAML + "languages: [cpp]\n"
    folder = write_package(
        tmp_path / "sums", MODERN, {"problem.yaml": yaml, "solution/solution.md": "x"}
    )

    status = main(["export", str(folder), "--format", "legacy-icpc", "--into", str(tmp_path)])

    said = capsys.readouterr()
    assert (status, said.out) == (0, f"{tmp_path / 'sums.zip'}\n")
    assert "can't restrict languages" in said.err
    assert "solution/solution.md: has no place in legacy-icpc" in said.err


def test_the_command_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_package(tmp_path / "sums", MODERN, {"data/secret/1.ans": None})

    status = main(["export", str(folder), "--format", "2025-09", "--into", str(tmp_path)])

    assert status == 2
    assert "its answer data/secret/1.ans is missing" in capsys.readouterr().err
