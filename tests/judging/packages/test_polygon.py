"""Polygon's packages in all their parts: programs, groups with points, statements, line ends."""

from pathlib import Path

import pytest

from judging.packages import PackageRefused, SourcePackage, build_test_package, export_package, read
from judging.packages.polygon_programs import language_of
from tests.judging.packages.support import Changes, write_package
from tests.judging.packages.test_other_formats import POLYGON, PROBLEM_XML

PACKAGES = Path(__file__).parents[2] / "packages"
CHECKER = '<checker type="testlib"><source path="files/check.cpp" type="cpp.g++17"/></checker>'
OWN_XML = PROBLEM_XML.replace(
    '<checker name="std::rcmp6.cpp" type="testlib"><source path="files/check.cpp"/></checker>',
    CHECKER,
)
CHECK = '#include "testlib.h"\nint main() {}'


def polygon(folder: Path, xml: str = OWN_XML, changes: Changes | None = None) -> SourcePackage:
    files = {"problem.xml": xml, "files/check.cpp": CHECK, **(changes or {})}
    return read(write_package(folder / "p", POLYGON, files), for_judging_only=True)


def test_a_checker_of_its_own_judges_with_the_packages_headers(tmp_path: Path) -> None:
    xml = OWN_XML.replace(
        "<assets>",
        '<files><resources><file path="files/testlib.h" type="h.g++"/>'
        '<file path="files/olymp.sty"/></resources></files><assets>',
    )

    package = polygon(tmp_path, xml, {"files/testlib.h": "", "files/olymp.sty": ""})

    assert package.validator is not None
    assert (package.validator.kind, package.validator.protocol) == ("custom", "testlib")
    assert set(package.validator.files) == {"check.cpp", "testlib.h"}


def test_a_standard_checker_needs_no_source(tmp_path: Path) -> None:
    xml = PROBLEM_XML.replace("std::rcmp6.cpp", "std::lcmp.cpp")

    package = polygon(tmp_path, xml, {"files/check.cpp": None})

    assert package.validator is not None
    assert b"testlib.h" in package.validator_files()["lcmp.cpp"]
    manifest = build_test_package(package, tmp_path).manifest
    assert manifest.validation.files == ("lcmp.cpp",)


def test_an_interactor_has_a_checker_beside_it() -> None:
    package = read(PACKAGES / "hotcold", for_judging_only=True)

    assert package.validator is not None
    assert package.validator.kind == "interactive"
    assert set(package.checker_files()) == {"check.cpp"}
    (sample,) = package.samples()
    assert sample.input == "lower\nhigher\nfound\n"


def test_a_program_may_be_in_any_language_with_more_of_its_sources(tmp_path: Path) -> None:
    xml = PROBLEM_XML.replace(
        '<checker name="std::rcmp6.cpp" type="testlib"><source path="files/check.cpp"/></checker>',
        '<checker><source path="files/Check.java" type="java11"/></checker>',
    ).replace(
        "<assets>", '<files><resources><file path="files/Lib.java"/></resources></files><assets>'
    )

    package = polygon(tmp_path, xml, {"files/Check.java": "class Check {}", "files/Lib.java": ""})

    assert package.validator is not None
    assert (package.validator.language, package.validator.protocol) == ("java17", "testlib")
    assert list(package.validator.files) == ["Lib.java", "Check.java"]


def test_groups_and_points_become_test_data_groups() -> None:
    package = read(PACKAGES / "ledger", for_judging_only=True)

    groups = {group.name: group for group in package.grading.groups}
    assert package.grading.max_score == 100
    assert [(one.name, one.max_score, one.score_rule) for one in package.grading.groups] == [
        ("", 100, "sum"),
        ("sample", 0, "sum"),
        ("secret", 100, "sum"),
        ("secret/01-1", 20, "all"),
        ("secret/02-2", 50, "all"),
        ("secret/03-3", 30, "sum"),
    ]
    assert groups["secret/01-1"].required_groups == ("sample",)
    assert groups["secret/02-2"].required_groups == ("secret/01-1",)
    assert groups["secret/03-3"].accept_score == 10
    assert package.test_cases[2].name == "secret/01-1/03"
    assert package.test_cases[2].input_validator_args["*"] == ("--testset", "tests", "--group", "1")


def test_tests_of_one_group_may_be_worth_different_points(tmp_path: Path) -> None:
    tests = '<test method="manual" sample="true" points="2"/><test method="manual" points="3"/>'
    start = PROBLEM_XML.index("<tests>") + len("<tests>")
    xml = PROBLEM_XML[:start] + tests + PROBLEM_XML[PROBLEM_XML.index("</tests>") :]

    package = polygon(tmp_path, xml)

    assert [case.name for case in package.test_cases] == [
        "sample/01",
        "secret/01-tests/1/01",
        "secret/01-tests/2/02",
    ]
    assert [(one.name, one.accept_score) for one in package.grading.groups[3:]] == [
        ("secret/01-tests", 1),
        ("secret/01-tests/1", 2),
        ("secret/01-tests/2", 3),
    ]
    assert package.grading.max_score == 5


def test_a_dependency_on_nothing_is_a_problem(tmp_path: Path) -> None:
    groups = (
        '</tests><groups><group name="g" points-policy="complete-group"><dependencies>'
        '<dependency group="h"/></dependencies></group></groups>'
    )
    xml = PROBLEM_XML.replace("</tests>", groups).replace('cmd="gen 1"', 'group="g" points="5"')

    with pytest.raises(PackageRefused, match="depends on 'h', which does not exist"):
        polygon(tmp_path, xml)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1 2\r\n3\r\n", b"1 2\n3\n"),
        ("1 2\n3\r\n", b"1 2\n3\r\n"),
        ("1\r\n" * 700_000, b"1\n" * 700_000),
        ("1" * 1_100_000, b"1" * 1_100_000),
        ("", b""),
    ],
)
def test_a_windows_package_has_unix_lines(tmp_path: Path, written: str, read_as: bytes) -> None:
    package = polygon(tmp_path, PROBLEM_XML, {"tests/02": written, "solutions/sum.py": "\r\n"})

    assert package.tree.read_bytes("tests/02") == read_as
    assert package.tree.read_bytes("solutions/sum.py") == b"\r\n"


def test_sections_make_a_statement(tmp_path: Path) -> None:
    package = read(PACKAGES / "seating", for_judging_only=True)

    assert package.names == {"en": "Seating", "ko": "자리 배치"}
    korean = package.tree.read_bytes(package.statements[1].path).decode()
    assert "한 줄로 앉히되" in korean
    assert korean.index("\\InputFile") < korean.index("\\OutputFile")


def test_what_is_compiled_with_solutions_goes_by_their_language(tmp_path: Path) -> None:
    file = (
        '<file for-types="cpp.*;java.*" path="files/grader.cpp" type="cpp.g++17"><stages>'
        '<stage name="COMPILE"/></stages><assets><asset name="solution"/></assets></file>'
    )
    xml = OWN_XML.replace("<assets>", f"<files><resources>{file}</resources></files><assets>", 1)

    package = polygon(tmp_path, xml, {"files/grader.cpp": "int main() {}"})

    assert package.included_files == {
        "cpp": {"grader.cpp": "files/grader.cpp"},
        "java": {"grader.cpp": "files/grader.cpp"},
    }


def test_validators_bring_inputs_that_they_must_reject() -> None:
    package = read(PACKAGES / "seating", for_judging_only=True)

    assert [program.protocol for program in package.input_validators] == ["testlib"]
    assert [invalid.path for invalid in package.invalid_inputs] == [
        "files/tests/validator-tests/01",
        "files/tests/validator-tests/03",
    ]


def test_an_interactor_with_a_checker_can_not_be_exported(tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match="no place in this format"):
        export_package(read(PACKAGES / "hotcold", for_judging_only=True), "2025-09", tmp_path)


def test_a_testlib_checker_comes_back_from_an_export_as_one(tmp_path: Path) -> None:
    package = read(PACKAGES / "seating", for_judging_only=True)

    exported = export_package(package, "2025-09", tmp_path)

    again = read(exported.path, for_judging_only=True)
    assert again.validator is not None
    assert again.validator.protocol == "testlib"
    assert [program.protocol for program in again.input_validators] == ["testlib"]


@pytest.mark.parametrize(
    ("stated", "name", "language"),
    [
        ("cpp.g++17", "a.cpp", "cpp17"),
        ("cpp.g++14", "a.cpp", "cpp17"),
        ("cpp.gcc13-64-winlibs-g++20", "a.cpp", "cpp20"),
        ("cpp.gcc14-64-msys2-g++23", "a.cpp", "cpp23"),
        ("c.gcc", "a.c", "c17"),
        ("java21", "A.java", "java17"),
        ("python.3", "a.py", "python3"),
        ("python.pypy3-64", "a.py", "pypy3"),
        ("python.2", "a.py", None),
        ("pas.fpc", "a.pas", "pascal"),
        ("rust", "a.rs", "rust"),
        ("", "a.go", "go"),
        ("strange", "a.xyz", None),
    ],
)
def test_source_types_are_languages(stated: str, name: str, language: str | None) -> None:
    assert language_of(stated, name) == language
